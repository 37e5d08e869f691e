"""The production server and what stands in front of it, as real processes asked over HTTP."""

import gzip
import http.client
import json
import os
import re
import secrets
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from config.environment import VARIABLES
from tests.processes import WAIT, until

ROOT = Path(__file__).parents[1]
ACCOUNT, PASSWORD = "quan-tri-thu", "Vườn cam lòng vàng 1975"


class Server:
    """A running production server and what it wrote so far; over HTTPS where it has a certificate to be known by."""

    def __init__(self, process, port, written, certificate=None):
        self.process, self.port, self.written = process, port, written
        self.trust = certificate and ssl.create_default_context(cafile=certificate)
        self.origin = f"{'https' if certificate else 'http'}://127.0.0.1"

    def ask(self, address, method="GET", body=None, **headers):
        """The status, the headers (names in small letters) and the text of one answer."""
        connection = self.connection()
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

    def connection(self):
        if self.trust:
            return http.client.HTTPSConnection("127.0.0.1", self.port, timeout=30, context=self.trust)
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)

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
def running(command, folder, env, certificate=None):
    port = free_port()
    written = folder / "log"
    with written.open("w") as log:
        process = subprocess.Popen(
            [str(part) for part in command(port)], cwd=ROOT, env=env | {"PORT": str(port)}, stdout=log, stderr=log
        )
        server = Server(process, port, written, certificate)
        try:
            server.wait_until_it_answers()
            yield server
        finally:
            if process.poll() is None:
                server.stop()


@contextmanager
def own_database(folder, like=None):
    """The address of a database of one's own on the engine under test: empty, or like one that nobody is in."""
    named = os.environ.get("TEST_DATABASE_URL")
    if not named:
        file = folder / "so.sqlite3"
        if like:
            shutil.copy(like, file)
        yield f"sqlite:///{file}"
        return
    name = f"serve_{secrets.token_hex(6)}"
    with psycopg.connect(named, autocommit=True) as server:
        server.execute(f'CREATE DATABASE {name} TEMPLATE "{like or "template0"}"')
        try:
            yield urlsplit(named)._replace(path=f"/{name}").geturl()
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def make_account(env):
    """The account of a `Clerk`."""
    account = ["createsuperuser", "--noinput", "--username", ACCOUNT, "--email", "quan.tri@vi-du.gov.vn"]
    with_password = env | {"DJANGO_SUPERUSER_PASSWORD": PASSWORD}
    subprocess.run([sys.executable, "manage.py", *account], cwd=ROOT, env=with_password, check=True)


def by_granian(port):
    granian = Path(sys.executable).parent / "granian"
    return [granian, "--interface", "wsgi", "--port", port, "config.wsgi:application"]


class Clerk:
    """Somebody at a browser of the running server, with its cookies."""

    def __init__(self, server):
        self.origin, self.home = server.origin, f"{server.origin}:{server.port}"
        self.cookies = CookieJar()
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self.cookies), urllib.request.HTTPSHandler(context=server.trust)
        )
        self.send("/quan-tri/login/", username=ACCOUNT, password=PASSWORD, next="/quan-tri/")

    def get(self, address):
        with self.opener.open(f"{self.home}{address}") as answer:
            return urlsplit(answer.geturl()).path, answer.read().decode()

    def send(self, address, file=None, **boxes):
        """Fill in the form of a page and send it; gives where that leads, and the page there."""
        boxes["csrfmiddlewaretoken"] = re.search(r'csrfmiddlewaretoken" value="(\w+)"', self.get(address)[1])[1]
        part = '--so\r\nContent-Disposition: form-data; name="{}"'
        parts = [f"{part.format(name)}\r\n\r\n{value}\r\n" for name, value in boxes.items()]
        if file is not None:
            parts.append(f'{part.format("import_file")}; filename="so.csv"\r\n\r\n{file}\r\n')
        # As from the port of the scheme, which is the only one that nginx is told to be at.
        headers = {"Content-Type": "multipart/form-data; boundary=so", "Referer": self.origin}
        request = urllib.request.Request(f"{self.home}{address}", f"{''.join(parts)}--so--\r\n".encode(), headers)
        with self.opener.open(request) as answer:
            return urlsplit(answer.geturl()).path, answer.read().decode()

    def wait_for(self, page):
        """The page of a job once nothing goes on any more."""
        until(lambda: not json.loads(self.get(f"{page}tien-do/")[1])["goes_on"])
        return self.get(page)[1]
