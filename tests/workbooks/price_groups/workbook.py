"""Prices over years and years over prices; a price of another base year and a line without such an indicator."""

from tests.workbooks.making import book

GRDP = ["GRDP", "tỷ đồng", 30000, 31000, 50000, 52000]
RETAIL = ["Tổng mức bán lẻ hàng hóa và doanh thu dịch vụ tiêu dùng", "tỷ đồng", 21, 22, 23, 24]
MERGED = ["A2:A3", "B2:B3", "C2:D2", "E2:F2"]


def files():
    constant, current = "Giá so sánh 2010", "Giá hiện hành"
    by_price = [["GRDP"], ["Chỉ tiêu", "ĐVT", constant, None, current], [None, None, 2021, 2022, 2021, 2022]]
    by_year = [["GRDP"], ["Chỉ tiêu", "ĐVT", "Năm 2021", None, "Năm 2022"], [None, None, *[constant, current] * 2]]
    older = [["GRDP"], ["Chỉ tiêu", "ĐVT", "Giá so sánh 1994", None, current], by_price[2]]
    return {
        "should_pass.xlsx": book([*by_price, GRDP, RETAIL], merged=MERGED),
        "should_pass_2.xlsx": book([*by_year, GRDP], merged=MERGED),
        "should_pass_3.xlsx": book([*older, GRDP], merged=MERGED),
    }
