"""Request ids and the access log: one line an answer, which tells who and what but never what was searched for."""

import logging
import uuid

import pytest
from django.contrib.auth import get_user_model

GIVEN = "5b9f1f6e3c0d4a3f8f0c6a1d2e3f4a5b"


@pytest.fixture
def lines(caplog):
    """The lines of the access log so far."""
    caplog.set_level(logging.INFO, logger="book.access")
    return lambda: [record for record in caplog.records if record.name == "book.access"]


def test_an_answer_carries_the_id_the_proxy_gave(client):
    assert client.get("/khong-co/", headers={"X-Request-ID": GIVEN})["X-Request-ID"] == GIVEN


@pytest.mark.parametrize("invented", ["", "1", "a" * 500, "<script>", "x\ty", "đây"])
def test_an_id_that_is_no_uuid_is_replaced(client, invented):
    given = client.get("/khong-co/", headers={"X-Request-ID": invented})["X-Request-ID"]
    assert given != invented
    assert uuid.UUID(given).version == 4


def test_two_requests_have_two_ids(client):
    assert client.get("/khong-co/")["X-Request-ID"] != client.get("/khong-co/")["X-Request-ID"]


def test_the_line_says_what_was_asked_and_answered(client, lines):
    client.get("/khong-co/?q=nguyen+van+a", headers={"X-Forwarded-For": "203.0.113.7"})
    (line,) = lines()
    assert (line.method, line.path, line.status) == ("GET", "/khong-co/", 404)
    assert (line.address, line.forwarded_for, line.user) == ("127.0.0.1", "203.0.113.7", None)
    assert line.milliseconds >= 0


def test_no_line_repeats_what_was_searched_for(client, lines):
    client.get("/khong-co/?q=nguyen+van+a")
    assert [vars(line) for line in lines() if "nguyen" in str(vars(line))] == []
    assert len(lines()) == 1


def test_the_line_names_whoever_is_signed_in(client, lines, db):
    user = get_user_model().objects.create_superuser("lan")
    client.force_login(user)
    client.get("/quan-tri/password_change/")
    assert [line.user for line in lines()] == [str(user.pk)]


def test_a_watcher_that_finds_all_well_leaves_no_line(client, lines, db):
    assert client.get("/suc-khoe/").status_code == 200
    assert lines() == []
