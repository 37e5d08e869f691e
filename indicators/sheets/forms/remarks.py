"""What is said of a form's figures beside their numbers: the notes under the table, and the page of notes."""

from django.utils import timezone
from django.utils.text import capfirst

from config.sheets.writing.printed import Look, PrintedCell, PrintedRow, PrintedSheet, height_of
from config.sheets.writing.xlsx import letters
from config.values.dates import format_date, format_moment
from config.values.numbers import format_number
from indicators import wording
from indicators.entry.boxes import read
from indicators.entry.cells import Cell, Computed
from indicators.models import FormColumn, Source, State
from indicators.sheets.forms.words import words_of

Relative, Formula = FormColumn.Relative, FormColumn.Formula
CUMULATED = {Relative.CUMULATED, Relative.CUMULATED_YEAR_AGO}
WHOLE_YEARS = {Relative.YEAR, Relative.YEAR_BEFORE, Relative.NEXT_YEAR}

HEADS = ["Ô", "Dòng", "Cột", "Kỳ", "Loại số liệu", "Giá trị", "Đơn vị tính", "Trạng thái", "Nguồn", "Ghi chú"]
WIDTHS = [8, 34, 22, 16, 13, 14, 14, 13, 34, 40]
HEAD = Look(is_boxed=True, wraps=True, is_bold=True, across="center", fill="E8F1EE")
BOXED = Look(is_boxed=True, wraps=True)
TITLE = Look(is_bold=True, size=14)


def remarks(page):
    """The sentences under a table, each where it has something to say."""
    found = [page.grid.form.note, *cumulated(page.grid)]
    cells = [box for line in page.grid.lines for box in line.cells if isinstance(box, Cell) and box.figure]
    shown = [cell for cell in cells if not (page.is_template and cell.is_open)]
    if in_points(page.grid):
        found.append("Dòng là tỷ lệ, tốc độ, chỉ số thì cột tăng, giảm là hiệu tính bằng điểm.")
    if any(cell.value is None and cell.figure.value is None for cell in shown):
        found.append("«…»: chưa có số; «-»: không phát sinh; ô trống: chưa nhập.")
    if any(cell.flagged for cell in shown):
        found.append("(*) Số có ghi chú hay lưu ý: xem trang «Ghi chú».")
    waiting = sum(1 for cell in shown if getattr(cell.figure, "state", State.APPROVED) != State.APPROVED)
    if waiting:
        found.append(f"Có {format_number(waiting)} số chưa được duyệt.")
    return list(filter(None, found))


def cumulated(grid):
    """Where a column of the year so far is divided by that of the whole year: printed forms divide the month."""
    columns = {column.number: column for column in grid.columns}
    for column in grid.columns:
        of, base = columns.get(column.of_number), columns.get(column.base_number)
        is_ratio = column.formula == Formula.RATIO and of and base
        if is_ratio and of.relative in CUMULATED and base.relative in WHOLE_YEARS:
            yield (
                f"Cột {column.number} lấy số lũy kế (cột {of.number}) chia số cả năm (cột {base.number}), "
                "không lấy số của riêng kỳ."
            )


def in_points(grid):
    """Whether a computed box is a difference of rates and no percentage."""
    boxes = (box for line in grid.lines for box in line.cells)
    return any(isinstance(box, Computed) and box.of and box.unit != "%" for box in boxes)


def notes_sheet(page, *, by):
    """All that the page itself has no room for: of each figure its degree, state, source, flags and note."""
    form, grid = page.grid.form, page.grid
    facts = [
        ("Biểu", f"{form} ({form.code})"),
        ("Đơn vị lập biểu", str(form.office or "")),
        ("Kỳ báo cáo", grid.period.phrase),
        ("Địa bàn", str(grid.place)),
        ("Hạn nộp", format_date(grid.window.due_on)),
        ("Xuất từ sổ", f"{format_moment(timezone.now())}, {by}"),
    ]
    rows = [PrintedRow({0: PrintedCell(f"Ghi chú: {form}", TITLE)}), PrintedRow()]
    rows += [PrintedRow({0: PrintedCell(f"{name}: {words}")}) for name, words in facts if words]
    rows += [PrintedRow(), PrintedRow({place: PrintedCell(head, HEAD) for place, head in enumerate(HEADS)})]
    top = len(rows)
    rows += [
        PrintedRow({place: PrintedCell(one, BOXED) for place, one in enumerate(cells)}, height=_height(cells))
        for cells in figures_told(page)
    ]
    return PrintedSheet(
        "Ghi chú", WIDTHS, rows, frozen_rows=top, repeated=(top - 1, top - 1), is_locked=page.is_template
    )


def figures_told(page):
    """The cells of a line for each figure that the page shows."""
    heads = {column.number: head for column, head in page.grid.heads}
    shown = [
        (row, column, box)
        for row, column, box in page.places()
        if isinstance(box, Cell) and box.figure and not (page.is_template and box.is_open)
    ]
    sources = Source.objects.in_bulk({box.figure.source_id for _, _, box in shown} - {None})
    for row, column, box in shown:
        figure = box.figure
        source = sources.get(figure.source_id)
        state = State(figure.state).label if getattr(figure, "state", None) else "đã công bố"
        where = f"{source}{f', {figure.locator}' if figure.locator else ''}" if source else ""
        said = "; ".join(filter(None, [*wording.flags(figure), figure.note]))
        yield [
            f"{letters(column)}{row + 1}",
            words_of(box.row),
            f"{box.column.number}. {capfirst(heads[box.column.number])}",
            str(figure.period),
            figure.get_kind_display(),
            read(box),
            str(box.indicator.unit),
            state,
            where,
            said,
        ]


def _height(cells):
    return max(height_of(text, width) for text, width in zip(cells, WIDTHS, strict=True))
