"""Charts that leave the site: as files, and in a frame on another site's page."""

import re

from csp.decorators import csp_replace
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.clickjacking import xframe_options_exempt

from config.pages.charts.files import png_file, svg_file
from config.pages.charts.letters import with_letters
from config.pages.views import home_of, public_page, site
from config.values.text import fold
from indicators.models import Indicator
from indicators.public.charts import charts_of
from indicators.public.one_indicator import public_series

TYPES = {"svg": "image/svg+xml; charset=utf-8", "png": "image/png"}
MOST_SOURCES = 3
LONGEST_NAME = 100


@public_page
def chart_file(request, code, place, axis, ending):
    """One chart of an indicator as SVG, or as PNG."""
    indicator = public_indicator(code)
    series = [one for one in public_series(indicator) if one.place.code == place]
    chart = next((one for each in series for one in charts_of(each) if one.axis.slug == axis), None)
    if chart is None:
        raise Http404
    name = f"{indicator.name} {chart.place.name} {axis}"
    return picture(chart.drawing, ending, heading=heading_of(chart), notes=notes_of(request, chart), name=name)


def picture(drawing, ending, *, heading, notes, name):
    """The answer that is a chart as a file to be kept, named without marks."""
    return file_of(svg_file(drawing, heading=heading, notes=notes), ending, name=name)


def file_of(svg, ending, *, name):
    """The answer that is a picture to be kept; as SVG with its letters in it."""
    answer = HttpResponse(png_file(svg) if ending == "png" else with_letters(svg), content_type=TYPES[ending])
    answer["Content-Disposition"] = f'attachment; filename="{file_name(name)}.{ending}"'
    return answer


def file_name(words):
    """«Giá trị sản xuất (tỷ đồng)» as gia-tri-san-xuat-ty-dong."""
    return "-".join(re.findall(r"[a-z0-9]+", fold(words)))[:LONGEST_NAME]


@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@public_page
def embed(request, code):
    """The one page another site may frame: the latest figure of an indicator, its chart, the figures of the chart."""
    indicator = public_indicator(code)
    series = public_series(indicator)
    asked = [one for one in series if one.place.code == request.GET.get("dia_ban")]
    chosen = next(iter(asked or series), None)
    context = {
        "indicator": indicator,
        "series": chosen,
        "one": next(iter(charts_of(chosen)), None) if chosen else None,
        "home": home_of(request),
    }
    return render(request, "indicators/embed.html", context)


def public_indicator(code):
    return get_object_or_404(Indicator.objects.public().select_related("unit", "topic"), code=code)


def heading_of(chart):
    """«Giá trị sản xuất, tỉnh Hòa Bình, theo quý»."""
    name = "" if chart.axis.slug == "nam" else f", {chart.axis.name[0].lower()}{chart.axis.name[1:]}"
    return f"{chart.indicator.name}, {chart.place.name}{name}"


def notes_of(request, chart):
    """What a reader of the picture alone must know: what is left out, whose figures they are, where they stand."""
    sources = list(dict.fromkeys(figure.source.title for figure in chart.figures[::-1] if figure.source))
    more = " và nguồn khác" if len(sources) > MOST_SOURCES else ""
    names = site(request)
    address = f"{home_of(request)}{reverse('indicator', args=[chart.indicator.code])}"
    return [
        *([f"{capfirst(str(chart.average))}."] if chart.average else []),
        *([f"Không vẽ: {', '.join(chart.remarks)}."] if chart.left_out else []),
        *([f"Nguồn số liệu: {'; '.join(sources[:MOST_SOURCES])}{more}."] if sources else []),
        f"{names['site_name']}, {names['site_line']}: {address}",
    ]
