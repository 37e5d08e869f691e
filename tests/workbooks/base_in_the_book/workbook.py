"""Comparisons whose base stands in the book: last year's months, the plan of the year, last month's estimate."""

from tests.workbooks.making import book


def files():
    rows = [
        ["XUẤT NHẬP KHẨU TỈNH HÒA BÌNH"],
        ["Chỉ tiêu", "ĐVT", "Ước 7 tháng năm 2024", "So với cùng kỳ (%)"],
        ["Kim ngạch xuất khẩu", "Triệu USD", 1000, 119.2],
        ["Kim ngạch nhập khẩu", "Triệu USD", 900, 105],
    ]
    plan = [
        ["XUẤT NHẬP KHẨU TỈNH HÒA BÌNH"],
        ["Chỉ tiêu", "ĐVT", "Thực hiện năm 2022", "So với kế hoạch (%)"],
        ["Kim ngạch xuất khẩu", "Nghìn USD", 1437000, 100],
        ["Kim ngạch nhập khẩu", "Nghìn USD", 1097000, 110],
    ]
    return {"should_pass.xlsx": book(rows), "should_pass_2.xlsx": book(plan)}
