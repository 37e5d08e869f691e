"""How often a form asks the database, counted over the whole request of a clerk: session, account, rights and all."""

import json
import re
from functools import partial

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from config.staff.roles import sync
from indicators.models import Figure, FormPeriod, FormRow, Indicator, Posting, ReportForm, SecondFactor
from indicators.periods import Period
from tests import makers

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
MARK = re.compile(r"BEGIN|COMMIT|SAVEPOINT|RELEASE")
MONTH = Period.month(2022, 6)
# What one saved box asks, by the table or the function that each statement begins with.
SAVED = [
    "django_session",
    # The account with its permissions, its office, its devices and what is demanded of it.
    "auth_user",
    # The session of PostgreSQL is told who is at work.
    "set_config",
    # The form with its columns and places, what is set for its period, and what is closed for this person.
    "indicators_reportform",
    # The row with the whole and the parts it is looked at beside, their indicators, units and offices.
    "indicators_formrow",
    # The figures of these rows, held.
    "indicators_figure",
    # Where any form asks for the same figures; only while a period around is closed.
    "indicators_formrow",
    # The write.
    "indicators_figure",
]


@pytest.fixture
def clerk(client):
    """Of one office, by a role, with a second factor."""
    sync()
    user = makers.make_user()
    user.groups.add(Group.objects.get(name="Chuyên viên nhập liệu"))
    Posting.set(user, makers.make_office())
    SecondFactor.objects.create(user=user, since=timezone.now(), codes_made_at=timezone.now())
    device = TOTPDevice.objects.create(user=user, confirmed=True)
    client.force_login(user)
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()
    return user


@pytest.fixture
def form(clerk):
    """A monthly form whose month has a source of its own, while earlier months are closed."""
    columns = [
        {"content": "shown", "relative": "year_ago"}, {"kind": "estimate", "is_required": True},
        {"kind": "plan", "relative": "year"}, {"content": "shown", "relative": "released"},
    ]  # fmt: skip
    form = makers.make_report_form(columns=columns, frequency="month", office=clerk.posting.office)
    for month in (4, 5):
        period, closed = Period.month(2022, month), {"closed_at": timezone.now(), "closed_because": "đã nộp"}
        FormPeriod.objects.create(form=form, period_start=period.start, period_end=period.end, **closed)
    FormPeriod.objects.create(
        form=form, period_start=MONTH.start, period_end=MONTH.end, source=makers.make_source(), due_on=MONTH.end
    )
    return form


def add_rows(form, count):
    given = {"unit": makers.make_unit(), "topic": makers.make_topic(), "office": form.office, "measure": "flow"}
    made = Indicator.objects.bulk_create(
        Indicator(code=f"{form.rows.count()}-{number}", name=f"Chỉ tiêu {number}", **given) for number in range(count)
    )
    rows = [FormRow(form=form, code=one.code, position=one.pk, indicator=one) for one in made]
    FormRow.objects.bulk_create(rows)


def address(form, page):
    query = {"ky": str(MONTH), "dia-ban": form.opened_at.code}
    return reverse(f"admin:indicators_reportform_{page}", args=[form.code], query=query)


def asked(ask):
    """What the statements behind an answer begin with, without the marks of transactions."""
    with CaptureQueriesContext(connection) as captured:
        assert ask().status_code == 200
    statements = [one["sql"] for one in captured if not MARK.match(one["sql"])]
    return [re.match(r'(?:SELECT|INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', one)[1] for one in statements]


@pytest.mark.every_engine
@pytest.mark.parametrize("rows", [10, 300])
def test_a_saved_box_asks_eight_times_at_most_and_an_opened_form_fifteen(client, clerk, form, rows):
    add_rows(form, rows)
    last, form.opened_at = form.rows.last(), form.places.get()
    # A register is asked for the page and not for each box.
    Indicator.objects.filter(form_rows=last).update(counted_by="handicraft-kinds")
    # The session is renewed once a minute.
    client.get(address(form, "entry"))
    assert len(asked(lambda: client.get(address(form, "entry")))) <= 15

    def save(column, text, seen):
        cells = [{"name": f"o-{last.pk}-{column}", "text": text, "seen": seen, "counted": "3"}]
        return client.post(address(form, "save"), json.dumps({"cells": cells}), content_type="application/json")

    is_told = connection.vendor == "postgresql"
    expected = [one for one in SAVED if is_told or one != "set_config"]
    for column in (2, 3):
        for text, seen in [("12", ""), ("13", "12"), ("", "13"), ("14", "")]:
            assert asked(partial(save, column, text, seen)) == expected
    assert list(Figure.objects.order_by("kind").values_list("kind", "value")) == [("estimate", 14), ("plan", 14)]


@pytest.mark.every_engine
def test_what_is_taken_from_an_account_counts_at_the_next_request(client, clerk, form):
    add_rows(form, 1)
    form.opened_at = form.places.get()
    name = f"o-{form.rows.get().pk}-2"
    body = json.dumps({"cells": [{"name": name, "text": "12", "seen": ""}]})

    def answer():
        return client.post(address(form, "save"), body, content_type="application/json")

    Posting.set(clerk, makers.make_office())
    assert "phụ trách" in answer().json()["cells"][name]["message"]
    clerk.groups.clear()
    assert answer().status_code == 403
    TOTPDevice.objects.all().delete()
    assert answer().status_code == 302
    assert not Figure.objects.exists()


def test_every_form_of_the_book_opens_in_few_queries(filled_book, client, clerk):
    """Whatever the registers count for it; on PostgreSQL with a statement that tells the session who is at work."""
    asked = {}
    for form in ReportForm.objects.all():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("admin:indicators_reportform_entry", args=[form.code])).status_code == 200
        asked[form.code] = sum(not MARK.match(query["sql"]) for query in captured.captured_queries)
    assert len(asked) == 12
    assert max(asked.values()) <= 15, asked
