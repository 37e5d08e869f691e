"""A table as a spreadsheet: the rows a reader sees, filtered and sorted alike, of all pages."""

import csv
import io
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter
from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.text import capfirst

from config.pages.tables import is_demonstration, sort
from config.values.dates import format_date
from config.values.numbers import format_input, format_number, significant_digits
from config.values.text import fold

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A spreadsheet keeps a number as a float: longer ones stay exact only as text.
EXCEL_DIGITS = 15
DEMONSTRATION = "dữ liệu minh họa"
# A cell of a text file that begins so would run as a formula when it is opened.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def download(request, table, *, title, notes=()):
    """The file ?tai=xlsx or ?tai=csv asks for, None where the address asks for a page.

    `notes` are sentences a reader of the file needs: sources, meanings, what the rows leave out.
    """
    wish = request.GET.get("tai")
    if wish not in ("xlsx", "csv"):
        return None
    sort(request, table)
    if wish == "xlsx":
        return _answer(_workbook(request, table, title, notes), XLSX, title, "xlsx")
    return _answer(_lines(table), "text/csv; charset=utf-8", title, "csv")


def _answer(content, kind, title, extension):
    answer = (HttpResponse if isinstance(content, bytes) else StreamingHttpResponse)(content, content_type=kind)
    name = f"{fold(title).replace(' ', '-')}-{timezone.localdate():%Y-%m-%d}.{extension}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _columns(table):
    return [column for column in table.columns.iterall() if not column.column.exclude_from_export]


def _rows(table, columns):
    """The rows of all pages, each a list of Decimals, dates and texts; None where nothing is known."""
    for row in table.rows:
        yield row.record, [row.get_cell_value(column.name) for column in columns]


def _may_be_demonstration(table):
    """Whether rows of this table can be invented, so that the file needs a column that says which are."""
    return any(is_demonstration(row.record) for row in table.rows)


def _lines(table):
    """The table as a Vietnamese Excel opens it: UTF-8 by its mark, semicolons between the cells."""
    columns = _columns(table)
    marked = _may_be_demonstration(table)
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";")

    def line(cells):
        buffer.seek(0)
        buffer.truncate()
        writer.writerow(cells)
        return buffer.getvalue()

    headings = [capfirst(str(column.header)) for column in columns] + ([DEMONSTRATION] if marked else [])
    yield "\ufeff" + line(headings)
    for record, values in _rows(table, columns):
        mark = [DEMONSTRATION if is_demonstration(record) else ""] if marked else []
        yield line([_as_text(value) for value in values] + mark)


def _as_text(value):
    """A value in a text file: 25,463 and 05/03/2026, text that cannot run as a formula.

    With a decimal point, a Vietnamese Excel would open 25.463 as twenty-five thousand, and say nothing.
    """
    if value is None:
        return ""
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return format_input(value)
    if isinstance(value, date):
        return format_date(value)
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _workbook(request, table, title, notes):
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "remove_timezone": True,
        },
    )
    _write_rows(book, table, title)
    _write_notes(book, request, table, title, notes)
    book.close()
    return buffer.getvalue()


def _write_rows(book, table, title):
    columns = _columns(table)
    marked = _may_be_demonstration(table)
    headings = [capfirst(str(column.header)) for column in columns] + ([DEMONSTRATION] if marked else [])
    sheet = book.add_worksheet("Số liệu")
    heading = book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "top", "bg_color": "#E8F1EE"})
    cells = _CellFormats(book)
    for place, text in enumerate(headings):
        sheet.set_column(place, place, min(max(len(text) + 2, 12), 48))
    sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 14}))
    for place, text in enumerate(headings):
        sheet.write_string(2, place, text, heading)
    sheet.freeze_panes(3, 1)
    last = 2
    for last, (record, values) in enumerate(_rows(table, columns), start=3):
        for place, value in enumerate(values):
            _write_cell(sheet, last, place, value, columns[place], cells)
        if marked and is_demonstration(record):
            sheet.write_string(last, len(columns), DEMONSTRATION)
    sheet.autofilter(2, 0, last, len(headings) - 1)


class _CellFormats:
    """One format for each shape of number, made when it is first needed."""

    def __init__(self, book):
        self.book = book
        self.made = {}

    def get(self, pattern):
        if pattern not in self.made:
            self.made[pattern] = self.book.add_format({"num_format": pattern})
        return self.made[pattern]


def _write_cell(sheet, row, place, value, column, formats):
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_string(row, place, "có" if value else "không")
    elif isinstance(value, Decimal | int):
        if significant_digits(Decimal(value)) > EXCEL_DIGITS:
            sheet.write_string(row, place, format_number(value))
            return
        decimals = max(0, -Decimal(value).as_tuple().exponent)
        whole = "#,##0" if getattr(column.column, "grouping", True) else "0"
        sheet.write_number(row, place, value, formats.get(f"{whole}.{'0' * decimals}" if decimals else whole))
    elif isinstance(value, datetime):
        sheet.write_datetime(row, place, timezone.make_naive(value), formats.get("hh:mm dd/mm/yyyy"))
    elif isinstance(value, date):
        sheet.write_datetime(row, place, value, formats.get("dd/mm/yyyy"))
    else:
        sheet.write_string(row, place, str(value))


def _write_notes(book, request, table, title, notes):
    sheet = book.add_worksheet("Ghi chú")
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 100)
    query = request.GET.copy()
    query.pop("tai", None)
    address = request.build_absolute_uri(request.path + (f"?{query.urlencode()}" if query else ""))
    sentences = [title, f"Tải ngày {format_date(timezone.localdate())} từ {address}", *map(str, notes)]
    if _may_be_demonstration(table):
        sentences.append("Dòng ghi «dữ liệu minh họa» là dòng dựng để minh họa, không phải số liệu thật.")
    for row, sentence in enumerate(sentences):
        sheet.write_string(row, 0, sentence, wrapped)
