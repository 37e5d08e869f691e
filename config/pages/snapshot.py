"""The public site as files that any server of files can serve: every page there is a link to, with its downloads.

Pages and files of lists become paths. What a reader asks by a form, searches, filters, orders and days, needs the book:
those links lead to the live site.
"""

import html
import re
from collections import deque
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from config.pages.versions import version_now
from config.sheets.formats import FORMAT_BY_EXTENSION

# Of what stands between tags nothing is a link, be it a line to copy that shows one.
TAG = re.compile(r'<[a-z](?:[^">]|"[^"]*")*>')
LINK = re.compile(r'(\s(?:href|src|action)=")([^"]*)(")')
STYLE_LINK = re.compile(r"""url\(["']?([^"')]+)["']?\)""")
PAGE = re.compile(r"(?:[-a-z]+-)?trang")
FILE_ENDINGS = {*FORMAT_BY_EXTENSION, "json", "zip"}
# Made by what a reader chooses in a form.
ASKED_BY_FORM = ["search", "build-table", "compare"]
ABOUT = "ban-chup.txt"


class Moved(Exception):
    """The data changed while the pages were written: they would not tell the same."""


class Snapshot:
    """One writing of the site into a folder; `missing` are the addresses that gave no page."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.home = urlsplit(settings.SITE_ADDRESS)
        self.client = Client(HTTP_HOST=self.home.netloc)
        self.live_only = (reverse("admin:index"), *map(reverse, ASKED_BY_FORM))
        self.files = {}
        self.waiting = deque()
        self.missing = []

    def write(self, starts):
        """Write every page that links lead to from these, and what they need; gives how many files there are."""
        version = version_now()
        for start in starts:
            self.file_of(start)
        while self.waiting:
            self._write_one(self.waiting.popleft())
        if version_now() != version:
            raise Moved
        return len(self.files)

    def file_of(self, address):
        """The file an address is written to, None for what only the live site can answer."""
        parts = urlsplit(address)
        path = unquote(parts.path)
        if path.startswith(self.live_only) or (name := name_of(path, parts.query)) is None:
            return None
        # Of a list's file each page of the list gives the same.
        known = f"{parts.path}?{parts.query}" if parts.query else parts.path
        if name not in self.files:
            self.files[name] = known
            self.waiting.append(name)
        return name

    def _write_one(self, name):
        address = self.files[name]
        static = unquote(address).removeprefix(settings.STATIC_URL)
        if static != unquote(address):
            content = self._of_style(address, static_file(static).read_bytes())
        else:
            answer = self.client.get(address, secure=self.home.scheme == "https")
            if answer.status_code != 200:
                self.missing.append(address)
                return
            content = b"".join(answer.streaming_content) if answer.streaming else answer.content
            if answer["Content-Type"].startswith("text/html"):
                content = self._of_page(address, content.decode()).encode()
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    def _of_page(self, address, page):
        """The page with its links leading to files, or to the live site."""

        def led(found):
            target = urlsplit(urljoin(address, html.unescape(found[2])))
            is_ours = target.netloc in ("", self.home.netloc) and target.scheme in ("", "http", "https")
            if not is_ours or found[2].startswith("#"):
                return found[0]
            asked = target._replace(scheme="", netloc="", fragment="").geturl() or "/"
            name = None if found[1].strip().startswith("action") else self.file_of(asked)
            there = f"{settings.SITE_ADDRESS}{asked}" if name is None else link_to(name)
            return found[1] + html.escape(there + (f"#{target.fragment}" if target.fragment else "")) + found[3]

        return TAG.sub(lambda tag: LINK.sub(led, tag[0]), page)

    def _of_style(self, address, content):
        """A style sheet stays as it is: what it names lies beside it."""
        if address.endswith(".css"):
            for named in STYLE_LINK.findall(content.decode()):
                if not named.startswith("data:"):
                    self.file_of(urljoin(address, named))
        return content


def name_of(path, query):
    """The file of an address, None where its query asks what no file can answer."""
    asked = dict(parse_qsl(query, keep_blank_values=True))
    ending = asked.pop("tai", None)
    pages = [(key, value) for key, value in asked.items() if PAGE.fullmatch(key) and value.isdecimal()]
    # A code may hold any letters: no page is written outside the folder.
    if len(pages) < len(asked) or len(pages) > 1 or ".." in path.split("/"):
        return None
    folder = path.lstrip("/")
    if ending is not None:
        return f"{folder}tai-ve.{ending}" if ending in FILE_ENDINGS and path.endswith("/") else None
    if not path.endswith("/"):
        return None if pages else folder
    return folder + "".join(f"{key}-{value}/" for key, value in pages if value != "1") + "index.html"


def link_to(name):
    return "/" + name.removesuffix("index.html")


def static_file(name):
    """Where a static file lies: gathered for a server, or where it is written."""
    gathered = Path(settings.STATIC_ROOT, name)
    return gathered if gathered.is_file() else Path(finders.find(name))
