"""What stays as it is when an import is taken back, as people read it: where, both values, and who or why."""

from config.values.dates import format_moment
from indicators.models import AuditEntry
from indicators.rights import may
from indicators.trail.reading import Names, who_of

# So many are listed; all are counted.
MOST_TOLD = 200
HIDDEN = "(thông tin cá nhân)"


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


def told_to(told, model, reader):
    """The same for a reader: values of personal data for those who keep it alone."""
    personal = () if may(reader, "change", model) else getattr(model, "PERSONAL_FIELDS", ())
    return [one | {"wrote": HIDDEN, "now": HIDDEN} if one["field"] in personal else one for one in told]


def _wrote(undoing, one):
    return undoing.wrote.get(one.row, {})


def _told(undoing, one, entry, book):
    table = undoing.one.table
    each = book.fields(table).get(one.column)
    told = {"name": book.name(table, one.row), "field": "", "column": "", "wrote": "", "now": "", "why": one.why}
    if each:
        wrote, now = (values.get(each.column) for values in (_wrote(undoing, one), book.values_of(table, one.row)))
        told |= {"field": each.name, "column": str(each.verbose_name)}
        told |= {"wrote": book.shown(each, wrote), "now": book.shown(each, now)}
    if entry:
        what = "sửa" if each else "sửa dòng mới này"
        told["why"] = f"{who_of(entry)} {what} lúc {format_moment(entry.at)}."
    return told
