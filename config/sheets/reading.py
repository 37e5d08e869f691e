"""Reads xlsx, xls, ods and csv files into plain rows; what cannot be read surely is refused with the reason."""

import io
import zipfile
from functools import partial
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from config.sheets.csv_files import read_csv
from config.sheets.marks import ods, xlsx
from config.sheets.marks.found import LONGEST_SIGN, Marks, TooLargeError, UnreadableError
from config.sheets.sheet import (
    DAMAGED,
    LOCKED,
    MACROS,
    MAX_CELLS,
    MEGABYTE,
    NO_SHEET,
    BadCell,
    OldText,
    Sheet,
    SheetError,
    covered,
    with_bad,
)
from config.sheets.xls import OPENING as OLD_OFFICE
from config.sheets.xls import read_xls
from config.values.numbers import format_number

MAX_BYTES = 64 * MEGABYTE
MAX_UNPACKED = 512 * MEGABYTE
# How many bytes of a workbook say what one of a csv file, or of the old binary ones, says.
CSV_DENSITY = 5
# All that a sheet holds but its heading row.
MAX_ROWS = 1_048_575


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
    if content.startswith(OLD_OFFICE):
        return read_xls(content)
    if content.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf")):
        raise SheetError(NO_SHEET)
    if content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        # Reporting systems hand out web pages named .xls, which Excel opens without a word.
        raise SheetError("Tệp là trang web hoặc XML, không phải bảng tính: hãy mở bằng bảng tính, lưu lại thành .xlsx.")
    return [read_csv(content, filename, headings)]


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
            raise SheetError(NO_SHEET)
        if "xl/workbook.bin" in names:
            raise SheetError("Tệp kiểu .xlsb chưa đọc được: hãy lưu lại thành .xlsx rồi nhập.")
        if b"manifest:encryption-data" in (package.read("META-INF/manifest.xml") if "content.xml" in names else b""):
            raise SheetError(LOCKED)
        try:
            found = _marks_in(package)
            return _sheets(content, found, (MACROS,) if "xl/vbaProject.bin" in names else ())
        except TooLargeError as error:
            raise SheetError(
                f"Trang «{error}» có ô ở quá xa, trải ra hơn {format_number(MAX_CELLS)} ô: hãy xóa các ô thừa ở xa "
                "bảng dữ liệu."
            ) from error
        except PasswordError as error:
            raise SheetError(LOCKED) from error
        except (
            CalamineError,
            UnreadableError,
            zipfile.BadZipFile,
            EOFError,
            OSError,
            NotImplementedError,
        ) as error:
            raise SheetError(DAMAGED) from error


def _refuse_large(package):
    """Before anything is unpacked: by the sizes the file states of itself, beyond which nothing is read."""
    members = package.infolist()
    if any(member.flag_bits & 1 for member in members):
        raise SheetError("Tệp được bảo vệ bằng mật khẩu: hãy bỏ mật khẩu, lưu lại rồi nhập.")
    if sum(member.file_size for member in members) > MAX_UNPACKED:
        raise SheetError(f"Tệp giải nén ra lớn hơn {MAX_UNPACKED // MEGABYTE} MB: hãy chia thành nhiều tệp nhỏ hơn.")


def _marks_in(package):
    """By sheet, what the fast reader does not tell of its cells."""
    kind = ods if "content.xml" in package.namelist() else xlsx
    try:
        return kind.scan(package, _suspects(package, kind.signs_for(package)), MAX_CELLS)
    except zipfile.zlib.error as error:
        raise zipfile.BadZipFile(str(error)) from error
    except TooLargeError:
        raise
    except (ElementTree.ParseError, LookupError, ValueError, TypeError, AttributeError) as error:
        raise UnreadableError(str(error)) from error


def _suspects(package, bears_sign):
    """The members that bear a sign of cells not to trust; each is unpacked once, which proves the size it states."""
    return {member.filename for member in package.infolist() if _any_piece(package, member, bears_sign)}


def _any_piece(package, member, holds):
    found, rest = False, b""
    with package.open(member) as stream:
        while piece := stream.read(MEGABYTE):
            found = found or bool(holds(rest + piece))
            rest = piece[-LONGEST_SIGN:]
    return found


def _sheets(content, found, remarks):
    sheets = []
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
        hidden = {sheet.name for sheet in workbook.sheets_metadata if sheet.visible != SheetVisibleEnum.Visible}
        for name in workbook.sheet_names:
            grid = workbook.get_sheet_by_name(name)
            told = found.get(name, Marks())
            merged = grid.merged_cell_ranges or told.merged
            bad = _marked(told.cells, covered(merged, grid.end or (-1, -1)))
            read, height = partial(_rows_of, grid, bad), grid.total_height
            rows, columns = _within(told.hidden_rows, height), _within(told.hidden_columns, grid.total_width)
            sheet = Sheet(name, read, name in hidden, height, merged, rows, columns, remarks)
            sheet.has_old_texts = any(isinstance(mark, OldText) for mark in told.cells.values())
            sheets.append(sheet)
    return sheets


def _within(ranges, last):
    return frozenset(at for each in ranges for at in range(each.start, min(each.stop, last + 1)))


def _marked(found, rows):
    """The cells that look empty or harmless to the reader, but are not, by row and column, with those merged."""
    for (row, column), mark in found.items():
        rows.setdefault(row, {})[column] = BadCell(*mark) if isinstance(mark, tuple) else mark
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
        yield with_bad(row, bad[number]) if number in bad else row
    for below in range(number + 1, max(bad, default=number) + 1):
        yield with_bad([], bad.get(below, {}))
