"""A release decided for an hour ahead is called off: whole, with a reason, and only while its hour lies ahead."""

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from config.databases import rule_broken
from indicators.actions import releasing
from indicators.models import AuditEntry, Figure, Release, ReleaseItem, State, Version
from tests import makers

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
CORRECTION = Release.Kind.CORRECTION


@pytest.fixture
def publisher():
    return makers.make_user("indicators.publish_release")


@pytest.fixture
def figure():
    """A figure public with the value 5."""
    return makers.make_figure(state=State.APPROVED, value=5, source=makers.make_source())


@pytest.fixture
def hour():
    return timezone.now() + 300 * DAY


def corrected(figure, value, hour, **fields):
    """A correction of the figure, decided for an hour."""
    Figure.objects.filter(pk=figure.pk).update(value=value, state=State.SUBMITTED)
    figure.refresh_from_db()
    (version,) = makers.approve(figure, released=False)
    return makers.make_release(version, kind=CORRECTION, hour=hour, **fields)


def withdrawn(figure, publisher, **fields):
    release = makers.make_release(published=False, kind=CORRECTION, **fields)
    releasing.gather_withdrawals(release, [figure.pk], by=publisher, reason="Nhầm")
    for point in releasing.check_release(release).unread:
        releasing.read_warnings(release, [point.key], by=publisher)
    return releasing.publish(release, by=publisher)


def call_off(release, publisher, reason="Gõ nhầm năm"):
    return releasing.call_off(release, by=publisher, reason=reason)


def values(at=None):
    return sorted(Version.objects.public(at).values_list("value", flat=True))


def test_a_release_called_off_is_in_preparation_and_what_it_would_have_ended_goes_on(publisher, figure, hour):
    before = ReleaseItem.objects.values().get()
    release = corrected(figure, 6, hour, is_announced=True)
    assert values(hour) == [6]
    call_off(release, publisher)
    release.refresh_from_db()
    assert (release.published_at, release.published_by, release.is_announced) == (None, None, False)
    assert (release.public_from, release.called_off_hour, release.called_off_reason) == (hour, hour, "Gõ nhầm năm")
    item = release.items.get()
    assert (item.public_from, item.public_until, item.replaces) == (None, None, None)
    assert ReleaseItem.objects.exclude(release=release).values().get() == before
    assert values() == values(hour - MINUTE) == values(hour + DAY) == [5]


def test_what_was_called_off_is_changed_and_decided_again(publisher, figure, hour):
    release = corrected(figure, 6, hour)
    call_off(release, publisher)
    Release.objects.filter(pk=release.pk).update(public_from=hour - 299 * DAY)
    releasing.publish(release, by=publisher)
    assert (values(hour - 300 * DAY), values(hour - 299 * DAY)) == ([5], [6])


def test_its_figures_can_be_withdrawn_again_once_it_is_called_off(publisher, figure, hour):
    release = corrected(figure, 6, hour)
    with pytest.raises(ValidationError, match="hãy hẹn từ giờ ấy trở đi"):
        withdrawn(figure, publisher)
    Release.objects.in_preparation().delete()
    call_off(release, publisher)
    withdrawn(figure, publisher)
    assert values() == []


def test_the_trail_keeps_who_called_it_off_and_why(publisher, figure, hour):
    release = corrected(figure, 6, hour)
    call_off(release, publisher)
    entries = AuditEntry.objects.filter(owner_table=Release._meta.db_table, owner_row=release.pk, user=publisher)
    assert {entry.table for entry in entries} == {Release._meta.db_table, ReleaseItem._meta.db_table}
    entry = entries.get(table=Release._meta.db_table)
    assert entry.after["called_off_reason"] == "Gõ nhầm năm"
    assert entry.before["published_at"]


def test_a_withdrawal_ahead_is_called_off(publisher, figure, hour):
    release = withdrawn(figure, publisher, public_from=timezone.now() + 2 * DAY)
    assert values(hour) == []
    call_off(release, publisher)
    assert values(hour) == [5]


def test_a_withdrawal_goes_on_where_the_release_after_it_is_called_off(publisher, figure, hour):
    withdrawn(figure, publisher)
    Figure.objects.update(value=6, state=State.SUBMITTED)
    figure.refresh_from_db()
    (version,) = makers.approve(figure, released=False)
    release = makers.make_release(version, hour=hour)
    assert values(hour) == [6]
    call_off(release, publisher)
    assert values(hour) == []
    assert ReleaseItem.objects.in_force(hour).get().withdraws


def test_a_release_that_a_later_one_counts_on_is_called_off_after_it(publisher, figure, hour):
    first = corrected(figure, 6, hour, title="Thứ nhất")
    second = corrected(figure, 7, hour + DAY, title="Thứ hai")
    with pytest.raises(ValidationError, match="Đợt «Thứ hai».*hãy hủy hẹn đợt ấy trước"):
        call_off(first, publisher)
    assert (values(hour), values(hour + DAY)) == ([6], [7])
    call_off(second, publisher)
    assert values(hour + DAY) == [6]
    call_off(first, publisher)
    assert values(hour + DAY) == [5]


def test_of_releases_of_one_hour_each_gives_way_to_the_one_decided_before(publisher, figure, hour):
    releases = [corrected(figure, value, hour) for value in (6, 7, 8)]
    with pytest.raises(ValidationError, match="hủy hẹn đợt ấy trước"):
        call_off(releases[1], publisher)
    seen = []
    for release in reversed(releases):
        seen.append(values(hour))
        call_off(release, publisher)
    assert [*seen, values(hour)] == [[8], [7], [6], [5]]
    assert ReleaseItem.objects.last().count() == 1


def test_it_asks_for_a_reason_and_for_a_publisher(publisher, figure, hour):
    release = corrected(figure, 6, hour)
    with pytest.raises(ValidationError, match="phải ghi lý do"):
        call_off(release, publisher, reason=" ")
    with pytest.raises(PermissionDenied):
        call_off(release, makers.make_user("indicators.change_release"))
    assert values(hour) == [6]


def test_it_comes_too_late_from_a_minute_before_the_hour(publisher, figure):
    for hour in [timezone.now(), timezone.now() + MINUTE / 2]:
        release = corrected(figure, hour.microsecond, hour)
        with pytest.raises(ValidationError, match="không hủy hẹn kịp nữa"):
            call_off(release, publisher)
        release.refresh_from_db()
        assert release.is_published


# Every door


def refused(write):
    with pytest.raises(IntegrityError) as told, transaction.atomic():
        write()
    assert "không sửa, không xóa được" in rule_broken(told.value)


TAKEN_BACK = {"published_at": None, "published_by": None, "is_announced": False, "called_off_reason": "Gõ nhầm"}


def test_the_database_lets_a_release_be_called_off_whole_or_not_at_all(publisher, figure, hour):
    release = corrected(figure, 6, hour)
    rows = Release.objects.filter(pk=release.pk)
    taken_back = TAKEN_BACK | {"called_off_hour": hour}
    for change in [
        {"called_off_reason": ""},
        {"called_off_hour": None},
        {"called_off_hour": hour + DAY},
        {"title": "Khác"},
        {"public_from": timezone.now()},
        {"is_announced": True},
        {"published_by": publisher},
        {"published_at": timezone.now()},
    ]:
        refused(lambda change=change: rows.update(**(taken_back | change)))
    refused(lambda: release.items.update(public_from=None))
    refused(lambda: release.items.update(public_from=None, replaces=None))
    refused(lambda: ReleaseItem.objects.exclude(release=release).update(public_until=None))
    rows.update(**taken_back)
    assert values(hour) == [5]
    assert release.items.get().public_from is None


def test_the_database_calls_nothing_off_that_is_out_or_that_a_later_release_counts_on(publisher, figure, hour):
    out = Release.objects.get()
    refused(lambda: Release.objects.update(**TAKEN_BACK, called_off_hour=out.public_from))
    first = corrected(figure, 6, hour)
    corrected(figure, 7, hour + DAY)
    refused(lambda: Release.objects.filter(pk=first.pk).update(**TAKEN_BACK, called_off_hour=hour))
    refused(lambda: first.items.update(public_until=None))


# Two at once


def together(*presses):
    """What each is told when all press at once."""
    told, gate = [], threading.Barrier(len(presses))

    def pressed(press):
        gate.wait()
        try:
            press()
            told.append("")
        except ValidationError as error:
            told.append(error.messages[0])
        finally:
            connection.close()

    threads = [threading.Thread(target=pressed, args=[press]) for press in presses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(told)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_call_off_at_once_the_second_is_told(publisher, figure, hour):
    release = corrected(figure, 6, hour)
    done, told = together(*[lambda: call_off(release, publisher)] * 2)
    assert done == ""
    assert "vừa có người hủy hẹn rồi" in told
    assert values(hour) == [5]


@pytest.mark.django_db(transaction=True)
def test_a_release_is_called_off_or_followed_by_another_never_both(publisher, figure, hour):
    first = corrected(figure, 6, hour)
    Figure.objects.update(value=7, state=State.SUBMITTED)
    figure.refresh_from_db()
    (version,) = makers.approve(figure, released=False)
    second = makers.make_release(version, published=False, kind=CORRECTION, public_from=hour + DAY)
    for point in releasing.check_release(second).unread:
        releasing.read_warnings(second, [point.key], by=publisher)
    told = together(lambda: call_off(first, publisher), lambda: releasing.publish(second, by=publisher))
    second.refresh_from_db()
    first.refresh_from_db()
    assert second.is_published, "a correction of what is public either way"
    assert first.is_published == ("hủy hẹn đợt ấy trước" in told[1])
    assert values(hour) == ([6] if first.is_published else [5])
    assert values(hour + DAY) == [7]
