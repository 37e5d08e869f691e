"""The jobs of the queue: taken one after another, each ended once, and what died told as dead."""

import gc
import logging
import os
from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone
from django_guid import clear_guid, set_guid
from django_tasks.base import TaskContext, TaskResultStatus
from django_tasks_db.models import DBTaskResult

from config.databases import out_of_room
from config.jobs import lock
from config.room import roomy

logger = logging.getLogger("book.jobs")

READY, RUNNING = TaskResultStatus.READY, TaskResultStatus.RUNNING
DONE, FAILED = TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED
# How a job ended that did not come to its end.
DIED, NO_ROOM, BROKEN = "died", "no room", "broken"

# How many new objects Python lets come in a job before it looks for garbage: a large sheet makes millions that stay.
OBJECTS_BETWEEN_SWEEPS = 100_000


class NotRunningError(Exception):
    """A job that somebody has ended already: what it was about to write must not be written."""


def take():
    """The next job, which then is running; None where none waits."""
    waiting = DBTaskResult.objects.ready()
    # Looking takes no lock of SQLite's, taking does.
    if not waiting.exists():
        return None
    with transaction.atomic():
        job = waiting.get_locked()
        if job is not None:
            job.claim(str(os.getpid()))
    return job


@roomy
def work_off(job):
    """Do a job that was taken and end it; its log lines bear the id of the request that asked for it."""
    result = job.task_result
    set_guid(result.kwargs.get("via", ""))
    context = [TaskContext(task_result=result)] if result.task.takes_context else []
    try:
        with seldom_swept():
            told = result.task.call(*context, *result.args, **result.kwargs)
        # A job that writes has ended itself, in the transaction of what it wrote.
        _end(job.pk, DONE, return_value=told)
    except Exception as error:
        logger.exception("Job %s failed", job.pk)
        _end(job.pk, FAILED, exception_class_path=NO_ROOM if out_of_room(error) else BROKEN)
    finally:
        clear_guid()


@contextmanager
def seldom_swept():
    """Look for garbage less often: by default Python does so again and again while a sheet's rows are made."""
    usual = gc.get_threshold()
    gc.set_threshold(OBJECTS_BETWEEN_SWEEPS, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def seal(pk, told):
    """End a job as done inside the transaction of what it wrote: both are there, or neither is."""
    if not _end(pk, DONE, return_value=told):
        raise NotRunningError


def bury_the_dead():
    """End what runs while no worker lives: the processes that did it are gone, and nothing of theirs was written."""
    with lock.as_the_only_one() as nobody_works:
        if nobody_works:
            end_all_running()


def end_all_running():
    """For whoever holds the lock of the one worker: a job that runs now is nobody's."""
    DBTaskResult.objects.filter(status=RUNNING).update(
        status=FAILED, finished_at=timezone.now(), exception_class_path=DIED
    )


def forget(before):
    """Delete the jobs that ended before a moment."""
    DBTaskResult.objects.finished().filter(finished_at__lt=before).delete()


def _end(pk, status, **told):
    """End a running job; gives whether it still ran. Of two words on one job the first stands."""
    running = DBTaskResult.objects.filter(pk=pk, status=RUNNING)
    return running.update(status=status, finished_at=timezone.now(), **told)
