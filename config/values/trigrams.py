"""Indexes for words looked for inside folded columns: of PostgreSQL, where it has the extension pg_trgm.

Without it, as on SQLite, the column is read through. An extension that is put in later serves from the next `prepare`.
"""

from django.db import DatabaseError, transaction

EXTENSION = "pg_trgm"


def add(connection, tables):
    """Give the folded column of each table its index where it has none, if this database can have any."""
    if has_trigrams(connection):
        with connection.cursor() as cursor:
            cursor.execute(r"SELECT indexname FROM pg_indexes WHERE indexname LIKE '%\_words'")
            there = {name for (name,) in cursor.fetchall()}
            for table in tables:
                if _name(table) not in there:
                    cursor.execute(f"CREATE INDEX {_name(table)} ON {table} USING gin (folded gin_trgm_ops)")


def remove(connection, tables):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for table in tables:
                cursor.execute(f"DROP INDEX IF EXISTS {_name(table)}")


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
