"""What the registers above hand down to the overview: their counts as of a day.

An app that keeps registers defines `summaries(self, day)` in its AppConfig and gives a list of Summary.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.apps import apps

from config.pages.kept import kept


@dataclass(frozen=True)
class Count:
    """One number of a register, and what part of it the reader should know («138 đã đi vào sản xuất»)."""

    label: str
    value: Decimal | int | None
    unit: str = ""
    part: str = ""


@dataclass(frozen=True)
class Summary:
    """One register as of a day: its counts, its page, and whether invented rows are among them."""

    title: str
    address: str
    counts: list[Count] = field(default_factory=list)
    shows_demonstration: bool = False


@kept
def of_registers(day: date) -> list[Summary]:
    """Every register's summary, in the order of the apps."""
    return [summary for app in apps.get_app_configs() if hasattr(app, "summaries") for summary in app.summaries(day)]
