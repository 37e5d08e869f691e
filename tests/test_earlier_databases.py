"""A database made by an earlier main opens in this one, and every row of it is found: migrations are only added.

Each folder of tests/earlier/ holds a book as the code of its time left it, on both engines, and what made it.
"""

import gzip
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

pytestmark = pytest.mark.engine
HOME = Path(__file__).parents[1]
EARLIER = sorted(path for path in (HOME / "tests" / "earlier").iterdir() if path.is_dir())
# What belongs to the tables themselves, not to the book.
NOT_OF_THE_BOOK = {"django_migrations", "django_session", "django_content_type", "auth_permission"}
# Roles are held in step with the code.
KEPT_IN_STEP = {"auth_group_permissions"}
LOOK = """
import django
django.setup()
from django.test import Client
client = Client(headers={"host": "localhost"})
for address in ["/", "/chu-de/tong-quan/", "/chi-tieu/grdp-so-sanh/", "/so-lieu/?tai=csv", "/dot-cong-bo/"]:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
page = client.get("/chi-tieu/grdp-so-sanh/").content.decode()
assert ">1.994<" in page and ">1.995,5<" in page and ">1.993<" not in page and ">1.234,5<" not in page
"""


class Sqlite:
    """An earlier book in a file of its own."""

    def __init__(self, folder, tmp_path):
        self.path = tmp_path / "earlier.sqlite3"
        self.address = f"sqlite:///{self.path}"
        with sqlite3.connect(self.path) as database:
            database.executescript(gzip.decompress((folder / "sqlite.sql.gz").read_bytes()).decode())
        database.close()

    def read(self, sql):
        with sqlite3.connect(self.path) as database:
            rows = database.execute(sql).fetchall()
        database.close()
        return rows

    def tables(self):
        found = self.read("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        return {table: [row[1] for row in self.read(f"PRAGMA table_xinfo('{table}')")] for (table,) in found}

    def drop(self):
        """The file goes with the test's folder."""


class Postgresql:
    """An earlier book in a database of its own, on the server of the tests."""

    def __init__(self, folder, tmp_path):
        import psycopg

        self.psycopg = psycopg
        self.server = os.environ["TEST_DATABASE_URL"]
        self.name = f"earlier_{folder.name.replace('-', '_')}_{os.getpid()}"
        self.address = f"{self.server.rpartition('/')[0]}/{self.name}"
        self._tell_server(f"CREATE DATABASE {self.name} TEMPLATE template0 ENCODING 'UTF8'")
        lines = gzip.decompress((folder / "postgresql.sql.gz").read_bytes()).decode().splitlines()
        with psycopg.connect(self.address, autocommit=True) as database:
            # pg_dump speaks to psql too, by lines that begin with a backslash.
            database.execute("\n".join(line for line in lines if not line.startswith("\\")))

    def _tell_server(self, sql):
        with self.psycopg.connect(self.server, autocommit=True) as server:
            server.execute(sql)

    def read(self, sql):
        with self.psycopg.connect(self.address) as database:
            return database.execute(sql).fetchall()

    def tables(self):
        columns = {}
        for table, column in self.read(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
        ):
            columns.setdefault(table, []).append(column)
        return columns

    def drop(self):
        self._tell_server(f"DROP DATABASE {self.name} WITH (FORCE)")


def rows_of(book, tables):
    """For each table its rows as text, by the columns asked for."""
    return {
        table: sorted(repr(row) for row in book.read(f'SELECT {", ".join(map(_quoted, columns))} FROM "{table}"'))
        for table, columns in tables.items()
    }


def _quoted(name):
    return f'"{name}"'


@pytest.fixture(params=EARLIER, ids=lambda folder: folder.name)
def book(request, tmp_path):
    made = (Postgresql if connection.vendor == "postgresql" else Sqlite)(request.param, tmp_path)
    yield made
    made.drop()


def run(book, *command):
    environment = os.environ | {
        "DATABASE_URL": book.address, "DEBUG": "1", "DJANGO_SETTINGS_MODULE": "config.settings",
    }  # fmt: skip
    done = subprocess.run([sys.executable, *command], cwd=HOME, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def what_was_approved_is_version_one_in_one_first_release(book):
    approved = "SELECT count(*) FROM indicators_figure WHERE state = 'approved'"
    assert book.read("SELECT count(*), max(number) FROM indicators_version") == [(*book.read(approved)[0], 1)]
    assert len(book.read("SELECT title FROM indicators_release WHERE published_at IS NOT NULL")) == 1
    public = "SELECT count(*) FROM indicators_releaseitem WHERE public_from IS NOT NULL AND public_until IS NULL"
    of_public_indicators = (
        "SELECT count(*) FROM indicators_figure AS figure JOIN indicators_indicator AS indicator"
        " ON indicator.id = figure.indicator_id WHERE figure.state = 'approved' AND indicator.is_public"
    )
    assert book.read(public) == book.read(of_public_indicators) == [(book.read(approved)[0][0] - 1,)]
    who = "SELECT u.username FROM indicators_version v JOIN auth_user u ON u.id = v.approved_by_id"
    assert {name for (name,) in book.read(who)} == {"duyet"}


@pytest.mark.long
def test_every_row_of_an_earlier_book_is_found_and_what_was_approved_is_version_one(book):
    tables = {table: columns for table, columns in book.tables().items() if table not in NOT_OF_THE_BOOK | KEPT_IN_STEP}
    before = rows_of(book, tables)
    assert sum(map(len, before.values())) > 8000
    run(book, "manage.py", "migrate", "--no-input")
    what_was_approved_is_version_one_in_one_first_release(book)
    run(book, "manage.py", "prepare", "--no-account")
    now = book.tables()
    assert {table for table, columns in tables.items() if not set(columns) <= set(now.get(table, ()))} == set()
    after = rows_of(book, tables)
    lost = {table: sorted(set(rows) - set(after[table])) for table, rows in before.items()}
    assert {table: rows[:3] for table, rows in lost.items() if rows} == {}
    assert "Nhật ký" not in run(book, "manage.py", "check", "--database", "default")
    run(book, "-c", LOOK)
    # Dated rows of a time that did not say until when they hold.
    assert book.read("SELECT count(*) FROM projects_projectstatus WHERE until IS NOT NULL") > [(0,)]
    later = 'later.project_id = one.project_id AND later."on" > one."on"'
    wrong = f"projects_projectstatus AS one JOIN projects_projectstatus AS later ON {later}"
    assert book.read(f'SELECT count(*) FROM {wrong} WHERE one.until IS NULL OR one.until > later."on"') == [(0,)]
