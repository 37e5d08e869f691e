"""What every test stands on: the engine, and which tests it runs."""

import os
import shutil
import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from xdist.scheduler import LoadScopeScheduling

from config.room import roomy

BROWSER_TESTS = Path(__file__).parent / "browser"
ENGINES = {"sqlite", "postgresql"}
# A file of SQLite with all tables, made by ./dev once for all workers.
MIGRATED = os.environ.get("MIGRATED")
# What a test asks for that has to do with a database.
OF_A_DATABASE = {"django_db_setup", "db", "transactional_db"}

# Modules whose tests share what is dear to start, and so one worker; the others are shared out test by test.
SHARING = {
    "tests/config/test_nginx.py",
    "tests/config/test_serve.py",
    "tests/config/test_stranded.py",
    "tests/indicators/test_fixtures.py",
    "tests/libreoffice/test_sent.py",
    "tests/libreoffice/test_taken_out.py",
    "tests/power/test_fixtures.py",
    "tests/projects/test_fixtures.py",
}

# The same examples in every run, and no clock: a slow machine is no failure.
hypothesis_settings.register_profile(
    "house", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("house")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """Mark what needs a browser, leave out what the other engine alone can do or has done, begin with what is long."""
    left_out = []
    for item in items:
        if BROWSER_TESTS in item.path.parents:
            item.add_marker(pytest.mark.browser)
        marks = {mark.name for mark in item.iter_markers()}
        only = set() if "every_engine" in marks else marks & ENGINES
        if not only and not marks & {"django_db", "engine"} and not OF_A_DATABASE & set(item.fixturenames):
            # No database is asked: once is enough.
            only = {"sqlite"}
        if only and connection.vendor not in only:
            left_out.append(item)
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]
    items.sort(key=lambda item: not is_long(item))


def is_long(item):
    return item.get_closest_marker("long") or module_of(item.nodeid) in SHARING


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem):
    """Tests call as deep as pages do."""
    pyfuncitem.obj = roomy(pyfuncitem.obj)


class Shares(LoadScopeScheduling):
    """How tests are shared out to workers."""

    def _split_scope(self, nodeid):
        module = module_of(nodeid)
        return module if module in SHARING else nodeid


def module_of(nodeid):
    return nodeid.partition("::")[0]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    return Shares(config, log)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory):
    """Put SQLite's test database in a file: locks and journal then work as they do for users."""
    if connection.vendor == "sqlite":
        file = tmp_path_factory.mktemp("database") / "test.sqlite3"
        settings.DATABASES["default"]["TEST"]["NAME"] = str(file)
        if MIGRATED:
            shutil.copy(MIGRATED, file)


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb):
    """Whether the test database is there already."""
    return django_db_keepdb or (connection.vendor == "sqlite" and bool(MIGRATED))


@pytest.fixture(scope="session", autouse=True)
def quick_passwords():
    """Tests make thousands of accounts; the real hasher takes half a second for each."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session", autouse=True)
def collected_static_files(tmp_path_factory):
    """Tests read static files where they are written; WhiteNoise only wants to see a folder."""
    settings.STATIC_ROOT = str(tmp_path_factory.mktemp("static"))


@pytest.fixture(scope="session", autouse=True)
def imports_of_this_run(tmp_path_factory):
    """What is kept beside the book: each write of a page's values looks through all that earlier runs left there."""
    settings.IMPORT_FOLDER = tmp_path_factory.mktemp("imports")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The test database, and the names of two copies of it as the migrations left it."""
    names = ["migrated", "filled"]
    creation = connection.creation
    with django_db_blocker.unblock():
        # Only what the last connection has left behind is all in the file.
        connection.close()
        for name in names:
            creation.clone_test_db(name, verbosity=0)
        clones = {name: creation.get_test_db_clone_settings(name)["NAME"] for name in names}
        own = connection.settings_dict["NAME"]
        with pytest.MonkeyPatch.context() as patch:
            # Django would empty table after table and fill in again what it needs: five times as long.
            patch.setattr(TransactionTestCase, "_fixture_teardown", lambda test: make_like(clones["migrated"], own))
            yield clones
        for name in names:
            creation.destroy_test_db(suffix=name, verbosity=0)


def make_like(database, own):
    """Leave the tests' own database, in which a test has really written, as another is."""
    assert connection.settings_dict["NAME"] == own, "a test that really writes stands in a module of the filled book"
    connection.close()
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(own)) as target:
            source.backup(target)
        return
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{own}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{own}" TEMPLATE "{database}"')


@pytest.fixture(scope="session")
def migrated_database(django_db_setup):
    """The name of a database that holds what the migrations put there."""
    return django_db_setup["migrated"]


@pytest.fixture(scope="session")
def filled_database(django_db_setup, django_db_blocker):
    """The name of the book as a first start fills it, demonstration rows too; loaded once for each worker."""
    # Imported here: this file is read before Django's apps are.
    from indicators import loading

    with django_db_blocker.unblock(), led_to(django_db_setup["filled"]):
        loading.load(loading.BOOK)
        loading.load(loading.DEMONSTRATION)
    return django_db_setup["filled"]


@pytest.fixture(scope="module")
def filled_book(filled_database):
    """Lets a module's `django_db` tests find the filled book; of one that really writes `make_like` complains."""
    with led_to(filled_database):
        yield


@contextmanager
def led_to(database):
    """Everything asked of the connection is asked of another database meanwhile."""
    connection.close()
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(connection.settings_dict, "NAME", database)
        try:
            yield
        finally:
            connection.close()
