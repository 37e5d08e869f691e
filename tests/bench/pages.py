"""What a public page costs that has not changed, against an empty answer of Django through the same middleware."""

from functools import partial

from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from django.test.utils import override_settings
from django.urls import include, path, reverse

from tests.bench.databases import PAGES, make, use
from tests.bench.parts import measured

EMPTY, ASKED = "an empty answer", 3_000

# An empty page among the others: what finding an address costs is a part of both.
urlpatterns = [path("", include("config.urls")), path("trong/", lambda request: HttpResponse())]


def pages(times):
    make(PAGES)
    use(PAGES)
    call_command("migrate", verbosity=0)
    call_command("load_book", verbosity=0)
    repeated = partial(measured, times=times, database=PAGES)
    names = ["overview", "figure-list", "project-list"]
    with override_settings(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["testserver"]):
        for name in names:
            # A server has answered before: what it read for that is no part of a page that has not changed.
            Client().get(reverse(name))
        yield (
            f"{ASKED} times a page that has not changed",
            [
                repeated(EMPTY, partial(asked, "/trong/", 200)),
                *(repeated(name, partial(asked, reverse(name), 304)) for name in names),
            ],
        )


def asked(address, status):
    """As by a browser that has the page, of a server that has answered before."""
    client = Client()
    page = client.get(address)
    headers = {"If-None-Match": page.get("ETag", "")}
    for _ in range(ASKED):
        assert client.get(address, headers=headers).status_code == status
