"""What is drawn upon a mark: the strokes of an estimate, the open end of a bound."""

from decimal import Decimal

from config.pages.charts.frame import rounded
from config.pages.charts.values import Bound

HATCH = 6


def hatch(x, y, width, height):
    """Slanting strokes within a rectangle, as one path: no pattern, whose name would have to be unique in a page."""
    strokes = []
    offset = Decimal(HATCH)
    while offset < width + height:
        ahead, up = min(offset, width), min(offset, height)
        start = x + ahead, y + height - (offset - ahead)
        end = x + offset - up, y + height - up
        strokes.append(f"M{rounded(start[0])} {rounded(start[1])}L{rounded(end[0])} {rounded(end[1])}")
        offset += HATCH
    return "".join(strokes)


def arrow(x, y, bound):
    """An arrow from a value to the side it is open to; nothing for a value that is no bound."""
    if bound == Bound.NONE:
        return ""
    tip = -12 if bound == Bound.OVER else 12
    barb = 4 if bound == Bound.OVER else -4
    return f"M{x} {y}v{tip}m-4 {barb}l4 {-barb}l4 {barb}"
