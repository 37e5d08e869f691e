"""A worker killed in the middle of a job, wherever it was, has written nothing, or all, and that is what is told."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from config.jobs import lock, queue
from indicators.models import AuditEntry, Place
from tests import makers
from tests.sheets import xlsx

pytestmark = pytest.mark.django_db(transaction=True)

HOME = Path(__file__).parents[3]
PLACES = [["Mã địa bàn", "Tên địa bàn", "Cấp"], *([str(code), f"Tỉnh {code}", "tỉnh"] for code in range(300))]
# Works off one job as the worker does, and stands still where it is told to until it is killed.
WORKER = """
import sys, time
import django
django.setup()
from django.db import connection
from config.jobs import lock, queue
from config.sheets import jobs

stop_at = sys.argv[1]

def stand_still():
    print("standing", flush=True)
    time.sleep(60)

class Standing(jobs.Teller):
    def __call__(self, stage, done, total):
        super().__call__(stage, done, total)
        if stage.name == stop_at:
            stand_still()

ends = 0

def before_the_last_word(execute, sql, *rest):
    global ends
    ends += sql.startswith('UPDATE "django_tasks_database_dbtaskresult" SET "status"') and "return_value" in sql
    if ends == 2 and stop_at == "COMMITTED":
        stand_still()
    return execute(sql, *rest)

jobs.Teller = Standing
with lock.as_the_only_one() as mine, connection.execute_wrapper(before_the_last_word):
    assert mine
    queue.work_off(queue.take())
print("done", flush=True)
"""


@pytest.fixture(autouse=True)
def everything_is_large(settings, tmp_path, monkeypatch):
    settings.IMPORT_FOLDER = tmp_path / "imports"
    monkeypatch.setattr("config.sheets.jobs.LIGHT", 10)
    monkeypatch.setattr("config.sheets.jobs.FEW_ROWS", 1)


@pytest.fixture
def signed_in(client):
    client.force_login(makers.make_user(is_superuser=True))
    return client


def address(name):
    return reverse(f"admin:indicators_place_{name}")


def killed_at(stop_at, folder):
    settings = connection.settings_dict
    url = f"sqlite:///{settings['NAME']}"
    if connection.vendor == "postgresql":
        url = f"{os.environ['TEST_DATABASE_URL'].rpartition('/')[0]}/{settings['NAME']}"
    environment = os.environ | {
        "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings", "IMPORT_FOLDER": str(folder),
    }  # fmt: skip
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, stop_at], cwd=HOME, env=environment, stdout=subprocess.PIPE, text=True
    )
    told = worker.stdout.readline().strip()
    if told == "standing":
        os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    worker.stdout.close()
    return told


def upload(client):
    return client.post(address("import"), {"import_file": SimpleUploadedFile("tệp.xlsx", xlsx(PLACES))}).url


def confirmed(client):
    page = upload(client)
    queue.work_off(queue.take())
    return client.post(address("process_import"), {"token": client.get(page).context["token"]}).url


@pytest.mark.parametrize("stage", ["OPENING", "READING", "CHECKING"])
def test_killed_while_a_file_is_read(signed_in, settings, stage):
    page = upload(signed_in)
    assert killed_at(stage, settings.IMPORT_FOLDER) == "standing"
    assert "bị ngắt giữa chừng" in signed_in.get(page).text
    assert not Place.objects.exists()


@pytest.mark.parametrize("stage", ["PREPARING", "WRITING"])
def test_killed_while_it_is_written_nothing_is_written(signed_in, settings, stage):
    page = confirmed(signed_in)
    # PostgreSQL copies new rows at once.
    stage = "WRITING" if connection.vendor == "postgresql" else stage
    entries = AuditEntry.objects.count()
    assert killed_at(stage, settings.IMPORT_FOLDER) == "standing"
    assert "Chưa ghi dòng nào" in signed_in.get(page).text
    assert not Place.objects.exists()
    assert AuditEntry.objects.count() == entries
    # The next file is written as ever.
    confirmed(signed_in)
    assert killed_at("NEVER", settings.IMPORT_FOLDER) == "done"
    assert Place.objects.count() == 300


def test_killed_after_it_was_written_it_is_told_as_written(signed_in, settings):
    page = confirmed(signed_in)
    assert killed_at("COMMITTED", settings.IMPORT_FOLDER) == "standing"
    assert "Đã nhập địa bàn: 300 dòng mới" in signed_in.get(page).text
    assert Place.objects.count() == 300


def test_the_next_worker_ends_what_the_last_one_left(signed_in, settings):
    upload(signed_in)
    assert killed_at("READING", settings.IMPORT_FOLDER) == "standing"
    with lock.as_the_only_one() as mine:
        assert mine
        queue.end_all_running()
    assert DBTaskResult.objects.get().exception_class_path == queue.DIED
