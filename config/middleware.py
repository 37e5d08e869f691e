"""The access log: one line for each answer."""

import logging
import time

from django.conf import settings
from django.contrib.auth import SESSION_KEY

logger = logging.getLogger("book.access")


def access_log(get_response):
    """Log who asked for what, what they got and how long it took; never what they searched for or sent."""

    def middleware(request):
        started = time.perf_counter()
        response = get_response(request)
        # The machine that watches asks every few seconds: only bad news is news.
        routine = request.path_info in settings.QUIET_ADDRESSES and response.status_code < 400
        line = {
            "method": request.method,
            "host": request.headers.get("Host", "")[:200],
            "path": request.path,
            "status": response.status_code,
            "milliseconds": round((time.perf_counter() - started) * 1000, 1),
            "address": request.META.get("REMOTE_ADDR", ""),
            "forwarded_for": request.headers.get("X-Forwarded-For", "")[:200],
            "user": user_of(request),
        }
        level = logging.DEBUG if routine else logging.INFO
        logger.log(level, "%s %s %s", request.method, request.path, response.status_code, extra=line)
        return response

    return middleware


def user_of(request):
    """The id of the signed-in user, None for the public; asks no database for it."""
    session = getattr(request, "session", None)
    return session.get(SESSION_KEY) if session is not None and session.accessed else None
