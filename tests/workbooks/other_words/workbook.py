"""Headings in the words of departments, and cut short."""

from tests.workbooks.making import book


def files():
    row = ["da1", "Dự án A", "Công ty A", 120, 45, 3.5]
    heads = ["Mã dự án", "Tên DA", "Chủ đầu tư", "Tổng vốn đầu tư (tỷ đồng)", "Số lao động", "DT đất (ha)"]
    twice = ["Mã dự án", "Tên dự án", "Chủ đầu tư", "Tên doanh nghiệp"]
    return {"should_pass.xlsx": book([heads, row]), "should_fail.xlsx": book([twice, ["da1", "Dự án A", "A", "B"]])}
