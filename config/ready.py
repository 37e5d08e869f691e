"""What a process that serves does before its first request, so that no reader waits for it."""

import gc

from django.conf import settings
from django.template import engines
from django.urls import reverse
from django.utils.translation import gettext

from config.pages.versions import code_version


def make_ready():
    """Import the pages, read their addresses, templates and messages; the database is not asked, it may be away."""
    # The addresses of staff are a namespace, which Django reads by itself.
    for name in ("health", "admin:index"):
        reverse(name)
    gettext("")
    code_version()
    folders = settings.BASE_DIR.glob("*/templates")
    for name in sorted({str(path.relative_to(folder)) for folder in folders for path in folder.rglob("*.html")}):
        engines["django"].get_template(name)
    # All this stays: a request in which garbage is collected would look through it again, for a tenth of a second.
    gc.collect()
    gc.freeze()
