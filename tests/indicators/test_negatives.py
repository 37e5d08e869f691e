"""A number below zero: refused at every door where the unit is an amount, a count or a quantity."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from config.databases import rule_broken
from indicators.audit.guards import BELOW_ZERO, SIGNED
from indicators.models import Figure, Indicator, Unit
from indicators.models.indicators import SIGNED_DIMENSIONS
from indicators.resources import FigureResource
from tests import makers
from tests.sheets import as_xlsx, preview, told
from tests.staff_forms import errors_of, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def tons():
    return makers.make_indicator(unit=makers.make_unit(dimension="mass"))


def test_the_database_refuses_a_negative_amount_however_it_comes(tons):
    figure = makers.make_figure(indicator=tons, value=5)
    writes = [
        lambda: makers.make_figure(year=2021, indicator=tons, value=-5),
        lambda: Figure.objects.filter(pk=figure.pk).update(value=-5),
        lambda: Figure.objects.filter(pk=figure.pk).update(value=-5, upper=-2, qualifier="range"),
        lambda: connection.cursor().execute("UPDATE indicators_figure SET value = -5"),
    ]
    for write in writes:
        with pytest.raises(IntegrityError) as refused, transaction.atomic():
            write()
        assert rule_broken(refused.value) == BELOW_ZERO
    figure.refresh_from_db()
    assert figure.value == 5


def test_what_stands_is_not_refused_when_something_else_of_it_changes(tons):
    tons.may_be_negative = True
    tons.save()
    figure = makers.make_figure(indicator=tons, value=-5)
    Indicator.objects.update(may_be_negative=False)
    Figure.objects.filter(pk=figure.pk).update(note="nhập siêu")
    assert Figure.objects.get().note == "nhập siêu"


@pytest.mark.parametrize("dimension", Unit.Dimension)
def test_only_rates_and_points_are_signed_by_themselves(dimension):
    indicator = makers.make_indicator(unit=makers.make_unit(dimension=dimension))
    assert indicator.takes_negatives is (dimension in SIGNED_DIMENSIONS)
    assert indicator.takes_negatives is (f"'{dimension}'" in SIGNED)


def test_an_indicator_may_allow_it():
    unit = makers.make_unit(dimension="usd")
    balance = makers.make_indicator(unit=unit, may_be_negative=True)
    assert makers.make_figure(indicator=balance, value=Decimal("-12.5")).value < 0


def test_the_form_tells_it_at_its_box(admin_client, tons):
    page = admin_client.get(reverse("admin:indicators_figure_add"))
    sent = typed(page, indicator=tons.pk, place=makers.make_place().pk, period="2022", kind="official", value="-5")
    answer = admin_client.post(reverse("admin:indicators_figure_add"), sent)
    assert errors_of(answer) == BELOW_ZERO
    assert not Figure.objects.exists()


def test_the_preview_of_a_sheet_tells_it_at_its_row(admin_user, tons):
    place = makers.make_place()
    head = ["Chỉ tiêu", "Địa bàn", "Kỳ", "Loại số liệu", "Giá trị"]
    plan = preview(FigureResource(), as_xlsx([head, [tons.code, place.code, 2022, "sơ bộ", -5]]), user=admin_user)
    assert [problem for problem in told(plan) if BELOW_ZERO in problem]
