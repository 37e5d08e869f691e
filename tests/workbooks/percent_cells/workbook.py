"""A fraction that its cell shows as a percentage, in a column of per cents."""

from tests.workbooks.making import book

HEAD = ["Nội dung", "Tỷ lệ hỗ trợ tối đa (%)", "Mức hỗ trợ tối đa (triệu đồng)", "Hiệu lực từ"]


def files():
    rows = [HEAD, ["nd1", 0.125, 300, "01/01/2025"]]
    return {"should_pass.xlsx": book(rows, formats={"B2": "0.0%"})}
