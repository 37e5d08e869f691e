"""Releases: gathered, checked, published once; what is public when is a question of the hour alone."""

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone

from indicators.actions import releasing
from indicators.actions.checklist import check_release
from indicators.models import Figure, Release, ReleaseItem, State, Version, WarningRead
from indicators.periods import Period
from tests import makers

pytestmark = pytest.mark.django_db
NOW = timezone.now()
MINUTE = timedelta(minutes=1)


@pytest.fixture
def publisher():
    return makers.make_user("indicators.publish_release")


def approved(**fields):
    """A figure approved and not yet released, with its source."""
    return makers.make_figure(state=State.APPROVED, released=False, **{"source": makers.make_source(), **fields})


def correct(figure, value, **fields):
    """Change a figure and approve it anew."""
    Figure.objects.filter(pk=figure.pk).update(value=value, state=State.SUBMITTED, **fields)
    figure.refresh_from_db()
    return makers.approve(figure, released=False)


def prepared(publisher, kind=Release.Kind.REGULAR, **fields):
    """A release in preparation with all that it could gather."""
    release = makers.make_release(published=False, kind=kind, **fields)
    releasing.gather(release, releasing.releasable(kind), by=publisher)
    return release


def read_all(release, publisher):
    releasing.read_warnings(release, [point.key for point in check_release(release).warnings], by=publisher)


def published(publisher, kind=Release.Kind.REGULAR, **fields):
    release = prepared(publisher, kind, **fields)
    read_all(release, publisher)
    return releasing.publish(release, by=publisher)


def public_values(at=None):
    return sorted(Version.objects.public(at).values_list("value", flat=True))


# What is public when


def test_approved_is_not_public_until_a_release_has_it(publisher):
    approved(value=5)
    assert public_values() == []
    published(publisher)
    assert public_values() == [5]


def test_a_release_ahead_comes_by_itself_at_its_hour(publisher):
    hour = NOW + timedelta(days=2)
    approved(value=5)
    published(publisher, public_from=hour)
    assert public_values() == public_values(hour - MINUTE) == []
    assert public_values(hour) == public_values(hour + MINUTE) == [5]


def test_a_correction_replaces_at_its_hour_and_the_past_stays_as_it_was(publisher):
    figure = approved(value=5)
    first = published(publisher)
    correct(figure, 6)
    assert public_values() == [5]
    hour = timezone.now() + timedelta(days=1)
    correction = published(publisher, Release.Kind.CORRECTION, public_from=hour)
    assert public_values() == public_values(hour - MINUTE) == [5]
    assert public_values(hour) == [6]
    assert [item.version.value for item in first.items.all()] == [5]
    item = correction.items.get()
    assert (item.replaces.value, item.version.value) == (5, 6)


def test_changing_and_approving_anew_moves_nothing_that_is_public(publisher):
    figure = approved(value=5)
    published(publisher)
    Figure.objects.update(value=6)
    assert public_values() == [5]
    Figure.objects.update(state=State.SUBMITTED)
    figure.refresh_from_db()
    makers.approve(figure, released=False)
    assert public_values() == [5]


def test_a_withdrawal_takes_a_figure_off_at_its_hour_and_says_why(publisher):
    figure = approved(value=5)
    published(publisher)
    hour = timezone.now() + timedelta(hours=1)
    release = makers.make_release(published=False, kind=Release.Kind.CORRECTION, public_from=hour)
    releasing.gather_withdrawals(release, [figure.pk], by=publisher, reason="Nguồn đã thu hồi")
    releasing.publish(release, by=publisher)
    assert public_values() == [5]
    assert public_values(hour) == []
    item = ReleaseItem.objects.in_force(hour).get()
    assert (item.withdraws, item.reason, item.figure) == (True, "Nguồn đã thu hồi", figure)


def test_what_was_withdrawn_comes_back_only_as_a_newer_version(publisher):
    figure = approved(value=5)
    published(publisher)
    release = makers.make_release(published=False, kind=Release.Kind.CORRECTION)
    releasing.gather_withdrawals(release, [figure.pk], by=publisher, reason="Nguồn đã thu hồi")
    releasing.publish(release, by=publisher)
    assert not releasing.releasable(Release.Kind.REGULAR).exists()
    correct(figure, 6)
    published(publisher)
    assert public_values() == [6]


def test_what_was_withdrawn_by_mistake_is_public_again_from_a_later_release(publisher):
    figure = approved(value=5)
    published(publisher)
    now = timezone.now()
    gone, back = now + timedelta(days=1), now + timedelta(days=2)
    release = makers.make_release(published=False, kind=Release.Kind.CORRECTION, public_from=gone)
    releasing.gather_withdrawals(release, [figure.pk], by=publisher, reason="Nguồn đã thu hồi")
    releasing.publish(release, by=publisher)
    assert not releasing.withdrawn().exists(), "it is still public, and its withdrawal may be called off"
    again = makers.make_release(figure.versions.get(), published=False, public_from=back)
    assert "chính bản này đã rút từ" in check_release(again).unread[0].text
    read_all(again, publisher)
    releasing.publish(again, by=publisher)
    moments = [now - timedelta(days=1), now, gone - MINUTE, gone, back - MINUTE, back, back + timedelta(days=99)]
    assert [public_values(moment) for moment in moments] == [[], [5], [5], [], [], [5], [5]]
    assert Version.objects.once_public(back).count() == 1


def test_what_was_withdrawn_is_gathered_again_by_name_alone(publisher):
    figure = approved(value=5)
    published(publisher)
    release = makers.make_release(published=False, kind=Release.Kind.CORRECTION)
    releasing.gather_withdrawals(release, [figure.pk], by=publisher, reason="Nguồn đã thu hồi")
    releasing.publish(release, by=publisher)
    assert releasing.withdrawn().get().figure == figure
    assert releasing.release_of_the_day(by=publisher) == []
    assert prepared(publisher).items.count() == 0
    again = makers.make_release(published=False)
    assert releasing.gather(again, releasing.withdrawn(), by=publisher) == 1
    assert not releasing.withdrawn().exists(), "a release in preparation holds it"
    with pytest.raises(ValidationError, match="chính bản này đã rút"):
        releasing.publish(again, by=publisher)


def test_what_stood_between_is_known_for_every_moment(publisher):
    figure = approved(value=1)
    published(publisher)
    moments = [timezone.now()]
    for value in [2, 3, 4]:
        correct(figure, value)
        published(publisher, Release.Kind.CORRECTION)
        moments.append(timezone.now())
    assert [public_values(moment) for moment in moments] == [[1], [2], [3], [4]]
    assert public_values(NOW - timedelta(days=9)) == []
    assert Version.objects.once_public().count() == 4


# Gathering


def test_a_release_gathers_by_form_topic_office_and_period(publisher):
    office, topic = makers.make_office(), makers.make_topic()
    one = approved(indicator=makers.make_indicator(topic=topic, office=office), year=2021)
    approved(year=2022)
    kind = Release.Kind.REGULAR
    assert releasing.releasable(kind, report_form=makers.make_report_form(one.indicator)).get().figure == one
    assert releasing.releasable(kind).count() == 2
    assert releasing.releasable(kind, topic=topic).count() == 1
    assert releasing.releasable(kind, office=office, period=Period.year(2021)).count() == 1
    assert releasing.releasable(kind, office=office, period=Period.year(2022)).count() == 0


def test_what_may_not_be_public_or_waits_elsewhere_is_not_gathered(publisher):
    approved(indicator=makers.make_indicator(is_public=False))
    makers.make_figure(state=State.SUBMITTED)
    returned = approved()
    Figure.objects.filter(pk=returned.pk).update(state=State.RETURNED, return_reason="Sai")
    approved()
    release = prepared(publisher)
    assert release.items.count() == 1
    assert not releasing.releasable(Release.Kind.REGULAR).exists()


def test_items_are_left_out_and_renewed(publisher):
    kept, left = approved(), approved()
    release = prepared(publisher)
    assert releasing.leave_out(release, release.items.filter(figure=left), by=publisher) == 1
    correct(kept, 7)
    assert [point.what for point in check_release(release).errors] == ["newest"]
    assert releasing.renew(release, by=publisher) == 1
    assert release.items.get().version.value == 7


# The checklist


def errors(release):
    return {point.what for point in check_release(release).errors}


def test_errors_stop_a_release(publisher):
    makers.make_figure(state=State.APPROVED, released=False, source=None)
    returned = approved()
    release = prepared(publisher)
    Figure.objects.filter(pk=returned.pk).update(state=State.RETURNED, return_reason="Sai")
    assert errors(release) == {"source", "returned"}
    with pytest.raises(ValidationError, match="Chưa công bố được"):
        releasing.publish(release, by=publisher)
    assert public_values() == []


def test_an_empty_release_is_stopped(publisher):
    with pytest.raises(ValidationError, match="chưa có số liệu nào"):
        releasing.publish(makers.make_release(published=False), by=publisher)


def test_new_figures_and_corrections_do_not_mix(publisher):
    figure = approved()
    published(publisher)
    (version,) = correct(figure, 6)
    assert errors(makers.make_release(version, published=False)) == {"kind"}
    fresh = approved()
    assert errors(makers.make_release(fresh.versions.get(), published=False, kind="correction")) == {"kind"}


def test_a_release_comes_no_earlier_than_the_last_word_on_its_figures(publisher):
    figure = approved(value=5)
    hour = timezone.now() + timedelta(days=3)
    published(publisher, public_from=hour)
    correct(figure, 6)
    release = prepared(publisher, Release.Kind.CORRECTION)
    assert errors(release) == {"hour"}
    Release.objects.filter(pk=release.pk).update(public_from=hour)
    release.refresh_from_db()
    read_all(release, publisher)
    releasing.publish(release, by=publisher)
    assert public_values(hour) == [6]


def test_warnings_must_be_read_and_keep_the_name_of_who_read_them(publisher):
    approved(in_doubt=True, note="Nguồn in lạ")
    release = prepared(publisher)
    (point,) = check_release(release).warnings
    assert (point.what, point.text) == ("doubt", "còn nghi vấn: Nguồn in lạ")
    with pytest.raises(ValidationError, match="Còn cảnh báo chưa ai đọc"):
        releasing.publish(release, by=publisher)
    releasing.read_warnings(release, [point.key, "doubt:0:1"], by=publisher)
    releasing.publish(release, by=publisher)
    assert WarningRead.objects.get().read_by == publisher


def test_a_warning_that_was_read_is_read_anew_for_a_newer_version(publisher):
    figure = approved(in_doubt=True, note="Nguồn in lạ")
    release = prepared(publisher)
    read_all(release, publisher)
    assert check_release(release).unread == []
    correct(figure, 100_000)
    releasing.renew(release, by=publisher)
    assert [point.what for point in check_release(release).unread] == ["doubt"]
    with pytest.raises(ValidationError, match="chưa ai đọc"):
        releasing.publish(release, by=publisher)


@pytest.mark.parametrize(("value", "words"), [(501, "gấp hơn 5 lần"), (19, "chưa bằng 1/5")])
def test_a_jump_is_told_in_plain_words(publisher, value, words):
    indicator, place = makers.make_indicator(), makers.make_place()
    makers.make_figure(indicator=indicator, place=place, year=2021, value=100, state=State.APPROVED)
    approved(indicator=indicator, place=place, year=2022, value=value)
    (point,) = check_release(prepared(publisher)).warnings
    assert point.text.startswith(f"{words} năm 2021")


def warned(release):
    return sorted(point.what for point in check_release(release).warnings)


@pytest.mark.parametrize(("value", "expected"), [(100, []), (501, ["jump"]), (19, ["jump"]), (500, []), (20, [])])
def test_a_jump_from_the_year_before_is_warned_of(publisher, value, expected):
    indicator, place = makers.make_indicator(), makers.make_place()
    makers.make_figure(indicator=indicator, place=place, year=2021, value=100, state=State.APPROVED)
    approved(indicator=indicator, place=place, year=2022, value=value)
    assert warned(prepared(publisher)) == expected


def test_implausible_and_missing_values_are_warned_of(publisher):
    approved(indicator=makers.make_indicator(plausible_max=50), value=100, in_doubt=True, note="Lạ")
    approved(value=None, note="Chưa có")
    assert warned(prepared(publisher)) == ["doubt", "missing", "plausible"]


def test_parts_above_their_whole_are_warned_of(publisher):
    whole, unit = makers.make_indicator(), makers.make_unit()
    type(whole).objects.filter(pk=whole.pk).update(unit=unit)
    whole.refresh_from_db()
    place = makers.make_place()
    makers.make_figure(indicator=whole, place=place, value=100, state=State.APPROVED)
    for value in [60, 41]:
        approved(indicator=makers.make_indicator(parent=whole, unit=unit), place=place, value=value)
    assert warned(prepared(publisher)) == ["parts", "parts"]


def test_a_degree_below_the_one_that_stands_is_warned_of(publisher):
    indicator, place = makers.make_indicator(), makers.make_place()
    makers.make_figure(indicator=indicator, place=place, kind="official", state=State.APPROVED)
    approved(indicator=indicator, place=place, kind="estimate")
    assert warned(prepared(publisher)) == ["degree"]


@pytest.mark.sqlite
def test_the_checklist_asks_as_often_for_many_figures_as_for_few(publisher, django_assert_max_num_queries):
    indicator, place = makers.make_indicator(), makers.make_place()
    for year in range(1960, 2020):
        approved(indicator=indicator, place=place, year=year)
    release = prepared(publisher)
    with django_assert_max_num_queries(8):
        check_release(release)


# Publishing


def test_a_release_is_published_once(publisher):
    approved()
    release = published(publisher)
    with pytest.raises(ValidationError, match="đã được công bố lúc"):
        releasing.publish(release, by=publisher)
    approved()
    for change in [
        lambda: releasing.gather(release, releasing.releasable(Release.Kind.REGULAR), by=publisher),
        lambda: releasing.leave_out(release, release.items.all(), by=publisher),
        lambda: releasing.renew(release, by=publisher),
        lambda: releasing.gather_withdrawals(release, [1], by=publisher, reason="x"),
    ]:
        with pytest.raises(ValidationError, match="đã được công bố lúc"):
            change()


def test_an_hour_that_has_passed_means_at_once(publisher):
    approved()
    before = timezone.now()
    release = published(publisher, public_from=before - timedelta(days=3))
    assert before <= release.public_from <= timezone.now()


def test_only_who_may_publish_does(publisher):
    approved()
    release = prepared(publisher)
    for user in [makers.make_user(), makers.make_user("indicators.approve_figure", "indicators.change_figure")]:
        for act in [
            lambda user=user: releasing.publish(release, by=user),
            lambda user=user: releasing.gather(release, Version.objects.none(), by=user),
            lambda user=user: releasing.leave_out(release, release.items.all(), by=user),
            lambda user=user: releasing.read_warnings(release, [], by=user),
            lambda user=user: releasing.release_of_the_day(by=user),
        ]:
            with pytest.raises(PermissionDenied):
                act()
    assert public_values() == []


def test_the_release_of_the_day_takes_new_figures_and_corrections_apart(publisher):
    figure = approved(value=5)
    assert [release.kind for release in releasing.release_of_the_day(by=publisher)] == ["release"]
    correct(figure, 6)
    approved(value=7)
    releases = releasing.release_of_the_day(by=publisher)
    assert [release.kind for release in releases] == ["release", "correction"]
    assert public_values() == [6, 7]
    assert len({release.code for release in Release.objects.all()}) == 3
    assert releasing.release_of_the_day(by=publisher) == []


@pytest.mark.django_db(transaction=True)
def test_two_publishers_at_once_publish_once(publisher):
    approved(value=5)
    release = prepared(publisher)
    told, together = [], threading.Barrier(2)

    def press():
        together.wait()
        try:
            releasing.publish(Release.objects.get(pk=release.pk), by=publisher)
            told.append("công bố")
        except ValidationError as error:
            told.append(error.messages[0])
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told)[0] == "công bố"
    assert "đã được công bố lúc" in sorted(told)[1]
    assert ReleaseItem.objects.count() == 1
    assert public_values() == [5]
