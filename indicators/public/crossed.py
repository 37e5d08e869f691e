"""Figures as a crossed table: a line for each indicator, place and degree asked for, against periods."""

from dataclasses import dataclass
from functools import cached_property

from config.sheets.writing.sheets import ColumnOut, Numbers, SheetOut
from config.values.numbers import MISSING
from indicators import wording
from indicators.models import Kind, Qualifier
from indicators.periods import Period, PeriodKind

MOST_MATURE = "chính thức, sơ bộ hoặc ước tính"
# Excel has more columns; a reader has not.
MOST_LINES = 150


@dataclass(frozen=True)
class Line:
    """One row of the table, or one column of the table turned round; `kind` is empty for the most mature figure."""

    indicator: object
    place: object
    kind: str = ""

    @property
    def kind_label(self):
        return Kind(self.kind).label if self.kind else ""

    @property
    def heading(self):
        """All of it in one line, for a column."""
        told = [self.indicator.name, self.place.name, self.kind_label]
        return f"{', '.join(filter(None, told))} ({self.indicator.unit.name})"


class Crossed:
    """The table: `lines`, `periods` (their headings), and a figure or None where they meet."""

    def __init__(self, figures, *, kinds, by_year):
        self.figures = list(figures)
        self.by_year = by_year
        self._cells = {}
        for figure in self.figures:
            line = Line(figure.indicator, figure.place, figure.kind if kinds else "")
            self._put(line, self._slot(figure.period), figure)
        self.lines = _in_order(dict.fromkeys(line for line, slot in self._cells))
        self.slots = sorted({slot for line, slot in self._cells})

    def _slot(self, period):
        """Where a period stands in time; of a year's table the year."""
        return (period.end.year,) if self.by_year else (period.end, period.start)

    def _put(self, line, slot, figure):
        """Of a year and of its last day, the year's own figure stands in a table of years."""
        other = self._cells.get((line, slot))
        if other is None or figure.period.kind == PeriodKind.YEAR:
            self._cells[line, slot] = figure

    @property
    def periods(self):
        return [str(slot[0]) if self.by_year else str(Period(slot[1], slot[0])) for slot in self.slots]

    @cached_property
    def has_places(self):
        return len({line.place for line in self.lines}) > 1

    @cached_property
    def has_kinds(self):
        return any(line.kind for line in self.lines)

    def cells(self, line):
        return [self._cells.get((line, slot)) for slot in self.slots]

    @property
    def rows(self):
        """(line, its figures) for the table with periods across."""
        return [(line, self.cells(line)) for line in self.lines]

    @property
    def turned(self):
        """(period, figures of the lines) for the table turned round."""
        return list(zip(self.periods, zip(*map(self.cells, self.lines), strict=True), strict=True))

    @property
    def sources(self):
        """The documents the figures are from, each once."""
        return list(dict.fromkeys(figure.source for figure in self.figures if figure.source))

    @property
    def says_degrees(self):
        """Whether cells must say their degree, since no column does and not all are official."""
        return not self.has_kinds and any(figure.kind != Kind.OFFICIAL for figure in self.figures)

    @property
    def remarks(self):
        """How the cells are to be read, for whoever has the table without its page."""
        yield f"«{MISSING}»: không có số công khai; không phải số 0."
        if self.says_degrees:
            yield "Số không ghi loại là số chính thức."
        if self.by_year:
            yield "Lượng có tại thời điểm là số ngày 31/12."

    def told(self, *, turned):
        """The headings, how many of the columns are words, and the rows, each cell as the lines a picture shows."""
        if turned:
            return (
                ["Kỳ", *(line.heading for line in self.lines)],
                1,
                [[period, *map(self._said, cells)] for period, cells in self.turned],
            )
        rows = [
            [line.indicator.name, line.place.name, line.kind_label or MOST_MATURE, line.indicator.unit.name]
            + list(map(self._said, cells))
            for line, cells in self.rows
        ]
        return ["Chỉ tiêu", "Địa bàn", "Loại", "Đơn vị", *self.periods], 4, rows

    def _said(self, figure):
        """A figure, and below it what a reader of it must know: its degree, its flags."""
        if figure is None:
            return [MISSING]
        value = _value(figure)
        amount = value if isinstance(value, str) else wording.amount(*_told(figure))
        return [amount, ", ".join(self._marks(figure))]

    def _marks(self, figure):
        degree = [figure.get_kind_display()] if self.says_degrees and figure.kind != Kind.OFFICIAL else []
        return [*degree, *wording.flags(figure)]

    def sheet(self, *, turned):
        """The table as the first sheet of a workbook; the rows behind it stand on the next."""
        if turned:
            heads, names = ["Kỳ"], [line.heading for line in self.lines]
            rows = [([period], cells) for period, cells in self.turned]
        else:
            heads, names = ["Chỉ tiêu", "Địa bàn", "Đơn vị", "Loại"], self.periods
            rows = [
                (
                    [line.indicator.name, line.place.name, line.indicator.unit.name, line.kind_label or MOST_MATURE],
                    cells,
                )
                for line, cells in self.rows
            ]
        columns = [*map(ColumnOut, heads), *(ColumnOut(name, numbers=Numbers.GROUPED) for name in names)]
        columns.append(ColumnOut("Dấu hiệu của số"))
        rows = [[*words, *map(_value, cells), self._remark(names, cells)] for words, cells in rows]
        return SheetOut("Bảng", columns, rows, title="Bảng tự lập", frozen_columns=1)

    def _remark(self, names, cells):
        """Which cells of a row bear a degree or flags, since a number alone in its cell cannot say it."""
        marked = [(name, self._marks(figure)) for name, figure in zip(names, cells, strict=True) if figure]
        return "; ".join(f"{name}: {', '.join(marks)}" for name, marks in marked if marks)


def _value(figure):
    """A number where the figure is one, its words where it is more or less, a sign where there is none."""
    if figure is None or figure.value is None:
        return f"«{figure.as_printed}»" if figure and figure.as_printed else MISSING
    return figure.value if figure.qualifier == Qualifier.EXACT else wording.amount(*_told(figure))


def _told(figure):
    return figure.value, figure.qualifier, figure.upper


def _in_order(lines):
    """The degrees of one indicator in one place together, in the order of their meaning."""
    pairs = {}
    for line in lines:
        pairs.setdefault((line.indicator, line.place), []).append(line)
    return [
        line for alike in pairs.values() for line in sorted(alike, key=lambda line: [*Kind.values, ""].index(line.kind))
    ]
