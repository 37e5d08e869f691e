"""Processes that a test has begun, as the system lists them."""

import time
from pathlib import Path

import pytest

WAIT = 90
HAS_LIST = Path("/proc/self/task").exists()
on_linux = pytest.mark.skipif(not HAS_LIST, reason="needs the process table of Linux")


def until(holds):
    """Wait until something holds, and give it."""
    end = time.monotonic() + WAIT
    while not (found := holds()):
        assert time.monotonic() < end, "it did not come to be"
        time.sleep(0.05)
    return found


def of_process(pid, name):
    """A file that the system keeps of a process; empty once it has ended, be it while one reads."""
    try:
        return Path(f"/proc/{pid}/{name}").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def children(pid, command=""):
    """The processes that one has begun, by a part of their command."""
    found = of_process(pid, f"task/{pid}/children").split()
    return [int(child) for child in found if command in of_process(child, "cmdline")]


def is_gone(pid):
    """Whether a process has ended, be it that nobody has asked for its end yet."""
    state = of_process(pid, "stat").rpartition(")")[2].split()
    return not state or state[0] == "Z"
