"""The heading rows of a sheet as departments lay them out: two or three merged rows, and a unit in a corner above."""

import re

from config.sheets.columns import text_of
from config.sheets.sheet import BadCell
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
    return [_heading(texts, heads) for texts in _over_columns(sheet, first, depth)]


def groups_over(sheet, first, last, headings):
    """Of headings of several rows, what stands above a column and is no part of the words it was named by."""
    over = zip(headings, _over_columns(sheet, first, last + 1 - first), strict=False)
    groups = {heading: [text for text in texts[:-1] if _words(text) not in _words(heading)] for heading, texts in over}
    return {heading: " ".join(texts) for heading, texts in groups.items() if heading and texts}


def corner_of(sheet, first):
    """The unit that a line above the headings states for the whole table."""
    return next((unit for row in sheet.head[:first] for cell in row if (unit := corner_in(nfc(plain(cell))))), "")


def corner_in(text):
    """The unit that a text states for a table: «Đơn vị tính: triệu đồng»; "" for none."""
    match = _CORNER.search(text)
    # «Đơn vị: Sở Công Thương» is who reports.
    is_unit = match and (match["word"].casefold() != "đơn vị" or known_unit(match["unit"]))
    return match["unit"].strip(" .") if is_unit else ""


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


def _over_columns(sheet, first, depth):
    """For each column the texts of the heading rows, from the top."""
    rows = [_across(sheet, row) for row in range(first, first + depth)]
    width = max(map(len, rows))
    parts = zip(*(row + [""] * (width - len(row)) for row in rows), strict=True)
    return [[text for text in texts if text] for texts in parts]


def _words(text):
    return parted(text)[0].casefold()


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
