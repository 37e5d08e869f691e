"""What stands, stands: the database refuses what would change a version, a release or what a number means."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import F, ProtectedError
from django.urls import reverse
from django.utils import timezone

from config.databases import rule_broken
from config.sheets.applying import apply
from indicators.actions import releasing
from indicators.models import (
    AuditEntry,
    Figure,
    Indicator,
    Place,
    Release,
    ReleaseItem,
    ReportedInVersion,
    State,
    Unit,
    Version,
    WarningRead,
)
from indicators.resources import IndicatorResource
from tests import makers
from tests.sheets import as_csv, preview
from tests.staff_forms import errors_of, typed

pytestmark = pytest.mark.django_db
STANDS = "không sửa, không xóa được"


def refused(write, saying=STANDS):
    """Whether the database itself refuses the write, in our own words."""
    with pytest.raises(IntegrityError) as told, transaction.atomic():
        write()
    assert saying in rule_broken(told.value)


def sql(statement, *params):
    with connection.cursor() as cursor:
        cursor.execute(statement, params)


# Every door to a version


@pytest.fixture
def version():
    makers.make_figure(state=State.APPROVED, reported=[{}])
    return Version.objects.get()


def test_a_version_is_neither_saved_nor_updated_nor_deleted(version):
    version.value = 1
    beside = version.reported_values.get()
    beside.value = 1
    for write in [
        version.save,
        lambda: Version.objects.update(note="Khác"),
        lambda: Version.objects.bulk_update([version], ["value"]),
        lambda: Version.objects.filter(pk=version.pk)._raw_delete("default"),
        lambda: Version.objects.bulk_create(
            [version], update_conflicts=True, unique_fields=["figure", "number"], update_fields=["value"]
        ),
        beside.save,
        lambda: ReportedInVersion.objects.update(value=1),
        lambda: ReportedInVersion.objects.all().delete(),
    ]:
        refused(write)
    with pytest.raises(ProtectedError):
        version.delete()
    version.refresh_from_db()
    assert (version.value, version.reported_values.get().value) == (100, 90)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE indicators_version SET value = 1",
        "UPDATE indicators_version SET id = id + 1000",
        "UPDATE indicators_version SET figure_id = figure_id",
        "DELETE FROM indicators_version",
        "UPDATE indicators_reportedinversion SET value = 1",
        "DELETE FROM indicators_reportedinversion",
        "UPDATE indicators_release SET title = 'Khác', public_from = public_from",
        "UPDATE indicators_release SET published_at = NULL",
        "DELETE FROM indicators_release",
        "UPDATE indicators_release SET id = id + 1000",
        "UPDATE indicators_releaseitem SET public_from = '2001-01-01'",
        "UPDATE indicators_releaseitem SET public_until = public_from",
        "UPDATE indicators_releaseitem SET withdraws = NOT withdraws, reason = 'x'",
        "DELETE FROM indicators_releaseitem",
    ],
)
def test_sql_changes_nothing_that_stands(version, statement):
    refused(lambda: sql(statement))


@pytest.mark.postgresql
@pytest.mark.parametrize("table", ["version", "reportedinversion", "release", "releaseitem"])
def test_nothing_that_stands_is_truncated(version, table):
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    refused(lambda: sql(f"TRUNCATE indicators_{table} CASCADE"))


@pytest.mark.sqlite
def test_nothing_that_stands_is_written_over(version):
    columns = [
        field.column for field in Version._meta.concrete_fields if not field.generated and field.column != "value"
    ]
    names = ", ".join(columns)
    refused(lambda: sql(f"REPLACE INTO indicators_version ({names}, value) SELECT {names}, 1 FROM indicators_version"))
    without_id = ", ".join(columns[1:])
    refused(
        lambda: sql(
            f"REPLACE INTO indicators_version ({without_id}, value) SELECT {without_id}, 1 FROM indicators_version"
        )
    )
    for model in [Release, ReleaseItem]:
        names = ", ".join(field.column for field in model._meta.concrete_fields)
        table = model._meta.db_table
        refused(lambda names=names, table=table: sql(f"REPLACE INTO {table} ({names}) SELECT {names} FROM {table}"))


@pytest.mark.sqlite
def test_what_a_number_means_and_the_trail_are_not_written_over(version):
    def replace(model, column, value):
        columns = [f'"{field.column}"' for field in model._meta.concrete_fields if not field.generated]
        given = ", ".join(value if name == f'"{column}"' else name for name in columns)
        table = model._meta.db_table
        sql(f"REPLACE INTO {table} ({', '.join(columns)}) SELECT {given} FROM {table} ORDER BY id DESC LIMIT 1")

    unit = makers.make_unit()
    for model, column, value, saying in [
        (Indicator, "unit_id", str(unit.pk), "chỉ tiêu kế tiếp"),
        (Indicator, "is_public", "0", "rút các số liệu ấy"),
        (Place, "level", "'province'", "địa bàn mới"),
        (Figure, "kind", "'plan'", "nhập một số liệu mới"),
        (AuditEntry, "user_id", "NULL", "Nhật ký"),
    ]:
        refused(lambda model=model, column=column, value=value: replace(model, column, value), saying)
    unit.delete()
    refused(lambda: replace(Unit, "factor", "1000"), "đơn vị tính mới")


def test_a_draft_takes_no_place_of_a_release_or_of_an_item(version):
    release = Release.objects.get()
    draft = makers.make_release(published=False)
    refused(lambda: sql("UPDATE indicators_release SET id = id + 1000 WHERE id = %s", draft.pk))
    figure = makers.make_figure(state=State.APPROVED, released=False)
    item = {"release_id": draft.pk, "version": figure.versions.get(), "figure": figure}
    refused(lambda: ReleaseItem.objects.create(**item, public_until=release.public_from))
    row = ReleaseItem.objects.create(**item)
    refused(lambda: ReleaseItem.objects.filter(pk=row.pk).update(id=row.pk + 1000))


def test_a_release_holds_no_version_of_another_figure(version):
    other = makers.make_figure(state=State.APPROVED, released=False)
    draft = makers.make_release(other.versions.get(), published=False)
    refused(lambda: draft.items.update(version=version), "của một số liệu khác")
    refused(lambda: draft.items.create(figure=other, version=version), "của một số liệu khác")


def test_an_indicator_is_hidden_only_after_the_hour_of_its_withdrawal(version):
    publisher = makers.make_user("indicators.publish_release")
    release = makers.make_release(published=False, kind="correction", public_from=timezone.now() + timedelta(days=1))
    releasing.gather_withdrawals(release, [version.figure_id], by=publisher, reason="Sai nguồn")
    releasing.publish(release, by=publisher)
    assert Version.objects.public().exists()
    refused(lambda: Indicator.objects.update(is_public=False), "rút các số liệu ấy")


def test_an_indicator_is_hidden_once_its_figures_are_withdrawn(version):
    publisher = makers.make_user("indicators.publish_release")
    release = makers.make_release(published=False, kind="correction")
    releasing.gather_withdrawals(release, [version.figure_id], by=publisher, reason="Sai nguồn")
    releasing.publish(release, by=publisher)
    Indicator.objects.filter(pk=version.indicator_id).update(is_public=False)
    assert not Indicator.objects.public().exists()


def test_a_figure_with_a_version_is_not_deleted_by_any_door(version):
    with pytest.raises(ProtectedError):
        Figure.objects.all().delete()
    refused(lambda: sql("DELETE FROM indicators_figure"), "không xóa được")
    assert Figure.objects.filter(pk=version.figure_id).exists()


def test_a_figure_without_a_version_is_deleted():
    makers.make_figure(state=State.DRAFT)
    Figure.objects.all().delete()
    assert not Figure.objects.exists()


# What a number means


def test_what_a_number_in_a_version_means_does_not_change(version):
    indicator, place, unit = version.indicator, version.place, version.indicator.unit
    changes = [
        (indicator, {"unit": makers.make_unit()}, "chỉ tiêu kế tiếp"),
        (indicator, {"measure": "stock"}, "chỉ tiêu kế tiếp"),
        (indicator, {"price_basis": "current"}, "chỉ tiêu kế tiếp"),
        (indicator, {"code": "khac"}, "không đổi mã"),
        (indicator, {"is_public": False}, "rút các số liệu ấy"),
        (place, {"code": "khac"}, "địa bàn mới"),
        (place, {"level": "province"}, "địa bàn mới"),
        (place, {"parent": makers.make_place()}, "địa bàn mới"),
        (unit, {"factor": 1000}, "đơn vị tính mới"),
        (unit, {"dimension": "vnd"}, "đơn vị tính mới"),
        (unit, {"name": "tỷ USD"}, "đơn vị tính mới"),
        (version.figure, {"kind": "plan"}, "nhập một số liệu mới"),
        (version.figure, {"indicator": makers.make_indicator()}, "nhập một số liệu mới"),
        (version.figure, {"period_end": version.period_end + timedelta(days=1)}, "nhập một số liệu mới"),
    ]
    for row, change, saying in changes:
        refused(lambda row=row, change=change: type(row).objects.filter(pk=row.pk).update(**change), saying)


def test_names_definitions_and_titles_may_be_bettered(version):
    source = makers.make_source()
    type(version.indicator).objects.update(name="Tên rõ hơn", definition="Rõ hơn", position=F("position") + 1)
    type(version.place).objects.update(name="Tên rõ hơn", valid_to="2025-06-30")
    type(source).objects.update(title="Tên đầy đủ")
    version.indicator.refresh_from_db()
    assert version.indicator.name == "Tên rõ hơn"


def test_without_a_version_all_of_it_may_change():
    figure = makers.make_figure(state=State.SUBMITTED)
    type(figure.indicator).objects.update(measure="stock", is_public=False)
    type(figure.indicator.unit).objects.update(factor=1000)
    type(figure.place).objects.update(level="province")
    Figure.objects.update(kind="plan")


def test_a_form_and_a_sheet_tell_the_rule_in_its_own_words(version, admin_client):
    address = reverse("admin:indicators_indicator_change", args=[version.indicator_id])
    answer = admin_client.post(address, typed(admin_client.get(address), measure="stock"))
    assert "hãy lập một chỉ tiêu kế tiếp" in errors_of(answer)
    content = as_csv([["Mã chỉ tiêu", "Cách đo"], [version.indicator.code, "lượng có tại thời điểm"]])
    plan = preview(IndicatorResource(), content, "tệp.csv")
    with pytest.raises(ValidationError, match="hãy lập một chỉ tiêu kế tiếp"):
        apply(plan)


def test_warnings_that_were_read_go_with_their_draft_release(version):
    release = makers.make_release(version, published=False, kind=Release.Kind.CORRECTION)
    WarningRead.objects.create(
        release=release, version=version, warning="doubt", text="Lạ", read_by=makers.make_user(),
        read_at=timezone.now(),
    )  # fmt: skip
    release.delete()
    assert not WarningRead.objects.exists()


def test_loaddata_brings_a_book_into_another_database_as_it_was(version, tmp_path, transactional_db):
    path = tmp_path / "so.json"
    call_command(
        "dumpdata", natural_foreign=True, output=str(path), verbosity=0,
        exclude=["contenttypes", "auth.permission", "sessions", "admin", "indicators.auditentry"],
    )  # fmt: skip
    # JSON keeps moments to the millisecond.
    told = [*Figure.KEY, *Figure.CONTENT, "number", "figure", "reason"]
    public = list(Version.objects.public().values(*told))
    call_command("flush", interactive=False, verbosity=0)
    assert not Version.objects.exists()
    call_command("loaddata", str(path), verbosity=0)
    assert list(Version.objects.public().values(*told)) == public
    assert Figure.objects.get().state == State.APPROVED
    with pytest.raises(DatabaseError), transaction.atomic():
        Version.objects.update(value=1)
