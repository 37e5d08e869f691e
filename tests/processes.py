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


def children(pid, command=""):
    """The processes that one has begun, by a part of their command."""
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    found = listed.read_text().split() if listed.exists() else []
    return [int(child) for child in found if command in Path(f"/proc/{child}/cmdline").read_text()]


def is_gone(pid):
    """Whether a process has ended, be it that nobody has asked for its end yet."""
    state = Path(f"/proc/{pid}/stat")
    return not state.exists() or state.read_text().rpartition(")")[2].split()[0] == "Z"
