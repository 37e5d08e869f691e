"""The figures of one indicator in one place, in order: what is current, how it moved, how it was revised."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from config.values.numbers import MISSING, format_number
from indicators import measures
from indicators.measures import Comparison, MeasureKind
from indicators.models import Kind, Qualifier, Version
from indicators.models.figures import ACTUAL_KINDS
from indicators.periods import Period, PeriodError, PeriodKind

# A bound or a range says too little to compute from.
COMPUTABLE = {Qualifier.EXACT, Qualifier.ABOUT}


@dataclass(frozen=True)
class Movement:
    """How far a figure lies from the same one a period before."""

    comparison: Comparison
    base: Version
    is_rough: bool = False

    @property
    def phrase(self):
        """«tăng 8,9 %», or «tăng khoảng 8,9 %» where one of the two figures is itself only about right."""
        words = self.comparison.phrase()
        return words.replace(" ", " khoảng ", 1) if self.is_rough and self.comparison.amount else words

    @property
    def direction(self):
        """«up», «down» or «still», for the arrow beside the words."""
        amount = self.comparison.amount
        return "still" if amount == 0 else "up" if amount > 0 else "down"

    def __str__(self):
        return f"{self.phrase} so với {self.base.period.phrase}"


@dataclass(frozen=True)
class YearlyAverage:
    """How a figure grew from an earlier one some years before it, as a rate for each of the years."""

    rate: Decimal
    first: Period
    last: Period
    is_rough: bool = False

    @property
    def direction(self):
        return "still" if self.rate == 0 else "up" if self.rate > 0 else "down"

    @property
    def phrase(self):
        return str(self)

    def __str__(self):
        """«bình quân tăng 5,2 %/năm, 2018-2022»."""
        words = measures.yearly_growth_phrase(self.rate)
        if self.is_rough and self.rate:
            *direction, amount = words.split(" ", 3)
            words = f"{' '.join(direction)} khoảng {amount}"
        return f"{words}, {self.first.end.year}-{self.last.end.year}"


@dataclass(frozen=True)
class Step:
    """One word on a revised figure and how far it moved from the word before; None for the first."""

    figure: Version
    comparison: Comparison | None
    change: Decimal | None
    is_rough: bool = False

    def __str__(self):
        """«−4,16 điểm %» for a share, «+1.058 (tăng 12,7 %)» for an amount, «—» where it cannot be computed."""
        if self.change is None:
            return MISSING
        amount = format_number(self.change)
        signed = f"+{amount}" if self.change > 0 else amount
        unit = self.comparison.unit
        words = f"{signed} ({self.comparison.phrase()})" if unit == "%" else f"{signed} {unit}"
        return f"khoảng {words}" if self.is_rough and self.change else words


@dataclass(frozen=True)
class PeriodRow:
    """One period of a series: a figure or None for each of its kinds, how the current one moved, how near the plan."""

    period: Period
    cells: list[Version | None]
    movement: Movement | YearlyAverage | None
    of_plan: Decimal | None


class Series:
    """All figures of one indicator in one place: what another place reports is another series, never compared."""

    def __init__(self, figures: Iterable[Version]):
        self.figures = list(figures)
        self.indicator = self.figures[0].indicator
        self.place = self.figures[0].place
        self._periods: dict[Period, dict[str, Version]] = {}
        for figure in self.figures:
            self._periods.setdefault(figure.period, {})[figure.kind] = figure

    @cached_property
    def periods(self):
        """From the latest to the earliest."""
        return sorted(self._periods, key=_recency, reverse=True)

    @cached_property
    def kinds(self):
        """The kinds this series has, in the order of their meaning."""
        return [kind for kind in Kind if any(kind in figures for figures in self._periods.values())]

    def at(self, period, kind):
        return self._periods.get(period, {}).get(kind)

    def current(self, period):
        """The most mature actual figure of a period, None where there is none."""
        found = (self.at(period, kind) for kind in reversed(ACTUAL_KINDS))
        return next(filter(None, found), None)

    @cached_property
    def latest(self):
        """The current figure of the latest period that has one."""
        return next(filter(None, map(self.current, self.periods)), None)

    @cached_property
    def next_goal(self):
        """The plan or target that ends last: what the latest figure is on its way to."""
        goals = [figure for figure in self.figures if figure.kind in (Kind.PLAN, Kind.TARGET)]
        return max(goals, key=lambda figure: _recency(figure.period), default=None)

    def movement(self, figure):
        """The figure against the same period before; None where the two cannot be compared or a value is missing."""
        return movement_between(figure, figure and self.current(period_before(figure.period)))

    def over_gap(self, figure):
        """The figure against the last one of the same period of a year, where that of the year before is missing.

        An amount by its yearly average, a rate or share by the points between them; None across a break.
        """
        base = self._last_like(figure)
        if base is None or (movement := movement_between(figure, base)) is None:
            return None
        return yearly_average(base, figure) if movement.comparison.unit == "%" else movement

    def _last_like(self, figure):
        """The last computable figure of the same period of an earlier year, two years back or more."""
        if figure is None or figure.period.kind in (PeriodKind.YEARS, PeriodKind.SPAN):
            return None
        earliest = min(period.start.year for period in self.periods)
        for years in range(2, figure.period.start.year - earliest + 1):
            base = self.current(figure.period.years_before(years))
            if is_computable(base):
                return None if self._is_broken_between(base.period, figure.period) else base
        return None

    def _is_broken_between(self, first, last):
        return any(first.end < period.end <= last.end for period in self._breaks)

    @cached_property
    def _breaks(self):
        """The periods at which the series begins anew."""
        current = filter(None, map(self.current, self.periods))
        return [figure.period for figure in current if figure.is_break]

    def of_plan(self, figure):
        """The figure as % of the plan for its period; None for what no plan divides, or is rough."""
        plan = self.at(figure.period, Kind.PLAN) if figure else None
        if not (is_computable(figure) and is_computable(plan)) or not MeasureKind(self.indicator.measure).adds_up:
            return None
        if _is_rough(figure, plan) or figure.has_other_definition or plan.has_other_definition:
            return None
        return measures.of_plan(figure.value, plan.value)

    @cached_property
    def latest_movement(self):
        return self.movement(self.latest)

    @cached_property
    def movement_told(self):
        """How the latest figure moved: against the year before, or where that is missing over the gap."""
        return self.latest_movement or self.over_gap(self.latest)

    @cached_property
    def latest_of_plan(self):
        return self.of_plan(self.latest)

    @cached_property
    def has_plans(self):
        """Whether any figure can be shown as % of its plan."""
        return any(row.of_plan is not None for row in self.rows)

    @cached_property
    def rows(self):
        """The series as a table: a row for each period, the latest first, a cell for each kind."""
        return [
            PeriodRow(
                period,
                [self.at(period, kind) for kind in self.kinds],
                self.movement(self.current(period)) or self.over_gap(self.current(period)),
                self.of_plan(self.current(period)),
            )
            for period in self.periods
        ]


def movement_between(figure, base):
    """How far a figure lies from another; None where they cannot be compared or a value is missing."""
    if figure is None or figure.is_break or figure.has_other_definition:
        return None
    if not (is_computable(figure) and is_computable(base)) or base.has_other_definition:
        return None
    comparison = measures.comparison(figure.indicator.measure, figure.value, base.value)
    return None if comparison.amount is None else Movement(comparison, base, _is_rough(figure, base))


def yearly_average(first, last):
    """The yearly average growth between two figures of the same period of two years; None where there is none."""
    rate = measures.cagr(first.value, last.value, last.period.end.year - first.period.end.year)
    return None if rate is None else YearlyAverage(rate, first.period, last.period, _is_rough(first, last))


def revisions(versions):
    """For each place and period that was told more than once: its steps from the first word to the last.

    `versions` are all that were ever public of one indicator. An actual figure goes from estimate to official and
    through the versions of each; a plan and a target only through their own.
    """
    chains = {}
    for version in sorted(versions, key=lambda one: (list(Kind).index(one.kind), one.number)):
        family = "actual" if version.kind in ACTUAL_KINDS else version.kind
        chains.setdefault((version.place_id, version.period, family), []).append(version)
    found = {}
    for (place, period, _), chain in chains.items():
        if len(chain) > 1:
            steps = [step_between(*pair) for pair in zip(chain, [None, *chain], strict=False)]
            found.setdefault(place, []).append((period, steps))
    for steps in found.values():
        steps.sort(key=lambda one: _recency(one[0]), reverse=True)
    return found


def step_between(figure, before):
    """How far a figure lies from what was told before it."""
    if not (is_computable(figure) and is_computable(before, even_in_doubt=True)):
        return Step(figure, None, None)
    comparison = measures.comparison(figure.indicator.measure, figure.value, before.value)
    return Step(figure, comparison, measures.change(figure.value, before.value), _is_rough(figure, before))


def all_series(figures):
    """The figures told apart by indicator and place, in the order they come."""
    groups = {}
    for figure in figures:
        groups.setdefault((figure.indicator_id, figure.place_id), []).append(figure)
    return [Series(group) for group in groups.values()]


def is_computable(figure, even_in_doubt=False):
    """Whether arithmetic on the figure would mean anything."""
    if figure is None or figure.value is None or figure.qualifier not in COMPUTABLE:
        return False
    return even_in_doubt or not figure.in_doubt


def _is_rough(*figures):
    return any(figure.qualifier == Qualifier.ABOUT for figure in figures)


def _recency(period):
    """Later ends are newer; of one end, a whole year says more than the quarter or the day that closes it."""
    return period.end, period.kind == PeriodKind.YEAR, period.start


def period_before(period):
    """The same period one step back, to be compared with; None where the calendar has none."""
    try:
        return period.previous() if period.kind == PeriodKind.YEARS else period.year_before()
    except PeriodError:
        return None
