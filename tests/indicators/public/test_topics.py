"""A topic is told, then shown by years, with what has no figure counted; the words of the book are explained."""

import re

import pytest
from django.urls import reverse

from indicators.glossary import GROUPS, SLUGS
from indicators.models import Indicator, Kind
from indicators.wording import FLAGS
from tests import makers
from tests.indicators.pages import published, read

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def test_a_topic_is_told_by_years_with_other_periods_named_and_the_rest_counted(client):
    topic, place = makers.make_topic(), makers.make_place(code="PT", name="tỉnh mới", level="province")
    unit = makers.make_unit(name="tỷ")
    whole = makers.make_indicator(topic=topic, name="Xuất khẩu", headline=1, measure="flow", unit=unit)
    part = makers.make_indicator(topic=topic, name="Dệt may", parent=whole)
    makers.make_indicator(topic=topic, name="Chưa ai báo")
    for year in range(2016, 2023):
        published(indicator=whole, place=place, year=year, value=100 * year)
    published(indicator=part, place=place, period="6 tháng đầu năm 2022", value=77, kind="estimate")
    published(indicator=part, place=makers.make_place(name="Xã khác"), value=987654)
    page = read(client, "topic", topic.code)
    assert "Năm 2022, xuất khẩu đạt 202.200 tỷ (chính thức), tăng dưới 0,1 % so với năm 2021." in page
    assert re.findall('<th scope="col" class="number">([0-9]+)</th>', page)[:5] == [str(y) for y in range(2018, 2023)]
    folded = page.split('id="trong-do-')[1].split("</details>")[0]
    assert "Trong đó, Xuất khẩu: 1 chỉ tiêu" in folded
    assert '77 <small class="where">6 tháng đầu năm 2022, ước tính</small>' in folded
    assert "1 chỉ tiêu chưa có số công bố cho tỉnh mới" in page
    assert "987.654" not in page
    file = b"".join(client.get(reverse("topic", args=[topic.code]), {"tai": "csv"}).streaming_content).decode()
    assert "987654" in file


def test_a_figure_without_a_value_says_what_its_source_prints(client):
    place = makers.make_place(level="province")
    figure = published(place=place, value=None, as_printed="1.3 million USD", note="Sai đơn vị.")
    page = read(client, "topic", figure.indicator.topic.code)
    assert "nguồn in «1.3 million USD»" in page


def test_an_older_figure_and_a_plan_say_what_is_doubtful_of_them_too(client):
    place, topic = makers.make_place(level="province"), makers.make_topic()
    sewn, sold = (makers.make_indicator(topic=topic, name=name) for name in ("May mặc", "Bán ra"))
    doubt = {"place": place, "in_doubt": True, "note": "Không thể có."}
    published(indicator=sewn, period="2016-2020", value=None, as_printed="259 tỷ cái", **doubt)
    published(indicator=sold, place=place, year=2022)
    published(indicator=sold, year=2025, value=7, kind="target", **doubt)
    page = read(client, "topic", topic.code)
    assert "gần nhất: nguồn in «259 tỷ cái» (giai đoạn 2016-2020, chính thức, còn nghi vấn)" in page
    assert re.search(r'mục tiêu 2025</small><a class="tag tag-doubt" [^>]*>còn nghi vấn</a>', page)


@pytest.mark.every_engine
def test_a_topic_asks_no_more_for_many_figures(client, django_assert_max_num_queries):
    topic, place = makers.make_topic(), makers.make_place(level="province")
    for count in (3, 20):
        for _ in range(count):
            published(indicator=makers.make_indicator(topic=topic, headline=1), place=place)
        with django_assert_max_num_queries(12):
            client.get(reverse("topic", args=[topic.code]))


def test_every_kind_and_way_of_measuring_is_explained_one_click_away(client):
    page = read(client, "terms")
    for words in [
        *Kind.labels,
        *FLAGS.values(),
        *Indicator.Measure.labels,
        *Indicator.PriceBasis.labels,
        "điểm %",
        "IIP",
        "CCN",
        "FDI",
    ]:
        assert f'id="{SLUGS[words]}"' in page
    slugs = [term.slug for terms in GROUPS.values() for term in terms]
    assert len(slugs) == len(set(slugs))
    figure = published(kind="estimate")
    assert f'href="{reverse("terms")}#uoc-tinh"' in read(client, "indicator", figure.indicator.code)
