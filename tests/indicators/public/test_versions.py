"""The version of the public pages: whatever readers would see changes it, by whatever door, and nothing else does."""

from datetime import timedelta

import pytest
from django.db import connection, connections
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date

from config.pages.versions import version_now
from indicators.audit.tables import seen_tables
from indicators.models import Figure, State, TableChange, Topic
from indicators.public.versions import public_version
from tests import makers


@pytest.mark.django_db
@pytest.mark.usefixtures("filled_book")
def test_a_change_of_any_table_that_readers_see_changes_the_version():
    tried = 0
    # A release that is out is not written to; that one comes is told by its row and by its hour.
    for table in set(seen_tables()) - {"indicators_release"}:
        before = public_version()
        with connection.cursor() as cursor:
            cursor.execute(f'UPDATE "{table}" SET id = id WHERE id = (SELECT min(id) FROM "{table}")')
            if cursor.rowcount:
                tried += 1
                # Within one transaction PostgreSQL tells a table once.
                assert public_version() != before or connection.vendor == "postgresql", table
                assert TableChange.objects.filter(table=table).exists()
    assert tried > 20


@pytest.mark.django_db
def test_drafts_and_accounts_change_nothing_and_two_questions_tell(django_assert_num_queries):
    figure = makers.make_figure()
    before = public_version()
    makers.make_user()
    Figure.objects.filter(pk=figure.pk).update(value=321, state=State.SUBMITTED)
    with django_assert_num_queries(2):
        assert public_version() == before
    assert before[1] == TableChange.objects.latest("at").at


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
def test_of_two_writers_the_one_who_began_first_and_ends_last_is_not_missed():
    one, other = makers.make_topic(), makers.make_topic()
    first, second = connections.create_connection("default"), connections.create_connection("default")
    try:
        for connected in (first, second):
            connected.set_autocommit(False)

        def rename(connected, topic):
            with connected.cursor() as cursor:
                cursor.execute("UPDATE indicators_topic SET name = name || '.' WHERE id = %s", [topic.pk])

        told = [public_version()]
        rename(first, one)
        rename(second, other)
        told.append(public_version())
        second.commit()
        told.append(public_version())
        # The second writer's mark is the higher one, and stands already.
        first.commit()
        told.append(public_version())
        assert told[0] == told[1]
        assert len(set(told)) == 3
        # Nobody writes: it stays, also while somebody who will undo it writes.
        settled = public_version()
        rename(first, one)
        first.rollback()
        assert {public_version(), settled} <= {told[3], settled}
    finally:
        first.close()
        second.close()


@pytest.mark.django_db(transaction=True)
def test_a_page_that_has_not_changed_is_known_before_it_is_made(client, django_assert_num_queries):
    makers.make_figure()
    address = reverse("overview")
    page = client.get(address)
    with django_assert_num_queries(2):
        assert client.get(address, headers={"If-None-Match": page["ETag"]}).status_code == 304
    assert client.get(reverse("guide"), headers={"If-None-Match": page["ETag"]}).status_code == 200
    Topic.objects.update(name="Khác")
    again = client.get(address, headers={"If-None-Match": page["ETag"]})
    assert again.status_code == 200
    assert again["ETag"] != page["ETag"]


@pytest.mark.django_db(transaction=True)
def test_a_date_vouches_for_a_page_only_once_its_second_is_over(client):
    makers.make_topic()
    address = reverse("overview")
    assert "Last-Modified" not in client.get(address)
    TableChange.objects.update(at=timezone.now() - timedelta(minutes=1))
    page = client.get(address)
    assert page["Last-Modified"] == http_date(version_now().changed.timestamp())
    assert client.get(address, headers={"If-Modified-Since": page["Last-Modified"]}).status_code == 304
    Topic.objects.update(name="Khác")
    assert client.get(address, headers={"If-Modified-Since": page["Last-Modified"]}).status_code == 200
