"""Holds printed comparisons against what they compare: on the sheet, and where the base is not there, in the book."""

from collections import defaultdict
from decimal import Decimal
from typing import NamedTuple

from config.sheets.layout import plain
from config.sheets.percentages import HUNDRED, is_percentage, made_of
from config.sheets.shown import ShownCell
from config.values.numbers import DECIMALS, format_number
from indicators import measures
from indicators.periods import Period, PeriodError
from indicators.sheets.cells import read_number
from indicators.sheets.differing import Difference
from indicators.sheets.heads import Base
from indicators.sheets.laid import Role
from indicators.sheets.values import Printed, where_it_is


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
        cell = self.line.cells[self.column.column.position]
        return format_number(round(cell, DECIMALS)) if isinstance(cell, float) else plain(cell)


def wrong_ratios(unfolder, known):
    """Comparisons that the values do not give."""
    found = list(_compared(unfolder, known))
    by_place = {(each.subject.key, each.column.column.said.base): each for each in found}
    by_whole = defaultdict(list)
    for each in found:
        by_whole[each.column.column.position, each.subject.indicator.parent_id].append(each)
    for each in found:
        if not _agrees(each.printed, each.ratio):
            of_months = _of_parts(each, _in_months(each, by_place), "các tháng")
            yield of_months or _of_parts(each, _in_lines(each, by_whole), "các phần") or _as_it_is(each)


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
    indicator = each and unfolder.indicator(line, _values_before(unfolder, column) or column)
    if not indicator or not _is_compared(indicator):
        return None
    try:
        period = column.column.said.period(unfolder.decided.own) or unfolder.decided.own
        return period and known.sheet.get(unfolder.key(indicator, column, period))
    except PeriodError:
        return None


def value_before(unfolder, known, line, column):
    """The figure of the line in the nearest column of values to the left."""
    values = _values_before(unfolder, column)
    subject = known.by_cell.get(f"{values.column.letter}{line.number}") if values else None
    return subject if subject and _is_compared(subject.indicator) and not subject.key.is_planned else None


def _values_before(unfolder, column):
    """The nearest column of values to the left, and so of the group that a comparison stands in; None for none."""
    before = [each for each in unfolder.decided.columns if each.column.position < column.column.position]
    return next((each for each in reversed(before) if each.role == Role.VALUE), None)


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


def _as_it_is(each):
    if not isinstance(each.base, Printed):
        base = f"{each.subject.told(each.base.number)} của {each.base.key.period}"
        against = f"từ ô {each.subject.cell} và {base} ({where_it_is(each.base)})"
    elif each.base.line is each.line:
        against = "từ các ô cùng dòng"
    else:
        against = f"từ ô {each.subject.cell} và ô {each.base.cell}"
    computed = f"{format_number(each.ratio, 2)} %"
    told = f"Ô {each.cell} («{each.line.name}», {each.head}): tệp ghi {each.shown}, tính lại {against} được {computed}."
    short = f"«{each.head}» ghi {each.shown}, tính lại được {computed}"
    return Difference(each.cell, told, short, each.subject.cell, each.column.column.letter)


# Ratios of a whole that were made of the ratios of its parts


def _in_months(each, by_place):
    """The printed comparisons of the months of a quarter, or of the first months."""
    period = each.subject.key.period
    if not period.length_in_months or period.start.year != period.end.year:
        return []
    months = months_in(period)
    base = each.column.column.said.base
    found = [by_place.get((each.subject.key._replace(period=month), base)) for month in months]
    return found if len(found) > 1 and None not in found else []


def months_in(period):
    """The months of a period within one year."""
    year = period.start.year
    return [Period.month(year, month) for month in range(period.start.month, period.end.month + 1)]


def _in_lines(each, by_whole):
    """The comparisons that the same column prints for parts of the same whole, in the same place and period."""
    alike = by_whole[each.column.column.position, each.subject.indicator.pk]
    return [one for one in alike if one.subject.key[1:] == each.subject.key[1:]]


def _of_parts(each, parts, of_what):
    """What is told of the ratio of a whole that is made of ratios, each right by itself."""
    made = made_of(each.printed, [part.printed for part in parts])
    if not made or not all(_agrees(part.printed, part.ratio) for part in parts):
        return None
    cells, computed = ", ".join(part.cell for part in parts), f"{format_number(each.ratio, 2)} %"
    told = (
        f"Ô {each.cell} («{each.line.name}», {each.head}): tệp ghi {each.shown}, là {made} tỷ lệ của {of_what} "
        f"({cells}); tỷ lệ phải tính từ tổng số, được {computed}."
    )
    short = f"«{each.head}» ghi {each.shown} ({made} tỷ lệ của {of_what}), tính từ tổng số được {computed}"
    return Difference(each.cell, told, short, each.subject.cell)
