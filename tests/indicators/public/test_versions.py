"""The version of the public pages: whatever readers would see changes it, by whatever door, and nothing else does."""

import time
from contextlib import ExitStack
from datetime import timedelta

import psycopg
import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date

from config.pages import versions
from indicators.models import Figure, State, TableChange, Topic
from indicators.public.versions import LAST_MARKS, last_change, public_version
from tests import makers
from tests.indicators.audit.conftest import by_python, server


@pytest.fixture(autouse=True)
def kept_here(settings, tmp_path):
    settings.IMPORT_FOLDER = tmp_path


@pytest.mark.django_db
def test_drafts_and_accounts_change_nothing_and_one_question_tells(django_assert_max_num_queries):
    figure = makers.make_figure()
    before = public_version()
    makers.make_user()
    Figure.objects.filter(pk=figure.pk).update(value=321, state=State.SUBMITTED)
    with django_assert_max_num_queries(1):
        assert public_version() == before
    assert last_change() == TableChange.objects.latest("at").at


@pytest.mark.django_db(transaction=True)
def test_an_hour_that_comes_changes_the_version_without_a_write(monkeypatch):
    figure = makers.make_figure(state="approved", released=False)
    makers.make_release(figure.versions.get(), hour=timezone.now() + timedelta(days=3))
    before = public_version()
    ahead = timezone.now() + timedelta(days=4)
    with monkeypatch.context() as patch:
        patch.setattr(timezone, "now", lambda: ahead)
        assert public_version() != before
    # A clock can be put back.
    assert public_version() == before


@pytest.mark.django_db(transaction=True)
def test_while_nobody_writes_the_question_is_not_asked_again(django_assert_num_queries):
    topic = makers.make_topic()
    told = [public_version()]
    with django_assert_num_queries(0):
        assert public_version() == told[0]
    by_python(f"UPDATE indicators_topic SET name = 'Khác' WHERE id = {topic.pk}")
    told.append(public_version())
    with transaction.atomic():
        Topic.objects.filter(pk=topic.pk).update(name="Tên")
        told.append(public_version())
        Topic.objects.filter(pk=topic.pk).update(name="Tên khác")
        transaction.set_rollback(True)
    assert len(set(told)) == 3, "by another connection, and by this one before it commits"
    assert public_version() == told[1]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_connection_that_the_server_ended_is_made_anew_and_one_that_answered_is_not_tried_twice():
    before = public_version()
    with psycopg.connect(**server()) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [connection.connection.info.backend_pid])
    ended = connection.connection
    # So does Django when a request begins.
    connection.close_if_unusable_or_obsolete()
    assert public_version() == before
    assert connection.connection is not ended
    connection.close_if_unusable_or_obsolete()
    assert public_version() == before
    assert connection.health_check_done


@pytest.mark.django_db(transaction=True)
def test_each_write_changes_the_version_and_a_row_that_goes_does_too():
    topic = makers.make_topic()
    told = [public_version()]
    Topic.objects.filter(pk=topic.pk).update(name="Khác")
    told.append(public_version())
    topic.delete()
    told.append(public_version())
    assert len(set(told)) == 3


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_writers_that_end_in_another_order_than_they_began_each_change_the_version():
    topics = [makers.make_topic() for _ in range(4)]
    told = [public_version()]
    with ExitStack() as stack:
        first, second, idle, third = [stack.enter_context(psycopg.connect(**server())) for _ in topics]
        for writer, topic in zip([first, second, idle, third], topics, strict=True):
            writer.execute("UPDATE indicators_topic SET name = name || '.' WHERE id = %s", [topic.pk])
            told.append(public_version())
        # Nobody else sees it yet.
        assert len(set(told)) == 1
        # The highest mark stands first; the lower ones come one by one, while another is still to come.
        for writer in [third, first, second]:
            writer.commit()
            told.append(public_version())
        assert len(set(told)) == 4
        # Who writes nothing in the end changes nothing.
        idle.rollback()
        assert public_version() == told[-1]
    topics[0].delete()
    assert public_version() not in told


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_writer_who_takes_longer_than_a_hundred_others_is_not_missed():
    slow, other = makers.make_topic(), makers.make_topic()
    with psycopg.connect(**server()) as writer:
        writer.execute("UPDATE indicators_topic SET name = name || '.' WHERE id = %s", [slow.pk])
        for number in range(LAST_MARKS + 1):
            Topic.objects.filter(pk=other.pk).update(name=f"Tên {number}")
        before = public_version()
        writer.commit()
        assert public_version() != before


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_marks_of_another_server_hide_no_write():
    topic = makers.make_topic()
    highest = TableChange.objects.latest("mark").mark
    # Some of them will be given here too, one never.
    for mark in [highest + 5, highest + 6, 10**15]:
        TableChange.objects.create(table="indicators_topic", mark=mark, at=timezone.now())
    told = [public_version()]
    for number in range(6):
        Topic.objects.filter(pk=topic.pk).update(name=f"Tên {number}")
        told.append(public_version())
    assert len(set(told)) == len(told)


@pytest.mark.django_db(transaction=True)
def test_a_page_that_has_not_changed_is_known_before_it_is_made(client, django_assert_max_num_queries):
    makers.make_figure()
    address = reverse("overview")
    page = client.get(address)
    with django_assert_max_num_queries(1):
        assert client.get(address, headers={"If-None-Match": page["ETag"]}).status_code == 304
    assert client.get(reverse("guide"), headers={"If-None-Match": page["ETag"]}).status_code == 200
    Topic.objects.update(name="Khác")
    again = client.get(address, headers={"If-None-Match": page["ETag"]})
    assert again.status_code == 200
    assert again["ETag"] != page["ETag"]


@pytest.mark.django_db
def test_a_date_vouches_for_a_page_only_once_its_second_is_over(client, monkeypatch):
    makers.make_topic()
    address, second = reverse("topic-list"), int(time.time())
    monkeypatch.setattr(time, "time", lambda: second + 0.2)
    assert "Last-Modified" not in client.get(address)
    monkeypatch.setattr(time, "time", lambda: second + 1.1)
    page = client.get(address)
    assert page["Last-Modified"] == http_date(second)
    since = {"If-Modified-Since": page["Last-Modified"]}
    assert client.get(address, headers=since).status_code == 304
    makers.make_topic()
    # A write may be seen long after its own time: what counts is when it was first seen.
    TableChange.objects.update(at=timezone.now() - timedelta(days=1))
    assert client.get(address, headers=since).status_code == 200
    monkeypatch.setattr(time, "time", lambda: second + 3.5)
    assert client.get(address, headers=since)["Last-Modified"] == http_date(second + 1)
    # A feed's own date would say less.
    assert client.get(reverse("release-feed"))["Last-Modified"] == http_date(second + 1)


@pytest.mark.django_db
def test_heads_ranges_days_staff_and_pages_that_are_not_are_answered_as_they_should(client, admin_client, monkeypatch):
    topic = makers.make_topic()
    address = reverse("topic", args=[topic.code])
    page, same = client.get(address), {}
    same["If-None-Match"] = page["ETag"]
    head = client.head(address)
    assert (head["ETag"], head.content) == (page["ETag"], b"")
    assert client.head(address, headers=same).status_code == 304
    told = admin_client.get(address, headers=same)
    assert (told.status_code, told["Cache-Control"]) == (304, page["Cache-Control"])
    assert "Cookie" not in told.get("Vary", "")
    assert client.get(f"{address}?trang=2", headers=same).status_code == 200
    # A file is made anew each time: a part of one fits no other.
    file = reverse("project-list") + "?tai=csv"
    part = client.get(file, headers={"Range": "bytes=10-20", "If-Range": client.head(file)["ETag"]})
    assert part.status_code == 200
    assert b"".join(part.streaming_content).startswith(b"\xef\xbb\xbf")
    with monkeypatch.context() as patch:
        tomorrow = timezone.localdate() + timedelta(days=1)
        patch.setattr(timezone, "localdate", lambda: tomorrow)
        assert client.get(address, headers=same).status_code == 200
    monkeypatch.setattr(versions, "code_version", lambda: "another")
    assert client.get(address, headers=same).status_code == 200
    topic.delete()
    gone = client.get(address, headers=same)
    assert gone.status_code == 404
    assert "ETag" not in gone
