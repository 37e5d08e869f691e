"""Quarters that are a bare I to IV or 1 to 4, across and down; months under quarters; four numbers without a word."""

from tests.workbooks.making import book

TITLE = ["KIM NGẠCH XUẤT KHẨU NĂM 2025"]
NAMES = ["Chỉ tiêu", "ĐVT"]
LINE = ["Kim ngạch xuất khẩu", "triệu USD"]
MERGED = ["A2:A3", "B2:B3"]


def files():
    roman = [TITLE, [*NAMES, "Quý", None, None, None, "Cả năm"], [None, None, "I", "II", "III", "IV"]]
    roman.append([*LINE, 11, 12, 13, 14, 50])
    of_months = [TITLE, [*NAMES, "Quý I", None, None, "Quý II"], [None, None, *range(1, 7)], [*LINE, *range(21, 27)]]
    down = [TITLE, ["Quý", "Kim ngạch xuất khẩu"], ["I", 11], ["II", 12], ["III", 13], ["IV", 14], ["Cả năm", 50]]
    untold = [TITLE, [*NAMES, 1, 2, 3, 4], [*LINE, 11, 12, 13, 14]]
    return {
        "should_pass.xlsx": book(roman, merged=[*MERGED, "C2:F2", "G2:G3"]),
        "should_pass_2.xlsx": book(of_months, merged=[*MERGED, "C2:E2", "F2:H2"]),
        "should_pass_3.xlsx": book(down),
        "should_pass_4.xlsx": book(untold),
    }
