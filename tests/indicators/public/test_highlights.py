"""The overview: which figures it chooses, what it says changed last, what the registers hand down to it."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from indicators.models import Figure, Indicator, State
from tests import makers
from tests.indicators.pages import published, read

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def test_the_overview_names_what_changed_last(client):
    published(indicator=makers.make_indicator(name="Ghi trước"))
    figure = published(indicator=makers.make_indicator(name="Sửa sau"))
    published(indicator=makers.make_indicator(name="Ghi sau"))
    figure.value = 321
    figure.state = State.SUBMITTED
    figure.save()
    makers.approve(figure)
    recent = read(client, "overview").split('class="recent"')[1]
    assert recent.index("Sửa sau") < recent.index("Ghi sau") < recent.index("Ghi trước")


def test_of_one_release_each_indicator_shows_its_latest_figure_topic_after_topic(client):
    industry, grid = (makers.make_topic(position=position) for position in (1, 2))
    named = [("Giá trị", industry), ("Chỉ số", industry), ("Điện", grid)]
    output, index, power = (
        makers.make_indicator(name=name, topic=topic, position=at) for at, (name, topic) in enumerate(named)
    )
    years = [
        (output, 2021),
        (output, 2023),
        (output, 2022),
        (index, 2020),
        *((power, year) for year in range(2001, 2012)),
    ]
    said = {"place": makers.make_place(), "state": State.SUBMITTED}
    makers.approve(*(makers.make_figure(indicator=each, year=year, value=year, **said) for each, year in years))
    recent = [figure.indicator.name for figure in client.get(reverse("overview")).context["recent"]]
    assert recent == ["Giá trị", "Điện", "Chỉ số"]
    assert "2.023" in read(client, "overview").split('class="recent"')[1]


def test_drafts_by_the_hundred_do_not_push_out_what_changed_last(client):
    published(indicator=makers.make_indicator(name="Điện thương phẩm"))
    indicator, place = makers.make_indicator(name="Còn là nháp"), makers.make_place()
    for year in range(1950, 1950 + 60):
        makers.make_figure(year=year, indicator=indicator, place=place, state=State.DRAFT)
    recent = read(client, "overview").split('class="recent"')[1]
    assert "Điện thương phẩm" in recent
    assert "Còn là nháp" not in recent


def test_the_overview_counts_registers_as_of_the_day_asked(client):
    makers.make_project_status(on=date(2019, 5, 1))
    assert "1 đã đi vào sản xuất kinh doanh" in read(client, "overview", ngay="31/12/2020")
    assert "0 đã đi vào sản xuất kinh doanh" in read(client, "overview", ngay="31/12/2018")


def test_the_overview_leads_to_the_registers_on_the_day_asked(client):
    assert f'href="{reverse("project-list")}?ngay=31%2F12%2F2020"' in read(client, "overview", ngay="31/12/2020")
    assert f'href="{reverse("project-list")}">Dự án đầu tư' in read(client, "overview")


def test_a_day_that_is_none_is_said_so_and_today_stands_in(client):
    page = read(client, "overview", ngay="31/02/2020")
    assert "Không có ngày «31/02/2020»" in page
    assert f"đếm tại ngày {timezone.localdate():%d/%m/%Y}" in page


def test_the_footer_tells_when_the_book_last_changed(client):
    published()
    assert f'Cập nhật gần nhất: <time datetime="{timezone.localdate():%Y-%m-%d}' in read(client, "overview")


def test_drafts_and_approvals_change_nothing_of_a_public_page(client):
    figure = published(source=makers.make_source())
    before = client.get(reverse("overview"))
    Figure.objects.update(value=321, state=State.SUBMITTED)
    figure.refresh_from_db()
    makers.approve(figure, released=False)
    assert client.get(reverse("overview")).headers["ETag"] == before.headers["ETag"]


@pytest.mark.every_engine
def test_indicators_that_are_parts_of_each_other_stay_on_their_page(client):
    one, other = (published(indicator=makers.make_indicator(name=name)).indicator for name in ["Một", "Hai"])
    Indicator.objects.update(topic=one.topic)
    Indicator.objects.filter(pk=one.pk).update(parent=other)
    Indicator.objects.filter(pk=other.pk).update(parent=one)
    page = read(client, "topic", one.topic.code)
    assert ">Một</a>" in page
    assert ">Hai</a>" in page


def test_what_changed_last_says_of_which_place(client):
    figure = published(place=makers.make_place(name="Nhà máy thủy điện Suối Nhạp"))
    assert figure.place.name in read(client, "overview").split('class="recent"')[1]
