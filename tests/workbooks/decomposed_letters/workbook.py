"""Letters and their marks apart, as macOS writes them."""

import unicodedata

from tests.workbooks.making import book

HEAD = ["Mã địa bàn", "Tên địa bàn", "Cấp"]


def files():
    rows = [[unicodedata.normalize("NFD", cell) for cell in row] for row in [HEAD, ["17", "Tỉnh Hoà  Bình ", "tỉnh"]]]
    return {"should_pass.xlsx": book(rows)}
