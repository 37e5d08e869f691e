"""Two to four series in one picture: which may share an axis, which stand beside each other, which become an index."""

from dataclasses import dataclass

from config.pages.charts.lines import lines
from config.pages.charts.values import Point, Strand
from config.values.numbers import format_number
from indicators.axes import TimeAxis, axes_of
from indicators.measures import MeasureKind, ratio
from indicators.models import Kind
from indicators.public.charts import MOST_SLOTS, fits, runs_of, strand_of, times_of
from indicators.series import Series, is_computable

TOGETHER, APART, INDEX = "chung", "rieng", "chi-so"
WAYS = {TOGETHER: "chung một trục", APART: "mỗi chuỗi một biểu đồ", INDEX: "chỉ số, kỳ chung đầu tiên = 100"}
DECIMALS_OF_INDEX = 1


@dataclass(frozen=True)
class Told:
    """One of the series compared: its name in this comparison, its figures on the common axis."""

    name: str
    series: Series
    figures: list
    left_out: list

    @property
    def unit(self):
        return self.series.indicator.unit.name

    def at(self, axis, slot):
        return next((figure for figure in self.figures if axis.slot(figure.period) == slot), None)


class Comparison:
    """Series on one time axis, in the ways their units and measures allow."""

    def __init__(self, named: list[tuple[str, Series]], axis: TimeAxis):
        self.axis = axis
        figures = [figure for _, series in named for figure in _current(series) if axis.holds(figure.period)]
        self.first = max(axis.slot(figure.period) for figure in figures if fits(figure)) - MOST_SLOTS + 1
        told = [self._told(name, series) for name, series in named]
        self.drawn = [one for one in told if one.figures]
        self.missing = [one for one in told if not one.figures]
        self.times = times_of(axis, [figure for one in self.drawn for figure in one.figures])
        self.base = self._base()

    @property
    def ways(self):
        """How these may be shown, the first unless another is asked for."""
        first = TOGETHER if len({one.unit for one in self.drawn}) == 1 else APART
        return list(dict.fromkeys([first, APART, *([INDEX] if self.base is not None else [])]))

    def drawings(self, way):
        if way == TOGETHER:
            strands = [strand_of(one.name, one.figures, self.axis) for one in self.drawn]
            return [self._lines(strands, self.drawn[0].unit)]
        if way == INDEX:
            return [self._lines([self._indexed(one) for one in self.drawn], f"{self.axis.label(self.base)} = 100")]
        return [self._lines([strand_of(one.name, one.figures, self.axis)], one.unit) for one in self.drawn]

    @property
    def rows(self):
        """The figures as a table, the latest period first: its name and a figure or None of each series."""
        for slot in sorted(self.times, reverse=True):
            cells = [one.at(self.axis, slot) for one in self.drawn]
            if any(cells):
                yield self.axis.label(slot), cells

    def _told(self, name, series):
        on_axis = [figure for figure in _current(series) if self.axis.holds(figure.period)]
        recent = [figure for figure in on_axis if self.axis.slot(figure.period) >= self.first]
        recent.sort(key=lambda figure: figure.period)
        return Told(name, series, list(filter(fits, recent)), [one for one in recent if not fits(one)])

    def _lines(self, strands, unit):
        names = ", ".join(strand.name for strand in strands)
        labels = list(self.times.values())
        description = f"{self.axis.name}, từ {labels[0]} đến {labels[-1]}, đơn vị {unit}: " + "; ".join(
            map(self._said, strands)
        )
        return lines(strands, self.times, title=names, description=f"{description}.", unit=unit)

    def _said(self, strand):
        first, last = strand.known[0], strand.known[-1]
        if first is last:
            return f"{strand.name} {first.label} ({self.times[first.slot]})"
        told = f"{strand.name} từ {first.label} ({self.times[first.slot]}) đến {last.label} ({self.times[last.slot]})"
        return f"{told}, đứt chuỗi ở giữa" if any(point.begins_anew for point in strand.known[1:]) else told

    def _since_break(self, one):
        """What an index may be made of: exact figures since the last break of the series."""
        return [figure for figure in runs_of(one.figures)[-1] if is_computable(figure)]

    def _base(self):
        """The first slot at which every series has an amount above zero; None where an index would mean nothing."""
        if not all(MeasureKind(one.series.indicator.measure).adds_up for one in self.drawn):
            return None
        slots = [
            {self.axis.slot(figure.period) for figure in self._since_break(one) if figure.value > 0}
            for one in self.drawn
        ]
        return min(set.intersection(*slots), default=None)

    def _indexed(self, one):
        figures = self._since_break(one)
        base = next(figure.value for figure in figures if self.axis.slot(figure.period) == self.base)
        points = []
        for figure in figures:
            value = ratio(figure.value, base)
            if value is not None:
                label = format_number(value, DECIMALS_OF_INDEX)
                words = f"{one.name}, {figure.period.phrase}: {label} ({self.axis.label(self.base)} = 100)"
                is_estimate = figure.kind == Kind.ESTIMATE
                points.append(Point(self.axis.slot(figure.period), value, label, words, is_estimate=is_estimate))
        return Strand(one.name, points)


def common_axes(series):
    """The time axes on which at least two series have figures, that of the most first."""
    fitting = [list(filter(fits, _current(one))) for one in series]
    found = []
    for axis, periods in axes_of(figure.period for figures in fitting for figure in figures):
        there = sum(any(axis.holds(figure.period) for figure in figures) for figures in fitting)
        if there > 1:
            found.append((there, len(periods), axis))
    return [axis for _, _, axis in sorted(found, key=lambda one: (-one[0], -one[1], one[2].slug))]


def _current(series):
    current = (series.current(period) for period in series.periods)
    return [figure for figure in current if figure is not None and figure.value is not None]
