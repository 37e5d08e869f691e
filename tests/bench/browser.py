"""A real Chromium before the production server, and a clerk in it whose keys, clicks and waiting are counted."""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from django.conf import settings
from playwright.sync_api import sync_playwright

from tests.bench.databases import database_url
from tests.bench.parts import signed_in

HOME = Path(__file__).resolve().parent.parent.parent
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
STARTING_SECONDS = 60
# Counted where pages change: what a page holds ends with it, what its session holds does not.
COUNT = """
for (const [event, name] of [["keydown", "keys"], ["pointerdown", "clicks"]]) {
  const count = () => sessionStorage.setItem(name, Number(sessionStorage.getItem(name)) + 1);
  addEventListener(event, ({ isTrusted }) => isTrusted && count(), true);
}"""


class Clerk:
    """Hands on a keyboard and a mouse. What they do is counted by the page, what they wait for by a watch."""

    def __init__(self, page):
        self.page = page
        self.waited = 0

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text):
        self.page.keyboard.type(text)

    @contextmanager
    def waiting(self):
        began = time.perf_counter()
        yield
        self.waited += time.perf_counter() - began

    def open(self, where):
        with self.waiting():
            self.page.goto(where)

    def counted(self):
        """How many keys and clicks so far."""
        counts = self.page.evaluate("['keys', 'clicks'].map((name) => Number(sessionStorage.getItem(name)))")
        return tuple(counts)


@contextmanager
def chromium():
    """A browser; without one there is nothing to measure."""
    names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if path is None:
        raise SystemExit("không có Chromium; ./dev test nói cách cài")
    # Playwright's event loop runs in this thread, where Django would refuse to touch the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def page_of(browser, home, script=COUNT):
    """A page in a fresh profile, with the session of the account that enters figures."""
    context = browser.new_context(
        base_url=home, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", viewport={"width": 1366, "height": 768}
    )
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    session = signed_in().cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": home}])
    context.add_init_script(script)
    try:
        yield context.new_page()
    finally:
        context.close()


@contextmanager
def server(folder):
    """The production server on the database of this process; gives its address."""
    # Sessions are signed: those that this process makes must be good there.
    settings.SECRET_KEY = secrets.token_hex(32)
    port = _free_port()
    environment = os.environ | {
        "DEBUG": "",
        "SECRET_KEY": settings.SECRET_KEY,
        "ALLOWED_HOSTS": "localhost",
        "HTTPS_BY": "none",
        "DATABASE_URL": database_url(),
        "STATIC_ROOT": f"{folder}/collected",
        "LOG_LEVEL": "ERROR",
    }
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"]
    subprocess.run(collect, cwd=HOME, env=environment, check=True)
    options = ["--interface", "wsgi", "--blocking-threads", "4", "--no-ws", "--port", str(port)]
    command = [sys.executable, "-m", "granian", *options, "config.wsgi:application"]
    process = subprocess.Popen(command, cwd=HOME, env=environment, stdout=subprocess.DEVNULL)
    home = f"http://127.0.0.1:{port}"
    try:
        _wait_for(process, home)
        yield home
    finally:
        process.terminate()
        process.wait()


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(process, home):
    end = time.monotonic() + STARTING_SECONDS
    while process.poll() is None and time.monotonic() < end:
        try:
            urlopen(f"{home}/suc-khoe/").close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not start")
