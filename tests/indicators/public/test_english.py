"""The pages in English: the same figures, written the English way, and a way from each language to the other."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from indicators import in_english
from indicators.models import Kind, Qualifier
from indicators.models.figures import Stated
from indicators.periods import Period
from indicators.wording import FLAGS
from tests import makers
from tests.indicators.pages import published, read

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.mark.parametrize(
    ("vietnamese", "english"),
    [
        ("2022", "2022"),
        ("2016-2020", "2016–2020"),
        ("6 tháng đầu năm 2023", "first half of 2023"),
        ("9 tháng 2023", "first 9 months of 2023"),
        ("quý I/2023", "Q1 2023"),
        ("quý IV/2023", "Q4 2023"),
        ("tháng 5/2023", "May 2023"),
        ("31/12/2020", "31 December 2020"),
        ("15/12/2022-14/12/2023", "15 December 2022 – 14 December 2023"),
    ],
)
def test_periods_are_said_in_english(vietnamese, english):
    assert in_english.period(Period.parse(vietnamese)) == english


def test_every_degree_qualifier_and_flag_has_its_english_word():
    assert in_english.KINDS.keys() == set(Kind)
    assert in_english.AMOUNTS.keys() == set(Qualifier) - {"=", "range"}
    assert in_english.FLAGS.keys() == FLAGS.keys() <= {field.name for field in Stated._meta.get_fields()}


def test_a_figure_is_the_same_in_both_languages(client):
    topic = makers.make_topic(name="Xuất nhập khẩu", name_en="Exports and imports")
    exports = makers.make_indicator(
        name="Kim ngạch",
        name_en="Export turnover",
        topic=topic,
        unit=makers.make_unit(code="trieu-usd", name="triệu USD"),
    )
    place = makers.make_place(name="tỉnh Phú Thọ", level="province")
    source = makers.make_source(title="Niên giám")
    published(
        indicator=exports, place=place, value="1234.5", qualifier=">", source=source, in_doubt=True, note="cộng sai"
    )
    published(indicator=exports, place=place, value="1000", year=2021, kind="preliminary")
    published(indicator=exports, place=place, value=None, as_printed="mười", year=2020)
    other = makers.make_indicator(name="Chỉ có tên Việt", topic=topic, headline=1)
    published(indicator=other, place=place, value="4567.8")
    for page in (read(client, "english-indicator", exports.code), read(client, "english-topic", topic.code)):
        for said in ["over 1,234.5", "million USD", "official", "in doubt", "Export turnover", "2022"]:
            assert said in page, said
    assert "trên 1.234,5" in read(client, "indicator", exports.code)
    # Words of the other language are said to be so, in either.
    assert '<span lang="vi">Chỉ có tên Việt</span>' in read(client, "english-topic", topic.code)
    assert 'printed “<span lang="vi">mười</span>”' in read(client, "english-indicator", exports.code)
    assert '<span lang="en"><mark>Export</mark> turnover</span>' in read(client, "search", q="export")
    overview = read(client, "english")
    assert "4,567.8" in overview
    assert "Exports and imports" in overview
    assert f"Last release: {in_english.day(timezone.localdate())}." in overview


def test_each_language_leads_to_the_other(client):
    figure = published()
    code, topic = figure.indicator.code, figure.indicator.topic.code
    pairs = [
        ("overview", "english", []),
        ("topic", "english-topic", [topic]),
        ("indicator", "english-indicator", [code]),
    ]
    for vietnamese, english, args in pairs:
        addresses = {"vi": reverse(vietnamese, args=args), "en": reverse(english, args=args)}
        for page in (read(client, vietnamese, *args), read(client, english, *args)):
            told = dict(re.findall('<link rel="alternate" hreflang="(..)" href="http://testserver(.*?)">', page))
            assert told == addresses
        assert f'lang="en" hreflang="en" href="{addresses["en"]}"' in read(client, vietnamese, *args)
        assert f'lang="vi" hreflang="vi" href="{addresses["vi"]}"' in read(client, english, *args)


def test_drafts_stay_hidden_and_a_topic_asks_no_more_for_more(client):
    def asked():
        with CaptureQueriesContext(connection) as captured:
            read(client, "english-topic", topic.code)
        return len(captured)

    topic = makers.make_topic()
    published(indicator=makers.make_indicator(topic=topic))
    draft = makers.make_figure(indicator=makers.make_indicator(topic=topic), value=987)
    assert "987" not in read(client, "english-indicator", draft.indicator.code)
    before = asked()
    for _ in range(3):
        published(indicator=makers.make_indicator(topic=topic))
    assert asked() == before
