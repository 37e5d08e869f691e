"""The totals that stand among the rows of a sheet: found, left out, and held against the rows they add up."""

import re
from decimal import Decimal

from config.sheets.cells import read_cell
from config.sheets.columns import NumberColumn, WholeColumn, identity
from config.sheets.dots import Dotted
from config.sheets.sheet import BadCell
from config.values.fields import Year
from config.values.numbers import EXACT, format_number
from config.values.text import nfc
from config.values.units import PERCENT

TOTAL_WORDS = frozenset({"tổng", "tổng cộng", "tổng số", "cộng", "cộng dồn", "total"})
# A part of the rows: those since the last such line.
PART_WORDS = frozenset({"cộng", "cộng dồn"})
LONGEST_TOTAL = 60
# What follows such a word where a total says of what: «Tổng cộng (I+II)», «Cộng CCN Tiên Tiến»; no «Tổng công ty».
_OF_WHAT = re.compile(
    r"(?P<word>tổng(?: cộng| số)?|cộng) ?"
    r"(?:[:(]|(?:toàn|cả|các|ccn|kcn|cụm|khu|huyện|mục|nhóm|phần|dự án|[ivx]+|[a-d]|\d+)(?!\w)).*"
)


def total_rows(plan):
    """The rows that say they are a total in place of their key, or anywhere while they have no key; in their order."""
    rows = set()
    for column in plan.table.columns:
        rows.update(column.rows_where(_word))
    rows -= {row for row in rows if _is_numbered(plan, row)}
    keys = set(_places_of_names(plan))
    return sorted(row for row in rows if _is_total(plan, row, keys))


def _is_total(plan, row, keys):
    said = [place for place, column in enumerate(plan.table.columns) if _word(column[row])]
    return any(place in keys or not has_key(plan, row) for place in said)


def _is_numbered(plan, row):
    """Whether the line has a number in its list: «3», «Tổng số dự án» may be the name of a row."""
    first = next((cell for column in plan.table.columns if not _is_empty(cell := column[row])), "")
    is_bare = any(identity(str(column[row])).rstrip(" :.") in TOTAL_WORDS for column in plan.table.columns)
    return not is_bare and str(first).strip(" .").removesuffix(".0").isdigit()


def has_key(plan, row):
    return all(not _is_empty(plan.table.columns[place][row]) for place in _places_of_names(plan))


def _places_of_names(plan):
    """Where the columns stand that name a row: its key, or in a list without codes its name."""
    keys = [name for name, column in plan.key_columns.items() if name in plan.columns and column.is_required]
    return [plan.columns[name][1] for name in keys or ["name"] if name in plan.columns]


def _is_empty(cell):
    return cell is None or isinstance(cell, BadCell) or not str(cell).strip()


def _word(cell):
    """The word for a total that a cell is, «» for any other."""
    if not isinstance(cell, str) or len(cell) > LONGEST_TOTAL:
        return ""
    word = identity(cell).rstrip(" :.")
    if word in TOTAL_WORDS:
        return word
    of_what = _OF_WHAT.fullmatch(nfc(cell).casefold())
    return of_what["word"] if of_what else ""


def check_totals(plan, totals, heads=()):
    """Tell where a total is another number than its rows add up to; `heads` are sums of rows below them."""
    if not totals:
        return
    for column, position in [*plan.columns.values(), *plan.beside]:
        if _adds_up(column):
            _check_column(plan, totals, {*totals, *heads}, column, plan.table.columns[position])


def _adds_up(column):
    is_share = isinstance(column, NumberColumn) and column.unit is not None and column.unit.dimension == PERCENT
    return isinstance(column, NumberColumn | WholeColumn) and not isinstance(column.field, Year) and not is_share


def _check_column(plan, totals, left_out, column, cells):
    dotted = Dotted(plan)
    values = cells.made(lambda cell: read_cell(column, dotted.settled(column, cell))[0])
    begin = 0
    whole = _sum(values[row] for row in range(len(values)) if row not in left_out)
    for row in totals:
        is_part = any(_word(each[row]) in PART_WORDS for each in plan.table.columns) and begin != row
        parts = _sum(values[each] for each in range(begin, row) if each not in left_out) if is_part else whole
        begin = row + 1 if is_part else begin
        printed = values[row]
        if printed is not None and parts is not None and printed != parts:
            plan.warn(
                f"Dòng {plan.table.row_numbers[row]}, cột «{column.column_name}»: tệp ghi tổng "
                f"{format_number(printed)}, cộng các dòng được {format_number(parts)}. Dòng tổng không được ghi; "
                "hãy xem lại các dòng."
            )


def _sum(values):
    total = None
    for value in values:
        if value is not None:
            total = EXACT.add(total or Decimal(0), Decimal(value))
    return total
