"""What was typed into a form of the staff site, kept over a log-in and sent again by the person who typed it.

A form posted after its session has ended, or with the token of an earlier log-in, is not lost: it comes back as one
hidden field of the log-in page and then as a page with a button. Why no other site gains by that:

- Only what a form of this site sent is kept: a browser says so itself (Sec-Fetch-Site, Origin), and cookies that say
  whose form it was do not travel with what another site sends (SameSite).
- The hidden field is signed. Nobody can make one up, and what comes back is what was sent: to an address of the staff
  site, by the account named in it. To another account it is never offered.
- Nothing is sent by itself. The person reads where it goes and what it holds and presses a button, and that post
  carries the token of the session as it is now: the check of forged requests looks at it like at any other.
- Passwords and codes are left out, and pages that are about nothing else are not kept at all.
"""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.http import QueryDict
from django.urls import Resolver404, resolve
from django.utils.functional import cached_property

from config.staff.browser import Browser

SALT = "config.staff.kept"
FIELD = "kept"
# A form left on Friday is sent on Monday.
GOOD_FOR = timedelta(days=7)
TOKEN = "csrfmiddlewaretoken"
# Pages that carry what was typed on another, and themselves hold passwords and codes.
DOORS = {"login", "auth_user_second_step", "auth_user_security"}
NOT_KEPT = DOORS | {"logout", "password_change", "auth_user_password_change"}
SHOWN = 200


def is_ours(request):
    """Whether a page of this site sent a request: its browser tells, and no script of another site can say it."""
    if "Sec-Fetch-Site" in request.headers:
        return request.headers["Sec-Fetch-Site"] == "same-origin"
    here = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Origin") in {here, *settings.CSRF_TRUSTED_ORIGINS}


def is_secret(name):
    return name == TOKEN or "password" in name


@dataclass(frozen=True)
class Kept:
    """What one post held, where it went, and whose it was (None: not known)."""

    path: str
    user: int | None
    body: str
    files: tuple[str, ...] = ()

    @classmethod
    def of(cls, request):
        """What this request wanted to write; None where there is nothing to keep."""
        if request.method != "POST" or not request.POST or screen_of(request.path_info) in {"", None, *NOT_KEPT}:
            return None
        browser = Browser.of(request)
        owner = browser.owner_of(request.POST.get(TOKEN, "")) if browser else None
        fields = [(name, values) for name, values in request.POST.lists() if not is_secret(name)]
        files = [file.name for _, files in request.FILES.lists() for file in files]
        return cls(request.get_full_path(), owner, urlencode(fields, doseq=True), tuple(files))

    @classmethod
    def read(cls, request):
        """What the log-in page carried; None where it carried nothing, or something we did not sign."""
        try:
            path, user, body, files = signing.loads(request.POST.get(FIELD, ""), salt=SALT, max_age=GOOD_FOR)
        except (signing.BadSignature, ValueError):
            return None
        return cls(path, user, body, tuple(files))

    @cached_property
    def signed(self):
        return signing.dumps([self.path, self.user, self.body, self.files], salt=SALT, compress=True)

    @cached_property
    def fields(self):
        """Every name with each of its values, the empty ones too; as many as the request was allowed to bring."""
        return [(name, value) for name, values in QueryDict(self.body).lists() for value in values]

    @property
    def typed(self):
        """The first of what a person would call filled in, to be read before it is sent."""
        return [(name, value) for name, value in self.fields if value and not name.startswith("_")][:SHOWN]


def screen_of(path):
    """The name of the staff site's page at an address; "" elsewhere."""
    try:
        found = resolve(path)
    except Resolver404:
        return ""
    return found.url_name if found.namespace == "admin" else ""
