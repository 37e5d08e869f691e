"""From an entry of the trail back to the file that brought it: which import, which sheet, which row and cells."""

from dataclasses import dataclass, field

from django.db.models import Q

from indicators.audit.tables import model_of
from indicators.imports.recording import address, unpacked
from indicators.models import AuditEntry, SheetImport

CELLS_NAMED = 12


@dataclass
class Origin:
    """Where in a file something came from."""

    filename: str
    sheet: str
    number: int
    address: str
    is_undoing: bool
    cells: list[str] = field(default_factory=list)

    def __str__(self):
        sheet = f", trang «{self.sheet}»" if self.sheet != self.filename else ""
        cells = f" (ô {', '.join(self.cells[:CELLS_NAMED])})" if self.cells else ""
        return f"tệp «{self.filename}»{sheet}, dòng {self.number}{cells}"


def tables_of(model):
    """The tables an import into a register writes: its own, and those behind its lists."""
    return [model._meta.db_table, *(each.remote_field.through._meta.db_table for each in model._meta.many_to_many)]


def entries_of(one):
    """What an import wrote, as the trail has it, the newest first."""
    return AuditEntry.objects.filter(
        id__gt=one.first, id__lte=one.last, via=one.via, user=one.user_id, table__in=tables_of(one.model)
    )


def traced(entries):
    """The origin of each entry that an import wrote, by the entry's id; one query for a page of them."""
    wanted = Q(pk__in=[])
    for via, first, last in _requests(entries):
        wanted |= Q(via=via, first__lt=last, last__gte=first)
        wanted |= Q(undone_via=via, undone_first__lt=last, undone_last__gte=first)
    imports = [one for one in SheetImport.objects.filter(wanted) if one.model] if len(wanted) > 1 else []
    numbers = {one.pk: unpacked(one.rows) for one in imports}
    found = {}
    for entry in entries:
        one = next((one for one in imports if is_of(one, entry) or is_of_undoing(one, entry)), None)
        number = one and numbers[one.pk].get(_row_of(one, entry))
        if number:
            where = one.filename, one.sheet, number, address(one.pk), not is_of(one, entry)
            found[entry.pk] = Origin(*where, _cells(one, entry, number))
    return found


def with_origins(steps):
    """Steps of a row's history, each with where in a file it came from."""
    steps = list(steps)
    origins = traced([row.entry for step in steps for row in step.rows])
    for step in steps:
        step.origin = next((origins[row.entry.pk] for row in step.rows if row.entry.pk in origins), None)
    return steps


def is_of(one, entry):
    """Whether an import wrote an entry."""
    return (
        one.first < entry.pk <= one.last
        and (one.via, one.user_id) == (entry.via, entry.user_id)
        and entry.table in tables_of(one.model)
    )


def is_of_undoing(one, entry):
    """Whether an entry was written when an import was taken back."""
    return (
        one.is_undone
        and one.undone_first < entry.pk <= one.undone_last
        and (one.undone_via, one.undone_by_id) == (entry.via, entry.user_id)
        and entry.table in tables_of(one.model)
    )


def _requests(entries):
    """Each request that wrote some of the entries, with the first and the last of these."""
    spans = {}
    for entry in entries:
        first, last = spans.get(entry.via, (entry.pk, entry.pk))
        spans[entry.via] = min(first, entry.pk), max(last, entry.pk)
    return [(via, *span) for via, span in spans.items()]


def _row_of(one, entry):
    if entry.table == one.table:
        return entry.row
    # A row behind a list: of the two it joins, the one that is the register's.
    for each in one.model._meta.many_to_many:
        if each.remote_field.through._meta.db_table == entry.table:
            return (entry.after or entry.before or {}).get(each.m2m_column_name())
    return None


def _cells(one, entry, number):
    said = entry.after or {}
    letters = sorted({at for column, at in one.letters.items() if column in said}, key=lambda at: (len(at), at))
    return [f"{at}{number}" for at in letters] if model_of(entry.table) is one.model else []
