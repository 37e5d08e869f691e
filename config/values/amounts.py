"""An amount as reports print it in one place: a number, its unit, how much it grew: «8.290 tỷ đồng (↓3,32%)»."""

import re
from typing import NamedTuple

from config.values.text import nfc

# Where the fonts Symbol and Wingdings keep their arrows: in the private part of Unicode.
_ARROWS = str.maketrans(
    "\uf0ac\uf0ad\uf0ae\uf0af\uf0dc\uf0dd\uf0de\uf0e1\uf0e2\uf0e9\uf0ea\uf0f1\uf0f2⬆▲⬇▼", "←↑→↓⇐⇑⇒↑↓↑↓↑↓↑↑↓↓"
)
_PRIVATE = re.compile("[\uf0ac-\uf0af\uf0dc-\uf0de\uf0e1\uf0e2\uf0e9\uf0ea\uf0f1\uf0f2]")
# The same arrows where a cell has lost its font: a macron, and a hyphen that is not shown.
_FONTLESS = re.compile("\\( ?([¯\u00ad])(?= ?[0-9])")
_WAYS = {"↑": "tăng", "↓": "giảm", "+": "tăng", "-": "giảm"}
_NUMBER = r"(?P<number>[+-]?[0-9][0-9.,]*(?: [0-9]{3})*(?:,[0-9]+)?)"
_UNIT = r"(?P<unit>%|[^\W\d_](?:[^\W\d_]|(?<=m)[23]|[ ./²³%])*)"
_GROWTH = r"(?P<open>\()? ?(?P<way>↑|↓|(?<=\()(?:tăng|giảm|[+-])) ?(?P<by>[0-9]+(?:[.,][0-9]+)? ?%[^()]*)(?(open)\))"
_AMOUNT = re.compile(f"{_NUMBER} ?{_UNIT}?(?: ?{_GROWTH})?", re.IGNORECASE)
# What no number alone has.
_BESIDE = re.compile(r"[^0-9.,\s+-]")


class Amount(NamedTuple):
    number: str
    unit: str
    # «giảm 3,32%»; "" where no growth is printed.
    growth: str


def amount(text: str) -> Amount | None:
    """The parts of an amount that prints more than its number; None for any other text."""
    is_more = _BESIDE.search(text) and text.lstrip("+- \n\t\xa0")[:1].isdecimal()
    match = _AMOUNT.fullmatch(nfc(with_arrows(_FONTLESS.sub(_arrow, text)))) if is_more else None
    if match is None or not (match["unit"] or match["way"]):
        return None
    way = (match["way"] or "").casefold()
    growth = f"{_WAYS.get(way, way)} {match['by']}" if way else ""
    return Amount(match["number"], (match["unit"] or "").strip(), growth)


def with_arrows(text: str) -> str:
    """The text with the arrows of symbol fonts as arrows of Unicode."""
    return text.translate(_ARROWS) if _PRIVATE.search(text) else text


def _arrow(match):
    return "(↓" if match[1] == "¯" else "(↑"
