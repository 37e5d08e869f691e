"""Holds printed comparisons against what they compare: on the sheet, and where the base is not there, in the book."""

from decimal import Decimal
from typing import NamedTuple

from config.sheets.layout import plain
from config.sheets.shown import ShownCell
from config.values.numbers import format_number
from indicators import measures
from indicators.periods import Period, PeriodError
from indicators.sheets.cells import read_number
from indicators.sheets.differing import Difference
from indicators.sheets.heads import Base
from indicators.sheets.laid import Role
from indicators.sheets.values import Printed, said_of

# What rounding to one decimal of a percentage may differ by, and a little more for values rounded before.
TOLERANCE = Decimal("0.11")
HUNDRED = Decimal(100)
# Above it, a number is taken for a percentage and not for a fraction.
LARGEST_FRACTION = 3


class Compared(NamedTuple):
    """A printed comparison: of which figure with which value, and what it should be in %."""

    line: object
    column: object
    printed: Decimal
    subject: Printed
    base: object
    ratio: Decimal

    @property
    def cell(self):
        return f"{self.column.column.letter}{self.line.number}"

    @property
    def head(self):
        return self.column.column.head

    @property
    def shown(self):
        return plain(self.line.cells[self.column.column.position])


def wrong_ratios(unfolder, known):
    """Comparisons that the values do not give."""
    found = list(_compared(unfolder, known))
    by_place = {(each.subject.key, each.column.column.said.base): each for each in found}
    for each in found:
        if not _agrees(each.printed, each.ratio):
            yield _of_parts(each, _in_months(each, by_place), "các tháng") or _of_parts(
                each, _in_lines(each, found), "các phần"
            ) or _as_it_is(each)


def _compared(unfolder, known):
    columns = [each for each in unfolder.decided.columns if each.role == Role.COMPARED]
    for line in unfolder.laid.lines:
        for column in columns:
            printed = printed_in(line, column)
            subject = printed and _subject(unfolder, known, line, column)
            base = subject and _base(known, subject, column.column.said.base)
            ratio = base and measures.ratio(subject.number, base.number)
            if ratio:
                yield Compared(line, column, printed, subject, base, ratio)


def printed_in(line, column):
    """The comparison that a cell prints; None for none, and for a nought, which mostly says that there is no base."""
    cell = line.cells.get(column.column.position)
    if isinstance(cell, ShownCell) and cell.is_percent:
        return cell.in_percent or None
    return read_number(cell) or None


def _subject(unfolder, known, line, column):
    """The figure that is compared: of the period that the head says, or of the column of values before it."""
    if unfolder.laid.periods_down:
        return value_before(unfolder, known, line, column)
    each = unfolder.lines.get(line.number)
    indicator = each and unfolder.indicator(line, column)
    if not indicator or not _is_compared(indicator):
        return None
    try:
        period = column.column.said.period(unfolder.decided.own) or unfolder.decided.own
        return period and known.sheet.get(unfolder.key(indicator, column, period))
    except PeriodError:
        return None


def value_before(unfolder, known, line, column):
    """The figure of the line in the nearest column of values to the left."""
    before = [each for each in unfolder.decided.columns if each.column.position < column.column.position]
    values = [each for each in before if each.role == Role.VALUE]
    subject = known.by_cell.get(f"{values[-1].column.letter}{line.number}") if values else None
    return subject if subject and _is_compared(subject.indicator) and not subject.key.is_planned else None


def _is_compared(indicator):
    """Of rates and indices the difference is told in points, which is no ratio."""
    return measures.MeasureKind(indicator.measure).adds_up


def _base(known, subject, base):
    period = subject.key.period
    try:
        match base:
            case Base.PREVIOUS:
                return known.at(subject, period.previous())
            case Base.YEAR_AGO:
                return known.at(subject, period.year_before())
            case Base.PLAN:
                whole = Period.year(period.end.year)
                return known.at(subject, period, is_planned=True) or known.at(subject, whole, is_planned=True)
    except PeriodError:
        return None
    return None


def _agrees(printed, ratio):
    """Whether a comparison printed as 108,9 or 8,9, or as the fraction 1,089 or 0,089, is this one."""
    return is_percentage(printed, ratio) or is_percentage(printed, ratio - HUNDRED)


def is_percentage(printed, ratio):
    """Whether a percentage printed as 56,2 or as the fraction 0,562 is this one; 56 may be rounded."""
    rounding = Decimal("0.5").scaleb(printed.as_tuple().exponent) if printed.as_tuple().exponent <= 0 else 0
    as_fraction = max(TOLERANCE / HUNDRED, rounding if printed.as_tuple().exponent < -1 else 0)
    return abs(printed - ratio) <= max(TOLERANCE, rounding) or abs(printed - ratio / HUNDRED) <= as_fraction


def _as_it_is(each):
    if isinstance(each.base, Printed) and each.base.line is each.line:
        against = "từ các ô cùng dòng "
    else:
        against = f"từ ô {each.subject.cell} và {said_of(each.base, each.subject)} "
    computed = f"{format_number(each.ratio, 2)} %"
    told = (
        f"Ô {each.cell} («{each.line.name}», {each.head}): tệp ghi {each.shown}, tính lại {against}được {computed}."
    )
    short = f"«{each.head}» ghi {each.shown}, tính lại được {computed}"
    return Difference(each.cell, told, short, each.subject.cell, each.column.column.letter)


# Ratios of a whole that were made of the ratios of its parts


def _in_months(each, by_place):
    """The printed comparisons of the months of a quarter, or of the first months."""
    if not each.subject.key.period.length_in_months:
        return []
    months = months_in(each.subject.key.period)
    base = each.column.column.said.base
    found = [by_place.get((each.subject.key._replace(period=month), base)) for month in months]
    return found if len(found) > 1 and None not in found else []


def months_in(period):
    """The months of a period within one year."""
    year = period.start.year
    return [Period.month(year, month) for month in range(period.start.month, period.end.month + 1)]


def _in_lines(each, found):
    """The comparisons that the same column prints for parts of the same whole."""
    whole = each.subject.indicator.pk
    return [one for one in found if one.column is each.column and one.subject.indicator.parent_id == whole]


def _of_parts(each, parts, of_what):
    if len(parts) < 2:
        return None
    total = sum(part.printed for part in parts)
    margin = TOLERANCE if abs(each.printed) > LARGEST_FRACTION else TOLERANCE / HUNDRED
    if abs(each.printed - total) <= margin:
        made = "tổng"
    elif abs(each.printed - total / len(parts)) <= margin:
        made = "trung bình cộng"
    else:
        return None
    cells, computed = ", ".join(part.cell for part in parts), f"{format_number(each.ratio, 2)} %"
    told = (
        f"Ô {each.cell} («{each.line.name}», {each.head}): tệp ghi {each.shown}, là {made} tỷ lệ của {of_what} "
        f"({cells}); tỷ lệ phải tính từ tổng số, được {computed}."
    )
    short = f"«{each.head}» ghi {each.shown} ({made} tỷ lệ của {of_what}), tính từ tổng số được {computed}"
    return Difference(each.cell, told, short, each.subject.cell)
