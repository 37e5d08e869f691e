"""A topic as a table: wholes with the last years as columns, their parts apart, what has no figure counted."""

from dataclasses import dataclass, field
from functools import cached_property

from indicators.models import Indicator, Version
from indicators.periods import PeriodKind
from indicators.public.highlights import in_tree_order, public_figures
from indicators.series import Series, all_series

YEARS_SHOWN = 5


@dataclass(frozen=True)
class Cell:
    """What is known of one year: the figure of the whole year, else the last within it, named by its period."""

    year: int
    figure: Version | None

    @property
    def period(self):
        """What the figure speaks of where that is not the year itself."""
        return self.figure.period if self.figure and self.figure.period.kind != PeriodKind.YEAR else None


@dataclass
class TreeRow:
    indicator: Indicator
    level: int
    series: Series | None
    parts: list["TreeRow"] = field(default_factory=list)

    @cached_property
    def figures(self):
        return [] if self.series is None else list(filter(None, map(self.series.current, self.series.periods)))

    @property
    def holds_headlines(self):
        """Whether one of the parts is what its topic is told by."""
        return any(row.indicator.headline for row in self.parts)

    @property
    def goal(self):
        return self.series and self.series.next_goal

    def cells(self, years):
        return [Cell(year, self.of_year(year)) for year in years]

    def of_year(self, year):
        found = [figure for figure in self.figures if figure.period.end.year == year]
        return next((one for one in found if one.period.kind == PeriodKind.YEAR), next(iter(found), None))

    def earlier(self, years):
        """The latest figure, where it is older than all the years shown."""
        return self.figures[0] if self.figures and self.figures[0].period.end.year not in years else None


@dataclass(frozen=True)
class Tree:
    """The wholes that have a figure or parts that have one, and the indicators that have none."""

    rows: list[TreeRow]
    missing: list[Indicator]

    @cached_property
    def years(self):
        """The last years that figures of a year or less speak of, the earliest first."""
        rows = [inner for row in self.rows for inner in (row, *row.parts)]
        periods = {figure.period for row in rows for figure in row.figures}
        return sorted({period.end.year for period in periods if period.start.year == period.end.year})[-YEARS_SHOWN:]

    @property
    def has_goals(self):
        return any(series.next_goal for series in self.series)

    @property
    def with_parts(self):
        return [row for row in self.rows if row.parts]

    @property
    def series(self):
        rows = (inner for row in self.rows for inner in (row, *row.parts))
        return [row.series for row in rows if row.series]


def tree_of(topic, place):
    """The topic's public indicators in one place; a query for the indicators, and those of the figures."""
    indicators = list(topic.indicators.public().select_related("unit"))
    series = {one.indicator.pk: one for one in all_series(public_figures(indicator__in=indicators, place=place))}
    wholes, missing = [], []
    for indicator, level in in_tree_order(indicators):
        row = TreeRow(indicator, level, series.get(indicator.pk))
        if level == 0:
            wholes.append(row)
        elif row.series:
            wholes[-1].parts.append(row)
        if row.series is None:
            missing.append(indicator)
    shown = [row for row in wholes if row.series or row.parts]
    kept = {row.indicator.pk for row in shown}
    return Tree(shown, [one for one in missing if one.pk not in kept])
