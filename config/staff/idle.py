"""A session ends when nobody has used it for a while (SESSION_IDLE_MINUTES)."""

import time

from django.contrib.auth import SESSION_KEY

RENEWED = "renewed"
# Often enough for a time told in minutes; a write at each request would make every reader wait for every other.
PRECISION = 60


def renew_session(get_response):
    """Whatever staff ask for starts the time anew; pages that ask nothing of the session leave it alone."""

    def middleware(request):
        response = get_response(request)
        session = request.session
        if session.accessed and SESSION_KEY in session and time.time() - session.get(RENEWED, 0) >= PRECISION:
            # Saving it is what moves its end: the session and its cookie are good for SESSION_COOKIE_AGE from there.
            session[RENEWED] = int(time.time())
        return response

    return middleware
