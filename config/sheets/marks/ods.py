"""Of ods: what LibreOffice keeps apart from the values, in styles, in comments and in cells that span others."""

import io
import re
from datetime import timedelta
from typing import NamedTuple
from xml.etree import ElementTree

from config.sheets.marks.found import Marks, TooLargeError, UnreadableError, old_font
from config.sheets.sheet import ERROR, UNCOMPUTED, OldText
from config.sheets.shown import ShownCell, is_number_in_digits, percent_cell

_SUSPECT = rb'value-type="(?:error|percentage|time)"|table:formula=|visibility="|-spanned="'
_FAR = rb'-repeated="\d{4}'
# Of the name of a style what surely stands in two pieces of a stream; of more styles than these no name is looked for.
_LONGEST_NAME, _MOST_NAMES = 40, 500
# Beginnings and ends of elements above the sheets; a few letters packed may unpack to more than the memory holds.
_MOST_ABOVE_SHEETS = 500_000
# Of a file that does not hold together too, each sign is looked at but once.
_WIDE = re.compile(rb"<table:table-cell\b(?>[^<>]*?number-columns-repeated=\"(\d{4,})\")[^<>]*>")
_LONG = re.compile(
    rb"<table:table-row\b(?>[^<>]*?number-rows-repeated=\"(\d{4,})\")[^<>]*>(.*?)"
    rb"(?=</table:table-row>|<table:table-row\b|\Z)",
    re.DOTALL,
)
_WHOLE = ("0", None)
_HOURS = re.compile(r"PT(\d{1,6})H(\d{1,2})M.*")
_HOURS_OF_DAY = 24
# How many cells of a sheet one mark takes the memory of.
_COST_OF_MARK = 100
_ERROR_TEXT = re.compile(r"#[A-Z0-9/!?]+|Err:\d+")
# The style of cells that state none, and by what we call the one above all others; how many stand above one another.
_USUAL, _OF_ALL, _MOST_ABOVE = "Default", "", 10


class Style(NamedTuple):
    """What a style tells of a cell: whether its numbers show more than their value, the font of an older text."""

    shows_digits: bool = False
    old: OldText | None = None


def signs_for(package):
    """A test of a piece of a sheet's XML: whether the sheets must be looked at cell by cell, or are too large."""
    return re.compile(rb"|".join([_FAR, _suspect(_Styles(package).telling)])).search


def scan(package, suspects, max_cells: int) -> dict[str, Marks]:
    """For each sheet by name, what the fast reader does not tell."""
    if "content.xml" not in suspects:
        return {}
    content = package.read("content.xml")
    for repeated in _WIDE.finditer(content):
        if b"value-type" in repeated[0] and int(repeated[1]) > 1024:
            raise TooLargeError("…")
    for repeated in _LONG.finditer(content):
        if b"value-type" in repeated[2] and int(repeated[1]) > max_cells // 100:
            raise TooLargeError("…")
    styles = _Styles(package).telling
    return _marks(content, styles, max_cells) if re.search(_suspect(styles), content) else {}


def _suspect(styles):
    if _USUAL in styles or len(styles) > _MOST_NAMES:
        return rb"<table:table-cell\b"
    names = (re.escape(name.encode()[:_LONGEST_NAME]) for name in styles)
    return rb"|".join([_SUSPECT, *(rb'style-name="' + name for name in names)])


class _Styles:
    """The styles of cells that tell something, by name; those with names of their own stand in another part."""

    def __init__(self, package):
        self.fonts, self.formats, self.own = {}, set(), {}
        for part in ("styles.xml", "content.xml"):
            if part in package.namelist():
                self._read(package.open(part))
        styles = {name: self._style(name) for name in self.own}
        self.telling = {name: style for name, style in styles.items() if any(style)}

    def _read(self, stream):
        with stream:
            for seen, (event, element) in enumerate(ElementTree.iterparse(stream, events=("start", "end"))):
                tag = element.tag.rpartition("}")[2]
                if tag == "body":
                    return
                if seen > _MOST_ABOVE_SHEETS:
                    raise UnreadableError("styles")
                if event == "end":
                    self._take(tag, element)

    def _take(self, tag, element):
        name = _attribute(element, "name") or _OF_ALL
        if tag == "font-face":
            self.fonts[name] = (_attribute(element, "font-family") or name).strip("'\"")
        elif tag == "number-style" and _shows_digits(element):
            self.formats.add(name)
        elif tag in ("style", "default-style") and _attribute(element, "family") == "table-cell":
            self.own[name] = element

    def _style(self, name):
        """What a style tells, be it by one above it."""
        data = font = None
        for _ in range(_MOST_ABOVE):
            element = self.own.get(name)
            if element is None:
                break
            text = element.find("{*}text-properties")
            data = data or _attribute(element, "data-style-name")
            font = font or (_attribute(text, "font-name") if text is not None else None)
            name = _attribute(element, "parent-style-name") or _OF_ALL
        return Style(data in self.formats, old_font(self.fonts.get(font, font)) if font else None)


def _shows_digits(number_style):
    """Whether a format prints whole numbers with zeros in front, or with letters around them or between."""
    number = number_style.find("{*}number")
    if number is None or _attribute(number, "grouping") == "true" or _attribute(number, "decimal-places") not in _WHOLE:
        return False
    letters = [*number_style.iterfind("{*}text"), *number.iterfind("{*}embedded-text")]
    return int(_attribute(number, "min-integer-digits") or 0) > 1 or any(each.text for each in letters)


def _marks(content, styles, max_cells):
    found, table = {}, _Table("", Marks(), styles, max_cells)
    for event, element in ElementTree.iterparse(io.BytesIO(content), events=("start", "end")):
        tag = element.tag.rpartition("}")[2]
        if tag == "table" and event == "start":
            name = _attribute(element, "name")
            table = _Table(name, found.setdefault(name, Marks()), styles, max_cells)
        elif tag == "table-row" and event == "start":
            table.column = 0
        elif tag in ("table-cell", "covered-table-cell") and event == "end":
            table.take_cell(element)
        elif tag == "table-column" and event == "end":
            table.take_column(element)
        elif tag == "table-row":
            table.take_row(element)
    return found


class _Table:
    """One sheet while it is read: where it is, and what was found."""

    def __init__(self, name, marks, styles, room):
        self.name, self.marks, self.styles, self.room = name, marks, styles, room
        self.row = self.column = 0
        # What the cells of a column are in that state no style, by where that column ends; and the marks of one row.
        self.usual, self.found = [], {}

    def take_column(self, element):
        first, self.column = self.column, _after(element, "number-columns-repeated", self.column)
        self.usual.append((self.column, _attribute(element, "default-cell-style-name")))
        if _is_hidden(element):
            self.marks.hidden_columns.append(range(first, self.column))

    def take_cell(self, element):
        first, self.column = self.column, _after(element, "number-columns-repeated", self.column)
        if mark := self._mark(element, first):
            self._take_room(self.column - first - 1, _COST_OF_MARK)
            self.found |= dict.fromkeys(range(first, self.column), mark)
        down, across = (_count(element, f"number-{each}-spanned") for each in ("rows", "columns"))
        if down > 1 or across > 1:
            self._take_room(down * across)
            self.marks.merged.append(((self.row, first), (self.row + down - 1, first + across - 1)))

    def take_row(self, element):
        first, self.row = self.row, _after(element, "number-rows-repeated", self.row)
        if _is_hidden(element):
            self.marks.hidden_rows.append(range(first, self.row))
        self._take_room((self.row - first - 1) * len(self.found), _COST_OF_MARK)
        for row in range(first, self.row) if self.found else ():
            self.marks.cells |= {(row, column): mark for column, mark in self.found.items()}
        self.found = {}
        element.clear()

    def _take_room(self, cells, cost=1):
        """A few letters may say that a cell is repeated a thousand million times."""
        self.room -= cells * cost
        if self.room < 0:
            raise TooLargeError(self.name)

    def _mark(self, cell, place):
        # Comments stand in the cell too.
        lines = cell.findall("{*}p")
        shown = "".join(text for line in lines for text in line.itertext()).strip()
        kind, value = _attribute(cell, "value-type"), _attribute(cell, "value")
        if _attribute(cell, "formula") is not None:
            if _ERROR_TEXT.fullmatch(shown):
                return shown, ERROR.format(shown=shown)
            # One that was computed shows a line, be it an empty one.
            if kind is None and not lines:
                return "", UNCOMPUTED
        if kind == "percentage":
            return percent_cell(value)
        if kind == "time":
            return _hours(_attribute(cell, "time-value") or "")
        if kind == "float" and is_number_in_digits(shown, value):
            return ShownCell(float(value), shown)
        return self._style(cell, place).old if kind == "string" and self.styles else None

    def _style(self, cell, place):
        name = _attribute(cell, "style-name") or next((usual for end, usual in self.usual if place < end), None)
        return self.styles.get(name or _USUAL, Style())


def _hours(said):
    """More hours than a day has, which the fast reader gives as a text of its own; None for a time of the day."""
    match = _HOURS.fullmatch(said)
    hours, minutes = map(int, match.groups()) if match else (0, 0)
    return timedelta(hours=hours, minutes=minutes) if hours >= _HOURS_OF_DAY else None


def _after(element, repeated, at):
    """Where the next row, column or cell stands."""
    return at + _count(element, repeated)


def _count(element, name):
    count = int(_attribute(element, name) or 1)
    if count < 0:
        raise UnreadableError(f"{name}: {count}")
    return count


def _is_hidden(element):
    return _attribute(element, "visibility") in ("collapse", "filter")


def _attribute(element, name):
    """An attribute by its local name: the value types of errors live in a namespace of LibreOffice's own."""
    return next((value for key, value in element.items() if key.rpartition("}")[2] == name), None)
