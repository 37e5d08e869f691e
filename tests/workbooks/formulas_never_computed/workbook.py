"""A formula that no spreadsheet program has computed holds nothing."""

from tests.workbooks.making import book

HEAD = ["Mã đường dây", "Tên đường dây", "Điện áp danh định (kV)", "Chiều dài (km)"]


def files():
    return {"should_fail.xlsx": book([HEAD, ["dz1", "Đường dây A", 110, "=1+1"]])}
