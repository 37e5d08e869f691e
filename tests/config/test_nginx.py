"""The configuration of nginx in front: HTTPS, public pages at the speed of files, and never an old figure."""

import re
import subprocess
import sys
import time

import pytest

from tests.fronted import fronted, quieten
from tests.processes import until
from tests.served import ROOT, Clerk, make_account, own_database

pytestmark = [pytest.mark.engine, pytest.mark.sqlite]

FIGURES, NOW = "/quan-tri/indicators/figure/", "/quan-tri/indicators/release/cong-bo-ngay/"
BOOK = """
from django.core.management import call_command
call_command("collectstatic", interactive=False, verbosity=0)
from tests.makers import *
topic = make_topic(code="chu-de")
print(topic.pk)
for code in ("mot", "hai"):
    said = {"indicator": make_indicator(code=code, topic=topic), "source": make_source()}
    make_figure(value=1111, state="approved", **said)
    print(make_figure(value=2222, year=2023, state="approved", released=False, **said).pk)
"""
SCHEDULE = """
from datetime import timedelta
from django.utils import timezone
from indicators.models import Version
from tests.makers import make_release
hour = timezone.now().replace(microsecond=0) + timedelta(seconds=3)
make_release(*Version.objects.filter(figure={figure}), hour=hour)
print(int(hour.timestamp()), flush=True)
"""


class Book:
    """A book served behind nginx, and a clerk who works in it through nginx too."""

    def __init__(self, folder, server, front, plain, env):
        self.folder, self.server, self.front, self.plain, self.env = folder, server, front, plain, env
        self.topic, *self.figures = filled(env)
        make_account(env)
        self.clerk = Clerk(front)

    def ask(self, address, **headers):
        """What became of a request in the cache, and its answer."""
        status, kept, page = self.front.ask(address, **headers)
        return kept.get("x-cache", ""), status, kept, page


def filled(env):
    """The ids that the script told, in one process: each start of Django is two seconds."""
    script = [sys.executable, "manage.py", "shell", "--no-imports", "-c", BOOK]
    return subprocess.run(script, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True, check=True).stdout.split()


@pytest.fixture(scope="module")
def book(tmp_path_factory, migrated_database):
    folder = tmp_path_factory.mktemp("nginx")
    with (
        own_database(folder, like=migrated_database) as database,
        fronted(folder, database) as (server, front, plain, env),
    ):
        yield Book(folder, server, front, plain, env)


def test_whoever_asks_without_tls_is_led_to_https_and_what_the_book_gives_there_stays_there(book):
    at_home = {"Host": "solieu.vi-du.gov.vn"}
    # Nobody outside can say that his request came over TLS.
    status, headers, _ = book.plain.ask("/nguon/?q=a%20b", **at_home, X_Forwarded_Proto="https")
    assert (status, headers["location"]) == (301, "https://solieu.vi-du.gov.vn/nguon/?q=a%20b")
    assert "strict-transport-security" not in headers
    # The book itself, past nginx, gives nothing but the way there.
    assert book.server.ask("/nguon/", **at_home)[0] == 301
    for address in ("/thuat-ngu/", "/thuat-ngu/", "/quan-tri/login/"):
        *_, headers, page = book.ask(address, **at_home)
        assert headers["strict-transport-security"] == "max-age=31536000; includeSubDomains; preload"
        assert "http://" not in page.replace("http://www.w3.org/", "")
    assert book.clerk.get("/quan-tri/")[0] == "/quan-tri/"
    assert {cookie.name for cookie in book.clerk.cookies} >= {"sessionid", "csrftoken"}
    assert all(cookie.secure for cookie in book.clerk.cookies)


def test_a_page_is_made_once_in_both_forms_and_carries_its_policy(book):
    first, *_ = book.ask("/nguon/", Accept_Encoding="br, gzip;q=0.8")
    kept, status, headers, page = book.ask("/nguon/", Accept_Encoding="gzip, deflate")
    assert (first, kept, status) == ("MISS", "HIT", 200)
    assert headers["content-encoding"] == "gzip"
    assert "script-src 'self'" in headers["content-security-policy"]
    assert headers["cache-control"] == "public, max-age=0, must-revalidate"
    assert not headers.keys() & {"x-request-id", "x-accel-expires", "set-cookie"}
    assert book.ask("/nguon/", Accept_Encoding="gzip;q=0, br")[0] == "MISS"
    plain, _, headers, same = book.ask("/nguon/")
    assert (plain, same) == ("HIT", page)
    assert "content-encoding" not in headers
    # A mark of where a reader came from makes no other page.
    assert book.ask("/nguon/?fbclid=1&utm_source=zalo")[::3] == ("HIT", page)


def test_a_page_that_has_not_changed_is_a_304_from_the_cache_and_from_the_book(book):
    etag = book.ask("/thuat-ngu/")[2]["etag"]
    assert book.ask("/thuat-ngu/", If_None_Match=etag)[:2] == ("HIT", 304)
    assert book.front.ask("/thuat-ngu/", "HEAD")[0] == 200
    until(lambda: book.ask("/thuat-ngu/")[0] == "REVALIDATED")
    (*_, asked) = book.server.lines(path="/thuat-ngu/")
    assert asked["status"] == 304
    assert book.ask("/thuat-ngu/")[0] == "HIT"


def test_what_is_not_everybodys_is_neither_kept_nor_given_from_what_is_kept(book):
    for address, status in [
        ("/quan-tri/login/", 200), ("/suc-khoe/", 200), ("/khong-co/", 404), ("/chi-tieu/mot", 301),
        ("/so-lieu/?q=a", 200), ("/so-lieu/?la=1", 200), ("/static/khong-co.css", 404),
    ]:  # fmt: skip
        for _ in range(2):
            kept, answered, headers, _ = book.ask(address)
            assert (address, answered, kept in ("", "MISS", "BYPASS")) == (address, status, True)
    assert "no-store" in book.ask("/quan-tri/login/")[2]["cache-control"]
    until(lambda: book.ask("/")[0] == "HIT")
    for _ in range(2):
        assert book.ask("/", Cookie="sessionid=cua-can-bo")[0] == "BYPASS"
    assert book.ask("/", Cookie="csrftoken=cua-ai-do")[0] == "HIT"


def test_a_released_figure_is_on_the_page_when_the_answer_says_so(book):
    address = "/chi-tieu/mot/"
    quieten(book.front, book.folder)
    until(lambda: book.ask(address)[0] == "HIT")
    assert "2.222" not in book.ask(address)[3]
    page = book.clerk.send(FIGURES, action="publish_now", _selected_action=book.figures[0])[1]
    assert "2.222" not in book.ask(address)[3]
    shown = re.search(r'name="shown" value="(\w+)"', page)[1]
    book.clerk.send(NOW, confirmed="yes", shown=shown, figure=book.figures[0])
    kept, _, _, page = book.ask(address)
    assert (kept, "2.222" in page) == ("MISS", True)


def test_a_row_of_a_register_is_on_the_page_when_the_answer_says_so(book):
    until(lambda: book.ask("/chu-de/")[0] == "HIT")
    book.clerk.send(f"/quan-tri/indicators/topic/{book.topic}/change/", code="chu-de", name="Nghề mới", position="1")
    kept, _, _, page = book.ask("/chu-de/")
    assert (kept, "Nghề mới" in page) == ("MISS", True)


def test_a_release_is_on_the_page_in_the_second_of_its_hour(book):
    schedule = [sys.executable, "manage.py", "shell", "--no-imports", "-c", SCHEDULE.format(figure=book.figures[1])]
    seen = set()
    with subprocess.Popen(schedule, cwd=ROOT, env=book.env, stdout=subprocess.PIPE) as scheduling:
        hour = int(scheduling.stdout.readline())
        while (before := time.time()) < hour + 1:
            kept, _, _, page = book.ask("/chi-tieu/hai/")
            if before >= hour:
                assert "2.222" in page
            elif time.time() < hour:
                assert "2.222" not in page
                seen.add(kept)
            time.sleep(0.02)
    assert "HIT" in seen


def test_files_are_given_by_nginx_small_and_for_good(book):
    address = re.search(r'/static/[^"]+\.[0-9a-f]{12}\.css', book.ask("/")[3])[0]
    kept, status, headers, content = book.ask(address, Accept_Encoding="gzip")
    assert (kept, status, headers["content-encoding"]) == ("", 200, "gzip")
    assert "immutable" in headers["cache-control"]
    assert int(headers["content-length"]) < len(content)
    assert "immutable" not in book.ask("/static/css/tokens.css")[2]["cache-control"]
    assert "Không tìm thấy trang" in book.ask("/static/khong-co.css")[3]


def test_what_is_too_large_and_a_server_that_is_gone_are_told_in_vietnamese(book):
    status, headers, page = book.front.ask("/quan-tri/", "POST", Content_Length=str(200 * 1024 * 1024))
    assert (status, "Tệp quá lớn" in page) == (413, True)
    assert headers["content-type"] == "text/html; charset=utf-8"
    until(lambda: book.ask("/")[0] == "HIT")
    for name in ("hien-hanh", "yen"):
        (book.folder / name).unlink(missing_ok=True)
    assert book.ask("/")[0] == "BYPASS"
    book.server.stop()
    status, _, page = book.front.ask("/")
    assert (status, "Sổ chưa trả lời" in page) == (503, True)
