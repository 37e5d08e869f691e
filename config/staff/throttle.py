"""Slows down whoever guesses passwords, over django-axes: whose failures count together, and the page of who must wait.

Failures are counted in three ways, so that neither many tries at one account, nor one try each at many accounts, nor
many addresses help. A browser on which the account has logged in before is counted by itself: a stranger, even at the
next desk behind the office's one address, shuts out strangers only.
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from ipaddress import IPv6Address, ip_address

from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import Max, Sum
from django.http import QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from config.staff.browser import Browser
from config.staff.kept import Kept

logger = logging.getLogger("book.login")

# Beside five of one account at one address (settings): of one account at all addresses, of one address on all accounts.
OF_ACCOUNT = 20
OF_ADDRESS = 50
# Failures of browsers that the account has not used; those of a known one bear its name.
STRANGER = ""
# Of those whom no address tells apart; an empty one would be equal to no other in the database.
NOWHERE = "0.0.0.0"


def client_address(request):
    """Where a request comes from: behind our proxy what the proxy wrote, else the other end of the connection.

    A visitor may send X-Forwarded-For too; our proxy adds to its end, so only the last address is not invented. Of
    IPv6 the network counts, since one subscriber has 2^64 addresses of it.
    """
    told = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        told = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() or told
    try:
        address = ip_address(told)
    except ValueError:
        return NOWHERE
    if not isinstance(address, IPv6Address):
        return str(address)
    return str(address.ipv4_mapped or IPv6Address(int(address) >> 64 << 64))


def recent_failures():
    return AccessAttempt.objects.filter(attempt_time__gt=timezone.now() - settings.AXES_COOLOFF_TIME)


@dataclass(frozen=True)
class Visitor:
    """Who asks to be let in as an account, and from where."""

    account: str
    address: str
    # The name of a browser that the account has used before.
    browser: str

    @classmethod
    def of(cls, request, account):
        browser = Browser.of(request)
        known = browser and get_user_model().objects.filter(username=account, pk__in=browser.users).exists()
        return cls(account, client_address(request), browser.name if known else STRANGER)

    def own_failures(self):
        """The failures of this account on its known browser, or as a stranger's at this address."""
        failures = AccessAttempt.objects.filter(username=self.account, user_agent=self.browser)
        return failures if self.browser else failures.filter(ip_address=self.address)

    def groups(self):
        """What shuts this log-in: groups of failures, each with how many are too many."""
        recent = recent_failures()
        own = (recent & self.own_failures(), settings.AXES_FAILURE_LIMIT)
        if self.browser:
            return [own]
        strangers = recent.filter(user_agent=STRANGER)
        of_account, of_address = strangers.filter(username=self.account), strangers.filter(ip_address=self.address)
        return [own, (of_account, OF_ACCOUNT), (of_address, OF_ADDRESS)]

    def shut_until(self):
        """When the log-in opens again, at the latest; None while it is open."""
        found = []
        for failures, most in self.groups():
            told = failures.aggregate(count=Sum("failures_since_start"), last=Max("attempt_time"))
            found += [told["last"]] if (told["count"] or 0) >= most else []
        return max(found) + settings.AXES_COOLOFF_TIME if found else None


def forget_failures(request, user):
    """A right log-in clears what stands against this account here, and nothing of others or elsewhere."""
    Visitor.of(request, user.get_username()).own_failures().delete()


class LoginThrottle(AxesDatabaseHandler):
    """The database's counts, read by the groups above."""

    def get_failures(self, request, credentials=None):
        visitor = Visitor.of(request, get_client_username(request, credentials))
        return settings.AXES_FAILURE_LIMIT if visitor.shut_until() else 0

    def user_login_failed(self, sender, credentials, request=None, **kwargs):
        was_refused = request.axes_locked_out
        visitor = Visitor.of(request, get_client_username(request, credentials))
        request.axes_user_agent = visitor.browser
        asked, sent = request.GET, request.POST
        # What else was sent with a name and a password is nobody's business: the table would keep it.
        request.GET = request.POST = QueryDict()
        try:
            super().user_login_failed(sender, credentials, request, **kwargs)
        finally:
            request.GET, request.POST = asked, sent
        if request.axes_locked_out and not was_refused:
            told = {"account": visitor.account, "address": visitor.address}
            logger.warning("Khóa đăng nhập vì nhập sai nhiều lần", extra=told)


@dataclass(frozen=True)
class Lock:
    """What is shut now: an account at one place, an account at all new ones, or an address for strangers."""

    what: str
    account: str
    address: str
    count: int
    until: datetime


def locks(**only):
    """Every lock, or those whose failures fit, the latest first."""
    failures = recent_failures().filter(**only)
    strangers = failures.filter(user_agent=STRANGER)
    kinds = [
        ("tài khoản, ở máy đã quen", failures.exclude(user_agent=STRANGER), ["username", "user_agent"],
         settings.AXES_FAILURE_LIMIT),
        ("tài khoản, từ một địa chỉ", strangers, ["username", "ip_address"], settings.AXES_FAILURE_LIMIT),
        ("tài khoản, từ mọi máy lạ", strangers, ["username"], OF_ACCOUNT),
        ("mọi tài khoản, từ máy lạ ở một địa chỉ", strangers, ["ip_address"], OF_ADDRESS),
    ]  # fmt: skip
    found = []
    for what, rows, by, most in kinds:
        counted = rows.order_by().values(*by).annotate(count=Sum("failures_since_start"), last=Max("attempt_time"))
        found += [
            Lock(what, row.get("username") or "", row.get("ip_address") or "", row["count"],
                 row["last"] + settings.AXES_COOLOFF_TIME)
            for row in counted.filter(count__gte=most)
        ]  # fmt: skip
    return sorted(found, key=lambda lock: lock.until, reverse=True)


def unlock(*, account="", address=""):
    """Take back the failures of an account, or those of strangers at an address."""
    if account:
        AccessAttempt.objects.filter(username=account).delete()
    elif address:
        AccessAttempt.objects.filter(ip_address=address, user_agent=STRANGER).delete()


def locked_page(request, original_response, credentials):
    """What happened, how long it lasts and whom to ask, in the skin of the log-in page."""
    until = Visitor.of(request, get_client_username(request, credentials)).shut_until()
    seconds = max(int((until - timezone.now()).total_seconds()), 1) if until else 1
    context = {
        **admin.site.each_context(request),
        "title": "Đăng nhập tạm khóa",
        "minutes": -(-seconds // 60),
        "login_address": reverse("admin:login"),
        "kept": Kept.read(request),
    }
    page = render(request, "admin/locked.html", context, status=429)
    page["Retry-After"] = str(seconds)
    return page
