"""What search engines are told: every page once, with when it changed, and nothing that is not for them."""

import json
import re
import struct
from xml.etree import ElementTree

import pytest
from django.urls import reverse

from tests import makers
from tests.indicators.pages import published, read

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

PLACES = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def told(client, address):
    """The addresses of a sitemap, each with when it changed."""
    root = ElementTree.fromstring(client.get(address).content)
    return {each.findtext(f"{PLACES}loc"): each.findtext(f"{PLACES}lastmod") for each in root}


def test_the_map_leads_to_every_page_and_to_no_invented_or_unpublished_row(client):
    figure = published()
    makers.make_figure(indicator=makers.make_indicator(code="nhap"))
    makers.make_investment_project(code="that/1"), makers.make_investment_project(code="gia", is_demonstration=True)
    robots = client.get("/robots.txt").text
    assert "Disallow: /quan-tri/" in robots
    (index,) = re.findall("Sitemap: (.*)", robots)
    pages = {address: day for part in told(client, index) for address, day in told(client, part).items()}
    home = "http://testserver"
    assert pages[home + reverse("indicator", args=[figure.indicator.code])]
    assert pages[home + reverse("english-indicator", args=[figure.indicator.code])]
    assert pages[home + reverse("figure-list")]
    assert home + reverse("project", args=["that/1"]) in pages
    assert home + reverse("topic", args=[figure.indicator.topic.code]) in pages
    assert not [address for address in pages if "nhap" in address or "gia" in address or "quan-tri" in address]
    for address in pages:
        assert client.get(address).status_code == 200, address


@pytest.mark.every_engine
def test_a_list_sorted_or_filtered_has_the_address_of_the_list_and_a_built_table_its_own(client):
    published()
    page = read(client, "figure-list", xep="-amount", tim="a", trang="x")
    assert '<link rel="canonical" href="http://testserver/so-lieu/">' in page
    code = published().indicator.code
    page = read(client, "build-table", chi_tieu=code, tim="a")
    assert f'<link rel="canonical" href="http://testserver/lap-bang/?chi_tieu={code}">' in page
    assert f'<meta property="og:url" content="http://testserver/lap-bang/?chi_tieu={code}">' in page


@pytest.mark.parametrize("values", [[], [5], [5, 7, 9]])
def test_an_indicator_that_is_shared_shows_a_picture_and_tells_what_it_is(client, values):
    indicator = makers.make_indicator(
        name="Kim ngạch <xuất khẩu> & «gia công» của doanh nghiệp " * 3, name_en="Exports"
    )
    place = makers.make_place(name="tỉnh Hòa Bình (cũ)")
    for year, value in enumerate(values, 2020):
        published(indicator=indicator, place=place, year=year, value=value)
    page = read(client, "indicator", indicator.code)
    (picture,) = re.findall('<meta property="og:image" content="(.*?)">', page)
    answer = client.get(picture)
    assert answer["Content-Type"] == "image/png"
    # The size stands in the first part of a PNG file.
    assert struct.unpack(">2L", answer.content[16:24]) == (1200, 630)
    (script,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    dataset = json.loads(script)
    assert (dataset["@type"], dataset["name"], dataset["alternateName"]) == ("Dataset", indicator.name, "Exports")
    assert dataset.get("temporalCoverage") == (f"2020-01-01/{2019 + len(values)}-12-31" if values else None)


@pytest.mark.every_engine
def test_a_feed_of_a_topic_has_the_releases_that_speak_of_it(client):
    figure, other = published(), published()
    page = client.get(reverse("topic-feed", args=[figure.indicator.topic.code]))
    titles = re.findall("<title>(.*?)</title>", page.text)
    release, foreign = (each.items.get().release for each in (figure, other))
    assert release.title in titles
    assert foreign.title not in titles
    assert "1 số liệu." in page.text
