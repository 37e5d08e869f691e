"""Columns over time: one series, several side by side, or parts upon each other."""

from dataclasses import dataclass
from decimal import Decimal

from config.pages.charts.frame import SIZES, Frame, rounded
from config.pages.charts.lettering import Label, by_worth, that_fit
from config.pages.charts.strokes import arrow, hatch
from config.pages.charts.values import Bound, Drawing, Point, signs_of, values_of

SHARE_OF_SLOT = Decimal("0.7")
WIDEST = 72
LEAST = Decimal("0.5")  # a column of zero is a line one can see


@dataclass(frozen=True)
class Column:
    """A rectangle of one strand, with what is drawn upon it."""

    x: Decimal
    y: Decimal
    width: Decimal
    height: Decimal
    number: int
    point: Point
    span_y: Decimal | None = None
    span_height: Decimal | None = None

    @property
    def middle(self):
        return rounded(self.x + self.width / 2)

    @property
    def hatch(self):
        """The strokes across the column of an estimate."""
        return hatch(self.x, self.y, self.width, self.height) if self.point.is_estimate else ""

    @property
    def arrow(self):
        """The open end of a bound."""
        return arrow(self.middle, self.y, self.point.bound)


class Columns:
    """The geometry at one width."""

    def __init__(self, size, strands, times, unit, stacked, goals):
        self.strands, self.is_stacked = strands, stacked
        values = [*_stacks(strands), *(goal.value for goal in goals)] if stacked else values_of(strands, goals)
        keys = [strand.name for strand in strands] if len(strands) > 1 else []
        self.frame = Frame(size, times, values, unit, from_zero=True, keys=keys, signs=signs_of(strands, goals))
        self.height = self.frame.height
        self.size = size
        self.columns = self._stacked() if stacked else self._side_by_side()
        self.goals = [_Goal(self.frame.x(goal.slot), self.frame.y(goal.value), self._group, goal) for goal in goals]
        self.edges = self.frame.edges(strands)
        self.labels = self._labels() if len(strands) == 1 else []

    @property
    def _group(self):
        return min(self.frame.step * SHARE_OF_SLOT, Decimal(WIDEST))

    def _side_by_side(self):
        width = self._group / len(self.strands)
        return [
            self._column(self.frame.x(point.slot) - self._group / 2 + place * width, width, place + 1, point)
            for place, strand in enumerate(self.strands)
            for point in strand.known
        ]

    def _column(self, x, width, number, point):
        """A column from zero; that of a range goes to the end next to zero, and its span from one end to the other."""
        y, zero = self.frame.y(point.nearest_to_zero), self.frame.zero
        top, height = min(y, zero), max(abs(zero - y), LEAST)
        if point.upper is None:
            return Column(rounded(x), top, rounded(width), height, number, point)
        span_y, end = self.frame.y(point.upper), self.frame.y(point.value)
        return Column(rounded(x), top, rounded(width), height, number, point, span_y, end - span_y)

    def _stacked(self):
        """Parts above zero grow upwards, parts below it downwards."""
        reached, columns = {}, []
        for number, strand in enumerate(self.strands, start=1):
            for point in strand.known:
                side = point.slot, point.value < 0
                start = reached.get(side, Decimal(0))
                reached[side] = start + point.value
                ends = self.frame.y(start), self.frame.y(reached[side])
                x = self.frame.x(point.slot) - self._group / 2
                height = max(max(ends) - min(ends), LEAST)
                columns.append(Column(rounded(x), min(ends), rounded(self._group), height, number, point))
        return columns

    def _labels(self):
        """The values above their columns, below those that hang; of those that would touch, the most telling."""
        marks = {}
        for goal in self.goals:
            marks.setdefault(goal.goal.slot, []).append(goal.y)
        labels = {}
        for column in self.columns:
            above = [column.y, *marks.get(column.point.slot, [])]
            above += [column.y - 12] if column.point.bound == Bound.OVER else []
            above += [column.span_y] if column.span_y is not None else []
            hangs = column.point.highest < 0
            lowest = self.frame.y(column.point.value)
            y = lowest + 15 if hangs else min(above) - 9
            labels[column.point] = Label(column.middle, y, column.point.label)
        rooms = [(one.x, one.y, one.x + one.width, one.y + one.height) for one in self.columns]
        rooms += [(one.x - one.width / 2, one.y - 4, one.x + one.width / 2, one.y + 4) for one in self.goals]
        rooms += self.frame.rooms_of(self.edges)
        return that_fit(by_worth(labels), self.size.width, rooms)


@dataclass(frozen=True)
class _Goal:
    x: Decimal
    y: Decimal
    width: Decimal
    goal: object

    @property
    def path(self):
        """A line across the column with a diamond in its middle."""
        half = rounded(self.width / 2 + 3)
        return f"M{rounded(self.x - half)} {self.y}h{2 * half}"

    @property
    def diamond(self):
        return f"M{self.x} {self.y}m0 -5l5 5l-5 5l-5 -5z"


def columns(strands, times, *, title, description, unit, stacked=False, goals=()):
    """Columns by slot; `times` names the slots. Several strands stand side by side, or upon each other as parts.

    No drawing where nothing is known.
    """
    if not values_of(strands):
        return None
    sizes = [Columns(size, strands, times, unit, stacked, goals) for size in SIZES]
    return Drawing("columns", title, description, sizes)


def _stacks(strands):
    """How high and how low the stacks of parts reach."""
    reached = {}
    for strand in strands:
        for point in strand.known:
            side = point.slot, point.value < 0
            reached[side] = reached.get(side, Decimal(0)) + point.value
    return list(reached.values())
