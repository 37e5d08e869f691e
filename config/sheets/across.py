"""Columns of a list whose cells are rows of another register: the areas of a cluster, the money of a scheme by fund."""

import re
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field, replace

from config.sheets.cells import text_of_any
from config.sheets.choices import UNIT
from config.sheets.columns import Column, NumberColumn, identity
from config.sheets.heads import own_unit
from config.values.numbers import EXACT, plain_decimal
from config.values.text import nfc
from config.values.units import known_unit, units_like

_BRACKETS = re.compile(r"[(\[]([^()\[\]]+)[)\]]")


def one_row(cell):
    """Most cells are one row: what they hold."""
    return [{None: cell}]


@dataclass(frozen=True)
class Across:
    """A column of the list whose cells are rows of this register."""

    # What its heading has in it, and what it has not.
    words: tuple[str, ...]
    without: tuple[str, ...] = ()
    # The column of this register that its cells fill, and what the others of it say, by name.
    fills: str = ""
    says: dict[str, str] = field(default_factory=dict)
    # Words of the column of the list that says by which document; a day in it is the day since when.
    document: tuple[str, ...] = ()
    # The rows that one cell is, each what it says by column; the one it fills has no name there.
    rows: Callable = one_row

    def is_headed(self, heading):
        return has_words(heading, self.words) and not any(has_words(heading, [word]) for word in self.without)


def has_words(heading, words):
    said = identity(heading)
    return all(identity(word) in said for word in words)


@dataclass(frozen=True)
class Crossing:
    """Such a column where it stands in a table, with what reads its cells in the unit that is stated of them."""

    across: Across
    place: int
    heading: str
    reader: Column
    # The units of which one must be told; () where one is stated, or none is needed.
    units: tuple[str, ...] = ()
    # Whether the unit is that of the columns beside it.
    is_of_others: bool = False

    @property
    def question(self):
        return {"box": f"{UNIT}{self.heading}", "heading": self.heading, "options": self.units}


def crossings(across, table, resource, units):
    """The columns of a table that are rows of a register; `units` are those that a person told, by heading."""
    found = []
    for place, heading in enumerate(headings_of(table)):
        each = next((each for each in across if heading and each.is_headed(heading)), None)
        if each:
            column = resource.fields[each.fills]
            found.append((each, place, heading, column, _stated(heading, table, units)))
    common = {unit for *_, unit in found if unit}
    return [_crossing(*told, common.copy().pop() if len(common) == 1 else None) for told in found]


def headings_of(table):
    return [nfc(text_of_any(header)) for header in table.headers]


def _stated(heading, table, units):
    in_heading = filter(None, map(known_unit, _BRACKETS.findall(heading)))
    return next(in_heading, None) or known_unit(units.get(heading, "")) or known_unit(table.origin.unit)


def _crossing(each, place, heading, column, stated, common):
    own, unit = own_unit(column), stated or common
    reader = copy(column)
    reader.column_name = heading
    if own is None:
        return Crossing(each, place, heading, reader)
    if unit is None or unit.dimension != own.dimension:
        return Crossing(each, place, heading, reader, units=tuple(units_like(own)))
    reader.times = plain_decimal(EXACT.divide(unit.factor, own.factor))
    return Crossing(each, place, heading, reader, is_of_others=stated is None)


def set_aside(plan, found, places, label):
    """Leave columns to the register whose rows they are; the totals of their numbers are checked here all the same."""
    without_headings(plan, {*places, *(each.place for each in found)}, f"của {label}, không ghi ở đây")
    plan.beside += [(each.reader, each.place) for each in found if isinstance(each.reader, NumberColumn)]


def without_headings(plan, places, why):
    """Pass over columns of a list, and say why."""
    headings = headings_of(plan.table)
    if told := [f"«{headings[place]}»" for place in sorted(places) if headings[place]]:
        plan.note(f"Cột {', '.join(told)} {why}")
        plan.passed_over |= {place: headings[place] for place in places if headings[place]}
        kept = ["" if place in places else header for place, header in enumerate(plan.table.headers)]
        plan.table = plan.table.with_columns(kept, plan.table.columns)


def leave_out(plan, words):
    """Pass over columns that have one of these words and no place in this register: another one takes them."""
    headings = [heading for heading in headings_of(plan.table) if any(has_words(heading, [word]) for word in words)]
    said = {*plan.choices.left_out, *plan.choices.placed}
    plan.choices = replace(
        plan.choices, left_out=(*plan.choices.left_out, *(each for each in headings if each not in said))
    )
