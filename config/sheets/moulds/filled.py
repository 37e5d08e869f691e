"""A register's workbook with rows in it: as they stand, or those of the last time to be filled in for the next.

Keys are grey and locked, what was said the last time stands grey and locked beside what is asked now. The lock has no
password and new rows go below. Hidden codes tell a key that was changed all the same.
"""

from dataclasses import replace

from django.utils.text import capfirst

from config.sheets.columns import ChoiceColumn, DayColumn, NumberColumn
from config.sheets.moulds.blank import beside, code_column, column_out, columns_in
from config.sheets.moulds.checks import Lists
from config.sheets.moulds.codes import READING, Kind, RowCode
from config.sheets.references import ListColumn, ReferenceColumn
from config.sheets.writing.sheets import Blank, ColumnOut, Lock, SheetOut
from config.values.dates import format_date
from config.values.numbers import format_input

STANDING_STEPS = [
    "Ô nền xám (mã, tên của dòng) để nhận ra dòng: không sửa ở đây. Sửa các ô còn lại; dòng mới ghi ở dưới cùng.",
]
CARRIED_STEPS = [
    "Điền các ô nền vàng nhạt. Ô xám cho biết dòng nào là dòng nào và số lần trước để đối chiếu: sửa vào cũng không "
    "ghi.",
    "Dòng không điền ô vàng nào thì không ghi gì vào sổ. Mục mới ghi ở dưới cùng.",
]


def standing_sheets(resource) -> list[SheetOut]:
    """The workbook of all rows as they are stored."""
    columns = _columns(resource)
    lists = Lists(columns)
    out = [code_column(resource, Kind.STANDING), *(_locked(resource, column, lists) for column in columns)]
    written = _Written(resource, columns)
    rows = ([written.code(row), *written.cells(row)] for row in _rows(resource, resource.get_queryset(), columns))
    return [_sheet(resource, out, rows), *beside(resource, columns, lists, STANDING_STEPS)]


def carried_sheets(resource, when) -> list[SheetOut]:
    """The workbook of one time, a year or a day, with the rows of the time before it beside what is asked."""
    columns = _columns(resource)
    lists = Lists(columns)
    written = _Written(resource, columns)
    out = [code_column(resource, Kind.CARRIED)]
    for column in columns:
        if column.name in written.read:
            number = written.read.index(column.name)
            heading = f"Lần trước: {column.column_name}"
            out.append(ColumnOut(heading, code=f"{READING}{number}", lock=Lock.CLOSED))
        out.append(_locked(resource, column, lists))
    pairs = _pairs(resource, columns, when, _before(resource, when))
    rows = (written.carried(before, now) for before, now in pairs)
    return [_sheet(resource, out, rows), *beside(resource, columns, lists, CARRIED_STEPS)]


def _columns(resource):
    """The columns that are written and that this person may take out."""
    allowed = set(resource.get_export_order())
    return [column for column in columns_in(resource) if column.name in allowed]


def _sheet(resource, columns, rows):
    name = capfirst(resource._meta.model._meta.verbose_name)
    return SheetOut(name, columns, rows, is_locked=True)


def _locked(resource, column, lists):
    out = column_out(resource, column, lists)
    if column.name in resource.key_names:
        return replace(out, lock=Lock.WRITTEN)
    return replace(out, lock=Lock.OPEN, blank=Blank.ANY if column.is_list else out.blank)


def _rows(resource, queryset, columns):
    """The cells of stored rows, as an export has them, of these columns."""
    order = resource.get_export_order()
    places = [order.index(column.name) for column in columns]
    return ([row[place] for place in places] for row in resource.sheet(queryset).rows)


class _Written:
    """The cells of rows as a workbook shows them: codes with their names behind, the hidden code ahead."""

    def __init__(self, resource, columns):
        self.columns = columns
        self.keys = [place for place, column in enumerate(columns) if column.name in resource.key_names]
        # In the order of the key's own columns.
        self.keys.sort(key=lambda place: list(resource.key_names).index(columns[place].name))
        others = [column for column in columns if column.name not in resource.key_names]
        asked = [column for column in others if isinstance(column, NumberColumn)]
        asked = asked or [column for column in others if isinstance(column, ChoiceColumn)]
        # The columns whose last values stand beside what is asked.
        self.read = [column.name for column in asked]
        self.labels = {
            place: {column.directory.code(pk): label for pk, label in column.directory.labels.items()}
            for place, column in enumerate(columns)
            if isinstance(column, ReferenceColumn) and not isinstance(column, ListColumn)
        }

    def code(self, row, told=()):
        return RowCode(tuple(shown(row[place]) for place in self.keys), tuple(map(shown, told))).written()

    def cells(self, row):
        return [self.labels[place].get(cell, cell) if place in self.labels else cell for place, cell in enumerate(row)]

    def carried(self, before, now):
        told = [before[place] if before else None for place in self.read_places]
        cells = []
        for column, cell in zip(self.columns, self.cells(now), strict=True):
            if column.name in self.read:
                cells.append(told[self.read.index(column.name)])
            cells.append(cell)
        return [self.code(now, told), *cells]

    @property
    def read_places(self):
        return [place for place, column in enumerate(self.columns) if column.name in self.read]


def _pairs(resource, columns, when, earlier):
    """Each of the `earlier` rows with its row of now, which has nothing but its key where it is not stored yet."""
    name = resource.carried_by
    column, place = resource.fields[name], [each.name for each in columns].index(name)
    keys = [at for at, each in enumerate(columns) if each.name in resource.key_names and at != place]
    now = {tuple(row[at] for at in keys): row for row in _rows(resource, _at(resource, when), columns)}
    before = {tuple(row[at] for at in keys): row for row in _rows(resource, earlier, columns)}
    for key in dict.fromkeys([*before, *now]):
        row = [None] * len(columns)
        row[place] = column.write(when)
        for at, part in zip(keys, key, strict=True):
            row[at] = part
        yield before.get(key), now.get(key, row)


def _at(resource, when):
    column = resource.fields[resource.carried_by]
    held = dict(zip(column.paths, column.parts(when), strict=True))
    return resource.get_queryset().filter(**held)


def _before(resource, when):
    """The rows a year before; of what holds from a day on the earlier ones, the last of each at the end."""
    column = resource.fields[resource.carried_by]
    if isinstance(column, DayColumn):
        return resource.get_queryset().filter(**{f"{column.attname}__lt": when}).order_by(column.attname)
    return _at(resource, resource.time_before(when))


def shown(cell):
    """A cell that goes out as the text one sees."""
    if cell is None or isinstance(cell, str):
        return cell or ""
    return format_date(cell) if hasattr(cell, "year") else format_input(cell)
