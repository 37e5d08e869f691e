"""What a form's workbook prints of boxes that are never stored, held against what the book says or computes."""

from config.sheets.sheet import BadCell
from config.sheets.shown import ShownCell
from config.values.numbers import MISSING, NumberError, format_number, number_from_cell
from indicators import measures
from indicators.counts import rounded
from indicators.entry.boxes import amount_of
from indicators.entry.cells import Computed, Total
from indicators.sheets.forms.pages import COMPARED_DECIMALS

# How many differences are told one by one.
TOLD = 30


def differing(left_out, before, after):
    """A sentence for each cell that says something else than its box.

    `left_out` are cells with their boxes and what was understood of them; `after` is the form with the figures of the
    file in it. What a file says as it came out of the book, before its figures were changed, is no difference.
    """
    now = {box.name: box for line in after.lines for box in line.cells}
    found = [
        f"Ô {placed.at} («{box.row}», cột {box.column.number}): {words}"
        for placed, box, typed in left_out
        if (words := _difference(placed.value, box, now[box.name], typed))
    ]
    yield from found[:TOLD]
    if len(found) > TOLD:
        yield f"Còn {format_number(len(found) - TOLD)} ô nữa khác với sổ và không được ghi."


def _difference(value, box, now, typed):
    if isinstance(box, Computed):
        if _is_printed_so(value, box.amount) or _is_printed_so(value, now.amount):
            return ""
        ours = f"phần mềm tính {amount_of(now)}" if now.amount is not None else "phần mềm chưa tính được"
        return f"tệp ghi {_shown(value)}, {ours}. Cột tính không được ghi."
    if isinstance(box, Total):
        said = _number(value)
        if said is not None and said in (box.value, now.value):
            return ""
        ours = f"cộng các dòng được {format_number(now.value)}" if now.value is not None else "các dòng chưa cộng được"
        return f"tệp ghi tổng {_shown(value)}, {ours}. Dòng tổng không được ghi; hãy xem lại các dòng."
    if box.indicator is None:
        return f"tệp ghi {_shown(value)}, biểu không có số ở ô này nên không ghi."
    if _says(box, typed):
        return ""
    return f"tệp ghi {_shown(value)}, sổ có {box.text or MISSING}. Không ghi ô này: {box.locked or 'cột chỉ để xem'}."


def _says(box, typed):
    """Whether what was understood of a cell is what the figure of its box says."""
    figure = box.figure
    if typed is None or figure is None:
        return False
    said = (typed.value, typed.upper, typed.qualifier)
    return said == (figure.value, figure.upper, figure.qualifier)


def _is_printed_so(value, amount):
    number = _number(value)
    printed = None if number is None else rounded(number, COMPARED_DECIMALS)
    return bool(measures.within_rounding(printed, amount, COMPARED_DECIMALS))


def _number(value):
    try:
        # A cell of per cent holds the fraction; what is computed is compared in per cent.
        is_percent = isinstance(value, ShownCell) and value.is_percent
        return value.in_percent if is_percent else number_from_cell(value)
    except NumberError:
        return None


def _shown(value):
    if isinstance(value, BadCell):
        return f"«{value}»"
    number = _number(value)
    return format_number(number) if number is not None else f"«{value}»"
