"""The public pages of figures; every one reads through `public()`."""

from urllib.parse import urlencode

from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from config.pages.downloads import download
from config.pages.tables import configure
from config.pages.views import public_page
from config.values.dates import DateError, format_date, parse_date
from indicators import summaries
from indicators.models import Indicator, Release, ReleaseItem, ReportedInVersion, Topic, Version
from indicators.public import highlights
from indicators.public.charts import chart_of
from indicators.public.filters import FigureFilter, SourceFilter
from indicators.public.releases import notices
from indicators.public.tables import FigureTable, OneIndicatorTable, SourceTable, TopicTable
from indicators.series import all_series, revisions
from indicators.shares import share_checks

RECENT_FIGURES = 8
FIGURE_ORDER = [*highlights.TOPIC_ORDER, "-period_end", "period_start", "-maturity"]
KIND_NOTE = (
    "Loại số liệu theo Luật Thống kê 2015: ước tính (kỳ chưa kết thúc), sơ bộ (chưa thẩm định xong), chính thức; "
    "mục tiêu và kế hoạch là số phải đạt, không phải số đã đạt."
)
MISSING_NOTE = "Ô trống là không có số liệu, không phải bằng 0."


@public_page
def overview(request):
    day, day_error = day_asked(request)
    context = {
        "rows": highlights.key_rows(),
        "summaries": summaries.of_registers(day),
        "day": day,
        "day_error": day_error,
        "day_query": f"?{urlencode({'ngay': format_date(day)})}" if day != timezone.localdate() else "",
        "topics": highlights.topics_with_counts(),
        "recent": highlights.recently_changed(RECENT_FIGURES),
        "last_release": Release.objects.out().order_by("-public_from", "-pk").first(),
        "next_release": Release.objects.announced().order_by("public_from").first(),
    }
    return render(request, "indicators/overview.html", context)


def day_asked(request):
    """The day ?ngay= asks for, today where it asks for none; and what is wrong with it, if anything."""
    text = request.GET.get("ngay", "").strip()
    if text:
        try:
            return parse_date(text), ""
        except DateError as error:
            return timezone.localdate(), str(error)
    return timezone.localdate(), ""


@public_page
def topic_list(request):
    return render(request, "indicators/topic_list.html", {"title": "Chủ đề", "topics": highlights.topics_with_counts()})


@public_page
def topic(request, code):
    topic = get_object_or_404(Topic, code=code)
    rows = highlights.topic_rows(topic)
    table = configure(request, TopicTable(rows, caption=f"{topic.name}: chỉ tiêu và số liệu mới nhất"))
    highlights.read_series(rows if "tai" in request.GET else [row.record for row in table.page])
    return download(request, table, title=topic.name, notes=[KIND_NOTE, MISSING_NOTE]) or render(
        request, "indicators/topic.html", {"title": topic.name, "topic": topic, "table": table}
    )


@public_page
def indicator(request, code):
    related = ["topic", "unit", "parent", "replaces", "numerator", "denominator", "office", "agency"]
    indicator = get_object_or_404(Indicator.objects.public().select_related(*related), code=code)
    figures = highlights.public_figures(indicator=indicator).order_by("-period_end", "period_start", "-maturity")
    table = OneIndicatorTable(figures, caption=f"{indicator.name}: từng số và nguồn")
    if answer := download(request, table, title=indicator.name, notes=figure_notes(indicator)):
        return answer
    configure(request, table)
    series = sorted(all_series(figures), key=lambda one: one.periods[0].end, reverse=True)
    steps = revisions(versions_ever_public(indicator))
    for one in series:
        one.revisions = steps.get(one.place.pk, [])
    if len(series) == 1:
        table.columns.hide("place")
    context = {
        "title": indicator.name,
        "indicator": indicator,
        "table": table,
        "series": [(one, chart_of(one)) for one in series],
        "doubtful": [figure for figure in figures if figure.in_doubt],
        "checks": share_checks(figures),
        "reported": ReportedInVersion.objects.filter(version__in=figures).select_related("version", "source"),
        "parts": indicator.parts.public(),
        "notices": notices(indicator),
        "successors": indicator.successors.public(),
    }
    return render(request, "indicators/indicator.html", context)


def versions_ever_public(indicator):
    """Every version of an indicator that was public once, each with `item`: how it first became so; three queries."""
    versions = list(
        Version.objects.once_public().filter(indicator=indicator).prefetch_related("indicator__unit", "place", "source")
    )
    first = {}
    items = ReleaseItem.objects.out().filter(figure__indicator=indicator, withdraws=False).select_related("release")
    for item in items.order_by("public_from", "pk"):
        first.setdefault(item.version_id, item)
    for version in versions:
        version.item = first[version.pk]
    return versions


def figure_notes(indicator):
    """What the reader of a downloaded indicator needs beside its figures."""
    return [
        f"Đơn vị tính: {indicator.unit}.",
        *([f"Khái niệm: {indicator.definition}"] if indicator.definition else []),
        *([f"Phương pháp tính: {indicator.method}"] if indicator.method else []),
        KIND_NOTE,
        MISSING_NOTE,
    ]


@public_page
def figure_list(request):
    filters = FigureFilter(request.GET, queryset=highlights.public_figures().order_by(*FIGURE_ORDER))
    table = FigureTable(filters.qs)
    title = "Số liệu"
    if answer := download(request, table, title=title, notes=[KIND_NOTE, MISSING_NOTE]):
        return answer
    configure(request, table)
    words = request.GET.get("tim", "").strip()
    found_nothing = words and not table.page.object_list
    context = {
        "title": title,
        "filters": filters,
        "table": table,
        "words": words,
        "registers": summaries.of_registers(timezone.localdate()) if found_nothing else [],
    }
    return render(request, "indicators/figure_list.html", context)


@public_page
def source_list(request):
    figures = Version.objects.public()
    quoted = Count("versions", filter=Q(versions__in=figures))
    filters = SourceFilter(request.GET, queryset=figures.sources().annotate(figure_count=quoted))
    table = configure(request, SourceTable(filters.qs))
    title = "Nguồn tài liệu"
    return download(request, table, title=title) or render(
        request, "indicators/source_list.html", {"title": title, "filters": filters, "table": table}
    )


@public_page
def guide(request):
    return render(request, "indicators/guide.html", {"title": "Cách đọc số liệu và khả năng tiếp cận"})
