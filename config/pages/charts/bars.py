"""Horizontal bars: categories, parts of a total, what is taken of what there is."""

from dataclasses import dataclass
from decimal import Decimal

from config.pages.charts.frame import NARROW, SIZES, rounded
from config.pages.charts.lettering import LINE, shortened, width_of, wrapped
from config.pages.charts.strokes import hatch
from config.pages.charts.values import Drawing, Item
from config.values.numbers import MISSING, format_number

THICK = 18
BETWEEN = 12
LABEL_SHARE = Decimal("0.36")


@dataclass(frozen=True)
class Row:
    """One category: its words, its bar, and behind it the bar of the whole it is a part of."""

    item: Item
    lines: list[str]
    label_x: Decimal
    label_y: Decimal
    x: Decimal
    y: Decimal
    width: Decimal
    whole_width: Decimal | None
    said: str
    said_x: Decimal

    @property
    def labels(self):
        return [(self.label_y + LINE * at, line) for at, line in enumerate(self.lines)]

    @property
    def said_y(self):
        return self.y + THICK - 5

    @property
    def words(self):
        return f"{self.item.label}: {self.said}"

    @property
    def hatch(self):
        return hatch(self.x, self.y, self.width, Decimal(THICK)) if self.item.is_estimate else ""


class Bars:
    """The geometry at one width: labels left of the bars where there is room, else above them."""

    def __init__(self, size, items, unit, total):
        self.size, self.thick = size, THICK
        self.is_narrow = size == NARROW
        self.label_room = size.width if self.is_narrow else int(size.width * LABEL_SHARE)
        self.left = 0 if self.is_narrow else self.label_room + 12
        said = [words_of(item, total) for item in items]
        known = [number for item in items for number in (item.value, item.whole) if number is not None]
        self.low, self.high = min([*known, Decimal(0)]), max([*known, Decimal(0)])
        said_room = min(max(map(width_of, said), default=0) + 8, int((size.width - self.left) * Decimal("0.6")))
        self.room = Decimal(size.width - self.left - said_room)
        self.said_room = said_room
        self.unit = shortened(unit, size.width)
        self.rows, self.height = [], 24 if unit else 4
        for item, words in zip(items, said, strict=True):
            self._add(item, words)

    def _add(self, item, said):
        lines = wrapped(item.label, self.label_room)
        top = Decimal(self.height)
        label_height = LINE * len(lines)
        y = top + label_height + 4 if self.is_narrow else top + max(label_height - THICK, 0) // 2
        label_y = top + 13
        start, end = sorted([self._x(Decimal(0)), self._x(item.value or Decimal(0))])
        whole = None if item.whole is None else self._x(item.whole) - self._x(Decimal(0))
        width = end - start if item.value is None else max(end - start, Decimal("0.5"))
        furthest = max(end, self._x(item.whole) if item.whole is not None else end)
        self.rows.append(
            Row(
                item, lines, Decimal(self.label_room), label_y, start, y, width, whole,
                shortened(said, self.said_room), furthest + 6,
            )
        )  # fmt: skip
        self.height = int(max(y + THICK, top + label_height)) + BETWEEN

    def _x(self, value):
        span = (self.high - self.low) or Decimal(1)
        return rounded(self.left + (value - self.low) / span * self.room)

    @property
    def zero(self):
        return self._x(Decimal(0))


def words_of(item, total=None):
    """The value of a bar in words: «12», «12 (56,2 %)» of a total, «45/60 (75,0 %)» of its own whole."""
    if item.value is None:
        return MISSING
    said = format_number(item.value)
    whole = total if item.whole is None else item.whole
    said = said if item.whole is None else f"{said}/{format_number(item.whole)}"
    if not whole or whole < 0 or item.value < 0:
        return said
    return f"{said} ({format_number(item.value / whole * 100, 1)} %)"


def bars(items, *, title, description, unit="", total=None):
    """A bar for each item, in the order given; shares are of `total`, or of the item's own whole."""
    sizes = [Bars(size, items, unit, total) for size in SIZES]
    return Drawing("bars", title, description, sizes, any(item.address for item in items))
