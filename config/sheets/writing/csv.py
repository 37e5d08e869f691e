"""csv files as a Vietnamese Excel opens them: UTF-8 with its mark, semicolons, a comma before the decimals."""

import csv
import io
from collections.abc import Iterator
from itertools import islice

from config.sheets.csv_files import FORMULA_OPENINGS
from config.sheets.writing.cells import Cells, legible, shown_moment
from config.sheets.writing.packages import ROWS_A_PIECE
from config.sheets.writing.sheets import SheetOut
from config.values.dates import format_date

MARK = b"\xef\xbb\xbf"
BROKEN_OFF = "TỆP THIẾU DÒNG: máy chủ gặp lỗi giữa chừng, hãy tải lại."


def write_csv(sheet: SheetOut) -> Iterator[bytes]:
    """The file, piece by piece: headings and rows, without the title.

    The server ends a stream that failed as if it were whole, and half a csv file looks like one: the last line says so.
    """
    yield MARK + _lines([[guarded(column.heading) for column in sheet.columns]])
    cells, rows = CsvCells(), iter(sheet.rows)
    try:
        while piece := [cells.row(row) for row in islice(rows, ROWS_A_PIECE)]:
            yield _lines(piece)
    except Exception:
        yield _lines([[BROKEN_OFF]])
        raise


def _lines(rows):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows(rows)
    return text.getvalue().encode()


class CsvCells(Cells):
    """Cells as the text one would type."""

    def number(self, digits):
        if "." in digits:
            digits = digits.rstrip("0").rstrip(".").replace(".", ",")
        return "0" if digits == "-0" else digits

    def day(self, day):
        return format_date(day)

    def moment(self, moment):
        return shown_moment(moment)

    def text(self, text):
        return guarded(text if text.isprintable() else legible(text))


def guarded(text: str) -> str:
    """The text with an apostrophe in front where a spreadsheet program would compute it; reading takes it off."""
    opening = text.lstrip("'")[:1]
    return f"'{text}" if opening and opening in FORMULA_OPENINGS else text
