"""A department's own monthly sheet, and the form of the book that asks for the same."""

import io

import openpyxl
from openpyxl.styles import Font

from tests import makers
from tests.workbooks.wide_month_form import workbook as month_sheet

COLUMNS = [
    {"kind": "plan", "relative": "year"},
    {"content": "shown", "relative": "year_ago"},
    {"kind": "preliminary", "relative": "previous"},
    {"kind": "estimate"},
    {"kind": "estimate", "relative": "cumulated"},
    {"content": "shown", "relative": "cumulated_year_ago"},
    {"content": "computed", "formula": "ratio", "of_number": 4, "base_number": 3},
    {"content": "computed", "formula": "ratio", "of_number": 4, "base_number": 2},
    {"content": "computed", "formula": "ratio", "of_number": 5, "base_number": 1},
    {"content": "computed", "formula": "ratio", "of_number": 5, "base_number": 6},
]


def month_form():
    """The rows of the department's monthly sheet, one of which it words in another way."""
    dong = makers.make_unit(name="tỷ đồng", dimension="vnd", factor=10**9)
    tonnes = makers.make_unit(name="nghìn tấn", dimension="mass", factor=10**6)
    pieces = makers.make_unit(name="triệu sản phẩm", dimension="count", factor=10**6)
    dollars = makers.make_unit(name="triệu USD", dimension="usd", factor=10**6)
    named = [
        ("Giá trị sản xuất (Giá SS 2010)", dong),
        ("Khu vực kinh tế trong nước", dong),
        ("Khu vực có vốn ĐTNN", dong),
        None,
        ("Xi măng", tonnes),
        ("Hàng may mặc", pieces),
        ("Tổng kim ngạch xuất khẩu", dollars),
    ]
    rows = [
        {"indicator": makers.make_indicator(name=one[0], unit=one[1], decimals=1)}
        if one
        else {"indicator": None, "wording": "Sản phẩm chủ yếu"}
        for one in named
    ]
    return makers.make_report_form(*rows, columns=COLUMNS, name="SXKD", frequency="month", code="sxkd")


def drawn():
    """The department's own sheet: looks, formulas, one of them wrong, and another page."""
    content = month_sheet.files()["should_pass.xlsx"]
    book = openpyxl.load_workbook(io.BytesIO(content))
    page = book.active
    page["A1"].font = Font(name="Cambria", bold=True, size=15)
    page.column_dimensions["A"].width = 44
    page.print_title_rows = "4:6"
    for row in (7, 8, 9, 11, 12, 13):
        page[f"K{row}"] = f"=IFERROR(F{row}/C{row}*100,0)"
        page[f"L{row}"] = f"=G{row}/H{row}"
        page[f"L{row}"].number_format = "0.0%"
    book.create_sheet("Phụ lục")["A1"] = "giữ nguyên"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
