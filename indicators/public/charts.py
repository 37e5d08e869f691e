"""Charts as plain geometry, drawn by a template: classes for colours, a table beside each, nothing to run."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from config.values.numbers import format_number
from indicators.measures import MeasureKind
from indicators.models import Figure, Kind
from indicators.periods import PeriodKind as Shape
from indicators.series import is_computable

WIDTH, HEIGHT = 480, 260
TOP, RIGHT, BOTTOM = 30, 18, 28
LETTER = 7  # the width of one digit at the size charts are lettered in
FEWEST_POINTS = 3
MOST_LABELS = 8
MOST_SLOTS = 24


@dataclass(frozen=True)
class Mark:
    """One figure on the chart."""

    x: Decimal
    y: Decimal
    figure: Figure
    label: str
    label_y: Decimal

    @property
    def is_estimate(self):
        return self.figure.kind == Kind.ESTIMATE


@dataclass(frozen=True)
class Bar:
    x: Decimal
    y: Decimal
    width: Decimal
    height: Decimal
    mark: Mark


@dataclass(frozen=True)
class Line:
    """A grid line or a place on the time axis, with its label."""

    at: Decimal
    label: str


class Chart:
    """The comparable figures of a series over time: bars for amounts, a line for rates, shares and indices."""

    def __init__(self, series, figures):
        self.indicator = series.indicator
        self.place = series.place
        self.figures = sorted(figures, key=lambda figure: figure.period)
        self.goals = self._goals(series)
        self.is_bars = MeasureKind(self.indicator.measure).adds_up
        values = [figure.value for figure in [*self.figures, *self.goals]]
        self.scale = _scale(min(values), max(values), from_zero=self.is_bars)
        self.left = max(len(format_number(tick)) for tick in self.scale) * LETTER + 10
        self.slots = [_slot(figure.period) for figure in self.figures]
        first, last = min(self.slots), max(self.slots)
        self.slot_width = Decimal(WIDTH - RIGHT - self.left) / (last - first + 1)

    def _goals(self, series):
        """Plans and targets of the same periods, drawn beside what was."""
        periods = {figure.period for figure in self.figures}
        return [
            goal
            for period in sorted(periods)
            for goal in (series.at(period, Kind.PLAN), series.at(period, Kind.TARGET))
            if is_computable(goal)
        ]

    @property
    def ticks(self):
        return [Line(self._y(tick), format_number(tick)) for tick in self.scale]

    @property
    def has_estimates(self):
        return any(figure.kind == Kind.ESTIMATE for figure in self.figures)

    @property
    def marks(self):
        labelled = len(self.figures) <= MOST_LABELS
        return [self._mark(figure, labelled) for figure in self.figures]

    @property
    def goal_marks(self):
        return [self._mark(goal, False) for goal in self.goals]

    @property
    def bars(self):
        width = self.slot_width * Decimal("0.64")
        zero = self._y(Decimal(0))
        return [
            Bar(
                _round(mark.x - width / 2),
                min(mark.y, zero),
                _round(width),
                max(abs(zero - mark.y), Decimal("0.5")),
                mark,
            )
            for mark in self.marks
        ]

    @property
    def path(self):
        """The line through the marks, broken where a period between two of them is missing."""
        parts, before = [], None
        for mark, slot in zip(self.marks, self.slots, strict=True):
            parts.append(f"{'L' if before is not None and slot == before + 1 else 'M'}{mark.x} {mark.y}")
            before = slot
        return "".join(parts)

    @property
    def times(self):
        """The labels of the time axis, thinned out where they would touch."""
        labels = [_axis_label(figure.period) for figure in self.figures]
        room = max(len(label) for label in labels) * LETTER + 8
        shown, free_from = [], Decimal(0)
        for figure, label in zip(self.figures, labels, strict=True):
            at = self._x(figure)
            if at - Decimal(room) / 2 >= free_from:
                shown.append(Line(at, label))
                free_from = at + Decimal(room) / 2
        return shown

    @property
    def description(self):
        """The chart in words: its first, last, lowest and highest value."""
        first, last = self.figures[0], self.figures[-1]
        low = min(self.figures, key=lambda figure: figure.value)
        high = max(self.figures, key=lambda figure: figure.value)

        def said(figure):
            return f"{format_number(figure.value)} ({figure.period.phrase})"

        return (
            f"{len(self.figures)} kỳ, đơn vị {self.indicator.unit}: từ {said(first)} đến {said(last)}; "
            f"thấp nhất {said(low)}, cao nhất {said(high)}."
        )

    def _mark(self, figure, labelled):
        label = format_number(figure.value) if labelled else ""
        y = self._y(figure.value)
        # Above the plan's mark too, where one stands on or over the figure.
        above = [self._y(goal.value) for goal in self.goals if goal.period == figure.period]
        label_y = y + 20 if self._is_valley(figure) else min([y, *above]) - 10
        return Mark(self._x(figure), y, figure, label, label_y)

    def _is_valley(self, figure):
        """Whether a line comes down to the figure and goes up from it, through where its label would stand."""
        if self.is_bars or figure not in self.figures:
            return False
        at = self.figures.index(figure)
        sides = [self.figures[beside] for beside in (at - 1, at + 1) if 0 <= beside < len(self.figures)]
        return all(side.value > figure.value for side in sides)

    def _x(self, figure):
        return _round(self.left + (_slot(figure.period) - self.slots[0] + Decimal("0.5")) * self.slot_width)

    def _y(self, value):
        low, high = self.scale[0], self.scale[-1]
        return _round(TOP + (high - value) / (high - low) * (HEIGHT - TOP - BOTTOM))


def chart_of(series):
    """The chart of a series' comparable figures since its last break; None where fewer than three can be compared."""
    groups = {}
    for figure in filter(is_computable, map(series.current, series.periods)):
        if not figure.has_other_definition and figure.period.kind != Shape.SPAN:
            groups.setdefault(_shape(figure.period), []).append(figure)
    best = max(groups.values(), key=len, default=[])
    since_break = []
    for figure in sorted(best, key=lambda figure: figure.period, reverse=True):
        since_break.append(figure)
        if figure.is_break:
            break
    if len(since_break) < FEWEST_POINTS:
        return None
    slots = [_slot(figure.period) for figure in since_break]
    newest = [figure for figure, slot in zip(since_break, slots, strict=True) if slot > max(slots) - MOST_SLOTS]
    return Chart(series, newest) if len(newest) >= FEWEST_POINTS else None


def _shape(period):
    """What two periods must share to stand on one time axis."""
    if period.kind == Shape.DATE:
        return Shape.DATE, period.end.month, period.end.day
    if period.kind == Shape.MONTHS:
        return Shape.MONTHS, period.start.month, period.length_in_months
    return period.kind, period.length_in_months


def _slot(period):
    """The place of a period among all periods of its shape, missing ones counted."""
    match period.kind:
        case Shape.QUARTER | Shape.MONTH | Shape.HALF | Shape.YEARS:
            return (12 * period.start.year + period.start.month - 1) // period.length_in_months
        case _:
            return period.end.year


def _axis_label(period):
    """The period as short as the axis needs: the year alone where every point is the same day or stretch of it."""
    return str(period.end.year) if period.kind in (Shape.DATE, Shape.MONTHS, Shape.YEAR) else str(period)


def _scale(low, high, *, from_zero):
    """Round numbers from below the lowest value to above the highest, some four to six of them."""
    if from_zero:
        low, high = min(low, Decimal(0)), max(high, Decimal(0))
    span = (high - low) or abs(high) or Decimal(1)
    power = Decimal(1).scaleb((span / 4).adjusted())
    step = next(power * size for size in (1, 2, Decimal("2.5"), 5, 10) if power * size * 4 >= span)
    first = (low / step).to_integral_value(ROUND_FLOOR)
    last = (high / step).to_integral_value(ROUND_CEILING)
    last = max(last, first + 1)
    return [step * number for number in range(int(first), int(last) + 1)]


def _round(number):
    return Decimal(number).quantize(Decimal("0.1"))
