"""The word index of each searched table, kept by the database at every door; a rare word is found without a scan.

PostgreSQL: a GIN index over the words of the columns, which needs no extension. SQLite: a table of FTS5 beside the
columns, written by triggers; a row that another program overwrites with REPLACE is found by its former words too.
A name ends in a digest of what it stands for, as those of the audit triggers do (see indicators.audit.triggers).
"""

from functools import cache
from hashlib import sha256

from django.db import connections, transaction
from django.db.models import BooleanField, F, Func

from config.search.asking import LONGEST_WORD
from config.search.declared import declared
from config.values.text import unmarked

# A common word's rows are not gathered to the last: no page shows them.
MOST_ROWS = 20_000

BARE = {
    letter: unmarked(letter)
    for letter in map(chr, range(0xA0, 0x1F00))
    if len(unmarked(letter)) == 1 and unmarked(letter).isascii() and unmarked(letter).isalnum()
}
# Words are cut: PostgreSQL refuses a row with one of two thousand letters. What a row's words take is told, and the
# setting keeps PostgreSQL from looking inside: else it reads a table of some hundred rows all through, 0,2 ms a row.
FUNCTION = f"""
    CREATE OR REPLACE FUNCTION book_words(told text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
    COST 10000 SET search_path = pg_catalog
    RETURN array_to_tsvector(array_remove(string_to_array(regexp_replace(regexp_replace(
        lower(translate(told, '{"".join(BARE)}', '{"".join(BARE.values())}')),
        '[\\u0001-\\u002F\\u003A-\\u0060\\u007B-\\u00BF\\u00D7\\u00F7\\u2000-\\u206F]+', ' ', 'g'),
        '([^ ]{{{LONGEST_WORD}}})', '\\1 ', 'g'), ' '), ''))
"""
GIN = 'CREATE INDEX "{name}" ON "{table}" USING gin (book_words({told})) WHERE {filled}'

VIRTUAL = """
    CREATE VIRTUAL TABLE "{name}" USING fts5({columns}, content='{table}', content_rowid='{key}', detail='none',
    columnsize=0, tokenize="unicode61 remove_diacritics 2")
"""
ADD = 'INSERT INTO "{name}" (rowid, {columns}) VALUES (NEW."{key}", {new});'
TAKE = """INSERT INTO "{name}" ("{name}", rowid, {columns}) VALUES ('delete', OLD."{key}", {old});"""
TRIGGERS = {
    "add": 'CREATE TRIGGER "{name}_add" AFTER INSERT ON "{table}" BEGIN ' + ADD + " END",
    "take": 'CREATE TRIGGER "{name}_take" AFTER DELETE ON "{table}" BEGIN ' + TAKE + " END",
    "turn": 'CREATE TRIGGER "{name}_turn" AFTER UPDATE ON "{table}" WHEN {differs} BEGIN ' + TAKE + ADD + " END",
}
# Made after the others: with it, an index is whole.
LAST = "_turn"


class HoldsWords(Func):
    """Whether a row of a kind holds every word asked for."""

    output_field = BooleanField()

    def __init__(self, kind, asked):
        self.kind, self.asked = kind, asked
        super().__init__(F("pk"), *map(F, kind.columns))

    def as_sqlite(self, compiler, connection, **context):
        name = parts_of(self.kind)["name"]
        key, params = compiler.compile(self.source_expressions[0])
        chosen = f'SELECT rowid FROM "{name}" WHERE "{name}" MATCH %s LIMIT {MOST_ROWS}'
        return f"{key} IN ({chosen})", [*params, self.asked.for_sqlite()]

    def as_postgresql(self, compiler, connection, **context):
        columns = [compiler.compile(column)[0] for column in self.source_expressions[1:]]
        sql = f"({_filled(columns)}) AND book_words({_told(columns)}) @@ %s::tsquery"
        return f"({sql})", [self.asked.for_postgresql()]


def follow_tables(using, **kwargs):
    """Bring the indexes in step with the tables that exist now and with what is declared."""
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        installed = _installed(connection, cursor)
        if installed == {parts_of(kind)["name"] for kind in declared()}:
            return
        wanted = {parts["name"]: parts for parts in _wanted(connection, cursor)}
        for name in sorted(installed - wanted.keys()):
            _drop(connection, cursor, name)
        if connection.vendor == "postgresql" and wanted.keys() - installed:
            cursor.execute(FUNCTION)
        for name in sorted(wanted.keys() - installed):
            _make(connection, cursor, wanted[name])


def make_way(using, plan, **kwargs):
    """Take the triggers off SQLite before tables change: a column cannot be dropped under them."""
    connection = connections[using]
    if plan and connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for name in _installed(connection, cursor):
                _drop(connection, cursor, name)


@cache
def parts_of(kind):
    """What the statements about a kind's index are made of."""
    fields = [kind.model._meta.get_field(column).column for column in kind.columns]
    quoted = [f'"{column}"' for column in fields]
    parts = {
        "table": kind.model._meta.db_table,
        "key": kind.model._meta.pk.column,
        "columns": ", ".join(quoted),
        "new": ", ".join(f"NEW.{column}" for column in quoted),
        "old": ", ".join(f"OLD.{column}" for column in quoted),
        "differs": " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in quoted),
        "told": _told(quoted),
        "filled": _filled(quoted),
    }
    statements = repr((parts, FUNCTION, GIN, VIRTUAL, TRIGGERS))
    return parts | {"name": f"words_{parts['table']}_{sha256(statements.encode()).hexdigest()[:8]}"}


def _told(columns):
    return " || ' ' || ".join(f"coalesce({column}, '')" for column in columns)


def _filled(columns):
    """The rows that are indexed: notes are rare among figures."""
    return f"{columns[0]} <> ''"


def _wanted(connection, cursor):
    """The parts of every index whose columns are there; while migrations go back, some are not."""
    tables = set(connection.introspection.table_names(cursor))
    for kind in declared():
        table = kind.model._meta.db_table
        if table in tables:
            there = {column.name for column in connection.introspection.get_table_description(cursor, table)}
            if there.issuperset(kind.model._meta.get_field(column).column for column in kind.columns):
                yield parts_of(kind)


def _installed(connection, cursor):
    if connection.vendor == "postgresql":
        cursor.execute("SELECT indexname FROM pg_indexes WHERE indexname LIKE 'words\\_%'")
        return {name for (name,) in cursor.fetchall()}
    cursor.execute("SELECT name, type FROM sqlite_master WHERE name LIKE 'words\\_%' ESCAPE '\\'")
    return {name.removesuffix(LAST) for name, kind in cursor.fetchall() if kind == "trigger" and name.endswith(LAST)}


def _make(connection, cursor, parts):
    if connection.vendor == "postgresql":
        cursor.execute(GIN.format(**parts))
        return
    # A table made anew took its triggers along; what is left of the index missed the writes since.
    _drop(connection, cursor, parts["name"])
    cursor.execute(VIRTUAL.format(**parts))
    cursor.execute('INSERT INTO "{name}" ("{name}") VALUES (\'rebuild\')'.format(**parts))
    for statement in TRIGGERS.values():
        cursor.execute(statement.format(**parts))


def _drop(connection, cursor, name):
    if connection.vendor == "postgresql":
        cursor.execute(f'DROP INDEX "{name}"')
        return
    for purpose in TRIGGERS:
        cursor.execute(f'DROP TRIGGER IF EXISTS "{name}_{purpose}"')
    cursor.execute(f'DROP TABLE IF EXISTS "{name}"')
