"""The picture of an indicator where its address is shared: its newest figure, what it is, its chart. 1200 by 630."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.text import capfirst

from config.pages.charts.files import drawn, png_file, rules_of_paper
from config.pages.charts.frame import NARROW
from config.pages.charts.lettering import shortened, width_of, wrapped
from config.pages.views import public_page, site
from indicators import wording
from indicators.public.charts import charts_of
from indicators.public.one_indicator import public_series
from indicators.public.pictures import TYPES, public_indicator

EDGE, CHART_LEFT, CHART_TOP, CHART_WIDTH, RIGHT = 56, 640, 130, 504, 1144
# What letters are measured at.
MEASURED_AT = 13
NAME_SIZE, NAME_LINE, UNIT_SIZE, ABOUT_SIZE = 40, 50, 32, 28
LARGE, SMALL = 80, 50
MOST_LINES, TALLEST = 3, 460


@dataclass(frozen=True)
class Line:
    """One line of letters: where it stands, how large, what it says."""

    y: int
    size: int
    words: str
    css_class: str = ""


@public_page
def card(request, code):
    """The picture; an indicator without figures has one with its name alone."""
    indicator = public_indicator(code)
    series = next(iter(public_series(indicator)), None)
    charts = charts_of(series) if series else []
    drawing = charts[0].drawing if charts else None
    chart = drawing and next(one for one in drawing.sizes if one.size is NARROW)
    room = (CHART_LEFT if drawing else RIGHT) - EDGE - 40
    names = site(request)
    context = {
        "drawing": drawing,
        "chart": chart,
        "lines": lines_of(indicator, series, room),
        "site": f"{names['site_name']} · {names['site_line']}",
        "edge": EDGE,
        "left": CHART_LEFT,
        "top": CHART_TOP,
        "width": CHART_WIDTH,
        "height": chart and min(chart.height * CHART_WIDTH / NARROW.width, TALLEST),
        "rules": rules_of_paper(),
    }
    return HttpResponse(png_file(drawn("indicators/card.svg", context), zoom=1), content_type=TYPES["png"])


def lines_of(indicator, series, room):
    """The name, the newest figure and what it is, one under the other."""
    y, lines = 180, []
    for words in wrapped(indicator.name, room * MEASURED_AT / NAME_SIZE, most=MOST_LINES):
        lines.append(Line(y, NAME_SIZE, words, "strong"))
        y += NAME_LINE
    figure = series and (series.latest or series.next_goal)
    if figure is None:
        return lines
    amount = wording.amount(figure.value, figure.qualifier, figure.upper)
    size = LARGE if width_of(amount) * LARGE <= room * MEASURED_AT else SMALL
    about = capfirst(f"{figure.get_kind_display()} {figure.period.phrase}")
    said = [about, capfirst("; ".join(wording.flags(figure))), capfirst(figure.place.name)]
    below = [shortened(words, room * MEASURED_AT / ABOUT_SIZE) for words in said if words]
    return [
        *lines,
        Line(y + size, size, amount, "amount"),
        Line(y + size + 52, UNIT_SIZE, indicator.unit.name),
        *(Line(y + size + 100 + 40 * at, ABOUT_SIZE, words) for at, words in enumerate(below)),
    ]
