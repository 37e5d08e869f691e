"""Who has the same form or the same table of a register open now, and which form somebody opened last."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from indicators.models import AuditEntry, Figure, FormPresence, TablePresence
from indicators.trail.reading import name_of, who_of

# A page tells of itself every twenty seconds; after two it missed, nobody is there.
GONE_AFTER = timedelta(seconds=60)
# Told more than once, a change is not missed, whichever write was committed first.
TOLD_FOR = timedelta(seconds=90)


def note(form, period, place, *, user):
    """Write down that somebody has a form open; gives the names of the others who do. Two queries."""
    where = {"form": form, "place": place, "period_start": period.start, "period_end": period.end}
    return _note(FormPresence, where, user)


def note_table(model, *, user):
    """Write down that somebody has a register open as a table; gives the names of the others who do. Two queries."""
    return _note(TablePresence, {"register": model._meta.db_table}, user)


def _note(kind, where, user):
    now = timezone.now()
    with transaction.atomic():
        kind.objects.bulk_create(
            [kind(**where, user=user, at=now)],
            update_conflicts=True,
            update_fields=["at"],
            unique_fields=[*where, "user"],
        )
    here = kind.objects.filter(**where, at__gt=now - GONE_AFTER).exclude(user=user)
    return [name_of(one.user) for one in here.select_related("user").order_by("at")]


def last_opened(user):
    """What somebody opened last, newest first, each form once."""
    seen = {}
    for one in FormPresence.objects.filter(user=user).select_related("form", "place").order_by("-at")[:20]:
        seen.setdefault(one.form_id, one)
    return list(seen.values())


def written_by_others(grid, *, user):
    """The boxes of a form whose figures somebody else wrote in the last minutes, each with who; one query."""
    boxes = {cell.figure.pk: cell for cell in grid.cells.values() if cell.is_open and cell.figure}
    last = {entry.row: entry for entry in recent(Figure, user=user).filter(row__in=boxes)}
    return [(boxes[row], who_of(entry)) for row, entry in last.items()]


def recent(model, *, user):
    """What others wrote of a table in the last minutes, the oldest first."""
    entries = AuditEntry.objects.filter(table=model._meta.db_table, at__gt=timezone.now() - TOLD_FOR)
    return entries.exclude(user=user).select_related("user").order_by("id")
