"""A formula in error is no empty cell."""

from tests.workbooks.making import book

HEAD = ["Mã đường dây", "Tên đường dây", "Điện áp danh định (kV)", "Chiều dài (km)"]


def files():
    rows = [HEAD, ["dz1", "Đường dây A", 110, "#REF!"], ["dz2", "Đường dây B", 110, "#DIV/0!"]]
    return {"should_fail.xlsx": book(rows, errors=["D2", "D3"])}
