"""The first view of a page is light and stands still: what a reader on a weak line gets, weighed as it is sent."""

import gzip
import time
from collections import Counter
from decimal import Decimal

import pytest
from django.test import override_settings

from indicators.models import State
from tests import makers
from tests.browser.conftest import PHONE

WITHOUT_FONTS, WITH_FONTS = 30_000, 100_000
SHIFTS = """new PerformanceObserver(list => {
    window.shifted = (window.shifted ?? 0) + list.getEntries().reduce((sum, entry) => sum + entry.value, 0);
}).observe({type: "layout-shift", buffered: true})"""
ABOUT = """() => ({
    lang: document.documentElement.lang,
    title: document.title,
    viewport: document.querySelector("meta[name=viewport]")?.content,
    description: document.querySelector("meta[name=description]")?.content,
})"""
FACES = (
    "[...document.fonts].filter(face => face.status === 'loaded').map(face => `${face.family} ${face.weight}`).sort()"
)


@pytest.fixture
def addresses(live_server):
    """An overview, an indicator with a chart, a list of a whole page, the page on which tables are built."""
    indicator = makers.make_indicator(code="xuat-khau", name="Kim ngạch xuất khẩu")
    place = makers.make_place(name="tỉnh Hòa Bình (cũ)", level="province")
    for year in range(2015, 2025):
        makers.make_figure(indicator=indicator, place=place, year=year, value=Decimal(year), state=State.APPROVED)
    for number in range(30):
        makers.make_investment_project(name=f"Nhà máy chế biến nông sản số {number}", is_demonstration=True)
    return ["/", "/chi-tieu/xuat-khau/", "/du-an/", "/lap-bang/?chi_tieu=xuat-khau", "/en/"]


def weight(answer):
    """How many bytes an answer takes on its way: fonts are compressed already, all else is by the server."""
    content = answer.body()
    return len(content) if answer.url.endswith(".woff2") else len(gzip.compress(content))


def test_the_first_view_is_light_and_says_what_it_is(addresses, open_page):
    for address in addresses:
        page, answers = open_page(**PHONE), []
        page.on("response", lambda answer, answers=answers: answers.append(answer))
        page.goto(address, wait_until="networkidle")
        fonts = [answer for answer in answers if answer.url.endswith(".woff2")]
        total, of_fonts = sum(map(weight, answers)), sum(map(weight, fonts))
        assert (len(fonts), total - of_fonts < WITHOUT_FONTS, total < WITH_FONTS) == (4, True, True), (address, total)
        # The browser's own tab asks for the icon anew where no cache is told to keep it.
        asked = Counter(answer.url for answer in answers if answer.request.resource_type != "other")
        assert [file for file, times in asked.items() if times > 1] == [], address
        about = page.evaluate(ABOUT)
        assert about["lang"] == ("en" if address == "/en/" else "vi")
        assert about["viewport"] == "width=device-width, initial-scale=1"
        assert len(about["title"]) > 20
        assert len(about["description"]) > 50


def test_nothing_moves_though_the_fonts_come_late(addresses, open_page):
    def late(route):
        time.sleep(0.2)
        route.continue_()

    for address in addresses:
        page = open_page(**PHONE)
        page.add_init_script(SHIFTS)
        page.route("**/*.woff2", late)
        page.goto(address, wait_until="networkidle")
        page.evaluate("document.fonts.ready")
        assert page.evaluate(FACES)[:2] == ["Be Vietnam Pro 400", "Be Vietnam Pro 600"]
        assert page.evaluate("window.shifted ?? 0") == 0, address


def test_the_page_of_components_is_clean_and_not_for_readers(open_page, live_server, client, axe):
    address = "/quan-tri/thanh-phan/"
    assert client.get(address).status_code == 404
    client.force_login(makers.make_user(is_staff=True))
    assert client.get(address).status_code == 404
    client.force_login(makers.make_user(is_superuser=True, is_staff=True))
    assert client.get(address).status_code == 200
    with override_settings(DEBUG=True):
        for options in [{}, PHONE, {"color_scheme": "dark"}]:
            page = open_page(**options)
            page.goto(address)
            assert axe(page) == []
            assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
        page.emulate_media(media="print")
        assert page.locator(".chart svg:visible").count() >= 8
