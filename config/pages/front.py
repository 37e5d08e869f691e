"""The cache of nginx in front (config/nginx.conf): which public pages it may keep, how long, and when all are over.

What it keeps is kept under the name that a link in a folder of both leads to. Another name, and nothing kept is found.
While nobody has written for so long that all kept before is over, a file says so, and spares nginx asking for the name.
"""

import fcntl
import logging
import time
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from django.apps import apps
from django.conf import settings
from django.db import Error
from django.utils import timezone

from config.pages.versions import version_now

logger = logging.getLogger(__name__)
LINK, QUIET = "hien-hanh", "yen"
# How long a page is kept unasked; what is written past the book, by SQL, shows after as long at the latest.
MOST_SECONDS = 5


def may_keep(request):
    """Whether the answer is everybody's: of strange questions there is no end, and staff see pages of their own."""
    is_asked_plainly = not request.META.get("QUERY_STRING") and settings.SESSION_COOKIE_NAME not in request.COOKIES
    return bool(settings.NGINX_FOLDER) and is_asked_plainly


def last_second(began):
    """The last whole second in which a page, begun at a time in seconds, shows what is public, if nobody writes."""
    moment = datetime.fromtimestamp(began, tz=UTC)
    midnight = timezone.localtime(moment).replace(hour=0, minute=0, second=0) + timedelta(days=1)
    hours = [app.next_hour(moment) for app in apps.get_app_configs() if hasattr(app, "next_hour")]
    over = min(int(hour.timestamp()) for hour in [midnight, *filter(None, hours)])
    return min(int(began) + MOST_SECONDS, over - 1)


def tell():
    """Let nginx find nothing that was kept before, where public pages show something else by now."""
    if not settings.NGINX_FOLDER:
        return
    link = Path(settings.NGINX_FOLDER, LINK)
    try:
        # Asked by one at a time: who is late would else bring back what another has seen change.
        with _alone(link.with_name("lock")):
            _name(link, version_now())
    except (OSError, Error):
        logger.exception("Không báo được cho nginx rằng trang công khai đã đổi, ở %s", link)
        with suppress(OSError):
            # Without a name nothing is kept, nor given from what was.
            link.unlink(missing_ok=True)
            link.with_name(QUIET).unlink(missing_ok=True)


def telling(get_response):
    """Tell nginx of what a request may have written before its answer is sent."""

    def middleware(request):
        response = get_response(request)
        if request.method not in ("GET", "HEAD", "OPTIONS"):
            tell()
        return response

    return middleware


@contextmanager
def _alone(path):
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _name(link, version):
    """Lead the link to a new folder for a version; never to an old one again, which a restored book would have."""
    former = link.resolve()
    quiet = link.with_name(QUIET)
    if former.is_dir() and former.name.startswith(f"ten-{version}-"):
        if time.time() > former.stat().st_mtime + MOST_SECONDS + 1:
            quiet.touch()
        return
    named = link.with_name(f"ten-{version}-{uuid4().hex}")
    named.mkdir()
    unfinished = link.with_name(f"{uuid4().hex}.new")
    unfinished.symlink_to(named.name)
    unfinished.replace(link)
    # The name first: nginx looks at it from here on.
    quiet.unlink(missing_ok=True)
    for old in link.parent.glob("ten-*"):
        # nginx may be on its way to the former.
        if old.name not in (named.name, former.name):
            old.rmdir()
