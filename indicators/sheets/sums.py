"""Sums of the months beside them: up to which month they go, and which are of a time that is not over."""

from dataclasses import replace

from config.sheets.totals import TOTAL_WORDS
from config.values.text import identity_key
from indicators.sheets.cells import read_number
from indicators.sheets.heads import Degree, Part, Relative

_MONTHS_OF = {
    "quarter": lambda number: range(3 * number - 2, 3 * number + 1),
    "first": lambda number: range(1, number + 1),
    "year": lambda _: range(1, 13),
}


def settle_sums(columns, lines):
    """Read «Cộng», «Lũy kế» to the right of months from January on as the months until the last that is filled.

    A second «Cộng» may sum all of them, or those since the first: its words stay open, so that it is asked about.
    """
    running = [column for column in columns if _is_running(column.said)]
    for column in running:
        filled = _filled(_months(columns[: column.position], column.said), lines)
        if len(filled) < 2 or filled != list(range(1, len(filled) + 1)):
            continue
        is_second = any(_are_alike(each.said, column.said) for each in columns[: column.position] if each in running)
        is_open = is_second and not column.said.is_cumulated
        part = None if is_open else Part("first", filled[-1])
        rest = f"{column.said.rest} các tháng" if is_open else ""
        column.said = replace(column.said, part=part, rest=rest, is_cumulated=False, relative=None)
        column.place, column.stray, column.role = "", "", "value"


def take_unfinished(laid):
    """Take out the sums of a quarter or a year of which the last months are empty, and give their cells.

    A formula shows the sum of the months so far there, which is no figure of the whole.
    """
    found = []
    for line in laid.lines:
        for column in laid.columns:
            if column.position in line.cells and _is_unfinished(laid, line, column):
                found.append(f"{column.letter}{line.number}")
                del line.cells[column.position]
    return found


def _is_unfinished(laid, line, column):
    said = line.said.with_(column.said) if laid.periods_down else column.said
    if not said.part or said.part.shape not in _MONTHS_OF or said.base or said.degree in (Degree.PLAN, Degree.ESTIMATE):
        return False
    if laid.periods_down:
        months = {number: each.cells.get(column.position) for number, each in _months(laid.lines, line.said).items()}
    else:
        months = {number: line.cells.get(each.position) for number, each in _months(laid.columns, said).items()}
    wanted = _MONTHS_OF[said.part.shape](said.part.number)
    numbers = [read_number(months.get(number)) or None for number in wanted]
    filled = [number for number in numbers if number is not None]
    is_so_far = all(number in months for number in wanted) and numbers[: len(filled)] == filled
    return is_so_far and 0 < len(filled) < len(numbers) and sum(filled) == read_number(line.cells[column.position])


def _months(parts, said):
    """The columns or lines of single months that have the year and the degree of a sum, by the number of the month."""
    return {each.said.part.number: each for each in parts if _is_month(each.said) and _are_alike(each.said, said)}


def _filled(months, lines):
    return [
        number
        for number in sorted(months)
        if any(read_number(line.cells.get(months[number].position)) for line in lines)
    ]


def _are_alike(said, other):
    return (said.year, said.degree) == (other.year, other.degree)


def _is_month(said):
    return bool(said.part) and said.part.shape == "month" and not (said.base or said.is_cumulated)


def _is_running(said):
    """«Cộng», «Lũy kế»: a sum that says of no period which it sums."""
    is_total = identity_key(said.rest).strip(" :.") in TOTAL_WORDS
    is_free = not (said.part or said.span or said.base) and said.relative in (None, Relative.SAME)
    return is_free and (is_total or said.is_cumulated)
