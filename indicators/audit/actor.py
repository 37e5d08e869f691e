"""Who is at work: what the application tells the triggers, on both engines.

The actor is a short text: `app` or a user's id, then a blank and the id of the request. A connection that tells
nothing (psql, the sqlite3 shell, another program) is outside the application, and its writes are recorded as that.

PostgreSQL keeps the actor in a session setting: connections of the application start with `app` (settings.py), and
`acting_as` changes it. A pooler that lends one session to several clients must therefore work in session mode. What a
session was told is remembered, so that it is told nothing twice: whoever comes after a request tells it anew, at the
latest with the first statement that writes.

SQLite knows no session setting, and a trigger that calls a function only the application has would make every write
from outside fail. So the triggers call `char()`, without arguments, which means nothing else: SQLite's own gives the
empty text, and connections of the application bring their own, which reads the actor at the moment of the write.
"""

import re
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import Error, connections
from django_guid import get_guid

APPLICATION = "app"
EMPTYING = "flush"
LOADING = f"{APPLICATION} loaddata"

# What a session need not know the actor for: it only reads, or marks a place in a transaction that may be broken.
QUIET = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK")

_actor = ContextVar("actor", default=APPLICATION)


@contextmanager
def acting_as(user, *, via=""):
    """Sign every write of the block with this user; `via` is the id of the request, as the logs have it."""
    with _working_as(_named(user), via):
        yield


def _named(user):
    return str(user.pk) if user is not None and user.is_authenticated else APPLICATION


def at_work():
    """Who the trail signs writes with now: a user's id, None for the software itself, and the id of the request."""
    who, _, via = _actor.get().partition(" ")
    return (int(who) if who.isdecimal() else None), via


@contextmanager
def emptying():
    """Let the block delete the trail: only for `flush`, which empties the whole database."""
    with _working_as(EMPTYING):
        yield


@contextmanager
def loading():
    """Let the block bring in what is kept as it was: only for `loaddata`, which moves a book between databases."""
    with _working_as(APPLICATION, "loaddata"):
        yield


@contextmanager
def _working_as(who, via="", *, is_last=False):
    """`is_last`: what the connection serves next comes by Django's cursor, which tells what is left to be told."""
    # A client may send an id of its own making.
    via = via if via and re.fullmatch(r"[\w.:-]{1,64}", via, re.ASCII) else ""
    token = _actor.set(f"{who} {via}".strip())
    try:
        _tell_sessions()
        yield
    finally:
        _actor.reset(token)
        if not is_last:
            _tell_sessions(leaving=True)


def _tell_sessions(*, leaving=False):
    for connection in connections.all(initialized_only=True):
        # A connection opened later learns of the actor from `introduce`.
        if connection.vendor == "postgresql" and connection.connection is not None and not _is_told(connection):
            try:
                _tell(connection)
            except Error:
                if not leaving:
                    raise
                # In a broken transaction nothing can be told, and its rollback takes back what was told inside it.
                # Any other session that cannot be told must not serve the next request.
                if not connection.in_atomic_block:
                    connection.close()


def _is_told(connection):
    """Whether a session knows who is at work: each rollback, which takes back what it was told, renews the list."""
    actor, transaction = connection.told_actor
    return actor == _actor.get() and (transaction is None or transaction is connection.run_on_commit)


def _tell(connection):
    actor = _actor.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('book.actor', %s, false)", [actor])
    connection.told_actor = actor, None if connection.autocommit else connection.run_on_commit


def _tell_in_time(execute, sql, params, many, context):
    """Run a statement, before one that may write telling the session who is at work."""
    connection = context["connection"]
    if not str(sql).lstrip().upper().startswith(QUIET) and not _is_told(connection):
        _tell(connection)
    return execute(sql, params, many, context)


def introduce(connection, **kwargs):
    """Make a new connection known to the triggers as the application's own."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("char", 0, _actor.get)
        # Some builds of SQLite let triggers call no function of the application's, and refuse the write.
        connection.connection.execute("PRAGMA trusted_schema = ON")
    elif connection.vendor == "postgresql":
        connection.told_actor = APPLICATION, None
        if _tell_in_time not in connection.execute_wrappers:
            # Whoever wraps statements for a while takes away the last one.
            connection.execute_wrappers.insert(0, _tell_in_time)
        if not _is_told(connection):
            _tell(connection)


class ActorMiddleware:
    """Sign what a request writes with its user.

    Pages that are only read ask nothing of the session: a GET that wrote would be recorded without a name.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method in {"GET", "HEAD", "OPTIONS"} or not request.user.is_authenticated:
            return self.get_response(request)
        with _working_as(_named(request.user), get_guid() or "", is_last=True):
            return self.get_response(request)
