"""A code kept as the number 123 and shown as 00123."""

from tests.workbooks.making import book

HEAD = ["Mã đường dây", "Tên đường dây", "Điện áp danh định (kV)", "Chiều dài (km)"]


def files():
    rows = [HEAD, [123, "Đường dây A", 110, 5], [7, "Đường dây B", 35, 2]]
    return {"should_pass.xlsx": book(rows, formats={"A2": "00000", "A3": "00000", "D2": "000"})}
