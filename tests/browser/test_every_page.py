"""Every kind of page, seen by a real browser: clean for the policy and for axe, whatever it is read on."""

from collections import Counter
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from django.core.management import call_command
from django.urls import Resolver404, resolve
from playwright.sync_api import Error

from tests.browser.conftest import AXE

pytestmark = pytest.mark.long
LINKS = "links => [...new Set(links.map(link => link.href))]"
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
UNFOLD = "document.querySelectorAll('details').forEach(each => each.open = true)"
# What the width and the colours of a page may change for axe.
OF_LOOKS = ["color-contrast", "target-size", "scrollable-region-focusable"]
# Beyond its first rows a table is made as it began, by the same renderer.
ROWS_ALIKE = "tbody tr:nth-child(n+9)"
DESKTOP = {"width": 1366, "height": 768}
NARROW = [320, 768, 390]
PAPER = 700
# What is left out: ways out of the site, and what is no page.
LEAVING = {"admin:logout", "admin:password_change", "admin:jsi18n"}
# Pages that tell other things where something is asked; the others are sorted, turned and filtered as lists are.
TELLING = {"overview", "topic", "build-table", "compare"}
LIST = "list"
FILES = {"release-feed", "topic-feed", "catalogue-data", "chart-file", "card"}
STAFF = "/quan-tri/"
# Kinds of page that no link leads to, or none with an answer.
ASKED = [
    "/tim/?q=xuat+khau",
    "/tim/?q=zyqx",
    "/tim/?q=xuat+khuu",
    "/lap-bang/?chi_tieu=xuat-khau&chi_tieu=dan-so&ky=moi-ky",
    "/so-sanh/?chi_tieu=xuat-khau&chi_tieu=nhap-khau",
    "/nhung/chi-tieu/xuat-khau/",
]
# What a screen is made of: each sort of element within the sort that holds it, and each step from heading to heading.
# The words of a page, beside those of the buttons and boxes that scripts offer.
WORDS = """() => {
    const main = document.querySelector("main").cloneNode(true);
    for (const offered of main.querySelectorAll(".columns-out, .copy")) offered.remove();
    return main.textContent;
}"""
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
    """The catalogues and the source reports' figures, as a server's first start loads them."""
    call_command("prepare", verbosity=0)


@pytest.fixture
def shown_book(live_server):
    """The same with the demonstration rows, as `./dev run` shows it: every register has rows and charts."""
    call_command("prepare", demonstration=True, verbosity=0)


def walk(page, starts, *, kind_of, look):
    """Follow links within one side of the site, to some pages of each kind; give what is wrong, visits and links."""
    waiting, visits, wrong, met = [*starts], Counter(), [], []
    # Axe is half a megabyte: handed to the browser once for all pages.
    page.add_init_script(AXE)
    while waiting:
        address = waiting.pop(0)
        parts = urlsplit(address)
        try:
            view = resolve(parts.path).view_name
        except Resolver404:
            wrong.append(f"{address}: không có trang này")
            continue
        kind = kind_of(view, parts.query)
        if kind is None or visits[kind] or view in LEAVING:
            continue
        visits[kind] += 1
        try:
            page.goto(address)
        except Error as error:
            # A link to a workbook is as good as a page; what is in it is for other tests.
            if "Download is starting" in error.message:
                continue
            raise
        links = [urljoin(page.url, link) for link in page.eval_on_selector_all("a[href]", LINKS)]
        links = [link for link in links if on_the_same_side(page.url, link)]
        met += links
        waiting += [link.partition("#")[0] for link in links]
        wrong += [f"{address}: {finding}" for finding in look(page)]
    return wrong, visits, met


def on_the_same_side(page_url, link):
    here, there = urlsplit(page_url), urlsplit(link)
    return here.netloc == there.netloc and here.path.startswith(STAFF) == there.path.startswith(STAFF)


def public_kind(view, query):
    """A page as it opens and as it answers; of lists, which answer alike, one of each way to ask; no file."""
    if view in FILES or "tai=" in query:
        return None
    if view == "search":
        return view, query
    if view in TELLING or not query:
        return view, bool(query)
    return LIST, next((question for question in ["xep", "trang"] if question in query), "lọc")


def link_kind(link):
    """Links alike: to the same view, with the same questions, for the same file, to the same place of the page."""
    parts = urlsplit(link)
    found, query = resolve(parts.path), parse_qs(parts.query)
    return found.view_name, found.kwargs.get("ending"), (*sorted(query),), (*query.get("tai", []),), parts.fragment


def staff_kind(view, query):
    """The lists and forms of every register; of the screens that all registers share, any."""
    return view if view.endswith(("_changelist", "_change")) else view.rpartition("_")[2]


def broken(client, links):
    """Of links, one of each kind: those without an answer, and those to a place that the page has not."""
    places = {}
    for link in {link_kind(link): link for link in links}.values():
        address, _, place = link.partition("#")
        places.setdefault(address, set()).add(place)
    for address, wanted in places.items():
        answer = client.get(address)
        content = b"".join(answer)
        if answer.status_code != 200:
            yield f"{address}: {answer.status_code}"
        for place in wanted - {""}:
            if f'id="{place}"' not in content.decode():
                yield f"{address}: không có chỗ «{place}»"


def looked_at(page, axe):
    """What is wrong with a page: as it opens, unfolded on a desktop, narrow, in the dark on a phone, on paper."""
    found = [f"mở ra ở {below} px bên dưới đầu trang"] if (below := page.evaluate("scrollY")) else []
    page.evaluate(UNFOLD)
    found += axe(page, beside=ROWS_ALIKE)
    for width in NARROW:
        page.set_viewport_size({"width": width, "height": 800})
        found += too_wide(page, width)
    page.emulate_media(color_scheme="dark")
    found += axe(page, only=OF_LOOKS, beside=ROWS_ALIKE)
    page.set_viewport_size({"width": PAPER, "height": 1000})
    page.emulate_media(media="print")
    found += too_wide(page, "giấy")
    page.emulate_media(media="screen", color_scheme="light")
    page.set_viewport_size(DESKTOP)
    return found + too_wide(page, "màn hình")


def said_by_scripts(page, bare):
    """What a page with scripts tells a reader who has none otherwise."""
    if not page.locator("script[src]").count():
        return []
    bare.goto(page.url)
    words, without = (" ".join(each.evaluate(WORDS).split()) for each in (page, bare))
    return [] if words == without else ["nói khác đi khi không có JavaScript"]


def too_wide(page, where):
    overflow = page.evaluate(OVERFLOW)
    return [f"rộng hơn {where} {overflow} px"] if overflow > 0 else []


def test_every_kind_of_public_page_and_all_that_it_links_to(shown_book, open_page, client, axe):
    page, bare = open_page(viewport=DESKTOP), open_page(java_script_enabled=False)

    def look(page):
        parts = urlsplit(page.url)
        # Sorted or filtered, a list is as it was in its colours, narrow and on paper.
        if public_kind(resolve(parts.path).view_name, parts.query)[0] == LIST:
            return axe(page, without=["color-contrast"], beside=ROWS_ALIKE)
        return said_by_scripts(page, bare) + looked_at(page, axe)

    wrong, visits, links = walk(page, ["/", *ASKED], kind_of=public_kind, look=look)
    assert not wrong, "\n".join(wrong)
    assert len(visits) > 40
    assert list(broken(client, links)) == []


def test_the_log_in_and_a_page_that_is_not_there(open_page, axe, troubles):
    page = open_page(viewport=DESKTOP)
    for address in ["/quan-tri/login/", "/khong-co/"]:
        page.goto(address)
        assert looked_at(page, axe) == []
    # Of the page that is not there the browser complains, and of nothing else.
    assert troubles
    assert all("/khong-co/: " in trouble and "404" in trouble for trouble in troubles)
    troubles.clear()


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

    wrong, visits, _ = walk(page, [STAFF], kind_of=staff_kind, look=look)
    assert not wrong, "\n".join(wrong)
    assert len(visits) > 50
