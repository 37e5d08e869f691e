"""The units of the book as people type them: «tr», «tỉ đồng», «m2», «1,2 nghìn ha»."""

from collections.abc import Iterable
from decimal import Decimal

from config.values.text import identity_key, unmarked

# The name of a unit, its dimension, and how many of the dimension's base it is.
Measured = tuple[str, str, Decimal]

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
_ALSO_TYPED = {"đồng": ("đ", "vnđ", "vnd"), "USD": ("đô la Mỹ", "đô la"), "ha": ("héc ta", "hecta")}

_TYPED_ALIKE = str.maketrans({" ": "", ".": "", "²": "2", "³": "3"})

# The dimension whose units count different things: five schemes are never five substations.
COUNTED_APART = "count"


def spellings(units: Iterable[tuple[str, str, str, Decimal]]) -> dict[str, Measured]:
    """Each unit of the book by every `spelling_key` people type, from rows of code, name, dimension and factor.

    Nghìn, triệu, tỷ may stand before any unit, or alone: then they have no dimension and count what the cell counts.
    Letters without marks are taken where they can be one unit only: «tram» is trạm, while «trăm» is none.
    """
    rows = list(units)
    named = [(typed, row[1:]) for row in rows for typed in (row[1], *_ALSO_TYPED.get(row[1], ()))]
    many = [
        (f"{word} {typed}", (f"{_TIMES_NAMES[times]} {name}", dimension, factor * times))
        for word, times in _TIMES.items()
        for typed, (name, dimension, factor) in named
        if "%" not in name
    ]
    alone = [(word, (_TIMES_NAMES[times], "", times)) for word, times in _TIMES.items()]
    codes = [(row[0], row[1:]) for row in rows]
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
