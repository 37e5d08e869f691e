"""The production server as it is started on a server: a real process, asked over HTTP."""

import json
import os
import re
import signal
import subprocess
import sys

import pytest

from tests.processes import HAS_LIST, children, is_gone, on_linux, until
from tests.served import ROOT, Clerk, make_account, own_database, production, running

# Starting is slow: the tests that share a server run in one process, on the engine of production. On the other the
# same server stands behind nginx in test_nginx.
pytestmark = [pytest.mark.engine, pytest.mark.postgresql]

REQUEST_ID = "5b9f1f6e3c0d4a3f8f0c6a1d2e3f4a5b"


def by_dev(port):
    return [sys.executable, ROOT / "dev", "serve"]


@pytest.fixture(scope="module")
def server(tmp_path_factory, migrated_database):
    folder = tmp_path_factory.mktemp("server")
    with own_database(folder, like=migrated_database) as database:
        env = production(folder, database)
        subprocess.run([sys.executable, "manage.py", "prepare", "--no-account"], cwd=ROOT, env=env, check=True)
        make_account(env)
        with running(by_dev, folder, env) as started:
            yield started


ADDRESSES = ["/", "/quan-tri/login/", "/suc-khoe/", "/khong-co-trang-nay/", "/static/khong-co.css"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_carries_the_policy_and_an_id(server, address):
    _, headers, _ = server.ask(address)
    assert "script-src 'self'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert re.fullmatch(r"[0-9a-f]{32}", headers["x-request-id"])


def test_the_first_page_answers_and_may_be_asked_again_cheaply(server):
    status, headers, page = server.ask("/", Accept_Encoding="gzip")
    assert status == 200
    assert '<html lang="vi">' in page
    assert headers["content-encoding"] == "gzip"
    status, _, page = server.ask("/", Accept_Encoding="gzip", If_None_Match=headers["etag"])
    assert (status, page) == (304, "")


def test_the_book_is_there_and_nothing_invented_is(server):
    _, _, estates = server.ask("/khu-cum/")
    assert "Lạc Thịnh" in estates
    _, _, projects = server.ask("/du-an/")
    assert "tag-demo" not in estates + projects


def test_what_staff_see_is_kept_by_no_one(server):
    _, headers, _ = server.ask("/quan-tri/login/")
    assert "no-store" in headers["cache-control"]
    assert "private" in headers["cache-control"]


def test_files_have_hashed_names_are_small_and_never_change(server):
    _, _, page = server.ask("/quan-tri/login/")
    address = re.search(r'/static/[^"]+\.[0-9a-f]{12}\.css', page)[0]
    status, headers, content = server.ask(address, Accept_Encoding="gzip")
    assert status == 200
    assert "immutable" in headers["cache-control"]
    assert headers["content-encoding"] == "gzip"
    assert int(headers["content-length"]) < len(content)


def test_debug_is_off_even_for_whoever_forgot_it_on(server):
    status, _, page = server.ask("/khong-co-trang-nay/")
    assert status == 404
    assert "<h1>Không tìm thấy trang</h1>" in page
    assert "URLconf" not in page


def test_a_strange_host_is_refused_in_one_line(server):
    status, headers, page = server.ask("/", Host="ke-la.example")
    assert status == 400
    assert "Yêu cầu không hợp lệ" in page
    (line,) = server.lines(request_id=headers["x-request-id"])
    assert (line["status"], line["host"]) == (400, "ke-la.example")


def test_the_watcher_is_told_that_all_is_well(server):
    status, headers, answer = server.ask("/suc-khoe/")
    assert (status, json.loads(answer)["status"]) == (200, "ok")
    assert "no-store" in headers["cache-control"]


def test_the_log_has_one_line_of_json_for_each_answer(server):
    server.ask("/khong-co-trang-nay/?q=tim+gi", X_Request_ID=REQUEST_ID)
    (line,) = server.lines(request_id=REQUEST_ID)
    assert (line["logger"], line["level"], line["method"], line["status"]) == ("book.access", "INFO", "GET", 404)
    assert line["path"] == "/khong-co-trang-nay/"
    assert line["address"] == "127.0.0.1"
    assert line["time"].endswith("+00:00")
    assert "tim+gi" not in json.dumps(line)


def test_the_server_itself_logs_in_json(server):
    assert server.lines(logger="_granian")
    plain = [line for line in server.written.read_text("utf-8").splitlines() if not line.startswith("{")]
    assert [line for line in plain if not line.startswith("Phục vụ tại http://127.0.0.1:")] == []


def worker_of(server):
    return json.loads(server.ask("/suc-khoe/")[2])["worker"]


LARGE = "\n".join(["Mã địa bàn;Tên địa bàn;Cấp", *(f"x{number};Xã {number};xã, phường" for number in range(30_000))])


@on_linux
def test_a_large_sheet_is_worked_on_whatever_becomes_of_the_process_that_took_it(server):
    clerk = Clerk(server)
    page, _ = clerk.send("/quan-tri/indicators/place/import/", file=LARGE)
    assert "/viec/" in page
    (web,) = children(server.process.pid, "granian")
    os.kill(web, signal.SIGKILL)
    until(lambda: [each for each in children(server.process.pid, "granian") if each != web])
    server.wait_until_it_answers()
    assert "30.000</strong> dòng mới" in clerk.wait_for(page)


@on_linux
def test_the_worker_is_begun_again_when_it_is_killed(server):
    until(lambda: worker_of(server) == "running")
    (watcher,) = children(server.process.pid, "--beside")
    (worker,) = until(lambda: children(watcher))
    # Who waits for a page comes before long work.
    until(lambda: os.getpriority(os.PRIO_PROCESS, worker) > os.getpriority(os.PRIO_PROCESS, watcher))
    os.kill(worker, signal.SIGKILL)
    until(lambda: [each for each in children(watcher) if each != worker])
    until(lambda: worker_of(server) == "running")


def test_it_stops_when_told_to(server):
    """The last test of the shared server."""
    watchers = children(server.process.pid, "--beside") if HAS_LIST else []
    assert server.stop() == 0
    assert server.lines(message="Shutting down granian")
    until(lambda: all(map(is_gone, watchers)))
