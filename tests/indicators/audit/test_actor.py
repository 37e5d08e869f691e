"""Who is recorded: the person at work, and no one else."""

from threading import Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.audit import acting_as
from indicators.models import AuditEntry, Topic
from tests.makers import (
    make_user,
)

pytestmark = pytest.mark.django_db
APPLICATION, OUTSIDE = AuditEntry.Origin


# Who


def test_writes_are_signed_only_while_someone_acts(topic, trail):
    first, second = make_user(), make_user()
    trail.from_here()
    with acting_as(first, via="yc-1"):
        Topic.objects.update(position=1)
        with acting_as(second):
            Topic.objects.update(position=2)
        Topic.objects.update(position=3)
    Topic.objects.update(position=4)
    signed = [(entry.user_id, entry.via) for entry in trail.entries()]
    assert signed == [(first.pk, "yc-1"), (second.pk, ""), (first.pk, "yc-1"), (None, "")]


@pytest.mark.parametrize("savepoint", [True, False])
def test_no_one_acts_on_after_a_failed_transaction(savepoint, topic, trail):
    user = make_user()
    trail.from_here()
    with pytest.raises(IntegrityError), transaction.atomic(), acting_as(user), transaction.atomic(savepoint=savepoint):
        Topic.objects.create(code=topic.code, name="Trùng mã")
    Topic.objects.update(position=1)
    assert trail.only().user_id is None


def test_who_acts_still_acts_after_an_inner_rollback(topic, trail):
    first, second = make_user(), make_user()
    trail.from_here()
    with acting_as(first):
        with pytest.raises(IntegrityError), transaction.atomic(), acting_as(second):
            Topic.objects.create(code=topic.code, name="Trùng mã")
        Topic.objects.update(position=1)
        with acting_as(second):
            Topic.objects.update(position=2)
    assert [entry.user_id for entry in trail.entries()] == [first.pk, second.pk]


@pytest.mark.django_db(transaction=True)
def test_a_connection_opened_while_someone_acts_knows_it(topic, trail):
    user = make_user()
    trail.from_here()
    connection.close()
    with acting_as(user):
        Topic.objects.update(position=1)
        connection.close()
        Topic.objects.update(position=2)
    Topic.objects.update(position=3)
    assert [entry.user_id for entry in trail.entries()] == [user.pk, user.pk, None]


@pytest.mark.django_db(transaction=True)
def test_who_acts_in_one_thread_does_not_act_in_another(topic, trail):
    def write():
        Topic.objects.update(position=1)
        connection.close()

    user = make_user()
    trail.from_here()
    with acting_as(user):
        other = Thread(target=write)
        other.start()
        other.join()
        Topic.objects.update(position=2)
    assert [entry.user_id for entry in trail.entries()] == [None, user.pk]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_session_that_died_serves_no_one_else(topic, trail, outside):
    user = make_user()
    trail.from_here()
    with acting_as(user):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (pid,) = cursor.fetchone()
        outside(f"SELECT pg_terminate_backend({pid})")
    assert connection.connection is None
    Topic.objects.update(position=1)
    assert trail.only().user_id is None


@pytest.mark.postgresql
@pytest.mark.parametrize("actor", ["99999999999999999999", "ai đó", "flush", ""])
def test_an_actor_that_means_nothing_is_outside(actor, topic, trail):
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('book.actor', %s, true)", [actor])
        Topic.objects.update(position=1)
    assert (trail.only().origin, trail.only().user_id) == (OUTSIDE, None)


# Requests


def rename(client, topic, name):
    form = {"code": topic.code, "name": name, "name_en": "", "description": "", "position": 0}
    answer = client.post(reverse("admin:indicators_topic_change", args=[topic.pk]), form)
    assert answer.status_code == 302
    return answer


def test_a_form_is_signed_with_its_user_and_the_id_of_the_request(client, topic, trail):
    user = make_user("indicators.view_topic", "indicators.change_topic")
    client.force_login(user)
    trail.from_here()
    answer = rename(client, topic, "Thương mại")
    entry = trail.only()
    assert trail.told() == [("U", "topic", {"name": "Công nghiệp"}, {"name": "Thương mại"})]
    assert (entry.origin, entry.user_id, entry.via) == (APPLICATION, user.pk, answer["X-Request-ID"])


def test_an_action_on_a_list_is_signed(admin_client, admin_user, topic, trail):
    form = {"action": "delete_selected", "_selected_action": topic.pk, "post": "yes"}
    assert admin_client.post(reverse("admin:indicators_topic_changelist"), form).status_code == 302
    assert (trail.only().action, trail.only().user_id) == ("D", admin_user.pk)


def test_requests_of_two_people_on_one_connection_do_not_mix(client, topic, trail):
    users = [make_user("indicators.view_topic", "indicators.change_topic") for _ in range(2)]
    trail.from_here()
    for number, user in enumerate([*users, users[0]]):
        client.force_login(user)
        rename(client, topic, f"Tên {number}")
    client.logout()
    Topic.objects.update(position=9)
    assert [entry.user_id for entry in trail.entries()] == [users[0].pk, users[1].pk, users[0].pk, None]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_session_is_told_once_of_a_request_and_of_the_next_actor_with_what_is_written(client, topic, trail):
    users = [make_user("indicators.view_topic", "indicators.change_topic") for _ in range(2)]
    trail.from_here()
    with CaptureQueriesContext(connection) as asked:
        for number, user in enumerate(users):
            client.force_login(user)
            rename(client, topic, f"Tên {number}")
        Topic.objects.update(position=9)
    told = [one["sql"] for one in asked if "book.actor" in one["sql"]]
    assert len([one for one in told if f"'{users[0].pk} " in one]) == 1
    assert [entry.user_id for entry in trail.entries()] == [users[0].pk, users[1].pk, None]


@pytest.mark.django_db(transaction=True)
def test_a_request_that_fails_leaves_no_actor_behind(client, topic, trail, monkeypatch):
    def fail(topic, **kwargs):
        Topic.objects.update(position=8)
        with connection.cursor() as cursor:
            cursor.execute("SELECT khong_co FROM indicators_topic")

    client.force_login(make_user("indicators.view_topic", "indicators.change_topic"))
    client.raise_request_exception = False
    monkeypatch.setattr(Topic, "save", fail)
    trail.from_here()
    form = {"code": topic.code, "name": "Thương mại", "position": 0}
    answer = client.post(reverse("admin:indicators_topic_change", args=[topic.pk]), form)
    assert answer.status_code >= 500
    Topic.objects.update(position=9)
    assert trail.only().user_id is None


def test_an_id_no_request_would_have_is_not_kept(topic, trail):
    with acting_as(make_user(), via="12 app' OR 1 --"):
        trail.from_here()
        Topic.objects.update(position=1)
    assert trail.only().via == ""


def test_a_public_page_asks_nothing_for_the_trail(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/khong-co-trang-nay/")
    assert "Cookie" not in answer.get("Vary", "")
