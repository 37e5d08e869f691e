"""What a form's workbook says of itself where nobody looks: which form it is, and of each row and column what it holds.

The stamp stands in A1 of the form's page. Below it, in the hidden first column, stands the code of each row, and beside
it, in the hidden first row, the code of each column: they move along when rows or columns are moved. In a department's
own layout the hidden column is the last, and so is the hidden row: nothing of the page itself is moved.
"""

from typing import NamedTuple

from config.sheets.stamps import parts_of, signed
from indicators.entry.periods import period_of
from indicators.models import FormColumn
from indicators.periods import Period, PeriodError

Content = FormColumn.Content
SIGN = "so-so-lieu:bieu"
# Raised when a workbook written from then on can no more be read by what is written here.
EDITION = 1
# The rows that say something of the whole page, and the columns ahead of the figures.
PERIOD_ROW, CORNER_ROW, NUMBERING_ROW, NAME_COLUMN, UNIT_COLUMN = "#ky", "#goc", "#cot", "#ten", "#dvt"
# In a layout of a department's own: the row of the columns' codes, and how the code of a row that names times begins.
CODES_ROW, TIMES_ROW = "#ma", "#thoi-gian "
SEPARATOR = "|"
FIGURES, COMPUTED, BESIDE = "số", "tính", "2"
LONGEST_NUMBER = 5


class Stamp(NamedTuple):
    """Which form a workbook is of, for which period and place."""

    form: str
    period: str
    place: str
    is_template: bool
    edition: int = EDITION

    @classmethod
    def of(cls, grid, *, is_template):
        return cls(grid.form.code, str(grid.period), grid.place.code, is_template)

    @classmethod
    def read(cls, cell):
        """The stamp in a cell, None where there is none."""
        parts = parts_of(cell, SIGN) or []
        return cls(*parts) if [type(part) for part in parts] == [str, str, str, bool, int] else None

    def written(self):
        return signed(SIGN, self)

    @property
    def span(self):
        """Its period; None where the text names none."""
        try:
            return Period.parse(self.period)
        except PeriodError:
            return None


class ColumnCode(NamedTuple):
    """What a column holds: whatever its number or its head is by now, this is what was written under it.

    A column of figures is told by its period and its kind, a computed one by its formula and what it is computed of.
    """

    number: int
    content: str
    of: str
    kind: str
    is_beside: bool

    @classmethod
    def of_column(cls, column, period):
        if column.content == Content.COMPUTED:
            return cls(column.number, COMPUTED, f"{column.of_number}/{column.base_number}", column.formula, False)
        # In January the month and the year so far are one period of two columns.
        of = f"{column.relative} {period_of(column.relative, period) or ''}".strip()
        return cls(column.number, FIGURES, of, column.kind, column.is_beside)

    @classmethod
    def read(cls, cell):
        parts = cell.split(SEPARATOR) if isinstance(cell, str) else []
        if len(parts) != 5 or not parts[0].isdecimal() or len(parts[0]) > LONGEST_NUMBER:
            return None
        return cls(int(parts[0]), *parts[1:4], parts[4] == BESIDE)

    def written(self):
        return SEPARATOR.join([str(self.number), self.content, self.of, self.kind, BESIDE if self.is_beside else ""])

    @property
    def meaning(self):
        """What tells it from the other columns; of a computed one its number too, since two may be computed alike."""
        return self[1:] if self.content == FIGURES else self


class RowCode(NamedTuple):
    """What a row of figures is of: the code of the form's row, and those of its indicators."""

    row: str
    indicator: str = ""
    beside: str = ""

    @classmethod
    def of(cls, row):
        return cls(row.code, *(one.code if one else "" for one in (row.indicator, row.beside)))

    @classmethod
    def read(cls, cell):
        parts = cell.split(SEPARATOR) if isinstance(cell, str) else []
        return cls(*parts) if len(parts) == 3 and parts[0] else None

    def written(self):
        return SEPARATOR.join(self)
