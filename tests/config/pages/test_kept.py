"""What is computed over all rows: once a version, by one of many who ask, and shared by processes."""

import os
import pickle
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from config.pages import kept as module
from config.pages.kept import kept
from config.pages.versions import current

pytestmark = pytest.mark.sqlite
CALLS = []


@kept
def slow(*args):
    CALLS.append(args)
    threading.Event().wait(0.2)
    return [len(CALLS), args]


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.IMPORT_FOLDER = str(tmp_path)
    CALLS.clear()
    module._held.clear()
    return tmp_path


def asked(version, *args):
    token = current.set(version)
    try:
        return slow(*args)
    finally:
        current.reset(token)


@pytest.mark.django_db
def test_it_is_made_once_a_version_and_what_is_given_may_be_changed():
    first = asked("one")
    first.append("đã sửa")
    assert asked("one") == [1, ()]
    assert asked("two") == [2, ()]
    assert asked("two", 7) == [3, (7,)]
    # Another process finds what this one has made, and of older versions nothing is left.
    module._held.clear()
    assert asked("two") == [2, ()]
    assert len([path for path in Path(settings.IMPORT_FOLDER, "pages").iterdir() if path.suffix != ".lock"]) == 2


@pytest.mark.django_db
def test_twenty_who_ask_at_once_wait_for_one():
    answers = []
    askers = [threading.Thread(target=lambda: answers.append(asked("one", "cùng lúc"))) for _ in range(20)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert len(CALLS) == 1
    assert answers == [[1, ("cùng lúc",)]] * 20


@pytest.mark.django_db
def test_a_day_that_was_chosen_and_what_staff_ask_is_made_each_time(folder):
    today = timezone.localdate()
    for _ in range(2):
        asked("one", today)
    assert len(CALLS) == 1
    for _ in range(2):
        asked("one", today.replace(year=2020, day=1))
        slow(today)
    assert len(CALLS) == 5


@pytest.mark.django_db
def test_what_somebody_else_wrote_or_half_wrote_is_made_anew(folder):
    assert asked("one") == [1, ()]
    (file,) = (path for path in (folder / "pages").iterdir() if path.suffix != ".lock")
    for content in [b"", file.read_bytes()[:-1] + b"x", pickle.dumps("của người khác")]:
        file.write_bytes(content)
        module._held.clear()
        CALLS.clear()
        assert asked("one") == [1, ()]
        assert len(CALLS) == 1


PROCESS = """
import sys, time
from pathlib import Path
import tests.environment
import django
django.setup()
from config.pages.kept import kept
from config.pages.versions import current

@kept
def slow():
    Path(sys.argv[1], "told").open("a").write("một lần ")
    time.sleep(1)
    return 7

current.set("one")
assert slow() == 7
"""


@pytest.mark.django_db
def test_of_processes_that_ask_at_once_one_computes(folder):
    environment = os.environ | {"IMPORT_FOLDER": str(folder)}
    command = [sys.executable, "-c", PROCESS, str(folder)]
    processes = [subprocess.Popen(command, env=environment, cwd=Path(__file__).parents[3]) for _ in range(3)]
    assert [process.wait(timeout=60) for process in processes] == [0, 0, 0]
    assert (folder / "told").read_text() == "một lần "


@pytest.mark.django_db
def test_where_nothing_can_be_kept_it_is_made_all_the_same(folder):
    (folder / "pages").write_text("không phải thư mục")
    assert asked("one") == [1, ()]
