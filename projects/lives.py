"""The life of a project or an estate: its statuses one after the other, and how long each lasted."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from config.values.dates import time_between


@dataclass(frozen=True)
class Step:
    """A status from one day to the next; `lasted` is empty for what has yet to begin."""

    label: str
    on: date
    document: str
    lasted: str
    is_now: bool


def life(statuses, today):
    """The steps of the life that dated statuses tell, in the order of time."""
    told = sorted(statuses, key=lambda row: (row.on, row.pk))
    return [_step(row, following and following.on, today) for row, following in pairwise([*told, None])]


def now_at(steps):
    """The step a life has come to, None before its first."""
    return next((step for step in steps if step.is_now), None)


def _step(row, end, today):
    is_now = row.on <= today and (end is None or end > today)
    until = today if is_now else end
    lasted = time_between(row.on, until) if until and row.on <= today else ""
    return Step(row.get_status_display(), row.on, row.document, lasted, is_now)
