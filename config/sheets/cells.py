"""Reads a sheet's columns: each different cell once."""

from datetime import date

from django.core.exceptions import ValidationError

from config.sheets.amounts import Amounts
from config.sheets.choices import THOUSANDS
from config.sheets.coded import Coded
from config.sheets.columns import CellError, NumberColumn, TextColumn, text_of
from config.sheets.dots import Dotted
from config.sheets.progress import Stage
from config.sheets.short_years import LAST_CENTURY, ShortYears
from config.sheets.shown import ShownCell
from config.values.dates import DateError
from config.values.numbers import NumberError, short_decimal

# How many names are told of a column.
NAMED = 8
# Numbers of a column that are read beforehand: beyond these the memory they take counts for more than the time.
MOST_PLAIN = 200_000
CELL_ERRORS = (CellError, NumberError, DateError, ValidationError)


def read(plan):
    """Clean the cells of a plan's columns, and refuse what they do not let through."""
    rows, asking = len(plan.table), [Dotted(plan), ShortYears(plan)]
    for number, (name, (column, position)) in enumerate(plan.columns.items()):
        # A column is read at once; rows are what a person counts.
        plan.progress(Stage.CHECKING, rows * number // len(plan.columns), rows)
        written = plan.table.columns[position]
        values, complaints, amounts = [], {}, Amounts(plan, name, column)
        plain = plan.plain_numbers[column.attname] = plain_numbers(column, written.different)
        for code, cell in enumerate(written.different):
            if type(cell) is float and cell in plain:
                values.append(plain[cell])
                continue
            reader, number = amounts.parted(code, cell)
            for each in asking:
                number = each.settled(reader, number)
            value, message = read_cell(reader, number)
            values.append(value)
            if message:
                for each in asking:
                    each.ask(reader, number)
                complaints[code] = message, column.column_name, text_of_any(cell)
        plan.take_cells(name, Coded(values, written.at), complaints)
        amounts.tell(written, complaints)
        _tell_shown(plan, column, written, complaints)
        _tell_named(plan, column)
    _tell_choices(plan)


def plain_numbers(column, cells):
    """What the numbers of every day are in a column that asks nothing of them but their length, by cell."""
    if not (isinstance(column, NumberColumn) and column.is_plain and column.times == 1):
        return {}
    digits, places = column.field.max_digits, column.field.decimal_places
    made = ((cell, short_decimal(cell, digits, places)) for cell in cells[:MOST_PLAIN] if type(cell) is float)
    return {cell: number for cell, number in made if number is not None}


def read_cell(column, cell):
    """What a cell stands for, or why it stands for nothing."""
    try:
        return column.read(cell), None
    except ValidationError as error:
        return None, " ".join(error.messages)
    except CELL_ERRORS as error:
        return None, str(error)


def _tell_choices(plan):
    if plan.choices.dots:
        what = "ngăn hàng nghìn" if plan.choices.dots == THOUSANDS else "đứng trước phần thập phân"
        plan.note(f"Dấu chấm trong số được hiểu là {what}, theo lựa chọn cho cả tệp.")
    if plan.choices.years:
        years = f"2000-20{LAST_CENTURY - 1} và 19{LAST_CENTURY}-1999"
        plan.note(f"Năm hai chữ số được hiểu là các năm {years}, theo lựa chọn cho cả tệp.")


def _tell_named(plan, column):
    """Rows that cells name by their names."""
    if named := getattr(column, "by_name", {}):
        told = "; ".join(f"«{name}» là {code}" for name, code in list(named.items())[:NAMED])
        plan.note(f"Cột «{column.column_name}» ghi tên, được hiểu theo mã: {told}{' …' if len(named) > NAMED else ''}")
        named.clear()


def _tell_shown(plan, column, written, complaints):
    """Cells whose text is made of something else than text."""
    shares = {code for code, cell in enumerate(written.different) if isinstance(cell, ShownCell) and cell.is_percent}
    percent = written.rows_at(shares - complaints.keys())
    if percent and isinstance(column, NumberColumn):
        plan.note(f"Cột «{column.column_name}»: ô định dạng phần trăm được đọc như đang hiện", percent)
    days = written.rows_where(lambda cell: isinstance(cell, date)) if isinstance(column, TextColumn) else []
    if days:
        plan.warn(
            f"Cột «{column.column_name}»: ô là ngày, được ghi như chữ đang hiện ({plan.lines(days)}). Nếu bảng tính đã "
            "tự đổi thành ngày thì hãy định dạng ô là văn bản (Text) rồi gõ lại."
        )


def text_of_any(cell):
    """The text of a cell for a message, also of one that cannot be taken."""
    try:
        return text_of(cell)
    except CELL_ERRORS:
        return str(cell)
