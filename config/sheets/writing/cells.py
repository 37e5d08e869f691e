"""What a value is in a spreadsheet: a number, a day, a moment or a text; each format only says how it writes one."""

import re
from datetime import date, datetime
from decimal import Decimal
from types import NoneType

from django.utils import timezone

from config.sheets.writing.limits import LONGEST_CELL, TooLongError
from config.values.dates import format_date
from config.values.numbers import format_input, format_number, plain_decimal, significant_digits

# A spreadsheet's number is a float: more digits than these come back changed, so they go out as text.
EXACT_DIGITS = 15
MOST_DECIMALS = 15
# So many cells of a column, none of them long, are kept while it is written: memory does not grow with the rows.
REMEMBERED, LONGEST_REMEMBERED = 2_000, 200
# Excel knows no day before 1900, and a 29 February in that year.
EXCEL_FIRST_DAY = date(1900, 3, 1)
# What Unicode keeps for no letter, and halves of letters: XML forbids them, and a csv file cannot say them.
_NO_LETTERS = re.compile("[\x00\ud800-\udfff\ufffe\uffff]")
REPLACEMENT = "\ufffd"


class Remembered(dict):
    """The cell of each value, made once: a column says the same words and days again and again."""

    def __init__(self, make):
        super().__init__()
        self.make = make

    def __missing__(self, value):
        cell = self.make(value)
        if len(cell) <= LONGEST_REMEMBERED:
            if len(self) == REMEMBERED:
                self.clear()
            self[value] = cell
        return cell


class Cells(dict):
    """For each type of value the function that writes its cell, None and empty text as `empty`.

    A dictionary, and what is common is decided first: a file has millions of cells.
    """

    empty = ""
    groups_long_numbers = False

    def __init__(self):
        super().__init__(
            {
                NoneType: lambda value: self.empty,
                str: Remembered(self._string).__getitem__,
                bool: lambda value: self.text("có" if value else "không"),
                int: self._whole,
                Decimal: self._decimal,
                float: lambda value: self._decimal(plain_decimal(value)),
                datetime: self._moment,
                date: Remembered(self._day).__getitem__,
            }
        )

    def __missing__(self, kind):
        known = next((base for base in (int, Decimal, datetime, date) if issubclass(kind, base)), None)
        self[kind] = self[known] if known else lambda value: self._string(str(value))
        return self[kind]

    def row(self, values):
        return [self[type(value)](value) for value in values]

    def number(self, digits: str) -> str:
        """The cell of a number, given exactly and with a point."""
        raise NotImplementedError

    def day(self, day: date) -> str:
        raise NotImplementedError

    def moment(self, moment: datetime) -> str:
        """The cell of a moment by the clock here."""
        raise NotImplementedError

    def text(self, text: str) -> str:
        raise NotImplementedError

    def _string(self, text):
        return self.text(text) if text else self.empty

    def _whole(self, value):
        if -(10**EXACT_DIGITS) < value < 10**EXACT_DIGITS:
            return self.number(f"{value:d}")
        return self._decimal(Decimal(value))

    def _decimal(self, value):
        digits = str(value)
        if len(digits) <= EXACT_DIGITS and "E" not in digits and value.is_finite():
            return self.number(digits)
        if not value.is_finite():
            return self.text(digits)
        if significant_digits(value) <= EXACT_DIGITS:
            return self.number(f"{value:f}")
        return self.text(format_number(value) if self.groups_long_numbers else format_input(value))

    def _day(self, value):
        return self.day(value) if value >= EXCEL_FIRST_DAY else self.text(format_date(value))

    def _moment(self, value):
        here = timezone.make_naive(value) if timezone.is_aware(value) else value
        return self.moment(here) if here.date() >= EXCEL_FIRST_DAY else self.text(shown_moment(here))


def shown_moment(moment: datetime) -> str:
    return f"{moment:%H:%M} {format_date(moment)}"


def decimals_of(digits: str) -> int:
    """How many digits stand behind the point."""
    point = digits.find(".")
    return 0 if point < 0 else min(len(digits) - point - 1, MOST_DECIMALS)


def legible(text: str) -> str:
    """The text without what is no letter in any file."""
    return _NO_LETTERS.sub(REPLACEMENT, text)


def fitting(text: str) -> str:
    """The text if a cell holds it; Excel counts a letter beyond the first 65.536 as two."""
    if len(text) > LONGEST_CELL // 2 and len(text.encode("utf-16-le", "surrogatepass")) // 2 > LONGEST_CELL:
        raise TooLongError(text)
    return text
