"""The pages of releases: the calendar, each release as it stood, its feed, and the page of one version."""

import django_tables2 as tables
from django.contrib.syndication.views import Feed
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst

from config.pages.cells import made_of
from config.pages.downloads import download
from config.pages.tables import BookTable, NumberColumn, configure
from config.pages.views import public_page
from config.values.dates import format_moment
from config.values.numbers import MISSING
from indicators import wording
from indicators.models import Indicator, Release, ReleaseItem, Version
from indicators.public.tables import FigureTable

IN_FEED = 50


def kind_tag(release):
    return format_html('<span class="tag tag-{}">{}</span>', release.kind, release.get_kind_display())


class ReleaseTable(BookTable):
    """What was published and when, the newest first."""

    caption = "Các đợt công bố"
    title = tables.Column(orderable=False, attrs={"th": {"class": "wide"}, "td": {"class": "wide"}})
    kind = tables.Column(orderable=False)
    public_from = tables.Column(orderable=False, attrs={"td": {"class": "nowrap"}})
    figures = NumberColumn("số liệu", orderable=False)
    note = tables.Column(orderable=False, attrs={"td": {"class": "text"}})

    class Meta(BookTable.Meta):
        model = Release
        fields = ()

    def render_title(self, record):
        return format_html('<a href="{}">{}</a>', reverse("release", args=[record.code]), record.title)

    def value_title(self, value):
        return value

    def render_kind(self, record):
        return kind_tag(record)

    def value_kind(self, value):
        return value

    def render_public_from(self, value):
        return format_moment(value)


class ReleasedTable(FigureTable):
    """The figures of one release as they stood, for ever; beside each what it replaced and what became of it."""

    replaces = tables.Column("thay cho", accessor="pk", orderable=False, attrs={"td": {"class": "number"}})
    reason = tables.Column("lý do sửa", orderable=False, attrs={"td": {"class": "text"}})
    since = tables.Column("về sau", accessor="pk", orderable=False, attrs={"td": {"class": "text"}})

    class Meta(FigureTable.Meta):
        sequence = ("indicator", "...", "replaces", "reason", "since", "note")

    def __init__(self, items, *args, **kwargs):
        self.items = {item.version_id: item for item in items}
        self.later = later_items(self.items.values())
        super().__init__(*args, **kwargs)
        if not any(item.replaces_id for item in self.items.values()):
            for name in ("replaces", "reason"):
                self.columns.hide(name)
        if not self.later:
            self.columns.hide("since")

    def render_replaces(self, record):
        return self.value_replaces(record) or MISSING

    @made_of("pk")
    def value_replaces(self, pk):
        before = self.items[pk].replaces
        return before and wording.amount(before.value, before.qualifier, before.upper)

    def render_since(self, record):
        steps = [
            (words, reverse("release", args=[item.release.code]), item.release)
            for words, item in self._came(record.figure_id)
        ]
        return format_html_join(", ", '{} <a href="{}">{}</a>', steps) or MISSING

    @made_of("figure_id")
    def value_since(self, figure_id):
        return ", ".join(f"{words} {item.release}" for words, item in self._came(figure_id))

    def _came(self, figure_id):
        """What came of the version of a figure, in words, and by which item."""
        later = self.later.get(figure_id, [])
        for item in later[:1]:
            yield ("rút ở đợt" if item.withdraws else "thay ở đợt"), item
        if again := shown_again(later):
            yield "công bố lại ở đợt", again


def shown_again(later):
    """Of the items that came after a version, the one that undid its withdrawal, if that was undone."""
    match later:
        case [withdrawal, again, *_] if withdrawal.withdraws and withdrawal.version_id == again.version_id:
            return again
    return None


def later_items(items):
    """The items of releases already out that came after these, by figure, in their order."""
    items = list(items)
    if not items:
        return {}
    out = ReleaseItem.objects.out().filter(figure__in=[item.figure_id for item in items])
    found = {}
    later = out.filter(public_from__gte=items[0].public_from).select_related("release").order_by("public_from", "pk")
    for item in later:
        if item.release_id != items[0].release_id and comes_after(item, items[0]):
            found.setdefault(item.figure_id, []).append(item)
    return found


def comes_after(item, other):
    """Whether an item came into force after another; of two of one hour, the one decided later."""
    return (item.public_from, item.release.published_at) > (other.public_from, other.release.published_at)


@public_page
def release_list(request):
    releases = Release.objects.out().annotate(figures=Count("items")).order_by("-public_from", "-pk")
    table = configure(request, ReleaseTable(releases))
    title = "Đợt công bố"
    context = {
        "title": title,
        "table": table,
        "announced": Release.objects.announced().order_by("public_from"),
        "called_off": Release.objects.called_off().order_by("called_off_hour"),
    }
    return download(request, table, title=title) or render(request, "indicators/release_list.html", context)


@public_page
def release(request, code):
    found = get_object_or_404(Release.objects.out(), code=code)
    items = list(found.items.select_related("release", "replaces", "version__indicator__unit", "version__place"))
    told = [item for item in items if not item.withdraws]
    withdrawn = [item for item in items if item.withdraws]
    later = later_items(withdrawn)
    for item in withdrawn:
        item.again = shown_again([item, *later.get(item.figure_id, [])])
    versions = Version.objects.filter(pk__in=[item.version_id for item in told]).prefetch_related(
        "indicator__unit", "place", "source"
    )
    caption = f"Số liệu của đợt «{found}», như lúc công bố"
    table = configure(request, ReleasedTable(told, versions.order_by("indicator", "pk"), caption=caption))
    notes = [f"Đợt {found.get_kind_display()}, công khai từ {format_moment(found.public_from)}.", found.note]
    context = {
        "title": found.title,
        "release": found,
        "table": table,
        "withdrawn": withdrawn,
    }
    return download(request, table, title=found.title, notes=list(filter(None, notes))) or render(
        request, "indicators/release.html", context
    )


@public_page
def version(request, code, figure, number):
    """One version, for whoever follows a citation of it: what it said, in which release, and what came after."""
    indicator = get_object_or_404(Indicator.objects.public().select_related("unit", "topic"), code=code)
    versions = Version.objects.once_public().filter(indicator=indicator, figure=figure)
    found = get_object_or_404(versions.select_related("source", "place"), number=number)
    items = list(
        ReleaseItem.objects.out().filter(figure=figure).select_related("release").order_by("public_from", "pk")
    )
    own = [item for item in items if item.version_id == found.pk and not item.withdraws]
    if not own:
        raise Http404
    after = [item for item in items if comes_after(item, own[-1])]
    gone = [item for item in items if item.withdraws and item.version_id == found.pk and comes_after(own[-1], item)]
    context = {
        "title": f"{indicator}, {found.period}, {found.get_kind_display()}: bản {found.number}",
        "indicator": indicator,
        "version": found,
        "item": own[0],
        "later": after[0] if after else None,
        "interruptions": list(zip(gone, own[1:], strict=False)),
        "reported": found.reported_values.select_related("source"),
    }
    return render(request, "indicators/version.html", context)


class ReleaseFeed(Feed):
    """The releases whose hour has come, for readers of feeds."""

    feed_type = Atom1Feed
    title = "Sở Công Thương: các đợt công bố số liệu"
    subtitle = "Số liệu mới công bố, đính chính và rút của Sổ số liệu ngành Công Thương."
    link = reverse_lazy("release-list")
    author_name = "Sở Công Thương"
    language = "vi"

    def feed_url(self):
        return reverse("release-feed")

    def items(self):
        return Release.objects.out().annotate(figures=Count("items")).order_by("-public_from", "-pk")[:IN_FEED]

    def item_title(self, item):
        return item.title if item.kind == Release.Kind.REGULAR else f"{capfirst(item.get_kind_display())}: {item.title}"

    def item_description(self, item):
        return f"{item.figures} số liệu. {item.note}".strip()

    def item_link(self, item):
        return reverse("release", args=[item.code])

    def item_pubdate(self, item):
        return item.public_from

    def item_updateddate(self, item):
        return item.public_from

    def item_categories(self, item):
        return [item.get_kind_display()]


feed = public_page(ReleaseFeed())


def notices(items):
    """What a reader must know of an indicator's releases: corrections, withdrawals in force or undone since.

    `items` are all that were ever out, in their order.
    """
    now = timezone.now()
    again = {(item.version_id, item.public_from): item for item in items if not item.withdraws}
    told = []
    for item in reversed(items):
        if item.release.kind != Release.Kind.CORRECTION:
            continue
        if item.withdraws and item.public_until is not None and item.public_until <= now:
            item.again = again.get((item.version_id, item.public_until))
            if item.again is None:
                continue
        told.append(item)
    return told
