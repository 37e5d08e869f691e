"""Reported shares beside what their own numerator and denominator give."""

from dataclasses import dataclass
from decimal import Decimal

from indicators import measures
from indicators.models import Figure
from indicators.series import all_series, is_computable


@dataclass(frozen=True)
class ShareCheck:
    """A reported share, the two figures it is made of, and the share they give."""

    figure: Figure
    numerator: Figure
    denominator: Figure
    computed: Decimal

    @property
    def agrees(self):
        """Whether the computed share would be printed as the reported one: 54 stands for 53,5 up to 54,5."""
        decimals = max(0, -self.figure.value.as_tuple().exponent)
        return measures.within_rounding(self.figure.value, self.computed, decimals)


def share_checks(figures):
    """A check for each share whose numerator and denominator are known for the same place and period; two queries."""
    shares = [figure for figure in figures if figure.indicator.numerator_id and is_computable(figure, True)]
    if not shares:
        return []
    terms = {term for figure in shares for term in (figure.indicator.numerator_id, figure.indicator.denominator_id)}
    parts = Figure.objects.public().actual().filter(indicator__in=terms).select_related("indicator", "place")
    known = {(series.indicator.pk, series.place.pk): series for series in all_series(parts)}

    def current(indicator, figure):
        series = known.get((indicator, figure.place_id))
        return series and series.current(figure.period)

    checks = []
    for figure in shares:
        numerator = current(figure.indicator.numerator_id, figure)
        denominator = current(figure.indicator.denominator_id, figure)
        if is_computable(numerator, True) and is_computable(denominator, True):
            computed = measures.share(numerator.value, denominator.value)
            if computed is not None:
                checks.append(ShareCheck(figure, numerator, denominator, computed))
    return checks
