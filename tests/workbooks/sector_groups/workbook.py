"""Sectors across: beside the whole, over years and bare months, under districts; one the book has no indicator for."""

from tests.workbooks.making import book

OUTPUT = ["Giá trị sản xuất công nghiệp", "tỷ đồng"]
EXPORTS = ["Kim ngạch xuất khẩu", "triệu USD"]
NAMES = ["Chỉ tiêu", "ĐVT"]
DOMESTIC, FOREIGN, STATE = "Khu vực kinh tế trong nước", "Có vốn đầu tư nước ngoài", "Nhà nước"


def files():
    whole = [
        ["NĂM 2022"],
        [*NAMES, "Tổng số", None, "Chia ra"],
        [None, None, None, None, STATE, None, FOREIGN],
        [None, None, *["2021", "2022"] * 3],
        [*OUTPUT, 41, 42, 43, 44, 45, 46],
        [*EXPORTS, 51, 52, 53, 54, 55, 56],
    ]
    four_rows = [
        ["XUẤT KHẨU"],
        [*NAMES, DOMESTIC, None, None, None, FOREIGN],
        [None, None, *["Năm 2024", None, "Năm 2025", None] * 2],
        [None, None, *["Tháng", None] * 4],
        [None, None, *[1, 2] * 4],
        [*EXPORTS, *range(11, 19)],
    ]
    districts = [
        ["NĂM 2022"],
        [*NAMES, "Toàn tỉnh", None, "Huyện Đà Bắc"],
        [None, None, *["Trong nước", "FDI"] * 2],
        [None, None, *["TH 2022"] * 4],
        [*OUTPUT, 31, 32, 33, 34],
    ]
    under_names = ["A2:A4", "B2:B4"]
    months = [f"{first}{row}:{last}{row}" for row in (3, 4) for first, last in ("CD", "EF", "GH", "IJ")]
    return {
        "should_pass.xlsx": book(whole, merged=[*under_names, "C2:D3", "E2:H2", "E3:F3", "G3:H3"]),
        "should_pass_2.xlsx": book(four_rows, merged=["A2:A5", "B2:B5", "C2:F2", "G2:J2", *months]),
        "should_pass_3.xlsx": book(districts, merged=[*under_names, "C2:D2", "E2:F2"]),
    }
