"""Workbooks of forms: taken out, changed as a clerk would, and what bringing them in would do."""

import io

import openpyxl
from odf import opendocument, table, teletype

from config.sheets.importing import look
from indicators.entry.grid import Grid
from indicators.periods import Period
from indicators.resources import FigureResource
from indicators.sheets.forms.out import workbook
from tests import makers

YEAR = Period.year(2022)


def clerk(**fields):
    permissions = [f"indicators.{verb}_figure" for verb in ("view", "add", "change")]
    return makers.make_user(*permissions, "indicators.view_reportform", **fields)


def taken_out(form, user, *, extension="xlsx", period=YEAR, place=None, is_template=False):
    grid = Grid(form, period, place or form.places.first(), user=user)
    return workbook(grid, extension, by="Nguyễn Thị Lan", is_template=is_template)


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def page_of(content):
    return opened(content).worksheets[0]


def changed(content, change):
    """The file after a clerk has worked on its first page."""
    book = opened(content)
    change(book.worksheets[0])
    return saved(book)


def saved(book):
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def looked_at(content, user):
    """The preview of a file, as the person is shown it."""
    return look(FigureResource(personal=True), content, "bieu.xlsx", user)


def refusal(content, user):
    preview = looked_at(content, user)
    assert preview.counts["new"] == preview.counts["changed"] == 0
    (problem,) = preview.problems
    return str(problem)


def ods_tables(content):
    return opendocument.load(io.BytesIO(content)).spreadsheet.getElementsByType(table.Table)


def text_of(element):
    return teletype.extractText(element)
