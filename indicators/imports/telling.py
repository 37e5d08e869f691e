"""What stays as it is when an import is taken back, as people read it: where, both values, and who or why."""

from config.values.dates import format_moment
from indicators.models import AuditEntry
from indicators.trail.reading import Names, who_of

# So many are listed; all are counted.
MOST_TOLD = 200


def told_kept(undoing):
    """For each of the first cells and rows that are kept: its row, its column, both values, and why."""
    kept = undoing.kept[:MOST_TOLD]
    table = undoing.one.table
    entries = AuditEntry.objects.select_related("user").in_bulk({one.entry for one in kept if one.entry})
    book = Names()
    for one in kept:
        book.note_row(table, one.row)
    book.look_up()
    for one in kept:
        book.note_values(table, _wrote(undoing, one))
        book.note_values(table, book.values_of(table, one.row))
    book.look_up()
    return [_told(undoing, one, entries.get(one.entry), book) for one in kept]


def _wrote(undoing, one):
    return undoing.wrote.get(one.row, {})


def _told(undoing, one, entry, book):
    table = undoing.one.table
    each = book.fields(table).get(one.column)
    told = {"row": one.row, "name": book.name(table, one.row), "column": "", "wrote": "", "now": "", "why": one.why}
    if each:
        now = book.values_of(table, one.row).get(each.column)
        told |= {"column": str(each.verbose_name), "wrote": book.shown(each, _wrote(undoing, one).get(one.column))}
        told["now"] = book.shown(each, now)
    if entry:
        what = "sửa" if each else "sửa dòng mới này"
        told["why"] = f"{who_of(entry)} {what} lúc {format_moment(entry.at)}."
    return told
