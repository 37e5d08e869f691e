"""Reads the workbooks of Excel 5 to 2003 (.xls) as xlsx are read: an error is an error, a cell is what it shows."""

import io
import struct
from collections import namedtuple
from datetime import time, timedelta

import xlrd
from xlrd.compdoc import CompDocError

from config.sheets.sheet import (
    DAMAGED,
    ERROR,
    LOCKED,
    MACROS,
    MAX_CELLS,
    NO_SHEET,
    UNCOMPUTED,
    BadCell,
    OldText,
    Sheet,
    SheetError,
    covered,
    with_bad,
)
from config.sheets.shown import ShownCell, digits_shown, percent_cell, shows_digits, shows_percent
from config.values.legacy import code_of_font

OPENING = bytes.fromhex("D0CF11E0A1B11AE1")
# The parts of the file that hold another one's pages, or macros.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MACROS = "_VBA_PROJECT_CUR".encode("utf-16-le")
# What the library raises of bytes that are not what they should be.
_BROKEN = (
    xlrd.XLRDError, CompDocError, struct.error, AssertionError, LookupError, ValueError, TypeError, AttributeError,
    ArithmeticError, RecursionError,
)  # fmt: skip
_FORMULAS = frozenset({0x0006, 0x0206, 0x0406})
# The version of the records of Excel 97.
_FIRST_OF_UNICODE = 80
_SHEET_AT, _BEGINNING, _WORKSHEET = 0x0085, 0x0809, 0
_NO_TEXT, _CALCULATE_ON_OPENING = 3, 2

# What a cell's style says of its value: the format of a number that shows another thing, the code of its font.
Style = namedtuple("Style", ["code", "is_elapsed", "old"])


def read_xls(content: bytes) -> list[Sheet]:
    """All sheets of the workbook; SheetError where it is damaged, locked or none."""
    if _ENCRYPTED in content:
        raise SheetError(LOCKED)
    try:
        try:
            return _sheets(content)
        except UnicodeDecodeError:
            # Bytes of VPS that Windows has no letter for, or no word of the code that the bytes are in.
            return _sheets(content, "latin-1")
    except _BROKEN as error:
        raise SheetError(_told(str(error))) from error


def _sheets(content, encoding=None):
    with xlrd.open_workbook(
        file_contents=content, formatting_info=True, on_demand=True, ragged_rows=True, logfile=io.StringIO(),
        encoding_override=encoding,
    ) as book:  # fmt: skip
        remarks = (MACROS,) if _MACROS in content else ()
        return list(_Book(book).sheets(remarks))


def _told(error):
    if "encrypted" in error:
        return LOCKED
    return NO_SHEET if "Can't find workbook" in error else DAMAGED


class _Book:
    def __init__(self, book):
        self.book = book
        self.styles = {}
        self.uncomputed = _uncomputed(book)

    def sheets(self, remarks):
        for number, name in enumerate(self.book.sheet_names()):
            sheet = self.book.sheet_by_index(number)
            merged = [((top, left), (bottom - 1, right - 1)) for top, bottom, left, right in sheet.merged_cells]
            if sum((last[0] - top + 1) * (last[1] - left + 1) for (top, left), last in merged) > MAX_CELLS:
                raise SheetError(DAMAGED)
            bad = covered(merged, (sheet.nrows - 1, sheet.ncols - 1))
            for row, column in self.uncomputed.get(number, ()):
                bad.setdefault(row, {})[column] = BadCell("", UNCOMPUTED)
            rows = [self._row(sheet, row, bad.get(row)) for row in range(sheet.nrows)]
            yield Sheet(
                name, rows.__iter__, sheet.visibility != 0, len(rows), merged,
                frozenset(row for row, info in sheet.rowinfo_map.items() if info.hidden),
                frozenset(column for column, info in sheet.colinfo_map.items() if info.hidden), remarks,
                has_old_texts=any(style.old[0] for style in self.styles.values()),
            )  # fmt: skip
            self.book.unload_sheet(number)

    def _row(self, sheet, row, bad):
        kinds, values = sheet.row_types(row), sheet.row_values(row)
        cells = list(map(self._cell, kinds, values, map(sheet.cell_xf_index, [row] * len(kinds), range(len(kinds)))))
        while cells and cells[-1] == "":
            cells.pop()
        return with_bad(cells, bad) if bad else cells

    def _cell(self, kind, value, number):
        style = self._style(number)
        match kind:
            case xlrd.XL_CELL_TEXT:
                return OldText(self._in_bytes(value), *style.old) if value and style.old[0] else value
            case xlrd.XL_CELL_NUMBER:
                return _number(value, style.code)
            case xlrd.XL_CELL_DATE:
                return _moment(value, style.is_elapsed, self.book.datemode)
            case xlrd.XL_CELL_BOOLEAN:
                return bool(value)
            case xlrd.XL_CELL_ERROR:
                shown = xlrd.error_text_from_code.get(value, "#")
                return BadCell(shown, ERROR.format(shown=shown))
        return ""

    def _in_bytes(self, text):
        """A text in a font of before Unicode as its bytes show, whatever code the file says they are in."""
        is_unicode = self.book.biff_version >= _FIRST_OF_UNICODE
        return text if is_unicode else text.encode(self.book.encoding, "replace").decode("latin-1")

    def _style(self, number):
        if number not in self.styles:
            look = self.book.xf_list[number]
            code = self.book.format_map[look.format_key].format_str
            font = self.book.font_list[look.font_index].name
            self.styles[number] = Style(code, "[h" in code.lower(), code_of_font(font))
        return self.styles[number]


def _number(value, code):
    if shows_percent(code):
        return percent_cell(value)
    shown = digits_shown(value, code) if shows_digits(code) else None
    return ShownCell(value, shown) if shown else value


def _moment(value, is_elapsed, datemode):
    """A day, with its time where it has one; a time alone; hours that may be more than a day's."""
    if is_elapsed:
        return timedelta(days=value)
    try:
        moment = xlrd.xldate.xldate_as_datetime(value, datemode)
    except (OverflowError, ValueError):
        return value
    if value < 1:
        return moment.time()
    return moment.date() if moment.time() == time() else moment


def _uncomputed(book):
    """By sheet, where formulas stand, if the program that wrote the file has computed none of them.

    Each then is a text of nothing, or a zero until somebody opens the file; computed ones may be either too.
    """
    starts, found, number = {}, {}, None
    at, end = book.base, book.base + book.stream_len - 4
    while at < end:
        kind, length = struct.unpack_from("<HH", book.mem, at)
        if kind == _SHEET_AT:
            start, _, what = struct.unpack_from("<IBB", book.mem, at + 4)
            starts |= {book.base + start: len(starts)} if what == _WORKSHEET else {}
        elif kind == _BEGINNING:
            number = starts.get(at)
        elif kind in _FORMULAS:
            row, column, _, result, flags = struct.unpack_from("<HHH8sH", book.mem, at + 4)
            is_blank = result[0] == _NO_TEXT and result[6:] == b"\xff\xff"
            if not is_blank and (any(result) or not flags & _CALCULATE_ON_OPENING):
                return {}
            found.setdefault(number, []).append((row, column))
        at += 4 + length
    return found
