"""How near a value is to what it was meant to be: one bar, with a mark where the target stands."""

from decimal import Decimal

from config.pages.charts.frame import Size, rounded
from config.pages.charts.strokes import hatch
from config.pages.charts.values import Drawing
from config.values.numbers import format_number

STRIP = Size("strip", 320, 46)
BAR_Y, THICK, EDGE = 20, 16, 4


class Progress:
    """The geometry: the scale ends a little beyond the greater of the two."""

    def __init__(self, value, target, is_estimate):
        self.size, self.height = STRIP, STRIP.height
        self.y, self.thick, self.x = Decimal(BAR_Y), Decimal(THICK), Decimal(EDGE)
        self.room = rounded(STRIP.width - 2 * EDGE)
        most = max(value, target)
        self.width = max(rounded(value / most * self.room), Decimal("0.5"))
        self.target_x = rounded(EDGE + target / most * self.room)
        self.hatch = hatch(self.x, self.y, self.width, self.thick) if is_estimate else ""
        self.percent = f"{format_number(value / target * 100, 1)} %"

    @property
    def target_path(self):
        return f"M{self.target_x} {self.y - 4}v{self.thick + 8}"


def progress(value, target, *, title, description, is_estimate=False):
    """A bar to a target above zero; no drawing where there is no such target, or no value from zero upwards."""
    if value is None or target is None or target <= 0 or value < 0:
        return None
    return Drawing("progress", title, description, [Progress(value, target, is_estimate)])
