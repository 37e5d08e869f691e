"""What the public pages show, named: two moments of one name show the same."""

import threading
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime

import psycopg
from django.db import connection
from django.db.models import Max
from django.utils import timezone

from config.pages.kept import kept
from config.pages.versions import current
from config.pages.writes import last_write
from indicators.models import TableChange

# An hour that comes changes pages without a write: that of a release, and that of one that was called off.
NAME = """
    SELECT {marks},
        (SELECT max(at) FROM indicators_tablechange),
        (SELECT max(public_from) FROM indicators_release WHERE public_from <= %s),
        (SELECT max(called_off_hour) FROM indicators_release WHERE called_off_hour <= %s),
        (SELECT max(public_from) FROM indicators_release WHERE public_from <= %s AND published_at IS NOT NULL),
        (SELECT min(public_from) FROM indicators_release WHERE public_from > %s),
        (SELECT min(called_off_hour) FROM indicators_release WHERE called_off_hour > %s)
"""
# What was answered when the page being made was named: it also says when the book last changed, and when it will.
_answered = ContextVar("the answer that named this page")
# What this thread was answered last.
_last = threading.local()
# Told each by itself: then what other books of the server and staff are at changes no name, unless somebody leaves a
# transaction open while so many others write what readers see.
LAST_MARKS = 100
MARKS = {
    # One writer at a time: what it counted is committed with it.
    "sqlite": "(SELECT sum(mark) FROM indicators_tablechange)",
    # A mark is given before its transaction commits, so the highest one alone misses a writer that commits later with
    # a lower one. The last marks seen are told each by itself. Below the lowest of these every transaction has ended or
    # is in the snapshot's list: those in it tell apart any two moments that see other marks there. Marks past the
    # snapshot's end, but for one's own, came with the book of another server.
    "postgresql": f"""
    (SELECT concat_ws(' ', string_agg(mark::text, '.' ORDER BY mark), CASE WHEN count(*) = {LAST_MARKS} THEN (
            SELECT string_agg(open::text, '-')
            FROM pg_snapshot_xip(pg_current_snapshot()) AS open WHERE open::text::bigint < min(mark)
        ) END)
    FROM (
        SELECT mark FROM indicators_tablechange
        WHERE mark <= greatest(
            pg_snapshot_xmax(pg_current_snapshot())::text::bigint - 1, pg_current_xact_id_if_assigned()::text::bigint
        )
        ORDER BY mark DESC LIMIT {LAST_MARKS}
    ) AS last)
    """,
}


@dataclass(frozen=True)
class Answered:
    """What was answered after a write, and the hours from and before which it is so while nobody writes again."""

    answer: tuple
    name: str
    write: tuple | None
    since: datetime
    until: datetime | None

    def holds(self, write, now):
        is_unwritten = write is not None and write == self.write
        return is_unwritten and self.since <= now and (self.until is None or now < self.until)


def public_version() -> str:
    """The name of what is public now, in one question, however long the book has been kept."""
    asked = _ask()
    _answered.set(asked.answer)
    return asked.name


def _ask():
    """The answer: the last of this thread until somebody writes or an hour comes."""
    # Told before it is asked: who writes between the two is seen twice rather than never.
    write, now = last_write(), timezone.now()
    last = getattr(_last, "answered", None)
    if last is None or not last.holds(write, now):
        answer = _ask_anew(now)
        last = _last.answered = Answered(answer, repr(answer), write, now, _next_hour(answer))
    return last


def _ask_anew(now):
    question = NAME.format(marks=MARKS[connection.vendor])
    hours = [connection.ops.adapt_datetimefield_value(now)] * question.count("%s")
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            return cursor.execute(question, hours).fetchone()
        # To plan it takes PostgreSQL four times as long as to answer it, and Django prepares nothing.
        with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as prepared:
            return prepared.execute(question, hours, prepare=True).fetchone()


def next_hour() -> datetime | None:
    """The first hour to come that changes pages without a write."""
    return _next_hour(_answer())


@kept
def last_changes() -> dict[str, datetime]:
    """When each table that readers see was last written to."""
    return dict(TableChange.objects.order_by().values_list("table").annotate(Max("at")))


@kept
def last_change() -> datetime | None:
    """When a table that readers see was last written to, or the hour of the last release came."""
    _, written, _, _, public, *_ = _answer()
    return max(filter(None, map(_moment, [written, public])), default=None)


def _answer():
    """What names the page being made, asked for where none is made."""
    return (_answered.get(None) if current.get() else None) or _ask().answer


def _next_hour(answer):
    *_, release, called_off = answer
    return min(filter(None, map(_moment, [release, called_off])), default=None)


def _moment(told):
    """SQLite tells a moment as text."""
    return connection.ops.convert_datetimefield_value(told, None, connection) if isinstance(told, str) else told
