"""Whether the process that works lives: it holds a lock that the system takes from it however it dies."""

import fcntl
import hashlib
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import connection


@contextmanager
def as_the_only_one():
    """Hold the lock of the one worker of this book for the block; gives whether it was free."""
    path = _path()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("a") as file:
        yield _taken(file, fcntl.LOCK_EX)


def is_held():
    """Whether a worker lives now."""
    try:
        with _path().open() as file:
            # Shared, so that two who ask do not take each other for the worker.
            return not _taken(file, fcntl.LOCK_SH)
    except FileNotFoundError:
        return False


def _taken(file, kind):
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def book_id():
    """The name of this book among the books of an account, which have their files in the same folder."""
    address = connection.settings_dict
    return _id_of(*[str(address[name]) for name in ("ENGINE", "HOST", "PORT", "NAME")])


@cache
def _id_of(*address):
    return hashlib.sha256("\n".join(address).encode()).hexdigest()[:16]


def _path():
    return Path(settings.IMPORT_FOLDER) / f"worker-{book_id()}.lock"
