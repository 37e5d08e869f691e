"""Holds what a sheet prints of its own values against them: comparisons, sums of months, wholes and their parts."""

from collections import defaultdict
from decimal import Decimal
from typing import NamedTuple

from config.sheets.layout import plain
from config.values.numbers import format_number
from indicators import measures
from indicators.models import Indicator
from indicators.periods import Period, PeriodError
from indicators.sheets.cells import read_number
from indicators.sheets.decided import LEFT_OUT
from indicators.sheets.heads import Base, Degree
from indicators.sheets.laid import Role

# What rounding to one decimal of a percentage may differ by, and a little more for values rounded before.
TOLERANCE = Decimal("0.11")
HUNDRED = Decimal(100)
# How many differences are told, and how many cells of one column are named.
TOLD, NAMED = 20, 5


class Wrong(NamedTuple):
    """A printed comparison that the values beside it do not give."""

    letter: str
    cell: str
    told: str

    @classmethod
    def at(cls, column, line, ratio):
        cell = f"{column.column.letter}{line.number}"
        shown = plain(line.cells[column.column.position])
        told = (
            f"Ô {cell} («{line.name}», {column.column.head}): tệp ghi {shown}, tính lại từ các ô cùng dòng được "
            f"{format_number(ratio, 2)} %."
        )
        return cls(column.column.letter, cell, told)


def differences(unfolder):
    """What differs, in sentences with both values; the first of many."""
    if unfolder.laid.periods_down:
        found = [*_told_by_column(_wrong_ratios_down(unfolder)), *_wrong_sums(unfolder)]
    else:
        found = [*_told_by_column(_wrong_ratios(unfolder)), *_parts_above(unfolder), *_repeated(unfolder)]
    more = [f"Còn {len(found) - TOLD} chỗ khác không khớp."] if len(found) > TOLD else []
    return found[:TOLD] + more


def _told_by_column(wrong):
    """A column that is computed in another way differs in every line: it is told once."""
    by_column = defaultdict(list)
    for each in wrong:
        by_column[each.letter].append(each)
    for letter, (first, *rest) in by_column.items():
        cells = ", ".join(each.cell for each in rest[:NAMED])
        more = f" Cột {letter} còn {len(rest)} ô khác như vậy: {cells}{' …' if rest[NAMED:] else ''}." if rest else ""
        yield first.told + more


# Comparisons beside their values


def _wrong_ratios(unfolder):
    compared = [each for each in unfolder.decided.columns if each.role == Role.COMPARED]
    for each in unfolder.decided.lines:
        if each.indicator == LEFT_OUT:
            continue
        for column in compared:
            values = _values_of(unfolder, each.line, _group_beside(unfolder, column))
            printed = _number(each.line.cells.get(column.column.position))
            ratio = _ratio(column, values, unfolder.decided.own)
            if printed and ratio and not _agrees(printed, ratio):
                yield Wrong.at(column, each.line, ratio)


def _group_beside(unfolder, column):
    """The group of the values that a comparison stands beside."""
    before = [each for each in unfolder.decided.columns if each.column.position < column.column.position]
    return next((each.group for each in reversed(before) if each.role == Role.VALUE), "")


def _values_of(unfolder, line, group=""):
    """The numbers of a line in a group of columns by period and whether they are planned."""
    values = {}
    for position, cell in line.cells.items():
        each = unfolder.columns[position]
        number = _number(cell)
        is_own = each.role == Role.VALUE and not each.place and each.group == group
        if is_own and each.period and number is not None:
            values[each.period, each.degree in (Degree.PLAN, Degree.TARGET)] = number
    return values


def _ratio(column, values, own):
    """What the value should be of what it is compared with, in %."""
    said = column.column.said
    if own is None or said.base not in (Base.PREVIOUS, Base.YEAR_AGO, Base.PLAN):
        return None
    is_planned = said.base == Base.PLAN
    try:
        subject = said.period(own) or own
        base = subject.previous() if said.base == Base.PREVIOUS else subject.year_before()
    except PeriodError:
        return None
    if is_planned:
        base = subject if (subject, True) in values else Period.year(subject.end.year)
    return measures.ratio(values.get((subject, False)), values.get((base, is_planned)))


def _wrong_ratios_down(unfolder):
    """Where periods stand down, a comparison is of the column of values before it with the year before."""
    places, subject = {}, None
    for each in unfolder.decided.columns:
        if each.role == Role.VALUE and each.column.said.year:
            subject = each
            places[each.indicator, each.column.said.year] = each.column.position
        elif each.role == Role.COMPARED and subject and each.column.said.base == Base.YEAR_AGO:
            before = places.get((subject.indicator, subject.column.said.year - 1))
            for line in unfolder.laid.lines:
                printed = _number(line.cells.get(each.column.position))
                value, base = _number(line.cells.get(subject.column.position)), _number(line.cells.get(before))
                ratio = measures.ratio(value, base)
                if printed and ratio and not _agrees(printed, ratio):
                    yield Wrong.at(each, line, ratio)


def _agrees(printed, ratio):
    """Whether a comparison printed as 108,9 or 8,9, or as the fraction 1,089 or 0,089, is this one."""
    fraction = ratio / HUNDRED
    whole = any(abs(printed - expected) <= TOLERANCE for expected in (ratio, ratio - HUNDRED))
    return whole or any(abs(printed - expected) <= TOLERANCE / HUNDRED for expected in (fraction, fraction - 1))


# Sums


def _wrong_sums(unfolder):
    """Quarters, halves and first months that are not the sum of the months beside them."""
    own = unfolder.decided.own
    for each in unfolder.decided.columns:
        indicator = unfolder.names.indicators.get(each.indicator)
        if each.role != Role.VALUE or indicator is None or indicator.measure != Indicator.Measure.FLOW:
            continue
        found = {
            period: (line, number)
            for line in unfolder.laid.lines
            if (number := _number(line.cells.get(each.column.position))) is not None
            and (period := _period_of(line, each, own))
        }
        for period, (line, printed) in found.items():
            months = _months_in(period)
            total = sum(found[month][1] for month in months) if all(month in found for month in months) else printed
            if total != printed:
                yield (
                    f"Ô {each.column.letter}{line.number} («{line.name}», {each.column.head}): tệp ghi "
                    f"{format_number(printed)}, cộng các tháng được {format_number(total)}; các tháng trước có thể đã "
                    "được sửa."
                )


def _months_in(period):
    year = period.start.year
    return [Period.month(year, month) for month in range(period.start.month, period.end.month + 1)]


def _period_of(line, each, own):
    try:
        return line.said.with_(each.column.said).period(own)
    except PeriodError:
        return None


def _parts_above(unfolder):
    """Wholes of which one part on the same sheet is larger."""
    indicators = unfolder.names.indicators
    by_id = {each.pk: each.code for each in indicators.values()}
    lines = {each.indicator: each.line for each in unfolder.decided.lines if each.indicator in indicators}
    parts = defaultdict(list)
    for code, line in lines.items():
        whole = by_id.get(indicators[code].parent_id)
        if whole in lines and measures.MeasureKind(indicators[code].measure).adds_up and lines[whole].unit == line.unit:
            parts[whole].append(line)
    for whole, of_whole in parts.items():
        for each in unfolder.decided.columns:
            if each.role == Role.VALUE:
                yield from _larger_part(lines[whole], of_whole, each.column)


def _larger_part(whole, parts, column):
    printed = _number(whole.cells.get(column.position))
    numbers = [number for part in parts if (number := _number(part.cells.get(column.position))) is not None]
    if printed and numbers and max(numbers) > printed:
        yield (
            f"Ô {column.letter}{whole.number} («{whole.name}»): tệp ghi {format_number(printed)}, nhỏ hơn phần của nó "
            f"là {format_number(max(numbers))}."
        )


def _repeated(unfolder):
    """Lines in which a value of several digits is last year's to the last digit."""
    for each in unfolder.decided.lines:
        values = _values_of(unfolder, each.line)
        for (period, is_planned), value in values.items():
            is_telling = not is_planned and len(value.as_tuple().digits) > 2
            if is_telling and values.get((_year_before(period), False)) == value:
                yield (
                    f"Dòng {each.line.number} («{each.line.name}»): {period.phrase} và cùng kỳ năm trước cùng ghi "
                    f"{format_number(value)}."
                )


def _year_before(period):
    try:
        return period.year_before()
    except PeriodError:
        return None


def _number(cell):
    """The number of a cell; None for one without, and for a nought, which mostly says that there is no base."""
    return read_number(cell) or None
