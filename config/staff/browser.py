"""What a browser remembers of who logged in on it: one signed cookie, of six months, that names no secret.

A browser that an account has used before is told from a stranger's, so that whoever guesses passwords shuts strangers
out and not the person whose account it is.
"""

from dataclasses import dataclass
from datetime import timedelta
from secrets import token_urlsafe

from django.conf import settings
from django.core import signing
from django.urls import reverse

COOKIE = "browser"
SALT = "config.staff.browser"
KEPT = timedelta(days=180)
# Of a desk that several people share, the latest log-ins are remembered.
MOST = 8


@dataclass(frozen=True)
class Browser:
    """One browser: a random name, and the accounts that have logged in on it, the latest last."""

    name: str
    users: tuple[int, ...] = ()

    @classmethod
    def of(cls, request):
        """The browser a request comes from; None where nobody has logged in on it yet."""
        try:
            told = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KEPT)
            return cls(told["name"], tuple(told["users"]))
        except (signing.BadSignature, KeyError, TypeError):
            return None

    def with_user(self, pk):
        return Browser(self.name, (*[other for other in self.users if other != pk], pk)[-MOST:])


def remember(request, response, user):
    """Note in the answer's cookie that this account has logged in on this browser."""
    browser = (Browser.of(request) or Browser(token_urlsafe(12))).with_user(user.pk)
    response.set_cookie(
        COOKIE,
        signing.dumps({"name": browser.name, "users": browser.users}, salt=SALT),
        max_age=KEPT,
        path=reverse("admin:index"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
