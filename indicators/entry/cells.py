"""The boxes of a form: figures that are typed or shown, what is computed of them, and totals."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from indicators import measures
from indicators.counts import Counted, agrees
from indicators.entry import typing
from indicators.measures import MeasureKind
from indicators.models import Figure, FormColumn, FormRow, Indicator, State, Version
from indicators.periods import Period
from indicators.rights import NOBODY
from indicators.series import is_computable

# What a box shows of a figure that is there and has no number.
NO_NUMBER = "…"


@dataclass
class Cell:
    """One box of a form: a figure that is typed or shown, or nothing where the row or the column has none."""

    row: FormRow
    column: FormColumn
    indicator: Indicator | None = None
    period: Period | None = None
    figure: Figure | Version | None = None
    # Why it may not be typed here; empty where it may.
    locked: str = ""
    is_typed: bool = False
    # The name of the box before it that holds the same figure: in January the month and the year so far are one.
    same_as: str = ""
    # What a register counts of the indicator, asked when it is needed; None where no register counts it.
    register: Callable[[], Counted] | None = None

    @property
    def name(self):
        """What the box is called in the page and in what the page sends."""
        return name_of_cell(self.row.pk, self.column.number)

    @property
    def is_open(self):
        return self.is_typed and not self.locked

    @property
    def is_missing(self):
        """Whether a figure must be here and none is."""
        return self.column.is_required and self.figure is None

    @property
    def is_returned(self):
        return getattr(self.figure, "state", None) == State.RETURNED

    @property
    def kind(self):
        return self.column.kind or (self.figure.kind if self.figure else "")

    @cached_property
    def text(self):
        """What stands in the box: typed again as it stands, it means the same figure."""
        figure = self.figure
        if figure is None:
            return ""
        return typing.shown(figure.value, figure.upper, figure.qualifier, figure.as_printed) or NO_NUMBER

    @property
    def value(self) -> Decimal | None:
        """The number that may be computed with; None for a bound, a range or nothing."""
        return self.figure.value if is_computable(self.figure, even_in_doubt=True) else None

    @cached_property
    def counted(self) -> Decimal | None:
        """What the register counts, as a figure of the box would say it."""
        return self.register().as_figure_of(self.indicator) if self.register else None

    @property
    def left_out(self):
        """How many invented rows of the register would have been counted too."""
        return self.register().left_out if self.register else 0

    @property
    def agrees(self) -> bool | None:
        """Whether the figure says what its register counts; None where one of the two says nothing."""
        if self.figure is None or self.figure.value is None or self.counted is None:
            return None
        return agrees(self.figure, self.counted)

    @property
    def differs(self):
        """Whether the register counts something else than the figure says, and no note explains it."""
        return self.agrees is False and not self.figure.note

    @property
    def flagged(self):
        """Whether something is said of the figure that the box itself does not show."""
        figure = self.figure
        return bool(figure and (figure.note or figure.in_doubt or figure.is_break or figure.is_unreliable))


@dataclass
class Computed:
    """One box that is computed, with what the page needs to compute it again while somebody types."""

    row: FormRow
    column: FormColumn
    amount: Decimal | None = None
    unit: str = ""
    # The names of the boxes it is computed from.
    of: str = ""
    base: str = ""
    measure: str = ""

    @property
    def name(self):
        return name_of_cell(self.row.pk, self.column.number)


@dataclass
class Total:
    """A box of a total row: the sum of the boxes under it, shown and never stored."""

    row: FormRow
    column: FormColumn
    parts: list[Cell] = field(default_factory=list)

    @property
    def name(self):
        return name_of_cell(self.row.pk, self.column.number)

    @property
    def adds_up(self):
        """Whether the boxes under it may be summed: amounts of one unit."""
        indicators = [cell.indicator for cell in self.parts]
        units = {indicator.unit_id for indicator in indicators}
        return len(units) == 1 and all(MeasureKind(indicator.measure).adds_up for indicator in indicators)

    @cached_property
    def value(self) -> Decimal | None:
        return measures.total(cell.value for cell in self.parts) if self.adds_up else None


@dataclass
class Line:
    """A row with its boxes, in the order of the columns."""

    row: FormRow
    cells: list[Cell | Computed | Total]
    supplier: str = ""

    @property
    def indicator(self):
        return self.row.indicator

    @property
    def is_heading(self):
        return self.row.indicator_id is None and not self.row.is_total

    @property
    def first(self):
        """The name of the first box that is typed here; empty where the row has none."""
        return next((box.name for box in self.cells if isinstance(box, Cell) and box.is_typed), "")


def indicator_of(box):
    """What a box measures; of a total what its parts do, None where nothing can be computed from the box."""
    if isinstance(box, Total):
        return box.parts[0].indicator if box.parts else None
    return box.indicator if isinstance(box, Cell) else None


def supplier_of(row):
    """Who supplies the figures of a row: another agency, or the office that answers for the indicator."""
    if row.indicator is None:
        return ""
    return str(row.indicator.agency or row.indicator.office or NOBODY)


def name_of_cell(row, number):
    return f"o-{row}-{number}"
