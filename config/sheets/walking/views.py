"""The views of a preview: which rows each has, which of them are asked for, and those of a page as they are drawn."""

from array import array
from bisect import bisect_left
from dataclasses import dataclass
from itertools import compress

from config.sheets.planned import Fate, Problem
from config.sheets.walking.wanted import LEFT, WARNINGS
from config.values.text import fold

PROBLEM_PARTS = ("message", "column", "shown", "cell")


def views_of(shelf):
    """All views of what lies on a shelf, by their names, in the order in which they are shown."""
    plan = shelf.told["plan"]
    return {
        Fate.NEW: Rows(shelf, plan, plan["cells"], plan[Fate.NEW]),
        Fate.CHANGED: ChangedRows(shelf, plan, plan["keys"], plan[Fate.CHANGED]),
        Fate.SAME: Rows(shelf, plan, plan["keys"], plan[Fate.SAME], has_boxes=False),
        Fate.REFUSED: Problems(shelf, shelf.told[Fate.REFUSED]),
        WARNINGS: Lines(shelf, shelf.told[WARNINGS]),
        LEFT: Rows(shelf, shelf.told[LEFT], shelf.told[LEFT]["cells"]),
    }


@dataclass(frozen=True)
class Row:
    """A row as it is drawn: what it is called, and its number in the file where a box can leave it out."""

    told: object
    number: int | None
    cells: list[str]
    changes: list[tuple[str, str, str]] = ()


class View:
    """What rows and lines have in common: places, of which some are asked for."""

    headings = ()
    has_boxes = False
    kinds = ()
    columns = ()

    def __init__(self, shelf, told):
        self.shelf = shelf
        self.told = told

    def __len__(self):
        return len(self.places)

    @property
    def places(self):
        return range(self.told["count"])

    def found(self, wanted):
        """The places of all that is wanted, in the order of the file."""
        places = self.narrowed(wanted)
        for piece in filter(None, map(fold, wanted.words.split())):
            has = self.having(piece, wanted)
            places = array("I", compress(places, map(has.__getitem__, places)))
        return places

    def narrowed(self, wanted):
        return self.places

    def having(self, piece, wanted):
        """For each place whether one of its texts has this in it."""
        has = 0
        for texts in self.searched():
            has |= int.from_bytes(self.shelf.texts(texts).rows_with(piece))
        return bytearray(has.to_bytes(self.told["count"]))

    def numbers(self, places):
        """The numbers in the file of rows that boxes can leave out."""
        return ()


class Lines(View):
    """Sentences, each of one of a few kinds."""

    @property
    def kinds(self):
        return self.told["kinds"]

    def narrowed(self, wanted):
        if wanted.kind is None:
            return self.places
        kinds = self.shelf.numbers(self.told["kind_of"])
        return array("I", [place for place, kind in enumerate(kinds) if kind == wanted.kind])

    def searched(self):
        return [self.told["message"]]

    def drawn(self, places):
        return list(map(self.shelf.texts(self.told["message"]).__getitem__, places))


class Problems(Lines):
    """What keeps rows from being written."""

    def searched(self):
        return [self.told[part] for part in PROBLEM_PARTS]

    def drawn(self, places):
        rows = self.shelf.numbers(self.told["rows"])
        texts = {part: self.shelf.texts(self.told[part]) for part in PROBLEM_PARTS}
        return [
            Problem(row=rows[place] or None, **{part: column[place] for part, column in texts.items()})
            for place in places
        ]


class Rows(View):
    """Some of the rows, with some of their columns."""

    def __init__(self, shelf, told, columns, places=None, *, has_boxes=True):
        super().__init__(shelf, told)
        self.shown = columns
        self.place = places
        self.has_boxes = has_boxes and not told["cells_named"]

    @property
    def places(self):
        return super().places if self.place is None else self.shelf.numbers(self.place)

    @property
    def headings(self):
        return [heading for heading, _ in self.shown]

    def searched(self):
        named = self.told["cells_named"]
        return [*(texts for _, texts in self.shown), *([named] if named else [])]

    def numbers(self, places):
        return map(self.shelf.numbers(self.told["numbers"]).__getitem__, places if self.has_boxes else ())

    def drawn(self, places):
        named, numbers = self.told["cells_named"], self.shelf.numbers(self.told["numbers"])
        told = self.shelf.texts(named) if named else numbers
        columns = [self.shelf.texts(texts) for _, texts in self.shown]
        return [
            Row(told[place], numbers[place] if self.has_boxes else None, [column[place] for column in columns])
            for place in places
        ]


class ChangedRows(Rows):
    """The stored rows that change, with what stood and what will stand in each column that does."""

    @property
    def changes(self):
        return self.shelf.told["changes"]

    @property
    def columns(self):
        return [(heading, len(self.shelf.numbers(rows))) for heading, rows, *_ in self.changes]

    def narrowed(self, wanted):
        if wanted.column is None or wanted.column >= len(self.changes):
            return self.places
        return self.shelf.numbers(self.changes[wanted.column][1])

    def having(self, piece, wanted):
        has = super().having(piece, wanted)
        asked = slice(None) if wanted.column is None else slice(wanted.column, wanted.column + 1)
        for _, rows, *before_and_after in self.changes[asked]:
            for texts in before_and_after:
                for place in compress(self.shelf.numbers(rows), self.shelf.texts(texts).rows_with(piece)):
                    has[place] = 1
        return has

    def drawn(self, places):
        found = {place: [] for place in places}
        for heading, rows, before, after in self.changes:
            rows, before, after = self.shelf.numbers(rows), self.shelf.texts(before), self.shelf.texts(after)
            for place, changes in found.items():
                at = bisect_left(rows, place)
                if at < len(rows) and rows[at] == place:
                    changes.append((heading, before[at], after[at]))
        drawn = zip(super().drawn(places), found.values(), strict=True)
        return [Row(row.told, row.number, row.cells, changes) for row, changes in drawn]
