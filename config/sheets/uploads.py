"""Keeps an uploaded file, and what it would change, between its preview and its confirmation by the same person.

Beside them lie what a job found and how far it is, until the person has seen it: a day at most, like all the rest.
"""

import contextlib
import hashlib
import json
import mmap
import os
import re
import struct
import time
from pathlib import Path
from uuid import uuid4

from django.conf import settings

KEPT_SECONDS = 24 * 3600
_NAME = re.compile(r"[0-9a-f]{32}")


def keep(content: bytes) -> str:
    """Store a file; gives the name it can be fetched by. Files nobody came back for go after a day."""
    folder = Path(settings.IMPORT_FOLDER)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _drop_old(folder)
    name = uuid4().hex
    _write(folder / name, content)
    return name


def take(name: str) -> bytes | None:
    """The file kept under a name, which then is gone; None where it is not there, as for the second of two clicks."""
    content = read(name)
    if content is None:
        return None
    try:
        # Of two requests at the same moment only one can remove it.
        _path(name).unlink()
    except FileNotFoundError:
        return None
    return content


def read(name: str) -> bytes | None:
    """The file kept under a name, which stays; None where it is not there."""
    try:
        return _path(name).read_bytes() if _NAME.fullmatch(name) else None
    except FileNotFoundError:
        return None


def mapped(name: str):
    """The file kept under a name, of which only what is looked at is read; None where it is not there."""
    if not is_kept(name):
        return None
    with contextlib.suppress(FileNotFoundError), _path(name).open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def is_kept(name: str) -> bool:
    return bool(_NAME.fullmatch(name)) and _path(name).exists()


def claim(name: str) -> str | None:
    """A new name for a kept file, for one of those who know the old one; None for whoever comes second."""
    if not _NAME.fullmatch(name):
        return None
    new = uuid4().hex
    try:
        _path(name).rename(_path(new))
    except FileNotFoundError:
        return None
    return new


def drop(name: str):
    _path(name).unlink(missing_ok=True)


def note(name: str, told):
    """Write a small thing others may read at any moment, over what was there; it may fail, nothing depends on it."""
    with contextlib.suppress(OSError):
        put(name, told)


def put(name: str, told):
    """Write a small thing over what was there; OSError, and what was there stays, where the disk takes no more."""
    new = _path(f"{name}.{uuid4().hex}")
    _write(new, json.dumps(told).encode())
    new.rename(_path(name))


def noted(name: str):
    """What was noted under a name; None where nothing was."""
    content = read(name)
    return json.loads(content) if content else None


def bound(first: bytes, second) -> bytes:
    """Two contents as one, so that they are kept and taken together."""
    return b"".join([struct.pack(">Q", len(first)), first, second])


def parted(both: bytes) -> tuple[bytes, bytes]:
    (length,) = struct.unpack_from(">Q", both)
    return both[8 : 8 + length], both[8 + length :]


def digest(content: bytes) -> str:
    """What a signed token says of a content, so that nothing else is taken for it."""
    return hashlib.sha256(content).hexdigest()


def _path(name):
    return Path(settings.IMPORT_FOLDER) / name


def _write(path, content):
    """A file that is there whole, or not at all."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
    except OSError:
        path.unlink()
        raise


def _drop_old(folder):
    oldest = time.time() - KEPT_SECONDS
    for path in folder.iterdir():
        # Also what a process that died was about to rename.
        if _NAME.match(path.name) and path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
