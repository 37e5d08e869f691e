"""Ratios in the totals of a list: they are of the sums, and no mean of the ratios above."""

import re
from itertools import permutations

from config.sheets.cells import text_of_any
from config.sheets.percentages import HUNDRED, is_percentage, made_of
from config.values.numbers import NumberError, format_number, number_from_cell
from config.values.text import unmarked

_RATIO = re.compile(r"%|\bty (?:le|trong)\b")
# Of so many rows it is told which two columns a ratio is of; that takes two of them.
LOOKED_AT, FEWEST = 200, 2


def check_ratios(plan, totals, heads=()):
    """Tell where a total prints another ratio than its sums give; `heads` are sums of rows below them."""
    headings = [plan.passed_over.get(place) or text_of_any(told) for place, told in enumerate(plan.table.headers)]
    ratios = [place for place, heading in enumerate(headings) if _RATIO.search(unmarked(heading))]
    if not (totals and ratios):
        return
    sums = {*totals, *heads}
    columns = [column.made(_number) for column in plan.table.columns]
    rows = [row for row in range(len(plan.table)) if row not in sums]
    for place in ratios:
        if terms := _terms(columns, place, rows[:LOOKED_AT]):
            for row in totals:
                _check(plan, row, headings[place], [columns[each] for each in (place, *terms)], rows)


def _terms(columns, place, rows):
    """The places of the two columns of which another one is the ratio in every row that has all three."""
    others = [at for at in range(len(columns)) if at != place]
    for pair in permutations(others, 2):
        ratios, parts, wholes = (columns[at] for at in (place, *pair))
        found = [row for row in rows if ratios[row] and parts[row] is not None and wholes[row]]
        if len(found) >= FEWEST and all(
            is_percentage(ratios[row], parts[row] / wholes[row] * HUNDRED) for row in found
        ):
            return pair
    return None


def _check(plan, row, heading, columns, rows):
    ratios, parts, wholes = columns
    printed, part, whole = ratios[row], parts[row], wholes[row]
    if printed and part is not None and whole and not is_percentage(printed, part / whole * HUNDRED):
        made = made_of(printed, [ratios[each] for each in rows if ratios[each] is not None])
        says = f", là {made} tỷ lệ của các dòng; tỷ lệ phải tính từ tổng số, được" if made else ", tính từ tổng số được"
        plan.warn(
            f"Dòng {plan.table.row_numbers[row]}, cột «{heading}»: tệp ghi {format_number(printed)}{says} "
            f"{format_number(part / whole * HUNDRED, 2)} %."
        )


def _number(cell):
    try:
        return number_from_cell(getattr(cell, "exact", cell))
    except NumberError:
        return None
