"""Charts of a series: which figures stand on which time axis, drawn as what they are, with words for it."""

from dataclasses import dataclass

from config.pages.charts.columns import columns
from config.pages.charts.lines import lines
from config.pages.charts.values import Bound, Drawing, Goal, Point, Strand
from indicators import wording
from indicators.axes import TimeAxis, axes_of
from indicators.measures import MeasureKind
from indicators.models import Kind, Qualifier, Version
from indicators.series import Series, YearlyAverage, is_computable, yearly_average

FEWEST_POINTS = 2
MOST_SLOTS = 60
FURTHEST_GOAL = 10
BOUNDS = {Qualifier.OVER: Bound.OVER, Qualifier.NEAR: Bound.UNDER, Qualifier.UNDER: Bound.UNDER}


@dataclass(frozen=True)
class SeriesChart:
    """The chart of one series on one time axis, with the figures it draws and what it leaves out."""

    series: Series
    axis: TimeAxis
    figures: list[Version]
    goals: list[Version]
    left_out: list[Version]

    @property
    def drawing(self) -> Drawing:
        draw = columns if MeasureKind(self.indicator.measure).adds_up else lines
        goals = [Goal(self.axis.slot(goal.period), goal.value, words_of(goal)) for goal in self.goals]
        return draw(
            [strand_of(self.place.name, self.figures, self.axis)],
            times_of(self.axis, [*self.figures, *self.goals]),
            title=f"{self.indicator.name}, {self.place.name}",
            description=self.description,
            unit=self.indicator.unit.name,
            goals=goals,
        )

    @property
    def indicator(self):
        return self.series.indicator

    @property
    def place(self):
        return self.series.place

    @property
    def drawn_figures(self):
        """All that is drawn, plans and targets after what was, the latest first."""
        return sorted([*self.figures, *self.goals], key=lambda one: (one.period.end, -one.maturity), reverse=True)

    @property
    def description(self):
        """The chart in words: its first and last value, and what lies below or above both."""
        first, last = self.figures[0], self.figures[-1]
        told = f"{len(self.figures)} kỳ, đơn vị {self.indicator.unit}: từ {_said(first)} đến {_said(last)}"
        return f"{'; '.join([told, *self._extremes()])}."

    def _extremes(self):
        """The lowest and the highest where they are not an end; none of what is not to be compared with each other."""
        begun = [run[0].period.phrase for run in runs_of(self.figures)[1:]]
        if begun:
            yield f"đứt chuỗi từ {', '.join(begun)} nên số trước và số sau không so được với nhau"
        elif all(map(is_computable, self.figures)):
            ends = self.figures[0].value, self.figures[-1].value
            by_value = sorted(self.figures, key=lambda figure: figure.value)
            found = [("thấp nhất", by_value[0]), ("cao nhất", by_value[-1])]
            told = [f"{word} {_said(figure)}" for word, figure in found if figure.value not in ends]
            yield from [", ".join(told)] if told else []

    @property
    def average(self) -> YearlyAverage | None:
        """The yearly average growth since the last break, of amounts over two years or more."""
        if not (self.axis.is_yearly and MeasureKind(self.indicator.measure).adds_up):
            return None
        run = [figure for figure in runs_of(self.figures)[-1] if is_computable(figure)]
        return yearly_average(run[0], run[-1]) if run and _years_between(run[0], run[-1]) > 1 else None

    @property
    def remarks(self):
        """What the chart leaves out, and why."""
        for figure in self.left_out:
            yield f"{figure.period.phrase} ({', '.join(wording.flags(figure))})"


def charts_of(series):
    """The charts of a series, that of the most figures first; none where no two figures can be compared."""
    current = [figure for figure in map(series.current, series.periods) if figure and figure.value is not None]
    charts = (_chart(series, axis, current) for axis, _ in axes_of(figure.period for figure in current if fits(figure)))
    return [chart for chart in charts if chart]


def _chart(series, axis, current):
    alike = sorted((one for one in current if axis.holds(one.period)), key=lambda figure: figure.period)
    figures = [figure for figure in alike if fits(figure)]
    last = axis.slot(figures[-1].period)
    figures = [figure for figure in figures if axis.slot(figure.period) > last - MOST_SLOTS]
    if max(map(len, runs_of(figures))) < FEWEST_POINTS:
        return None
    first = axis.slot(figures[0].period)
    shown = [goal for goal in _goals(series, axis) if first <= axis.slot(goal.period) <= last + FURTHEST_GOAL]
    left_out = [one for one in alike if not fits(one) and axis.slot(one.period) >= first]
    return SeriesChart(series, axis, figures, shown, left_out)


def _goals(series, axis):
    """Plans and targets of the same kind of periods: a mark each, also where the figure is still to come."""
    goals = [figure for figure in series.figures if figure.kind in (Kind.PLAN, Kind.TARGET)]
    usable = [one for one in goals if one.value is not None and one.upper is None and not one.in_doubt]
    return sorted((one for one in usable if axis.holds(one.period)), key=lambda goal: goal.period)


def fits(figure):
    """Whether a figure may stand beside the others: neither in doubt nor of another definition."""
    return not (figure.in_doubt or figure.has_other_definition)


def runs_of(figures):
    """Figures in the order of time, parted where a series begins anew: only within a part may they be compared."""
    runs = [[]]
    for figure in figures:
        if figure.is_break and runs[-1]:
            runs.append([])
        runs[-1].append(figure)
    return runs


def strand_of(name, figures, axis):
    """Figures as the points of one series."""
    points = [
        Point(
            axis.slot(figure.period),
            figure.value,
            label=wording.amount(figure.value, figure.qualifier, figure.upper),
            words=words_of(figure),
            upper=figure.upper,
            bound=BOUNDS.get(figure.qualifier, Bound.NONE),
            is_estimate=figure.kind == Kind.ESTIMATE,
            begins_anew=figure.is_break,
        )
        for figure in figures
    ]
    return Strand(name, points)


def times_of(axis, figures):
    """The label of every slot from the first figure to the last, missing ones too."""
    slots = [axis.slot(figure.period) for figure in figures]
    return {slot: axis.label(slot) for slot in range(min(slots), max(slots) + 1)}


def words_of(figure):
    """One figure as a reader over its mark is told: «năm 2022, ước tính: khoảng 4.600 tỷ đồng (độ tin cậy thấp)»."""
    amount = wording.amount(figure.value, figure.qualifier, figure.upper)
    flags = ", ".join(wording.flags(figure))
    words = f"{figure.period.phrase}, {figure.get_kind_display()}: {amount} {figure.indicator.unit.name}"
    return f"{words} ({flags})" if flags else words


def _said(figure):
    return f"{wording.amount(figure.value, figure.qualifier, figure.upper)} ({figure.period.phrase})"


def _years_between(first, last):
    return last.period.end.year - first.period.end.year
