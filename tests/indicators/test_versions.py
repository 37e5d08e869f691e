"""Versions: what an approval fixes, what turns an approved figure back, what changed since, who may approve."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from indicators.actions.approving import approve_figures, submit_figures
from indicators.audit import acting_as
from indicators.changes import differences, newest_versions, reported_beside
from indicators.models import (
    AuditEntry,
    BookSettings,
    Figure,
    ReportedValue,
    State,
    Version,
)
from tests import makers

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return makers.make_user("indicators.change_figure")


@pytest.fixture
def approver():
    return makers.make_user("indicators.approve_figure")


def sql(statement, *params):
    with connection.cursor() as cursor:
        cursor.execute(statement, params)


# What an approval fixes


def test_an_approval_fixes_all_that_a_reader_is_shown(approver):
    source = makers.make_source()
    figure = makers.make_figure(
        state=State.SUBMITTED, value=5, upper=7, qualifier="range", as_printed="5-7", note="Theo báo cáo.",
        is_break=True, has_other_definition=True, is_unreliable=True, in_doubt=True, source=source, locator="trang 2",
    )  # fmt: skip
    said = makers.make_reported_value(figure=figure, value=6, note="Báo làm tròn.")
    before = timezone.now()
    approve_figures(Figure.objects.all(), by=approver)
    version = Version.objects.get()
    for name in (*Figure.KEY, *Figure.CONTENT):
        assert getattr(version, name) == getattr(figure, name), name
    assert (version.figure, version.number, version.approved_by, version.reason) == (figure, 1, approver, "")
    assert before <= version.approved_at <= timezone.now()
    (beside,) = version.reported_values.all()
    assert [getattr(beside, name) for name in ReportedValue.CONTENT] == [
        getattr(said, name) for name in ReportedValue.CONTENT
    ]


def test_a_version_has_every_field_a_figure_is_told_by():
    kept_by_staff = {"id", "state", "return_reason", "change_reason"}
    told = {field.name for field in Figure._meta.concrete_fields} - kept_by_staff
    assert told - {"maturity"} == {*Figure.KEY, *Figure.CONTENT}
    assert told <= {field.name for field in Version._meta.concrete_fields}
    beside = {field.name for field in ReportedValue._meta.concrete_fields} - {"id", "figure"}
    assert beside == set(ReportedValue.CONTENT)


def test_a_correction_needs_its_reason_and_makes_the_next_version(clerk, approver):
    figure = makers.make_figure(state=State.APPROVED)
    with acting_as(clerk):
        Figure.objects.update(value=120, state=State.SUBMITTED)
    with pytest.raises(ValidationError, match="ghi lý do sửa"):
        approve_figures(Figure.objects.all(), by=approver)
    assert approve_figures(Figure.objects.all(), by=approver, reason="Nguồn đính chính") == 1
    assert list(figure.versions.values_list("number", "value", "reason")) == [
        (1, 100, ""),
        (2, 120, "Nguồn đính chính"),
    ]


def test_the_reason_the_clerk_wrote_goes_into_the_version_and_off_the_row(approver):
    figure = makers.make_figure(state=State.APPROVED)
    Figure.objects.update(value=120, state=State.SUBMITTED, change_reason="Gõ thiếu một số")
    approve_figures(Figure.objects.all(), by=approver)
    figure.refresh_from_db()
    assert (figure.change_reason, figure.versions.get(number=2).reason) == ("", "Gõ thiếu một số")


def test_what_was_changed_and_changed_back_is_approved_without_a_new_version(approver):
    figure = makers.make_figure(state=State.APPROVED)
    Figure.objects.update(value=120)
    Figure.objects.update(value=100, state=State.SUBMITTED)
    approve_figures(Figure.objects.all(), by=approver)
    figure.refresh_from_db()
    assert (figure.state, figure.versions.count()) == (State.APPROVED, 1)


# The working row


@pytest.mark.parametrize("change", [{"value": 1}, {"note": "Khác"}, {"in_doubt": True, "note": "Lạ"}, {"value": None}])
def test_a_changed_row_is_no_longer_approved_whatever_the_door(change):
    figure = makers.make_figure(state=State.APPROVED)
    Figure.objects.update(**change)
    figure.refresh_from_db()
    assert figure.state == State.DRAFT
    assert list(Figure.objects.changed_since_approval()) == [figure]


def test_sql_from_outside_changes_no_approved_figure_unnoticed():
    figure = makers.make_figure(state=State.APPROVED)
    sql("UPDATE indicators_figure SET value = 7 WHERE id = %s", figure.pk)
    figure.refresh_from_db()
    assert (figure.value, figure.state, figure.versions.get().value) == (7, State.DRAFT, 100)


def test_a_row_saved_unchanged_stays_approved():
    figure = makers.make_figure(state=State.APPROVED)
    figure.save()
    Figure.objects.update(return_reason="")
    figure.refresh_from_db()
    assert figure.state == State.APPROVED


def test_what_is_said_beside_a_figure_is_part_of_what_was_approved():
    figures = [makers.make_figure(state=State.APPROVED, reported=[{}]) for _ in range(3)]
    makers.make_reported_value(figure=figures[0], locator="trang 9")
    ReportedValue.objects.filter(figure=figures[1]).update(value=5)
    ReportedValue.objects.filter(figure=figures[2]).delete()
    assert set(Figure.objects.values_list("state", flat=True)) == {State.DRAFT}


def test_what_changed_since_the_approval_is_told_field_by_field(django_assert_num_queries):
    figure = makers.make_figure(state=State.APPROVED, value=Decimal("9417.1"), reported=[{"value": 90}])
    source = makers.make_source(title="Niên giám")
    Figure.objects.update(value=Decimal("9471.1"), qualifier="~", source=source)
    ReportedValue.objects.update(value=95)
    figure.refresh_from_db()
    with django_assert_num_queries(4):
        newest, beside = newest_versions([figure]), reported_beside([figure])
    told = [str(one) for one in differences(figure, newest[figure.pk], beside[figure.pk])]
    assert told[:3] == [
        "giá trị: 9.417,1 → 9.471,1",
        "dạng giá trị: đúng bằng → khoảng",
        "nguồn: — → Niên giám",
    ]
    assert told[3].startswith("số do nguồn khác nêu: 90 (")


def test_an_unchanged_row_tells_no_difference():
    figure = makers.make_figure(state=State.APPROVED, reported=[{}, {"locator": "trang 4"}])
    assert differences(figure, newest_versions([figure])[figure.pk], reported_beside([figure])[figure.pk]) == []


# Who may approve what


def test_the_last_editor_does_not_approve_whatever_their_role(clerk):
    chief = makers.make_user(is_superuser=True)
    makers.make_figure(state=State.SUBMITTED)
    with acting_as(clerk):
        Figure.objects.update(value=1)
    with acting_as(chief):
        Figure.objects.update(value=2)
    with pytest.raises(ValidationError, match="không tự duyệt"):
        approve_figures(Figure.objects.all(), by=chief)
    with acting_as(clerk):
        Figure.objects.update(value=3)
    assert approve_figures(Figure.objects.all(), by=chief) == 1


def test_handing_in_and_returning_make_nobody_an_editor(clerk):
    chief = makers.make_user(is_superuser=True)
    with acting_as(clerk):
        makers.make_figure(state=State.DRAFT)
    submit_figures(Figure.objects.all(), by=chief)
    assert approve_figures(Figure.objects.all(), by=chief) == 1


def test_who_wrote_what_stands_beside_a_figure_is_its_editor(approver):
    figure = makers.make_figure(state=State.SUBMITTED)
    with acting_as(approver):
        makers.make_reported_value(figure=figure)
    with pytest.raises(ValidationError, match="không tự duyệt"):
        approve_figures(Figure.objects.all(), by=approver)


def test_a_small_office_may_let_the_editor_approve_and_the_switch_is_in_the_trail(approver):
    with acting_as(approver):
        makers.make_figure(state=State.SUBMITTED)
    BookSettings.objects.create(pk=1, editor_may_approve=True)
    assert approve_figures(Figure.objects.all(), by=approver) == 1
    entry = AuditEntry.objects.filter(table=BookSettings._meta.db_table).get()
    assert entry.after["editor_may_approve"] in (True, 1)


def test_the_settings_of_the_book_are_one_row():
    with pytest.raises(IntegrityError), transaction.atomic():
        BookSettings.objects.create(pk=2)


def test_a_draft_is_not_approved_unseen(approver):
    makers.make_figure(state=State.DRAFT)
    with pytest.raises(ValidationError, match="đã gửi duyệt"):
        approve_figures(Figure.objects.all(), by=approver)
