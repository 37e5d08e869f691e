"""Puts columns into a table by the quickest door of the engine, many rows to a statement.

PostgreSQL copies. SQLite prepares to undo each statement that may be refused by a trigger, which takes it longer than
the row itself: the rows arrive in a table of the connection's own, and one statement brings them over.
"""

from contextlib import contextmanager
from itertools import islice

from config.sheets.stored import BATCH

ARRIVING = "arriving_rows"
_COPY_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def take_ids(connection, model, count):
    """Ids for new rows, taken before these are written: one query for all of them."""
    if not count:
        return []
    table, key = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [connection.ops.quote_name(table), key, count],
            )
            return [pk for (pk,) in cursor.fetchall()]
        # No one else writes while this transaction is open.
        cursor.execute("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = %s", [table])
        (last,) = cursor.fetchone()
        return range(last + 1, last + 1 + count)


def insert(connection, model, ids, columns):
    """New rows with these ids, from columns by attname."""
    fields = [model._meta.pk, *map(model._meta.get_field, columns)]
    rows = (ids, *columns.values())
    table, names = _quoted(connection, model._meta.db_table, fields)
    into = f"{table} ({', '.join(names)})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            _copy(connection, cursor, into, rows)
            return
        with _arrived(connection, cursor, table, names, rows) as arriving:
            cursor.execute(f"INSERT INTO {into} SELECT * FROM {arriving}")


def update(connection, model, ids, columns):
    """Rows with these ids, changed to columns by attname."""
    fields = [model._meta.pk, *map(model._meta.get_field, columns)]
    table, names = _quoted(connection, model._meta.db_table, fields)
    key, *others = names
    with (
        connection.cursor() as cursor,
        _arrived(connection, cursor, table, names, (ids, *columns.values())) as arriving,
    ):
        changes = ", ".join(f"{name} = {arriving}.{name}" for name in others)
        cursor.execute(f"UPDATE {table} SET {changes} FROM {arriving} WHERE {table}.{key} = {arriving}.{key}")


@contextmanager
def _arrived(connection, cursor, table, names, columns):
    """The rows in a table that this connection alone sees, while they are brought over."""
    listed = ", ".join(names)
    cursor.execute(f"CREATE TEMP TABLE {ARRIVING} AS SELECT {listed} FROM {table} LIMIT 0")
    if connection.vendor == "postgresql":
        _copy(connection, cursor, f"{ARRIVING} ({listed})", columns)
    else:
        places = ", ".join(["%s"] * len(names))
        _many(cursor, f"INSERT INTO {ARRIVING} VALUES ({places})", columns)
    yield ARRIVING
    cursor.execute(f"DROP TABLE {ARRIVING}")


def _quoted(connection, table, fields):
    quote = connection.ops.quote_name
    return quote(table), [quote(field.column) for field in fields]


def _many(cursor, sql, columns):
    rows = zip(*columns, strict=True)
    # Django's cursor keeps all the rows it was given until the last is written.
    while portion := list(islice(rows, BATCH)):
        cursor.executemany(sql, portion)


def _copy(connection, cursor, into, columns):
    ids, *rest = columns
    texts = zip(map(str, ids), *(column.made(_copied) for column in rest), strict=True)
    lines = map("\t".join, texts)
    with connection.wrap_database_errors, cursor.copy(f"COPY {into} FROM STDIN") as copy:
        while portion := "\n".join(islice(lines, BATCH)):
            copy.write(f"{portion}\n")


def _copied(value):
    """A plain value as COPY reads it."""
    if value is None:
        return "\\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    return value.translate(_COPY_ESCAPES) if isinstance(value, str) else str(value)
