"""A text that the spreadsheet has made a day of: written as shown, and told."""

from datetime import date

from tests.workbooks.making import book

HEAD = ["Mã địa bàn", "Tên địa bàn", "Cấp"]


def files():
    return {"should_pass.xlsx": book([HEAD, ["17", date(2025, 3, 5), "tỉnh"]], formats={"B2": "dd/mm/yyyy"})}
