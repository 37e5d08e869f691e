"""A writer of khuyến công looks at what it touched and holds that alone, whatever else the book keeps."""

import threading
import time
from contextlib import contextmanager
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from config.sheets.applying import CLASH
from config.sheets.finding import dataset_from
from indicators.audit import acting_as
from indicators.trail.versions import newest_entry, written_since
from projects.actions import approve_scheme, scheme_rules
from projects.commitments import BUDGETS, TABLES, committed, hold_schemes, pictures
from projects.models import Beneficiary, ExtensionBudget, ExtensionScheme, SchemeFunding, SchemeStep
from projects.resources import SchemeFundingResource
from tests import makers
from tests.sheets import write, xlsx
from tests.staff_forms import typed

DAY = date(2022, 5, 10)


@pytest.fixture
def approver(db):
    return makers.make_user("projects.approve_extensionscheme", is_superuser=True)


def make_approved(amount=200, year=2022, status="approved", **fields):
    scheme = makers.make_extension_scheme(**{"content": makers.make_content_line(), **fields})
    makers.make_scheme_funding(scheme=scheme, year=year, committed=amount)
    makers.make_scheme_step(scheme=scheme, status=status)
    return scheme


@contextmanager
def rules(user):
    with transaction.atomic(), scheme_rules(by=user):
        yield


def pictured(write):
    """What a writing did to the schemes it touched."""
    start = newest_entry()
    write()
    return pictures(written_since(start, [*TABLES, BUDGETS]))


# What was touched


def test_a_writing_is_known_by_the_schemes_it_touched_as_they_were_and_as_they_are(db):
    scheme, other = make_approved(), make_approved()
    make_approved()

    def move():
        scheme.funding.update(scheme=other, year=2023, committed=7)
        other.steps.all().delete()
        makers.make_scheme_step(scheme=other, status="draft", on=DAY)
        other.beneficiaries.add(makers.make_beneficiary())
        ExtensionScheme.objects.filter(pk=other.pk).update(content=None, name="Tên mới")

    before, now = pictured(move)
    assert before.names == {scheme.pk: scheme.name, other.pk: other.name}
    assert now.names == {scheme.pk: scheme.name, other.pk: "Tên mới"}
    one_line = {(2022, "local"): 200}
    assert before.lines == {scheme.pk: one_line, other.pk: one_line}
    assert now.lines == {other.pk: one_line | {(2023, "local"): 7}}
    was = [("approved", date(2022, 3, 1))]
    assert before.steps == {scheme.pk: was, other.pk: was}
    assert now.steps == {scheme.pk: was, other.pk: [("draft", DAY)]}
    assert before.limits == {scheme.pk: (scheme.content_id, 0), other.pk: (other.content_id, 0)}
    assert now.limits == {scheme.pk: (scheme.content_id, 0), other.pk: (None, 1)}


def test_a_deleted_scheme_is_pictured_as_it_was(db):
    scheme = make_approved(beneficiaries=[makers.make_beneficiary()])
    pk, name = scheme.pk, scheme.name
    before, now = pictured(scheme.delete)
    assert (before.names, before.limits[pk]) == ({pk: name}, (scheme.content_id, 1))
    assert before.commitment(pk) == {(2022, "local"): 200}
    assert (now.names, now.lines, now.steps) == ({}, {}, {})


def test_what_others_wrote_meanwhile_is_not_laid_at_the_door_of_who_is_at_work(approver):
    clerk = makers.make_user()
    theirs, mine = make_approved(), make_approved()
    with acting_as(clerk), rules(clerk):
        with acting_as(approver):
            theirs.funding.update(committed=0)
        mine.funding.update(disbursed=5)
    with pytest.raises(ValidationError, match=mine.name), acting_as(clerk), rules(clerk):
        mine.funding.update(committed=0)


def test_as_many_queries_whatever_the_book_keeps_and_however_many_schemes_a_sheet_writes(approver):
    makers.make_extension_budget(allocated=9000)
    head = ["Đề án", "Năm", "Nguồn kinh phí", "Hỗ trợ phê duyệt (triệu đồng)"]
    content = makers.make_content_line()
    makers.make_support_ceiling(content=content, percent=None)

    def queries(count):
        schemes = [make_approved(10, content=content) for _ in range(count)]
        rows = [[scheme.code, 2022, "khuyến công địa phương", 20] for scheme in schemes]
        with CaptureQueriesContext(connection) as asked:
            write(SchemeFundingResource(), xlsx([head, *rows]))
        return len(asked)

    assert queries(1) == queries(12)


def test_the_money_of_a_budget_is_added_up_to_the_last_digit(db):
    schemes = [make_approved(None) for _ in range(100)]
    SchemeFunding.objects.update(committed="0.1")
    SchemeStep.objects.filter(scheme=schemes[0]).update(status="draft")
    make_approved("0.1")
    assert committed({(2022, "local"), (2024, "local")}) == {(2022, "local"): 10}


# Every door


def test_money_moved_to_another_year_is_counted_there(approver):
    makers.make_extension_budget(year=2022, allocated=200)
    next_year = makers.make_extension_budget(year=2023, allocated=199)
    scheme = make_approved(200)
    with pytest.raises(ValidationError, match="được giao năm 2023.*vượt 1 triệu đồng"), rules(approver):
        scheme.funding.update(year=2023)
    ExtensionBudget.objects.filter(pk=next_year.pk).update(allocated=200)
    with rules(approver):
        scheme.funding.update(year=2023)
    with rules(approver):
        make_approved(200)


def test_money_moved_to_another_scheme_is_counted_where_it_now_stands(approver):
    makers.make_extension_budget(allocated=200)
    make_approved(100)
    draft, running = make_approved(101, status="draft"), makers.make_extension_scheme()
    makers.make_scheme_step(scheme=running)
    with pytest.raises(ValidationError, match="vượt 1 triệu đồng"), rules(approver):
        draft.funding.update(scheme=running)


def test_two_budgets_that_change_places_are_each_held_against_its_own_money(approver):
    makers.make_extension_budget(fund="local", allocated=200)
    makers.make_extension_budget(fund="national", allocated=100)
    make_approved(150)

    def change_places():
        with rules(approver):
            ExtensionBudget.objects.filter(fund="local").update(year=2030)
            ExtensionBudget.objects.filter(fund="national").update(fund="local")

    with pytest.raises(ValidationError, match="khuyến công địa phương.*được giao 100"):
        change_places()


def test_establishments_deleted_together_take_their_schemes_past_the_cap(approver):
    scheme = make_approved(600, beneficiaries=[makers.make_beneficiary(), makers.make_beneficiary()])
    makers.make_support_ceiling(content=scheme.content, percent=None, cap_million_vnd=300)
    with pytest.raises(ValidationError, match="mức tối đa 300 triệu đồng một cơ sở"), rules(approver):
        Beneficiary.objects.all().delete()


def test_a_scheme_with_money_goes_with_its_rows_only_by_who_may_approve(approver):
    scheme = make_approved()
    with pytest.raises(ValidationError, match="quyền phê duyệt"), rules(makers.make_user()):
        ExtensionScheme.objects.all().delete()
    with rules(approver):
        ExtensionScheme.objects.all().delete()
    assert not SchemeFunding.objects.filter(scheme=scheme.pk).exists()


# Two writers at once


class Second(threading.Thread):
    """A writer on a connection of its own, and what became of it."""

    def __init__(self, write):
        super().__init__(daemon=True)
        self.write, self.outcome, self.pid = write, None, None

    def run(self):
        try:
            with connection.cursor() as cursor:
                self.pid = cursor.execute("SELECT pg_backend_pid()").fetchone()[0]
            self.outcome = self.write()
        except Exception as error:
            self.outcome = error
        finally:
            connection.close()

    def waits(self):
        """Whether it comes to wait for a lock, rather than to its end."""
        while self.is_alive():
            with connection.cursor() as cursor:
                cursor.execute("SELECT EXISTS(SELECT FROM pg_locks WHERE pid = %s AND NOT granted)", [self.pid])
                if cursor.fetchone()[0]:
                    return True
            time.sleep(0.01)
        return False


@pytest.fixture
def second():
    """Begins a second writer; it has come to its end when the test has."""
    begun = []

    def begin(write):
        begun.append(Second(write))
        begun[-1].start()
        return begun[-1]

    yield begin
    for writer in begun:
        writer.join(timeout=20)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_who_writes_of_one_year_does_not_wait_for_who_writes_of_another(approver, second):
    for year in [2022, 2023]:
        makers.make_extension_budget(year=year)
    first, other = make_approved(year=2022), make_approved(year=2023, status="appraisal")
    with transaction.atomic():
        with rules(approver):
            first.funding.update(committed=300)
            ExtensionBudget.objects.filter(year=2022).update(allocated=4000)
        writer = second(lambda: approve_scheme(other, by=approver, on=DAY, document="QĐ").status)
        writer.join(timeout=20)
        assert writer.outcome == "approved"


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "first",
    [
        lambda: SchemeFunding.objects.filter(scheme__name="một").update(committed=301),
        lambda: ExtensionBudget.objects.update(allocated=399),
        lambda: ExtensionBudget.objects.update(year=2030),
        lambda: ExtensionBudget.objects.all().delete(),
    ],
    ids=["more is taken", "less is given", "given in another year", "nothing is given"],
)
def test_who_takes_from_a_budget_waits_for_who_changes_what_is_left(approver, second, first):
    makers.make_extension_budget(allocated=500)
    make_approved(0, name="một")
    other = make_approved(400, status="appraisal")
    with transaction.atomic():
        with rules(approver):
            first()
        writer = second(lambda: approve_scheme(other, by=approver, on=DAY, document="QĐ"))
        assert writer.waits()
    writer.join(timeout=20)
    assert isinstance(writer.outcome, ValidationError)
    assert "được giao năm 2022" in writer.outcome.messages[0]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_budget_is_not_taken_away_under_an_approval_that_is_not_yet_written(approver, second):
    makers.make_extension_budget(allocated=500)
    scheme = make_approved(400, status="appraisal")

    def delete():
        with rules(approver):
            ExtensionBudget.objects.all().delete()

    with transaction.atomic():
        approve_scheme(scheme, by=approver, on=DAY, document="QĐ")
        writer = second(delete)
        assert writer.waits()
    writer.join(timeout=20)
    assert "Chưa có kinh phí" in writer.outcome.messages[0]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_writers_of_one_scheme_the_second_sees_what_the_first_wrote(approver, second):
    makers.make_extension_budget(allocated=600)
    scheme = make_approved(300, beneficiaries=[makers.make_beneficiary(), makers.make_beneficiary()])
    makers.make_support_ceiling(content=scheme.content, percent=None, cap_million_vnd=300)

    def remove():
        with rules(approver):
            scheme.beneficiaries.remove(scheme.beneficiaries.first())

    with transaction.atomic():
        with rules(approver):
            scheme.funding.update(committed=600)
        writer = second(remove)
        assert writer.waits()
    writer.join(timeout=20)
    assert "mức tối đa 300 triệu đồng một cơ sở" in writer.outcome.messages[0]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_who_writes_down_a_result_of_a_scheme_does_not_wait_for_who_holds_it(approver, second):
    scheme = make_approved()
    with transaction.atomic():
        hold_schemes([scheme.pk])
        writer = second(lambda: makers.make_scheme_result(scheme=scheme).scheme_id)
        writer.join(timeout=20)
        assert writer.outcome == scheme.pk


def change_a_line(client, line):
    page = client.get(reverse("admin:projects_schemefunding_change", args=[line.pk]))
    return client.post(page.request["PATH_INFO"], typed(page) | {"disbursed": "5"}).status_code


def delete_a_line(client, line):
    return client.post(reverse("admin:projects_schemefunding_delete", args=[line.pk]), {"post": "yes"}).status_code


def delete_lines_together(client, line):
    boxes = {"action": "delete_selected", "_selected_action": [line.pk], "post": "yes"}
    return client.post(reverse("admin:projects_schemefunding_changelist"), boxes).status_code


def add_a_line(client, line):
    page = client.get(reverse("admin:projects_schemefunding_add"))
    boxes = {"scheme": line.scheme_id, "year": "2023", "fund": "local"}
    return client.post(page.request["PATH_INFO"], typed(page) | boxes).status_code


def write_a_sheet(client, line):
    rows = [[line.scheme.code, year, "local", 5] for year in [2022, 2023]]
    head = ["Đề án", "Năm", "Nguồn kinh phí", "Giải ngân, tạm ứng (triệu đồng)"]
    resource = SchemeFundingResource()
    plan = resource.import_data(dataset_from(xlsx([head, *rows]), "a.xlsx", resource)).plan
    return [problem.message for problem in plan.problems] == [CLASH]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("door", "outcome"),
    [
        (change_a_line, 302), (delete_a_line, 302), (delete_lines_together, 302), (add_a_line, 200),
        (write_a_sheet, True),
    ],
)  # fmt: skip
def test_every_door_waits_for_the_scheme_before_it_holds_rows_of_it(approver, second, door, outcome):
    """The form of the scheme holds the scheme and then its lines: the other way round each would wait for the other."""
    line, client = make_approved(status="draft").funding.get(), Client()
    client.force_login(approver)
    with transaction.atomic():
        hold_schemes([line.scheme_id])
        writer = second(lambda: door(client, line))
        assert writer.waits()
        SchemeFunding.objects.select_for_update(nowait=True).get(pk=line.pk)
        # The second writer's new line would be in the way of this one.
        makers.make_scheme_funding(scheme=line.scheme, year=2023)
    writer.join(timeout=20)
    assert writer.outcome == outcome
