"""A form as its office prints it: title, heads in groups, numbering, rows, notes, signers; with codes beside them."""

from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from itertools import groupby

from django.contrib import admin
from django.utils.text import capfirst

from config.sheets.writing.printed import Look, PrintedCell, PrintedRow, PrintedSheet, Rule, height_of
from config.sheets.writing.sheets import CLOSED_FILL, OPEN_FILL
from config.values.numbers import format_number, plain_decimal
from indicators.counts import rounded
from indicators.entry.cells import Cell, Computed, Total
from indicators.models import FormColumn
from indicators.models.figures import Qualifier
from indicators.sheets.forms.codes import (
    CORNER_ROW,
    NAME_COLUMN,
    NUMBERING_ROW,
    PERIOD_ROW,
    UNIT_COLUMN,
    ColumnCode,
    RowCode,
    Stamp,
)
from indicators.sheets.forms.remarks import remarks
from indicators.sheets.forms.words import corner_of, numbered, units_of, where, words_of

Content = FormColumn.Content

# In digits.
CODE_WIDTH, UNIT_WIDTH, FIGURE_WIDTH = 10, 15, 13
NARROWEST_NAME, WIDEST_NAME, PAGE_WIDTH = 46, 80, 130
# In points.
LOWEST = 19
# Of a cell's width what bold letters leave to be reckoned with.
BOLD_ROOM = 0.9
HEAD_FILL, GREY = "E8F1EE", "6B6B6B"
# Growth, shares and ratios are printed so.
COMPARED_DECIMALS = 1
# What stands behind a number of which more is said on the page of notes.
NOTED = "*"
# No amount of the book is larger.
LARGEST = Decimal(10**15)

LINE = Look(wraps=True)
BOXED = Look(is_boxed=True, wraps=True)
HEAD = Look(is_boxed=True, wraps=True, is_bold=True, across="center", fill=HEAD_FILL, size=11)
NUMBERING = replace(HEAD, is_bold=False, is_italic=True, size=10)
ITALIC = Look(is_italic=True, wraps=True)
CODE = Look(colour=GREY, size=8)


class FormPage:
    """One form filled from the book; as a template its own boxes are left empty and everything else is locked."""

    def __init__(self, grid, *, is_template=False):
        self.grid = grid
        self.is_template = is_template
        # One unit for all stands in a corner, and needs no column.
        self.units, self.corner = units_of(grid.lines)
        # Where the columns of figures begin: behind the codes, the names and the units.
        self.first = 2 if self.corner else 3
        self.last = self.first + len(grid.columns) - 1
        self.name_width = min(max(PAGE_WIDTH - self._beside_names, NARROWEST_NAME), WIDEST_NAME)
        # The row on which each line of the form stands, counted from 0.
        self.row_of = {}

    @cached_property
    def sheet(self):
        rows = [self._codes(), *self._title()]
        top = len(rows)
        rows += [*self._heads(), self._numbering()]
        frozen = len(rows)
        for line, unit in zip(self.grid.lines, self.units, strict=True):
            self.row_of[line.row.pk] = len(rows)
            rows.append(self._line(line, unit))
        rows += [*self._notes(), *self._signers()]
        unit = [] if self.corner else [UNIT_WIDTH]
        return PrintedSheet(
            name="Biểu",
            widths=[CODE_WIDTH, self.name_width, *unit, *([FIGURE_WIDTH] * len(self.grid.columns))],
            rows=rows,
            hidden_columns=frozenset({0}),
            frozen_rows=frozen,
            frozen_columns=self.first,
            repeated=(top, frozen - 1),
            is_locked=self.is_template,
        )

    def places(self):
        """Every box with where it stands: its row and column, counted from 0."""
        for line in self.grid.lines:
            for column, box in enumerate(line.cells, start=self.first):
                yield self.row_of[line.row.pk], column, box

    # Above the table

    def _codes(self):
        stamp = Stamp.of(self.grid, is_template=self.is_template)
        columns = {
            place: PrintedCell(ColumnCode.of_column(column, self.grid.period).written(), CODE)
            for place, (column, _) in self._placed_heads()
        }
        ahead = {0: PrintedCell(stamp.written(), CODE), 1: PrintedCell(NAME_COLUMN, CODE)}
        if not self.corner:
            ahead[2] = PrintedCell(UNIT_COLUMN, CODE)
        return PrintedRow(ahead | columns, is_hidden=True)

    def _title(self):
        form, grid = self.grid.form, self.grid
        period = where(grid.period, grid.place)
        if grid.window.counted:
            period += f" {capfirst(grid.window.counted)}."
        yield self._sides(str(admin.site.site_header).upper(), f"Mã biểu: {form.code}")
        yield self._whole(str(form.office or "").upper(), Look(is_bold=True, across="left"))
        yield self._whole(str(form).upper(), Look(is_bold=True, size=14, across="center", wraps=True))
        yield self._whole(period, Look(is_italic=True, across="center", wraps=True), code=PERIOD_ROW)
        corner = corner_of(self.corner) if self.corner else ""
        yield self._whole(corner, Look(is_italic=True, across="right"), code=CORNER_ROW)

    def _sides(self, left, right):
        """A line with something on either side."""
        cells = {
            1: PrintedCell(left, Look()),
            2: PrintedCell(right, Look(across="right", is_italic=True), wide=self.last - 1),
        }
        return PrintedRow(cells)

    def _whole(self, text, look, code=None):
        """A line over the whole page."""
        cells = {1: PrintedCell(text or None, look, wide=self.last)}
        if code and text:
            cells[0] = PrintedCell(code, CODE)
        return PrintedRow(cells, height=height_of(text, self.name_width + self._beside_names, look.size) if text else 8)

    @property
    def _beside_names(self):
        return (0 if self.corner else UNIT_WIDTH) + FIGURE_WIDTH * len(self.grid.columns)

    # The heads

    def _heads(self):
        """One row of heads, or two where columns stand in groups."""
        columns = [(place, column, self._head(column, head)) for place, (column, head) in self._placed_heads()]
        is_deep = any(column.group for _, column, _ in columns)
        high = 2 if is_deep else 1
        upper = {1: PrintedCell("Chỉ tiêu", HEAD, high=high)}
        if not self.corner:
            upper[2] = PrintedCell("Đơn vị tính", HEAD, high=high)
        lower = {}
        for group, members in groupby(columns, key=lambda one: one[1].group):
            members = list(members)
            if group:
                upper[members[0][0]] = PrintedCell(group, HEAD, wide=len(members))
            for place, _, head in members:
                (lower if group else upper)[place] = PrintedCell(head, HEAD, high=1 if group else high)
        # Groups and single heads share the upper row; a single head has both.
        groups = tallest(cell for cell in upper.values() if cell.high < high)
        single = tallest(cell for place, cell in upper.items() if cell.high == high and place >= self.first)
        if not is_deep:
            yield PrintedRow(upper, height=single)
            return
        yield PrintedRow(upper, height=groups)
        yield PrintedRow(lower, height=max(tallest(lower.values()), single - groups))

    def _placed_heads(self):
        return enumerate(self.grid.heads, start=self.first)

    def _head(self, column, head):
        """What stands over a column; over a computed one also in what it is computed."""
        if column.content != Content.COMPUTED:
            return capfirst(head)
        boxes = [box for line in self.grid.lines for box in line.cells if box.column is column]
        units = {box.unit for box in boxes if isinstance(box, Computed) and box.of} or {"%"}
        return f"{capfirst(head)} ({units.pop() if len(units) == 1 else '%, điểm'})"

    def _numbering(self):
        cells = {1: PrintedCell("A", NUMBERING)}
        if not self.corner:
            cells[2] = PrintedCell("B", NUMBERING)
        cells |= {place: PrintedCell(numbered(column), NUMBERING) for place, (column, _) in self._placed_heads()}
        height = max(height_of(cell.value, FIGURE_WIDTH - 3, NUMBERING.size) for cell in cells.values())
        return PrintedRow({0: PrintedCell(NUMBERING_ROW, CODE)} | cells, height=height)

    # The rows

    def _line(self, line, unit):
        row = line.row
        is_strong = line.is_heading or row.is_total or (self._is_deep and row.level == 0)
        words = words_of(row)
        look = replace(BOXED, is_bold=is_strong, indent=row.level)
        cells = {0: PrintedCell(RowCode.of(row).written(), CODE), 1: PrintedCell(words, look)}
        if not self.corner:
            cells[2] = PrintedCell(unit or None, replace(BOXED, across="center"))
        for place, box in enumerate(line.cells, start=self.first):
            cells[place] = self._box(box, is_strong)
        room = (self.name_width - 2 * row.level) * (BOLD_ROOM if is_strong else 1)
        heights = [LOWEST, height_of(words, room)]
        if not self.corner:
            heights.append(height_of(unit, UNIT_WIDTH))
        return PrintedRow(cells, height=max(heights))

    @cached_property
    def _is_deep(self):
        """Whether some rows stand under others."""
        return any(line.row.level for line in self.grid.lines)

    def _box(self, box, is_strong):
        look = Look(is_boxed=True, is_bold=is_strong, across="right")
        if self.is_template and isinstance(box, Cell) and box.is_open:
            decimals = box.indicator.decimals
            return PrintedCell(None, replace(look, fill=OPEN_FILL, is_open=True, decimals=decimals), rule=rule_of(box))
        if self.is_template:
            look = replace(look, fill=CLOSED_FILL, colour=GREY)
            if not isinstance(box, Cell):
                # Made of boxes that are empty here.
                return PrintedCell(None, look)
        if isinstance(box, Computed):
            # The number in the file is the one that is read.
            amount = None if box.amount is None else rounded(box.amount, COMPARED_DECIMALS)
            return PrintedCell(amount, replace(look, decimals=COMPARED_DECIMALS))
        if isinstance(box, Total):
            decimals = box.parts[0].indicator.decimals if box.parts else 0
            return PrintedCell(box.value and plain_decimal(box.value), replace(look, decimals=decimals))
        if box.indicator is None:
            return PrintedCell(None, look)
        look = replace(look, decimals=box.indicator.decimals, mark=NOTED if box.flagged else "")
        return PrintedCell(printed(box), look)

    # Below the table

    def _notes(self):
        yield PrintedRow()
        for number, words in enumerate(remarks(self)):
            yield self._whole(f"Ghi chú: {words}" if number == 0 else words, ITALIC)

    def _signers(self):
        yield PrintedRow()
        middle = max(2, (self.first + self.last) // 2)
        right = self.last - middle + 1
        for left_words, right_words, look in [
            ("", "………, ngày …… tháng …… năm ………", Look(is_italic=True, across="center")),
            ("NGƯỜI LẬP BIỂU", "LÃNH ĐẠO", Look(is_bold=True, across="center")),
            ("(ký, ghi rõ họ tên)", "(ký, ghi rõ họ tên, đóng dấu)", Look(is_italic=True, across="center")),
        ]:
            left = {1: PrintedCell(left_words or None, look, wide=middle - 1)}
            yield PrintedRow(left | {middle: PrintedCell(right_words, look, wide=right)})


def tallest(heads):
    """How high a row of these heads must be."""
    return max((height_of(head.value, FIGURE_WIDTH * head.wide - 3, HEAD.size) for head in heads), default=0)


def printed(cell):
    """What is printed of a figure: a number where it is exactly one, else the text that means the same."""
    figure = cell.figure
    if figure is None or figure.value is None or figure.qualifier != Qualifier.EXACT:
        return cell.text or None
    return plain_decimal(figure.value)


def rule_of(cell):
    """What a box to be filled in takes; anything else is asked about once, since «5-7» and «…» are figures too."""
    indicator = cell.indicator
    lowest, highest = indicator.plausible_min, indicator.plausible_max
    if lowest is None:
        lowest = -LARGEST if indicator.takes_negatives else Decimal(0)
    ends = [
        f"từ {format_number(lowest)}" if lowest > -LARGEST else "",
        f"đến {format_number(highest)}" if highest else "",
    ]
    between = " ".join(filter(None, ends))
    return Rule(
        lowest,
        LARGEST if highest is None else highest,
        f"Số tính bằng {indicator.unit}. Chưa có số: gõ «…». Không phát sinh: gõ «-».",
        f"Ô này thường là một số {between}. Vẫn giữ như đã gõ?".replace("  ", " "),
    )
