"""Reads xlsx, ods and csv files into plain rows; what cannot be read surely is refused with the reason."""

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import islice
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from config.sheets import marks
from config.sheets.shown import ShownCell
from config.values.numbers import format_number
from config.values.text import identity_key

MEGABYTE = 1024 * 1024
MAX_BYTES = 64 * MEGABYTE
MAX_UNPACKED = 512 * MEGABYTE
# How many bytes of a workbook say what one of a csv file says.
CSV_DENSITY = 5
# All that a sheet holds but its heading row.
MAX_ROWS = 1_048_575
# What the reader lays out in memory: a full sheet of columns A to Z.
MAX_CELLS = 32 * MEGABYTE

ACCEPTED = "xlsx, ods, csv"

_OLD_OFFICE = bytes.fromhex("D0CF11E0A1B11AE1")
_ENCRYPTED_XLSX = "EncryptedPackage".encode("utf-16-le")
_DELIMITERS = ";,\t|"
_CUT = re.compile(f"[{_DELIMITERS}]")
# Letters that no western code page has: where they stand right, the code is the Vietnamese one.
_ONLY_VIETNAMESE = re.compile("[ăđơưĩũ\u1ea0-\u1ef9]")
ROWS_TO_LOOK_AT = 50


class SheetError(ValueError):
    """A file that cannot be imported; the message says why and what to do."""


class BadCell:
    """A cell whose value cannot be trusted, such as a formula in error; reading it is an error."""

    def __init__(self, shown, message, is_merged=False):
        self.shown = shown
        self.message = message
        # Part of the cell above: a line of nothing else is no line of its own.
        self.is_merged = is_merged

    def __str__(self):
        return self.shown

    def __bool__(self):
        return True


@dataclass
class Sheet:
    """One sheet of a file: its rows from row 1 on, as the spreadsheet program numbers them, read when asked for."""

    name: str
    read: Callable[[], Iterator[list[object]]]
    is_hidden: bool = False
    # How many rows there are at most; 0 where nobody has counted.
    length: int = 0
    # Merged cells, by their first and their last one; rows and columns that are not shown. All from 0.
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    @property
    def rows(self):
        return list(self.read())

    @cached_property
    def head(self):
        """Its first rows, among which the headings are looked for."""
        return list(islice(self.read(), ROWS_TO_LOOK_AT))


def read_sheets(content: bytes, filename: str, headings: list[str]) -> list[Sheet]:
    """All sheets of a file, whatever its name says it is; `headings` tell a csv file's delimiter."""
    if not content:
        raise SheetError("Tệp rỗng (0 byte): hãy chọn lại tệp.")
    if len(content) > MAX_BYTES:
        raise SheetError(
            f"Tệp lớn hơn {MAX_BYTES // MEGABYTE} MB: hãy chia thành nhiều tệp nhỏ hơn, hoặc bỏ hình ảnh trong tệp."
        )
    if content.startswith(b"PK"):
        return _read_workbook(content)
    if content.startswith(_OLD_OFFICE):
        if _ENCRYPTED_XLSX in content:
            raise SheetError("Tệp được bảo vệ bằng mật khẩu: hãy bỏ mật khẩu trong bảng tính, lưu lại rồi nhập.")
        # The reader gives an error cell of an xls file (#REF!) as an empty one, and nothing tells them apart.
        raise SheetError("Tệp kiểu cũ (.xls) không đọc được chắc chắn: hãy lưu lại thành .xlsx rồi nhập.")
    if content.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf")):
        raise SheetError(f"Tệp không phải bảng tính: hãy chọn tệp {ACCEPTED}.")
    if content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        # Reporting systems hand out web pages named .xls, which Excel opens without a word.
        raise SheetError("Tệp là trang web hoặc XML, không phải bảng tính: hãy mở bằng bảng tính, lưu lại thành .xlsx.")
    return [Sheet(filename, _csv_reader(content, headings), length=content.count(b"\n"))]


def weight(content: bytes) -> int:
    """How many bytes a file unpacks to as a workbook, by what it states of itself: what the work on it grows with."""
    if not content.startswith(b"PK"):
        return len(content) * CSV_DENSITY
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return sum(member.file_size for member in package.infolist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return len(content)


def _read_workbook(content):
    try:
        package = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise SheetError("Tệp bị hỏng, không mở được: hãy mở bằng bảng tính, lưu lại rồi nhập.") from error
    with package:
        _refuse_large(package)
        names = set(package.namelist())
        if "xl/workbook.xml" not in names and "content.xml" not in names and "xl/workbook.bin" not in names:
            raise SheetError(f"Tệp không phải bảng tính: hãy chọn tệp {ACCEPTED}.")
        if "xl/workbook.bin" in names:
            raise SheetError("Tệp kiểu .xlsb chưa đọc được: hãy lưu lại thành .xlsx rồi nhập.")
        if b"manifest:encryption-data" in (package.read("META-INF/manifest.xml") if "content.xml" in names else b""):
            raise SheetError("Tệp được bảo vệ bằng mật khẩu: hãy bỏ mật khẩu trong bảng tính, lưu lại rồi nhập.")
        try:
            found = marks.scan(package, _suspects(package), MAX_CELLS)
            return _sheets(content, found)
        except marks.TooLargeError as error:
            raise SheetError(
                f"Trang «{error}» có ô ở quá xa, trải ra hơn {format_number(MAX_CELLS)} ô: hãy xóa các ô thừa ở xa "
                "bảng dữ liệu."
            ) from error
        except PasswordError as error:
            raise SheetError(
                "Tệp được bảo vệ bằng mật khẩu: hãy bỏ mật khẩu trong bảng tính, lưu lại rồi nhập."
            ) from error
        except (
            CalamineError,
            marks.UnreadableError,
            zipfile.BadZipFile,
            EOFError,
            OSError,
            NotImplementedError,
        ) as error:
            raise SheetError("Tệp bị hỏng, không đọc được: hãy mở bằng bảng tính, lưu lại rồi nhập.") from error


def _refuse_large(package):
    """Before anything is unpacked: by the sizes the file states of itself, beyond which nothing is read."""
    members = package.infolist()
    if any(member.flag_bits & 1 for member in members):
        raise SheetError("Tệp được bảo vệ bằng mật khẩu: hãy bỏ mật khẩu, lưu lại rồi nhập.")
    if sum(member.file_size for member in members) > MAX_UNPACKED:
        raise SheetError(f"Tệp giải nén ra lớn hơn {MAX_UNPACKED // MEGABYTE} MB: hãy chia thành nhiều tệp nhỏ hơn.")


def _suspects(package):
    """The members that bear a sign of cells not to trust; each is unpacked once, which proves the size it states."""
    try:
        bears_sign = marks.signs_for(package)
        return {member.filename for member in package.infolist() if _any_piece(package, member, bears_sign)}
    except zipfile.zlib.error as error:
        raise zipfile.BadZipFile(str(error)) from error
    except ElementTree.ParseError as error:
        raise marks.UnreadableError(str(error)) from error


def _any_piece(package, member, holds):
    found, rest = False, b""
    with package.open(member) as stream:
        while piece := stream.read(MEGABYTE):
            found = found or bool(holds(rest + piece))
            rest = piece[-marks.LONGEST_SIGN :]
    return found


def _sheets(content, found):
    sheets = []
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
        hidden = {sheet.name for sheet in workbook.sheets_metadata if sheet.visible != SheetVisibleEnum.Visible}
        for name in workbook.sheet_names:
            grid = workbook.get_sheet_by_name(name)
            told = found.get(name, marks.Marks())
            bad = _marked(told.cells, _merged(grid))
            read, height = partial(_rows_of, grid, bad), grid.total_height
            rows, columns = _within(told.hidden_rows, height), _within(told.hidden_columns, grid.total_width)
            sheets.append(Sheet(name, read, name in hidden, height, grid.merged_cell_ranges or [], rows, columns))
    return sheets


def _within(ranges, last):
    return frozenset(at for each in ranges for at in range(each.start, min(each.stop, last + 1)))


def _marked(found, rows):
    """The cells that look empty or harmless to the reader, but are not, by row and column, with those merged."""
    for (row, column), mark in found.items():
        rows.setdefault(row, {})[column] = mark if isinstance(mark, ShownCell) else BadCell(*mark)
    return rows


def _merged(grid):
    """Cells merged downwards hold their value in the first row only; the others would be read as empty."""
    rows = {}
    last_row, last_column = grid.end or (-1, -1)
    for (top, left), (bottom, right) in grid.merged_cell_ranges or []:
        for row in range(top + 1, min(bottom, last_row) + 1):
            for column in range(left, min(right, last_column) + 1):
                rows.setdefault(row, {})[column] = BadCell(
                    "", "Ô nằm trong vùng gộp ô: hãy bỏ gộp ô và ghi giá trị vào từng dòng.", is_merged=True
                )
    return rows


def _rows_of(grid, bad):
    """The rows of a grid from A1 on, with the cells not to trust in their places."""
    left = [""] * (grid.start[1] if grid.start else 0)
    rows = grid.iter_rows()
    # Most sheets are handed on as their reader gives them.
    return _with_all_bad(([*left, *row] for row in rows) if left else rows, bad) if left or bad else rows


def _with_all_bad(rows, bad):
    number = -1
    for number, row in enumerate(rows):
        yield _with_bad(row, bad[number]) if number in bad else row
    for below in range(number + 1, max(bad, default=number) + 1):
        yield _with_bad([], bad.get(below, {}))


def _with_bad(row, bad):
    row = [*row, *[""] * (max(bad, default=-1) + 1 - len(row))]
    for column, cell in bad.items():
        if row[column] == "" or not getattr(cell, "is_merged", False):
            row[column] = cell
    return row


def _csv_reader(content, headings):
    wanted = {identity_key(heading) for heading in headings}
    text = _decode(content, wanted)
    if "\x00" in text:
        raise SheetError(f"Tệp không phải bảng tính: hãy chọn tệp {ACCEPTED}.")

    def score(delimiter):
        """How many of the wanted headings one row holds; where none is found, how many columns there are."""
        rows = list(islice(_rows(text, delimiter, strict=False), ROWS_TO_LOOK_AT))
        known = max((sum(identity_key(cell) in wanted for cell in row) for row in rows), default=0)
        return known, 0 if known else max(map(len, rows), default=0)

    csv.field_size_limit(MEGABYTE)
    return partial(_csv_rows, text, max(_DELIMITERS, key=score))


def _csv_rows(text, delimiter):
    rows = _rows(text, delimiter, strict=True)
    try:
        # Few files have an apostrophe anywhere.
        yield from ([_without_guard(cell) for cell in row] for row in rows) if "'" in text else rows
    except csv.Error as error:
        raise SheetError(
            "Tệp csv có dấu nháy kép không đóng hoặc đặt sai: hãy mở bằng bảng tính, lưu lại thành .xlsx rồi nhập."
        ) from error


def _rows(text, delimiter, *, strict):
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)


def _decode(content, wanted):
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif content[:200].count(0) > len(content[:200]) // 4:
        encoding = "utf-16-le" if content[1:2] == b"\x00" else "utf-16-be"
    else:
        encoding = "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        if text := _from_windows(content, wanted):
            return text
        # Any other 8-bit code would decode to something, mostly to wrong letters.
        raise SheetError(
            "Tệp csv không phải mã Unicode (UTF-8) nên chữ Việt sẽ sai: trong Excel hãy chọn Lưu thành "
            "«CSV UTF-8», hoặc lưu thành .xlsx, rồi nhập lại."
        ) from error


def _from_windows(content, wanted):
    """The text in the Vietnamese code of Windows, where one of its lines has a heading that no other code spells so."""
    try:
        text = unicodedata.normalize("NFC", content.decode("cp1258"))
    except UnicodeDecodeError:
        return None
    cells = [
        identity_key(cell.strip(' "')) for line in text.splitlines()[:ROWS_TO_LOOK_AT] for cell in _CUT.split(line)
    ]
    return text if any(_ONLY_VIETNAMESE.search(cell) for cell in wanted.intersection(cells)) else None


# What a csv cell starts with when a spreadsheet program would take it for a formula; see writing.guarded.
FORMULA_OPENINGS = "=+-@\t\r\n＝＋－＠"


def _without_guard(cell):
    """The text before `writing.guarded` put an apostrophe in front of it."""
    if cell.startswith("'") and cell.lstrip("'")[:1] in tuple(FORMULA_OPENINGS):
        return cell[1:]
    return cell
