"""What a cell of a sheet of figures is: a number, a word of a head, a year, a unit."""

import re
from datetime import date, datetime

from config.sheets.layout import plain
from config.sheets.sheet import BadCell
from config.sheets.shown import ShownCell
from config.sheets.tidying import is_numbering_line
from config.values.amounts import amount
from config.values.numbers import NumberError, is_missing_mark, number_from_cell
from config.values.text import nfc
from config.values.units import counting_unit, known_unit, parted

_NUMBER = re.compile(r"[~<>≈+-]? ?[\d.,\s]*\d[\d.,\s]*%?")
# What is meant for a number, although it may be refused later: «(5)», «1.234,5*», «khoảng 1.300», «5-7».
_LIKE_NUMBER = re.compile(
    r"(?:\(|[~<>≈≥≤+-]|khoảng|trên|dưới|gần|hơn|ước)? ?[\d.,\s]*\d[\d.,\s]*(?:- ?[\d.,]+)?\)? ?%?(?: ?\*+| ?\(\d\))?",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d.,])")
_THOUSANDS = re.compile(r"^1[. ]?000 ?(?=\D)")
_MANY = re.compile(r"(?:nghìn|ngàn|triệu|tr\.?|tỷ|tỉ)\b", re.IGNORECASE)
_FIRST_NUMBERS = frozenset({"1", "A", "(1)", "(A)"})
_UNIT_WORDS = re.compile(r"^(?:đơn vị tính|đơn vị|đvt|tính bằng)\s*:?\s*", re.IGNORECASE)


def text_of(cell):
    """The words of a cell; the first of a month is the month that its format shows, that of January may be the year."""
    if isinstance(cell, date | datetime) and cell.day == 1 and cell.month > 1:
        return f"tháng {cell.month}/{cell.year}"
    return "" if cell is None else nfc(plain(cell))


def is_number(cell):
    if isinstance(cell, str):
        return bool(_NUMBER.fullmatch(nfc(cell)))
    return isinstance(cell, int | float | ShownCell) and not isinstance(cell, bool)


def read_number(cell):
    """The number of a cell; None for one without."""
    try:
        return number_from_cell(cell.exact if isinstance(cell, ShownCell) else cell)
    except NumberError:
        return None


def is_like_number(cell):
    """Whether a cell stands where a number is meant: one that can be read, one that cannot, or a mark for none."""
    if isinstance(cell, BadCell):
        return not cell.is_merged
    if not isinstance(cell, str) or not (text := nfc(cell)):
        return is_number(cell)
    said = amount(text)
    is_amount = said is not None and (said.growth or said.unit == "%" or counting_unit(said.unit))
    is_like = _LIKE_NUMBER.fullmatch(text) and not _YEAR.search(text)
    return bool(is_number(text) or is_amount or is_missing_mark(text) or is_like)


def is_year(cell):
    text = text_of(cell)
    return len(text) == 4 and text.isdigit() and text[:2] in ("19", "20")


def is_filled(cell):
    if isinstance(cell, BadCell):
        return not cell.is_merged
    return type(cell) in (int, float) or bool(text_of(cell))


def is_numbering(row):
    """Whether all that a row says is the number of each column: «A B 1 2», or 1 and 2 over two columns of values."""
    first = next(filter(is_filled, row), "")
    if isinstance(first, BadCell) or text_of(first) not in _FIRST_NUMBERS:
        return False
    texts = list(map(text_of, row))
    marks = list(filter(None, texts))
    counted = [str(number) for number in range(1, len(marks) + 1)]
    return is_numbering_line(texts) or (len(marks) > 1 and [mark.strip("()") for mark in marks] == counted)


def unit_of(text):
    """A unit as it is written over a column or beside a line: «1000 tấn» is nghìn tấn."""
    return _THOUSANDS.sub("nghìn ", _UNIT_WORDS.sub("", text.strip(" ()[].:")))


def without_unit(text):
    """Words without the unit that stands in brackets after them, or that they are; and that."""
    if known_unit(whole := unit_of(text)):
        return "", whole
    stem, aside = parted(text)
    unit = unit_of(aside)
    return (stem, unit) if aside and (known_unit(unit) or _MANY.match(unit)) else (text, "")
