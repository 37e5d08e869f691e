"""The letters an SVG file is written in, put into it: a font in which only those that the file shows are left.

A file kept elsewhere finds no font of this site; a browser reads the one inside, other programs take a like one.
"""

import base64
import html
import re
from io import BytesIO
from pathlib import Path

from django.conf import settings
from fontTools.subset import Options, Subsetter, load_font, save_font

FONTS = Path(settings.BASE_DIR) / "config" / "static" / "fonts"
TEXT = re.compile(r'<text(?: class="([^"]*)")?[^>]*>([^<]*)')


def with_letters(svg):
    """The file with the font of each weight it is lettered in."""
    shown = {400: set(), 600: set()}
    for css_class, words in TEXT.findall(svg):
        shown[600 if "heading" in css_class else 400].update(html.unescape(words))
    faces = "".join(_face(weight, letters) for weight, letters in shown.items() if letters)
    return svg.replace("<style>", f"<style>\n{faces}", 1)


def _face(weight, letters):
    font = base64.b64encode(font_of(weight, letters)).decode()
    source = f'url("data:font/woff;base64,{font}") format("woff")'
    return f'@font-face {{ font-family: "Be Vietnam Pro"; font-weight: {weight}; src: {source}; }}\n'


def font_of(weight, letters):
    """The font of a weight as WOFF with these letters alone; the same bytes each time."""
    options = Options(flavor="woff", notdef_outline=True, hinting=False)
    written = BytesIO()
    with load_font(FONTS / f"be-vietnam-pro-{weight}.ttf", options) as font:
        subsetter = Subsetter(options)
        subsetter.populate(text="".join(letters))
        subsetter.subset(font)
        save_font(font, written, options)
    return written.getvalue()
