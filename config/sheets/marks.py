"""Finds the cells of a workbook that its fast reader gives as empty or as another number than one sees.

The reader hands over values only. An error (#REF!) and a formula that was never computed come out as empty cells, which
an import would take for "no value"; a cell that shows 62 % holds 0,62, and one that shows 00123 holds 123.
"""

import io
import posixpath
import re
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.etree import ElementTree

from config.sheets.sheet import ERROR, UNCOMPUTED, OldText
from config.sheets.shown import ShownCell, digits_shown, is_number_in_digits, percent_cell, shows_digits, shows_percent
from config.values.legacy import code_of_font

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
_ODS_SIGNS = re.compile(
    rb'="(?:error|percentage)"|table:formula=|-repeated="\d{4}|visibility="|min-integer-digits="(?:[2-9]|\d\d)"'
)
# No sign is longer; what lies across two pieces of a stream is seen in the second.
LONGEST_SIGN = 64
_ODS_SUSPECT = re.compile(
    rb'value-type="(?:error|percentage)"|table:formula=|visibility="|min-integer-digits="(?:[2-9]|\d\d)"'
)
_ODS_WIDE = re.compile(rb"<table:table-cell\b[^>]*number-columns-repeated=\"(\d{4,})\"[^>]*>")
_ODS_LONG = re.compile(
    rb"<table:table-row\b[^>]*number-rows-repeated=\"(\d{4,})\"[^>]*>(.*?)</table:table-row>", re.DOTALL
)
# Those that a workbook need not declare.
_PERCENT_FORMATS = {"9": "0%", "10": "0.00%"}
# The style of cells that state none.
_USUAL = 0
_TEXTS = frozenset({"s", "str", "inlineStr"})
_ERROR_TEXT = re.compile(r"#[A-Z0-9/!?]+|Err:\d+")


@dataclass
class Marks:
    """What the fast reader does not tell of a sheet, by rows and columns from 0."""

    # What a cell shows, what its text is written in, or what is shown of a bad one and why it is not to be trusted.
    cells: dict[tuple[int, int], ShownCell | OldText | tuple[str, str]] = field(default_factory=dict)
    hidden_rows: list[range] = field(default_factory=list)
    hidden_columns: list[range] = field(default_factory=list)


class UnreadableError(ValueError):
    """The workbook's own description of its sheets does not hold together."""


class TooLargeError(ValueError):
    """A sheet so large when laid out that reading it would take the machine's memory; carries its name."""


def signs_for(package):
    """A test of a piece of a sheet's XML: whether the sheet must be looked at cell by cell."""
    if "content.xml" in package.namelist():
        return _ODS_SIGNS.search
    styles = _telling_styles(package)
    signs = [*_XLSX_SIGNS, *(b's="%d"' % style for style in styles), *([b'r="'] if _USUAL in styles else [])]
    return lambda piece: any(sign in piece for sign in signs) or _FAR.search(piece)


def scan(package, suspects, max_cells: int) -> dict[str, Marks]:
    """For each sheet by name, what the fast reader does not tell of it.

    `suspects` are the members in which a piece bore a sign; the others are not read again.
    """
    try:
        if "content.xml" in package.namelist():
            return _scan_ods(package.read("content.xml"), max_cells) if "content.xml" in suspects else {}
        return _scan_xlsx(package, suspects, max_cells)
    except (ElementTree.ParseError, KeyError, IndexError, UnicodeDecodeError) as error:
        raise UnreadableError(str(error)) from error


def _scan_xlsx(package, suspects, max_cells):
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
    fonts = {str(number): _old_font(each) for number, each in enumerate(styles.iterfind("{*}fonts/{*}font"))}
    told = {}
    for number, each in enumerate(styles.iterfind("{*}cellXfs/{*}xf")):
        style = Style(telling.get(each.get("numFmtId"), ""), fonts.get(each.get("fontId")))
        if any(style):
            told[number] = style
    return told


def _old_font(font):
    """What text in a font of before Unicode is written in; None for any other font."""
    name = font.find("{*}name")
    code, is_capital = code_of_font(name.get("val", "") if name is not None else "")
    return OldText("", code, is_capital) if code else None


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


def _scan_ods(content, max_cells):
    for repeated in _ODS_WIDE.finditer(content):
        if b"value-type" in repeated[0] and int(repeated[1]) > 1024:
            raise TooLargeError("…")
    for repeated in _ODS_LONG.finditer(content):
        if b"value-type" in repeated[2] and int(repeated[1]) > max_cells // 100:
            raise TooLargeError("…")
    return _ods_marks(content) if _ODS_SUSPECT.search(content) else {}


def _ods_marks(content):
    found = {}
    sheet, row, column = None, 0, 0
    for event, element in ElementTree.iterparse(io.BytesIO(content), events=("start", "end")):
        tag = element.tag.rpartition("}")[2]
        if event == "start":
            if tag == "table":
                sheet, row, column = found.setdefault(_attribute(element, "name"), Marks()), 0, 0
            elif tag == "table-row":
                column = 0
        elif tag in ("table-cell", "covered-table-cell"):
            repeated = int(_attribute(element, "number-columns-repeated") or 1)
            if mark := _ods_mark(element):
                sheet.cells |= {(row, column + step): mark for step in range(repeated)}
            column += repeated
        elif tag == "table-column":
            column = _passed(element, "number-columns-repeated", column, sheet.hidden_columns)
        elif tag == "table-row":
            row = _passed(element, "number-rows-repeated", row, sheet.hidden_rows)
            element.clear()
    return found


def _passed(element, repeated, at, hidden):
    """Where the next row or column stands; one that is not shown is noted."""
    after = at + int(_attribute(element, repeated) or 1)
    if _attribute(element, "visibility") in ("collapse", "filter"):
        hidden.append(range(at, after))
    return after


def _ods_mark(cell):
    shown = "".join(cell.itertext()).strip()
    kind = _attribute(cell, "value-type")
    if _attribute(cell, "formula") is not None:
        if _ERROR_TEXT.fullmatch(shown):
            return shown, ERROR.format(shown=shown)
        if kind is None:
            return "", UNCOMPUTED
    value = _attribute(cell, "value")
    if kind == "percentage":
        return percent_cell(value)
    if kind == "float" and is_number_in_digits(shown, value):
        return ShownCell(float(value), shown)
    return None


def _attribute(element, name):
    """An attribute by its local name: the value types of errors live in a namespace of LibreOffice's own."""
    return next((value for key, value in element.items() if key.rpartition("}")[2] == name), None)


def _column_number(letters):
    """0 for A, 25 for Z, 26 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
