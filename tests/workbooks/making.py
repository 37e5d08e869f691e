"""Small files as departments send them; each trait's own script says what is in its files."""

import io

import openpyxl


def book(rows, *, formats=None, merged=(), hidden_rows=(), hidden_columns=(), errors=()):
    """An xlsx file of one sheet «Biểu 1»; formats and errors by cell."""
    workbook = openpyxl.Workbook()
    page = workbook.active
    page.title = "Biểu 1"
    for row in rows:
        page.append(row)
    for cell, code in (formats or {}).items():
        page[cell].number_format = code
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
