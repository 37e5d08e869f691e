"""Writes xlsx, ods and csv files that open right in a Vietnamese spreadsheet and read back unchanged."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter

from config.sheets.reading import FORMULA_OPENINGS
from config.values.dates import format_date
from config.values.numbers import format_input, significant_digits

# A spreadsheet's number is a float: more digits than these come back changed, so they go out as text.
EXACT_DIGITS = 15
LONGEST_CELL = 32_767
# Excel knows no day before 1900, and a 29 February in that year.
EXCEL_FIRST_DAY = date(1900, 3, 1)


class TooLongError(ValueError):
    """A text no spreadsheet cell can hold; the message says which."""


@dataclass
class SheetOut:
    """One sheet to write: a bold first row of headings, then rows of text, numbers and days."""

    name: str
    headings: Sequence[str]
    rows: Iterable[Sequence[object]] = field(default_factory=list)
    widths: Sequence[int] = ()


def write_xlsx(sheets: Sequence[SheetOut]) -> bytes:
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        stream,
        # Text is only ever text: with these off no cell turns into a formula, a link or a number.
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    try:
        for sheet in sheets:
            _write_xlsx_page(workbook, sheet)
    finally:
        workbook.close()
    return stream.getvalue()


def _write_xlsx_page(workbook, sheet):
    bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    day = workbook.add_format({"num_format": "dd/mm/yyyy"})
    page = workbook.add_worksheet(sheet_name(sheet.name))
    page.freeze_panes(1, 0)
    for column, heading in enumerate(sheet.headings):
        page.set_column(column, column, sheet.widths[column] if sheet.widths else min(max(len(heading), 10), 40))
        page.write_string(0, column, heading, bold)
    for number, row in enumerate(sheet.rows, start=1):
        for column, value in enumerate(row):
            _write_xlsx_cell(page, number, column, value, day)


def _write_xlsx_cell(page, row, column, value, day):
    match value:
        case None | "":
            pass
        case date() if value >= EXCEL_FIRST_DAY:
            page.write_datetime(row, column, value, day)
        case date():
            page.write_string(row, column, format_date(value))
        case int() | Decimal() if significant_digits(Decimal(value)) <= EXACT_DIGITS:
            page.write_number(row, column, value)
        case int() | Decimal():
            page.write_string(row, column, format_input(value))
        case _:
            page.write_string(row, column, _fits(value))


def write_ods(sheets: Sequence[SheetOut]) -> bytes:
    """An OpenDocument sheet, written as text: building it node by node takes twenty times as long."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        # The format asks for this member first and unpacked.
        package.writestr(zipfile.ZipInfo("mimetype"), _ODS_TYPE, zipfile.ZIP_STORED)
        package.writestr("META-INF/manifest.xml", _ODS_MANIFEST)
        package.writestr("styles.xml", _ODS_STYLES)
        with package.open("content.xml", "w") as content:
            content.write(_ODS_OPENING.encode())
            for sheet in sheets:
                content.write(_ods_table(sheet).encode())
            content.write(_ODS_CLOSING.encode())
    return stream.getvalue()


def _ods_table(sheet):
    parts = [f"<table:table table:name={quoteattr(sheet_name(sheet.name))}>"]
    parts.extend('<table:table-column table:style-name="column"/>' for _ in sheet.headings)
    headings = "".join(_ods_cell(heading, ' table:style-name="heading"') for heading in sheet.headings)
    parts.append(f"<table:table-header-rows><table:table-row>{headings}</table:table-row></table:table-header-rows>")
    for row in sheet.rows:
        parts.append(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>")
    parts.append("</table:table>")
    return "".join(parts)


def _ods_cell(value, style=""):
    match value:
        case None | "":
            return "<table:table-cell/>"
        case date():
            return (
                '<table:table-cell table:style-name="day" office:value-type="date" '
                f'office:date-value="{value.isoformat()}">'
                f"<text:p>{format_date(value)}</text:p></table:table-cell>"
            )
        case int() | Decimal() if significant_digits(Decimal(value)) <= EXACT_DIGITS:
            return (
                f'<table:table-cell office:value-type="float" office:value="{Decimal(value):f}">'
                f"<text:p>{format_input(value)}</text:p></table:table-cell>"
            )
        case int() | Decimal():
            value = format_input(value)
    lines = "".join(f"<text:p>{_ods_text(line)}</text:p>" for line in _fits(value).split("\n"))
    return f'<table:table-cell{style} office:value-type="string">{lines}</table:table-cell>'


def _ods_text(line):
    """A line's text; a run of spaces must be spelt out, or readers make one of it."""
    return escape(line).replace("  ", ' <text:s text:c="1"/>').replace("\t", "<text:tab/>")


def write_csv(sheet: SheetOut) -> bytes:
    """A csv file as a Vietnamese Excel opens it: UTF-8 with its mark, semicolons, a comma before the decimals."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";")
    writer.writerow(guarded(heading) for heading in sheet.headings)
    for row in sheet.rows:
        writer.writerow(_csv_cell(value) for value in row)
    return stream.getvalue().encode("utf-8-sig")


def _csv_cell(value):
    match value:
        case None:
            return ""
        case date():
            return format_date(value)
        case int() | Decimal():
            return format_input(value)
    return guarded(_fits(value))


def guarded(text: str) -> str:
    """The text with an apostrophe in front where a spreadsheet program would compute it; reading takes it off."""
    opening = text.lstrip("'")[:1]
    return f"'{text}" if opening and opening in FORMULA_OPENINGS else text


def sheet_name(text: str) -> str:
    """A name spreadsheet programs allow for a sheet: at most 31 letters, none of []:*?/\\."""
    return "".join(" " if letter in "[]:*?/\\" else letter for letter in text)[:31].strip("' ") or "Trang 1"


def _fits(text):
    text = str(text)
    if len(text) > LONGEST_CELL:
        raise TooLongError(
            f"Có ô dài hơn {LONGEST_CELL} ký tự, bảng tính không chứa hết: «{text[:60]}…». Hãy xuất csv."
        )
    return text


_ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_ODS_NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0"'
    for name, urn in [
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("number", "datastyle"),
        ("fo", "xsl-fo-compatible"),
    ]
)
_ODS_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:version="1.2" manifest:media-type="{_ODS_TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    '<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
_ODS_STYLES = f'<?xml version="1.0" encoding="UTF-8"?><office:document-styles {_ODS_NAMESPACES} office:version="1.2"/>'
_ODS_OPENING = (
    f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_ODS_NAMESPACES} office:version="1.2">'
    "<office:automatic-styles>"
    '<number:date-style style:name="dmy"><number:day number:style="long"/><number:text>/</number:text>'
    '<number:month number:style="long"/><number:text>/</number:text><number:year number:style="long"/>'
    "</number:date-style>"
    '<style:style style:name="day" style:family="table-cell" style:data-style-name="dmy"/>'
    '<style:style style:name="heading" style:family="table-cell">'
    '<style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="column" style:family="table-column">'
    '<style:table-column-properties style:column-width="4cm"/></style:style>'
    "</office:automatic-styles><office:body><office:spreadsheet>"
)
_ODS_CLOSING = "</office:spreadsheet></office:body></office:document-content>"
