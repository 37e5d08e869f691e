"""How a form is arranged on the staff's screen, and where it leads."""

import pytest
from django.urls import reverse

from indicators.models import FormRow
from tests import makers
from tests.staff_forms import errors_of, typed

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def form():
    return makers.make_report_form(makers.make_indicator(code="xi-mang"), makers.make_indicator(code="dien"))


@pytest.fixture
def address(form):
    return reverse("admin:indicators_reportform_change", args=[form.pk])


def with_new_row(page, form, **boxes):
    """What the form sends with one more row under it."""
    given = {"id": "", "form": form.pk, "position": "30", "code": "", "number": "", "wording": "", "level": "0"}
    return typed(page, rows__TOTAL_FORMS="3") | {f"rows-2-{name}": value for name, value in (given | boxes).items()}


def test_a_row_without_a_code_takes_that_of_its_indicator(admin_client, form, address):
    steel = makers.make_indicator(code="thep")
    sent = with_new_row(admin_client.get(address), form, indicator=steel.pk)
    assert admin_client.post(address, sent).status_code == 302
    assert FormRow.objects.get(indicator=steel).code == "thep"


def test_a_code_that_was_typed_stays(admin_client, form, address):
    steel = makers.make_indicator(code="thep")
    admin_client.post(address, with_new_row(admin_client.get(address), form, indicator=steel.pk, code="a1"))
    assert FormRow.objects.get(indicator=steel).code == "a1"


@pytest.mark.every_engine
def test_the_code_of_a_stored_row_emptied_comes_back_from_its_indicator(admin_client, form, address):
    admin_client.post(address, typed(admin_client.get(address), rows__0__code=""))
    assert list(form.rows.values_list("code", flat=True)) == ["xi-mang", "d2"]


def test_a_heading_without_a_code_is_asked_for_one(admin_client, form, address):
    sent = with_new_row(admin_client.get(address), form, indicator="", wording="Công nghiệp")
    page = admin_client.post(address, sent)
    assert errors_of(page) == "Dòng không có chỉ tiêu thì phải có mã dòng."


def test_a_code_taken_from_the_indicator_is_held_against_the_others(admin_client, form, address):
    form.rows.filter(code="d1").update(code="thep")
    sent = with_new_row(admin_client.get(address), form, indicator=makers.make_indicator(code="thep").pk)
    page = admin_client.post(address, sent)
    assert page.status_code == 200
    assert form.rows.count() == 2
    assert errors_of(page)


def test_a_form_leads_to_its_grid(admin_client, form, address):
    link = f'<a href="{reverse("admin:indicators_reportform_entry", args=[form.code])}">Nhập kỳ hiện tại</a>'
    assert link in admin_client.get(address).content.decode()
    assert admin_client.get(reverse("admin:indicators_reportform_entry", args=[form.code])).status_code == 200


def test_who_may_not_see_figures_is_not_led_to_the_grid(client, address):
    client.force_login(makers.make_user("indicators.view_reportform"))
    page = client.get(address)
    assert page.status_code == 200
    assert "Nhập kỳ hiện tại" not in page.content.decode()
