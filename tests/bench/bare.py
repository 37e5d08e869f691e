"""The least that the same work takes: the file read, and the rows written at once, without any check."""

import io
from itertools import islice

from django.db import connection, transaction
from python_calamine import CalamineWorkbook

from indicators.audit.triggers import ENGINES, installed_triggers
from indicators.models import Figure
from tests.bench.book import Records

TABLE = "indicators_figure"
KEY = ("indicator_id", "place_id", "period_start", "period_end", "kind")


def cells_of(content):
    """The rows of a workbook below its headings, as its reader gives them."""
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).iter_rows()
    next(rows)
    return rows


def write_new(content):
    records = Records()
    write(Records.COLUMNS, map(records.of, cells_of(content)))


def write_changed(content, changed):
    """Read the whole file; write the values of the rows that differ, which are the first."""
    records = Records()
    rows = [records.of(cells) for cells in cells_of(content)][:changed]
    keyed = {tuple(map(str, key)): pk for pk, *key in Figure.objects.values_list("pk", *KEY).iterator()}
    values = [(keyed[tuple(map(str, row[:5]))], row[5]) for row in rows]
    with transaction.atomic(), connection.cursor() as cursor:
        _arrive(cursor, ["id", "value"], iter(values))
        cursor.execute(f"UPDATE {TABLE} SET value = arriving.value FROM arriving WHERE {TABLE}.id = arriving.id")


def write(columns, rows):
    """All figures in one transaction, by the quickest door of the engine."""
    listed = ", ".join(columns)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            _copy(cursor, f"{TABLE} ({listed})", rows)
            return
        _arrive(cursor, columns, rows)
        cursor.execute(f"INSERT INTO {TABLE} ({listed}) SELECT * FROM arriving")


def _arrive(cursor, columns, rows):
    """The rows in a table of the connection's own: from there one statement brings them over."""
    cursor.execute(f"CREATE TEMP TABLE arriving AS SELECT {', '.join(columns)} FROM {TABLE} LIMIT 0")
    if connection.vendor == "postgresql":
        _copy(cursor, "arriving", rows)
        return
    places = ", ".join(["%s"] * len(columns))
    while some := list(islice(rows, 5_000)):
        cursor.executemany(f"INSERT INTO arriving VALUES ({places})", some)


def _copy(cursor, into, rows):
    with cursor.copy(f"COPY {into} FROM STDIN") as copy:
        while some := "".join("\t".join(map(str, row)) + "\n" for row in islice(rows, 10_000)):
            copy.write(some)


def take_off_trail(of=TABLE):
    """Drop the triggers that write the trail of a table; what guards or derives its rows stays."""
    engine = ENGINES[connection.vendor]
    with connection.cursor() as cursor:
        for table, name in installed_triggers(engine, cursor):
            if table == of and "_guard_" not in name and "_until_" not in name:
                cursor.execute(engine.drop(table, name))
