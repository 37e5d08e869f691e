"""A chart as a file that stands alone: SVG with the colours of paper in it, or the PNG a document takes."""

import re
from functools import cache
from pathlib import Path

import resvg_py
from django.conf import settings
from django.template.loader import render_to_string

from config.pages.charts.frame import WIDE
from config.pages.charts.lettering import wrapped
from config.pages.charts.letters import FONTS

CSS = Path(settings.BASE_DIR) / "config" / "static" / "css"
EDGE, HEADING_LINE, SMALL_LINE = 24, 24, 17
# A picture in a document is printed: twice as fine as a screen.
ZOOM = 2
ROOM_OF_HEADING = WIDE.width * 3 // 4
ROOM_OF_NOTES = WIDE.width
# XML 1.0, «Char»: what no document may hold, not even written by its number.
FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def svg_file(drawing, *, heading, notes):
    """The chart with its heading above and, below it, sentences on where it is from."""
    chart = drawing.widest
    headings = wrapped(heading, ROOM_OF_HEADING)
    below = [line for note in notes for line in wrapped(note, ROOM_OF_NOTES, most=4)]
    top = EDGE + HEADING_LINE * len(headings)
    foot = top + int(chart.height) + 28
    context = {
        "drawing": drawing,
        "chart": chart,
        "headings": [(EDGE + 14 + HEADING_LINE * at, line) for at, line in enumerate(headings)],
        "notes": [(foot + SMALL_LINE * at, line) for at, line in enumerate(below)],
        "edge": EDGE,
        "top": top,
        "width": WIDE.width + 2 * EDGE,
        "height": foot + SMALL_LINE * len(below) + 4,
        "rules": rules_of_paper(),
    }
    return drawn("charts/file.svg", context)


def drawn(template, context):
    """An SVG document; a sign that XML forbids, written into a name by plain SQL, shows as an unknown one."""
    return FORBIDDEN.sub("\ufffd", render_to_string(template, context))


def png_file(svg, zoom=ZOOM):
    """A picture of an SVG file, lettered in the book's own font whatever the machine has."""
    fonts = [str(path) for path in sorted(FONTS.glob("be-vietnam-pro-*.ttf"))]
    return bytes(
        resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True, font_files=fonts, background="#ffffff", zoom=zoom)
    )


@cache
def rules_of_paper():
    """The rules of the style sheet that draw charts, with the light colours in place of their names.

    The font is the file's own: the one of the page is made of several files, by letters.
    """
    light = dict(re.findall(r"(--[a-z0-9-]+): light-dark\((#[0-9a-f]+),", (CSS / "tokens.css").read_text()))
    sheet = re.sub(r"font-family: [^;]+; ", "", (CSS / "site.css").read_text())
    rules = re.findall(r"^  (\.drawn .+)$", sheet, re.MULTILINE)
    return "\n".join(re.sub(r"var\((--[a-z0-9-]+)\)", lambda name: light[name[1]], rule) for rule in rules)
