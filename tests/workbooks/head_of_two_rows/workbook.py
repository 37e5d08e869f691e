"""Headings over two merged rows, with a group that names its unit."""

from tests.workbooks.making import book


def files():
    rows = [
        ["DANH MỤC DỰ ÁN"],
        ["TT", "Mã dự án", "Tên dự án", "Vốn đăng ký", None, "Diện tích đất (ha)"],
        [None, None, None, "ĐTTN\n(tỷ đồng)", "ĐTNN\n(triệu USD)", None],
        [1, "da1", "Dự án A", 120, None, 3.5],
        [2, "da2", "Dự án B", None, 8.5, 2],
    ]
    merged = ["A1:F1", "A2:A3", "B2:B3", "C2:C3", "D2:E2", "F2:F3"]
    return {"should_pass.xlsx": book(rows, merged=merged)}
