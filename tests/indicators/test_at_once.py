"""The one button of a small office: it approves and publishes at once, and only what its page showed."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from config.staff.roles import sync
from indicators.actions import releasing
from indicators.models import BookSettings, Figure, Release, State, Version
from tests import makers

pytestmark = pytest.mark.django_db
FIGURES = "admin:indicators_figure_changelist"
NOW = "admin:indicators_release_now"


@pytest.fixture
def publisher(client):
    sync()
    user = makers.make_user()
    user.groups.add(Group.objects.get(name="Người công bố"))
    client.force_login(user)
    return client


def approved(**fields):
    return makers.make_figure(state=State.APPROVED, released=False, **{"source": makers.make_source(), **fields})


def small_office(client):
    BookSettings.objects.create(pk=1, editor_may_approve=True)
    user = makers.make_user(
        "indicators.view_figure", "indicators.change_figure", "indicators.approve_figure",
        "indicators.publish_release", "indicators.view_release",
    )  # fmt: skip
    client.force_login(user)


def publish_now(client, figure, **boxes):
    """Press the one button on a figure, as the page that showed it would."""
    page = client.post(reverse(FIGURES), {"action": "publish_now", "_selected_action": [figure.pk]})
    return client.post(reverse(NOW), sent_by(page) | {"figure": [figure.pk]} | boxes)


def sent_by(page):
    return {"confirmed": "yes", "shown": page.context["waiting"].fingerprint}


def test_one_button_approves_nothing_that_was_changed_since_it_was_shown(client):
    small_office(client)
    figure = makers.make_figure(state=State.SUBMITTED, source=makers.make_source())
    page = client.post(reverse(FIGURES), {"action": "publish_now", "_selected_action": [figure.pk]})
    sent = sent_by(page) | {"figure": [figure.pk]}
    Figure.objects.update(value=1)
    answer = client.post(reverse(NOW), sent)
    assert "vừa thay đổi" in answer.content.decode()
    assert not Version.objects.exists()


@pytest.mark.parametrize("change", ["approved", "returned", "released"])
def test_one_button_publishes_nothing_that_came_into_the_queue_since_it_was_shown(publisher, change):
    one = approved(value=5)
    address = reverse(NOW)
    page = publisher.get(address)
    assert str(one) in page.content.decode()
    sent = sent_by(page)
    if change == "approved":
        approved(value=6)
    elif change == "returned":
        Figure.objects.update(state=State.RETURNED, return_reason="Sai")
    else:
        makers.make_release(one.versions.get(), published=False)
    answer = publisher.post(address, sent)
    assert "vừa thay đổi" in answer.content.decode()
    assert not Version.objects.public().exists()
    waiting = answer.context["waiting"].count
    publisher.post(address, sent_by(answer))
    assert Version.objects.public().count() == waiting


def test_one_button_shows_the_version_it_would_publish_not_the_row_changed_since(publisher):
    figure = approved(value=54321)
    Figure.objects.update(value=98765)
    page = publisher.post(reverse(FIGURES), {"action": "publish_now", "_selected_action": [figure.pk]}).content.decode()
    assert "54.321" in page
    assert "98.765" not in page


def test_one_button_brings_back_nothing_that_was_withdrawn(publisher):
    other = makers.make_user(is_superuser=True)
    figure = makers.make_figure(state=State.APPROVED, source=makers.make_source())
    withdrawal = makers.make_release(published=False, kind="correction")
    releasing.gather_withdrawals(withdrawal, [figure.pk], by=other, reason="Sai")
    releasing.publish(withdrawal, by=other)
    publish_now(publisher, figure)
    publisher.post(reverse(NOW), sent_by(publisher.get(reverse(NOW))))
    assert not Version.objects.public().exists()


def test_what_was_chosen_and_is_no_row_publishes_nothing_else(client):
    small_office(client)
    approved()
    client.post(reverse(NOW), {"confirmed": "yes", "figure": ["abc", "9" * 40]})
    assert not Version.objects.public().exists()


def test_one_button_approves_and_publishes(client):
    small_office(client)
    figure = makers.make_figure(state=State.SUBMITTED, source=makers.make_source())
    other = approved()
    page = client.post(reverse(FIGURES), {"action": "publish_now", "_selected_action": [figure.pk]})
    assert "Duyệt và công bố ngay" in page.content.decode()
    publish_now(client, figure)
    assert [version.figure for version in Version.objects.public()] == [figure]
    assert releasing.releasable(Release.Kind.REGULAR).get().figure == other


def test_one_button_asks_for_warnings_first_and_writes_nothing_before(client):
    small_office(client)
    figure = makers.make_figure(state=State.SUBMITTED, source=makers.make_source(), in_doubt=True, note="Lạ")
    page = publish_now(client, figure)
    assert "còn nghi vấn: Lạ" in page.content.decode()
    assert not Version.objects.exists()
    assert not Release.objects.exists()
    publish_now(client, figure, warning=f"doubt:{figure.pk}:100")
    assert Version.objects.public().get().figure == figure


def test_one_button_tells_what_is_in_the_way(client):
    small_office(client)
    figure = makers.make_figure(state=State.SUBMITTED, source=None)
    page = publish_now(client, figure)
    assert "chưa có nguồn" in page.content.decode()
    assert not Version.objects.exists()
