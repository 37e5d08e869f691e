"""How often a page asks the database when nothing is kept yet: as often for a full book as for a few rows."""

import pytest
from django.urls import reverse

from config.pages import tables
from indicators.models import Indicator, Release, Topic, Version
from tests import makers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("filled_book")]

A_LIST, AN_INDICATOR, THE_OVERVIEW = 6, 8, 12
EARLIER = {"ngay": "31/12/2019"}
LISTS = {
    "project-list": [{}, {"tim": "công ty cổ phần", **EARLIER}, {"xep": "industry"}, {"nganh": "C", "trang": "2"}],
    "estate-list": [{}, EARLIER],
    "mineral-list": [{}, {"tim": "đá vôi", "hieu_luc": "expired"}],
    "extension": [{}, {"nguon": "local", "nam": "2020"}],
    "product-list": [{}, {"nam": "2022"}],
    "handicraft-list": [{}, {"tim": "mây tre"}],
    "power": [{}, {"tim": "trạm", **EARLIER}],
    "transformer-list": [{}, {"tim": "trạm"}],
    "line-list": [{}, EARLIER],
    "plant-list": [{}, {"loai": "hydro"}],
    "grid-project-list": [{}, {"nam": "2023"}],
    "figure-list": [{}, {"tim": "xuất khẩu hòa bình năm 2022"}, {"tim": "không đâu có"}, {"xep": "-place"}],
    "source-list": [{}, {"tim": "báo cáo"}],
    "release-list": [{}],
}


@pytest.fixture
def asks_at_most(client, django_assert_max_num_queries):
    def asks(most, address, query=None):
        # A write: what other tests have kept is of another version.
        makers.make_topic()
        with django_assert_max_num_queries(most, info=f"{address} {query}"):
            assert client.get(address, query).status_code == 200

    return asks


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("far", [tables.FAR, 5])
def test_a_list_asks_six_times_at_most(name, far, asks_at_most, monkeypatch):
    # Of a list of more rows the order is kept too.
    monkeypatch.setattr(tables, "FAR", far)
    for query in LISTS[name]:
        asks_at_most(A_LIST, reverse(name), query)


def test_the_overview_an_indicator_and_a_release_keep_their_bounds_too(asks_at_most):
    for query in ({}, EARLIER):
        asks_at_most(THE_OVERVIEW, reverse("overview"), query)
    for indicator in Indicator.objects.filter(versions__in=Version.objects.public()).distinct()[:3]:
        asks_at_most(AN_INDICATOR, reverse("indicator", args=[indicator.code]))
    for release in Release.objects.out():
        asks_at_most(A_LIST, reverse("release", args=[release.code]))
    asks_at_most(A_LIST, reverse("topic-list"))
    asks_at_most(THE_OVERVIEW, reverse("topic", args=[Topic.objects.first().code]))
