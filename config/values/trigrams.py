"""Indexes for words looked for inside folded columns: of PostgreSQL, where it has the extension pg_trgm.

Without it, as on SQLite, the column is read through. An extension that is put in later serves after the migration that
asks for these indexes is taken back and done again.
"""

from django.db import DatabaseError, transaction

EXTENSION = "pg_trgm"


def add(schema_editor, tables):
    """Give the folded column of each table its index, if this database can have any."""
    if has_trigrams(schema_editor.connection):
        for table in tables:
            schema_editor.execute(f"CREATE INDEX {_name(table)} ON {table} USING gin (folded gin_trgm_ops)")


def remove(schema_editor, tables):
    if schema_editor.connection.vendor == "postgresql":
        for table in tables:
            schema_editor.execute(f"DROP INDEX IF EXISTS {_name(table)}")


def has_trigrams(connection):
    """Whether the extension is there, or can be put there by who asks."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_available_extensions WHERE name = %s", [EXTENSION])
        if not cursor.fetchone():
            return False
        try:
            with transaction.atomic(using=connection.alias):
                cursor.execute(f"CREATE EXTENSION IF NOT EXISTS {EXTENSION}")
        except DatabaseError:
            # The account may not.
            return False
    return True


def _name(table):
    return f"{table}_words"
