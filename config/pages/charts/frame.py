"""The frame of a chart over time: how wide it is, its scale, its time axis."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from config.pages.charts.lettering import ABOVE, GAP, LINE, Label, shortened, width_of
from config.values.numbers import format_number

TOP, RIGHT, BOTTOM = 36, 18, 28
SWATCH = 18  # from the left edge of a swatch to its words
SIGNS = {
    "goal": "kế hoạch, mục tiêu",
    "estimate": "ước tính",
    "over": "thực tế cao hơn mức vẽ",
    "under": "thực tế thấp hơn mức vẽ",
    "range": "khoảng từ … đến …",
    "edge": "đứt chuỗi: hai bên không so được",
}


@dataclass(frozen=True)
class Size:
    """A width charts are drawn for: letters keep their size, so a narrow chart is no wide one made small."""

    name: str
    width: int
    height: int


WIDE, NARROW = Size("wide", 600, 280), Size("narrow", 320, 250)
SIZES = [WIDE, NARROW]


@dataclass(frozen=True)
class Key:
    """The swatch and the name of a strand."""

    x: int
    y: int
    number: int
    words: str


@dataclass(frozen=True)
class Sign:
    """What a mark on the chart means, told below it."""

    x: int
    y: int
    kind: str
    words: str


class Frame:
    """Where the values and the slots of one chart lie.

    `times` names the slots of the time axis; `keys` are names above the chart; `right` is room kept at the right edge.
    """

    def __init__(self, size, times, values, unit, *, from_zero, keys=(), signs=(), right=RIGHT):
        self.size = size
        self.first, self.last = min(times), max(times)
        self.keys = [Key(x, TOP + row, number + 1, name) for number, (x, row, name) in enumerate(_rows(keys, size))]
        self.top = TOP + (max((key.y for key in self.keys), default=18) - 18)
        self.bottom = size.height - BOTTOM + self.top - TOP
        below = self.bottom + BOTTOM + 18
        self.signs = [
            Sign(x, below + row, kind, words)
            for kind, (x, row, words) in zip(signs, _rows(map(SIGNS.get, signs), size), strict=True)
        ]
        self.height = max([self.bottom + BOTTOM, *(sign.y + 8 for sign in self.signs)])
        whole = not any(value % 1 for value in values)
        self.scale = scale(min(values), max(values), from_zero=from_zero, whole=whole)
        self.unit_of_axis = _unit_of_axis(self.scale, size.width // 4)
        parts = [format_number(self.unit_of_axis)] if self.unit_of_axis != 1 else []
        self.unit = shortened(" ".join([*parts, unit]), size.width)
        self.room_of_ticks = size.width // 3
        self.left = max(width_of(self._tick(value)) for value in self.scale) + 8
        self.right = size.width - right
        self.step = Decimal(self.right - self.left) / (self.last - self.first + 1)
        self.times = self._times(times)

    def x(self, slot):
        return rounded(self.left + (slot - self.first + Decimal("0.5")) * self.step)

    def y(self, value):
        low, high = self.scale[0], self.scale[-1]
        return rounded(self.top + (high - value) / (high - low) * (self.bottom - self.top))

    @property
    def ticks(self):
        return [Label(self.left - 6, self.y(value), self._tick(value)) for value in self.scale]

    @property
    def zero(self):
        """The height of zero, or of the edge that lies next to it."""
        return self.y(min(max(Decimal(0), self.scale[0]), self.scale[-1]))

    def edges(self, strands):
        """Where a series begins anew: a line across the chart before that slot."""
        slots = {point.slot for strand in strands for point in strand.known if point.begins_anew}
        return [rounded(self.x(slot) - self.step / 2) for slot in sorted(slots) if slot > self.first]

    def rooms_of(self, edges):
        """Where no label of a value may stand: on either axis, and on the lines at which series begin anew."""
        below = Decimal(0), Decimal(self.bottom + 4), Decimal(self.size.width), Decimal(self.height)
        beside = [(Decimal(0), tick.y - ABOVE, Decimal(tick.x + GAP), tick.y + ABOVE) for tick in self.ticks]
        return [below, *beside, *((edge - 3, Decimal(0), edge + 3, Decimal(self.bottom)) for edge in edges)]

    def _tick(self, value):
        return shortened(format_number(value / self.unit_of_axis), self.room_of_ticks)

    def _times(self, times):
        """The labels of the time axis from the last backwards, thinned out where they would touch."""
        shown, free_until = [], Decimal(self.size.width)
        for slot in sorted(times, reverse=True):
            half = Decimal(width_of(times[slot])) / 2
            at = min(self.x(slot), self.size.width - half)
            if at + half <= free_until and at >= half:
                shown.append(Label(rounded(at), Decimal(self.bottom + 20), times[slot]))
                free_until = at - half - 8
        return shown[::-1]


def scale(low, high, *, from_zero, whole=False):
    """Some four to six round numbers from below the lowest value to above the highest; of `whole` things whole ones."""
    if from_zero:
        low, high = min(low, Decimal(0)), max(high, Decimal(0))
    span = (high - low) or abs(high) or Decimal(1)
    power = Decimal(1).scaleb((span / 4).adjusted())
    step = next(power * size for size in (1, 2, Decimal("2.5"), 5, 10) if power * size * 4 >= span)
    # Between whole things there is nothing to mark: no half project.
    if whole and step % 1:
        step = Decimal(1) if step < 1 else Decimal(2)
    first = (low / step).to_integral_value(ROUND_FLOOR)
    # The lowest point of a line keeps room for its label; a scale that could end at zero does.
    if not from_zero and first > 0 and low / step - first < Decimal("0.25"):
        first -= 1
    last = max((high / step).to_integral_value(ROUND_CEILING), first + 1)
    return [step * number for number in range(int(first), int(last) + 1)]


def rounded(number):
    """A coordinate as fine as a screen shows it."""
    return Decimal(number).quantize(Decimal("0.1"))


def _unit_of_axis(values, room):
    """The thousands, millions … the ticks are counted in, so that they leave room for the chart."""
    unit = Decimal(1)
    while (
        max(width_of(format_number(value / unit)) for value in values) > room and max(map(abs, values)) / unit >= 1000
    ):
        unit *= 1000
    return unit


def _rows(names, size):
    """Names in rows, each after room for its swatch: where it begins, how far below the first row, its words."""
    found, x, row = [], 0, 0
    for name in names:
        words = shortened(name, size.width - SWATCH)
        width = SWATCH + width_of(words) + 12
        if x and x + width > size.width:
            x, row = 0, row + LINE + 2
        found.append((x, row, words))
        x += width
    return found
