"""The configuration of nginx in front: public pages at the speed of files, and never an old figure."""

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.fronted import fronted
from tests.served import ROOT, Clerk, empty_database, make_account

pytestmark = pytest.mark.engine

BOOK = """
from tests.makers import *
for code in ("mot", "hai"):
    said = {"indicator": make_indicator(code=code, name=f"Chỉ tiêu {code}"), "source": make_source()}
    make_figure(value=1111, state="approved", **said)
    print(make_figure(value=2222, year=2023, state="approved", released=False, **said).pk)
"""
SCHEDULE = """
from datetime import timedelta
from django.utils import timezone
from indicators.models import Version
from tests.makers import make_release
hour = timezone.now().replace(microsecond=0) + timedelta(seconds=4)
make_release(*Version.objects.filter(figure={figure}), hour=hour)
print(int(hour.timestamp()))
"""


class Book:
    """A book served behind nginx, and a clerk who works in it through nginx too."""

    def __init__(self, server, front, env, figures):
        self.server, self.front, self.env, self.figures = server, front, env, figures
        self.clerk = Clerk(front)

    def ask(self, address, **headers):
        """What became of a request in the cache, and its answer."""
        status, kept, page = self.front.ask(address, **headers)
        return kept.get("x-cache", ""), status, kept, page


def by_manage(env, *command):
    made = subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=env, stdout=-1, text=True, check=True)
    return made.stdout.split()


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    folder = tmp_path_factory.mktemp("nginx")
    with empty_database(folder) as database, fronted(folder, database) as (server, front, env):
        by_manage(env, "migrate", "-v0")
        by_manage(env, "collectstatic", "--noinput", "-v0")
        make_account(env)
        figures = by_manage(env, "shell", "--no-imports", "-c", BOOK)
        yield Book(server, front, env, figures)


def test_a(book):
    for _ in range(3):
        print(book.ask("/"))
