"""Amounts beside their values, exports beside imports: what a name does not say is chosen, or left out and told."""

from tests.workbooks.making import book

AMOUNT, VALUE = "Lượng (tấn)", "Trị giá (triệu USD)"


def files():
    head = [["Mặt hàng", "Tháng 1/2025", None, "Tháng 2/2025"], [None, *[AMOUNT, VALUE] * 2]]
    in_full = [
        ["NĂM 2025"],
        *head,
        ["Sản lượng xi măng", 11, 12, 13, 14],
        ["Kim ngạch xuất khẩu dệt may", 21, 22, 23, 24],
    ]
    in_short = [["XUẤT KHẨU NĂM 2025"], *head, ["Xi măng", 11, 12, 13, 14], ["Dệt may", 21, 22, 23, 24]]
    both_ways = [
        ["NĂM 2025"],
        ["Chỉ tiêu", "ĐVT", "Xuất khẩu", None, "Nhập khẩu"],
        [None, None, *["TH 2024", "TH 2025"] * 2],
        ["Tổng kim ngạch", "triệu USD", 31, 32, 33, 34],
        ["Dệt may", "triệu USD", 41, 42, 43, 44],
    ]
    merged = ["A2:A3", "B2:C2", "D2:E2"]
    return {
        "should_pass.xlsx": book(in_full, merged=merged),
        "should_pass_2.xlsx": book(in_short, merged=merged),
        "should_pass_3.xlsx": book(both_ways, merged=["A2:A3", "B2:B3", "C2:D2", "E2:F2"]),
    }
