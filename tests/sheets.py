"""Files as people send them, made for tests, and what an import of them would do."""

import io

import xlsxwriter

from config.sheets.finding import dataset_from
from config.sheets.writing import SheetOut, write_csv, write_ods, write_xlsx


def xlsx(*sheets, **named):
    """An xlsx file: each sheet a list of rows; names by keyword, «Trang 1», «Trang 2» otherwise."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    pages = {f"Trang {number}": rows for number, rows in enumerate(sheets, 1)} | named
    for name, rows in pages.items():
        page = book.add_worksheet(name)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if hasattr(cell, "year"):
                    page.write_datetime(row, column, cell, day)
                elif cell is not None:
                    page.write(row, column, cell)
    book.close()
    return stream.getvalue()


def ods(*sheets):
    return write_ods([SheetOut(f"Trang {number}", rows[0], rows[1:]) for number, rows in enumerate(sheets, 1)])


def as_csv(rows):
    return write_csv(SheetOut("Trang 1", rows[0], rows[1:]))


def as_xlsx(rows):
    return write_xlsx([SheetOut("Trang 1", rows[0], rows[1:])])


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
