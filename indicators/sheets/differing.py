"""A difference between what a sheet prints and what comes of computing it, and the note that it can become."""

from collections import defaultdict
from typing import NamedTuple

from config.sheets.choices import LAYOUT

# A box for each difference, and one for all of them.
BOX, ALL = f"{LAYOUT}note-", f"{LAYOUT}notes"
# How many differences are told, and how many cells of one column are named.
TOLD, NAMED = 20, 5
# How many can be ticked one by one.
OFFERED = 200


class Difference(NamedTuple):
    """What is printed in a cell and what was computed, in a sentence; in a shorter one for the note of a figure."""

    cell: str
    told: str
    short: str = ""
    # The figure that it is about, by its cell; "" for none.
    figure: str = ""
    # The column of which alike ones are told once.
    letter: str = ""

    def box(self, at):
        return f"{BOX}{self.cell}-{at}"


def sentences(found):
    """What differs, the first of many; a column that is computed in another way differs in every line: told once."""
    told = list(_told_by_column(found))
    more = [f"Còn {len(told) - TOLD} chỗ khác không khớp."] if len(told) > TOLD else []
    return told[:TOLD] + more


def _told_by_column(found):
    by_column = defaultdict(list)
    for at, each in enumerate(found):
        by_column[each.letter or at].append(each)
    for letter, (first, *rest) in by_column.items():
        cells = ", ".join(each.cell for each in rest[:NAMED])
        more = f" Cột {letter} còn {len(rest)} ô khác như vậy: {cells}{' …' if rest[NAMED:] else ''}." if rest else ""
        yield first.told + more


def offers(found, layout):
    """What a person is asked of the differences at figures: plain data for the boxes of the form."""
    boxes = [
        {"box": box, "cell": each.cell, "figure": each.figure, "short": each.short, "is_chosen": box in layout}
        for box, each in _boxed(found)
    ]
    return {"box": ALL, "is_chosen": ALL in layout, "boxes": boxes[:OFFERED], "count": len(boxes)} if boxes else {}


def chosen(found, layout):
    """What is to be added to the notes of figures, by their cells."""
    notes = defaultdict(list)
    for box, each in _boxed(found):
        if ALL in layout or box in layout:
            notes[each.figure].append(each)
    return notes


def _boxed(found):
    """The differences at figures, by their boxes; of one cell they are told apart by their order."""
    counts = defaultdict(int)
    for each in found:
        if each.figure:
            counts[each.cell] += 1
            yield each.box(counts[each.cell]), each


def with_remarks(note, differences, file):
    """A note with what differs, in a file of this name; what it says already is not said again."""
    for each in differences:
        if each.short not in note:
            note = "\n".join(filter(None, [note, f"Tệp «{file}», ô {each.cell}: {each.short}."]))
    return note
