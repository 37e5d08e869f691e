"""What the registers above hand down to the overview: their counts as of a day.

An app that keeps registers defines `summaries(self, day)` in its AppConfig and gives a list of Register.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.apps import apps
from django.db.models import Case, Exists, Q, QuerySet, When
from django.db.models import Count as CountOf

from config.at_once import asked, at_once
from config.one_process import by_one_process
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


@dataclass(frozen=True)
class Register:
    """What the overview asks of a register, by names that no other has, and how it tells the one answer of each."""

    questions: dict[str, QuerySet]
    tell: Callable[..., Summary]


def counted(rows, **said):
    """A question for `questions`: how many rows there are and what else aggregates say of them.

    `known` is None where the register is empty: a list nobody brought in is not a count of 0.
    """
    known = Case(When(Exists(rows.model.objects.all()), then=CountOf("pk")))
    return asked(rows, known=known, invented=CountOf("pk", filter=Q(is_demonstration=True)), **said)


@kept
def of_registers(day: date) -> list[Summary]:
    """Every register's summary, in the order of the apps; the database is asked once for all of them."""
    registers = [one for app in apps.get_app_configs() if hasattr(app, "summaries") for one in app.summaries(day)]
    questions = {name: question for one in registers for name, question in one.questions.items()}
    with by_one_process():
        answers = at_once(**questions)
    return [one.tell(**{name: answers[name][0] for name in one.questions}) for one in registers]
