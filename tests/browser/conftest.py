"""A real Chromium before a live server, watched for whatever a reader's browser would complain about."""

import json
import os
import shutil
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.contrib.auth.models import Group
from playwright.sync_api import sync_playwright

from config.staff.roles import sync
from tests import makers

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # No host but our own is there; asking for another is noted as trouble.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",
]
ACCESSIBILITY = {
    # To read stylesheets that import others, axe writes styles into the page, which the content policy refuses.
    "preload": False,
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
}
# Axe reads the same few colours thousands of times, each time anew: here a page's are read once.
AXE = f"""{AXE_SCRIPT};
{{
    const color = axe.commons.color.Color.prototype, read = color.parseString, known = new Map();
    color.parseString = function (text) {{
        if (known.has(text)) [this.r, this.g, this.b, this.alpha] = known.get(text);
        else read.call(this, text), known.set(text, [this.r, this.g, this.b, this.alpha]);
        return this;
    }};
}}
// Playwright would call a function that comes last.
null;"""
ASK_AXE = "([context, options]) => axe.run(context || document, options).then(told => told.violations)"
# A bar that sticks to the screen covers what scrolling shows: for axe, which sees one place of scrolling, it lets go.
UNPIN = """() => document.querySelectorAll("*").forEach(element => {
    if (getComputedStyle(element).position === "sticky") element.style.position = "static", element.dataset.pinned = "";
})"""
PIN = """() => document.querySelectorAll("[data-pinned]").forEach(element => {
    element.style.position = "", delete element.dataset.pinned;
})"""
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}


@pytest.fixture(scope="package")
def chromium():
    names = ["chromium-headless-shell", "chromium", "google-chrome"]
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if path is None:
        pytest.skip("không có Chromium; ./dev test nói cách cài")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright's event loop runs in the tests' own thread, where Django would refuse to touch the database.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def troubles():
    """What the pages of this test made the browser complain about; the test fails when any is left at its end."""
    return []


@pytest.fixture
def open_page(chromium, live_server, troubles):
    """Open a page in a fresh profile: desktop, or with `**PHONE` and the like something else."""
    contexts = []

    def open_page(**options):
        context = chromium.new_context(
            base_url=live_server.url, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", **options
        )
        contexts.append(context)
        page = context.new_page()
        watch(page, live_server.url, troubles)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert troubles == []


def watch(page, home, troubles):
    """Note script errors, console errors (a broken content policy is one), failed answers, and calls to other hosts."""
    page.on("pageerror", lambda error: troubles.append(f"{page.url}: {error}"))
    page.on("console", lambda line: line.type == "error" and troubles.append(f"{page.url}: {line.text}"))
    page.on("response", lambda answer: answer.status >= 400 and troubles.append(f"{answer.url}: {answer.status}"))

    def guard(request):
        if request.url.startswith("http") and urlsplit(request.url).netloc != urlsplit(home).netloc:
            troubles.append(f"{page.url}: gọi ra ngoài {request.url}")

    page.on("request", guard)


@pytest.fixture
def page(open_page):
    return open_page()


@pytest.fixture
def phone(open_page):
    return open_page(**PHONE)


@pytest.fixture
def sign_in(client, live_server):
    """Give a page the session of a user, without typing the password each time."""

    def sign_in(page, user):
        client.force_login(user)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        page.context.add_cookies([cookie])

    return sign_in


@pytest.fixture
def axe():
    """What axe finds wrong with a page: one line for each rule, with the first elements that break it."""

    def axe(page, *, without=(), only=(), beside=None):
        """By all rules, all but some, or only some; of all the page, or of what is beside some of its parts."""
        rules = ACCESSIBILITY["rules"] | {rule: {"enabled": False} for rule in without}
        asked = {"runOnly": {"type": "rule", "values": only}} if only else {"rules": rules}
        page.evaluate(UNPIN)
        # Half a megabyte: brought once to a page, however often it is asked.
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE)
        context = {"exclude": [[beside]]} if beside else None
        found = page.evaluate(ASK_AXE, [context, ACCESSIBILITY | asked])
        page.evaluate(PIN)
        return [f"{rule['id']} ({rule['impact']}): {targets(rule)}" for rule in found]

    return axe


def targets(rule):
    return "; ".join(json.dumps(node["target"], ensure_ascii=False) for node in rule["nodes"][:5])


@pytest.fixture
def clerk(live_server):
    sync()
    user = makers.make_user(username="lan", last_name="Nguyễn Thị", first_name="Lan")
    user.groups.add(Group.objects.get(name="Chuyên viên nhập liệu"))
    return user
