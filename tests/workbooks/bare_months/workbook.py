"""Months across that are a bare 1 to 12: under «Tháng», among sums over a numbering, of two years, without a word."""

from tests.workbooks.making import book

TITLE = ["KIM NGẠCH XUẤT KHẨU NĂM 2025"]
NAMES = ["Chỉ tiêu", "ĐVT"]
LINE = ["Kim ngạch xuất khẩu", "triệu USD"]
MERGED = ["A2:A3", "B2:B3"]


def files():
    months = list(range(1, 13))
    filled = [*range(101, 106), *[None] * 7, sum(range(101, 106))]
    half_filled = [TITLE, [*NAMES, "Tháng", *[None] * 11, "Cả năm"], [None, None, *months], [*LINE, *filled]]
    sums = [1, 2, 3, "Quý I", "04", "05", "06", "Cộng"]
    numbered = [TITLE, [*NAMES, "Tháng thực hiện"], [None, None, *sums], ["A", "B", *range(1, 9)]]
    numbered.append([*LINE, 10, 20, 30, 60, 40, 50, 70, 220])
    years = [
        ["XUẤT KHẨU"],
        [*NAMES, "Năm 2024", None, None, "Năm 2025"],
        [None, None, "Tháng", None, None, "Tháng"],
        [None, None, 1, 2, 3, 1, 2, 3],
        [*LINE, *range(11, 17)],
    ]
    untold = [TITLE, [*NAMES, *months], [*LINE, *range(101, 113)]]
    numbers_of_columns = [TITLE, [*NAMES, "TH 2023", "TH 2024", "TH 2025"], [None, None, 1, 2, 3], [*LINE, 7, 8, 9]]
    return {
        "should_pass.xlsx": book(half_filled, merged=[*MERGED, "C2:N2", "O2:O3"]),
        "should_pass_2.xlsx": book(numbered, merged=MERGED),
        "should_pass_3.xlsx": book(years, merged=["A2:A4", "B2:B4", "C2:E2", "F2:H2", "C3:E3", "F3:H3"]),
        "should_pass_4.xlsx": book(untold),
        "should_pass_5.xlsx": book(numbers_of_columns),
    }
