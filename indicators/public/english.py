"""The pages in English: what there is, its newest figures, and each indicator; all figures are those of the book."""

from django.shortcuts import get_object_or_404, render

from config.pages.views import public_page
from indicators.models import Release, Topic
from indicators.public import highlights
from indicators.public.headlines import first_of_each_topic, read_headlines
from indicators.public.one_indicator import public_series
from indicators.public.pictures import public_indicator
from indicators.public.places import choice_of_provinces


@public_page
def overview(request):
    """The headlines of one place, and the topics."""
    choice = choice_of_provinces(request)
    context = {
        "title": "Industry and trade in figures",
        "vietnamese": "overview",
        "choice": choice,
        "headlines": first_of_each_topic(read_headlines(choice.chosen)),
        "topics": highlights.topics_with_counts(),
        "last_release": Release.objects.out().order_by("-public_from", "-pk").first(),
    }
    return render(request, "en/overview.html", context)


@public_page
def topic(request, code):
    """A topic's indicators, each with its newest figure."""
    found = get_object_or_404(Topic, code=code)
    rows = highlights.topic_rows(found)
    highlights.read_series(rows)
    context = {"title": found.name_en or found.name, "vietnamese": "topic", "code": code, "topic": found, "rows": rows}
    return render(request, "en/topic.html", context)


@public_page
def indicator(request, code):
    """An indicator's figures by place, the newest first."""
    found = public_indicator(code)
    context = {
        "title": found.name_en or found.name,
        "vietnamese": "indicator",
        "code": code,
        "indicator": found,
        "series": [(one.place, sorted(one.figures, key=_recency, reverse=True)) for one in public_series(found)],
    }
    return render(request, "en/indicator.html", context)


def _recency(figure):
    return figure.period_end, figure.period_start, figure.maturity
