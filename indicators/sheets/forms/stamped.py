"""A workbook that was taken out of the book, recognised by its stamp; its codes say what each cell is of.

Rows and columns may stand elsewhere by now and the sheet bear another name: the codes moved along. Where they did not,
as when only what one sees was sorted, the words beside the figures tell, and nothing is taken.
"""

import re
from collections import Counter
from functools import cached_property
from typing import NamedTuple

from config.sheets.layout import plain
from config.sheets.stamps import refuse_unfit, stamp_in
from config.sheets.table import letters
from config.values.text import identity_key, nfc
from indicators.periods import Period, PeriodError
from indicators.sheets.forms.codes import (
    CODES_ROW,
    CORNER_ROW,
    EDITION,
    NAME_COLUMN,
    NUMBERING_ROW,
    PERIOD_ROW,
    TIMES_ROW,
    UNIT_COLUMN,
    ColumnCode,
    RowCode,
    Stamp,
)
from indicators.sheets.forms.own.dated import times_in
from indicators.sheets.forms.words import corner_of, units_of, words_of
from indicators.sheets.lines import DITTO

_PERIOD = re.compile(r"kỳ báo cáo\s*:\s*(?P<period>.+?)\.?\s*(?:địa bàn\s*:.*)?", re.IGNORECASE)
_NUMBER = re.compile(r"\s*\(?(\d{1,3})(?!\d)")
NAMED = 10
MOVED = "Dòng, cột của tệp đã bị chuyển chỗ riêng phần nhìn thấy, mã ẩn thì không: hãy tải lại tệp rồi điền lại."


def number_told(text):
    """The number of a column as it is written over it, «7=4/3» is 7; None for none."""
    match = _NUMBER.match(text)
    return int(match[1]) if match else None


class Placed(NamedTuple):
    """One cell of figures as it stands in the file."""

    row: RowCode
    column: ColumnCode
    value: object
    # As the spreadsheet names it, and the number of its row.
    at: str
    line: int

    @property
    def is_blank(self):
        return self.value is None or (isinstance(self.value, str) and not nfc(self.value))


def stamped(sheets):
    """The sheet of a workbook that bears a stamp, None where none does.

    Raises SheetError where several do, where it is hidden, or where a later version of this software wrote it.
    """
    spots = [(sheet, spot) for sheet in sheets if (spot := stamp_in(sheet, Stamp.read))]
    shown = [each for each in spots if not each[0].is_hidden]
    found = [StampedSheet(sheet, *spot) for sheet, spot in shown or spots]
    if not found:
        return None
    refuse_unfit([one.sheet for one in found], [one.stamp.edition for one in found], EDITION, "biểu")
    return found[0]


class StampedSheet:
    """The page of a form, with the codes beside its rows and over its columns."""

    def __init__(self, sheet, stamp, row, column):
        self.sheet, self.stamp, self._coded = sheet, stamp, column
        rows = sheet.rows
        self._beside = [cells[column] if column < len(cells) else "" for cells in rows]
        codes = self._line(CODES_ROW)
        self._over = rows[row if codes is None else codes]
        self._rows = rows
        self.columns = {place: code for place, cell in enumerate(self._over) if (code := ColumnCode.read(cell))}
        self.lines = {number: code for number, cell in enumerate(self._beside) if (code := RowCode.read(cell))}

    @cached_property
    def cells(self):
        """All coded cells, row by row."""
        return [
            Placed(row, column, self._cell(number, place), f"{letters(place)}{number + 1}", number + 1)
            for number, row in self.lines.items()
            for place, column in self.columns.items()
        ]

    def _cell(self, number, place):
        cells = self._rows[number]
        return cells[place] if place < len(cells) else None

    def _text(self, number, place):
        return nfc(plain(self._cell(number, place) or ""))

    def _place(self, code):
        """Where the column of names or of units stands; None where it is gone."""
        return next((place for place, cell in enumerate(self._over) if cell == code), None)

    def _line(self, code):
        return next((number for number, cell in enumerate(self._beside) if cell == code), None)

    # What does not hold together

    def faults(self, grid):
        """Why the file cannot be taken for what its codes say, held against the form as it is."""
        found = [*self._twice(), *self._other_period(), *self._other_times()]
        if not found:
            found = [*self._moved_columns(), *self._moved_rows(grid), *self._other_units(grid)]
        return found

    def _twice(self):
        for what, codes in [
            ("Dòng", {number + 1: code.row for number, code in self.lines.items()}),
            ("Cột", {letters(place): code.meaning for place, code in self.columns.items()}),
        ]:
            for code, count in Counter(codes.values()).items():
                if count > 1:
                    where = ", ".join(str(at) for at, one in codes.items() if one == code)
                    yield f"{what} {where} mang cùng một mã, chắc do chép cả dòng, cột: hãy bỏ bớt, chỉ để lại một."

    def _other_period(self):
        """The line over the table may have been typed over, to make of last month's file one of this month."""
        line = self._line(PERIOD_ROW)
        for text in filter(None, (self._text(line, place) for place in range(len(self._rows[line])))) if line else ():
            match = _PERIOD.fullmatch(text)
            try:
                said = match and Period.parse(match["period"])
            except PeriodError:
                continue
            if said and said != self.stamp.span:
                yield (
                    f"Dòng {line + 1} ghi kỳ {said} mà tệp là biểu kỳ {self.stamp.period}: mỗi kỳ tải một tệp riêng, "
                    f"hãy tải biểu kỳ {said} rồi điền."
                )

    def _other_times(self):
        """The heads of a layout of one's own name its period: they are not typed over either."""
        for number, code in enumerate(self._beside):
            if isinstance(code, str) and code.startswith(TIMES_ROW):
                said = times_in(cell for cell in self._rows[number] if cell != code)
                if "; ".join(said) != code.removeprefix(TIMES_ROW):
                    yield (
                        f"Dòng {number + 1} ghi kỳ khác với lúc tải từ sổ (tệp là biểu kỳ {self.stamp.period}): mỗi kỳ "
                        "tải một tệp riêng, hãy tải biểu của kỳ cần nhập rồi điền."
                    )

    def _moved_columns(self):
        line = self._line(NUMBERING_ROW)
        for place, code in self.columns.items() if line else ():
            number = number_told(self._text(line, place))
            if number not in (None, code.number):
                yield f"Ô {letters(place)}{line + 1} ghi số cột {number} mà mã ẩn là cột {code.number}. {MOVED}"
                return

    def _moved_rows(self, grid):
        """A row that bears the words of another one."""
        place = self._place(NAME_COLUMN)
        own = {line.row.code: identity_key(words_of(line.row)) for line in grid.lines}
        for number, code in self.lines.items() if place is not None else ():
            words = self._text(number, place)
            if code.row in own and identity_key(words) != own[code.row] and identity_key(words) in own.values():
                yield f"Ô {letters(place)}{number + 1} ghi «{words}» mà mã ẩn của dòng là «{code.row}». {MOVED}"
                return

    def _other_units(self, grid):
        """A unit that was typed over says that the numbers were meant otherwise."""
        units, corner = units_of(grid.lines)
        place, line = self._place(UNIT_COLUMN), self._line(CORNER_ROW)
        of_row = {one.row.code: unit for one, unit in zip(grid.lines, units, strict=True)}
        for number, code in self.lines.items() if place is not None else ():
            text, unit = self._text(number, place), of_row.get(code.row)
            if text and unit and identity_key(text) not in {identity_key(unit), *DITTO}:
                yield (
                    f"Ô {letters(place)}{number + 1} ghi đơn vị tính «{text}», sổ tính bằng «{unit}»: hãy đổi số sang "
                    f"{unit} rồi sửa ô đơn vị."
                )
        texts = [self._text(line, at) for at in range(len(self._rows[line]))] if line else []
        for text in filter(None, texts):
            if corner and not text.startswith("#") and identity_key(text) != identity_key(corner_of(corner)):
                yield f"Dòng {line + 1} ghi «{text}», sổ tính bằng «{corner}»: hãy đổi số rồi sửa lại dòng này."

    # What is not read

    def uncoded(self):
        """What stands in the table under no code, and so is of nothing."""
        if not self.lines or not self.columns:
            return
        ahead = {self._place(NAME_COLUMN), self._place(UNIT_COLUMN), self._coded}
        first, width = min(self.columns), max(map(len, self._rows))
        places = [place for place in range(first, width) if place not in self.columns and place not in ahead]
        wide = [letters(place) for place in places if any(self._text(number, place) for number in self.lines)]
        rows = [number for number in range(min(self.lines), max(self.lines) + 1) if number not in self.lines]
        high = [number + 1 for number in rows if any(self._text(number, place) for place in self.columns)]
        for what, found in [("Cột", wide), ("Dòng", high)]:
            if found:
                yield f"{what} {', '.join(map(str, found[:NAMED]))} không có mã của biểu nên không được đọc."
