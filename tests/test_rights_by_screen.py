"""Each screen of staff, opened and written by each role, in one's own office, another's, or with none."""

import pytest
from django.contrib import admin
from django.db import transaction

from config.staff.roles import ROLES
from tests import makers
from tests.config.staff.test_nonsense import address
from tests.staff_forms import typed
from tests.test_rights import (
    SCREENS,
    WHERE,
    is_bound_to_an_office,
    is_told_by_its_row,
    make_offices,
    may_write,
    person,
    row_of,
    signed_in,
)

# A walk through screens meets no engine's own: one of the two, the quicker, is enough.
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


# Whose pages are drawn: of who may only read, and of who may write some; others are of their kind.
DRAWN = {"Người xem nội bộ", "Chuyên viên nhập liệu"}


@pytest.fixture(scope="module")
def kept_rows(django_db_setup, django_db_blocker):
    """The two offices; and of every screen a row of the first, with what its form sends. Made once for a module."""
    with django_db_blocker.unblock(), transaction.atomic():
        offices = make_offices()
        boss = signed_in(makers.make_user(is_superuser=True))
        rows = {model: row_of(model, offices[0]) for model in SCREENS}
        yield offices, {model: (row, typed(boss.get(address(model, "change", row.pk)))) for model, row in rows.items()}
        transaction.set_rollback(True)


@pytest.mark.parametrize("where", WHERE)
@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)
def test_each_role_writes_where_its_sections_and_its_office_allow(kept_rows, settings, role, where):
    (keeper, idle), rows_and_boxes = kept_rows
    if where != "own" or role.name not in DRAWN:
        settings.MIDDLEWARE = [*settings.MIDDLEWARE, "tests.unrendered.Undrawn"]
    own = {"own": keeper, "other": idle, "whole": None}[where]
    client = signed_in(person(role, own))
    wrong = []
    # In another office all is as in one's own but what an office answers for.
    asked = [model for model in SCREENS if where == "own" or is_bound_to_an_office(model)]
    for model in asked:
        row, boxes = rows_and_boxes[model]
        section, change = admin.site.section_of(model), address(model, "change", row.pk)
        read = client.get(change)
        if (read.status_code == 200) != (section in role.view):
            wrong.append((model.__name__, "view", read.status_code))
        answer = client.post(change, boxes)
        if (answer.status_code == 302) != may_write(role, where, model, "change"):
            wrong.append((model.__name__, "change", answer.status_code))
        for page, verb in [("add", "add"), ("delete", "delete"), ("import", "add")]:
            pk = [row.pk] if page == "delete" else []
            status = client.get(address(model, page, *pk)).status_code
            expected = may_write(role, where, model, verb)
            if page == "import":
                expected = expected and may_write(role, where, model, "change")
            if page != "delete" and is_told_by_its_row(model):
                # A new one has no office yet: its box, and the plan of a sheet, take the office's own alone.
                expected = may_write(role, "own", model, verb)
            if (status == 200) != expected:
                wrong.append((model.__name__, page, status))
        if not may_write(role, where, model, "delete"):
            client.post(address(model, "delete", row.pk), {"post": "yes"})
            if not model._base_manager.filter(pk=row.pk).exists():
                wrong.append((model.__name__, "deleted"))
    assert wrong == []
