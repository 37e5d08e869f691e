"""A disk that takes no more: nothing is left half done, and the person is told."""

import errno
import resource as limits
from contextlib import contextmanager

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from config.jobs import queue
from config.sheets import uploads
from config.sheets.applying import write
from config.sheets.changeset import Changeset
from config.sheets.finding import dataset_from
from config.sheets.plan import Plan
from indicators.models import Place
from indicators.resources import PlaceResource
from tests import makers
from tests.sheets import as_csv

PLACES = as_csv(
    [["Mã địa bàn", "Tên địa bàn", "Cấp"], *([f"x{row}", f"Xã {row}", "xã, phường"] for row in range(4_000))]
)


@pytest.fixture(autouse=True)
def import_folder(settings, tmp_path):
    settings.IMPORT_FOLDER = tmp_path / "imports"
    return settings.IMPORT_FOLDER


@contextmanager
def files_of_at_most(size):
    """The system lets this process write no larger files, as a full disk or a quota would."""
    before = limits.getrlimit(limits.RLIMIT_FSIZE)
    limits.setrlimit(limits.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        limits.setrlimit(limits.RLIMIT_FSIZE, before)


def signed_in():
    client = Client(raise_request_exception=False)
    client.force_login(makers.make_user(is_superuser=True))
    return client


def upload(client):
    file = SimpleUploadedFile("tệp.csv", PLACES)
    return client.post(reverse("admin:indicators_place_import"), {"import_file": file})


def test_a_file_is_kept_whole_or_not_at_all(import_folder):
    with files_of_at_most(10_000), pytest.raises(OSError, match="File too large"):
        uploads.keep(b"x" * 50_000)
    assert list(import_folder.iterdir()) == []
    with files_of_at_most(10):
        uploads.note("0" * 32, {"stage": "Đang đọc tệp"})
    assert list(import_folder.iterdir()) == []


@pytest.mark.django_db
@pytest.mark.parametrize("light", [10, 10_000_000])
def test_whoever_sends_a_file_is_told(import_folder, monkeypatch, light):
    monkeypatch.setattr("config.sheets.jobs.LIGHT", light)
    client = signed_in()
    with files_of_at_most(10_000):
        answer = upload(client)
    assert answer.status_code == 507
    assert "Máy chủ hết chỗ trên ổ đĩa" in answer.text
    assert list(import_folder.iterdir()) == []
    assert not DBTaskResult.objects.exists()


@pytest.mark.django_db
def test_a_job_that_has_no_room_for_its_plan_says_so(import_folder, monkeypatch):
    monkeypatch.setattr("config.sheets.jobs.LIGHT", 10)
    client = signed_in()
    page = upload(client).url
    with files_of_at_most(10_000):
        queue.work_off(queue.take())
    answer = client.get(page)
    assert "Ổ đĩa của máy chủ đã đầy nên việc này dừng lại. Chưa ghi dòng nào." in answer.text
    assert [path.name for path in import_folder.iterdir() if path.suffix != ".lock"] == []


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_a_database_that_has_no_room_for_the_rows_keeps_none_of_them(monkeypatch):
    monkeypatch.setattr("config.sheets.jobs.FEW_ROWS", 1)
    client = signed_in()
    writing = client.post(
        reverse("admin:indicators_place_process_import"), {"token": upload(client).context["token"]}
    ).url  # fmt: skip
    with connection.cursor() as cursor:
        # Room that deleted rows have left would be taken first.
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA page_count")
        (pages,) = cursor.fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages + 20}")
        try:
            queue.work_off(queue.take())
        finally:
            cursor.execute("PRAGMA max_page_count = 1073741823")
    assert "Ổ đĩa của máy chủ đã đầy" in client.get(writing).text
    assert not Place.objects.exists()


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_what_fails_before_the_lock_leaves_the_connection_as_it_was():
    resource, content = PlaceResource(), PLACES
    changes = Changeset.of(Plan(resource, dataset_from(content, "tệp.csv", resource)))

    def no_room(stage, done, total):
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        write(changes, resource, progress=no_room)
    write(changes, resource)
    assert Place.objects.count() == 4_000
