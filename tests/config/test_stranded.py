"""The production server where it cannot serve: no database that answers, no tables, no settings; and behind a proxy."""

import json
import os
import re
import subprocess
import sys

import pytest

from tests.processes import WAIT
from tests.served import ROOT, by_granian, free_port, own_database, production, running

# Starting is slow: the tests that share a server run in one process.
pytestmark = pytest.mark.engine

REQUEST_ID = "5b9f1f6e3c0d4a3f8f0c6a1d2e3f4a5b"


@pytest.fixture(scope="module")
def stranded(tmp_path_factory):
    """A server behind a proxy whose database does not answer, started as a service manager would, without ./dev."""
    folder = tmp_path_factory.mktemp("stranded")
    on_postgresql = "TEST_DATABASE_URL" in os.environ
    nowhere = (
        f"postgres://so@127.0.0.1:{free_port()}/so" if on_postgresql else f"sqlite:///{folder}/khong-co/so.sqlite3"
    )
    env = production(folder, nowhere, HTTPS_BY="proxy")
    subprocess.run([sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"], cwd=ROOT, env=env, check=True)
    with running(by_granian, folder, env) as started:
        yield started


def test_behind_a_proxy_plain_http_is_sent_on(stranded):
    status, headers, _ = stranded.ask("/du-an/?trang=2", Host="solieu.vi-du.gov.vn")
    assert (status, headers["location"]) == (301, "https://solieu.vi-du.gov.vn/du-an/?trang=2")
    assert "script-src 'self'" in headers["content-security-policy"]


def test_behind_a_proxy_https_is_kept_and_cookies_travel_by_it_alone(stranded):
    status, headers, _ = stranded.ask("/quan-tri/login/", X_Forwarded_Proto="https")
    assert status == 200
    assert headers["strict-transport-security"].startswith("max-age=31536000")
    assert "; Secure" in headers["set-cookie"]


def test_without_a_database_pages_say_so_and_the_log_says_why(stranded):
    status, headers, page = stranded.ask("/du-an/", X_Request_ID=REQUEST_ID, X_Forwarded_Proto="https")
    assert status == 503
    assert "<h1>Cơ sở dữ liệu chưa sẵn sàng</h1>" in page
    assert f"<code>{REQUEST_ID}</code>" in page
    assert headers["retry-after"] == "60"
    assert headers["cache-control"] == "no-store"
    errors = [line for line in stranded.lines(request_id=REQUEST_ID) if line["level"] == "ERROR"]
    assert [line["logger"] for line in errors] == ["django.request"]
    assert "OperationalError" in errors[0]["exc_info"]


def test_without_a_database_the_watcher_is_told(stranded):
    status, headers, answer = stranded.ask("/suc-khoe/")
    assert (status, json.loads(answer)) == (503, {"status": "error", "database": "unreachable"})
    assert "no-store" in headers["cache-control"]


def test_without_a_database_files_and_missing_pages_still_answer(stranded):
    assert stranded.ask("/khong-co-trang-nay/", X_Forwarded_Proto="https")[0] == 404
    assert stranded.ask("/static/css/tokens.css", X_Forwarded_Proto="https")[0] == 200


def refused_start(folder, database, **more):
    """What ./dev serve says to variables with which it must not serve."""
    env = production(folder, database, PORT=str(free_port()), **more)
    refused = subprocess.run(
        [sys.executable, "dev", "serve"], cwd=ROOT, env=env, capture_output=True, text=True, timeout=WAIT
    )
    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
    return refused.stderr


def test_what_is_missing_is_told_before_anything_is_done(tmp_path):
    told = refused_start(tmp_path, "", SECRET_KEY="", HTTPS_BY="nginx")
    assert re.findall(r"^  (\w+): ", told, re.MULTILINE) == ["SECRET_KEY", "HTTPS_BY"]
    assert "GRANIAN_SSL_CERTIFICATE" in refused_start(tmp_path, "", HTTPS_BY="granian")
    assert list(tmp_path.iterdir()) == []


def test_a_database_without_the_tables_is_refused_before_anything_is_served(tmp_path):
    with own_database(tmp_path) as database:
        assert "./dev manage prepare" in refused_start(tmp_path, database)
