"""Who has the same form open now, and which form somebody opened last."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from indicators.models import AuditEntry, Figure, FormPresence
from indicators.trail.reading import name_of, who_of

# A page tells of itself every twenty seconds; after two it missed, nobody is there.
GONE_AFTER = timedelta(seconds=60)
# Told more than once, a change is not missed, whichever write was committed first.
TOLD_FOR = timedelta(seconds=90)


def note(form, period, place, *, user):
    """Write down that somebody has a form open; gives the names of the others who do. Two queries."""
    now = timezone.now()
    with transaction.atomic():
        FormPresence.objects.bulk_create(
            [FormPresence(form=form, place=place, period_start=period.start, period_end=period.end, user=user, at=now)],
            update_conflicts=True,
            update_fields=["at"],
            unique_fields=["form", "place", "period_start", "period_end", "user"],
        )
    here = FormPresence.objects.filter(
        form=form, place=place, period_start=period.start, period_end=period.end, at__gt=now - GONE_AFTER
    )
    return [name_of(one.user) for one in here.exclude(user=user).select_related("user").order_by("at")]


def last_opened(user):
    """What somebody opened last, newest first, each form once."""
    seen = {}
    for one in FormPresence.objects.filter(user=user).select_related("form", "place").order_by("-at")[:20]:
        seen.setdefault(one.form_id, one)
    return list(seen.values())


def written_by_others(grid, *, user):
    """The boxes of a form whose figures somebody else wrote in the last minutes, each with who; one query."""
    boxes = {cell.figure.pk: cell for cell in grid.cells.values() if cell.is_open and cell.figure}
    entries = AuditEntry.objects.filter(
        table=Figure._meta.db_table, row__in=boxes, at__gt=timezone.now() - TOLD_FOR
    ).exclude(user=user)
    last = {entry.row: entry for entry in entries.select_related("user").order_by("id")}
    return [(boxes[row], who_of(entry)) for row, entry in last.items()]
