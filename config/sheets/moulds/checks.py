"""What a spreadsheet program checks of a register's columns while they are filled in, with the lists to choose from."""

from datetime import date
from decimal import Decimal
from itertools import zip_longest
from numbers import Number

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import CheckConstraint, Q
from django.utils.text import capfirst

from config.sheets.columns import (
    NO,
    YEARS,
    YES,
    ChoiceColumn,
    DayColumn,
    NumberColumn,
    TextColumn,
    WholeColumn,
    YesNoColumn,
)
from config.sheets.references import ListColumn, ReferenceColumn
from config.sheets.writing.ruled import ColumnRule, ListedAt, Takes
from config.sheets.writing.sheets import ColumnOut, SheetOut
from config.sheets.writing.xlsx import letters
from config.values.numbers import format_number

LIST_SHEET = "Danh mục"
# A longer list is no help to choose from, and slows the program down.
MOST_LISTED = 5_000
_FIRST_DAY, _LAST_DAY = date(YEARS.start, 1, 1), date(YEARS.stop - 1, 12, 31)
_ENDS = {"gte": 0, "gt": 0, "lte": 1, "lt": 1}


class Lists:
    """The values that columns may be filled with, each list once, as columns of one sheet."""

    def __init__(self, columns):
        self.values, self.at = {}, {}
        for column in columns:
            heading, values = _listed(column)
            if values:
                self.at[column.name] = self.at_of(heading, values)

    def at_of(self, heading, values):
        place = list(self.values).index(heading) if heading in self.values else len(self.values)
        self.values.setdefault(heading, values)
        return ListedAt(LIST_SHEET, letters(place), 2, len(values) + 1)

    @property
    def sheet(self):
        columns = [ColumnOut(heading) for heading in self.values]
        return SheetOut(LIST_SHEET, columns, zip_longest(*self.values.values()))

    def example(self, column):
        """A value that the column takes."""
        match column:
            case DayColumn():
                return "05/03/2026"
            case NumberColumn():
                return "1234,5"
            case WholeColumn():
                return "2026" if _bounds(column)[1] == YEARS.stop - 1 else "12"
            case _ if column.name in self.at:
                return _listed(column)[1][0]
        return ""


def _listed(column):
    """The heading and the values of a column's list; no values where there is none, or one too long."""
    match column:
        case ReferenceColumn():
            labels = column.directory.labels
            heading = f"Danh sách {column.directory.model._meta.verbose_name}"
            return heading, list(labels.values()) if len(labels) <= MOST_LISTED else []
        case ChoiceColumn():
            return f"Cách ghi «{column.column_name}»", list(column.labels.values())
        case YesNoColumn():
            return "Có hay không", [YES, NO]
    return "", []


def rule_of(column, lists):
    """What a cell of a column is checked for; None where anything will do."""
    title, prompt = capfirst(column.column_name), column.hint()
    listed = None if isinstance(column, ListColumn) else lists.at.get(column.name)
    if listed:
        is_strict = not isinstance(column, ReferenceColumn)
        warning = f"Hãy chọn trong danh sách (trang «{LIST_SHEET}»)."
        return ColumnRule(Takes.LISTED, title, prompt, warning, listed=listed, is_strict=is_strict)
    match column:
        case NumberColumn():
            places = column.field.decimal_places
            told = f"Số{_between(*_bounds(column))}, tối đa {places} chữ số thập phân."
            return ColumnRule(Takes.NUMBER, title, told, f"{told} Vẫn giữ nội dung này?", *_bounds(column))
        case WholeColumn():
            told = f"Số nguyên{_between(*_bounds(column))}."
            return ColumnRule(Takes.WHOLE, title, told, f"{told} Vẫn giữ nội dung này?", *_bounds(column))
        case DayColumn():
            warning = f"{prompt} Vẫn giữ nội dung này?"
            return ColumnRule(Takes.DAY, title, prompt, warning, _FIRST_DAY, _LAST_DAY)
        case TextColumn() if column.field.max_length:
            told = f"Tối đa {column.field.max_length} ký tự."
            return ColumnRule(Takes.LENGTH, title, prompt, told, 0, column.field.max_length, is_strict=True)
    return None


def _bounds(column):
    """Between which numbers a column's lie: by its digits, its field's own validators and the rules of its rows."""
    field = column.field
    if isinstance(column, NumberColumn):
        ends = [-(Decimal(10) ** (field.max_digits - field.decimal_places)), None]
        ends[1] = -ends[0]
    else:
        ends = [0, 2**31 - 1]
    bounds = [(0, each.limit_value) for each in field.validators if isinstance(each, MinValueValidator)]
    bounds += [(1, each.limit_value) for each in field.validators if isinstance(each, MaxValueValidator)]
    bounds += _ruled(field)
    for end, limit in bounds:
        ends[end] = (max, min)[end](ends[end], limit)
    return ends


def _ruled(field):
    """The numbers that constraints of the field's model hold it above or below."""
    conditions = [each.condition for each in field.model._meta.constraints if isinstance(each, CheckConstraint)]
    for name, limit in (leaf for condition in conditions for leaf in _held(condition)):
        path, _, lookup = name.rpartition("__")
        if path == field.name and lookup in _ENDS and isinstance(limit, Number):
            yield _ENDS[lookup], limit


def _held(condition):
    """What holds wherever a condition does; one of several of one field holds where that field says anything."""
    leaves = list(_leaves(condition))
    if condition.connector == Q.OR and len({name.partition("__")[0] for name, _ in leaves}) > 1:
        return
    for child in () if condition.negated else condition.children:
        if isinstance(child, Q):
            yield from _held(child)
        else:
            yield child


def _leaves(condition):
    for child in condition.children:
        if isinstance(child, Q):
            yield from _leaves(child)
        else:
            yield child


def _between(lowest, highest):
    """The bounds in words; those that only the length of a number sets are none."""
    if lowest == YEARS.start:
        return f" từ {lowest} đến {highest}"
    return (" không âm" if lowest == 0 else "") + (f", không quá {format_number(highest)}" if highest <= 100 else "")
