"""Connections: what a URL stands for, and what a real connection then does."""

import pytest
from django.db import connection

from config.databases import database


def test_sqlite_takes_the_write_lock_at_once_and_waits_for_it():
    options = database("sqlite:////var/lib/so.sqlite3")["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert options["timeout"] == 60


def test_options_of_the_url_win_over_ours():
    assert database("sqlite:////var/lib/so.sqlite3?timeout=5")["OPTIONS"]["timeout"] == 5
    options = database("postgres://so@may/so?connect_timeout=2&sslmode=verify-full")["OPTIONS"]
    assert (options["connect_timeout"], options["sslmode"]) == (2, "verify-full")


def test_the_mark_of_the_audit_joins_the_server_options_of_the_url():
    options = database("postgres://so@may/so?options=-c%20statement_timeout%3D60s")["OPTIONS"]
    assert options["options"] == "-c statement_timeout=60s -c book.actor=app"
    assert database("postgres://so@may/so")["OPTIONS"]["options"] == "-c book.actor=app"


def test_a_path_of_any_letters_is_one_path():
    assert database("sqlite:////s%E1%BB%91%20li%E1%BB%87u%23/so.sqlite3")["NAME"] == "/số liệu#/so.sqlite3"


def test_a_server_that_is_not_there_is_given_up_within_seconds():
    assert database("postgres://so@may/so")["OPTIONS"]["connect_timeout"] == 5


@pytest.mark.sqlite
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 1), ("foreign_keys", 1), ("busy_timeout", 60_000)]
)
def test_a_real_sqlite_connection_works_as_set(pragma, value):
    with connection.cursor() as cursor:
        assert cursor.execute(f"PRAGMA {pragma}").fetchone()[0] == value


@pytest.mark.postgresql
@pytest.mark.django_db
def test_a_real_postgresql_connection_carries_the_mark():
    with connection.cursor() as cursor:
        # Back to what the connection began with, whatever this transaction was told since.
        cursor.execute("RESET book.actor")
        assert cursor.execute("SHOW book.actor").fetchone() == ("app",)
