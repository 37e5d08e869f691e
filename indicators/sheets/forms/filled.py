"""The figures of a form's workbook as rows of the register: each cell that may be typed becomes one, no other does."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from config.sheets.sheet import SheetError
from config.sheets.shown import ShownCell
from config.sheets.table import UnfoldedTable, Unfolding
from config.values.numbers import NumberError, format_number, number_from_cell
from config.values.units import spellings
from indicators.entry import periods, typing
from indicators.entry.cells import Cell
from indicators.entry.grid import Grid
from indicators.entry.saving import new_figure, scale_of
from indicators.models import Kind, Qualifier, ReportForm, Source, Unit
from indicators.sheets.forms.codes import ColumnCode, RowCode
from indicators.sheets.forms.comparing import differing
from indicators.sheets.forms.stamped import stamped

COLUMNS = ["indicator", "place", "period", "kind", "value", "upper", "qualifier", "as_printed", "source"]
SAYS = ["value", "upper", "qualifier"]
NAMED = 10


def form_rows(sheets, resource, user):
    """The rows of a form's workbook that came out of this book, for who brings them in; None for any other workbook.

    Raises SheetError where the form, its period or its place is none of this book.
    """
    page = user and stamped(sheets)
    if not page:
        return None
    filled = FilledForm(page, grid_of(page.stamp, user))
    headers = [resource.fields[name].column_name for name in COLUMNS]
    if filled.faults:
        return UnfoldedTable(headers, [], [], [], page.sheet.name, Unfolding(faults=filled.faults))
    cells, numbers = [one.placed.at for one in filled.taken], [one.placed.line for one in filled.taken]
    says = Unfolding(notes=filled.notes(), warnings=filled.warnings())
    return UnfoldedTable(headers, filled.rows(), numbers, cells, page.sheet.name, says)


def grid_of(stamp, user):
    """The form that a stamp names, as this person sees it now."""
    form = ReportForm.objects.select_related("office").filter(code=stamp.form).first()
    if form is None:
        raise SheetError(f"Tệp là biểu có mã «{stamp.form}», trong sổ không có biểu này: hãy tải lại biểu từ sổ.")
    place = form.places.filter(code=stamp.place).first()
    if place is None:
        raise SheetError(f"Biểu «{form}» không lập cho địa bàn «{stamp.place}» ghi trong tệp: hãy tải lại biểu từ sổ.")
    if stamp.span is None or not periods.fits(form.frequency, stamp.span):
        raise SheetError(
            f"Biểu «{form}» lập theo {form.get_frequency_display()}, không cho kỳ «{stamp.period}» ghi trong tệp: "
            "hãy tải lại biểu từ sổ."
        )
    return Grid(form, stamp.span, place, user=user)


@dataclass
class Taken:
    """A cell of the file with the box of the form that it is of, and what it was understood to say."""

    placed: object
    box: object
    # None for a text that is not understood here: the register's own column says why.
    typed: typing.Typed | None

    @property
    def says_what_is_stored(self):
        figure = self.box.figure
        if self.typed is None or figure is None:
            return False
        if self.placed.value == self.box.text:
            return True
        same = all(getattr(self.typed, name) == getattr(figure, name) for name in SAYS)
        return same and (self.typed.value is not None or self.typed.as_printed == figure.as_printed)

    @property
    def shown(self):
        """What stands in the cell, for a message."""
        value = self.placed.value
        return format_number(self.typed.value) if isinstance(value, int | float) and self.typed else str(value)


class FilledForm:
    """A stamped page against its form: which cells are taken, which are held against the book and left out."""

    def __init__(self, page, grid):
        self.page, self.grid = page, grid
        rows = {RowCode.of(line.row): line for line in grid.lines}
        places = {ColumnCode.of_column(column, grid.period).meaning: place for place, column in enumerate(grid.columns)}
        # That a period is closed is told once, and not of each cell.
        self.faults = self._closed() or list(page.faults(grid))
        self._boxes, lost = [], []
        for placed in page.cells:
            line, place = rows.get(placed.row), places.get(placed.column.meaning)
            if line is not None and place is not None:
                self._boxes.append((placed, line.cells[place]))
            elif not placed.is_blank:
                lost.append(placed.at)
        if lost and not self.faults:
            self.faults = [f"Biểu không còn dòng hay cột của {told(lost)}: hãy tải lại biểu rồi điền."]
        # The cells that become rows.
        self.taken = [] if self.faults else self._take()
        if not self.taken and not self.faults:
            self.faults = ["Biểu chưa điền ô nào nhập được: hãy điền rồi chọn lại tệp."]

    def _closed(self):
        if self.grid.window.is_open:
            return []
        return [f"Biểu «{self.grid.form}», {self.grid.period.phrase}: không nhập được. {self.grid.window}"]

    @cached_property
    def _units(self):
        return spellings(Unit.objects.order_by().values_list("code", "name", "dimension", "factor"))

    def _take(self):
        """The cells that this person may type, each figure once."""
        found = {}
        for placed, box in self._boxes:
            if not placed.is_blank and (first := self._open(box)):
                one = Taken(placed, first, self._understood(placed.value, first))
                before = found.setdefault(first.name, one)
                if before.typed != one.typed:
                    self.faults.append(
                        f"Ô {before.placed.at} và ô {placed.at} là cùng một số mà ghi khác nhau ({before.shown}; "
                        f"{one.shown}): hãy sửa một trong hai."
                    )
        return list(found.values())

    def _open(self, box):
        """The box in which the figure of this one is typed, None where this person may not type it."""
        if not isinstance(box, Cell) or not box.is_typed:
            return None
        first = self.grid.cell(box.same_as) if box.same_as else box
        return first if first and first.is_open else None

    def _understood(self, value, box):
        """What a cell says of its figure, None where the register's column is to say what is wrong with it."""
        try:
            if isinstance(value, str):
                return typing.understand(value, scale_of(box.indicator, self._units))
            if isinstance(value, ShownCell) and not value.is_percent:
                value = value.exact
            if isinstance(value, int | float | Decimal):
                return typing.Typed(number_from_cell(value), None, Qualifier.EXACT, "", "")
        except (typing.TypingError, NumberError):
            pass
        return None

    # What becomes rows

    def rows(self):
        sources = self._sources()
        return [self._row(one, sources) for one in self.taken]

    def _sources(self):
        figures = [one.box.figure.source_id for one in self.taken if one.box.figure]
        return dict(Source.objects.filter(pk__in=set(figures) - {None}).values_list("pk", "code"))

    def _row(self, one, sources):
        box, figure, typed = one.box, one.box.figure, one.typed
        key = [box.indicator.code, self.grid.place.code, str(box.period), Kind(box.column.kind).label]
        source = sources.get(figure.source_id, "") if figure else ""
        if not source and not one.says_what_is_stored and self.grid.window.source:
            source = self.grid.window.source.code
        if typed is None:
            return [*key, one.placed.value, "", "", "", source]
        # A figure that stays as it is keeps what its source printed.
        as_printed = figure.as_printed if one.says_what_is_stored else typed.as_printed
        ends = ["" if end is None else end for end in (typed.value, typed.upper)]
        return [*key, *ends, Qualifier(typed.qualifier).label, as_printed, source]

    # What is told

    def notes(self):
        grid, stamp = self.grid, self.page.stamp
        found = [
            f"Tệp là biểu «{grid.form}», {grid.period.phrase}, {grid.place}, tải từ sổ này: mỗi ô là một số liệu, "
            "cột tính, dòng tổng và ô xám không được ghi."
        ]
        blank = [placed.at for placed, box in self._boxes if placed.is_blank and self._open(box) and box.figure]
        if blank:
            what = "ô của mẫu để trống" if stamp.is_template else "ô để trống"
            found.append(f"{len(blank)} {what} mà sổ đang có số, số ấy giữ nguyên: {told(blank)}")
        return found

    def warnings(self):
        over = {}
        for one in self.taken:
            if one.typed:
                figure = new_figure(self.grid.place, one.box)
                for name in SAYS:
                    setattr(figure, name, getattr(one.typed, name))
                over[figure.indicator_id, figure.period_start, figure.period_end, figure.kind] = figure
        after = Grid(self.grid.form, self.grid.period, self.grid.place, user=self.grid.user, over=over)
        return [*self.page.uncoded(), *differing(self._left_out(), self.grid, after)]

    def _left_out(self):
        """The cells that are never stored, with their boxes and what they say."""
        for placed, box in self._boxes:
            if not placed.is_blank and not self._open(box):
                is_figure = isinstance(box, Cell) and box.indicator
                yield placed, box, self._understood(placed.value, box) if is_figure else None


def told(cells):
    """Cells by their names, the first few of many."""
    more = f" và {len(cells) - NAMED} ô nữa" if len(cells) > NAMED else ""
    return f"ô {', '.join(cells[:NAMED])}{more}"
