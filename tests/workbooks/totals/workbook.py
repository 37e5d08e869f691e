"""Sub-totals and a total among the rows: left out; a sum that differs is told."""

from tests.workbooks.making import book

HEAD = ["Mã đường dây", "Tên đường dây", "Điện áp danh định (kV)", "Chiều dài (km)"]


def files():
    rows = [
        HEAD,
        ["dz1", "Đường dây A", 110, 5],
        ["dz2", "Đường dây B", 110, 7.5],
        ["Cộng", None, None, 12.5],
        ["dz3", "Đường dây C", 35, 2],
        ["Cộng", None, None, 2],
        ["Tổng cộng", None, None, 14.5],
    ]
    wrong = [*rows[:-1], ["Tổng cộng", None, None, 15]]
    return {"should_pass.xlsx": book(rows, merged=["A7:B7"]), "should_pass_2.xlsx": book(wrong)}
