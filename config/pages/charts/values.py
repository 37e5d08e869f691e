"""What a chart is made of: plain values that know nothing of the database."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Bound(StrEnum):
    """To which side a value that is only a bound is open."""

    NONE = ""
    OVER = "over"
    UNDER = "under"


@dataclass(frozen=True)
class Point:
    """One value at its place on the time axis; without a value it is a gap.

    `label` is printed beside the mark where there is room; `words` are what a reader over the mark is told.
    """

    slot: int
    value: Decimal | None
    label: str = ""
    words: str = ""
    upper: Decimal | None = None
    bound: Bound = Bound.NONE
    is_estimate: bool = False
    begins_anew: bool = False

    @property
    def highest(self):
        return self.value if self.upper is None else self.upper

    @property
    def nearest_to_zero(self):
        """The value, or of a range the number in it that lies nearest to zero."""
        return min(max(self.value, Decimal(0)), self.upper) if self.upper is not None else self.value


@dataclass(frozen=True)
class Strand:
    """One series of a chart, at most a point for each slot."""

    name: str
    points: list[Point]

    @property
    def known(self):
        """The points that have a value, in the order of time."""
        return sorted((point for point in self.points if point.value is not None), key=lambda point: point.slot)


@dataclass(frozen=True)
class Goal:
    """A plan or target, drawn as a mark across its slot."""

    slot: int
    value: Decimal
    words: str = ""


@dataclass(frozen=True)
class Item:
    """One row of horizontal bars; `whole` is what the value is a part of, such as all land that could be let.

    `address` is where the bar leads.
    """

    label: str
    value: Decimal | None
    whole: Decimal | None = None
    is_estimate: bool = False
    address: str = ""


@dataclass(frozen=True)
class Drawing:
    """A chart for a template: its words, and its geometry for each width it may be shown at."""

    kind: str
    title: str
    description: str
    sizes: list
    is_linked: bool = False

    @property
    def template(self):
        return f"charts/{self.kind}.html"

    @property
    def widest(self):
        """The geometry a file is made of."""
        return self.sizes[0]


def signs_of(strands, goals=()):
    """The kinds of marks that need a word of explanation, of those that are there."""
    points = [point for strand in strands for point in strand.known]
    there = {
        "goal": bool(goals),
        "estimate": any(point.is_estimate for point in points),
        "over": any(point.bound == Bound.OVER for point in points),
        "under": any(point.bound == Bound.UNDER for point in points),
        "range": any(point.upper is not None for point in points),
        "edge": any(point.begins_anew for point in points),
    }
    return [kind for kind, is_there in there.items() if is_there]


def values_of(strands, goals=()):
    """Every number that must lie within the scale."""
    points = [point for strand in strands for point in strand.known]
    return [point.value for point in points] + [point.highest for point in points] + [goal.value for goal in goals]
