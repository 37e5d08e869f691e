"""Where figures of the book say something else than the registers count, one place and period after another."""

from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import or_

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.template.response import TemplateResponse

from config.values.numbers import format_number
from indicators.counts import agrees, count_for
from indicators.models import Figure, Office, Place
from indicators.periods import Period
from indicators.rights import reach_of

# Each place and period asks every register once.
GROUPS_A_PAGE = 12


@dataclass(frozen=True)
class Difference:
    """A figure and what its register counts; which of the two is right nobody has said yet where no note does."""

    figure: Figure
    counted: Decimal
    # How many invented rows of the register would have been counted too.
    left_out: int

    @property
    def amount(self):
        """«+2», «−1.812,6»: how far the figure lies from the count."""
        apart = self.figure.value - self.counted
        text = format_number(apart)
        return f"+{text}" if apart > 0 else text


@dataclass(frozen=True)
class Compared:
    """The figures of one place and period that a register counts: those that differ, and how many agree."""

    place: Place
    period: Period
    differences: list[Difference]
    same: int
    # Figures without a number, or that the register cannot count.
    untold: int

    @property
    def words(self):
        """«3 số khác sổ; 5 số khớp; 1 số sổ chưa đếm được»."""
        counts = {"số khác sổ": len(self.differences), "số khớp sổ": self.same, "số sổ chưa đếm được": self.untold}
        return "; ".join(f"{format_number(count)} {what}" for what, count in counts.items() if count)


def counted_figures(office=None):
    """The most mature actual figures of indicators that a register counts, of one office or of all."""
    figures = Figure.objects.current().exclude(indicator__counted_by="")
    return figures.filter(indicator__office=office) if office else figures


def groups_of(figures):
    """The places and periods of these figures, the newest first."""
    keys = ("place", "period_start", "period_end")
    return figures.order_by("-period_end", "-period_start", "place__code").values(*keys).distinct()


def compared(figures, groups):
    """The figures of these places and periods held against the registers; one query, and what each group asks."""
    wanted = reduce(or_, (Q(**group) for group in groups), Q(pk__in=[]))
    rows = figures.filter(wanted).select_related("indicator__unit", "place").order_by("indicator")
    found = {tuple(group.values()): [] for group in groups}
    for figure in rows:
        found[(figure.place_id, figure.period_start, figure.period_end)].append(figure)
    return [compared_group(group) for group in found.values()]


def compared_group(figures):
    place, period = figures[0].place, figures[0].period
    counts = count_for({figure.indicator.counted_by for figure in figures}, place, period)
    differences, same, untold = [], 0, 0
    for figure in figures:
        told = counts.get(figure.indicator.counted_by)
        counted = told and told.as_figure_of(figure.indicator)
        if counted is None or figure.value is None:
            untold += 1
        elif agrees(figure, counted):
            same += 1
        else:
            differences.append(Difference(figure, counted, told.left_out))
    return Compared(place, period, differences, same, untold)


def differences_page(screen, request):
    """The figures of an office, or of all, that say something else than the registers count."""
    if not request.user.has_perm("indicators.view_figure"):
        raise PermissionDenied
    offices = list(Office.objects.filter(indicators__counted_by__gt="").distinct())
    asked = request.GET.get("phong")
    own = reach_of(request.user).office
    chosen = next((one for one in offices if one.code == asked), None) if asked is not None else own
    figures = counted_figures(chosen)
    page = Paginator(groups_of(figures), GROUPS_A_PAGE).get_page(request.GET.get("trang"))
    context = {
        **screen.admin_site.each_context(request),
        "title": "Sổ và số liệu khác nhau",
        "opts": screen.opts,
        "section": screen.section,
        "offices": offices,
        "chosen": chosen,
        "page": page,
        "groups": compared(figures, list(page.object_list)),
    }
    return TemplateResponse(request, "admin/indicators/reportform/differences.html", context)
