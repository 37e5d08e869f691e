"""Keeps an uploaded file, and what it would change, between its preview and its confirmation by the same person."""

import hashlib
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
    descriptor = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    return name


def take(name: str) -> bytes | None:
    """The file kept under a name, which then is gone; None where it is not there, as for the second of two clicks."""
    if not _NAME.fullmatch(name):
        return None
    path = Path(settings.IMPORT_FOLDER) / name
    try:
        content = path.read_bytes()
        # Of two requests at the same moment only one can remove it.
        path.unlink()
    except FileNotFoundError:
        return None
    return content


def bound(first: bytes, second: bytes) -> bytes:
    """Two contents as one, so that they are kept and taken together."""
    return struct.pack(">Q", len(first)) + first + second


def parted(both: bytes) -> tuple[bytes, bytes]:
    (length,) = struct.unpack_from(">Q", both)
    return both[8 : 8 + length], both[8 + length :]


def digest(content: bytes) -> str:
    """What a signed token says of a content, so that nothing else is taken for it."""
    return hashlib.sha256(content).hexdigest()


def _drop_old(folder):
    oldest = time.time() - KEPT_SECONDS
    for path in folder.iterdir():
        if _NAME.fullmatch(path.name) and path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
