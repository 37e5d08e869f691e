"""Holds wholes against their parts, and printed shares against both.

The catalogue says what is a part of what, but not which parts are all of them: an indicator is divided by sector and by
owner, and some parts have no indicator. So parts are taken for complete only where they add up to the whole at least
twice, on the sheet or in the book, and twice as often as they do not.
"""

import re
from collections import defaultdict

from config.sheets.percentages import HUNDRED, TOLERANCE, is_percentage
from config.sheets.totals import TOTAL_WORDS
from config.values.numbers import format_number
from config.values.text import identity_key, unmarked
from indicators import measures
from indicators.sheets.cells import read_number
from indicators.sheets.decided import LEFT_OUT
from indicators.sheets.differing import Difference
from indicators.sheets.heads import Base
from indicators.sheets.laid import Role
from indicators.sheets.ratios import printed_in, value_before
from indicators.sheets.summed import rounding
from indicators.sheets.values import Printed, where_it_is

FEWEST = 2
# How many wholes over each other are tried; a circle of them ends there.
DEEPEST = 4
_SHARE = re.compile(r"ty trong|co cau")


class Parts:
    """The groups of parts of each whole, as the sheet lists them, and those of which all parts are there."""

    def __init__(self, unfolder, known):
        self.known = known
        self.groups = defaultdict(dict)
        stands = {each.indicator: (each.line.above, each.line.level) for each in unfolder.decided.lines}
        for each in known.sheet.values():
            whole = known.by_id.get(each.indicator.parent_id)
            is_part = whole and whole.unit_id == each.indicator.unit_id
            if is_part and measures.MeasureKind(each.indicator.measure).adds_up:
                self.groups[whole.code, stands.get(each.indicator.code)][each.indicator.code] = None
        self.keys = defaultdict(list)
        for key in {**known.book, **known.sheet}:
            self.keys[key.indicator].append(key)
        self.complete = [
            (whole, group)
            for (whole, group), parts in self.groups.items()
            if len(parts) > 1 and self._is_complete(self.keys[whole], parts)
        ]

    def of(self, key, group):
        """The values of a group of parts for the place, the period and the degree of their whole."""
        found = (self.known.get(key._replace(indicator=code)) for code in self.groups[key.indicator, group])
        return [each for each in found if each]

    def _is_complete(self, keys, parts):
        agreeing = differing = 0
        for key in keys:
            whole, found = self.known.get(key), [self.known.get(key._replace(indicator=code)) for code in parts]
            if None not in found:
                agrees = abs(sum(part.number for part in found) - whole.number) <= rounding(whole, found)
                agreeing, differing = agreeing + agrees, differing + (not agrees)
        return agreeing >= max(FEWEST, 2 * differing)


def wrong_wholes(known, parts):
    """Wholes of which one part is larger, and those that are not the sum of all their parts."""
    for whole, group in parts.groups:
        for each in filter(None, map(known.sheet.get, parts.keys[whole])):
            if found := parts.of(each.key, group):
                is_complete = (whole, group) in parts.complete and len(found) == len(parts.groups[whole, group])
                yield from _wrong_whole(each, found, is_complete)


def _wrong_whole(each, found, is_complete):
    largest, total = max(part.number for part in found), sum(part.number for part in found)
    if each.number and largest > each.number:
        told = (
            f"Ô {each.cell} («{each.line.name}»): tệp ghi {each.told()}, nhỏ hơn phần của nó là {each.told(largest)}."
        )
        yield Difference(each.cell, told, f"ghi {each.told()}, nhỏ hơn phần của nó là {each.told(largest)}", each.cell)
    elif is_complete and abs(total - each.number) > rounding(each, found):
        cells = ", ".join(part.cell if isinstance(part, Printed) else "trong sổ" for part in found)
        told = f"Ô {each.cell} ({each.name}): tệp ghi {each.told()}, cộng các phần ({cells}) được {each.told(total)}."
        yield Difference(each.cell, told, f"ghi {each.told()}, cộng các phần được {each.told(total)}", each.cell)


# Shares


def wrong_shares(unfolder, known, parts):
    """Shares that part and whole do not give, and shares of all parts that make another sum than 100."""
    for column in unfolder.decided.columns:
        is_share = column.role == Role.COMPARED and column.column.said.base == Base.WHOLE
        if is_share and _SHARE.search(unmarked(column.column.head)):
            yield from _wrong_in_column(unfolder, known, parts, column)


def _wrong_in_column(unfolder, known, parts, column):
    shares = {}
    for line in unfolder.laid.lines:
        printed = printed_in(line, column)
        subject = printed and _divided(unfolder, known, line, column)
        if subject:
            shares[subject.key] = printed
            yield from _wrong_share(known, column, printed, subject)
    yield from _wrong_totals(unfolder, column)
    for whole, group in parts.complete:
        of_parts = [key for key in shares if key.indicator in parts.groups[whole, group]]
        wholes = dict.fromkeys(key._replace(indicator=whole) for key in of_parts)
        for each in filter(None, map(known.sheet.get, wholes)):
            yield from _wrong_sum(column, each, parts.of(each.key, group), shares)


def _divided(unfolder, known, line, column):
    """The figure of which a share is printed: of the period that the head says, else in the column before it."""
    before = value_before(unfolder, known, line, column)
    each, period = unfolder.lines.get(line.number), column.period
    if before and period and each and column.column.said.names_time and before.key.period != period:
        return known.sheet.get(before.key._replace(period=period))
    return before


def _wrong_share(known, column, printed, subject):
    """One that is the share in none of the wholes over it."""
    wholes, indicator = [], subject.indicator
    for _ in range(DEEPEST):
        indicator = known.by_id.get(indicator.parent_id)
        if indicator is None or indicator.unit_id != subject.indicator.unit_id:
            break
        whole = known.get(subject.key._replace(indicator=indicator.code))
        if ratio := whole and measures.share(subject.number, whole.number):
            wholes.append((whole, ratio))
    if wholes and not any(is_percentage(printed, ratio) for _, ratio in wholes):
        whole, ratio = wholes[0]
        cell = f"{column.column.letter}{subject.line.number}"
        shown, computed = format_number(printed), f"{format_number(ratio, 2)} %"
        told = (
            f"Ô {cell} («{subject.line.name}», {column.column.head}): tệp ghi {shown}, ô {subject.cell} chia cho "
            f"{subject.told(whole.number)} ({where_it_is(whole)}) được {computed}."
        )
        short = f"«{column.column.head}» ghi {shown}, phần chia cho tổng thể được {computed}"
        yield Difference(cell, told, short, subject.cell)


def _wrong_totals(unfolder, column):
    """A line of a total whose share is not the whole."""
    for each in unfolder.decided.lines:
        is_total = each.indicator == LEFT_OUT and identity_key(each.line.name).rstrip(" :.") in TOTAL_WORDS
        printed = read_number(each.line.cells.get(column.column.position)) if is_total else None
        if printed and not is_percentage(printed, HUNDRED):
            cell = f"{column.column.letter}{each.line.number}"
            where = f"Ô {cell} («{each.line.name}», {column.column.head})"
            yield Difference(cell, f"{where}: tổng ghi {format_number(printed)}, không phải 100 %.")


def _wrong_sum(column, whole, found, shares):
    """All parts of a whole whose printed shares are not 100 together."""
    printed = [shares.get(part.key) for part in found]
    if None in printed or len(printed) < FEWEST:
        return
    total = sum(printed)
    margin = TOLERANCE * max(1, len(printed) // 2)
    if abs(total - HUNDRED) > margin and abs(total * HUNDRED - HUNDRED) > margin:
        cells = ", ".join(f"{column.column.letter}{part.line.number}" for part in found)
        told = f"Ô {cells} ({column.column.head}): cộng các phần được {format_number(total)}, không phải 100 %."
        short = f"«{column.column.head}»: các phần cộng được {format_number(total)}, không phải 100 %"
        yield Difference(f"{column.column.letter}{whole.line.number}", told, short, whole.cell)
