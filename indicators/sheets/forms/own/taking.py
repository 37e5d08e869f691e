"""Whether a workbook can be the layout of a form: what is refused, and what would be lost of it."""

import io
import re
import zipfile

from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from config.sheets.reading import weight
from config.sheets.sheet import DAMAGED, MEGABYTE, SheetError
from indicators.sheets.forms.codes import CODES_ROW, NAME_COLUMN, UNIT_COLUMN, ColumnCode, Stamp

MAX_BYTES, MAX_UNPACKED = 2 * MEGABYTE, 12 * MEGABYTE
# A layout is a page: more is a book.
MAX_CELLS = 50_000
LAST_COLUMN = column_index_from_string("XFD") - 10
# What a formula may not do in a file that the book hands out: call programs, other files or the net.
_REACHES_OUT = re.compile(
    r"\b(?:HYPERLINK|WEBSERVICE|FILTERXML|RTD|CALL|REGISTER(?:\.ID)?|DDE|IMPORT\w+|EXEC|IMAGE)\s*\(|\[|\|",
    re.IGNORECASE,
)
_PARTS = {
    "hình vẽ, ảnh, dấu, hộp chữ": re.compile(r"<(?:\w+:)?(?:sp|pic|cxnSp|grpSp)\b"),
    "biểu đồ": re.compile(r"<(?:\w+:)?graphicFrame\b"),
}
_FILES = {
    "nút bấm, ô chọn và điều khiển khác": ("xl/ctrlProps/", "xl/activeX/", "xl/embeddings/"),
    "bảng tổng hợp (PivotTable), bộ lọc trượt": ("xl/pivotTables/", "xl/slicers/", "xl/timelines/"),
    "liên kết đến tệp khác, nguồn dữ liệu ngoài": ("xl/externalLinks/", "xl/connections.xml", "xl/queryTables/"),
    "lời bàn dạng chuỗi": ("xl/threadedComments/",),
    "ảnh ở đầu, chân trang": ("xl/drawings/vmlDrawingHF",),
}


def refuse_unfit(content, filename):
    """Refuse what is no xlsx file, is too large, or would do something by itself."""
    if not content.startswith(b"PK"):
        raise SheetError("Khuôn phải là tệp .xlsx: hãy mở bằng bảng tính, lưu lại thành .xlsx rồi tải lên.")
    if len(content) > MAX_BYTES or weight(content) > MAX_UNPACKED:
        raise SheetError(
            f"Tệp lớn hơn {MAX_BYTES // MEGABYTE} MB (giải nén {MAX_UNPACKED // MEGABYTE} MB): khuôn chỉ cần trang của "
            "biểu, hãy bỏ bớt trang, ảnh rồi tải lại."
        )
    names = _names(content)
    if "xl/vbaProject.bin" in names or filename.casefold().endswith((".xlsm", ".xltm", ".xlam")):
        raise SheetError("Tệp có macro thì không làm khuôn được: hãy lưu lại thành .xlsx (không macro) rồi tải lên.")
    if "xl/workbook.xml" not in names:
        raise SheetError("Khuôn phải là tệp .xlsx: hãy mở bằng bảng tính, lưu lại thành .xlsx rồi tải lên.")
    _refuse_formulas(opened(content))


def opened(content):
    """The workbook to be written in; links to other files are gone."""
    try:
        return load_workbook(io.BytesIO(content), rich_text=True, keep_links=False)
    except Exception as error:
        # openpyxl says in a dozen ways that it cannot read what another program wrote.
        raise SheetError(DAMAGED) from error


def without_codes(content):
    """A workbook that came out of the book and was dressed since: without the codes by which it would be known."""
    book = opened(content)
    stamps = [
        (page, cell)
        for page in book.worksheets
        for cell in page._cells.values()
        if isinstance(cell.value, str) and Stamp.read(cell.value)
    ]
    for page, stamp in stamps:
        beside = {cell.row: cell for cell in page._cells.values() if cell.column == stamp.column}
        rows = {stamp.row} | {row for row, cell in beside.items() if cell.value == CODES_ROW}
        over = [cell for cell in page._cells.values() if cell.row in rows and _is_code(cell.value)]
        for cell in [*beside.values(), *over]:
            cell.value = None
    if not stamps:
        return content
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _is_code(value):
    return isinstance(value, str) and (value in (NAME_COLUMN, UNIT_COLUMN) or ColumnCode.read(value) is not None)


def formula_of(cell):
    """The text of a cell's formula; "" for none."""
    if cell.data_type != "f":
        return ""
    value = cell.value
    if isinstance(value, DataTableFormula):
        return "="
    return str(value.text if isinstance(value, ArrayFormula) else value)


def _refuse_formulas(book):
    if sum(len(page._cells) for page in book.worksheets) > MAX_CELLS:
        raise SheetError("Tệp có quá nhiều ô: khuôn chỉ cần trang của biểu, hãy bỏ các trang, các ô thừa rồi tải lại.")
    for page in book.worksheets:
        for cell in page._cells.values():
            if _REACHES_OUT.search(formula_of(cell)):
                raise SheetError(
                    f"Ô {cell.coordinate} của trang «{page.title}» có công thức gọi tệp khác hay địa chỉ ngoài: hãy "
                    "thay bằng giá trị rồi tải lại."
                )
            if cell.column > LAST_COLUMN and cell.value is not None:
                raise SheetError(f"Ô {cell.coordinate} ở quá xa: hãy xóa các ô thừa rồi tải lại.")


def lost(content):
    """What openpyxl does not write again, in the words of whoever drew it."""
    names = _names(content)
    found = [what for what, parts in _FILES.items() if any(name.startswith(parts) for name in names)]
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        drawings = [name for name in names if re.fullmatch(r"xl/drawings/drawing\d+\.xml", name)]
        drawn = " ".join(package.read(name).decode("utf-8", "replace") for name in drawings)
    return [*(what for what, sign in _PARTS.items() if sign.search(drawn)), *found]


def _names(content):
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            if any(member.flag_bits & 1 for member in package.infolist()):
                raise SheetError("Tệp được bảo vệ bằng mật khẩu: hãy bỏ mật khẩu, lưu lại rồi tải lên.")
            return package.namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise SheetError(DAMAGED) from error
