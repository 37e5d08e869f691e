"""What every page shares, the rules of public pages, and the health address."""

import logging
from functools import cache

from django.apps import apps
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import JsonResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.jobs import lock
from config.pages.asked import known_by_version

logger = logging.getLogger(__name__)


def public_page(view):
    """A page anyone may read: it only answers questions, and caches may keep it if they ask whether it changed."""
    return require_safe(known_by_version(view))


def home_of(request):
    """The address of this site, without a slash at its end."""
    return request.build_absolute_uri("/").rstrip("/")


def site(request):
    """Names every template may print, the menu, and when the book last changed; nothing is asked until it is printed.

    An app lists its pages in its AppConfig as `public_pages` (menu) and `footer_pages`: (name of the address, label).
    """

    def pages(attribute):
        for app in apps.get_app_configs():
            for name, label in getattr(app, attribute, []):
                address = reverse(name)
                is_here = request.path == address or (address != "/" and request.path.startswith(address))
                yield {"address": address, "label": label, "is_here": is_here}

    def last_change():
        """When a row of the book last changed, None where no app tells it."""
        times = [app.last_change() for app in apps.get_app_configs() if hasattr(app, "last_change")]
        return max(filter(None, times), default=None)

    def recent_rows():
        """What this reader wrote last, for the staff's index."""
        return [
            row for app in apps.get_app_configs() if hasattr(app, "recent_rows") for row in app.recent_rows(request)
        ]

    def canonical():
        """One address a page: a sorted or filtered list is the same list; a page made by its query gives its own."""
        page = request.GET.get("trang", "")
        return request.path + (f"?trang={page}" if page.isascii() and page.isdigit() and page != "1" else "")

    return {
        "home": lambda: home_of(request),
        "canonical": canonical,
        "site_name": "Sở Công Thương",
        "site_line": "Sổ số liệu ngành Công Thương",
        "menu": lambda: pages("public_pages"),
        "footer_pages": lambda: pages("footer_pages"),
        "last_change": last_change,
        "recent_rows": recent_rows,
    }


@cache
def newest_migrations():
    return set(MigrationLoader(None).graph.leaf_nodes())


@require_safe
@never_cache
def health(request):
    """200 while the database answers and has this code's tables, else 503: for the machine that watches this one."""
    try:
        applied = MigrationRecorder(connection).applied_migrations()
    except Error:
        logger.exception("Cơ sở dữ liệu không trả lời")
        return JsonResponse({"status": "error", "database": "unreachable"}, status=503)
    # An empty or older database answers too, and then every page fails.
    if not newest_migrations() <= applied.keys():
        logger.error("Cơ sở dữ liệu cũ hơn mã nguồn hoặc không phải của ứng dụng này")
        return JsonResponse({"status": "error", "database": "not migrated"}, status=503)
    # Pages do without the worker, and it is begun again by itself: no reason to take this server out.
    worker = "running" if lock.is_held() else "not running"
    return JsonResponse({"status": "ok", "database": connection.vendor, "worker": worker})
