"""A table as a spreadsheet: the rows a reader sees, filtered and sorted alike, of all pages."""

from django.conf import settings
from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.text import capfirst

from config.errors import error_page
from config.pages.cells import Made, cells_of, paths_of, rows_of
from config.pages.described import TEXT, Described, columns_of, described
from config.pages.linked import licence_address
from config.pages.outgoing import FILE_FORMATS, MACHINE_FORMATS, Outgoing
from config.pages.tables import is_demonstration, sort
from config.pages.views import site
from config.sheets.writing.limits import LimitError, refuse_what_no_sheet_holds
from config.sheets.writing.sheets import ColumnOut, Numbers, SheetOut
from config.values.dates import format_date
from config.values.text import fold

DEMONSTRATION = "dữ liệu minh họa"
DEMONSTRATION_NOTE = f"Dòng ghi «{DEMONSTRATION}» là dòng dựng để minh họa, không phải số liệu thật."


def download(request, table, *, title, notes=(), before=()):
    """The file ?tai= asks for (xlsx, ods, csv, json, zip), None where the address asks for a page.

    `notes` are sentences a reader of the file needs: sources, meanings, what the rows leave out. `before` are sheets
    that stand before the rows in a workbook.
    """
    wish = request.GET.get("tai")
    if wish not in FILE_FORMATS:
        return None
    sort(request, table)
    file_format = FILE_FORMATS[wish]()
    try:
        content = _content(request, table, file_format, title, notes, before)
    except LimitError as error:
        return error_page(request, status=422, title="Bảng quá lớn cho tệp này", advice=str(error))
    answer = StreamingHttpResponse(content, content_type=file_format.content_type)
    name = f"{fold(title).replace(' ', '-')}-{timezone.localdate():%Y-%m-%d}.{wish}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _content(request, table, file_format, title, notes, before):
    """The pieces of the file; LimitError before the first of them where rows of a query do not fit."""
    rows, columns = table.data.data, columns_of(table)
    is_marked = _shows_demonstration(table)
    sheet = _rows_sheet(table, columns, title, is_marked)
    if file_format.extension in MACHINE_FORMATS:
        content = file_format.write(_outgoing(request, table, sheet, title, notes, is_marked))
    else:
        if isinstance(rows, QuerySet) and not file_format.holds_all:
            refuse_what_no_sheet_holds(rows, paths_of(cells_of(column, rows.model) for column in columns))
        notes_sheet = _notes_sheet(request, title, notes, is_marked)
        content = file_format.write([*([] if file_format.holds_all else before), sheet, notes_sheet])
    # Rows in memory are few: written whole, what does not fit is told in time.
    return content if isinstance(rows, QuerySet) else list(content)


def _outgoing(request, table, sheet, title, notes, is_marked):
    mark = [Described("demonstration", capfirst(DEMONSTRATION), TEXT, DEMONSTRATION_NOTE)] if is_marked else []
    names = site(request)
    return Outgoing(
        title=title,
        publisher=f"{names['site_name']}, {names['site_line']}",
        licence=_licence(request),
        address=_address(request),
        taken_on=timezone.localdate(),
        columns=[*described(table), *mark],
        sheet=sheet,
        notes=_sentences(notes, is_marked),
    )


def _licence(request):
    """On what terms the tables may be used, and where that is said."""
    return {"name": settings.LICENCE_NAME, "text": settings.LICENCE_TEXT, "address": licence_address(request)}


def _rows_sheet(table, columns, title, is_marked):
    sheet_columns = [ColumnOut(capfirst(str(column.header)), numbers=_numbers(column)) for column in columns]
    if is_marked:
        sheet_columns.append(ColumnOut(DEMONSTRATION))
    rows = _rows(table, columns, is_marked)
    return SheetOut("Số liệu", sheet_columns, rows, title=title, frozen_columns=1, has_filter=True)


def _numbers(column):
    return Numbers.GROUPED if getattr(column.column, "grouping", True) else Numbers.UNGROUPED


def _rows(table, columns, is_marked):
    """The rows of all pages, a query's read while they are written."""
    rows = table.data.data
    if isinstance(rows, QuerySet):
        mark = [Made(["is_demonstration"], _mark)] if is_marked else []
        return rows_of(rows, [*(cells_of(column, rows.model) for column in columns), *mark])
    return (_cells(row, columns, is_marked) for row in table.rows)


def _cells(row, columns, is_marked):
    """The cells of a row in memory."""
    mark = [_mark(is_demonstration(row.record))] if is_marked else []
    return [*(row.get_cell_value(column.name) for column in columns), *mark]


def _mark(is_invented):
    return DEMONSTRATION if is_invented else None


def _shows_demonstration(table):
    """Whether rows of this table are invented, so that the file needs a column that says which."""
    rows = table.data.data
    if not isinstance(rows, QuerySet):
        return any(map(is_demonstration, rows))
    names = {field.name for field in rows.model._meta.get_fields()} | rows.query.annotations.keys()
    return "is_demonstration" in names and rows.filter(is_demonstration=True).exists()


def _notes_sheet(request, title, notes, is_marked):
    taken = f"Tải ngày {format_date(timezone.localdate())} từ {_address(request)}"
    sentences = [title, taken, *_sentences(notes, is_marked)]
    return SheetOut("Ghi chú", [ColumnOut(width=100, wraps=True)], [[sentence] for sentence in sentences])


def _sentences(notes, is_marked):
    """What a reader of the file needs beside its rows."""
    terms = f"{settings.LICENCE_NAME}: {settings.LICENCE_TEXT}"
    return [terms, *map(str, notes), *([DEMONSTRATION_NOTE] if is_marked else [])]


def _address(request):
    """The page the file was taken from, with what it was asked for."""
    query = request.GET.copy()
    query.pop("tai", None)
    return request.build_absolute_uri(request.path + (f"?{query.urlencode()}" if query else ""))
