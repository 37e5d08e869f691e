"""The page that lists where figures of the book say something else than the registers count."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.models import Posting
from tests import makers

pytestmark = pytest.mark.django_db
ADDRESS = "admin:indicators_reportform_differences"
READS = ("indicators.view_figure", "indicators.view_reportform")


@pytest.fixture
def reader(client):
    user = makers.make_user(*READS)
    client.force_login(user)
    return user


@pytest.fixture
def province():
    return makers.make_place(level="province")


@pytest.fixture
def kinds():
    makers.make_handicraft_kind()
    office = makers.make_office()
    return makers.make_indicator(measure="stock", counted_by="handicraft-kinds", decimals=0, office=office)


def listed(client, **query):
    groups = client.get(reverse(ADDRESS, query=query)).context["groups"]
    return [
        (str(group.period), [(one.figure.value, one.counted, one.amount) for one in group.differences])
        for group in groups
    ]


def test_the_most_mature_figures_that_differ_are_listed_the_newest_period_first(client, reader, province, kinds):
    for year, kind, value in [(2021, "estimate", 9), (2021, "official", 3), (2020, "plan", 8), (2022, "official", 0)]:
        makers.make_figure(f"31/12/{year}", indicator=kinds, place=province, kind=kind, value=value)
    assert listed(client) == [("31/12/2022", [(0, 1, "−1")]), ("31/12/2021", [(3, 1, "+2")])]


def test_what_agrees_or_cannot_be_counted_is_told_by_its_number(client, reader, province, kinds):
    makers.make_figure("31/12/2021", indicator=kinds, place=province, value=1)
    unknown = makers.make_indicator(measure="stock", counted_by="projects")
    makers.make_figure("31/12/2021", indicator=unknown, place=province, value=1)
    page = client.get(reverse(ADDRESS)).content.decode()
    assert "1 số khớp sổ; 1 số sổ chưa đếm được" in page
    assert "chưa giải thích" not in page


def test_a_note_stands_beside_its_difference(client, reader, province, kinds):
    makers.make_figure("31/12/2021", indicator=kinds, place=province, value=3, note="Tính cả nghề đã mất.")
    assert "Tính cả nghề đã mất." in client.get(reverse(ADDRESS)).content.decode()
    makers.make_figure("31/12/2020", indicator=kinds, place=province, value=3)
    assert "chưa giải thích" in client.get(reverse(ADDRESS)).content.decode()


def test_one_begins_with_the_figures_of_the_own_office(client, reader, province, kinds):
    makers.make_figure("31/12/2021", indicator=kinds, place=province, value=3)
    office = makers.make_office()
    Posting.objects.create(user=reader, office=office)
    assert listed(client) == []
    assert listed(client, phong=kinds.office.code) == listed(client, phong="") != []


def test_a_page_asks_no_more_for_many_figures_of_a_period(client, reader, province, kinds):
    def add():
        again = makers.make_indicator(measure="stock", counted_by="handicraft-kinds")
        makers.make_figure("31/12/2021", indicator=again, place=province, value=3)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert listed(client)
        return len(captured)

    add()
    queries()
    few = queries()
    for _ in range(5):
        add()
    assert queries() == few


def test_older_periods_stand_on_the_next_pages(client, reader, province, kinds):
    for year in range(2000, 2015):
        makers.make_figure(f"31/12/{year}", indicator=kinds, place=province, value=3)
    assert len(listed(client)) == 12
    assert [period for period, _ in listed(client, trang=2)] == ["31/12/2002", "31/12/2001", "31/12/2000"]


def test_whoever_may_not_see_figures_may_not_see_the_page(client):
    client.force_login(makers.make_user("indicators.view_reportform"))
    assert client.get(reverse(ADDRESS)).status_code == 403


def test_the_page_is_found_from_the_progress_of_forms(client, reader):
    page = client.get(reverse("admin:indicators_reportform_progress")).content.decode()
    assert reverse(ADDRESS) in page
