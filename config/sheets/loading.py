"""Puts columns into a table by the quickest door of the engine, many rows to a statement.

PostgreSQL copies. SQLite prepares to undo each statement that may be refused by a trigger, which takes it longer than
the row itself, and it has one write lock for everybody: the rows arrive in tables of the connection's own before the
transaction begins, and a few statements bring them over.
"""

from contextlib import contextmanager, nullcontext, suppress
from itertools import islice

from django.db import Error, transaction

from config.sheets.progress import Stage, untold
from config.sheets.stored import BATCH

NEW, CHANGED = "arriving_new", "arriving_changed"
# Rows that one statement brings over: few enough to tell in between how far it is.
PORTION = 20_000
# From so many rows on, plans that triggers made for a small table are worth making anew.
MANY = 1_000
_COPY_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def take_ids(connection, model, count):
    """Ids for new rows, taken for good before these are written; what is then not written leaves a gap."""
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
        with transaction.atomic(using=connection.alias):
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            (last,) = cursor.fetchone() or (None,)
            if last is None:
                cursor.execute("INSERT INTO sqlite_sequence (seq, name) VALUES (%s, %s)", [count, table])
            else:
                cursor.execute("UPDATE sqlite_sequence SET seq = %s WHERE name = %s", [last + count, table])
        first = (last or 0) + 1
        return range(first, first + count)


class Load:
    """New rows and changed ones of one table, by id and columns by attname: `with` makes ready what takes no lock."""

    def __init__(self, connection, model, new, changed, progress=untold):
        self.connection, self.model = connection, model
        self.new, self.changed = ((ids, columns) if columns else ([], {}) for ids, columns in (new, changed))
        self.progress = progress
        self.total = len(self.new[0]) + len(self.changed[0])
        self.done = 0

    @property
    def copies(self):
        return self.connection.vendor == "postgresql"

    def __enter__(self):
        with self.connection.cursor() as cursor:
            if not self.copies:
                self._arrive(cursor, NEW, *self.new)
            self._arrive(cursor, CHANGED, *self.changed)
        self.done = 0
        return self

    def __exit__(self, failure, *rest):
        # A failure is told for its own reason; what then stays behind the next load puts away.
        with suppress(Error) if failure else nullcontext(), self.connection.cursor() as cursor:
            for table in (NEW, CHANGED):
                cursor.execute(f"DROP TABLE IF EXISTS {table}")

    def bring_over(self):
        """Write the rows, inside the transaction of whoever asks."""
        with self.connection.cursor() as cursor:
            if self.copies and self.total >= MANY:
                # By plans made for a small table, triggers would read all of it for each row that comes. What has no
                # index is still read, at a cost so high that PostgreSQL would compile it first.
                cursor.execute("DISCARD PLANS; SET LOCAL enable_seqscan = off; SET LOCAL jit = off")
            if self.new[0]:
                self._insert(cursor, *self.new)
            if self.changed[0]:
                self._update(cursor, *self.changed)

    def _insert(self, cursor, ids, columns):
        table, names = self._quoted(columns)
        into = f"{table} ({', '.join(names)})"
        if self.copies:
            self._copy(cursor, into, ids, columns, Stage.WRITING)
            return
        for first, last in self._portions(ids):
            cursor.execute(f"INSERT INTO {into} SELECT * FROM {NEW} WHERE rowid BETWEEN %s AND %s", [first, last])
            self._tell(Stage.WRITING, last - first + 1)

    def _update(self, cursor, ids, columns):
        table, (key, *others) = self._quoted(columns)
        changes = ", ".join(f"{name} = {CHANGED}.{name}" for name in others)
        change = f"UPDATE {table} SET {changes} FROM {CHANGED} WHERE {table}.{key} = {CHANGED}.{key}"
        if self.copies:
            cursor.execute(change)
            return
        for first, last in self._portions(ids):
            cursor.execute(f"{change} AND {CHANGED}.rowid BETWEEN %s AND %s", [first, last])
            self._tell(Stage.WRITING, last - first + 1)

    def _arrive(self, cursor, arriving, ids, columns):
        if not ids:
            return
        table, names = self._quoted(columns)
        listed = ", ".join(names)
        cursor.execute(f"DROP TABLE IF EXISTS {arriving}")
        cursor.execute(f"CREATE TEMP TABLE {arriving} AS SELECT {listed} FROM {table} LIMIT 0")
        if self.copies:
            self._copy(cursor, f"{arriving} ({listed})", ids, columns, Stage.PREPARING)
            return
        places = ", ".join(["%s"] * len(names))
        rows = zip(ids, *columns.values(), strict=True)
        with _at_once(self.connection, cursor):
            # Django's cursor keeps all the rows it was given until the last is written.
            while portion := list(islice(rows, BATCH)):
                cursor.executemany(f"INSERT INTO {arriving} VALUES ({places})", portion)
                self._tell(Stage.PREPARING, len(portion))

    def _copy(self, cursor, into, ids, columns, stage):
        texts = zip(map(str, ids), *(column.made(_copied) for column in columns.values()), strict=True)
        lines = map("\t".join, texts)
        with self.connection.wrap_database_errors, cursor.copy(f"COPY {into} FROM STDIN") as copy:
            while portion := list(islice(lines, BATCH)):
                copy.write("\n".join([*portion, ""]))
                self._tell(stage, len(portion))

    def _quoted(self, columns):
        quote, meta = self.connection.ops.quote_name, self.model._meta
        fields = [meta.pk, *map(meta.get_field, columns)]
        return quote(meta.db_table), [quote(field.column) for field in fields]

    def _portions(self, ids):
        return [(first, min(first + PORTION - 1, len(ids))) for first in range(1, len(ids) + 1, PORTION)]

    def _tell(self, stage, rows):
        self.done += rows
        self.progress(stage, self.done, self.total)


@contextmanager
def _at_once(connection, cursor):
    """One transaction of SQLite for rows of the connection's own, which keeps nobody waiting."""
    if connection.in_atomic_block:
        yield
        return
    cursor.execute("BEGIN DEFERRED")
    try:
        yield
    except BaseException:
        # A full disk has ended it already.
        with suppress(Error):
            cursor.execute("ROLLBACK")
        raise
    cursor.execute("COMMIT")


def _copied(value):
    """A plain value as COPY reads it."""
    if value is None:
        return "\\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    return value.translate(_COPY_ESCAPES) if isinstance(value, str) else str(value)
