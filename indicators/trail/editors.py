"""Who last changed what a figure says: by the trail, whatever the door."""

from indicators.models import AuditEntry, Figure, ReportedValue, Version

TOLD = {Figure._meta.get_field(name).column for name in (*Figure.KEY, *Figure.CONTENT)}


def last_editors(figures):
    """The id of who last wrote what each figure says, or what is said beside it; None for the software itself."""
    waiting = set(figures)
    entries = AuditEntry.objects.filter(owner_table=Figure._meta.db_table, owner_row__in=waiting).exclude(
        table=Version._meta.db_table
    )
    found = {}
    for entry in entries.order_by("-id").iterator():
        if entry.owner_row not in found and _changes_what_is_told(entry):
            found[entry.owner_row] = entry.user_id
        if len(found) == len(waiting):
            break
    return found


def _changes_what_is_told(entry):
    """Whether an entry is of the figure's own words: not of its state, nor of why it was returned."""
    if entry.table == ReportedValue._meta.db_table or entry.action != AuditEntry.Action.UPDATE:
        return True
    return not TOLD.isdisjoint(entry.after)
