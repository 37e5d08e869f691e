"""What the public pages show, named: two moments of one name show the same."""

from datetime import datetime

import psycopg
from django.db import connection
from django.db.models import Max
from django.utils import timezone

from config.pages.kept import kept
from indicators.models import Release, TableChange

# An hour that comes changes pages without a write: that of a release, and that of one that was called off.
NAME = """
    SELECT {marks},
        (SELECT max(at) FROM indicators_tablechange),
        (SELECT max(public_from) FROM indicators_release WHERE public_from <= %s),
        (SELECT max(called_off_hour) FROM indicators_release WHERE called_off_hour <= %s)
"""
MARKS = {
    # One writer at a time: what it counted is committed with it.
    "sqlite": "(SELECT sum(mark) FROM indicators_tablechange)",
    # A mark is given before its transaction commits, so the highest one alone misses a writer that commits later with
    # a lower one. Each transaction numbered below the snapshot's end has ended or is in its list: the highest mark seen
    # and the lower ones still to come tell apart any two moments that see different marks. Of one's own transaction,
    # whose number may lie past the end, the whole snapshot is told. Higher marks came with the book of another server.
    "postgresql": """
    (SELECT concat_ws(' ', mark, (
            SELECT string_agg(open::text, '-')
            FROM pg_snapshot_xip(pg_current_snapshot()) AS open WHERE open::text::bigint <= mark
        ), CASE WHEN mark >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint THEN pg_current_snapshot() END)
    FROM indicators_tablechange
    WHERE mark <= greatest(
        pg_snapshot_xmax(pg_current_snapshot())::text::bigint - 1, pg_current_xact_id_if_assigned()::text::bigint
    )
    ORDER BY mark DESC LIMIT 1)
    """,
}


def public_version() -> str:
    """The name of what is public now, in one question, however long the book has been kept."""
    question = NAME.format(marks=MARKS[connection.vendor])
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            return repr(cursor.execute(question, [now, now]).fetchone())
        # To plan it takes PostgreSQL four times as long as to answer it, and Django prepares nothing.
        with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as prepared:
            return repr(prepared.execute(question, [now, now], prepare=True).fetchone())


@kept
def last_change() -> datetime | None:
    """When a table that readers see was last written to, or the hour of the last release came."""
    written = TableChange.objects.aggregate(at=Max("at"))["at"]
    public = Release.objects.out().aggregate(hour=Max("public_from"))["hour"]
    return max(filter(None, [written, public]), default=None)
