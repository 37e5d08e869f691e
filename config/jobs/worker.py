"""The process that works the queue off, and the one that watches it."""

import logging
import os
import signal
import time

from django.db import Error, close_old_connections, connections

from config.jobs import lock, queue
from config.pages import front

logger = logging.getLogger("book.jobs")

PAUSE = 0.5
# After a fault that the next try will meet again, such as a database that does not answer.
LONG_PAUSE = 5
# How long a job may go on after the server was told to stop.
PATIENCE = 20
# How far the processes that answer people come before the worker, in the scheduler's steps of courtesy.
COURTESY = 10


def watch(parent):
    """Keep a worker alive until told to stop, or until the process it works for is gone."""
    told = _told_to_stop()
    while not _is_over(told, parent):
        worker = _started()
        if not _outlived(worker, told, parent):
            return
        logger.error("The worker died; another one begins")
        time.sleep(PAUSE)


def work(is_over):
    """Take one job after another; only one process does so at a time."""
    while not is_over():
        with lock.as_the_only_one() as mine:
            if mine:
                _work_alone(is_over)
        time.sleep(PAUSE)


def _work_alone(is_over):
    knows_all_are_ended = False
    while not is_over():
        close_old_connections()
        try:
            if not knows_all_are_ended:
                queue.end_all_running()
                knows_all_are_ended = True
            # Of what was written past the pages of staff: by the last job, by a command, by SQL.
            front.tell()
            job = queue.take()
            if job is not None:
                queue.work_off(job)
                continue
        except Error:
            logger.exception("The database does not answer")
            connections.close_all()
            knows_all_are_ended = False
            time.sleep(LONG_PAUSE)
        time.sleep(PAUSE)


def _started():
    """A worker as a child of its watcher: one that dies leaves the watcher as it was."""
    watcher = os.getpid()
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        os.nice(COURTESY)
        told = _told_to_stop()
        work(lambda: _is_over(told, watcher))
        status = 0
    except BaseException:
        logger.exception("The worker fails")
    finally:
        logging.shutdown()
        os._exit(status)


def _outlived(worker, told, parent):
    """Wait for a worker's end; gives whether it died by itself, and ends it where all is over."""
    while not _has_ended(worker):
        if _is_over(told, parent):
            _stop(worker)
            return False
        time.sleep(PAUSE)
    return not _is_over(told, parent)


def _stop(worker):
    """Let a worker come to the end of its job, but not for ever."""
    os.kill(worker, signal.SIGTERM)
    end = time.monotonic() + PATIENCE
    while not _has_ended(worker):
        if time.monotonic() > end:
            os.kill(worker, signal.SIGKILL)
            os.waitpid(worker, 0)
            return
        time.sleep(PAUSE / 5)


def _has_ended(child):
    return os.waitpid(child, os.WNOHANG)[0] == child


def _told_to_stop():
    """The polite signals that have come: noted, so that nothing is cut off in the middle of a job."""
    told = []
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda number, frame: told.append(number))
    return told


def _is_over(told, parent):
    # A process whose parent is gone is given another one.
    return bool(told) or os.getppid() != parent
