"""The production server as it is started on a server, for tests and measures: a real process, asked over HTTP."""

import gzip
import http.client
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from config.environment import VARIABLES
from tests.processes import WAIT

ROOT = Path(__file__).parents[1]


class Server:
    """A running production server and what it wrote so far."""

    def __init__(self, process, port, written):
        self.process, self.port, self.written = process, port, written

    def ask(self, address, method="GET", body=None, **headers):
        """The status, the headers (names in small letters) and the text of one answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, address, body, {name.replace("_", "-"): text for name, text in headers.items()})
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        kept = {name.lower(): value for name, value in answer.getheaders()}
        if kept.get("content-encoding") == "gzip":
            content = gzip.decompress(content)
        return answer.status, kept, content.decode("utf-8", "replace")

    def lines(self, **wanted):
        """The log's JSON lines with these values."""
        lines = [json.loads(line) for line in self.written.read_text("utf-8").splitlines() if line.startswith("{")]
        return [line for line in lines if wanted.items() <= line.items()]

    def wait_until_it_answers(self):
        end = time.monotonic() + WAIT
        while time.monotonic() < end and self.process.poll() is None:
            try:
                return self.ask("/suc-khoe/")
            except OSError:
                time.sleep(0.1)
        raise AssertionError(f"The server did not start:\n{self.written.read_text('utf-8')}")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=WAIT)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def production(folder, database, **more):
    """The environment of a server for one machine, with nothing of this test's own settings."""
    theirs = {*VARIABLES, "DJANGO_SETTINGS_MODULE", "TEST_DATABASE_URL"}
    return {
        **{name: value for name, value in os.environ.items() if name not in theirs},
        "SECRET_KEY": secrets.token_hex(32),
        "ALLOWED_HOSTS": "solieu.vi-du.gov.vn",
        "HTTPS_BY": "none",
        "DATABASE_URL": database,
        "STATIC_ROOT": str(folder / "static"),
        "IMPORT_FOLDER": str(folder / "imports"),
        "GRANIAN_WORKERS": "1",
        **more,
    }


@contextmanager
def running(command, folder, env):
    port = free_port()
    written = folder / "log"
    with written.open("w") as log:
        process = subprocess.Popen(
            [str(part) for part in command(port)], cwd=ROOT, env=env | {"PORT": str(port)}, stdout=log, stderr=log
        )
        server = Server(process, port, written)
        try:
            server.wait_until_it_answers()
            yield server
        finally:
            if process.poll() is None:
                server.stop()


@contextmanager
def empty_database(folder):
    """The address of a database of one's own on the engine under test."""
    named = os.environ.get("TEST_DATABASE_URL")
    if not named:
        yield f"sqlite:///{folder / 'so.sqlite3'}"
        return
    name = f"serve_{secrets.token_hex(6)}"
    with psycopg.connect(named, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield urlsplit(named)._replace(path=f"/{name}").geturl()
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def by_dev(port):
    return [sys.executable, ROOT / "dev", "serve"]


def by_granian(port):
    granian = Path(sys.executable).parent / "granian"
    return [granian, "--interface", "wsgi", "--port", port, "config.wsgi:application"]
