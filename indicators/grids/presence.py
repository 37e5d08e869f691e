"""What others wrote in the table of a register in the last minutes, as the boxes that show it."""

from indicators.entry.presence import recent
from indicators.grids.table import Record
from indicators.models import AuditEntry
from indicators.trail.reading import who_of
from indicators.trail.versions import restore

# Of an import's thousands only the last are told.
MOST = 500


def written_by_others(grid):
    """The boxes that somebody else wrote, each with who; and the records that may be read otherwise now, those deleted
    as they were. Three queries at most.
    """
    told = list(recent(grid.model, user=grid.request.user).reverse()[:MOST])
    stored = grid.model._base_manager.in_bulk({entry.row for entry in told})
    # Of a row that this person deleted there is nothing to tell.
    entries = [entry for entry in told if entry.row in stored or entry.action == AuditEntry.Action.DELETE]
    was = {entry.row: stored.get(entry.row) or as_it_was(grid, entry) for entry in reversed(entries)}
    names = {pk: grid.name_of(row) for pk, row in was.items()}
    gone = [name for pk, name in names.items() if pk not in stored]
    now = {names[pk]: row for pk, row in stored.items()} | made_again(grid, gone)
    written = {}
    for entry in entries:
        name = names[entry.row]
        for box in grid.boxes(Record(name, now.get(name))):
            if entry.row not in stored or box.field.column in entry.after:
                # The newest entry of a box comes first.
                written.setdefault(box.name, (box, who_of(entry)))
    return list(written.values()), [Record(names[pk], row) for pk, row in was.items()]


def made_again(grid, names):
    """The rows by their names that stand by now where others were deleted."""
    if grid.owner or not names:
        return {}
    rows = grid.stored_at([grid.given(name) for name in names])
    return {name: row for row in rows if (name := grid.name_of(row)) in names}


def as_it_was(grid, entry):
    """A row that is no longer there, by the entry of its deletion."""
    row = grid.model(pk=entry.row)
    restore(row, entry.before)
    return row
