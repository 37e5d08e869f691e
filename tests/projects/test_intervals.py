"""Until when a dated row holds, by whatever door rows come, move and go; and what is counted by it on any day."""

import json
import random
import threading
import time
from datetime import date, timedelta
from functools import partial
from operator import attrgetter

import pytest
from django.core.management import call_command
from django.db import Error, connection, transaction
from django.test import Client
from django.urls import reverse

from indicators.audit import triggers
from indicators.models import AuditEntry
from projects.models import (
    Estate,
    EstateArea,
    EstateStatus,
    ExtensionScheme,
    InvestmentProject,
    ProjectStatus,
    SchemeStep,
)
from projects.resources import ProjectStatusResource
from tests import makers
from tests.sheets import as_xlsx, write
from tests.staff_forms import typed

FIRST = date(2020, 1, 1)


def days(number):
    return FIRST + timedelta(days=number)


def is_right(model):
    """Whether each row of a table says of itself what plain Python says of the whole table."""
    series = {}
    for row in model.objects.all():
        series.setdefault(tuple(getattr(row, name) for name in model.key_fields[:-1]), []).append(row)
    for rows in series.values():
        rows.sort(key=attrgetter("on"))
        assert [row.until for row in rows] == [*(row.on for row in rows[1:]), None]
    return True


def told(project):
    return list(project.statuses.order_by("on").values_list("on", "until"))


@pytest.fixture
def project(db):
    """A project with a status from the first day and one from the thirtieth day on."""
    found = makers.make_investment_project(code="da-1")
    for number, status in [(0, "certified"), (30, "operating")]:
        makers.make_project_status(project=found, on=days(number), status=status)
    return found


IN_THE_MIDDLE = [(days(0), days(10)), (days(10), days(30)), (days(30), None)]


def by_form(client, project, folder):
    given = {"project": project.pk, "status": "building", "on": days(10).strftime("%d/%m/%Y"), "document": ""}
    assert client.post(reverse("admin:projects_projectstatus_add"), given).status_code == 302


def by_sheet(client, project, folder):
    rows = [["Dự án", "Trạng thái", "Từ ngày"], [project.code, "đang triển khai", days(10)]]
    write(ProjectStatusResource(), as_xlsx(rows))


def in_bulk(client, project, folder):
    others = [makers.make_investment_project() for _ in range(3)]
    ProjectStatus.objects.bulk_create(
        ProjectStatus(project=each, status="building", on=days(10)) for each in [*others, project]
    )


def by_loaddata(client, project, folder):
    fields = {"project": project.pk, "status": "building", "on": days(10).isoformat(), "document": ""}
    file = folder / "rows.json"
    file.write_text(json.dumps([{"model": "projects.projectstatus", "pk": 99_999, "fields": fields}]))
    call_command("loaddata", str(file), verbosity=0)


def by_sql(client, project, folder):
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO projects_projectstatus (project_id, status, "on", document, until)'
            " VALUES (%s, 'building', %s, '', '1999-01-01')",
            [project.pk, days(10)],
        )


@pytest.mark.parametrize("door", [by_form, by_sheet, in_bulk, by_loaddata, by_sql])
def test_a_row_that_comes_in_the_middle_ends_the_one_before_by_every_door(project, admin_client, tmp_path, door):
    door(admin_client, project, tmp_path)
    assert told(project) == IN_THE_MIDDLE
    assert is_right(ProjectStatus)


def test_a_moved_a_deleted_and_a_handed_over_row_leave_all_others_right(project):
    first, second = project.statuses.order_by("on")
    other = makers.make_project_status(on=days(20)).project
    # A stale row is written whole, and the day it holds of old is not believed.
    first.on = days(40)
    first.save()
    assert told(project) == [(days(30), days(40)), (days(40), None)]
    ProjectStatus.objects.filter(pk=second.pk).update(project=other)
    assert told(project) == [(days(40), None)]
    assert told(other) == [(days(20), days(30)), (days(30), None)]
    ProjectStatus.objects.filter(project=other, on=days(30)).delete()
    ProjectStatus.objects.bulk_update([*other.statuses.all()], ["on", "until"])
    ProjectStatus.objects.update(until=days(1))
    assert told(other) == [(days(20), None)]
    assert is_right(ProjectStatus)


def test_the_trail_tells_of_no_row_that_only_ends(project):
    newest = AuditEntry.objects.values_list("pk", flat=True).first()
    makers.make_project_status(project=project, on=days(10))
    entry = AuditEntry.objects.get(pk__gt=newest)
    assert (entry.action, "until" in entry.after, entry.after["on"]) == ("I", False, days(10).isoformat())


def test_rows_older_than_the_triggers_are_filled_in(project):
    engine = triggers.ENGINES[connection.vendor]
    with connection.cursor() as cursor:
        for table, name in triggers.installed_triggers(engine, cursor):
            if table == "projects_projectstatus":
                cursor.execute(engine.drop(table, name))
    ProjectStatus.objects.update(until=None)
    assert told(project)[0] == (days(0), None)
    triggers.follow_tables("default")
    assert told(project) == [(days(0), days(30)), (days(30), None)]


def beside(work):
    """Work in a connection of its own; gives the thread, and what it came to or failed by."""
    found = []

    def done():
        try:
            found.append(work())
        except Error as error:
            found.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=done)
    thread.start()
    return thread, found


@pytest.mark.postgresql
def test_of_two_who_write_at_once_the_second_sees_what_the_first_wrote(transactional_db):
    project = makers.make_investment_project()

    with transaction.atomic():
        makers.make_project_status(project=project, on=days(10))
        # It waits for this transaction, which knows nothing of its row.
        thread, _ = beside(lambda: makers.make_project_status(project=project, on=days(20)))
        thread.join(0.3)
        assert thread.is_alive()
    thread.join()
    assert told(project) == [(days(10), days(20)), (days(20), None)]


@pytest.mark.postgresql
def test_writers_of_the_same_owners_in_any_order_wait_and_none_fails(transactional_db):
    projects = [makers.make_investment_project() for _ in range(3)]
    for project in projects:
        ProjectStatus.objects.bulk_create(ProjectStatus(project=project, on=days(n * 100)) for n in range(5))

    def write_much(writer):
        chance = random.Random(writer)
        for turn in range(12):
            with transaction.atomic():
                for project in chance.sample(projects, 2):
                    place = chance.randrange(5)
                    row = project.statuses.order_by("pk")[place]
                    moved = ProjectStatus.objects.filter(pk=row.pk)
                    moved.update(on=days(100 * place + chance.randrange(100)))
                    time.sleep(0.003)
                    ProjectStatus.objects.create(project=project, on=days(5000 + 100 * writer + turn))

    writers = [beside(partial(write_much, writer)) for writer in range(1, 5)]
    for thread, _ in writers:
        thread.join()
    assert [found for _, found in writers] == [[None]] * 4
    assert is_right(ProjectStatus)


@pytest.mark.postgresql
def test_a_form_waits_for_its_turn_before_it_holds_its_rows(transactional_db):
    first, second = (makers.make_project_status() for _ in range(2))
    client = Client()
    client.force_login(makers.make_user(is_superuser=True))
    address = reverse("admin:projects_projectstatus_change", args=[second.pk])
    sent = typed(client.get(address), document="QĐ 12")
    with transaction.atomic():
        ProjectStatus.objects.filter(pk=first.pk).update(on=days(1))
        thread, found = beside(lambda: client.post(address, sent).status_code)
        thread.join(0.3)
        assert thread.is_alive()
        ProjectStatus.objects.filter(pk=second.pk).update(status="late")
    thread.join()
    assert found == [302]
    second.refresh_from_db()
    assert (second.status, second.document) == ("late", "QĐ 12")


# What is counted by it


def change(chance, model, owners, **choices):
    """One change of a table of dated rows, by one door or another."""
    owner_name, rows = model.key_fields[0], list(model.objects.all())
    taken = {tuple(getattr(row, name) for name in model.key_fields) for row in rows}

    def new():
        row = model(**{owner_name: chance.choice(owners), "on": days(chance.randrange(40))})
        for name, values in choices.items():
            setattr(row, name, chance.choice(values))
        return row

    some = {tuple(getattr(row, name) for name in model.key_fields): row for row in (new() for _ in range(3))}
    some = [row for key, row in some.items() if key not in taken]
    match chance.randrange(4):
        case 0 | 1:
            model.objects.bulk_create(some)
        case 2 if rows:
            chance.choice(rows).delete()
        case 3 if rows and some:
            row = chance.choice(rows)
            for name in model.key_fields:
                setattr(row, name, getattr(some[0], name))
            row.save()


def said_then(model, owner, day, name, **series):
    """What plain Python finds in all the rows."""
    rows = [row for row in model.objects.filter(**{model.key_fields[0]: owner}, **series) if row.on <= day]
    return getattr(max(rows, key=attrgetter("on")), name) if rows else None


@pytest.mark.parametrize("seed", range(4))
def test_any_history_is_counted_on_any_day_as_plain_python_counts_it(db, seed):
    chance = random.Random(seed)
    projects = [makers.make_investment_project() for _ in range(3)]
    estates = [makers.make_estate() for _ in range(3)]
    schemes = [makers.make_extension_scheme() for _ in range(3)]
    for _ in range(15):
        change(chance, ProjectStatus, projects, status=["operating", "ended", "building"])
        change(chance, EstateStatus, estates, status=["planned", "operating"])
        change(chance, EstateArea, estates, kind=["leased", "industrial", "extended"], hectares=[1, 2, 3])
        change(chance, SchemeStep, schemes, status=["draft", "approved", "ended"])
    assert all(map(is_right, [ProjectStatus, EstateStatus, EstateArea, SchemeStep]))
    for day in map(days, range(-1, 41, 7)):
        then = {one: said_then(ProjectStatus, one, day, "status") for one in projects}
        found = InvestmentProject.objects.as_of(day)
        assert {one: one.status_then for one in found} == {
            one: status for one, status in then.items() if status not in (None, "ended")
        }
        assert found.operating().count() == list(then.values()).count("operating")
        for one in Estate.objects.with_state(day):
            told = (one.status_then, one.leased_then, one.industrial_then, one.planned_then)
            of_area = [said_then(EstateArea, one, day, "hectares", kind=kind) for kind in ["leased", "industrial"]]
            assert told == (said_then(EstateStatus, one, day, "status"), *of_area, None)
        committed = {one for one in schemes if said_then(SchemeStep, one, day, "status") == "approved"}
        assert set(ExtensionScheme.objects.as_of(day)) == committed
    last = {one for one in schemes if said_then(SchemeStep, one, days(99), "status") == "approved"}
    assert set(ExtensionScheme.objects.approved()) == last
