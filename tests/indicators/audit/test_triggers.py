"""The triggers follow the tables; nothing takes them off unnoticed; the trail itself stands."""

import pytest
from django.apps import apps
from django.core.checks import Tags, run_checks
from django.core.management import call_command
from django.db import DatabaseError, connection, models, transaction
from django.test.utils import isolate_apps

from config.search import index
from indicators.audit import triggers
from indicators.audit.tables import WITHOUT_TRAIL, audited_models, audited_tables
from indicators.models import AuditEntry, FormPresence, FormReminder, TableChange, TablePresence, Topic
from tests.makers import make_topic

pytestmark = pytest.mark.django_db
ENGINE = triggers.ENGINES[connection.vendor]


def installed():
    with connection.cursor() as cursor:
        return triggers.installed_triggers(ENGINE, cursor)


def warnings():
    return [warning.msg for warning in run_checks(tags=[Tags.database], databases=["default"])]


@pytest.fixture
def migrated(transactional_db):
    """What a migration does to the tables, between the two signals that Django sends around it."""
    undoing = []

    def migrate(change, undo=None):
        for kept in (triggers, index):
            kept.make_way("default", plan=[change])
        with connection.schema_editor() as editor:
            change(editor)
        if undo:
            undoing.append(undo)
        for kept in (triggers, index):
            kept.follow_tables("default")

    yield migrate
    for undo in undoing:
        migrate(undo)


# Following


def test_every_business_table_leaves_a_trail():
    business = {
        model._meta.db_table
        for app in ["indicators", "projects", "power"]
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
        if model not in (AuditEntry, FormPresence, FormReminder, TableChange, TablePresence)
    }
    accounts = {"auth_user", "auth_group", "auth_user_groups", "auth_user_user_permissions", "auth_group_permissions"}
    with_triggers = {table for table, name in installed()} - {AuditEntry._meta.db_table}
    assert business | accounts == with_triggers


def test_exceptions_name_tables_that_exist():
    assert {model._meta.label for model in apps.get_models()} >= WITHOUT_TRAIL


@pytest.mark.parametrize("model", audited_models(), ids=lambda model: model._meta.label)
def test_a_row_of_every_audited_table_has_a_whole_number_for_its_key(model):
    key = model._meta.pk
    assert isinstance(key.target_field if key.remote_field else key, models.AutoField | models.BigAutoField)


def test_parts_belong_to_the_row_they_go_with():
    owners = {table.name: table.owner for table in audited_tables()}
    assert owners["projects_estatearea"] == "projects_estate"
    assert owners["projects_estate"] == "projects_estate"
    assert owners["projects_infrastructuresupport_estates"] == "projects_infrastructuresupport"
    assert owners["auth_user_groups"] == "auth_user"


def test_a_second_time_changes_nothing(django_assert_max_num_queries):
    before = installed()
    # Two questions, and a transaction around them.
    with django_assert_max_num_queries(8) as asked:
        triggers.follow_tables("default")
    assert installed() == before
    assert not [query for query in asked.captured_queries if "CREATE TRIGGER" in query["sql"]]


def test_a_new_column_is_recorded_after_the_migration(migrated, trail):
    column = models.IntegerField(null=True)
    column.set_attributes_from_name("weight")
    topic = make_topic()
    migrated(lambda editor: editor.add_field(Topic, column), lambda editor: editor.remove_field(Topic, column))
    trail.from_here()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE indicators_topic SET weight = 12")
    entry = trail.only()
    assert (entry.row, entry.before, entry.after) == (topic.pk, {"weight": None}, {"weight": 12})


def test_a_dropped_column_is_not_missed(migrated, trail):
    column = Topic._meta.get_field("description")
    migrated(lambda editor: editor.remove_field(Topic, column), lambda editor: editor.add_field(Topic, column))
    trail.from_here()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO indicators_topic (code, name, name_en, position) VALUES ('a', 'A', '', 1)")
    assert "description" not in trail.only().after
    assert warnings() == []


def test_a_changed_column_is_still_recorded(migrated, trail):
    old = Topic._meta.get_field("name_en")
    new = models.TextField(default="")
    new.set_attributes_from_name("name_en")
    migrated(
        lambda editor: editor.alter_field(Topic, old, new, strict=True),
        lambda editor: editor.alter_field(Topic, new, old, strict=True),
    )
    topic = make_topic()
    trail.from_here()
    Topic.objects.update(name_en="Trade")
    assert (trail.only().row, trail.only().after) == (topic.pk, {"name_en": "Trade"})


@isolate_apps("indicators")
def test_a_new_table_is_recorded_after_the_migration(migrated, trail, monkeypatch):
    class Colour(models.Model):
        name = models.CharField(max_length=20)

        class Meta:
            app_label = "indicators"

        def __str__(self):
            return self.name

    monkeypatch.setattr("indicators.audit.tables.audited_models", lambda known=audited_models: [*known(), Colour])
    migrated(lambda editor: editor.create_model(Colour), lambda editor: editor.delete_model(Colour))
    trail.from_here()
    Colour.objects.create(name="đỏ")
    assert (trail.only().table, trail.only().after["name"]) == ("indicators_colour", "đỏ")


def test_migrations_leave_the_triggers_in_place(transactional_db):
    before = installed()
    call_command("migrate", "power", "zero", verbosity=0)
    assert not [table for table, name in installed() if table.startswith("power_")]
    call_command("migrate", verbosity=0)
    assert installed() == before


# Noticing


def test_all_is_well_when_nothing_is_missing():
    assert warnings() == []


def test_a_missing_trigger_is_noticed_and_made_again(topic, trail):
    table, name = next(trigger for trigger in installed() if trigger[0] == "indicators_topic")
    with connection.cursor() as cursor:
        cursor.execute(ENGINE.drop(table, name))
    assert warnings() == ["Nhật ký thay đổi hoặc khóa dữ liệu đang tắt ở các bảng: indicators_topic."]
    triggers.follow_tables("default")
    assert warnings() == []


@pytest.mark.postgresql
def test_a_disabled_trigger_is_noticed_and_made_again(topic, trail):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE indicators_topic DISABLE TRIGGER USER")
    assert warnings() == ["Nhật ký thay đổi hoặc khóa dữ liệu đang tắt ở các bảng: indicators_topic."]
    triggers.follow_tables("default")
    assert warnings() == []
    Topic.objects.update(position=1)
    assert trail.only().after == {"position": 1}


# The trail itself


@pytest.mark.parametrize(
    "tamper", [lambda: AuditEntry.objects.update(after=None), lambda: AuditEntry.objects.all().delete()]
)
def test_what_is_recorded_can_be_neither_changed_nor_deleted(tamper, topic):
    with pytest.raises(DatabaseError, match="chỉ được đọc và ghi thêm"), transaction.atomic():
        tamper()
    assert AuditEntry.objects.exists()


@pytest.mark.postgresql
def test_the_trail_is_not_truncated():
    with pytest.raises(DatabaseError, match="chỉ được đọc"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE indicators_auditentry")


def test_flush_empties_the_trail_with_all_else(transactional_db):
    make_topic()
    call_command("flush", interactive=False, verbosity=0)
    assert not Topic.objects.exists()
    assert not AuditEntry.objects.exists()
    assert warnings() == []
