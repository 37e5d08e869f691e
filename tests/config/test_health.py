"""The health address, for the machine that watches this one."""

import pytest
from django.db import connection

from config.jobs import lock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def import_folder(settings, tmp_path):
    settings.IMPORT_FOLDER = tmp_path / "imports"


def test_all_is_well_while_the_database_has_this_codes_tables(client):
    answer = client.get("/suc-khoe/")
    assert (answer.status_code, answer.json()) == (
        200,
        {"status": "ok", "database": connection.vendor, "worker": "not running"},
    )


def test_it_says_that_long_jobs_are_worked_off(client):
    with lock.as_the_only_one():
        assert client.get("/suc-khoe/").json()["worker"] == "running"


@pytest.mark.parametrize(
    "statement", ["DELETE FROM django_migrations WHERE app = 'indicators'", "DELETE FROM django_migrations"]
)
def test_a_database_older_than_the_code_is_not_well(client, statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
    answer = client.get("/suc-khoe/")
    assert (answer.status_code, answer.json()) == (503, {"status": "error", "database": "not migrated"})


def test_no_one_keeps_the_answer(client):
    assert "no-store" in client.get("/suc-khoe/")["Cache-Control"]


def test_it_asks_once_and_whatever_the_number_of_tables(client, django_assert_max_num_queries):
    client.get("/suc-khoe/")
    with django_assert_max_num_queries(2):
        client.get("/suc-khoe/")


def test_only_questions_are_answered(client):
    assert client.head("/suc-khoe/").status_code == 200
    assert client.post("/suc-khoe/").status_code == 405


def test_it_answers_without_https(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_REDIRECT_EXEMPT = [r"^suc-khoe/$"]
    assert client.get("/suc-khoe/").status_code == 200
    assert client.get("/quan-tri/").status_code == 301
