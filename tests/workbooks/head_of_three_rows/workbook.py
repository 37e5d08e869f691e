"""Headings over three merged rows, the unit beside the group."""

from tests.workbooks.making import book


def files():
    rows = [
        ["STT", "Mã đường dây", "Tên đường dây", "Thông số kỹ thuật", None],
        [None, None, None, "Đường dây", None],
        [None, None, None, "Điện áp danh định (kV)", "Chiều dài (m)"],
        ["A", "B", "C", 1, 2],
        [1, "dz1", "Đường dây A", 110, 5200],
    ]
    merged = ["A1:A3", "B1:B3", "C1:C3", "D1:E1", "D2:E2"]
    return {"should_pass.xlsx": book(rows, merged=merged)}
