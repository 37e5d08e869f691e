"""Reported shares held against their own terms."""

from decimal import Decimal

import pytest

from indicators.models import Figure, State
from indicators.shares import share_checks
from tests import makers

pytestmark = pytest.mark.django_db


def a_share(value, kind="official", terms_kind="official", numerator=50, **fields):
    """A share of 2020 whose numerator and denominator are known in one kind."""
    part, whole, place = makers.make_indicator(), makers.make_indicator(), makers.make_place()
    for indicator, amount in [(part, numerator), (whole, 89)]:
        makers.make_figure(
            indicator=indicator, place=place, year=2020, value=amount, kind=terms_kind, state=State.APPROVED
        )
    share = makers.make_indicator(measure="share", numerator=part, denominator=whole)
    return makers.make_figure(
        indicator=share, place=place, year=2020, value=Decimal(value), kind=kind, state=State.APPROVED, **fields
    )


def checks_of(figure):
    return share_checks([Figure.objects.select_related("indicator").get(pk=figure.pk)])


@pytest.mark.parametrize(("value", "agrees"), [("62", False), ("56", True), ("56.2", True)])
def test_a_share_is_held_against_its_terms(value, agrees):
    assert [check.agrees for check in checks_of(a_share(value))] == [agrees]


def test_an_estimate_is_held_against_the_most_mature_terms():
    assert len(checks_of(a_share("62", kind="estimate"))) == 1


def test_a_target_is_never_held_against_what_was():
    assert checks_of(a_share("62", kind="target")) == []
    assert checks_of(a_share("62", terms_kind="target")) == []


def test_a_target_is_held_against_the_targets():
    assert [check.agrees for check in checks_of(a_share("62", kind="target", terms_kind="target"))] == [False]


def test_a_share_that_is_about_right_is_not_said_to_disagree():
    assert checks_of(a_share("62", qualifier="~")) == []
