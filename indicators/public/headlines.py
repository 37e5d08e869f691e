"""The headlines of a topic: its figure of a whole year, the newer one of a part, how it moved, and its goal."""

from collections import Counter
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
from indicators.public.highlights import TOPIC_ORDER, few_public_figures
from indicators.series import Series, all_series

WHOLE = {PeriodKind.YEAR, PeriodKind.DATE}
LONGER = {PeriodKind.YEARS}
OLD, LONG_AGO = 2, 5
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
    def years_old(self):
        return timezone.localdate().year - (self.newer or self.figure).period.end.year

    @property
    def age(self):
        """«cách đây 4 năm», empty for what is not old."""
        return f"cách đây {self.years_old} năm" if self.years_old >= OLD else ""

    @property
    def drawing(self):
        """The way to the figure since the series last began anew; none for fewer than two values."""
        axes = axes_of([self.figure.period])
        if not axes:
            return None
        ((axis, _),) = axes
        alike = sorted(
            (one for one in self.figures if axis.holds(one.period) and one.upper is None and fits(one)),
            key=lambda one: one.period,
        )
        run = runs_of(alike)[-1][-MOST_POINTS:]
        if len(run) < 2:
            return None
        values = {axis.slot(one.period): one.value for one in run}
        first, last = (f"{_amount(one)} ({one.period.phrase})" for one in (run[0], run[-1]))
        words = f"{self.indicator.name}: từ {first} đến {last}, {self.indicator.unit.name}"
        return sparkline([values.get(slot) for slot in range(min(values), max(values) + 1)], title=words)

    @cached_property
    def sections(self):
        """The parts in the one period of which most are known, the newest of these; None where none is known."""
        known = Counter(period for part in self.parts for period in part.periods if part.current(period))
        if not known:
            return None
        period = max(known, key=lambda one: (known[one], one == self.figure.period, one.end))
        rows = [(_short(part.indicator.name), part.indicator, part.current(period)) for part in self.parts]
        kinds = {figure.get_kind_display() for _, _, figure in rows if figure}
        return {"period": period, "rows": rows, "kind": kinds.pop() if len(kinds) == 1 else ""}

    @property
    def sentence(self):
        """The figure in one sentence, the newer one in a second; only words the figures bear out.

        «Năm 2024, kim ngạch xuất khẩu đạt trên 2.000 triệu USD (ước tính). 6 tháng đầu năm 2025: 1.145 triệu USD …»
        """
        name = self.indicator.name
        name = name[0].lower() + name[1:] if name[1:2].islower() else name
        verb = "đạt" if self.indicator.measure == MeasureKind.FLOW else "là"
        plan = "" if self.of_plan is None else measures.plan_phrase(self.of_plan)
        told = f"{_opening(self.figure)}, {name} {verb} {_quoted(self.figure)}"
        sentence = ", ".join(filter(None, [told, str(self.movement or ""), plan, self.distance])) + "."
        if self.newer is None:
            return sentence
        newer = filter(None, [_quoted(self.newer), str(self.newer_movement or "")])
        return f"{sentence} {_opening(self.newer)}: {', '.join(newer)}."


def read_headlines(place):
    """The headlines of every topic in a place; figures read once for all."""
    chosen = Q(indicator__headline__isnull=False) | Q(indicator__parent__headline__isnull=False)
    figures = few_public_figures(place=place, indicator__is_public=True).filter(chosen)
    return headlines_in(all_series(figures.order_by(*TOPIC_ORDER)))


def headlines_in(series):
    """Of series in one place the headlines that have a figure one may quote, by topic and rank."""
    found = [Headline(one, _parts_told_of(one.indicator, series)) for one in series if one.indicator.headline]
    # Sorting keeps the order of the topics: the figures came in it.
    topics = list(dict.fromkeys(one.indicator.topic_id for one in found))
    quotable = (headline for headline in found if headline.figure)
    return sorted(quotable, key=lambda one: (topics.index(one.indicator.topic_id), one.indicator.headline))


def first_of_each_topic(headlines):
    """One headline a topic, in the topics' order; those of long ago after the others."""
    first = {}
    for headline in headlines:
        first.setdefault(headline.indicator.topic_id, headline)
    return sorted(first.values(), key=lambda one: one.years_old >= LONG_AGO)


def _parts_told_of(indicator, series):
    """The parts of a rate or index, which its total hides; amounts say enough by themselves."""
    if MeasureKind(indicator.measure).adds_up:
        return []
    return [one for one in series if one.indicator.parent_id == indicator.pk]


def _opening(figure):
    return f"{figure.period.phrase[0].upper()}{figure.period.phrase[1:]}"


def _quoted(figure):
    """«trên 2.000 triệu USD (ước tính)»; what a reader must know before quoting it stands in the brackets too."""
    remarks = ", ".join([figure.get_kind_display(), *wording.flags(figure)])
    return f"{_amount(figure)} {figure.indicator.unit.name} ({remarks})"


def _amount(figure):
    return wording.amount(figure.value, figure.qualifier, figure.upper)


def _short(name):
    """What a part's name says beyond that of its whole: after «Mức tăng IIP so với cùng kỳ: »."""
    return name.rpartition(": ")[2]
