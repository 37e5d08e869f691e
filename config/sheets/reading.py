"""Reads xlsx, ods and csv files into plain rows; what cannot be read surely is refused with the reason."""

import csv
import io
import zipfile
from dataclasses import dataclass

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from config.sheets import marks
from config.values.text import identity_key

MEGABYTE = 1024 * 1024
MAX_BYTES = 20 * MEGABYTE
MAX_UNPACKED = 256 * MEGABYTE
MAX_ROWS = 100_000
MAX_COLUMNS = 500

ACCEPTED = "xlsx, ods, csv"

_OLD_OFFICE = bytes.fromhex("D0CF11E0A1B11AE1")
_ENCRYPTED_XLSX = "EncryptedPackage".encode("utf-16-le")
_DELIMITERS = ";,\t|"
_ROWS_TO_LOOK_AT = 50


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
    """One sheet of a file: its rows from row 1 on, as the spreadsheet program numbers them."""

    name: str
    rows: list[list[object]]
    is_hidden: bool = False


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
    return [Sheet(filename, _read_csv(content, headings))]


def _read_workbook(content):
    try:
        package = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise SheetError("Tệp bị hỏng, không mở được: hãy mở bằng bảng tính, lưu lại rồi nhập.") from error
    with package:
        _refuse_zip_bomb(package)
        names = set(package.namelist())
        if "xl/workbook.xml" not in names and "content.xml" not in names and "xl/workbook.bin" not in names:
            raise SheetError(f"Tệp không phải bảng tính: hãy chọn tệp {ACCEPTED}.")
        if "xl/workbook.bin" in names:
            raise SheetError("Tệp kiểu .xlsb chưa đọc được: hãy lưu lại thành .xlsx rồi nhập.")
        if b"manifest:encryption-data" in (package.read("META-INF/manifest.xml") if "content.xml" in names else b""):
            raise SheetError("Tệp được bảo vệ bằng mật khẩu: hãy bỏ mật khẩu trong bảng tính, lưu lại rồi nhập.")
        try:
            found = marks.scan(package, max_cells=MAX_ROWS * MAX_COLUMNS)
            return _read_cells(content, found)
        except marks.TooLargeError as error:
            raise SheetError(
                f"Trang «{error}» rộng quá {MAX_ROWS} dòng × {MAX_COLUMNS} cột: hãy xóa các ô thừa ở xa bảng dữ liệu."
            ) from error
        except PasswordError as error:
            raise SheetError(
                "Tệp được bảo vệ bằng mật khẩu: hãy bỏ mật khẩu trong bảng tính, lưu lại rồi nhập."
            ) from error
        except (CalamineError, marks.UnreadableError, zipfile.BadZipFile) as error:
            raise SheetError("Tệp bị hỏng, không đọc được: hãy mở bằng bảng tính, lưu lại rồi nhập.") from error


def _refuse_zip_bomb(package):
    """Unpack once without keeping anything: sizes a file states of itself may be wrong."""
    left = MAX_UNPACKED
    try:
        for member in package.infolist():
            if member.flag_bits & 1:
                raise SheetError("Tệp được bảo vệ bằng mật khẩu: hãy bỏ mật khẩu, lưu lại rồi nhập.")
            left -= member.file_size
            if left < 0:
                raise SheetError(
                    f"Tệp giải nén ra lớn hơn {MAX_UNPACKED // MEGABYTE} MB: hãy chia thành nhiều tệp nhỏ hơn."
                )
            with package.open(member) as stream:
                while stream.read(MEGABYTE):
                    pass
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError) as error:
        raise SheetError("Tệp bị hỏng, không mở được: hãy mở bằng bảng tính, lưu lại rồi nhập.") from error
    except zipfile.zlib.error as error:
        raise SheetError("Tệp bị hỏng, không mở được: hãy mở bằng bảng tính, lưu lại rồi nhập.") from error


def _read_cells(content, found):
    sheets = []
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
        hidden = {sheet.name for sheet in workbook.sheets_metadata if sheet.visible != SheetVisibleEnum.Visible}
        for name in workbook.sheet_names:
            grid = workbook.get_sheet_by_name(name)
            rows = grid.to_python(skip_empty_area=False)
            _put_marks(rows, found.get(name, {}))
            _mark_merged(rows, grid.merged_cell_ranges or [])
            sheets.append(Sheet(name, rows, is_hidden=name in hidden))
    return sheets


def _put_marks(rows, found):
    """Replace the cells that look empty or harmless to the reader, but are not."""
    for (row, column), (shown, message) in found.items():
        while len(rows) <= row:
            rows.append([])
        cells = rows[row]
        cells.extend([""] * (column + 1 - len(cells)))
        cells[column] = BadCell(shown, message)


def _mark_merged(rows, ranges):
    """Cells merged downwards hold their value in the first row only; the others would be read as empty."""
    for (top, left), (bottom, right) in ranges:
        for row in range(top + 1, min(bottom, len(rows) - 1) + 1):
            for column in range(left, min(right, len(rows[row]) - 1) + 1):
                if rows[row][column] == "":
                    rows[row][column] = BadCell(
                        "", "Ô nằm trong vùng gộp ô: hãy bỏ gộp ô và ghi giá trị vào từng dòng.", is_merged=True
                    )


def _read_csv(content, headings):
    text = _decode(content)
    if "\x00" in text:
        raise SheetError(f"Tệp không phải bảng tính: hãy chọn tệp {ACCEPTED}.")
    wanted = {identity_key(heading) for heading in headings}

    def score(delimiter):
        """How many of the wanted headings one row holds; where none is found, how many columns there are."""
        rows = list(_rows(text, delimiter, _ROWS_TO_LOOK_AT))
        known = max((sum(identity_key(cell) in wanted for cell in row) for row in rows), default=0)
        return known, 0 if known else max(map(len, rows), default=0)

    csv.field_size_limit(MEGABYTE)
    try:
        rows = list(_rows(text, max(_DELIMITERS, key=score)))
    except csv.Error as error:
        raise SheetError(
            "Tệp csv có dấu nháy kép không đóng hoặc đặt sai: hãy mở bằng bảng tính, lưu lại thành .xlsx rồi nhập."
        ) from error
    return [[_without_guard(cell) for cell in row] for row in rows]


def _rows(text, delimiter, limit=None):
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=limit is None)
    for number, row in enumerate(reader):
        if limit is not None and number >= limit:
            return
        yield row


def _decode(content):
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif content[:200].count(0) > len(content[:200]) // 4:
        encoding = "utf-16-le" if content[1:2] == b"\x00" else "utf-16-be"
    else:
        encoding = "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        # Any other 8-bit code would decode to something, mostly to wrong letters.
        raise SheetError(
            "Tệp csv không phải mã Unicode (UTF-8) nên chữ Việt sẽ sai: trong Excel hãy chọn Lưu thành "
            "«CSV UTF-8», hoặc lưu thành .xlsx, rồi nhập lại."
        ) from error


# What a csv cell starts with when a spreadsheet program would take it for a formula; see writing.guarded.
FORMULA_OPENINGS = "=+-@\t\r\n＝＋－＠"


def _without_guard(cell):
    """The text before `writing.guarded` put an apostrophe in front of it."""
    if cell.startswith("'") and cell.lstrip("'")[:1] in tuple(FORMULA_OPENINGS):
        return cell[1:]
    return cell
