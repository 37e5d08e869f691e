"""Counts as indicators name them: in which unit they are told, when a figure agrees, which codes are refused."""

from decimal import Decimal

import pytest
from django.urls import reverse

from indicators.counts import Counted, Tally, agrees, all_counts, count_for, refusal
from indicators.models import Figure, Indicator, Unit
from indicators.periods import Period
from indicators.resources import IndicatorResource
from tests import makers
from tests.sheets import preview, xlsx
from tests.staff_forms import errors_of, typed

pytestmark = pytest.mark.django_db


def figure(value, qualifier="=", upper=None):
    return Figure(value=Decimal(value), qualifier=qualifier, upper=upper and Decimal(upper))


@pytest.mark.parametrize(
    ("said", "count", "agreed"),
    [
        (figure("12"), "12", True),
        (figure("12"), "13", False),
        (figure("86.4"), "86.37", True),
        (figure("86.4"), "86.31", False),
        (figure("100"), "103", False),
        (figure("100", "~"), "103", True),
        (figure("100", "~"), "160", False),
        (figure("30", ">"), "31", True),
        (figure("30", ">"), "29", False),
        (figure("30", "under"), "29", True),
        (figure("30", "under"), "31", False),
        (figure("7400", "<"), "7310", True),
        (figure("7400", "<"), "7290", False),
        (figure("7400", "<"), "7401", False),
        (figure("5", "range", "7"), "6", True),
        (figure("5", "range", "7"), "8", False),
        (figure("0"), "0", True),
    ],
)
def test_a_figure_agrees_with_a_count_as_exactly_as_it_is_said(said, count, agreed):
    assert agrees(said, Decimal(count)) is agreed


def test_a_count_is_told_in_the_unit_and_decimals_of_the_indicator():
    billions = makers.make_unit(dimension="vnd", factor=10**9)
    indicator = makers.make_indicator(unit=billions, decimals=1)
    assert Counted(Decimal(240_550_000_000), "vnd").as_figure_of(indicator) == Decimal("240.6")
    assert Counted(Decimal(240_550_000_000), "usd").as_figure_of(indicator) is None
    assert Counted(None, "vnd").as_figure_of(indicator) is None


def test_a_code_that_nobody_declares_counts_nothing():
    place = makers.make_place(level="province")
    assert count_for(["khong-co"], place, Period.year(2022)) == {}
    assert Tally(place).of("khong-co", Period.year(2022))().amount is None


def test_each_code_names_one_count():
    makers.make_content_line(code="MAY-MOC")
    codes = [count.code for count in all_counts().values()]
    assert len(codes) == len(set(codes)) > 50
    assert max(map(len, codes)) <= Indicator._meta.get_field("counted_by").max_length


@pytest.mark.usefixtures("filled_book")
def test_the_indicators_of_the_book_are_counted_in_units_that_convert():
    counted = Indicator.objects.exclude(counted_by="").select_related("unit")
    declared = all_counts()
    assert counted.count() > 70
    assert [why for one in counted if (why := refusal(one.counted_by, one.unit, declared))] == []


@pytest.mark.usefixtures("filled_book")
def test_of_an_indicator_and_its_parts_each_has_a_count_of_its_own():
    codes = list(Indicator.objects.exclude(counted_by="").values_list("counted_by", flat=True))
    assert len(codes) == len(set(codes))


# What is refused


def screen(client, indicator, **changes):
    client.force_login(makers.make_user(is_superuser=True))
    address = reverse("admin:indicators_indicator_change", args=[indicator.pk])
    return client.post(address, typed(client.get(address), **changes))


def test_the_form_of_an_indicator_offers_the_counts_under_their_registers(client):
    indicator = makers.make_indicator()
    assert screen(client, indicator, counted_by="projects").status_code == 302
    indicator.refresh_from_db()
    assert indicator.counted_by == "projects"
    page = client.get(reverse("admin:indicators_indicator_change", args=[indicator.pk])).content.decode()
    assert '<optgroup label="Dự án đầu tư">' in page
    assert '<option value="projects" selected>dự án</option>' in page


def test_the_form_refuses_a_code_that_no_register_declares(client):
    page = screen(client, makers.make_indicator(), counted_by="khong-co")
    assert "Không sổ nào có cách đếm «khong-co»" in errors_of(page)


def test_a_stored_code_that_is_declared_no_more_stays_in_sight_and_is_told(client):
    indicator = makers.make_indicator(counted_by="ngay-xua")
    page = screen(client, indicator)
    assert "Không sổ nào có cách đếm «ngay-xua»" in errors_of(page)


def test_the_form_refuses_a_count_in_another_dimension(client):
    page = screen(client, makers.make_indicator(unit=makers.make_unit(dimension="area")), counted_by="projects")
    assert "theo số đếm theo đơn vị riêng, chỉ tiêu tính bằng" in errors_of(page)


def sheet(indicator, code):
    rows = [
        ["Mã chỉ tiêu", "Tên chỉ tiêu", "Chủ đề", "Đơn vị tính", "Cách đo", "Đếm từ sổ"],
        [indicator.code, indicator.name, indicator.topic.code, indicator.unit.code, "lượng phát sinh trong kỳ", code],
    ]
    return preview(IndicatorResource(), xlsx(rows))


@pytest.mark.parametrize(
    ("code", "dimension", "problem"),
    [
        ("projects", Unit.Dimension.COUNT, ""),
        ("", Unit.Dimension.AREA, ""),
        ("khong-co", Unit.Dimension.COUNT, "Không sổ nào có cách đếm «khong-co»"),
        ("zone-area-planned", Unit.Dimension.COUNT, "theo diện tích (gốc: m²), chỉ tiêu tính bằng"),
    ],
)
def test_a_sheet_is_held_to_the_same_rules(code, dimension, problem):
    plan = sheet(makers.make_indicator(unit=makers.make_unit(dimension=dimension)), code)
    told = " ".join(str(one) for one in plan.problems)
    assert problem in told
    assert bool(told) is bool(problem)
