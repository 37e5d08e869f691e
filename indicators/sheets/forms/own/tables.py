"""The table of a form in a department's workbook, also where nobody has filled it in yet."""

from dataclasses import replace

from config.sheets.reading import read_sheets
from config.sheets.sheet import BadCell, SheetError
from indicators.sheets.cells import is_like_number, is_numbering, text_of
from indicators.sheets.forms.stamped import number_told
from indicators.sheets.laid import laid_out
from indicators.sheets.places import PlaceNames

NO_TABLE = (
    "Không thấy bảng của biểu trong tệp: trang của biểu phải có đầu cột, tên các dòng, và dòng đánh số cột (A, B, 1, "
    "2, …) hay số ở vài dòng."
)
# What stands in an empty cell of a line while the table is looked for.
STAND_IN = 1


def tables_in(content, filename):
    """The tables of figures of a workbook, with their sheets; SheetError where there is none."""
    places, found, errors = PlaceNames(), [], []
    for sheet in read_sheets(content, filename, []):
        if sheet.is_hidden:
            continue
        try:
            if laid := laid_out(as_if_filled(sheet), places):
                found.append((sheet, laid))
        except SheetError as error:
            errors.append(error)
    if not found:
        raise errors[0] if errors else SheetError(NO_TABLE)
    return found


def as_if_filled(sheet):
    """A sheet whose lines below the numbers of its columns all hold something; others as they are."""
    rows = sheet.rows
    at = numbering_row(rows)
    if at is None:
        return sheet
    places = list(numbers_of(rows[at]))
    filled = [list(row) for row in rows]
    for row in filled[at + 1 :]:
        if not any(map(text_of, row)):
            break
        row += [""] * (max(places) + 1 - len(row))
        if not any(is_like_number(row[place]) and text_of(row[place]) for place in places):
            for place in places:
                row[place] = STAND_IN if row[place] in ("", None) else row[place]
    return replace(sheet, read=lambda: iter(filled))


def numbering_row(rows):
    """Where the columns are numbered, from 0; None where they are not."""
    return next((at for at, row in enumerate(rows) if is_numbering(row) and len(numbers_of(row)) > 1), None)


def numbers_of(row):
    """The number of each column as a row gives it, by its position: «7=4/3» is 7."""
    found = ((place, number_told(text_of(cell))) for place, cell in enumerate(row) if not isinstance(cell, BadCell))
    return {place: number for place, number in found if number is not None}
