"""Public pages of figures: what they say of a figure, what they never show, what they bear."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from indicators.models import State
from indicators.public.one_indicator import MOST_PLACES
from tests import makers
from tests.indicators.pages import pages, published, read

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def province():
    return makers.make_place(name="Tỉnh Hòa Bình (cũ)", level="province")


def page_of(client, indicator):
    return read(client, "indicator", indicator.code)


# What a figure says of itself


def test_a_figure_shows_unit_period_kind_source_place_in_it_flags_and_note(client):
    source = makers.make_source(title="Niên giám 2021", url="https://example.vn/nien-giam")
    figure = published(
        period="6 tháng đầu năm 2023", kind="estimate", value=Decimal("9417.1"), qualifier="~", source=source,
        locator="bảng 12", note="Sẽ sửa khi có số quý II.", is_unreliable=True,
    )  # fmt: skip
    page = read(client, "figure-list")
    for shown in [
        "khoảng 9.417,1", figure.indicator.unit.name, "6 tháng đầu năm 2023", "ước tính", "bảng 12",
        "Sẽ sửa khi có số quý II.", "độ tin cậy thấp", figure.place.name,
        '<a href="https://example.vn/nien-giam" rel="noopener external">Niên giám 2021</a>',
    ]:  # fmt: skip
        assert shown in page


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({"value": 5, "upper": 7, "qualifier": "range"}, "5–7"),
        ({"value": 30, "qualifier": ">"}, "trên 30"),
        ({"value": 240, "qualifier": "<"}, "gần 240"),
        ({"value": 0}, '<div class="cell">0</div>'),
        ({"value": None}, '<div class="cell">—</div>'),
        ({"value": None, "as_printed": "259.560 triệu"}, "— <small class=\"where\">nguồn in «259.560 triệu»</small>"),
    ],
)  # fmt: skip
def test_ranges_bounds_and_missing_values_read_as_reported(client, fields, shown):
    published(**fields)
    assert shown in read(client, "figure-list")


def test_a_source_that_is_no_web_address_is_no_link(client):
    published(source=makers.make_source(title="Báo cáo", url="javascript:alert(1)"))
    page = read(client, "figure-list")
    assert "Báo cáo" in page
    assert "javascript:" not in page.replace("<script", "")


def test_growth_is_against_the_same_period_a_year_before(client):
    indicator, place = makers.make_indicator(), makers.make_place()
    for period, value in [("quý I/2022", 100), ("quý IV/2022", 500), ("quý I/2023", 112)]:
        published(indicator=indicator, place=place, period=period, value=value)
    assert "tăng 12,0 % so với quý I/2022" in page_of(client, indicator)


@pytest.mark.parametrize("measure", ["rate", "share"])
def test_rates_and_shares_move_in_points_never_in_percent(client, measure):
    indicator, place = makers.make_indicator(measure=measure), makers.make_place()
    published(indicator=indicator, place=place, year=2021, value=Decimal("40.26"))
    published(indicator=indicator, place=place, year=2022, value=Decimal("38.97"))
    assert "giảm 1,3 điểm % so với năm 2021" in page_of(client, indicator)


@pytest.mark.parametrize(
    "fields",
    [{"qualifier": ">"}, {"is_break": True}, {"has_other_definition": True}, {"in_doubt": True, "note": "vô lý"}],
)
def test_what_cannot_be_compared_has_no_growth(client, fields):
    indicator, place = makers.make_indicator(), makers.make_place()
    published(indicator=indicator, place=place, year=2021, value=100)
    published(indicator=indicator, place=place, year=2022, value=200, **fields)
    assert "tăng" not in page_of(client, indicator).replace("phần trăm tăng", "")


def test_the_old_and_the_new_province_stand_apart(client):
    indicator = makers.make_indicator(name="Số cụm")
    old = makers.make_place(name="Hòa Bình (cũ)", valid_to=date(2025, 6, 30))
    new = makers.make_place(name="Phú Thọ (mới)", valid_from=date(2025, 7, 1))
    published(indicator=indicator, place=old, year=2024, value=100)
    published(indicator=indicator, place=new, year=2025, value=300)
    page = page_of(client, indicator)
    assert "tăng" not in page.replace("phần trăm tăng", "")
    assert "mỗi địa bàn là một chuỗi riêng" in page
    assert "đến 30/06/2025" in page
    assert "từ 01/07/2025" in page


def test_revisions_are_told_from_the_estimate_to_the_official_figure(client):
    indicator, place = makers.make_indicator(measure="share"), makers.make_place()
    for kind, value in [("official", "41.42"), ("estimate", "47"), ("preliminary", "45.58")]:
        published(indicator=indicator, place=place, year=2020, kind=kind, value=Decimal(value))
    page = page_of(client, indicator)
    assert "Số đã được sửa" in page
    assert page.index("−1,42 điểm %") < page.index("−4,16 điểm %")


def test_what_other_sources_say_stands_beside_the_figure(client):
    said = {"value": 1000, "qualifier": "~", "note": "Báo làm tròn."}
    figure = published(value=987, source=makers.make_source(), reported=[said])
    page = page_of(client, figure.indicator)
    assert "khoảng 1.000" in page
    assert "Báo làm tròn." in page


def a_share(value, **fields):
    operating, all_projects, place = makers.make_indicator(), makers.make_indicator(), makers.make_place()
    share = makers.make_indicator(measure="share", numerator=operating, denominator=all_projects)
    published(indicator=operating, place=place, period="31/12/2020", value=50)
    published(indicator=all_projects, place=place, period="31/12/2020", value=89)
    return published(indicator=share, place=place, period="31/12/2020", value=Decimal(value), **fields)


def test_a_share_in_doubt_shows_why_and_what_its_terms_give(client):
    figure = a_share("62", in_doubt=True, note="Không khớp với 50 và 89 dự án.")
    page = page_of(client, figure.indicator)
    assert "Không khớp với 50 và 89 dự án." in page
    assert "62 % — tính lại từ 50/89: 56,2 %</strong>, không khớp" in page


@pytest.mark.parametrize("printed", ["56", "56.2"])
def test_a_share_within_rounding_agrees(client, printed):
    assert "khớp khi làm tròn" in page_of(client, a_share(printed).indicator)


def test_a_plan_of_the_same_period_is_reported_against(client):
    indicator, place = makers.make_indicator(), makers.make_place()
    published(indicator=indicator, place=place, kind="plan", value=200)
    published(indicator=indicator, place=place, value=217)
    assert "đạt 108,5 % kế hoạch" in page_of(client, indicator)


def test_a_latest_figure_without_a_value_stands_as_its_source_printed_it(client):
    figure = published(value=None, as_printed="259.560 triệu", in_doubt=True, note="in sai")
    assert "<p>Nguồn in «259.560 triệu»</p>" in page_of(client, figure.indicator)


def test_the_page_tells_how_far_the_latest_figure_is_from_the_target(client):
    indicator, place = makers.make_indicator(measure="share"), makers.make_place()
    published(indicator=indicator, place=place, year=2025, kind="target", value=54)
    published(indicator=indicator, place=place, year=2022, value=39)
    assert "Thấp hơn mục tiêu 2025 là 15 điểm %" in page_of(client, indicator)


# Charts


def test_the_page_has_a_chart_for_wide_and_one_for_narrow_screens_with_words_and_files(client):
    indicator, place = makers.make_indicator(), makers.make_place()
    for year, value in [(2019, 10), (2021, 30), (2022, 20)]:
        published(indicator=indicator, place=place, year=year, value=value)
    page = page_of(client, indicator)
    assert page.count('<rect class="bar') == 2 * 3
    assert "từ 10 (năm 2019) đến 20 (năm 2022); cao nhất 30 (năm 2021)." in page
    assert "Số liệu của biểu đồ" not in page
    assert "Bình quân tăng 26,0 %/năm, 2019-2022" in page
    assert "bình quân tăng 73,2 %/năm, 2019-2021" in page
    assert f'href="{reverse("chart-file", args=[indicator.code, place.code, "nam", "png"])}"' in page
    for quarter in ["quý I/2022", "quý II/2022"]:
        published(indicator=indicator, place=place, period=quarter, value=5)
    assert page_of(client, indicator).count("<summary>Số liệu của biểu đồ</summary>") == 2


def test_of_many_places_a_few_are_shown_and_the_others_can_be_chosen(client):
    indicator = makers.make_indicator()
    places = [makers.make_place(name=f"Xã số {number:02}") for number in range(MOST_PLACES + 2)]
    for place in places:
        published(indicator=indicator, place=place)
    address = reverse("indicator", args=[indicator.code])
    assert len(client.get(address).context["series"]) == MOST_PLACES
    (chosen,) = client.get(address, {"dia_ban": places[-1].code}).context["series"]
    assert chosen.place == places[-1]


def test_an_indicator_is_told_in_eight_queries_whatever_its_figures(client, django_assert_max_num_queries):
    numerator, denominator = makers.make_indicator(), makers.make_indicator()
    share = makers.make_indicator(measure="share", numerator=numerator, denominator=denominator)
    makers.make_indicator(parent=share)
    makers.make_indicator(replaces=share)
    for place in [makers.make_place(), makers.make_place()]:
        for year in range(2010, 2022):
            for indicator, value in [(share, 50), (numerator, 5), (denominator, 10)]:
                published(indicator=indicator, place=place, year=year, value=value, source=makers.make_source())
    # What every page tells of the whole book is kept.
    client.get(reverse("guide"))
    with django_assert_max_num_queries(8):
        page = page_of(client, share)
    assert page.count("khớp khi làm tròn") == 24


# What is never shown


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED])
def test_figures_that_are_not_approved_appear_nowhere(client, state, province):
    figure = makers.make_figure(value=987654, state=state, place=province)
    for address in [*pages(), reverse("indicator", args=[figure.indicator.code])]:
        assert b"987.654" not in client.get(address).content
    assert "987654" not in "".join(
        part.decode() for part in client.get(reverse("figure-list"), {"tai": "csv"}).streaming_content
    )


def test_an_indicator_that_is_not_public_has_no_page_and_no_figures(client):
    figure = published(value=987654, indicator=makers.make_indicator(is_public=False))
    assert client.get(reverse("indicator", args=[figure.indicator.code])).status_code == 404
    assert b"987.654" not in client.get(reverse("figure-list")).content
    assert (
        figure.indicator.name.encode() not in client.get(reverse("topic", args=[figure.indicator.topic.code])).content
    )


# Manners


def test_pages_are_read_only(client):
    for address in pages():
        assert client.post(address).status_code == 405


def test_pages_touch_no_session_and_say_how_they_may_be_kept(client):
    for address in pages():
        answer = client.get(address)
        assert "Cookie" not in answer.get("Vary", "")
        assert not answer.cookies
        assert answer["Cache-Control"] == "public, max-age=0, must-revalidate"
        assert client.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_pages_carry_no_inline_style_or_script_and_a_strict_policy(client):
    for address in pages():
        answer = client.get(address)
        assert "unsafe" not in answer["Content-Security-Policy"]
        page = answer.content.decode()
        assert "<style" not in page
        assert " style=" not in page
        # Data for search engines is no script: no browser runs it.
        assert not re.search(r"<script(?![^>]* src=)(?! type=\"application/ld\+json\")", page)


def test_queries_do_not_grow_with_rows(client, django_assert_max_num_queries, province):
    for address in pages(place=province):
        # What was kept for the page before is of another version.
        makers.make_topic()
        with django_assert_max_num_queries(42) as few:
            client.get(address)
        for year in range(2010, 2016):
            figure = published(year=year, place=province, source=makers.make_source())
            makers.make_reported_value(figure=figure)
        topic = figure.indicator.topic
        for _ in range(5):
            published(place=province, indicator=makers.make_indicator(topic=topic), source=makers.make_source())
        with django_assert_max_num_queries(len(few.captured_queries)):
            client.get(address)


def test_every_page_has_a_title_and_a_description_of_its_own(client):
    texts = [client.get(address).content.decode() for address in [*pages(), reverse("project-list")]]
    for pattern in ["<title>(.+?)</title>", '<meta name="description" content="(.+?)">']:
        found = [re.search(pattern, text)[1] for text in texts]
        assert len(set(found)) == len(texts), found
