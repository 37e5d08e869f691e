"""Schemes with their money by fund under two groups of heads, one total that is not its parts; a sister in tỷ đồng."""

from tests.workbooks.making import book

HEADS = [
    ["STT", "Tên đề án", "Thời gian thực hiện (năm)", "Nguồn vốn\n(triệu đồng)", None,
     "Kinh phí thực hiện\n(triệu đồng)", None, None, "Đính kèm danh sách doanh nghiệp thụ hưởng"],
    [None, None, None, "TW", "Địa phương", "Tổng kinh phí", "KP Khuyến công hỗ trợ", "KP DN đối ứng", None],
]  # fmt: skip
MERGED = ["A2:A3", "B2:B3", "C2:C3", "D2:E2", "F2:H2", "I2:I3"]
SCHEMES = [
    [1, "Mô hình chế biến chè", "2022", 300, None, 1000.5, 300, 700.5, "Trang 2"],
    [2, "Đào tạo nghề may", "2022-2023", None, 120, 130, 120, None, None],
    [3, "Ứng dụng máy", 1, None, 100, 300, 100, 200, None],
    [None, "Tổng cộng", None, 300, 220, 1430.5, 520, 900.5, None],
]


def files():
    sister = [
        ["BÁO CÁO DỰ ÁN KHUYẾN CÔNG"],
        ["STT", "Tên đề án", "Thời gian thực hiện (năm)", "Kinh phí hỗ trợ\n(tỷ đồng)"],
        [1, "Mô hình chế biến chè", 2022, 0.3],
    ]
    return {
        "should_pass.xlsx": book([[None, "BÁO CÁO DỰ ÁN KHUYẾN CÔNG"], *HEADS, *SCHEMES], merged=MERGED),
        "should_pass_2.xlsx": book(sister),
        "should_fail.xlsx": book(sister),
    }
