"""A line as small as a word: how it went, with the last value marked."""

from decimal import Decimal

from config.pages.charts.frame import Size, rounded
from config.pages.charts.values import Drawing

SMALL = Size("small", 120, 32)
EDGE = 5


class Sparkline:
    """The geometry: a path through the values that are there, dots for those that stand alone."""

    def __init__(self, values):
        self.size, self.height = SMALL, SMALL.height
        known = [value for value in values if value is not None]
        self.low, self.high = min(known), max(known)
        self.step = Decimal(SMALL.width - 2 * EDGE) / max(len(values) - 1, 1)
        places = {at: self._place(at, value, len(values)) for at, value in enumerate(values) if value is not None}
        self.path = "".join(f"{'L' if at - 1 in places else 'M'}{x} {y}" for at, (x, y) in places.items())
        self.alone = [place for at, place in places.items() if at - 1 not in places and at + 1 not in places]
        self.last = places[max(places)]

    def _place(self, at, value, count):
        x = SMALL.width - EDGE if count == 1 else EDGE + at * self.step
        room = SMALL.height - 2 * EDGE
        share = (self.high - value) / (self.high - self.low) if self.high > self.low else Decimal("0.5")
        return rounded(x), rounded(EDGE + share * room)


def sparkline(values, *, title, description=""):
    """A line through values of equally long periods, None for a gap; no drawing where nothing is known."""
    if all(value is None for value in values):
        return None
    return Drawing("sparkline", title, description, [Sparkline(values)])
