"""The units of the book as people type them: «tr», «tỉ đồng», «m2», «1,2 nghìn ha»."""

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from config.values.numbers import EXACT, plain_decimal
from config.values.text import identity_key, nfc, unmarked


class Measured(NamedTuple):
    """A unit by its name, its dimension, and how many of the dimension's base it is; without one it only multiplies."""

    name: str
    dimension: str
    factor: Decimal


_TIMES = {
    "nghìn": Decimal(10**3),
    "ngàn": Decimal(10**3),
    "triệu": Decimal(10**6),
    "tr": Decimal(10**6),
    "tỷ": Decimal(10**9),
    "tỉ": Decimal(10**9),
    "nghìn tỷ": Decimal(10**12),
    "nghìn tỉ": Decimal(10**12),
    "ngàn tỷ": Decimal(10**12),
}
# Of two spellings the first is the one that we write.
_TIMES_NAMES = {times: word for word, times in reversed(_TIMES.items())}
_ALSO_TYPED = {
    "đồng": ("đ", "vnđ", "vnd"),
    "USD": ("đô la Mỹ", "đô la"),
    "ha": ("héc ta", "hecta"),
    "sản phẩm": ("sp",),
}

_TYPED_ALIKE = str.maketrans({" ": "", ".": "", "²": "2", "³": "3"})

# The dimension whose units count different things: five schemes are never five substations.
COUNTED_APART = "count"
PERCENT = "percent"

# Units that heads of columns state, as the book names them; `units.csv` has these and more.
_OF_HEADS = [
    ("đồng", "vnd", 1), ("nghìn đồng", "vnd", 10**3), ("triệu đồng", "vnd", 10**6), ("tỷ đồng", "vnd", 10**9),
    ("USD", "usd", 1), ("nghìn USD", "usd", 10**3), ("triệu USD", "usd", 10**6), ("tỷ USD", "usd", 10**9),
    ("kWh", "energy", 1), ("MWh", "energy", 10**3), ("triệu kWh", "energy", 10**6),
    ("kVA", "apparent_power", 1), ("MVA", "apparent_power", 10**3),
    ("kW", "active_power", 1), ("MW", "active_power", 10**3),
    ("V", "voltage", 1), ("kV", "voltage", 10**3),
    ("m", "length", 1), ("km", "length", 10**3),
    ("m²", "area", 1), ("ha", "area", 10**4), ("km²", "area", 10**6),
    ("kg", "mass", 1), ("tạ", "mass", 10**2), ("tấn", "mass", 10**3), ("nghìn tấn", "mass", 10**6),
    ("m³", "volume", 1), ("nghìn m³", "volume", 10**3),
    ("%", PERCENT, 1),
]  # fmt: skip
_PARTED = re.compile(r"(?P<stem>.*[^\s(\[])\s*[(\[](?P<aside>[^()\[\]]+)[)\]]")
_UNIT_WORDS = re.compile(r"(?:đơn vị tính|đơn vị|đvt|tính bằng)\s*:?\s*", re.IGNORECASE)


def spellings(units: Iterable[tuple[str, str, str, Decimal]]) -> dict[str, Measured]:
    """Each unit of the book by every `spelling_key` people type, from rows of code, name, dimension and factor.

    Nghìn, triệu, tỷ may stand before any unit, or alone: then they have no dimension and count what the cell counts.
    Letters without marks are taken where they can be one unit only: «tram» is trạm, while «trăm» is none.
    """
    rows = list(units)
    named = [(typed, Measured(*row[1:])) for row in rows for typed in (row[1], *_ALSO_TYPED.get(row[1], ()))]
    many = [
        (f"{word} {typed}", Measured(f"{_TIMES_NAMES[times]} {name}", dimension, factor * times))
        for word, times in _TIMES.items()
        for typed, (name, dimension, factor) in named
        if "%" not in name
    ]
    alone = [(word, Measured(_TIMES_NAMES[times], "", times)) for word, times in _TIMES.items()]
    codes = [(row[0], Measured(*row[1:])) for row in rows]
    known, bare = {}, {}
    for typed, unit in [*alone, *named, *many, *codes]:
        known.setdefault(spelling_key(typed), unit)
        bare.setdefault(spelling_key(unmarked(typed)), set()).add(unit)
    return {spelling: next(iter(fits)) for spelling, fits in bare.items() if len(fits) == 1} | known


def counted(unit: str) -> tuple[Decimal, str]:
    """How many of what a unit counts by its name: a million of đồng for triệu đồng, one of ha for ha."""
    times = Decimal(1)
    first, _, rest = unit.partition(" ")
    while rest and first in _TIMES:
        times, unit = times * _TIMES[first], rest
        first, _, rest = unit.partition(" ")
    return times, unit


def spelling_key(text: str) -> str:
    """What two ways to type one unit share: case, spaces, dots and the place of a tone do not count; m2 is m²."""
    return identity_key(text).translate(_TYPED_ALIKE)


def parted(heading: str) -> tuple[str, str]:
    """A heading without what stands in brackets at its end, and that: «Vốn đăng ký», «tỷ đồng»."""
    match = _PARTED.fullmatch(nfc(heading))
    return (match["stem"], match["aside"].strip()) if match else (nfc(heading), "")


def known_unit(text: str) -> Measured | None:
    """The unit that a heading names, with or without «Đơn vị tính:» before it; None for any other text."""
    unit = _spelled().get(spelling_key(_UNIT_WORDS.sub("", nfc(text), count=1)))
    return unit if unit and unit.dimension else None


def counting_unit(text: str) -> Measured | None:
    """The same, or nghìn, triệu, tỷ alone, which have no dimension."""
    return _spelled().get(spelling_key(nfc(text)))


def times_between(unit: Measured, own: Measured) -> Decimal | None:
    """What numbers in a unit are multiplied by to come to another; None where they do not convert.

    Nghìn, triệu, tỷ alone count what the other unit counts by its name, but no shares.
    """
    if not unit.dimension and own.dimension != PERCENT:
        return plain_decimal(EXACT.divide(unit.factor, counted(own.name)[0]))
    return plain_decimal(EXACT.divide(unit.factor, own.factor)) if unit.dimension == own.dimension else None


def units_like(unit: Measured) -> list[str]:
    """The names of the units that convert into one."""
    return [name for name, dimension, _ in _OF_HEADS if dimension == unit.dimension]


@cache
def _spelled() -> dict[str, Measured]:
    return spellings((name, name, dimension, Decimal(factor)) for name, dimension, factor in _OF_HEADS)
