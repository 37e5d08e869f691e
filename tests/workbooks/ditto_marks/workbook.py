"""Marks for «as above», also one after another; nothing stands above the first line."""

from tests.workbooks.making import book

HEAD = ["Mã đường dây", "Tên đường dây", "Điện áp danh định (kV)", "Chiều dài (km)"]


def files():
    rows = [HEAD, ["dz1", "Đường dây A", 110, 5], ["dz2", "nt", '"', 2], ["dz3", "-nt-", "''", 3]]
    return {"should_pass.xlsx": book(rows), "should_fail.xlsx": book([HEAD, ["dz1", "nt", 110, 5]])}
