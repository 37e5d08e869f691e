"""Of xlsx: the styles that tell, and the cells that bear them, errors or formulas."""

import io
import posixpath
import re
from typing import NamedTuple
from xml.etree import ElementTree

from config.sheets.marks.found import Marks, TooLargeError, old_font
from config.sheets.sheet import ERROR, UNCOMPUTED, OldText
from config.sheets.shown import ShownCell, digits_shown, percent_cell, shows_digits, shows_percent

_REFERENCE = re.compile(rb'<(?:\w+:)?c\b[^>]*?\sr="([A-Z]{1,3})([0-9]{1,7})"')
_SUSPECT = re.compile(rb'\st="e"|<(?:\w+:)?f[\s>/]')
# What a sheet without any suspect cell has nowhere: quick to look for, and sometimes there for nothing.
_XLSX_SIGNS = (b't="e"', b"<f", b":f", b'hidden="')
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\b(?=[^>]*\shidden="(?:1|true)")[^>]*?\sr="(\d+)"')
_HIDDEN_COLUMNS = re.compile(
    rb'<(?:\w+:)?col\b(?=[^>]*\shidden="(?:1|true)")(?=[^>]*?\smin="(\d+)")[^>]*?\smax="(\d+)"'
)
# A cell to the right of column Z, or below the last row a spreadsheet has.
_FAR = re.compile(rb'r="(?:[A-Z]{2}|[A-Z](?:1[1-9][0-9]{5}|[2-9][0-9]{6}|[0-9]{8}))')
# Those that a workbook need not declare.
_PERCENT_FORMATS = {"9": "0%", "10": "0.00%"}
# The style of cells that state none.
_USUAL = 0
_TEXTS = frozenset({"s", "str", "inlineStr"})


def signs_for(package):
    """A test of a piece of a sheet's XML: whether the sheet must be looked at cell by cell."""
    styles = _telling_styles(package)
    signs = [*_XLSX_SIGNS, *(b's="%d"' % style for style in styles), *([b'r="'] if _USUAL in styles else [])]
    return lambda piece: any(sign in piece for sign in signs) or _FAR.search(piece)


def scan(package, suspects, max_cells: int) -> dict[str, Marks]:
    """For each sheet by name, what the fast reader does not tell of it.

    `suspects` are the members in which a piece bore a sign; the others are not read again.
    """
    styles = _telling_styles(package)
    found = {}
    for name, path in _sheet_paths(package):
        if path not in suspects:
            continue
        content = package.read(path)
        _refuse_large(name, content, max_cells)
        said = rb'\ss="(?:%s)"' % b"|".join(b"%d" % style for style in styles)
        styled = _USUAL in styles or (styles and re.search(said, content))
        cells = _xlsx_marks(content, styles) if styled or _SUSPECT.search(content) else {}
        rows = [range(int(number) - 1, int(number)) for number in _HIDDEN_ROW.findall(content)]
        columns = [range(int(first) - 1, int(last)) for first, last in _HIDDEN_COLUMNS.findall(content)]
        found[name] = Marks(cells, rows, columns)
    return found


def _sheet_paths(package):
    relations = {
        relation.get("Id"): relation.get("Target")
        for relation in ElementTree.fromstring(package.read("xl/_rels/workbook.xml.rels"))
    }
    for sheet in ElementTree.fromstring(package.read("xl/workbook.xml")).iterfind("{*}sheets/{*}sheet"):
        relation = next(value for name, value in sheet.items() if name.endswith("}id"))
        target = relations[relation]
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        if path in package.namelist():
            yield sheet.get("name"), path


def _refuse_large(name, content, max_cells):
    """One cell at the far corner of a sheet makes the reader lay out 17 thousand million cells."""
    last_row = last_column = 0
    for letters, number in _REFERENCE.findall(content):
        last_row = max(last_row, int(number))
        last_column = max(last_column, _column_number(letters.decode()))
    if last_row * (last_column + 1) > max_cells:
        raise TooLargeError(name)


class Style(NamedTuple):
    """What a style tells of a cell: the format of a number that shows another thing, the font of an older text."""

    code: str
    old: OldText | None


def _telling_styles(package):
    """The cell styles of the workbook that tell something."""
    if "xl/styles.xml" not in package.namelist():
        return {}
    styles = ElementTree.fromstring(package.read("xl/styles.xml"))
    codes = {each.get("numFmtId"): each.get("formatCode", "") for each in styles.iterfind("{*}numFmts/{*}numFmt")}
    telling = {number: code for number, code in (_PERCENT_FORMATS | codes).items() if _tells(code)}
    fonts = {str(number): _of_font(each) for number, each in enumerate(styles.iterfind("{*}fonts/{*}font"))}
    told = {}
    for number, each in enumerate(styles.iterfind("{*}cellXfs/{*}xf")):
        style = Style(telling.get(each.get("numFmtId"), ""), fonts.get(each.get("fontId")))
        if any(style):
            told[number] = style
    return told


def _of_font(font):
    name = font.find("{*}name")
    return old_font(name.get("val", "") if name is not None else "")


def _tells(code):
    return shows_percent(code) or shows_digits(code)


def _xlsx_marks(content, styles):
    found = {}
    for (row, column), cell in _xlsx_cells(content):
        value = cell.findtext("{*}v")
        if cell.get("t") == "e":
            found[row, column] = (value or "#", ERROR.format(shown=value or "#"))
        elif cell.find("{*}f") is not None and not value and cell.get("t") != "str":
            found[row, column] = ("", UNCOMPUTED)
        elif shown := _shown(cell, value, styles.get(int(cell.get("s", 0)))):
            found[row, column] = shown
    return found


def _shown(cell, value, style):
    if style is None:
        return None
    kind, code = cell.get("t", "n"), style.code
    if kind in _TEXTS:
        return style.old
    if not code or not value or kind != "n":
        return None
    if shows_percent(code):
        return percent_cell(value)
    shown = digits_shown(float(value), code)
    return ShownCell(float(value), shown) if shown else None


def _xlsx_cells(content):
    """Each cell with its row and column from 0; rows are let go once read."""
    row, column = -1, -1
    for event, element in ElementTree.iterparse(io.BytesIO(content), events=("start", "end")):
        tag = element.tag.rpartition("}")[2]
        if tag == "row" and event == "start":
            row, column = int(element.get("r", row + 2)) - 1, -1
        elif tag == "row":
            element.clear()
        elif tag == "c" and event == "end":
            reference = element.get("r")
            column = _column_number(reference.rstrip("0123456789")) if reference else column + 1
            yield (row, column), element


def _column_number(letters):
    """0 for A, 25 for Z, 26 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
