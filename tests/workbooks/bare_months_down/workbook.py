"""Months down that are a bare 1 to 12: beside a column of years, below a line of the year, with sums among them.

Under a head «Kỳ» they are months where they go on after 4.
"""

from tests.workbooks.making import book


def files():
    names = ["Kim ngạch xuất khẩu", "Kim ngạch nhập khẩu"]
    # The first line reads like the numbers of the columns.
    sums = [
        ["XUẤT NHẬP KHẨU NĂM 2025"], ["Tháng", *names], [1, 2, 3], [2, 30, 31], [3, 40, 41], ["Quý I", 72, 75],
        [4, 50, 51], [5, None, None], [6, None, None], ["6 tháng", 122, 126], ["Cộng", 122, 126],
    ]  # fmt: skip
    beside_years = [["XUẤT KHẨU TỈNH PHÚ THỌ"], ["TT", "Năm", "Tháng", names[0]]]
    beside_years += [
        [at, year if month == 1 else None, month, 100 * (year - 2000) + month]
        for at, (year, month) in enumerate([(2024, 1), (2024, 2), (2025, 1), (2025, 2)], 1)
    ]
    below_years = [["XUẤT KHẨU TỈNH PHÚ THỌ"], ["Tháng", *names, "Ghi chú"]]
    for year in (2024, 2025):
        below_years += [
            [f"Năm {year}"],
            *([f"{month:02}", 10 * (year - 2000) + month, year - 2000 + month, "tạm tính"] for month in (1, 2, 3)),
        ]
    periods = [["XUẤT KHẨU NĂM 2022"], ["Kỳ", names[0]], *([month, 10 * month] for month in range(1, 6))]
    return {
        "should_pass_4.xlsx": book(periods),
        "should_pass.xlsx": book(sums),
        "should_pass_2.xlsx": book(beside_years, merged=["B3:B4", "B5:B6"]),
        "should_pass_3.xlsx": book(below_years),
    }
