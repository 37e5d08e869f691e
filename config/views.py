"""What every page shares, and the health address."""

import logging

from django.db import DatabaseError, connection
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

logger = logging.getLogger(__name__)


def site(request):
    """Names every template may print."""
    return {"site_name": "Sở Công Thương", "site_line": "Sổ số liệu ngành Công Thương"}


@require_GET
@never_cache
def health(request):
    """200 while the database answers, 503 when it does not: for the machine that watches this one."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        logger.exception("Cơ sở dữ liệu không trả lời")
        return JsonResponse({"status": "error", "database": "unreachable"}, status=503)
    return JsonResponse({"status": "ok", "database": connection.vendor})
