"""A ratio of a total that is the mean of the ratios of its lines, where the ratio of the sums is meant."""

from tests.workbooks.making import book

HEAD = ["STT", "Tên CCN", "Diện tích đất CN (ha)", "Diện tích đã cho thuê (ha)", "Tỷ lệ lấp đầy (%)"]


def files():
    clusters = [
        ["TÌNH HÌNH CÁC CỤM CÔNG NGHIỆP"],
        HEAD,
        [1, "CCN Ba Sao", 35, 20, 57.1],
        [2, "CCN Bốn Mùa", 20, 20, 100],
        [3, "CCN Năm Rồng", 10, None, None],
        ["Tổng cộng", None, 65, 40, 78.55],
    ]
    return {"should_pass.xlsx": book(clusters, merged=["A6:B6"])}
