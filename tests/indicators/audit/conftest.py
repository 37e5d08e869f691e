"""The trail as its tests see it."""

import shutil
import sqlite3
import subprocess
from contextlib import closing

import psycopg
import pytest
from django.db import connection

from indicators.models import AuditEntry
from tests.makers import make_topic


class Trail:
    """The entries written since the test said `from_here`."""

    def __init__(self):
        self.from_here()

    def from_here(self):
        self.mark = AuditEntry.objects.values_list("id", flat=True).first() or 0

    def entries(self):
        return list(AuditEntry.objects.filter(id__gt=self.mark).order_by("id"))

    def told(self):
        """Each entry as action, table without its app, before, after."""
        return [(e.action, e.table.split("_", 1)[1], e.before, e.after) for e in self.entries()]

    def only(self):
        (entry,) = self.entries()
        return entry


@pytest.fixture
def trail(db):
    return Trail()


@pytest.fixture
def topic(trail):
    topic = make_topic(name="Công nghiệp")
    trail.from_here()
    return topic


def server():
    """Where the database of the tests is, without what marks a connection as the application's."""
    parameters = connection.get_connection_params()
    return {name: parameters[name] for name in ["host", "port", "user", "password", "dbname"] if name in parameters}


def by_python(statement):
    """Run a statement on a connection of its own, as another program would."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(connection.settings_dict["NAME"])) as other, other:
            other.execute(statement)
    else:
        with psycopg.connect(**server()) as other:
            other.execute(statement)


def by_shell(statement):
    """Run a statement in the database's own shell."""
    if connection.vendor == "sqlite":
        command = ["sqlite3", connection.settings_dict["NAME"], statement]
    else:
        command = ["psql", psycopg.conninfo.make_conninfo(**server()), "-c", statement]
    if shutil.which(command[0]) is None:
        pytest.skip(f"không có {command[0]}")
    subprocess.run(command, check=True, capture_output=True)


@pytest.fixture
def outside():
    return by_python


@pytest.fixture(params=[by_python, by_shell])
def any_outside(request):
    return request.param
