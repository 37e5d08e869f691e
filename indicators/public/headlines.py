"""The headlines of a topic: its figure of a whole year, the newer one of a part, how it moved, and its goal."""

from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Q
from django.utils import timezone

from config.pages.charts.sparkline import sparkline
from indicators import goals, measures, wording
from indicators.axes import axes_of
from indicators.measures import MeasureKind
from indicators.periods import PeriodKind
from indicators.public.charts import fits, runs_of
from indicators.public.highlights import public_figures
from indicators.series import Series, all_series

WHOLE = {PeriodKind.YEAR, PeriodKind.DATE}
LONGER = {PeriodKind.YEARS}
OLD = 2
MOST_POINTS = 10


@dataclass
class Headline:
    """An indicator that its topic is told by, in one place; `parts` stand beside it where the total misleads."""

    series: Series
    parts: list[Series] = field(default_factory=list)

    @property
    def indicator(self):
        return self.series.indicator

    @cached_property
    def figures(self):
        """The current figures one may quote alone, the latest first."""
        current = filter(None, map(self.series.current, self.series.periods))
        return [figure for figure in current if figure.value is not None and not figure.in_doubt]

    @cached_property
    def figure(self):
        """That of the newest whole year or day; where there is none, the newest there is."""
        return next((one for one in self.figures if one.period.kind in WHOLE), next(iter(self.figures), None))

    @cached_property
    def newer(self):
        """The newest figure of a part of a year that ends after the whole one."""
        parts = (one for one in self.figures if one.period.kind not in WHOLE | LONGER)
        newest = next(parts, None)
        return newest if newest and newest.period.end > self.figure.period.end else None

    @property
    def movement(self):
        return self.told(self.figure)

    @property
    def newer_movement(self):
        return self.told(self.newer)

    def told(self, figure):
        return self.series.movement(figure) or self.series.over_gap(figure)

    @property
    def of_plan(self):
        return self.series.of_plan(self.figure)

    @property
    def distance(self):
        return goals.distance(self.series, self.figure)

    @property
    def age(self):
        """«cách đây 4 năm», empty for what is not old."""
        years = timezone.localdate().year - (self.newer or self.figure).period.end.year
        return f"cách đây {years} năm" if years >= OLD else ""

    @property
    def drawing(self):
        """The way to the figure since the series last began anew; none for fewer than two values."""
        axis = next(axis for axis, _ in axes_of([self.figure.period])) if self._is_drawable else None
        if axis is None:
            return None
        alike = sorted(
            (one for one in self.figures if axis.holds(one.period) and fits(one)), key=lambda one: one.period
        )
        run = runs_of(alike)[-1][-MOST_POINTS:]
        if len(run) < 2:
            return None
        values = {axis.slot(one.period): one.value for one in run}
        ends = f"từ {_said(run[0])} đến {_said(run[-1])} {self.indicator.unit.name}"
        slots = range(min(values), max(values) + 1)
        return sparkline([values.get(slot) for slot in slots], title=f"{self.indicator.name}: {ends}")

    @property
    def _is_drawable(self):
        return self.figure.period.kind != PeriodKind.SPAN

    @cached_property
    def sections(self):
        """The parts in one period: that of the figure, else the newest of which a part is known; None without parts."""
        periods = {period for part in self.parts for period in part.periods if part.current(period)}
        if not periods:
            return None
        period = self.figure.period if self.figure.period in periods else max(periods, key=lambda one: one.end)
        rows = [(_short(part.indicator.name), part.indicator, part.current(period)) for part in self.parts]
        return {
            "period": period,
            "rows": rows,
            "total": self.series.current(period),
            "is_other": period != self.figure.period,
        }

    @property
    def sentence(self):
        """The figure as one sentence: «Năm 2022, kim ngạch xuất khẩu đạt trên 1.400 triệu USD (ước tính).»"""
        name = self.indicator.name
        name = name[0].lower() + name[1:] if name[1:2].islower() else name
        period = self.figure.period.phrase
        verb = "đạt" if self.indicator.measure == MeasureKind.FLOW else "là"
        said = (
            f"{wording.amount(self.figure.value, self.figure.qualifier, self.figure.upper)} {self.indicator.unit.name}"
        )
        plan = measures.plan_phrase(self.of_plan) if self.of_plan is not None else ""
        clauses = [
            f"{name} {verb} {said} ({self.figure.get_kind_display()})",
            str(self.movement or ""),
            plan,
            self.distance,
        ]
        return f"{period[0].upper()}{period[1:]}, {', '.join(filter(None, clauses))}."


def headlines_of(place, **conditions):
    """The headlines that have a figure one may quote, each topic's in its own order; figures read once for all."""
    chosen = Q(indicator__headline__isnull=False) | Q(indicator__parent__headline__isnull=False)
    figures = public_figures(place=place, **conditions).filter(chosen).prefetch_related("indicator__topic")
    series = {one.indicator.pk: one for one in all_series(figures.order_by("indicator__position", "indicator__code"))}
    found = [Headline(one, _parts_told_of(one.indicator, series)) for one in series.values() if one.indicator.headline]
    return sorted(
        (headline for headline in found if headline.figure),
        key=lambda one: (
            one.indicator.topic.position,
            one.indicator.topic_id,
            one.indicator.headline,
            one.indicator.code,
        ),
    )


def first_of_each_topic(headlines):
    first = {}
    for headline in headlines:
        first.setdefault(headline.indicator.topic_id, headline)
    return list(first.values())


def _parts_told_of(indicator, series):
    """The parts of a rate or index, which its total hides; amounts say enough by themselves."""
    if MeasureKind(indicator.measure).adds_up:
        return []
    return [one for one in series.values() if one.indicator.parent_id == indicator.pk]


def _said(figure):
    return f"{wording.amount(figure.value, figure.qualifier, figure.upper)} ({figure.period.phrase})"


def _short(name):
    """What a part's name says beyond that of its whole: after «Mức tăng IIP so với cùng kỳ: »."""
    return name.rpartition(": ")[2]
