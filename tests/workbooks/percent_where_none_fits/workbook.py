"""The same where the column counts kilometres."""

from tests.workbooks.making import book

HEAD = ["Mã đường dây", "Tên đường dây", "Điện áp danh định (kV)", "Chiều dài (km)"]


def files():
    rows = [HEAD, ["dz1", "Đường dây A", 110, 0.125]]
    return {"should_fail.xlsx": book(rows, formats={"D2": "0.0%"})}
