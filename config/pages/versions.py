"""The name of what the public pages show: by it a page is known to be the same before it is made."""

import hashlib
from contextvars import ContextVar
from functools import cache, lru_cache

from django.apps import apps
from django.conf import settings
from django.utils import timezone

# The version that the page being made is made of; None outside public pages.
current = ContextVar("the version of the data", default=None)
MADE_OF = ("*.py", "*.mo", "templates/**/*.*", "static/**/*.*")


@cache
def code_version():
    """The name of this code and its templates: another makes other pages of the same data."""
    digest = hashlib.sha256()
    for app in sorted(path.parent for path in settings.BASE_DIR.glob("*/apps.py")):
        for path in sorted(path for kind in MADE_OF for path in app.rglob(kind)):
            digest.update(str(path.relative_to(settings.BASE_DIR)).encode() + b"\0" + path.read_bytes())
    digest.update((settings.BASE_DIR / "requirements.txt").read_bytes())
    return digest.hexdigest()[:16]


def version_now():
    """The name of all that public pages show today; an app tells its part as `public_version()`."""
    told = [app.public_version() for app in _telling_apps()]
    # A developer changes templates while the server runs.
    code = code_version.__wrapped__() if settings.DEBUG else code_version()
    return _named(code, timezone.localdate(), *told)


@lru_cache(maxsize=2)
def _named(*parts):
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


@cache
def _telling_apps():
    return [app for app in apps.get_app_configs() if hasattr(app, "public_version")]
