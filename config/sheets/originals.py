"""Files that were brought in, kept for a while by what they hold, so that the same one lies here once."""

import hashlib
import os
import re
import time
from pathlib import Path
from uuid import uuid4

from django.conf import settings

KEPT_DAYS = 30
_DIGEST = re.compile(r"[0-9a-f]{64}")


def keep(content: bytes) -> str:
    """Store a content from now on for the days it is kept; gives its digest. What is older goes."""
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _drop_old(folder)
    name = hashlib.sha256(content).hexdigest()
    path = folder / name
    if path.exists():
        os.utime(path)
        return name
    new = folder / f"{name}.{uuid4().hex}"
    try:
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        new.rename(path)
    except OSError:
        new.unlink(missing_ok=True)
        raise
    return name


def read(digest: str) -> bytes | None:
    """The content of this digest; None where it is kept no more, or is another one by now."""
    try:
        content = (_folder() / digest).read_bytes() if _DIGEST.fullmatch(digest) else b""
    except FileNotFoundError:
        return None
    return content if hashlib.sha256(content).hexdigest() == digest else None


def is_kept(digest: str) -> bool:
    return bool(_DIGEST.fullmatch(digest)) and (_folder() / digest).exists()


def _folder():
    return Path(settings.IMPORT_FOLDER) / "originals"


def _drop_old(folder):
    oldest = time.time() - KEPT_DAYS * 24 * 3600
    for path in folder.iterdir():
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
