"""The overview tells how one province is doing: a headline a topic, never two places together."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from indicators import summaries
from tests import makers
from tests.indicators.pages import published, read

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def old():
    return makers.make_place(code="HB", name="tỉnh cũ", level="province", valid_to=date(2025, 6, 30))


@pytest.fixture
def new():
    return makers.make_place(code="PT", name="tỉnh mới", level="province", valid_from=date(2025, 7, 1))


def cards(client, **query):
    page = read(client, "overview", **query)
    if 'class="cards-row' not in page:
        return []
    return page.split('class="cards-row')[1].split("</section>")[0].split("<article")[1:]


def test_the_newest_province_is_told_of_and_the_old_one_is_a_choice_away(client, old, new):
    exports = makers.make_indicator(name="Xuất khẩu", headline=1)
    published(indicator=exports, place=old, value=111)
    published(indicator=exports, place=new, value=222)
    for _ in range(2):
        published(indicator=makers.make_indicator(headline=1), place=old, value=333)
    (card,) = cards(client)
    assert "222" in card
    assert "111" not in card
    page = read(client, "overview")
    assert "Tỉnh mới có số công bố ở 1 trong 3 chủ đề" in page
    assert 'href="?dia-ban=HB"' in page
    assert len(cards(client, **{"dia-ban": "HB"})) == 3
    assert "222" not in "".join(cards(client, **{"dia-ban": "HB"}))
    assert cards(client, **{"dia-ban": "không có"}) == cards(client)


def test_a_topic_is_told_by_its_first_headline_that_has_a_figure_one_may_quote(client, new):
    topic = makers.make_topic()
    doubted = makers.make_indicator(topic=topic, headline=1)
    published(indicator=doubted, place=new, in_doubt=True, note="không khớp")
    published(indicator=makers.make_indicator(topic=topic, headline=3, name="Sau"), place=new)
    published(indicator=makers.make_indicator(topic=topic, headline=2, name="Được nêu", position=9), place=new)
    published(indicator=makers.make_indicator(topic=topic, name="Không tiêu biểu"), place=new)
    (card,) = cards(client)
    assert "Được nêu" in card


def test_a_headline_is_of_the_whole_year_with_the_newer_part_its_plan_and_its_goal(client, new):
    this = timezone.localdate().year
    indicator = makers.make_indicator(headline=1, unit=makers.make_unit(name="tỷ"), measure="flow")
    published(indicator=indicator, place=new, year=this - 3, value=1000)
    published(indicator=indicator, place=new, year=this - 2, value=Decimal("1089"), kind="estimate")
    published(indicator=indicator, place=new, year=this - 2, value=900, kind="plan")
    published(indicator=indicator, place=new, year=this, value=2289, kind="target")
    (card,) = cards(client)
    assert f"tăng 8,9 % so với năm {this - 3}" in card
    assert "đạt 121,0 % kế hoạch" in card
    assert f"Còn thiếu 1.200 tỷ để đạt mục tiêu {this}" in card
    assert "cách đây 2 năm" in card
    assert f"từ 1.000 (năm {this - 3}) đến 1.089 (năm {this - 2})" in card
    published(indicator=indicator, place=new, period=f"6 tháng đầu năm {this - 1}", value=600, kind="estimate")
    (card,) = cards(client)
    assert '<span class="figure">1.089</span>' in card
    assert f"6 tháng đầu năm {this - 1}: 600 tỷ" in card
    assert "cách đây" not in card


def test_an_index_stands_with_its_sections_of_the_year_that_has_them_all(client, new):
    whole = makers.make_indicator(name="Mức tăng IIP", headline=1, measure="rate")
    sections = [makers.make_indicator(name=f"IIP: ngành {letter}", parent=whole, measure="rate") for letter in "BCDE"]
    published(indicator=whole, place=new, year=2020, value=20)
    published(indicator=sections[0], place=new, year=2020, value=77)
    for section, value in zip(sections, [1, 2, 3, 4], strict=True):
        published(indicator=section, place=new, year=2019, value=value)
    (card,) = cards(client)
    assert "Từng phần, năm 2019 (chính thức):" in card
    assert [letter for letter in "BCDE" if f"Ngành {letter}</a>" in card] == list("BCDE")
    assert "<dd>77" not in card


def test_the_figures_of_the_overview_take_twelve_queries_whether_few_or_many(client, new):
    for count in (5, 40):
        for _ in range(count):
            published(indicator=makers.make_indicator(headline=1), place=new, source=makers.make_source())
        with CaptureQueriesContext(connection) as registers:
            summaries.of_registers(timezone.localdate())
        with CaptureQueriesContext(connection) as all_together:
            client.get(reverse("overview"))
        assert len(all_together) - len(registers) <= 12
