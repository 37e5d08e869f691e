"""Periods of forms that are closed, by whom and why, and opened again."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from indicators.actions.closing import close_periods, reopen_periods
from indicators.models import AuditEntry, FormPeriod, Posting
from tests import makers
from tests.staff_forms import typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief():
    return makers.make_user("indicators.change_formperiod", "indicators.view_formperiod")


def test_a_closed_period_keeps_who_closed_it_when_and_why(chief):
    settings = makers.make_form_period()
    assert close_periods(FormPeriod.objects.all(), by=chief, reason=" đã nộp ") == 1
    settings.refresh_from_db()
    assert (settings.closed_by, settings.closed_because, settings.closed_at is None) == (chief, "đã nộp", False)
    assert AuditEntry.objects.filter(table="indicators_formperiod", user=chief).exists()


def test_what_is_closed_already_keeps_its_first_reason(chief):
    makers.make_form_period()
    close_periods(FormPeriod.objects.all(), by=chief, reason="đã nộp")
    assert close_periods(FormPeriod.objects.all(), by=chief, reason="lại khóa") == 0
    assert FormPeriod.objects.get().closed_because == "đã nộp"


def test_a_period_is_opened_again(chief):
    makers.make_form_period()
    close_periods(FormPeriod.objects.all(), by=chief, reason="đã nộp")
    assert reopen_periods(FormPeriod.objects.all(), by=chief) == 1
    assert FormPeriod.objects.get().closed_at is None


def test_closing_says_why(chief):
    makers.make_form_period()
    with pytest.raises(ValidationError, match="vì sao"):
        close_periods(FormPeriod.objects.all(), by=chief, reason="  ")


def test_only_who_may_change_it_and_answers_for_its_form_closes_a_period(chief):
    makers.make_form_period()
    with pytest.raises(PermissionDenied):
        close_periods(FormPeriod.objects.all(), by=makers.make_user(), reason="x")
    Posting.set(chief, makers.make_office())
    chief = type(chief).objects.get(pk=chief.pk)
    with pytest.raises(ValidationError, match="không phụ trách"):
        close_periods(FormPeriod.objects.all(), by=chief, reason="x")


def test_the_list_asks_why_before_it_closes(admin_client):
    settings = makers.make_form_period()
    address = reverse("admin:indicators_formperiod_changelist")
    page = admin_client.post(address, {"action": "close", "_selected_action": [settings.pk]})
    assert str(settings) in page.content.decode()
    sent = {"action": "close", "_selected_action": [settings.pk], "confirmed": "yes", "reason": "đã nộp"}
    assert "đã nộp" in admin_client.post(address, sent, follow=True).content.decode()


def test_a_form_opened_before_the_closing_does_not_open_the_period_again(admin_client, admin_user):
    settings = makers.make_form_period()
    address = reverse("admin:indicators_formperiod_change", args=[settings.pk])
    page = admin_client.get(address)
    close_periods(FormPeriod.objects.all(), by=admin_user, reason="đã nộp")
    assert admin_client.post(address, typed(page, contact="chị Hoa")).status_code == 302
    settings.refresh_from_db()
    assert (settings.contact, settings.closed_because) == ("chị Hoa", "đã nộp")


def test_a_period_that_the_form_is_not_filled_for_is_refused(admin_client):
    settings = makers.make_form_period()
    address = reverse("admin:indicators_formperiod_change", args=[settings.pk])
    answer = admin_client.post(address, typed(admin_client.get(address), period="tháng 4/2022"))
    assert "Biểu này lập theo năm" in answer.content.decode()
