"""A number, its unit and how much it grew in one cell, with the arrows of the font Symbol; the dot asked about."""

from tests.workbooks.making import book

HEAD = ["Mã đường dây", "Tên đường dây", "Điện áp danh định (kV)", "Chiều dài (km)"]


def files():
    cells = ["25003 m", "2,5 km (\uf0af3,32%)", "1,2 nghìn", "7 (\uf0ad 12 % so với cùng kỳ)"]
    dotted = book([HEAD, ["dz1", "A", 110, "8.290 m (\uf0af3,32%)"]])
    return {
        "should_pass.xlsx": book(
            [HEAD, *([f"dz{n}", "Đoạn \uf0ae B", "110 kV", text] for n, text in enumerate(cells))]
        ),
        "should_pass_2.xlsx": dotted,
        "should_fail.xlsx": dotted,
        "should_fail_2.xlsx": book([HEAD, ["dz1", "A", 110, "12 MW"], ["dz2", "B", 110, "12 quãng"]]),
    }
