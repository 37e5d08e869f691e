"""Marks of what there is no figure of."""

from tests.workbooks.making import book

HEAD = ["Mã đường dây", "Tên đường dây", "Điện áp danh định (kV)", "Chiều dài (km)"]


def files():
    rows = [HEAD, *([f"dz{n}", "Đường dây", 110, mark] for n, mark in enumerate(["…", "-", "x", "..."]))]
    return {"should_pass.xlsx": book(rows)}
