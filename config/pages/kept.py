"""What is computed over all rows: once a version of the data, shared by all processes that serve."""

import fcntl
import hashlib
import hmac
import logging
import os
import pickle
import time
from contextlib import contextmanager, suppress
from datetime import date
from functools import wraps
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

from config.jobs.lock import book_id
from config.pages.versions import current

logger = logging.getLogger(__name__)
KEPT_SECONDS = 2 * 24 * 3600
SIGNATURE_BYTES = hashlib.sha256().digest_size
# What this process has read or made last, by what it is: the version, and the value as bytes, so that whoever is given
# it may do with it what they like.
_held: dict[tuple, tuple[str, bytes]] = {}


def kept(compute):
    """The same function, asked by public pages once a version: of its arguments, plain values, days are those of today.

    Of twenty requests that come at once one computes and the others wait for it. A day that a reader chose is computed
    each time; so is everything outside public pages.
    """
    name = f"{compute.__module__}.{compute.__qualname__}"

    @wraps(compute)
    def found(*args):
        version = current.get()
        if version is None or any(isinstance(arg, date) and arg != timezone.localdate() for arg in args):
            return compute(*args)
        asked = (book_id(), name, args)
        held = _held.get(asked)
        if held is None or held[0] != version:
            held = _held[asked] = (version, _shared(asked, version, lambda: compute(*args)))
        return pickle.loads(held[1])

    return found


def _shared(asked, version, compute):
    """The bytes of a value that another process may have made; made here, by one at a time, where none has."""
    key = hashlib.sha256(repr(asked).encode()).hexdigest()[:32]
    path = Path(settings.IMPORT_FOLDER, "pages", f"{key}-{version}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = _read(path)
        if found is None:
            with _alone(path.with_name(f"{key}.lock")):
                found = _read(path)
                if found is None:
                    found = pickle.dumps(compute())
                    _write(path, found)
        return found
    except OSError:
        logger.exception("Không giữ được phần tính sẵn của trang công khai trong %s", path.parent)
        return pickle.dumps(compute())


@contextmanager
def _alone(path):
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _read(path):
    """What this book kept there; None where nothing is, or what somebody else wrote: a pickle can run any code."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    signature, pickled = content[:SIGNATURE_BYTES], content[SIGNATURE_BYTES:]
    return pickled if hmac.compare_digest(signature, _signature(path, pickled)) else None


def _signature(path, pickled):
    """Its key is that of the sessions; it covers the name, so that no file stands for another."""
    return salted_hmac(f"{__name__} {path.name}", pickled, algorithm="sha256").digest()


def _write(path, pickled):
    """Put a file in place as a whole, and take away those of other versions, and of days that are over."""
    unfinished = path.with_name(f"{uuid4().hex}.new")
    unfinished.write_bytes(_signature(path, pickled) + pickled)
    os.replace(unfinished, path)
    key, old = path.name.partition("-")[0], time.time() - KEPT_SECONDS
    for other in path.parent.iterdir():
        with suppress(FileNotFoundError):
            if (other.name.startswith(f"{key}-") and other != path) or other.stat().st_mtime < old:
                other.unlink()
