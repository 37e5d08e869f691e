"""What a clerk meets on the page of a form: where typing begins, whose rows are shown, what was typed in vain."""

import pytest
from django.urls import reverse
from django.utils import timezone

from indicators.entry.progress import forms_to_fill
from indicators.entry.reminding import waiting_forms
from indicators.models import AuditEntry, Figure, FormPeriod, FormRow, Posting
from indicators.periods import Period
from tests import makers

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
ENTERS = (
    "indicators.view_figure", "indicators.add_figure", "indicators.change_figure", "indicators.view_reportform",
)  # fmt: skip
CLOSES = ("indicators.view_formperiod", "indicators.change_formperiod")
YEAR = Period.year(2022)


def sign_in(client, *permissions, office=None):
    user = makers.make_user(*ENTERS, *permissions)
    if office:
        Posting.set(user, office)
        user = type(user).objects.get(pk=user.pk)
    client.force_login(user)
    return user


def address(form, page="entry", **query):
    return reverse(f"admin:indicators_reportform_{page}", args=[form.code], query={"ky": "2022", **query})


def box(form, row=0, column=2):
    return f"o-{FormRow.objects.filter(form=form)[row].pk}-{column}"


def close(form, **fields):
    days = {"period_start": YEAR.start, "period_end": YEAR.end}
    return FormPeriod.objects.create(form=form, **days, closed_at=timezone.now(), closed_because="đã báo cáo", **fields)


def told(answer):
    return [str(message) for message in answer.context["messages"]]


# What was typed in vain


def test_what_was_typed_without_a_script_into_a_period_closed_meanwhile_is_shown_to_be_copied(client):
    sign_in(client)
    form = makers.make_report_form(makers.make_indicator(name="Xi măng"), makers.make_indicator(name="Điện"))
    seen = client.get(address(form)).context["seen"]
    close(form)
    answer = client.post(address(form), {"seen": seen, box(form): "12,5", box(form, 1): "khoảng 7"})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "2 ô đã gõ mà không lưu được" in text
    assert '<th scope="row">Xi măng</th><td>ước tính 2022</td><td class="number">12,5</td>' in text
    assert '<td class="number">khoảng 7</td>' in text
    assert not Figure.objects.exists()


def test_what_was_typed_into_rows_that_went_to_another_office_is_shown_too(client):
    office = makers.make_office()
    indicator = makers.make_indicator(office=office)
    form = makers.make_report_form(indicator)
    sign_in(client, office=office)
    seen = client.get(address(form)).context["seen"]
    indicator.office = makers.make_office()
    indicator.save()
    answer = client.post(address(form), {"seen": seen, box(form): "12,5"})
    assert '<td class="number">12,5</td>' in answer.content.decode()


@pytest.mark.every_engine
def test_what_was_typed_into_a_row_that_is_gone_is_shown_too(client):
    sign_in(client)
    form = makers.make_report_form(makers.make_indicator(), makers.make_indicator())
    name = box(form)
    FormRow.objects.filter(form=form).first().delete()
    answer = client.post(address(form), {"seen": "{}", name: "12,5"})
    assert 'ô không còn trong biểu</th><td></td><td class="number">12,5</td>' in answer.content.decode()


# A form that is not in use any more


@pytest.fixture
def retired():
    return makers.make_report_form(makers.make_indicator(name="Xi măng"), is_in_use=False)


def test_a_form_that_is_not_in_use_is_there_to_read_only(client, retired):
    sign_in(client)
    makers.make_figure(indicator=retired.rows.get().indicator, place=retired.places.get(), kind="estimate", value=12)
    page = client.get(address(retired)).content.decode()
    assert "Biểu này không còn dùng: chỉ để xem." in page
    assert ">12</td>" in page
    assert "<input id=" not in page
    assert 'id="hand-in"' not in page


def test_nothing_is_saved_into_a_form_that_is_not_in_use_by_any_door(client, retired):
    sign_in(client)
    answer = client.post(address(retired), {"seen": "{}", box(retired): "12"})
    assert answer.status_code == 409
    assert "Chưa lưu ô nào. Biểu này không còn dùng" in told(answer)[0]
    body = {"cells": [{"name": box(retired), "text": "12", "seen": ""}]}
    answer = client.post(address(retired, "save"), body, content_type="application/json")
    assert (answer.status_code, "không còn dùng" in answer.json()["message"]) == (403, True)
    assert client.post(address(retired, "cell", o=box(retired)), {"note": "chưa có"}).status_code == 403
    client.post(address(retired, "hand_in"), {f"vi-sao-{box(retired)}": "chưa có"})
    assert not Figure.objects.exists()


def test_a_form_that_is_not_in_use_is_no_task_and_nobody_is_reminded_of_it(client, retired):
    user = sign_in(client)
    retired.due_days = -92
    retired.save()
    assert not forms_to_fill(user)
    assert not waiting_forms()
    for page in ("admin:index", "admin:indicators_reportform_progress"):
        assert retired.name not in client.get(reverse(page)).content.decode()
    retired.is_in_use = True
    retired.save()
    assert retired.name in client.get(reverse("admin:indicators_reportform_progress")).content.decode()


def test_the_list_of_forms_offers_to_read_what_is_not_in_use(admin_client, retired):
    page = admin_client.get(reverse("admin:indicators_reportform_changelist")).content.decode()
    assert f'aria-label="Xem {retired}, ' in page


# Where typing begins, and whose rows are shown


def test_the_caret_begins_in_the_first_box_that_must_hold_a_figure_and_holds_none(client):
    sign_in(client)
    form = makers.make_report_form(makers.make_indicator(), makers.make_indicator(), makers.make_indicator())
    first = FormRow.objects.filter(form=form)[0].indicator
    makers.make_figure(indicator=first, place=form.places.get(), kind="estimate", value=1)
    page = client.get(address(form)).content.decode()
    assert page.count(" autofocus") == 1
    assert f'id="{box(form, 1)}"' in page.split(" autofocus")[0].rsplit("<input", 1)[1]


def test_the_caret_goes_to_what_was_refused_before_what_is_missing(client):
    sign_in(client)
    form = makers.make_report_form(makers.make_indicator(), makers.make_indicator())
    page = client.post(address(form), {"seen": "{}", box(form, 1): "mười"}).content.decode()
    assert f'id="{box(form, 1)}"' in page.split(" autofocus")[0].rsplit("<input", 1)[1]


def test_boxes_that_must_hold_a_figure_say_so(client):
    sign_in(client)
    columns = [{"kind": "estimate", "is_required": True}, {"kind": "official"}]
    form = makers.make_report_form(makers.make_indicator(), columns=columns)
    assert client.get(address(form)).content.decode().count('aria-required="true"') == 1


def test_a_clerk_sees_only_the_rows_of_the_own_office_with_what_stands_over_them(client):
    office, other = makers.make_office(name="Phòng Công nghiệp"), makers.make_office()
    mine, theirs = makers.make_indicator(office=office), makers.make_indicator(office=other)
    rows = [
        {"wording": "Phần thứ nhất", "level": 0}, {"indicator": theirs, "level": 1},
        {"wording": "Phần thứ hai", "level": 0}, {"indicator": mine, "level": 1},
        {"wording": "Tổng", "is_total": True}, {"indicator": makers.make_indicator(office=other), "level": 1},
    ]  # fmt: skip
    form = makers.make_report_form(*rows)
    sign_in(client, office=office)
    assert "Chỉ dòng của tôi" in client.get(address(form)).content.decode()
    page = client.get(address(form, dong="toi"))
    shown = [str(line.row) for line, _ in page.context["rows"]]
    assert shown == ["Phần thứ hai", str(mine)]
    # What is computed from the others still finds them, out of the way of the keyboard.
    assert page.content.decode().count("<tbody hidden>") == 1
    assert "Chỉ các dòng Phòng Công nghiệp phụ trách." in page.content.decode()


def test_who_saves_rows_of_the_own_office_stays_with_them(client):
    office = makers.make_office()
    form = makers.make_report_form(makers.make_indicator(office=office), makers.make_indicator())
    sign_in(client, office=office)
    answer = client.post(address(form, dong="toi"), {"seen": "{}", box(form): "12"})
    assert answer.url == address(form, dong="toi")
    assert Figure.objects.get().value == 12


def test_an_office_with_no_row_of_a_form_or_with_all_of_them_is_offered_no_narrower_form(client):
    office = makers.make_office()
    mine, theirs = (makers.make_report_form(makers.make_indicator(office=one)) for one in (office, None))
    sign_in(client, office=office)
    for form in (mine, theirs):
        page = client.get(address(form, dong="toi"))
        assert "Chỉ dòng của tôi" not in page.content.decode()
        assert len(page.context["rows"]) == 1


def test_who_answers_for_everything_is_offered_no_rows_of_an_own_office(client):
    sign_in(client)
    form = makers.make_report_form(makers.make_indicator())
    page = client.get(address(form, dong="toi"))
    assert "Chỉ dòng của tôi" not in page.content.decode()
    assert len(page.context["rows"]) == 1


# Closing from the page of the form


def test_who_may_closes_and_opens_the_period_from_the_page_of_the_form(client):
    user = sign_in(client, *CLOSES)
    form = makers.make_report_form(makers.make_indicator())
    page = client.get(address(form)).content.decode()
    assert 'value="đã nộp báo cáo năm 2022"' in page
    assert "Còn thiếu 1 ô." in page
    answer = client.post(address(form, "close"), {"reason": "đã nộp báo cáo năm 2022"}, follow=True)
    assert told(answer) == ["Đã khóa kỳ 2022."]
    settings = FormPeriod.objects.get()
    assert (settings.closed_by, settings.closed_because) == (user, "đã nộp báo cáo năm 2022")
    assert AuditEntry.objects.filter(table="indicators_formperiod", user=user).exists()
    assert told(client.post(address(form, "close"), {"reopen": "1"}, follow=True)) == ["Đã mở lại kỳ 2022."]
    settings.refresh_from_db()
    assert settings.closed_at is None


@pytest.mark.every_engine
@pytest.mark.parametrize(("reason", "words"), [("  ", "vì sao"), ("x" * 300, "250")])
def test_a_period_closed_from_its_form_says_why_in_a_line(client, reason, words):
    sign_in(client, *CLOSES)
    form = makers.make_report_form(makers.make_indicator())
    assert words in told(client.post(address(form, "close"), {"reason": reason}, follow=True))[0]
    assert not FormPeriod.objects.exists()


def test_who_may_not_close_is_not_offered_it_and_closes_nothing(client):
    office = makers.make_office()
    form = makers.make_report_form(makers.make_indicator(office=office), office=makers.make_office())
    sign_in(client)
    assert "Khóa kỳ" not in client.get(address(form)).content.decode()
    assert client.post(address(form, "close"), {"reason": "x"}).status_code == 403
    sign_in(client, *CLOSES, office=office)
    assert "Khóa kỳ" not in client.get(address(form)).content.decode()
    assert "không phụ trách" in told(client.post(address(form, "close"), {"reason": "x"}, follow=True))[0]
    assert not FormPeriod.objects.exists()
