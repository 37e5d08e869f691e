"""A copy of a database for each run, so that each begins with the same tables."""

import os
import shutil
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

BASE, FULL, PUBLIC, LISTS, RUN = "bench_base", "bench_full", "bench_public", "bench_lists", "bench_run"
PAGES = "bench_pages"


def use(name):
    """Let Django work with the database of this name from now on."""
    connection.close()
    connection.settings_dict["NAME"] = str(_path(name)) if connection.vendor == "sqlite" else name


def make(name, template=None):
    """A new database, empty or a copy."""
    if connection.vendor == "sqlite":
        use(template or name)
        if template:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.close()
            # A journal that an earlier run left would be played into the copy.
            for ending in ("-wal", "-shm"):
                Path(f"{_path(name)}{ending}").unlink(missing_ok=True)
            shutil.copy(_path(template), _path(name))
        return
    use("postgres")
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {template or 'template0'}")


@contextmanager
def copy_of(name):
    """Work in a copy of a database; nothing stays open, so that it can be copied again."""
    make(RUN, name)
    use(RUN)
    try:
        yield
    finally:
        connection.close()


def database_url():
    """The address of the database in use, for other processes."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "postgresql":
        return f"{os.environ['TEST_DATABASE_URL'].rpartition('/')[0]}/{name}"
    return f"sqlite:///{name}"


def _path(name):
    return Path(connection.settings_dict["NAME"]).parent / f"{name}.sqlite3"
