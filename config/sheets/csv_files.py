"""Reads csv files: which letters its bytes are and what parts its cells are found, not asked for."""

import csv
import io
import re
import unicodedata
from functools import partial
from itertools import islice

from config.sheets.sheet import MEGABYTE, NO_SHEET, ROWS_TO_LOOK_AT, OldText, Sheet, SheetError
from config.values.legacy import Code, code_of, decoded
from config.values.text import identity_key

# What a csv cell starts with when a spreadsheet program would take it for a formula; see writing.guarded.
FORMULA_OPENINGS = "=+-@\t\r\n＝＋－＠"

# Any 8-bit code decodes to something, mostly to wrong letters.
NOT_UNICODE = (
    "Tệp csv không phải mã Unicode (UTF-8) nên chữ Việt sẽ sai: trong Excel hãy chọn Lưu thành «CSV UTF-8», hoặc lưu "
    "thành .xlsx, rồi nhập lại."
)
# Enough words to tell a code by.
LINES_TO_WEIGH = 1_000

_DELIMITERS = ";,\t|"
_CUT = re.compile(f"[{_DELIMITERS}]")
# Letters that no western code page has: where they stand right, the code is the Vietnamese one.
_ONLY_VIETNAMESE = re.compile("[ăđơưĩũ\u1ea0-\u1ef9]")


def read_csv(content: bytes, filename: str, headings: list[str]) -> Sheet:
    """The one sheet of the file; `headings` tell its delimiter. Letters of an older code are left as they came."""
    wanted = {identity_key(heading) for heading in headings}
    text, code, remarks = _of_unicode(content), None, ()
    if text is None and (text := _of_windows(content, wanted)):
        remarks = ("Tệp csv viết bằng mã Windows-1258, đã được đọc thành Unicode.",)
    if text is None:
        text = content.decode("latin-1")
        code = _told_code(text)
    if "\x00" in text:
        raise SheetError(NO_SHEET)
    csv.field_size_limit(MEGABYTE)
    read = partial(_csv_rows, text, _delimiter(decoded(_first_lines(text), code) if code else text, wanted), code)
    length, is_coded = content.count(b"\n"), code is not None
    return Sheet(filename, read, length=length, remarks=remarks, is_coded=is_coded, has_old_texts=is_coded)


def _of_unicode(content):
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif content[:200].count(0) > len(content[:200]) // 4:
        encoding = "utf-16-le" if content[1:2] == b"\x00" else "utf-16-be"
    else:
        encoding = "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _of_windows(content, wanted):
    """The text in the Vietnamese code of Windows, where one of its lines has a heading that no other code spells so."""
    try:
        text = unicodedata.normalize("NFC", content.decode("cp1258"))
    except UnicodeDecodeError:
        return None
    cells = [identity_key(cell.strip(' "')) for line in _first_lines(text).splitlines() for cell in _CUT.split(line)]
    return text if any(_ONLY_VIETNAMESE.search(cell) for cell in wanted.intersection(cells)) else None


def _told_code(text):
    """The code of before Unicode that the first lines with such letters are in."""
    lines = (line for line in text.split("\n") if not line.isascii())
    code = code_of(islice(lines, LINES_TO_WEIGH), Code)
    if code is None:
        raise SheetError(NOT_UNICODE)
    return code


def _first_lines(text):
    return "\n".join(text.split("\n", ROWS_TO_LOOK_AT)[:ROWS_TO_LOOK_AT])


def _delimiter(text, wanted):
    def score(delimiter):
        """How many of the wanted headings one row holds; where none is found, how many columns there are."""
        rows = list(islice(_rows(text, delimiter, strict=False), ROWS_TO_LOOK_AT))
        known = max((sum(identity_key(cell) in wanted for cell in row) for row in rows), default=0)
        return known, 0 if known else max(map(len, rows), default=0)

    return max(_DELIMITERS, key=score)


def _csv_rows(text, delimiter, code):
    rows = _rows(text, delimiter, strict=True)
    # Few files have an apostrophe anywhere, and fewer are of an older code.
    if "'" in text:
        rows = ([_without_guard(cell) for cell in row] for row in rows)
    if code:
        rows = ([cell if _is_plain(cell) else OldText(cell, code, is_bytes=True) for cell in row] for row in rows)
    try:
        yield from rows
    except csv.Error as error:
        raise SheetError(
            "Tệp csv có dấu nháy kép không đóng hoặc đặt sai: hãy mở bằng bảng tính, lưu lại thành .xlsx rồi nhập."
        ) from error


def _is_plain(cell):
    return cell.isascii() and cell.isprintable()


def _rows(text, delimiter, *, strict):
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)


def _without_guard(cell):
    """The text before `writing.guarded` put an apostrophe in front of it."""
    if cell.startswith("'") and cell.lstrip("'")[:1] in tuple(FORMULA_OPENINGS):
        return cell[1:]
    return cell
