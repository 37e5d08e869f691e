"""Reads a sheet's columns: each different cell once, and the lines among the rows that are no rows refused."""

from django.core.exceptions import ValidationError

from config.sheets.coded import Coded
from config.sheets.columns import CellError, identity, text_of
from config.sheets.progress import Stage
from config.values.dates import DateError
from config.values.numbers import NumberError

CELL_ERRORS = (CellError, NumberError, DateError, ValidationError)
TOTAL_WORDS = frozenset({"tổng", "tổng cộng", "tổng số", "cộng", "cộng dồn", "total"})
LONGEST_TOTAL = 40


def read(plan):
    """Clean the cells of a plan's columns, and refuse what they do not let through."""
    rows = len(plan.table)
    for number, (name, (column, position)) in enumerate(plan.columns.items()):
        # A column is read at once; rows are what a person counts.
        plan.progress(Stage.CHECKING, rows * number // len(plan.columns), rows)
        written = plan.table.columns[position]
        values, complaints = [], {}
        for code, cell in enumerate(written.different):
            value, message = read_cell(column, cell)
            values.append(value)
            if message:
                complaints[code] = message, column.column_name, text_of_any(cell)
        plan.take_cells(name, Coded(values, written.at), complaints)
    for row, message in lines_that_are_no_rows(plan).items():
        plan.refuse_only(message, row)


def read_cell(column, cell):
    """What a cell stands for, or why it stands for nothing."""
    try:
        return column.read(cell), None
    except ValidationError as error:
        return None, " ".join(error.messages)
    except CELL_ERRORS as error:
        return None, str(error)


def lines_that_are_no_rows(plan):
    """Totals, numbers of columns and repeated headings, by row, each with what to tell."""
    found = {}
    for says, rows in [
        ("Dòng tổng cộng, không phải dữ liệu: hãy xóa dòng này khỏi tệp.", _totals(plan)),
        ("Dòng đánh số cột, không phải dữ liệu: hãy xóa dòng này khỏi tệp.", _numberings(plan)),
        ("Dòng tiêu đề lặp lại, không phải dữ liệu: hãy xóa dòng này khỏi tệp.", _headings(plan)),
    ]:
        for row in rows:
            found.setdefault(row, says)
    return found


def _totals(plan):
    """A total says so in place of its key, or anywhere while it has no key."""
    for name, (_, position) in plan.columns.items():
        for row in plan.table.columns[position].rows_where(_says_total):
            if name in plan.key_columns or not plan.has_key(row):
                yield row


def _says_total(cell):
    return isinstance(cell, str) and len(cell) <= LONGEST_TOTAL and identity(cell).rstrip(" :.") in TOTAL_WORDS


def _numberings(plan):
    columns = plan.table.columns[:4]
    for row in columns[0].rows_where(lambda cell: str(cell).strip(" ()") in ("1", "1.0")):
        marks = [text_of_any(column[row]).strip(" ()") for column in columns]
        if marks == ["1", "2", "3", "4"][: len(columns)] and len(marks) > 2:
            yield row


def _headings(plan):
    keys = [plan.columns[name] for name in plan.key_columns if name in plan.columns]
    candidates = None
    for column, position in keys:
        rows = plan.table.columns[position].rows_where(lambda cell, key=column.heading_key: identity(str(cell)) == key)
        candidates = set(rows) if candidates is None else candidates.intersection(rows)
    return candidates or ()


def text_of_any(cell):
    """The text of a cell for a message, also of one that cannot be taken."""
    try:
        return text_of(cell)
    except CELL_ERRORS:
        return str(cell)
