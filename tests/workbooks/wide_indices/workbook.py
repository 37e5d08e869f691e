"""Indices of production: what is printed as a comparison is the figure, two lines have one name, January twice."""

from tests.workbooks.making import book

HEAD = [None, "Tháng 12/2025 so cùng kỳ", "Tháng 01/2026 so tháng trước", "Tháng 01/2026 so cùng kỳ",
        "Lũy kế cuối tháng 01/2026 so cùng kỳ"]  # fmt: skip
BROKEN = [
    [None, "Tháng 7", "Tháng 8", "Tháng 8", "8 tháng"],
    [None, "năm báo cáo", "năm báo cáo", "năm báo cáo", "năm báo cáo"],
    [None, "so với", "so với", "so với", "so với"],
    [None, "cùng kỳ", "tháng trước", "cùng kỳ", "cùng kỳ"],
    [None, "năm trước", None, "năm trước", "năm trước"],
]
LINES = [
    ["TOÀN NGÀNH", 125.95, 98.1, 115.41, 115.41],
    ["Sản xuất và phân phối điện, khí đốt", 110, 100, 109, 109],
    ["Sản xuất và phân phối điện, khí đốt", 110, 100, 109, 109],
]


def files():
    corner = [None, None, None, None, "Đơn vị tính: %"]
    one_row = [["CHỈ SỐ SẢN XUẤT CÔNG NGHIỆP THÁNG 01 NĂM 2026"], corner, HEAD, *LINES]
    five_rows = [["CHỈ SỐ SẢN XUẤT CÔNG NGHIỆP THÁNG 8 NĂM 2025"], corner, *BROKEN, *LINES]
    return {
        "should_pass.xlsx": book(one_row, merged=["A1:E1"]),
        "should_pass_2.xlsx": book(five_rows, merged=["A1:E1"]),
    }
