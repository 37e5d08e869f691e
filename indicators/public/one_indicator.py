"""What the page of one indicator tells, read in as many queries for a thousand figures as for one."""

from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django_tables2.data import TableQuerysetData

from config.pages.downloads import download
from config.pages.linked import as_script, schema_dataset
from config.pages.tables import paged, sort
from config.pages.views import home_of
from indicators import goals
from indicators.models import Indicator, Release, ReleaseItem, ReportedInVersion, Version
from indicators.public.charts import charts_of
from indicators.public.releases import notices
from indicators.public.tables import KIND_NOTE, MISSING_NOTE, OneIndicatorTable
from indicators.series import all_series, revisions
from indicators.shares import share_checks

RELATED = ["topic", "unit", "parent", "replaces", "numerator", "denominator", "office", "agency"]
# A page of a hundred communes would be read by nobody; the others are one choice away.
MOST_PLACES = 8


def read_indicator(code):
    """The public indicator of an address, with what the page links to: `public_parts` and `public_successors`."""
    near = Q(code=code) | Q(parent__code=code) | Q(replaces__code=code)
    found = list(Indicator.objects.public().filter(near).select_related(*RELATED))
    indicator = next((one for one in found if one.code == code), None)
    if indicator is None:
        raise Http404
    indicator.public_parts = [one for one in found if one.parent_id == indicator.pk]
    indicator.public_successors = [one for one in found if one.replaces_id == indicator.pk]
    return indicator


def table_of(indicator):
    """The table of its public figures: the rows a page has read for its charts are not asked for again."""
    figures = Version.objects.public().filter(indicator=indicator).select_related("place", "source")
    rows = TableQuerysetData(figures.order_by("-period_end", "period_start", "-maturity"))
    return OneIndicatorTable(rows, caption=f"{indicator.name}: từng số và nguồn")


def file_of(request, indicator):
    """The file of the figures that the address asks for, None where it asks for a page."""
    return download(request, table_of(indicator), title=indicator.name, notes=figure_notes(indicator))


def page_of(request, indicator):
    """The context of the page."""
    table = table_of(indicator)
    sort(request, table)
    figures = _with_indicator(table.data.data, indicator)
    paged(request, table)
    items = items_of(indicator)
    series = series_of(figures)
    if len(series) == 1:
        table.columns.hide("place")
    shown = _shown(series, request.GET.getlist("dia_ban"))
    steps = revisions(versions_ever_public(items, indicator))
    for one in shown:
        one.revisions = steps.get(one.place.pk, [])
        one.charts = charts_of(one)
        one.distance = goals.distance(one, one.latest) if one.latest else ""
    return {
        "title": indicator.name,
        "indicator": indicator,
        "table": table,
        "series": shown,
        "places": [one.place for one in series],
        "hidden": [one.place for one in series if one not in shown],
        "doubtful": [figure for figure in figures if figure.in_doubt],
        "checks": share_checks(figures),
        "reported": _reported(indicator, figures),
        "notices": notices(items),
        "next_release": Release.objects.announced().order_by("public_from").first(),
        "home": home_of(request),
        "linked": as_script(_linked(request, indicator, figures, items)),
    }


def _linked(request, indicator, figures, items):
    """The indicator as a dataset of its own, for search engines."""
    ends = [figure.period_end for figure in figures] + [figure.period_start for figure in figures]
    more = {
        "identifier": indicator.code,
        "variableMeasured": {"@type": "PropertyValue", "name": indicator.name, "unitText": indicator.unit.name},
        "spatialCoverage": sorted({figure.place.name for figure in figures}),
        **({"temporalCoverage": f"{min(ends)}/{max(ends)}"} if ends else {}),
        **({"alternateName": indicator.name_en} if indicator.name_en else {}),
    }
    return schema_dataset(
        request,
        name=indicator.name,
        description=f"{indicator.definition or indicator.name}. Đơn vị tính: {indicator.unit.name}.",
        address=reverse("indicator", args=[indicator.code]),
        changed=items[-1].public_from if items else None,
        **more,
    )


def series_of(figures):
    """The series of an indicator's places, the latest first."""
    return sorted(all_series(figures), key=lambda one: one.periods[0].end, reverse=True)


def public_series(indicator):
    """The same where nothing but the figures is needed; one query."""
    return series_of(_with_indicator(table_of(indicator).data.data, indicator))


def _with_indicator(figures, indicator):
    for figure in figures:
        figure.indicator = indicator
    return list(figures)


def _shown(series, codes):
    """The series of the places asked for; the first few where none is."""
    asked = [one for one in series if one.place.code in codes]
    return (asked or series)[:MOST_PLACES]


def items_of(indicator):
    """All that releases ever said of an indicator, in their order, with all that is printed of it."""
    out = ReleaseItem.objects.out().filter(figure__indicator=indicator)
    related = ["release", "version__place", "version__source", "replaces"]
    return list(out.select_related(*related).order_by("public_from", "pk"))


def versions_ever_public(items, indicator):
    """Every version that was public for a while, each with `item`: how it first became so."""
    first = {}
    for item in items:
        if not item.withdraws and (item.public_until is None or item.public_until > item.public_from):
            first.setdefault(item.version_id, item)
    for item in first.values():
        item.version.item, item.version.indicator = item, indicator
    return sorted((item.version for item in first.values()), key=lambda version: (version.figure_id, version.number))


def _reported(indicator, figures):
    """What other sources say of the figures on the page."""
    by_pk = {figure.pk: figure for figure in figures}
    public = Version.objects.public().filter(indicator=indicator)
    found = [
        other
        for other in ReportedInVersion.objects.filter(version__in=public).select_related("source")
        if other.version_id in by_pk
    ]
    for other in found:
        other.version = by_pk[other.version_id]
    return found


def figure_notes(indicator):
    """What the reader of a downloaded indicator needs beside its figures."""
    return [
        f"Đơn vị tính: {indicator.unit}.",
        *([f"Khái niệm: {indicator.definition}"] if indicator.definition else []),
        *([f"Phương pháp tính: {indicator.method}"] if indicator.method else []),
        KIND_NOTE,
        MISSING_NOTE,
    ]
