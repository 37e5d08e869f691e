"""The name of what the public pages show: by it a page is known to be the same before it is made."""

import hashlib
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, wraps

from django.apps import apps
from django.conf import settings
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag

# A second is the least that HTTP's dates tell apart: what changed just now may change again within it.
MOMENT = timedelta(seconds=2)
# The version that the page being made is made of; None outside public pages.
current = ContextVar("the version of the data", default=None)


@cache
def code_version():
    """The name of this code and its templates: another makes other pages of the same data."""
    digest = hashlib.sha256()
    for app in sorted(path.parent for path in settings.BASE_DIR.glob("*/apps.py")):
        for path in sorted([*app.rglob("*.py"), *app.rglob("*.html"), *app.rglob("static/**/*.*")]):
            digest.update(str(path.relative_to(settings.BASE_DIR)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


@dataclass(frozen=True)
class Version:
    """What public pages show at a moment: its name, and when it came to be, None where nothing ever changed."""

    name: str
    changed: datetime | None


def version_now():
    """The version of all that public pages show today; an app tells its part as `public_version()`."""
    told = [app.public_version() for app in apps.get_app_configs() if hasattr(app, "public_version")]
    named = repr([code_version(), timezone.localdate(), *(name for name, changed in told)])
    changes = (changed for name, changed in told if changed)
    return Version(hashlib.sha256(named.encode()).hexdigest()[:32], max(changes, default=None))


def known_by_version(view):
    """Answer 304 to whoever has the page of this version already, before anything of it is made."""

    @wraps(view)
    def page(request, *args, **kwargs):
        version = version_now()
        etag = quote_etag(hashlib.sha256(f"{version.name} {request.build_absolute_uri()}".encode()).hexdigest()[:32])
        is_settled = version.changed and version.changed < timezone.now() - MOMENT
        modified = int(version.changed.timestamp()) if is_settled else None
        answer = get_conditional_response(request, etag=etag, last_modified=modified)
        if answer is None:
            made_of = current.set(version)
            try:
                answer = view(request, *args, **kwargs)
            finally:
                current.reset(made_of)
        if answer.status_code in (200, 304):
            answer.headers.setdefault("ETag", etag)
            if modified:
                answer.headers.setdefault("Last-Modified", http_date(modified))
        return answer

    return page
