"""The heading rows of a sheet as departments lay them out: two or three merged rows, and a unit in a corner above."""

import re

from config.sheets.columns import text_of
from config.sheets.reading import BadCell
from config.values.text import nfc
from config.values.units import known_unit, parted

DEEPEST = 3
_CORNER = re.compile(r"\b(?P<word>đơn vị tính|đvt|đơn vị)\s*:\s*(?P<unit>[^;()]+)", re.IGNORECASE)


def depths(sheet, first):
    """How many rows the headings that begin in a row may take: more than one only where cells are merged."""
    yield 1
    for depth in range(2, min(DEEPEST, len(sheet.head) - first) + 1):
        last = first + depth - 1
        if any(top == first and first <= bottom <= last for (top, _), (bottom, _) in sheet.merged):
            yield depth


def headings_of(sheet, first, depth, heads):
    """What stands over each column: of several rows the words that name a column, else all of them."""
    rows = [_across(sheet, row) for row in range(first, first + depth)]
    if depth == 1:
        return rows[0]
    width = max(map(len, rows))
    parts = zip(*(row + [""] * (width - len(row)) for row in rows), strict=True)
    return [_heading([text for text in texts if text], heads) for texts in parts]


def corner_of(sheet, first):
    """The unit that a line above the headings states for the whole table."""
    for row in sheet.head[:first]:
        for cell in row:
            match = _CORNER.search(nfc(plain(cell)))
            # «Đơn vị: Sở Công Thương» is who reports.
            if match and (match["word"].casefold() != "đơn vị" or known_unit(match["unit"])):
                return match["unit"].strip(" .")
    return ""


def plain(cell):
    """The text of a cell, «» of one that cannot be taken."""
    if isinstance(cell, BadCell):
        return ""
    try:
        return text_of(cell)
    except ValueError:
        return str(cell)


def _across(sheet, row):
    """The headings of a row, each over all the columns that it is merged over."""
    texts = [nfc(plain(cell)) for cell in sheet.head[row]]
    for (top, left), (_, right) in sheet.merged:
        if top == row and left < len(texts):
            texts += [""] * (right + 1 - len(texts))
            texts[left : right + 1] = [texts[left]] * (right + 1 - left)
    return texts


def _heading(texts, heads):
    """Of the rows over one column the words that name it: the lowest alone, or with the group above it."""
    *groups, lowest = texts or [""]
    stem, aside = parted(" ".join(groups))
    whole = " ".join(texts)
    choices = [whole, f"{stem} {lowest}", lowest]
    if aside:
        choices = [whole, f"{stem} {lowest} ({aside})", f"{lowest} ({aside})", lowest]
    places = [(choice, heads.place(choice)) for choice in choices if groups and lowest]
    sound = [choice for choice, place in places if place and not place.fault]
    known = [choice for choice, place in places if place]
    return next(iter([*sound, *known]), whole)
