"""The letters an SVG file is written in, put into it: a font in which only the outlines that the file shows are left.

A file kept elsewhere finds no font of this site; a browser reads the one inside, other programs take a like one.
"""

import base64
import html
import re
import struct
import zlib
from functools import cache
from pathlib import Path

from django.conf import settings

FONTS = Path(settings.BASE_DIR) / "config" / "static" / "fonts"
TEXT = re.compile(r'<text(?: class="([^"]*)")?[^>]*>([^<]*)')
# OpenType 1.9, «glyf»: what a composite glyph says of its parts.
WORDS, SCALE, MORE, TWO_SCALES, MATRIX = 0x1, 0x8, 0x20, 0x40, 0x80
LONG_OFFSETS = 50  # where «head» says how wide the offsets of «loca» are


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
    """The font of a weight as WOFF, the outlines of all other letters taken out; the numbers of glyphs stay."""
    tables = dict(_tables(weight))
    offsets, glyphs = _offsets(tables), tables["glyf"]
    outlines = [glyphs[start:end] for start, end in zip(offsets, offsets[1:], strict=False)]
    numbers = _numbers(weight)
    kept = _with_parts({numbers[ord(letter)] for letter in letters if ord(letter) in numbers} | {0}, outlines)
    outlines = [outline if number in kept else b"" for number, outline in enumerate(outlines)]
    ends = [0]
    for outline in outlines:
        ends.append(ends[-1] + len(outline))
    head = tables["head"]
    # The sum of the whole file, of another file now, is left open.
    tables["head"] = head[:8] + bytes(4) + head[12:LONG_OFFSETS] + struct.pack(">h", 1) + head[LONG_OFFSETS + 2 :]
    tables["glyf"], tables["loca"] = b"".join(outlines), struct.pack(f">{len(ends)}I", *ends)
    return _woff(tables)


@cache
def _tables(weight):
    """The tables of a font file by name."""
    font = (FONTS / f"be-vietnam-pro-{weight}.ttf").read_bytes()
    (count,) = struct.unpack_from(">H", font, 4)
    entries = [struct.unpack_from(">4s3I", font, 12 + 16 * at) for at in range(count)]
    return {name.decode(): font[start : start + length] for name, _, start, length in entries}


def _offsets(tables):
    """Where the outline of each glyph begins in «glyf», and at last where it ends."""
    (is_long,) = struct.unpack_from(">h", tables["head"], LONG_OFFSETS)
    loca = tables["loca"]
    if is_long:
        return struct.unpack(f">{len(loca) // 4}I", loca)
    return [2 * half for half in struct.unpack(f">{len(loca) // 2}H", loca)]


@cache
def _numbers(weight):
    """The glyph of each letter, from the table of letters up to U+FFFF."""
    cmap = _tables(weight)["cmap"]
    (count,) = struct.unpack_from(">H", cmap, 2)
    starts = [struct.unpack_from(">I", cmap, 8 + 8 * at)[0] for at in range(count)]
    at = next(start for start in starts if struct.unpack_from(">H", cmap, start) == (4,))
    (twice,) = struct.unpack_from(">H", cmap, at + 6)
    ends = struct.unpack_from(f">{twice // 2}H", cmap, at + 14)
    rest = at + 16 + twice
    found = {}
    for place, last in enumerate(ends):
        first, step, jump = [struct.unpack_from(">H", cmap, rest + part * twice + 2 * place)[0] for part in range(3)]
        for letter in range(first, last + 1):
            where = rest + 2 * twice + 2 * place + jump + 2 * (letter - first)
            number = struct.unpack_from(">H", cmap, where)[0] if jump and letter < 0xFFFF else letter
            found[letter] = (number + step) & 0xFFFF
    return found


def _with_parts(wanted, outlines):
    """The glyphs together with those that they are put together from: Ệ of E and its marks."""
    kept, waiting = set(), list(wanted)
    while waiting:
        number = waiting.pop()
        if number not in kept:
            kept.add(number)
            waiting += _parts(outlines[number])
    return kept


def _parts(outline):
    if not outline or struct.unpack_from(">h", outline)[0] >= 0:
        return
    at, flags = 10, MORE
    while flags & MORE:
        flags, number = struct.unpack_from(">HH", outline, at)
        yield number
        at += 8 if flags & WORDS else 6
        at += 2 if flags & SCALE else 4 if flags & TWO_SCALES else 8 if flags & MATRIX else 0


def _woff(tables):
    """Tables as a WOFF file (W3C, WOFF 1.0): each compressed, on a multiple of four bytes."""
    entries, body = b"", b""
    start = 44 + 20 * len(tables)
    for name, table in sorted(tables.items()):
        packed = min(zlib.compress(table, 9), table, key=len)
        entries += struct.pack(">4s4I", name.encode(), start + len(body), len(packed), len(table), _sum_of(table))
        body += packed + bytes(-len(packed) % 4)
    whole = 12 + sum(16 + len(table) + -len(table) % 4 for table in tables.values())
    length = start + len(body)
    return struct.pack(">4sIIHHIHH5I", b"wOFF", 0x10000, length, len(tables), 0, whole, 1, 0, *[0] * 5) + entries + body


def _sum_of(table):
    padded = table + bytes(-len(table) % 4)
    return sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF
