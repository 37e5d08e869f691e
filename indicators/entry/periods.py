"""The periods of a form: the one it is filled for, those around it, and those its columns speak of."""

from datetime import date, timedelta
from functools import lru_cache

from indicators.models import Indicator, Kind
from indicators.models.forms import FormColumn, ReportForm
from indicators.periods import FIRST_YEAR, LAST_YEAR, Period, PeriodKind

Frequency = ReportForm.Frequency
Relative = FormColumn.Relative

# How long after its end a period is still the one people work on.
STILL_OPEN = {
    Frequency.MONTH: timedelta(days=9),
    Frequency.QUARTER: timedelta(days=20),
    Frequency.HALF: timedelta(days=30),
    Frequency.NINE_MONTHS: timedelta(days=30),
    Frequency.YEAR: timedelta(days=90),
}
KINDS = {
    Frequency.MONTH: PeriodKind.MONTH,
    Frequency.QUARTER: PeriodKind.QUARTER,
    Frequency.HALF: PeriodKind.HALF,
    Frequency.NINE_MONTHS: PeriodKind.MONTHS,
    Frequency.YEAR: PeriodKind.YEAR,
}


def holding(frequency, day):
    """The period of this frequency that a day lies in; for «9 tháng» the one of its year."""
    match frequency:
        case Frequency.MONTH:
            return Period.month(day.year, day.month)
        case Frequency.QUARTER:
            return Period.quarter(day.year, (day.month + 2) // 3)
        case Frequency.HALF:
            return Period.half(day.year, 1 if day.month <= 6 else 2)
        case Frequency.NINE_MONTHS:
            return Period.first_months(day.year, 9)
    return Period.year(day.year)


def current(frequency, today):
    """The period people fill now: the last one for a while after its end, then the one that runs."""
    return holding(frequency, today - STILL_OPEN[frequency])


def fits(frequency, period):
    """Whether a form of this frequency is filled for such a period."""
    if frequency == Frequency.NINE_MONTHS:
        return period == Period.first_months(period.start.year, 9)
    return period.kind == KINDS[frequency]


def has_years_around(period):
    """Whether the book has the years before and after it, of which the columns of a form speak."""
    return period.start.year > FIRST_YEAR and period.end.year < LAST_YEAR


def period_of(relative, period):
    """The period of a column of a form that is filled for this period; None where the form itself does not tell it."""
    year = period.end.year
    match relative:
        case Relative.SAME:
            return period
        case Relative.PREVIOUS:
            return period.previous()
        case Relative.YEAR_AGO:
            return period.year_before()
        case Relative.CUMULATED:
            return Period.first_months(year, period.end.month)
        case Relative.CUMULATED_YEAR_AGO:
            return Period.first_months(year - 1, period.end.month)
        case Relative.YEAR:
            return Period.year(year)
        case Relative.YEAR_BEFORE:
            return Period.year(year - 1)
        case Relative.NEXT_YEAR:
            return Period.year(year + 1)
    return None


@lru_cache(maxsize=4096)
def asking(frequency, relative, measure, kept):
    """The periods in which a form of this frequency asks for what is kept over a period in such a column."""
    year = kept.end.year
    years = range(max(year - 1, FIRST_YEAR + 1), min(year + 1, LAST_YEAR - 1) + 1)
    around = dict.fromkeys(holding(frequency, date(one, month, 1)) for one in years for month in range(1, 13))
    wholes = ((period, period_of(relative, period)) for period in around)
    # What is counted at a moment is found under the period too, where a source gave it so.
    return [period for period, whole in wholes if whole and kept in (whole, held_over(measure, whole))]


def held_over(measure, period):
    """The period under which a figure is kept: what is counted at a moment is kept at the last day."""
    return Period.on(period.end) if measure == Indicator.Measure.STOCK else period


def heading(column, period):
    """What stands over a column: its own words, or its kind and period, «ước tính tháng 4/2022»."""
    if column.heading:
        return column.heading
    if column.relative == Relative.RELEASED:
        return Relative.RELEASED.label
    words = Kind(column.kind).label if column.kind else "thực hiện"
    return f"{words} {period_of(column.relative, period)}"
