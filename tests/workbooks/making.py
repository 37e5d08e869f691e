"""Small files as departments send them; each trait's own script says what is in its files."""

import io

import openpyxl
import xlwt
from openpyxl.styles import Font
from openpyxl.utils import range_boundaries


def book(rows, *, formats=None, fonts=None, merged=(), hidden_rows=(), hidden_columns=(), errors=(), font=""):
    """An xlsx file of one sheet «Biểu 1»; formats, fonts and errors by cell, and the font of all others."""
    workbook = openpyxl.Workbook()
    if font:
        workbook._fonts[0].name = font
    page = workbook.active
    page.title = "Biểu 1"
    for row in rows:
        page.append(row)
    for cell, code in (formats or {}).items():
        page[cell].number_format = code
    for cell, name in (fonts or {}).items():
        page[cell].font = Font(name=name)
    for cell in errors:
        page[cell].data_type = "e"
    for each in merged:
        page.merge_cells(each)
    for row in hidden_rows:
        page.row_dimensions[row].hidden = True
    for column in hidden_columns:
        page.column_dimensions[column].hidden = True
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def sheets(pages):
    """An xlsx file of several sheets, rows by name."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, rows in pages.items():
        page = workbook.create_sheet(name)
        for row in rows:
            page.append(row)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def old_book(rows, *, formats=None, fonts=None, merged=(), hidden_rows=(), hidden_columns=(), errors=()):
    """The same as an xls file of Excel 97."""
    workbook = xlwt.Workbook()
    page = workbook.add_sheet("Biểu 1")
    for row, cells in enumerate(rows, 1):
        for column, value in enumerate(cells):
            if value is None:
                continue
            cell = f"{chr(ord('A') + column)}{row}"
            if cell in errors:
                page.row(row - 1).set_cell_error(column, value)
            else:
                page.write(row - 1, column, value, _style((formats or {}).get(cell), (fonts or {}).get(cell)))
    for each in merged:
        left, top, right, bottom = range_boundaries(each)
        page.merge(top - 1, bottom - 1, left - 1, right - 1)
    for row in hidden_rows:
        page.row(row - 1).hidden = True
    for column in hidden_columns:
        page.col(ord(column) - ord("A")).hidden = True
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def _style(code, font):
    style = xlwt.XFStyle()
    style.num_format_str = code or "General"
    style.font.name = font or "Arial"
    return style
