"""Periods of forms as the chief of an office closes them, and opens them for somebody."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from config.staff.roles import sync
from config.values.dates import format_date
from indicators.actions.closing import close_periods
from indicators.entry.windows import window_of
from indicators.models import Figure, FormPeriod, FormRow, Posting
from indicators.periods import Period
from tests import makers

pytestmark = pytest.mark.django_db
YEAR = Period.year(2022)


def holder(role, office):
    sync()
    user = makers.make_user()
    user.groups.add(Group.objects.get(name=role))
    Posting.set(user, office)
    return user


def filling(form):
    return reverse("admin:indicators_reportform_entry", args=[form.code], query={"ky": "2022"})


def closing(form, clerk):
    tomorrow = timezone.localdate() + timedelta(days=1)
    return {
        "form": form.pk, "period": "2022",
        "exceptions-TOTAL_FORMS": 1, "exceptions-INITIAL_FORMS": 0, "exceptions-0-user": clerk.pk,
        "exceptions-0-until_0": format_date(tomorrow), "exceptions-0-until_1": "17:00",
        "exceptions-0-reason": "sửa số thuế",
    }  # fmt: skip


def test_a_chief_closes_a_period_and_opens_it_for_one_clerk(client):
    office = makers.make_office()
    form = makers.make_report_form(makers.make_indicator(office=office), office=office)
    clerk, other = (holder("Chuyên viên nhập liệu", office) for _ in range(2))
    chief = holder("Lãnh đạo duyệt", office)
    client.force_login(chief)
    assert client.post(reverse("admin:indicators_formperiod_add"), closing(form, clerk)).status_code == 302
    close_periods(FormPeriod.objects.all(), by=chief, reason="đã báo cáo")
    assert [window_of(form, YEAR, user=user).is_open for user in (clerk, other)] == [True, False]
    settings = FormPeriod.objects.get()
    where = reverse("admin:indicators_formperiod_change", args=[settings.pk])
    given = settings.exceptions.get()
    taken = closing(form, clerk) | {
        "exceptions-INITIAL_FORMS": 1, "exceptions-0-id": given.pk, "exceptions-0-form_period": settings.pk,
        "exceptions-0-DELETE": "on",
    }  # fmt: skip
    assert client.post(where, taken).status_code == 302
    assert not window_of(form, YEAR, user=clerk).is_open


def test_who_may_only_look_at_periods_sees_their_exceptions_and_gives_none(client):
    form = makers.make_report_form(makers.make_indicator())
    clerk = holder("Chuyên viên nhập liệu", None)
    days = {"period_start": YEAR.start, "period_end": YEAR.end}
    settings = FormPeriod.objects.create(form=form, **days, closed_at=timezone.now(), closed_because="đã báo cáo")
    settings.exceptions.create(user=clerk, until=timezone.now() - timedelta(days=1), reason="sửa số thuế")
    client.force_login(clerk)
    where = reverse("admin:indicators_formperiod_change", args=[settings.pk])
    assert "sửa số thuế" in client.get(where).content.decode()
    assert client.post(where, closing(form, clerk)).status_code == 403
    assert not window_of(form, YEAR, user=clerk).is_open


def test_what_is_sent_without_a_script_into_a_period_closed_meanwhile_is_told(client):
    office = makers.make_office()
    form = makers.make_report_form(makers.make_indicator(office=office))
    days = {"period_start": YEAR.start, "period_end": YEAR.end}
    FormPeriod.objects.create(form=form, **days, closed_at=timezone.now(), closed_because="đã báo cáo")
    client.force_login(holder("Chuyên viên nhập liệu", office))
    answer = client.post(filling(form), {"seen": "{}", f"o-{FormRow.objects.get().pk}-2": "12"})
    (words,) = [str(message) for message in answer.context["messages"]]
    assert words.startswith("Chưa lưu ô nào. Kỳ này đã khóa")
    assert answer.status_code == 409
    assert not Figure.objects.exists()


def test_a_form_in_which_nothing_may_be_typed_says_why_and_hands_nothing_in(client):
    form = makers.make_report_form(makers.make_indicator(office=makers.make_office(name="Phòng Năng lượng")))
    client.force_login(holder("Chuyên viên nhập liệu", makers.make_office()))
    page = client.get(filling(form)).content.decode()
    assert "Ở đây chỉ xem được: do Phòng Năng lượng phụ trách." in page
    assert 'id="hand-in"' not in page
