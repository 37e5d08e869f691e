"""The pages of releases: the calendar, each release as it stood, its feed, and the page of one version."""

import django_tables2 as tables
from django.contrib.syndication.views import Feed
from django.db.models import Count, F, Q
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
from indicators.public.tables import kind_tag as kind_of_figure

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

    replaces = tables.Column("thay cho", accessor="before", orderable=False, attrs={"td": {"class": "number"}})
    reason = tables.Column("lý do sửa", orderable=False, attrs={"td": {"class": "text"}})
    since = tables.Column("về sau", accessor="pk", orderable=False, attrs={"td": {"class": "text"}})

    class Meta(FigureTable.Meta):
        sequence = ("indicator", "...", "replaces", "reason", "since", "note")

    def tell(self, later, *, replaces):
        """What came later of its figures, and whether any replaced another; what is nothing has no column."""
        self.later = later
        if not replaces:
            for name in ("replaces", "reason"):
                self.columns.hide(name)
        if not later:
            self.columns.hide("since")

    def render_replaces(self, record):
        return self.value_replaces(record)

    @made_of("before", "before_value", "before_qualifier", "before_upper")
    def value_replaces(self, before, value, qualifier, upper):
        return before and wording.amount(value, qualifier, upper)

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


class WithdrawnTable(BookTable):
    """What one release took off the public pages, why, and whether it was published again since."""

    caption = "Số được rút"
    is_downloadable = False
    indicator = tables.Column(accessor="version__indicator", attrs={"th": {"class": "wide"}, "td": {"class": "wide"}})
    period = tables.Column("kỳ", accessor="version__period", attrs={"td": {"class": "nowrap"}})
    kind = tables.Column("loại", accessor="version__kind")
    amount = tables.Column("số đã rút", accessor="version__value", empty_values=(), attrs={"td": {"class": "number"}})
    unit = tables.Column("đơn vị", accessor="version__indicator__unit", attrs={"td": {"class": "unit"}})
    reason = tables.Column(attrs={"td": {"class": "text"}})
    again = tables.Column("về sau", accessor="pk", attrs={"td": {"class": "text"}})

    class Meta(BookTable.Meta):
        model = ReleaseItem
        fields = ()
        orderable = False

    def tell(self, later):
        """What came later of its figures; where nothing was published again there is no column for it."""
        self.again = {record.pk: shown_again([record, *later.get(record.figure_id, [])]) for record in self.records}
        if not any(self.again.values()):
            self.columns.hide("again")

    def render_indicator(self, record, value):
        address = reverse("indicator", args=[value.code])
        return format_html('<a href="{}">{}</a> <small class="where">{}</small>', address, value, record.version.place)

    def render_kind(self, record):
        return kind_of_figure(record.version)

    def render_amount(self, record):
        version = record.version
        return wording.amount(version.value, version.qualifier, version.upper)

    def render_again(self, value):
        if (again := self.again[value]) is None:
            return MISSING
        address = reverse("release", args=[again.release.code])
        return format_html(
            'công bố lại từ {}, <a href="{}">{}</a>', format_moment(again.public_from), address, again.release
        )


def shown_again(later):
    """Of the items that came after a version, the one that undid its withdrawal, if that was undone."""
    match later:
        case [withdrawal, again, *_] if withdrawal.withdraws and withdrawal.version_id == again.version_id:
            return again
    return None


def later_items(release, figures):
    """The items of releases already out that came after a release, by figure of those given, in their order."""
    out = ReleaseItem.objects.out().filter(figure__in=figures, public_from__gte=release.public_from)
    found = {}
    for item in out.select_related("release").order_by("public_from", "pk"):
        if comes_after(item.release, release):
            found.setdefault(item.figure_id, []).append(item)
    return found


def comes_after(release, other):
    """Whether a release came into force after another; of two of one hour, the one decided later."""
    return (release.public_from, release.published_at) > (other.public_from, other.published_at)


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
    counts = {
        "told": Count("items", filter=Q(items__withdraws=False)),
        "withdrawn": Count("items", filter=Q(items__withdraws=True)),
    }
    found = get_object_or_404(Release.objects.out().annotate(**counts), code=code)
    rows = _told_by(found)
    table = ReleasedTable(rows, caption=f"Số liệu của đợt «{found}», như lúc công bố")
    if "tai" in request.GET:
        table.tell(later_items(found, rows.values("figure")), replaces=rows.filter(before__isnull=False).exists())
        notes = [f"Đợt {found.get_kind_display()}, công khai từ {format_moment(found.public_from)}.", found.note]
        if answer := download(request, table, title=found.title, notes=list(filter(None, notes))):
            return answer
    configure(request, table, total=found.told)
    withdrawn = found.items.filter(withdraws=True).select_related("version__indicator__unit", "version__place")
    withdrawn = configure(request, WithdrawnTable(withdrawn, prefix="rut-"), total=found.withdrawn)
    later = later_items(found, [record.figure_id for record in [*table.records, *withdrawn.records]])
    table.tell(
        {record.figure_id: later[record.figure_id] for record in table.records if record.figure_id in later},
        replaces=any(record.before for record in table.records),
    )
    withdrawn.tell(later)
    context = {"title": found.title, "release": found, "table": table, "withdrawn": withdrawn}
    return render(request, "indicators/release.html", context)


def _told_by(release):
    """The versions of a release, each with what it replaced."""
    told = Version.objects.filter(items__release=release, items__withdraws=False)
    before = {f"before_{name}": F(f"items__replaces__{name}") for name in ("value", "qualifier", "upper")}
    told = told.annotate(before=F("items__replaces"), **before).order_by("indicator", "pk")
    return told.select_related("indicator__unit", "place", "source")


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
    after = [item for item in items if comes_after(item.release, own[-1].release)]
    gone = [
        item
        for item in items
        if item.withdraws and item.version_id == found.pk and comes_after(own[-1].release, item.release)
    ]
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
