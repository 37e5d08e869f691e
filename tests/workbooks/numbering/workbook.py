"""A numbering column, a line that numbers the columns, headings repeated on the next page."""

from tests.workbooks.making import book

HEAD = ["Mã địa bàn", "Tên địa bàn", "Cấp"]


def files():
    head = ["STT", *HEAD]
    rows = [head, ["(1)", "(2)", "(3)", "(4)"], [1, "17", "Tỉnh A", "tỉnh"], head, [2, "18", "Tỉnh B", "tỉnh"]]
    return {"should_pass.xlsx": book(rows)}
