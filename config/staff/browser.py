"""What a browser remembers of who logged in on it: one signed cookie, of six months, that names no secret.

A browser that an account has used before is told from a stranger's, so that whoever guesses passwords shuts strangers
out and not the person whose account it is. And a form left open is known by the log-in it was opened under, also when
its session has ended or somebody else has logged in since.
"""

from dataclasses import dataclass
from datetime import timedelta
from secrets import token_urlsafe

from django.conf import settings
from django.core import signing
from django.middleware.csrf import CSRF_TOKEN_LENGTH, _unmask_cipher_token, get_token
from django.urls import reverse
from django.utils.crypto import salted_hmac

COOKIE = "browser"
SALT = "config.staff.browser"
KEPT = timedelta(days=180)
# Of a desk that several people share, and of each the log-ins under which a form may still stand open.
MOST_ACCOUNTS, MOST_LOGINS = 8, 4


def mark_of(token):
    """What a log-in and the forms opened under it have in common: Django draws a new CSRF secret at each log-in."""
    try:
        secret = _unmask_cipher_token(token) if len(token) == CSRF_TOKEN_LENGTH else ""
    except ValueError:
        secret = ""
    return secret and salted_hmac(SALT, secret).hexdigest()[:16]


@dataclass(frozen=True)
class Browser:
    """One browser: a random name, and the accounts that logged in on it, each with the marks of its log-ins."""

    name: str
    logins: tuple[tuple[int, tuple[str, ...]], ...] = ()

    @classmethod
    def of(cls, request):
        """The browser a request comes from; None where nobody has logged in on it yet."""
        try:
            told = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KEPT)
            return cls(told["name"], tuple((user, tuple(marks)) for user, marks in told["logins"]))
        except (signing.BadSignature, KeyError, TypeError, ValueError):
            return None

    @property
    def users(self):
        return [user for user, _ in self.logins]

    def owner_of(self, token):
        """The account under whose log-in the form with this CSRF token was opened; None where that is not known."""
        mark = mark_of(token)
        return next((user for user, marks in self.logins if mark and mark in marks), None)

    def with_login(self, pk, mark):
        before = dict(self.logins).pop(pk, ())
        others = [login for login in self.logins if login[0] != pk]
        return Browser(self.name, (*others, (pk, (*before, mark)[-MOST_LOGINS:]))[-MOST_ACCOUNTS:])


def remember(request, response, user):
    """Note in the answer's cookie that this account has logged in on this browser, as Django's log-in left it."""
    browser = Browser.of(request) or Browser(token_urlsafe(12))
    # Asking for the token also sends its cookie, which Django's view had put into an answer that was replaced.
    browser = browser.with_login(user.pk, mark_of(get_token(request)))
    response.set_cookie(
        COOKIE,
        signing.dumps({"name": browser.name, "logins": browser.logins}, salt=SALT),
        max_age=KEPT,
        path=reverse("admin:index"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
