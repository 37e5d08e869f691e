"""Every door leaves its trail, on both engines: who, what before, what after."""

import json

import pytest
import tablib
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.db import connection, transaction

from indicators.audit import acting_as
from indicators.models import AuditEntry, Topic
from indicators.resources import TopicResource
from projects.models import Estate, EstateArea
from tests.makers import (
    make_beneficiary,
    make_estate,
    make_estate_area,
    make_extension_scheme,
    make_figure,
    make_topic,
    make_user,
)

pytestmark = pytest.mark.django_db
APPLICATION, OUTSIDE = AuditEntry.Origin


def renamed(action="U"):
    return (action, "topic", {"name": "Công nghiệp"}, {"name": "Thương mại"})


# Doors of the application


def test_a_new_row_leaves_all_it_holds(trail):
    topic = make_topic(code="cn", name="Công nghiệp", position=3)
    entry = trail.only()
    assert (entry.action, entry.table, entry.row, entry.before) == ("I", "indicators_topic", topic.pk, None)
    assert entry.after == {
        "id": topic.pk,
        "code": "cn",
        "name": "Công nghiệp",
        "name_en": "",
        "description": "",
        "position": 3,
    }


def save(topic):
    topic.name = "Thương mại"
    topic.save()


def bulk_update(topic):
    topic.name = "Thương mại"
    Topic.objects.bulk_update([topic], ["name"])


def update(topic):
    Topic.objects.update(name="Thương mại")


def upsert(topic):
    row = Topic(code=topic.code, name="Thương mại")
    Topic.objects.bulk_create([row], update_conflicts=True, unique_fields=["code"], update_fields=["name"])


def raw_sql(topic):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE indicators_topic SET name = 'Thương mại'")


def spreadsheet(topic):
    sheet = tablib.Dataset([topic.code, "Thương mại"], headers=["Mã chủ đề", "Tên chủ đề"])
    result = TopicResource().import_data(sheet, dry_run=False)
    assert not result.has_errors()
    assert not result.has_validation_errors()


@pytest.mark.parametrize("door", [save, bulk_update, update, upsert, raw_sql, spreadsheet])
def test_a_change_by_any_door_leaves_the_changed_field_only(door, topic, trail):
    door(topic)
    assert trail.told() == [renamed()]
    assert (trail.only().origin, trail.only().user_id) == (APPLICATION, None)


@pytest.mark.parametrize("door", [Topic.delete, lambda topic: Topic.objects.all().delete()])
def test_a_deletion_leaves_what_the_row_held(door, topic, trail):
    pk = topic.pk
    door(topic)
    entry = trail.only()
    assert (entry.action, entry.row, entry.after) == ("D", pk, None)
    assert entry.before["name"] == "Công nghiệp"


def test_many_rows_made_at_once_leave_an_entry_each(trail):
    Topic.objects.bulk_create([Topic(code=f"cd-{n}", name=f"Chủ đề {n}") for n in range(3)])
    assert [entry.after["name"] for entry in trail.entries()] == ["Chủ đề 0", "Chủ đề 1", "Chủ đề 2"]


def test_of_rows_written_over_or_made_at_once_each_leaves_what_became_of_it(topic, trail):
    rows = [Topic(code=topic.code, name="Khác"), Topic(code="moi", name="Mới")]
    Topic.objects.bulk_create(rows, update_conflicts=True, unique_fields=["code"], update_fields=["name"])
    left = {entry.action: (entry.row, entry.before, entry.after["name"]) for entry in trail.entries()}
    assert left == {
        "U": (topic.pk, {"name": "Công nghiệp"}, "Khác"),
        "I": (Topic.objects.get(code="moi").pk, None, "Mới"),
    }


def test_what_goes_with_a_deleted_row_leaves_its_own_entry(trail):
    area = make_estate_area()
    trail.from_here()
    area.estate.delete()
    assert [(e.action, e.table) for e in trail.entries()] == [("D", "projects_estatearea"), ("D", "projects_estate")]


def test_rows_of_a_many_to_many_field_leave_their_trail(trail):
    scheme, first, second = make_extension_scheme(), make_beneficiary(), make_beneficiary()
    trail.from_here()
    scheme.beneficiaries.add(first)
    scheme.beneficiaries.set([second])
    scheme.beneficiaries.clear()
    linked = [(e.action, (e.after or e.before)["beneficiary_id"]) for e in trail.entries()]
    assert linked == [("I", first.pk), ("D", first.pk), ("I", second.pk), ("D", second.pk)]
    assert {(e.owner_table, e.owner_row) for e in trail.entries()} == {("projects_extensionscheme", scheme.pk)}


def test_a_save_that_changes_nothing_leaves_nothing(topic, trail):
    topic.save()
    Topic.objects.update(name="Công nghiệp")
    assert trail.entries() == []


def test_what_is_rolled_back_leaves_nothing(topic, trail):
    with transaction.atomic():
        update(topic)
        transaction.set_rollback(True)
    assert trail.entries() == []


def test_a_command_is_the_application_without_a_person(topic, trail, tmp_path):
    file = tmp_path / "topics.json"
    row = {"model": "indicators.topic", "pk": topic.pk, "fields": {"code": topic.code, "name": "Thương mại"}}
    file.write_text(json.dumps([row]))
    call_command("loaddata", file, verbosity=0)
    assert trail.told() == [renamed()]
    assert (trail.only().origin, trail.only().user_id) == (APPLICATION, None)


# What is kept of a row


def test_a_part_is_told_under_the_row_it_belongs_to(trail):
    area = make_estate_area()
    trail.from_here()
    EstateArea.objects.update(decision="Số 12/QĐ-UBND")
    entry = trail.only()
    assert (entry.table, entry.row) == ("projects_estatearea", area.pk)
    assert (entry.owner_table, entry.owner_row) == ("projects_estate", area.estate_id)


def test_columns_that_repeat_others_stay_out(trail):
    figure = make_figure()
    assert "maturity" not in trail.entries()[-1].after
    assert "folded" not in next(e for e in trail.entries() if e.table == "indicators_place").after
    assert "value" in trail.entries()[-1].after
    assert figure.maturity == 3


@pytest.mark.parametrize("code", ["007", "1e5", "0x1F", "12.50", "NULL", "a'b\"c\\d", "đường 1/5"])
def test_text_that_looks_like_something_else_stays_text(code, trail):
    estate = make_estate(code="E", investor="")
    trail.from_here()
    Estate.objects.update(code=code, investor="x")
    Estate.objects.filter(pk=estate.pk).delete()
    change, deletion = trail.entries()
    assert change.after == {"code": code, "investor": "x"}
    assert deletion.before["code"] == code


def test_a_number_keeps_all_its_digits(trail):
    digits = "123456789012.345" if connection.vendor == "sqlite" else "1234567890123456.7891"
    area = make_estate_area()
    trail.from_here()
    area.hectares = digits
    area.save()
    assert str(trail.only().after["hectares"]).rstrip("0") == digits


def test_a_password_leaves_that_it_changed_and_not_what_it_is(trail):
    user = make_user(password="mật khẩu cũ")
    trail.from_here()
    user.set_password("mật khẩu mới")
    user.save()
    user.delete()
    change, *_, deletion = trail.entries()
    assert (change.before, change.after) == ({"password": "***"}, {"password": "***"})
    assert deletion.before["password"] == "***"
    assert not AuditEntry.objects.filter(after__password__startswith="pbkdf2").exists()


def test_signing_in_leaves_nothing_but_rights_do(client, trail):
    user, group = make_user(), Group.objects.create(name="Cán bộ nhập liệu")
    trail.from_here()
    client.force_login(user)
    assert User.objects.get().last_login is not None
    assert trail.entries() == []
    user.groups.add(group)
    assert trail.only().after["group_id"] == group.pk


# Outside


@pytest.mark.django_db(transaction=True)
def test_a_write_from_outside_is_recorded_as_that(any_outside, topic, trail):
    with acting_as(make_user()):
        trail.from_here()
        any_outside("UPDATE indicators_topic SET name = 'Thương mại'")
    entry = trail.only()
    assert trail.told() == [renamed()]
    assert (entry.origin, entry.user_id) == (OUTSIDE, None)
    if connection.vendor == "postgresql":
        assert entry.via == connection.settings_dict["USER"]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_truncate_leaves_every_row_it_took(trail):
    area = make_estate_area(hectares="12.5")
    trail.from_here()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE projects_estate CASCADE")
    gone = {(e.action, e.table, e.row, e.owner_row) for e in trail.entries()}
    assert gone == {
        ("D", "projects_estate", area.estate_id, area.estate_id),
        ("D", "projects_estatearea", area.pk, area.estate_id),
    }
    assert "folded" not in trail.entries()[0].before


@pytest.mark.postgresql
def test_a_role_that_may_not_touch_the_trail_still_leaves_it(topic, trail):
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE khach NOLOGIN")
        cursor.execute("GRANT SELECT, UPDATE ON indicators_topic TO khach")
        cursor.execute("SET LOCAL ROLE khach")
        cursor.execute("UPDATE indicators_topic SET name = 'Thương mại'")
        cursor.execute("RESET ROLE")
    assert trail.told() == [renamed()]
