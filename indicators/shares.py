"""Reported shares beside what their own numerator and denominator give."""

from dataclasses import dataclass
from decimal import Decimal

from indicators import measures
from indicators.models import Qualifier, Version
from indicators.models.figures import ACTUAL_KINDS
from indicators.series import all_series, is_computable


@dataclass(frozen=True)
class ShareCheck:
    """A reported share, the two figures it is made of, and the share they give."""

    figure: Version
    numerator: Version
    denominator: Version
    computed: Decimal

    @property
    def agrees(self):
        """Whether the computed share would be printed as the reported one: 54 stands for 53,5 up to 54,5."""
        decimals = max(0, -self.figure.value.as_tuple().exponent)
        return measures.within_rounding(self.figure.value, self.computed, decimals)


def share_checks(figures):
    """A check for each exact share whose terms are known as exactly, for the same place and period; two queries.

    What was is checked against what was, a target against the targets: the two never meet.
    """
    shares = [figure for figure in figures if figure.indicator.numerator_id and _is_exact(figure)]
    if not shares:
        return []
    terms = {term for figure in shares for term in (figure.indicator.numerator_id, figure.indicator.denominator_id)}
    parts = Version.objects.public().filter(indicator__in=terms).select_related("indicator", "place")
    known = {(series.indicator.pk, series.place.pk): series for series in all_series(parts)}

    def term(indicator, figure):
        series = known.get((indicator, figure.place_id))
        if series is None:
            return None
        return series.current(figure.period) if figure.kind in ACTUAL_KINDS else series.at(figure.period, figure.kind)

    checks = []
    for figure in shares:
        numerator = term(figure.indicator.numerator_id, figure)
        denominator = term(figure.indicator.denominator_id, figure)
        if _is_exact(numerator) and _is_exact(denominator):
            computed = measures.share(numerator.value, denominator.value)
            if computed is not None:
                checks.append(ShareCheck(figure, numerator, denominator, computed))
    return checks


def _is_exact(figure):
    """Whether a disagreement would be one of the figures, and not of a «khoảng»."""
    return is_computable(figure, even_in_doubt=True) and figure.qualifier == Qualifier.EXACT
