"""Lines over time: one with its values, or several, each named at its end."""

from dataclasses import dataclass
from decimal import Decimal

from config.pages.charts.frame import RIGHT, SIZES, Frame, rounded
from config.pages.charts.lettering import LINE, Block, Label, apart, by_worth, that_fit, width_of, wrapped
from config.pages.charts.strokes import arrow
from config.pages.charts.values import Bound, Drawing, Point, signs_of, values_of

MOST_ROOM_FOR_NAMES = Decimal("0.34")
# Told apart by shape as well as by colour: a circle, a square, a diamond, a triangle.
SHAPES = [
    "m-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0z",
    "m-4 -4h8v8h-8z",
    "m0 -5.5l5.5 5.5l-5.5 5.5l-5.5 -5.5z",
    "m0 -5l5 9h-10z",
]


@dataclass(frozen=True)
class Mark:
    """One point of a line."""

    x: Decimal
    y: Decimal
    number: int
    point: Point
    span_y: Decimal | None = None

    @property
    def path(self):
        return f"M{self.x} {self.y}{SHAPES[(self.number - 1) % len(SHAPES)]}"

    @property
    def arrow(self):
        return arrow(self.x, self.y, self.point.bound)

    @property
    def span(self):
        """From one end of a range to the other."""
        return "" if self.span_y is None else f"M{self.x - 4} {self.y}h8m-4 0V{self.span_y}m-4 0h8"


@dataclass(frozen=True)
class Line:
    number: int
    path: str


@dataclass(frozen=True)
class End:
    """One line of the name at the end of a strand."""

    x: Decimal
    y: Decimal
    number: int
    words: str


class Lines:
    """The geometry at one width."""

    def __init__(self, size, strands, times, unit, goals, from_zero):
        self.size, self.strands = size, strands
        is_named = len(strands) > 1
        room = int(size.width * MOST_ROOM_FOR_NAMES)
        names = {strand.name: wrapped(strand.name, room) for strand in strands} if is_named else {}
        widest = max((width_of(line) for lines in names.values() for line in lines), default=0)
        right = RIGHT + widest if is_named else RIGHT
        signs = signs_of(strands, goals)
        values = values_of(strands, goals)
        self.frame = Frame(size, times, values, unit, from_zero=from_zero, signs=signs, right=right)
        self.height = self.frame.height
        self.marks = [
            self._mark(point, number) for number, strand in enumerate(strands, start=1) for point in strand.known
        ]
        self.lines = [Line(number, self._path(strand)) for number, strand in enumerate(strands, start=1)]
        self.goals = [self._mark(goal, 3) for goal in goals]
        self.edges = self.frame.edges(strands)
        self.labels = [] if is_named else self._labels()
        self.ends = self._ends(names) if is_named else []

    def _mark(self, point, number):
        upper = getattr(point, "upper", None)
        span_y = None if upper is None else self.frame.y(upper)
        return Mark(self.frame.x(point.slot), self.frame.y(point.value), number, point, span_y)

    def _path(self, strand):
        """The line through the points that say one value, broken at a gap, at a bound and where it begins anew."""
        parts, before = [], None
        for point in strand.known:
            if point.bound != Bound.NONE or point.upper is not None:
                before = None
                continue
            joined = before is not None and point.slot == before + 1 and not point.begins_anew
            parts.append(f"{'L' if joined else 'M'}{self.frame.x(point.slot)} {self.frame.y(point.value)}")
            before = point.slot
        return "".join(parts)

    def _labels(self):
        """The values beside their marks: below where the line comes down and goes up again, else above."""
        points = self.strands[0].known
        valleys = {
            here
            for before, here, after in zip([None, *points], points, [*points[1:], None], strict=False)
            if all(side is None or side.value > here.value for side in (before, after)) and len(points) > 1
        }
        rooms = [(one.x - 5, one.y - 5, one.x + 5, one.y + 5) for one in [*self.marks, *self.goals]]
        rooms += self.frame.rooms_of(self.edges)
        labels = {}
        for mark in self.marks:
            goals = [goal.y for goal in self.goals if goal.point.slot == mark.point.slot]
            under = mark.point in valleys and mark.point.bound == Bound.NONE and mark.span_y is None
            top = min([mark.y, mark.span_y or mark.y, *goals]) - (12 if mark.point.bound == Bound.OVER else 0)
            labels[mark.point] = Label(mark.x, mark.y + 20 if under else top - 10, mark.point.label)
        return that_fit(by_worth(labels), self.size.width, rooms)

    def _ends(self, names):
        """The names beside the last point of each strand, moved apart where the ends lie close."""
        blocks, lasts = [], {}
        for mark in self.marks:
            lasts[mark.number] = mark
        for number, mark in lasts.items():
            lines = names[self.strands[number - 1].name]
            blocks.append(Block(mark.y - Decimal(LINE * len(lines)) / 2, lines, number))
        return [
            End(Decimal(self.frame.right + 6), rounded(block.y + LINE * row + 12), block.owner, words)
            for block in apart(blocks, self.frame.top - 8, self.frame.bottom + 8)
            for row, words in enumerate(block.lines)
        ]

    @property
    def leaders(self):
        """A thin line from a strand's end to the middle of its name, so that a name moved away is still its own."""
        lasts = {mark.number: mark for mark in self.marks}
        rows = {}
        for end in self.ends:
            rows.setdefault(end.number, []).append(end.y)
        return [
            f"M{mark.x + 6} {mark.y}L{self.frame.right + 3} {rounded(sum(rows[number]) / len(rows[number]) - 4)}"
            for number, mark in lasts.items()
            if number in rows and mark.x + 8 < self.frame.right
        ]


def lines(strands, times, *, title, description, unit, goals=(), from_zero=False):
    """Lines by slot; `times` names the slots. They join neighbouring slots only, and never over a new beginning.

    No drawing where nothing is known.
    """
    if not values_of(strands):
        return None
    sizes = [Lines(size, strands, times, unit, goals, from_zero) for size in SIZES]
    return Drawing("lines", title, description, sizes)
