"""The queue: each job is taken once and ended once, and what is told of it is true."""

import gc
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from config.jobs import lock, queue

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def import_folder(settings, tmp_path):
    settings.IMPORT_FOLDER = tmp_path / "imports"


@pytest.fixture
def as_python_starts():
    """The usual thresholds of the garbage collector, which the suite has set higher for itself."""
    suite, usual = gc.get_threshold(), (700, 10, 10)
    gc.set_threshold(*usual)
    yield usual
    gc.set_threshold(*suite)


@task
def succeed(told):
    return {"told": told}


@task
def tell_sweeps():
    return gc.get_threshold()[0]


@task
def fail():
    raise ValueError("hỏng")


@task
def fill_the_disk():
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DO $$ BEGIN RAISE EXCEPTION 'full' USING ERRCODE = '53100'; END $$")
        # Room that deleted rows have left would be taken first.
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA page_count")
        (pages,) = cursor.fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        try:
            cursor.execute("CREATE TEMP TABLE unused (x)")
            cursor.execute("CREATE TABLE too_much AS SELECT randomblob(1000000) AS x")
        finally:
            cursor.execute("PRAGMA max_page_count = 1073741823")


@task(takes_context=True)
def seal_and_fail(context):
    queue.seal(context.task_result.id, {"written": 1})
    raise DatabaseError("the connection broke after the commit")


def ended(job, *arguments):
    """A job after the worker has done with it."""
    pk = job.enqueue(*arguments).id
    queue.work_off(queue.take())
    return DBTaskResult.objects.get(pk=pk)


def test_jobs_are_taken_in_the_order_they_came_and_each_once():
    first, second = succeed.enqueue(1).id, succeed.enqueue(2).id
    assert [str(queue.take().pk), str(queue.take().pk), queue.take()] == [first, second, None]


def test_what_a_job_returns_is_told():
    row = ended(succeed, "xong")
    assert (row.status, row.return_value) == (queue.DONE, {"told": "xong"})


def test_garbage_is_looked_for_less_often_in_a_job_and_as_usual_after_it(as_python_starts):
    assert ended(tell_sweeps).return_value > as_python_starts[0]
    ended(fail)
    assert gc.get_threshold() == as_python_starts


def test_a_job_that_fails_is_told_as_failed(caplog):
    row = ended(fail)
    assert (row.status, row.exception_class_path) == (queue.FAILED, queue.BROKEN)
    assert "ValueError: hỏng" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_full_disk_is_told_as_such():
    assert ended(fill_the_disk).exception_class_path == queue.NO_ROOM


def test_what_was_written_stays_told_as_written_whatever_fails_later():
    row = ended(seal_and_fail)
    assert (row.status, row.return_value) == (queue.DONE, {"written": 1})


def test_a_job_that_was_ended_by_another_must_not_write():
    succeed.enqueue(1)
    job = queue.take()
    queue.end_all_running()
    with pytest.raises(queue.NotRunningError):
        queue.seal(job.pk, {"written": 1})


def test_what_runs_while_nobody_works_is_dead():
    succeed.enqueue(1)
    job = queue.take()
    with lock.as_the_only_one():
        queue.bury_the_dead()
        job.refresh_from_db()
        assert job.status == queue.RUNNING
    queue.bury_the_dead()
    job.refresh_from_db()
    assert (job.status, job.exception_class_path) == (queue.FAILED, queue.DIED)


def test_only_what_ended_long_ago_is_forgotten():
    old, new, waiting = ended(succeed, 1), ended(succeed, 2), succeed.enqueue(3)
    DBTaskResult.objects.filter(pk__in=[old.pk, waiting.id]).update(finished_at=timezone.now() - timedelta(days=2))
    queue.forget(timezone.now() - timedelta(days=1))
    assert set(DBTaskResult.objects.values_list("pk", flat=True)) == {
        new.pk,
        DBTaskResult.objects.get(pk=waiting.id).pk,
    }


def test_there_is_one_worker_for_each_book(settings):
    with lock.as_the_only_one() as first, lock.as_the_only_one() as second:
        assert (first, second, lock.is_held()) == (True, False, True)
    assert not lock.is_held()
