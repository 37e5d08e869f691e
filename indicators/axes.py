"""Which periods stand on one time axis, and where on it: only periods of one shape are ever drawn together."""

from dataclasses import dataclass

from indicators.periods import Period, PeriodKind

NAMES = {PeriodKind.HALF: "Theo nửa năm", PeriodKind.QUARTER: "Theo quý", PeriodKind.MONTH: "Theo tháng"}
SLUGS = {PeriodKind.HALF: "nua-nam", PeriodKind.QUARTER: "quy", PeriodKind.MONTH: "thang"}


@dataclass(frozen=True)
class TimeAxis:
    """The places of periods that are alike.

    Without `months` there is one place a year; with it, one after every so many months, counted from `offset` months
    after the year 0.
    """

    slug: str
    name: str
    family: tuple
    months: int | None = None
    offset: int = 0
    only_month: int | None = None

    @property
    def is_yearly(self):
        return self.months is None

    def holds(self, period):
        """Whether the period is one of those that stand on this axis."""
        return _family(period) == self.family and self.only_month in (None, period.start.month)

    def slot(self, period):
        if self.is_yearly:
            return period.end.year
        return (12 * period.start.year + period.start.month - 1) // self.months

    def label(self, slot):
        """The period of a place, as short as the axis needs: the year alone where each point is of another year."""
        if self.is_yearly:
            return str(slot)
        year, month = divmod(slot * self.months + self.offset, 12)
        match self.months:
            case 1:
                return str(Period.month(year, month + 1))
            case 3:
                return str(Period.quarter(year, month // 3 + 1))
            case 6:
                return str(Period.half(year, month // 6 + 1))
            case _:
                return str(Period.years(year, year + self.months // 12 - 1))


def axes_of(periods):
    """The time axes of periods, each with its own, in the order of time; that of the most periods first."""
    families = {}
    for period in sorted(set(periods)):
        if period.kind != PeriodKind.SPAN:
            families.setdefault(_family(period), []).append(period)
    axes = [(_axis(alike), alike) for alike in families.values()]
    return sorted(axes, key=lambda one: (-len(one[1]), one[0].slug))


def _family(period):
    match period.kind:
        case PeriodKind.DATE:
            # The day after: 28/02/2023 and 29/02/2024 are one series.
            return period.kind, period.stop.month, period.stop.day
        case PeriodKind.MONTHS:
            return period.kind, period.start.month, period.length_in_months
        case PeriodKind.YEARS:
            return period.kind, period.length_in_months, period.start.year % period.length_in_years
        case _:
            return (period.kind,)


def _axis(periods):
    first, family = periods[0], _family(periods[0])
    match first.kind:
        case PeriodKind.YEAR:
            return TimeAxis("nam", "Theo năm", family)
        case PeriodKind.DATE:
            return TimeAxis(f"ngay-{first.end:%d-%m}", f"Đến ngày {first.end:%d/%m} các năm", family)
        case PeriodKind.YEARS:
            years, months = first.length_in_years, first.length_in_months
            offset = 12 * first.start.year % months
            return TimeAxis(f"giai-doan-{years}-{offset}", f"Theo giai đoạn {years} năm", family, months, offset)
    months, month = first.length_in_months, first.start.month
    if {period.start.month for period in periods} == {month}:
        # Only ever the first half, only ever May: such periods follow each other year by year.
        return TimeAxis(f"{months}-thang-{month}", _name_each_year(first), family, only_month=month)
    return TimeAxis(SLUGS[first.kind], NAMES[first.kind], family, months)


def _name_each_year(period):
    words = str(period).removesuffix(str(period.start.year)).removesuffix("năm ").rstrip(" /")
    return f"{words[0].upper()}{words[1:]} các năm"
