"""The cells of a table's file, read from a query column by column: a row becomes no object, and no cell is made twice.

django-tables2 makes a cell of a record, looking up anew what the column is: 100.000 rows of figures took it 40 s.
"""

import inspect
from functools import partial

from django.core.exceptions import FieldDoesNotExist
from django_tables2 import Column
from django_tables2.utils import Accessor

from config.sheets import stored


def made_of(*paths):
    """For `value` of a column and `value_…` of a table: the cell of a file is made of what these paths of a row hold.

    The function is told that, value by value, once for each different row of them; it may know nothing else of the row.
    """

    def decorate(function):
        def value(self, record):
            return function(self, *(Accessor(path).resolve(record) for path in paths))

        value.paths, value.told = paths, function
        return value

    return decorate


def as_stored(self, value):
    """For `value` of a column: a file says what the row holds."""
    return value


class Stored:
    """The cells of a column that says what is stored."""

    def __init__(self, path):
        self.paths = (path,)

    def cells(self, held):
        return held[0]


class Made:
    """The cells of a column that makes them of what its paths hold, once of what is alike."""

    def __init__(self, paths, make):
        self.paths = paths
        self.make = make

    def cells(self, held):
        parts = list(zip(*held, strict=True))
        made = {part: self.make(*part) for part in set(parts)}
        return [made[part] for part in parts]


class Named:
    """The cells of a column that names rows of another table, each asked for once."""

    def __init__(self, path, model):
        self.paths = (path,)
        self.model = model
        self.names = {None: None}

    def cells(self, held):
        if unknown := set(held[0]) - self.names.keys():
            self.names |= {pk: str(row) for pk, row in self.model._base_manager.in_bulk(unknown).items()}
        return [self.names[pk] for pk in held[0]]


def cells_of(column, model):
    """How a column of a table over a model makes its cells of what the database holds.

    TypeError where its `value` asks for the record and does not say what of it.
    """
    value = column.value
    if hasattr(value, "paths"):
        return Made(value.paths, partial(value.told, value.__self__))
    path, field = str(column.accessor), field_at(model, column.accessor)
    labels = dict(getattr(field, "flatchoices", None) or ())
    if _says_what_is_stored(column):
        if field is not None and field.is_relation:
            return Named(path, field.related_model)
        return Made((path,), lambda code: labels.get(code, code)) if labels else Stored(path)
    if list(inspect.signature(value).parameters) != ["value"]:
        raise TypeError(f"{type(column._table).__name__}.{column.name}: made_of() must say what its cell is made of")
    return Made((path,), partial(_converted, value, labels, column.column.empty_values))


def _says_what_is_stored(column):
    """Whether a file says of this column what the row holds, or what this is called."""
    function = column.value.__func__
    return function is as_stored or (function is Column.value and type(column.column).render is Column.render)


def _converted(convert, labels, empty_values, code):
    value = labels.get(code, code)
    return None if value in empty_values else convert(value)


def field_at(model, accessor):
    """The field a path of names ends at; None where it ends at an annotation."""
    field = None
    for name in accessor.bits:
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            return None
        model = field.related_model
    return field


def rows_of(queryset, columns):
    """The rows of a query as the cells of such columns, some thousands at a time in memory."""
    paths = paths_of(columns)
    for portion in stored.portions(queryset, paths):
        held = dict(zip(paths, portion, strict=True))
        yield from zip(*(column.cells([held[path] for path in column.paths]) for column in columns), strict=True)


def paths_of(columns):
    return list(dict.fromkeys(path for column in columns for path in column.paths))
