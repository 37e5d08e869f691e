"""Who is at work: what the application tells the triggers, on both engines.

The actor is a short text: `app` or a user's id, then a blank and the id of the request. A connection that tells
nothing (psql, the sqlite3 shell, another program) is outside the application, and its writes are recorded as that.

PostgreSQL keeps the actor in a session setting: connections of the application start with `app` (settings.py), and
`acting_as` changes it. A pooler that lends one session to several clients must therefore work in session mode.

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

_actor = ContextVar("actor", default=APPLICATION)


@contextmanager
def acting_as(user, *, via=""):
    """Sign every write of the block with this user; `via` is the id of the request, as the logs have it."""
    with _working_as(str(user.pk) if user is not None and user.is_authenticated else APPLICATION, via):
        yield


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
def _working_as(who, via=""):
    # A client may send an id of its own making.
    via = via if via and re.fullmatch(r"[\w.:-]{1,64}", via, re.ASCII) else ""
    token = _actor.set(f"{who} {via}".strip())
    try:
        _tell_sessions()
        yield
    finally:
        _actor.reset(token)
        _tell_sessions(leaving=True)


def _tell_sessions(*, leaving=False):
    for connection in connections.all(initialized_only=True):
        # A connection opened later learns of the actor from `introduce`.
        if connection.vendor == "postgresql" and connection.connection is not None:
            try:
                _tell(connection)
            except Error:
                if not leaving:
                    raise
                # In a broken transaction nothing can be told, and its rollback takes back what was told inside it.
                # Any other session that cannot be told must not serve the next request.
                if not connection.in_atomic_block:
                    connection.close()


def _tell(connection):
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('book.actor', %s, false)", [_actor.get()])


def introduce(connection, **kwargs):
    """Make a new connection known to the triggers as the application's own."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("char", 0, _actor.get)
        # Some builds of SQLite let triggers call no function of the application's, and refuse the write.
        connection.connection.execute("PRAGMA trusted_schema = ON")
    elif connection.vendor == "postgresql" and _actor.get() != APPLICATION:
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
        with acting_as(request.user, via=get_guid() or ""):
            return self.get_response(request)
