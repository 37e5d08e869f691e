"""Numbers that two readers read differently, or nobody."""

from tests.workbooks.making import book

HEAD = ["Mã đường dây", "Tên đường dây", "Điện áp danh định (kV)", "Chiều dài (km)"]


def files():
    rows = [HEAD, *([f"dz{n}", "A", 110, text] for n, text in enumerate(["56..537,447", "2.1485 triệu", "khoảng 12"]))]
    return {"should_fail.xlsx": book(rows)}
