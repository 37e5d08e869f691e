"""Files as people send them, made for tests, and what an import of them would do."""

import io
import zipfile

import openpyxl

from config.sheets.finding import dataset_from
from config.sheets.writing.csv import write_csv
from config.sheets.writing.ods import write_ods
from config.sheets.writing.sheets import ColumnOut, SheetOut
from config.sheets.writing.xlsx import write_xlsx


def xlsx(*sheets, **named):
    """An xlsx file: each sheet a list of rows; names by keyword, «Trang 1», «Trang 2» otherwise."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    pages = {f"Trang {number}": rows for number, rows in enumerate(sheets, 1)} | named
    for name, rows in pages.items():
        page = book.create_sheet(name)
        for row, cells in enumerate(rows, 1):
            for column, value in enumerate(cells, 1):
                if value is not None and value != "":
                    _fill(page.cell(row, column), value)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _fill(cell, value):
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
    elif hasattr(value, "year"):
        cell.number_format = "dd/mm/yyyy"


def ods(*sheets):
    return b"".join(write_ods([sheet_of(rows, f"Trang {number}") for number, rows in enumerate(sheets, 1)]))


def as_csv(rows):
    return b"".join(write_csv(sheet_of(rows)))


def as_xlsx(rows):
    return b"".join(write_xlsx([sheet_of(rows)]))


def sheet_of(rows, name="Trang 1"):
    """Rows as a sheet to write, the first of them its headings; short rows are filled up."""
    width = max(map(len, rows))
    filled = [[*row, *[None] * (width - len(row))] for row in rows]
    return SheetOut(name, [ColumnOut(heading or "") for heading in filled[0]], filled[1:])


def preview(resource, content, filename="tệp.xlsx", **kwargs):
    """The plan of a file; nothing is written."""
    return resource.import_data(dataset_from(content, filename, resource), dry_run=True, **kwargs).plan


def write(resource, content, filename="tệp.xlsx", **kwargs):
    """The plan of a file, written."""
    plan = resource.import_data(dataset_from(content, filename, resource), **kwargs).plan
    assert [str(problem) for problem in plan.problems] == []
    return plan


def told(plan):
    """The problems of a plan as people read them."""
    return [str(problem) for problem in plan.problems]


def replaced(content, member, data):
    """The same package with one member put in or put in the place of another."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != member:
                new.writestr(name, old.read(name))
        new.writestr(member, data)
    return stream.getvalue()
