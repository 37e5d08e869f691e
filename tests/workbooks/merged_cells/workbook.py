"""A cell merged over several lines: filled down, but never an amount."""

from tests.workbooks.making import book

HEAD = ["Mã đường dây", "Tên đường dây", "Điện áp danh định (kV)", "Chiều dài (km)"]


def files():
    rows = [HEAD, ["dz1", "Đường dây A", 110, 5], ["dz2", None, 110, None]]
    return {
        "should_pass.xlsx": book([*rows[:2], ["dz2", None, 110, 3]], merged=["B2:B3"]),
        "should_fail.xlsx": book(rows, merged=["B2:B3", "D2:D3"]),
    }
