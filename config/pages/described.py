"""The columns of a public table as data: names, headings, types and meanings, for machines and for the catalogue."""

from dataclasses import dataclass

from django.utils.text import capfirst

from config.pages.cells import field_at
from config.pages.tables import DayColumn, NumberColumn, YearColumn

TEXT, NUMBER, YEAR, DAY = "text", "number", "year", "date"
TYPE_LABELS = {TEXT: "chữ", NUMBER: "số", YEAR: "năm", DAY: "ngày"}


@dataclass(frozen=True)
class Described:
    """One column of a file; `name` stays the same when the heading is reworded."""

    name: str
    label: str
    type: str
    meaning: str

    @property
    def type_label(self):
        return TYPE_LABELS[self.type]

    def as_data(self):
        """What JSON says of it; a column that needs no explanation has none."""
        data = {"name": self.name, "label": self.label, "type": self.type}
        return data | ({"meaning": self.meaning} if self.meaning else {})


def columns_of(table):
    """The columns a file of the table has, in their order."""
    return [column for column in table.columns.iterall() if not column.column.exclude_from_export]


def described(table):
    model = getattr(table.data.data, "model", None)
    return [_described(table, model, column) for column in columns_of(table)]


def _described(table, model, column):
    meaning = table.meanings.get(column.name) or _choices(model, column)
    return Described(column.name, capfirst(str(column.header)), _type(column.column), meaning)


def _choices(model, column):
    """What a cell may say, where that is a list; help texts of fields speak to those who fill them in."""
    field = field_at(model, column.accessor) if model else None
    labels = getattr(column.column, "labels", None) or dict(getattr(field, "flatchoices", None) or ())
    return f"Một trong: {'; '.join(map(str, labels.values()))}." if labels else ""


def _type(column):
    if isinstance(column, YearColumn):
        return YEAR
    if isinstance(column, DayColumn):
        return DAY
    return NUMBER if isinstance(column, NumberColumn) else TEXT
