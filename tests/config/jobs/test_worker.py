"""The worker as a process: begun again when it dies, and gone with what it works for."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from tests.processes import children, is_gone, on_linux, until

HOME = Path(__file__).parents[3]
# Stands for the server: begins what works beside it as ./dev does, and says by which number.
SERVER = """
import os, subprocess, sys, time
worker = subprocess.Popen([sys.executable, "manage.py", "work", "--beside", str(os.getpid())])
print(worker.pid, flush=True)
time.sleep(600)
"""


@contextmanager
def server(folder):
    """A server with its watcher, on a book of its own that stays empty."""
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{folder}/so.sqlite3", "IMPORT_FOLDER": str(folder)}
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "-v0", "django_tasks_database"], cwd=HOME, env=environment, check=True
    )
    process = subprocess.Popen(
        [sys.executable, "-c", SERVER], cwd=HOME, env=environment, stdout=subprocess.PIPE, text=True
    )
    try:
        yield process, int(process.stdout.readline())
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@on_linux
def test_a_worker_that_is_killed_is_begun_again_and_all_end_with_the_server(tmp_path):
    with server(tmp_path) as (process, watcher):
        (first,) = until(lambda: children(watcher))
        os.kill(first, signal.SIGKILL)
        second = until(lambda: [pid for pid in children(watcher) if pid != first])[0]
        process.kill()
        process.wait()
        until(lambda: is_gone(watcher) and is_gone(second))


@on_linux
def test_a_worker_whose_watcher_is_killed_ends_too(tmp_path):
    with server(tmp_path) as (_, watcher):
        (worker,) = until(lambda: children(watcher))
        os.kill(watcher, signal.SIGKILL)
        until(lambda: is_gone(worker))


@on_linux
def test_a_polite_signal_ends_watcher_and_worker(tmp_path):
    with server(tmp_path) as (_, watcher):
        (worker,) = until(lambda: children(watcher))
        os.kill(watcher, signal.SIGTERM)
        until(lambda: is_gone(watcher) and is_gone(worker))
