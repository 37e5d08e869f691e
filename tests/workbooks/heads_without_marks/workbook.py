"""Headings typed without Vietnamese marks."""

from tests.workbooks.making import book


def files():
    rows = [["MA DIA BAN", "TEN DIA BAN", "CAP"], ["17", "Tỉnh Hòa Bình", "tỉnh"]]
    return {"should_pass.xlsx": book(rows)}
