"""The public pages of figures; every one reads through `public()`."""

from urllib.parse import urlencode

from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from config.pages.downloads import download
from config.pages.tables import configure
from config.pages.views import public_page
from config.values.dates import DateError, format_date, parse_date
from indicators import glossary, summaries
from indicators.models import Release, Topic, Version
from indicators.public import highlights
from indicators.public.charts import charts_of
from indicators.public.filters import FigureFilter, SourceFilter
from indicators.public.headlines import first_of_each_topic, headlines_in, read_headlines
from indicators.public.one_indicator import file_of, page_of, read_indicator
from indicators.public.places import choice_of, choice_of_provinces
from indicators.public.tables import KIND_NOTE, MISSING_NOTE, FigureTable, SourceTable, TopicTable
from indicators.public.trees import tree_of

RECENT_FIGURES = 8
CHARTS_SHOWN = 3
FIGURE_ORDER = [*highlights.TOPIC_ORDER, "-period_end", "period_start", "-maturity"]


@public_page
def overview(request):
    day, day_error = day_asked(request)
    choice = choice_of_provinces(request)
    headlines = first_of_each_topic(read_headlines(choice.chosen))
    topics = highlights.topics_with_counts()
    context = {
        "choice": choice,
        "headlines": headlines,
        "is_thin": len(headlines) * 2 <= len(topics),
        "summaries": summaries.of_registers(day),
        "day": day,
        "day_error": day_error,
        "day_query": f"?{urlencode({'ngay': format_date(day)})}" if day != timezone.localdate() else "",
        "topics": topics,
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
    if "tai" in request.GET:
        rows = highlights.topic_rows(topic)
        highlights.read_series(rows)
        table = TopicTable(rows, caption=f"{topic.name}: chỉ tiêu và số liệu mới nhất")
        if answer := download(request, table, title=topic.name, notes=[KIND_NOTE, MISSING_NOTE]):
            return answer
    choice = choice_of(request, indicator__topic=topic)
    tree = tree_of(topic, choice.chosen)
    headlines = headlines_in(tree.series)
    context = {
        "title": topic.name,
        "topic": topic,
        "choice": choice,
        "headlines": headlines,
        "charts": [chart for headline in headlines for chart in charts_of(headline.series)[:1]][:CHARTS_SHOWN],
        "tree": tree,
    }
    return render(request, "indicators/topic.html", context)


@public_page
def indicator(request, code):
    found = read_indicator(code)
    return file_of(request, found) or render(request, "indicators/indicator.html", page_of(request, found))


@public_page
def figure_list(request):
    filters = FigureFilter(request.GET, queryset=highlights.few_public_figures().order_by(*FIGURE_ORDER))
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


@public_page
def terms(request):
    return render(request, "indicators/terms.html", {"title": "Thuật ngữ", "groups": glossary.GROUPS})
