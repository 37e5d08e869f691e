"""What the overview and the topic pages show of many indicators at once, chosen by query."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter

from django.db.models import Count, Max, Q

from config.pages.kept import kept
from indicators import wording
from indicators.models import Indicator, Place, ReleaseItem, Topic, Version
from indicators.models.figures import ACTUAL_KINDS
from indicators.series import Series, all_series

# Of what was released last so many figures are looked at for the newest of each indicator.
LOOKED_AT = 300
TOPIC_ORDER = ["indicator__topic__position", "indicator__position", "indicator__code", "place__code"]


@dataclass
class Row:
    """An indicator in one place as a list shows it: its latest figure, how it moved, its plan or target."""

    indicator: Indicator
    level: int = 0
    place: Place | None = None
    series: Series | None = None

    @property
    def name(self):
        return self.indicator.name

    @property
    def unit(self):
        return self.indicator.unit.name

    @cached_property
    def figure(self):
        """What was, where anything is known of it; otherwise what is meant to be."""
        return self.series and (self.series.latest or self.series.next_goal)

    @property
    def kind(self):
        return self.figure and self.figure.kind

    @property
    def period(self):
        return self.figure and str(self.figure.period)

    @cached_property
    def movement(self):
        return self.figure and self.series.movement(self.figure)

    @property
    def goal(self):
        """The plan or target still ahead, or of the same period."""
        goal = self.series and self.series.next_goal
        if goal is None or goal is self.figure or goal.period.end < self.figure.period.end:
            return None
        shown = wording.amount(goal.value, goal.qualifier, goal.upper)
        return f"{goal.get_kind_display()} {goal.period}: {shown}"

    @property
    def remarks(self):
        return (self.figure and "; ".join(wording.flags(self.figure))) or None


def public_figures(**conditions):
    """Public figures with all that a page prints of them; what many share is fetched once, not joined to each."""
    shared = ["indicator__unit", "place", "source"]
    return Version.objects.public().filter(**conditions).prefetch_related(*shared)


def few_public_figures(**conditions):
    """The same, for so few that one query with what they share in every row is the shorter way."""
    shared = ["indicator__unit", "indicator__topic", "place", "source"]
    return Version.objects.public().filter(**conditions).select_related(*shared)


def topic_rows(topic):
    """A topic's public indicators, parts under their wholes, a row for each place that has figures; no series yet."""
    indicators = list(topic.indicators.public().select_related("unit"))
    figures = Version.objects.public().filter(indicator__in=indicators).order_by()
    pairs = list(figures.values_list("indicator", "place").distinct())
    places = Place.objects.in_bulk({place for indicator, place in pairs})
    by_indicator = defaultdict(list)
    for indicator, place in pairs:
        by_indicator[indicator].append(places[place])
    return [
        Row(indicator, level, place)
        for indicator, level in in_tree_order(indicators)
        for place in sorted(by_indicator[indicator.pk], key=lambda place: place.code) or [None]
    ]


def read_series(rows):
    """Give the rows that are about to be shown their figures, in as many queries for a hundred rows as for one."""
    figures = public_figures(
        indicator__in={row.indicator.pk for row in rows}, place__in={row.place.pk for row in rows if row.place}
    )
    found = {(series.indicator.pk, series.place.pk): series for series in all_series(figures)}
    for row in rows:
        row.series = row.place and found[row.indicator.pk, row.place.pk]


def in_tree_order(indicators):
    """Each whole followed by its parts, with their depth; a part whose whole is not listed stands by itself.

    So do indicators that are, in a circle, parts of each other: a slip in a catalogue takes nothing off a page.
    """
    listed = {indicator.pk for indicator in indicators}
    parts = defaultdict(list)
    for indicator in indicators:
        parts[indicator.parent_id if indicator.parent_id in listed else None].append(indicator)

    def walk(whole, level):
        for indicator in parts[whole]:
            yield indicator, level
            yield from walk(indicator.pk, level + 1)

    ordered = list(walk(None, 0))
    reached = {indicator.pk for indicator, level in ordered}
    return ordered + [(indicator, 0) for indicator in indicators if indicator.pk not in reached]


@kept
def topics_with_counts():
    """Topics that have public figures, with how many, of how many indicators, and the last day they reach."""
    counts = (
        Version.objects.public()
        .order_by()
        .values("indicator__topic")
        .annotate(
            figure_count=Count("pk"),
            indicator_count=Count("indicator", distinct=True),
            last_day=Max("period_end", filter=Q(kind__in=ACTUAL_KINDS)),
        )
    )
    by_topic = {row.pop("indicator__topic"): row for row in counts}
    topics = [topic for topic in Topic.objects.all() if topic.pk in by_topic]
    for topic in topics:
        vars(topic).update(by_topic[topic.pk])
    return topics


def recently_changed(limit):
    """The figures released last, of each indicator its latest: the newest first, of one hour topic after topic in turn.

    Each with `changed_at`. A release of thousands of figures is not read to its end.
    """
    items = ReleaseItem.objects.in_force().filter(withdraws=False).order_by("-public_from", "-id")
    order = [f"version__{name}" for name in TOPIC_ORDER]
    last = items.values_list("version", "public_from", "version__indicator", "version__period_end", *order)[:LOOKED_AT]
    latest, turns, ranked = {}, Counter(), []
    for version, moment, indicator, until, *place in last:
        latest[indicator] = max(latest.get(indicator, ()), (moment, until, version, place))
    for moment, _, version, place in sorted(latest.values(), key=itemgetter(3)):
        turns[moment, place[0]] += 1
        ranked.append((moment, turns[moment, place[0]], version))
    ranked = sorted(sorted(ranked, key=itemgetter(1)), key=itemgetter(0), reverse=True)[:limit]
    found = {figure.pk: figure for figure in few_public_figures(pk__in=[version for _, _, version in ranked])}
    for moment, _, version in ranked:
        found[version].changed_at = moment
    return [found[version] for _, _, version in ranked]
