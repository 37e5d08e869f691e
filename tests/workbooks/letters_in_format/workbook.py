"""A code whose letters and dash stand in its number format only."""

from tests.workbooks.making import book

HEAD = ["Mã đường dây", "Tên đường dây", "Điện áp danh định (kV)", "Chiều dài (km)"]


def files():
    rows = [HEAD, [12, "Đường dây A", 110, 5], [3456, "Đường dây B", 35, 2]]
    return {"should_pass.xlsx": book(rows, formats={"A2": '"DZ-"000', "A3": "000\\-000", "D3": '0" km"'})}
