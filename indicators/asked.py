"""Several small tables asked for in one query: each comes as a list, whatever the others look like."""

import json
from decimal import Context, Decimal
from itertools import chain

from django.core.exceptions import EmptyResultSet
from django.db import connection

# Of a float 15 digits can be trusted; PostgreSQL sends no floats.
_NUMBERS = {"sqlite": Context(prec=15).create_decimal, "postgresql": Decimal}
_ROWS = {
    "sqlite": "(SELECT JSON_GROUP_ARRAY(JSON_OBJECT({pairs})) FROM ({rows}) AS asked)",
    "postgresql": "(SELECT JSONB_AGG(JSONB_BUILD_OBJECT({pairs}))::text FROM ({rows}) AS asked)",
}
_ANY = "(SELECT CASE WHEN EXISTS ({rows}) THEN '[{{}}]' END)"


def asked_together(tables, whether):
    """The rows of `tables`, query sets of values, as lists of mappings; and of each of `whether` if it has any row."""
    parts = [_part(rows, _rows_of) for rows in tables] + [_part(rows, _any_of) for rows in whether]
    selects = [f"SELECT {number} AS number, {part[0]} AS told" for number, part in enumerate(parts) if part]
    told = {}
    if selects:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(selects), list(chain.from_iterable(part[1] for part in parts if part)))
            told = dict(cursor.fetchall())
    read = json.JSONDecoder(parse_float=_NUMBERS[connection.vendor]).decode
    found = [read(told.get(number) or "[]") for number in range(len(parts))]
    return found[: len(tables)], list(map(bool, found[len(tables) :]))


def _part(rows, made):
    """A query for a value, with its parameters; None where it is known that there are no rows."""
    try:
        return made(rows)
    except EmptyResultSet:
        return None


def _rows_of(rows):
    names = [*rows.query.values_select, *rows.query.annotation_select]
    sql, params = rows.query.sql_with_params()
    pairs = ", ".join(f"'{name}', {connection.ops.quote_name(name)}" for name in names)
    return _ROWS[connection.vendor].format(pairs=pairs, rows=sql), params


def _any_of(rows):
    sql, params = rows.order_by().values("pk").query.sql_with_params()
    return _ANY.format(rows=sql), params
