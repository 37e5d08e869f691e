"""A cumulated series that falls from one month to the next: on the sheet, and from what the book holds."""

from tests.workbooks.making import book


def files():
    rows = [
        ["XUẤT KHẨU TỈNH HÒA BÌNH"],
        ["Chỉ tiêu", "ĐVT", "Lũy kế 8 tháng 2023", "Ước lũy kế 9 tháng 2023"],
        ["Kim ngạch xuất khẩu", "Triệu USD", 905.5, 1050],
        ["Kim ngạch nhập khẩu", "Triệu USD", 800, 790.5],
        ["Sản lượng xi măng", "Tấn", 500000, 500000],
    ]
    return {"should_pass.xlsx": book(rows)}
