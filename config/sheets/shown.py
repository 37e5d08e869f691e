"""Cells that show another thing than the number they hold, told by their number format: 123 shown as 00123."""

import re
from dataclasses import dataclass
from decimal import Decimal

from config.values.numbers import format_number

# What a format of digits is made of: quoted text, an escaped letter, room left free, a digit, a plain sign.
_PIECE = re.compile(r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_(?P<room>.)|(?P<digit>0)|(?P<plain>[-() :])')
_COLOUR = re.compile(r"\[[A-Za-z]+\]")
_QUOTED = re.compile(r'"[^"]*"|\\.')
_OTHERS = re.compile(r"\D")


@dataclass(frozen=True)
class ShownCell:
    """A number and the text that its cell shows instead, which is what a text column means."""

    value: float
    shown: str
    is_percent: bool = False

    def __str__(self):
        return self.shown

    @property
    def exact(self):
        """The number without the noise of its binary form."""
        return Decimal(format(self.value, ".15g"))

    @property
    def in_percent(self):
        return self.exact * 100


def shows_percent(code):
    """Whether a number format prints a fraction as a percentage."""
    return "%" in _QUOTED.sub("", code)


def shows_digits(code):
    """Whether a format prints more than the number: zeros in front, or letters around it.

    Grouping and decimals are no part of a code: they are left to how the number is written.
    """
    pieces = _pieces(code)
    return bool(pieces) and None in pieces and (pieces.count(None) > 1 or any(piece for piece in pieces))


def digits_shown(number, code):
    """What a format of digits shows of a number; None where that is not sure."""
    if number < 0 or number != int(number):
        return None
    pieces = _pieces(code)
    room = pieces.count(None)
    digits = str(int(number)).zfill(room)
    ahead, rest = digits[: len(digits) - room], list(digits[len(digits) - room :])
    shown, is_first = "", True
    for piece in pieces:
        if piece is None:
            shown += (ahead if is_first else "") + rest.pop(0)
            is_first = False
        else:
            shown += piece
    return shown.strip()


def percent_cell(value):
    """A fraction that its cell shows as a percentage."""
    number = float(value)
    shown = f"{format_number(Decimal(format(number, '.15g')) * 100)} %"
    return ShownCell(number, shown, is_percent=True)


def is_number_in_digits(shown, value):
    """Whether a text shows a whole number with zeros in front or letters around it, and not another number."""
    if "." in shown or "," in shown or shown == value:
        return False
    digits = _OTHERS.sub("", shown)
    return bool(digits) and value.isdecimal() and digits.lstrip("0") == value.lstrip("0")


def _pieces(code):
    """The parts of a format's first section, None for each digit; [] where it is more than digits and text."""
    section, pieces, end = _COLOUR.sub("", code.partition(";")[0]), [], 0
    while end < len(section):
        match = _PIECE.match(section, end)
        if match is None:
            return []
        pieces.append(None if match["digit"] else match["quoted"] or match["escaped"] or match["plain"] or "")
        end = match.end()
    return pieces
