"""Clusters with up to five areas and three decisions in a line, a total that is the mean of ratios; no day for some."""

from tests.workbooks.making import book

HEAD = ["STT", "Tên CCN", "Diện tích thành lập (ha)", "QĐ thành lập", "Diện tích mở rộng", "QĐ mở rộng",
        "Diện tích QH chi tiết (ha)", "QĐ phê duyệt QHCT", "Diện tích đất CN (ha)", "Diện tích đã cho thuê (ha)",
        "Tỷ lệ lấp đầy (%)", "Ghi chú"]  # fmt: skip


def files():
    rows = [
        ["TÌNH HÌNH CÁC CỤM CÔNG NGHIỆP ĐÃ THÀNH LẬP"],
        ["Đơn vị báo cáo: Sở Công Thương"],
        [],
        HEAD,
        [1, "CCN Ba Sao", 50, "4257/QĐ-UBND ngày 12/3/2015", None, None, 49, "123/QĐ-UBND", 35, 20, 57.1, None],
        [2, "CCN Bốn Mùa", 30, "4258/QĐ-UBND", 10.5, "55/QĐ-UBND ngày 5/6/2019", None, None, 20, 20, 100, "x"],
        ["Tổng cộng", None, 80, None, 10.5, None, 49, None, 55, 40, 78.5, None],
    ]
    return {"should_pass.xlsx": book(rows, merged=["A7:B7"]), "should_fail.xlsx": book(rows, merged=["A7:B7"])}
