"""Every page that links lead to, seen by a real browser: clean for the policy, for axe, and for a narrow screen."""

from collections import Counter
from urllib.parse import urljoin, urlsplit

import pytest
from django.core.management import call_command
from django.urls import Resolver404, resolve
from playwright.sync_api import Error

from tests.browser.conftest import PHONE

pytestmark = pytest.mark.long
LINKS = "links => links.map(link => link.href)"
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# What is left out: ways out of the site, and what is no page.
LEAVING = {"admin:logout", "admin:password_change", "admin:jsi18n", "release-feed", "catalogue-data"}
STAFF = "/quan-tri/"
# What a screen is made of: each sort of element within the sort that holds it, and each step from heading to heading.
# A class that names a register or a column makes no other sort; no words, no label and an id that stands twice do.
MADE_OF = """() => {
    const classes = one => [...one.classList].filter(name => !/^(app|model|field|column)-/.test(name));
    const isTwice = id => id && document.querySelectorAll(`#${CSS.escape(id)}`).length > 1;
    const sort = one => [
        one.localName, one.getAttribute("type"), one.textContent.trim() === "", one.labels?.length, isTwice(one.id),
        ...classes(one),
        ...one.getAttributeNames().filter(name => !name.startsWith("data-")),
    ].join(" ");
    const within = [...document.querySelectorAll("body *:not(option)")]
        .map(one => `${one.parentElement.localName} ${classes(one.parentElement).join(" ")} > ${sort(one)}`);
    const headings = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].map(one => one.localName);
    return [...new Set([...within, ...headings.map((one, place) => `${headings[place - 1]} ${one}`)])];
}"""


@pytest.fixture
def filled_book(live_server):
    """The catalogues, the source reports' figures and the demonstration rows, as `./dev run` loads them."""
    call_command("prepare", verbosity=0)


def walk(page, start, *, kind_of, look):
    """Follow links within one side of the site, to some pages of each kind; give what is wrong, and the visits."""
    waiting, seen, visits, wrong = [start], set(), Counter(), []
    while waiting:
        address = waiting.pop(0)
        parts = urlsplit(address)
        try:
            view = resolve(parts.path).view_name
        except Resolver404:
            wrong.append(f"{address}: không có trang này")
            continue
        kind = kind_of(view, parts.query)
        if address in seen or visits[kind] or view in LEAVING:
            continue
        seen.add(address)
        try:
            page.goto(address)
        except Error as error:
            # A link to a workbook is as good as a page; what is in it is for other tests.
            if "Download is starting" in error.message:
                visits[kind] += 1
                continue
            raise
        visits[kind] += 1
        wrong += [f"{address}: {finding}" for finding in look(page)]
        links = [urljoin(page.url, link).partition("#")[0] for link in page.eval_on_selector_all("a[href]", LINKS)]
        waiting += [link for link in links if on_the_same_side(page.url, link)]
    return wrong, visits


def on_the_same_side(page_url, link):
    here, there = urlsplit(page_url), urlsplit(link)
    return here.netloc == there.netloc and here.path.startswith(STAFF) == there.path.startswith(STAFF)


def public_kind(view, query):
    """A page as it opens, the same page sorted or filtered, and a file of it."""
    return view, bool(query), "tai=" in query


def staff_kind(view, query):
    """The lists and forms of every register; of the screens that all registers share, any."""
    return view if view.endswith(("_changelist", "_change")) else view.rpartition("_")[2]


def test_public_pages_on_a_desktop_and_as_narrow_as_a_phone(filled_book, page, axe):
    wide = page.viewport_size

    def look(page):
        found = axe(page)
        page.set_viewport_size(PHONE["viewport"])
        overflow = page.evaluate(OVERFLOW)
        # The colours are those of a desktop.
        found += axe(page, without=["color-contrast"]) + ([f"rộng hơn màn hình {overflow} px"] if overflow > 0 else [])
        page.set_viewport_size(wide)
        return found

    wrong, visits = walk(page, "/", kind_of=public_kind, look=look)
    assert not wrong, "\n".join(wrong)
    assert len(visits) > 20


def test_staff_pages(filled_book, page, sign_in, admin_user, axe):
    sign_in(page, admin_user)
    looked_at, coloured = set(), set()

    def look(page):
        """A screen made of nothing but what others were made of has nothing new for axe.

        Lists are alike in their colours, and so are forms: of each kind of screen one is held against them.
        """
        made_of = set(page.evaluate(MADE_OF))
        kind = resolve(urlsplit(page.url).path).view_name.rpartition("_")[2]
        if made_of <= looked_at and kind in coloured:
            return []
        looked_at.update(made_of)
        without = ["color-contrast"] if kind in coloured else []
        coloured.add(kind)
        return axe(page, without=without)

    wrong, visits = walk(page, STAFF, kind_of=staff_kind, look=look)
    assert not wrong, "\n".join(wrong)
    assert len(visits) > 50
