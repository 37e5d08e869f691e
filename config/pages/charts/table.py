"""A table drawn as an SVG file, for whoever puts it into a document as a picture that stays sharp."""

from dataclasses import dataclass

from config.pages.charts.files import EDGE, drawn
from config.pages.charts.lettering import LINE, width_of, wrapped

WIDEST_WORDS, WIDEST_NUMBER, BETWEEN, LEAST_WIDTH = 220, 140, 20, 360
PADDING = 7
MOST_LINES = 4
MOST_LINES_OF_NOTE = 8


@dataclass(frozen=True)
class Row:
    """The lines of each cell of a row, and how high they make it."""

    cells: list[list[str]]

    @property
    def height(self):
        return LINE * max(map(len, self.cells)) + 2 * PADDING


def table_file(heads, rows, *, worded, title, notes):
    """The table below its title, sentences below it; the first `worded` columns are words, the others numbers."""
    rooms = [WIDEST_WORDS if at < worded else WIDEST_NUMBER for at in range(len(heads))]
    laid = [Row([_lines(cell, room) for cell, room in zip(row, rooms, strict=True)]) for row in [heads, *rows]]
    widths = [max(width_of(line) for row in laid for line in row.cells[at]) for at in range(len(heads))]
    right = EDGE + max(sum(widths) + BETWEEN * (len(widths) - 1), LEAST_WIDTH)
    above = [(EDGE, EDGE + LINE * at + 12, line) for at, line in enumerate(wrapped(title, right - EDGE))]
    top = EDGE + LINE * len(above) + PADDING
    lines, cells = [], []
    for row in laid:
        cells += _placed(row, widths, top, worded, is_head=row is laid[0])
        top += row.height
        lines.append((top, row is laid[0]))
    # An address is all narrow and wide signs: what it takes is reckoned too small.
    room = (right - EDGE) * 9 // 10
    sentences = [line for note in notes for line in wrapped(note, room, most=MOST_LINES_OF_NOTE)]
    below = [(EDGE, top + 2 * LINE + LINE * at, line) for at, line in enumerate(sentences)]
    context = {
        "title": title,
        "edge": EDGE,
        "right": right,
        "width": right + EDGE,
        "height": top + LINE * (len(below) + 1) + EDGE,
        "above": above,
        "lines": lines,
        "cells": cells,
        "below": below,
    }
    return drawn("charts/table.svg", context)


def _lines(cell, room):
    """A cell is a text, or a text with what is said below it."""
    parts = [cell] if isinstance(cell, str) else cell
    return [line for part in parts for line in wrapped(part, room, most=MOST_LINES)] or [""]


def _placed(row, widths, top, worded, *, is_head):
    """The lines of a row as class, place and words: words begin at the left of a column, numbers end at its right."""
    x = EDGE
    for at, (lines, width) in enumerate(zip(row.cells, widths, strict=True)):
        is_number = at >= worded
        classes = " ".join(name for name, holds in [("heading", is_head), ("end", is_number)] if holds)
        for number, line in enumerate(lines):
            yield classes, x + width if is_number else x, top + PADDING + 12 + LINE * number, line
        x += width + BETWEEN
