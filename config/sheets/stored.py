"""What is stored of the rows a sheet names, read in a number of queries that does not grow with the rows' count."""

from decimal import Decimal

from django.db import connections, models
from django.db.models.constants import LOOKUP_SEP
from django.db.models.functions import Cast
from django.utils.dateparse import parse_date

from config.values.fields import Quantity, is_derived
from config.values.numbers import short_decimal

BATCH = 5000
# So many different values of a column are kept while it is read; a column of more has hardly two alike.
REMEMBERED = 50_000


def portions(rows, paths, known=None):
    """A query set's rows, some thousands at a time, as columns: a list for each path.

    Django converts each value of each row by itself; here it does so once for each different one, and not for those
    that are `known`, by path.
    """
    days = _days_as_text(rows, paths)
    asked = [Cast(path, models.TextField()) if path in days else path for path in paths]
    compiler = rows.values_list(*asked).query.get_compiler(using=rows.db)
    found = compiler.execute_sql(chunked_fetch=True, chunk_size=BATCH)
    expressions = [column[0] for column in compiler.select[: compiler.col_count]]
    converters = compiler.get_converters(expressions)
    known = known or {}
    made = {
        place: Converted(*converter, compiler.connection, known.get(paths[place], {}))
        for place, converter in converters.items()
    }
    made |= {place: Days() for place, path in enumerate(paths) if path in days}
    for portion in found or ():
        columns = list(map(list, zip(*portion, strict=True)))
        for place, converted in made.items():
            columns[place] = list(map(converted.__getitem__, columns[place]))
            converted.forget_many()
        yield columns


def _days_as_text(rows, paths):
    """The paths of days, which the driver of SQLite would make of each cell's text anew."""
    if connections[rows.db].vendor != "sqlite":
        return set()
    fields = {path: rows.query.names_to_path(path.split(LOOKUP_SEP), rows.model._meta)[1] for path in paths}
    return {path for path, field in fields.items() if type(field) is models.DateField}


class Days(dict):
    """The day of each text that the database keeps."""

    def __missing__(self, raw):
        self[raw] = day = raw and parse_date(raw)
        return day

    def forget_many(self):
        """There are few days in a book."""


class Converted(dict):
    """What the database's values of one column are in Python."""

    def __init__(self, converters, expression, connection, known):
        super().__init__(known)
        self.known = known
        self.converters = converters
        self.expression = expression
        self.connection = connection
        field = getattr(expression, "target", None)
        self.quantity = field if isinstance(field, Quantity) and connection.vendor == "sqlite" else None

    def __missing__(self, raw):
        value = self._quick(raw) if self.quantity else None
        if value is None:
            value = raw
            for convert in self.converters:
                value = convert(value, self.expression, self.connection)
        self[raw] = value
        return value

    def _quick(self, raw):
        if type(raw) is int:
            return Decimal(raw)
        field = self.quantity
        return short_decimal(raw, field.max_digits, field.decimal_places) if type(raw) is float else None

    def forget_many(self):
        if len(self) > REMEMBERED + len(self.known):
            self.clear()
            self.update(self.known)


def paths_of(resource):
    """Where the rows of a resource keep what a plan must know of them; its lists come after these."""
    fields = [field.attname for field in stored_fields(resource._meta.model)]
    of_columns = [path for column in resource.fields.values() if not column.is_list for path in column.paths]
    return list(dict.fromkeys([*fields, *of_columns]))


def lists_of(resource):
    return [column for column in resource.fields.values() if column.is_list]


def values(resource, pks):
    """For each id, the row's values in the order of `paths_of`, then a set of ids for each of its lists."""
    paths, lists = paths_of(resource), lists_of(resource)
    found = {}
    rows = resource.get_queryset().order_by()
    for batch in batches(pks):
        members = [members_of(column, batch) for column in lists]
        for columns in portions(among(rows, batch), ["pk", *paths]):
            for pk, *row in zip(*columns, strict=True):
                found[pk] = (*row, *(each[pk] for each in members))
    return found


def members_of(column, pks):
    """For each id, the ids of the rows a list column names."""
    through = column.field.remote_field.through
    owner, member = column.field.m2m_column_name(), column.field.m2m_reverse_name()
    found = {pk: set() for pk in pks}
    for pk, other in through.objects.filter(**{f"{owner}__in": pks}).values_list(owner, member):
        found[pk].add(other)
    return {pk: frozenset(members) for pk, members in found.items()}


def stored_fields(model):
    """The columns an import writes or checks: not the id, nor what the database or a fold computes."""
    return [field for field in model._meta.concrete_fields if not field.primary_key and not is_derived(field)]


def defaults(model):
    """The values of a row nobody has filled in yet."""
    filled = {field.attname: field.get_default() for field in stored_fields(model)}
    return filled | {model._meta.pk.attname: None} | {field.name: frozenset() for field in model._meta.many_to_many}


def taken(model, attname):
    """Ids of all rows with what they hold in one column."""
    return list(model._default_manager.order_by().values_list("pk", attname))


def among(rows, pks):
    """Of a query set the rows with these ids; written out, since Django looks at each parameter by itself."""
    table, column = map(connections[rows.db].ops.quote_name, (rows.model._meta.db_table, rows.model._meta.pk.column))
    return rows.extra(where=[f"{table}.{column} IN ({','.join(str(int(pk)) for pk in pks) or 'NULL'})"])


def batches(pks):
    pks = list(pks)
    return [pks[start : start + BATCH] for start in range(0, len(pks), BATCH)]


def connection_of(model):
    """Where the rows of a model are written."""
    return connections[model._default_manager.db]
