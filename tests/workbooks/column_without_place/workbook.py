"""A column that the register has not: named, and passed over when somebody says so."""

from tests.workbooks.making import book

HEAD = ["Mã địa bàn", "Tên địa bàn", "Cấp"]


def files():
    content = book([[*HEAD, "Dân số"], ["17", "Tỉnh Hòa Bình", "tỉnh", 850000]])
    return {"should_fail.xlsx": content, "should_pass.xlsx": content}
