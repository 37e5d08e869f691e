"""How far a figure lies from the target ahead of it, in words."""

from config.values.numbers import format_number
from indicators.measures import MeasureKind, change
from indicators.models import Kind, Qualifier
from indicators.periods import PeriodKind
from indicators.series import is_computable

ONE_TIME = {PeriodKind.YEAR, PeriodKind.DATE}
TO_BE_FILLED = {MeasureKind.FLOW, MeasureKind.STOCK}


def target_ahead(series, figure):
    """The nearest target of one year or day that the figure can be measured against; None where there is none.

    What flows in a part of a year, or in five, is not measured against one year.
    """
    if not is_computable(figure) or figure.has_other_definition:
        return None
    if series.indicator.measure == MeasureKind.FLOW and figure.period.kind != PeriodKind.YEAR:
        return None
    targets = [one for one in series.figures if one.kind == Kind.TARGET and is_computable(one)]
    ahead = [
        one
        for one in targets
        if one.period.kind in ONE_TIME and one.period.end >= figure.period.end and not one.has_other_definition
    ]
    return min(ahead, key=lambda one: one.period.end, default=None)


def distance(series, figure):
    """«còn thiếu 1.200 tỷ đồng để đạt mục tiêu 2025»; neutral for rates, of which fewer may be better; else empty."""
    target = target_ahead(series, figure)
    if target is None:
        return ""
    left = change(target.value, figure.value)
    measure = MeasureKind(series.indicator.measure)
    if left == 0:
        return f"bằng mục tiêu {target.period}"
    unit = series.indicator.unit.name if measure.adds_up else measure.compared_in
    about = "khoảng " if Qualifier.ABOUT in (figure.qualifier, target.qualifier) else ""
    amount = f"{about}{format_number(abs(left))} {unit}"
    if measure in TO_BE_FILLED:
        words = "còn thiếu {} để đạt mục tiêu {}" if left > 0 else "đã vượt {} so với mục tiêu {}"
        return words.format(amount, target.period)
    return f"{'thấp' if left > 0 else 'cao'} hơn mục tiêu {target.period} là {amount}"
