"""The page of notes of a form in its own layout: what the book's own says, and in what the layout differs."""

from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from config.sheets.writing.cells import legible
from indicators.sheets.forms.remarks import notes_sheet, remarks
from indicators.sheets.forms.words import words_of

NAME = "Ghi chú của sổ"


def add_notes(own, differing, *, by):
    """Write the notes as the last page of the workbook, over those of an earlier file."""
    if NAME in own.book.sheetnames:
        del own.book[NAME]
    printed = notes_sheet(own, by=by)
    page = own.book.create_sheet(NAME)
    for at, width in enumerate(printed.widths, start=1):
        page.column_dimensions[get_column_letter(at)].width = width
    number = 0
    for number, row in enumerate(printed.rows, start=1):
        for place, cell in row.cells.items():
            _write(page, number, place + 1, cell.value, is_bold=cell.look.is_bold, wraps=cell.look.wraps)
    for at, words in enumerate([*remarks(own), *_missing(own), *differing], start=number + 2):
        _write(page, at, 1, words)


def _missing(own):
    if own.missing:
        yield f"Dòng của biểu mà khuôn không có: {'; '.join(map(words_of, own.missing))}."
    for what, strange in [("Dòng", own.strange), ("Cột", own.strange_columns)]:
        if strange:
            yield (
                f"{what} {', '.join(map(str, strange))} của khuôn không gắn với biểu: số ở đó là số có sẵn trong "
                "khuôn, không phải của kỳ này."
            )
    lost = [str(number) for number, code in own.bound.rows.items() if code not in own.lines]
    if lost:
        yield f"Dòng {', '.join(lost)} của khuôn: biểu không còn dòng ấy nên để trống."


def _write(page, row, column, text, *, is_bold=False, wraps=False):
    cell = page.cell(row, column)
    cell.value = legible(str(text)) if text else None
    # A text that begins with = is none to compute.
    cell.data_type = "s"
    cell.font, cell.alignment = Font(bold=is_bold), Alignment(wrap_text=wraps, vertical="top")
