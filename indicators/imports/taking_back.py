"""Takes back an import in one short transaction: what was looked at, or nothing."""

from contextlib import nullcontext

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Count, Max
from django.utils import timezone

from config.databases import rule_broken
from config.models import take_turn
from config.sheets import stored
from config.sheets.coded import Coded
from config.sheets.loading import Load
from config.sheets.progress import untold
from config.values.fields import FoldedText
from indicators.audit import at_work
from indicators.imports.telling import told_kept
from indicators.imports.undoing import closed_now, entries_since, look, stored_then
from indicators.models import Figure, SheetImport
from indicators.trail.versions import newest_entry

MOVED = "Dữ liệu vừa đổi nên chưa hoàn tác gì: hãy xem lại rồi hoàn tác."
DONE = "Lần nhập này đã được hoàn tác."
CLASH = (
    "Chưa hoàn tác gì: giá trị cũ nay trùng với dòng khác, gọi tới dòng không còn, hoặc dòng mới vừa được dùng. Hãy "
    "xem lại rồi hoàn tác."
)


def undo(screen, request, pk, seen, *, progress=untold, seal):
    """Take back an import as it was looked at (`seen`, its fingerprint); ValidationError, nothing written, where not.

    `seal` gets the counts, inside the transaction.
    """
    one = SheetImport.objects.get(pk=pk)
    undoing = look(one, screen, request, progress)
    if one.is_undone or undoing.fingerprint != seen:
        raise ValidationError(DONE if one.is_undone else MOVED)
    kept = told_kept(undoing)
    try:
        write(undoing, screen, request, kept, progress, seal)
    except IntegrityError as error:
        raise ValidationError(rule_broken(error) or CLASH) from error


def write(undoing, screen, request, kept, progress, seal):
    """Do what was looked at, under locks; ValidationError where something was written of it since."""
    model = undoing.model
    connection = stored.connection_of(model)
    rows = model._base_manager.filter(pk__in=undoing.rows)
    changed = sorted(undoing.before)
    # Closed periods have kept their figures one by one: to hold all against them at the end would take as long again.
    rules = nullcontext() if model is Figure else screen.rules(request, rows)
    with (
        Load(connection, model, ([], {}), (changed, _columns(undoing, changed, connection)), progress) as load,
        transaction.atomic(),
        rules,
    ):
        begun = newest_entry()
        _hold(undoing)
        _write_links(undoing)
        load.bring_over()
        _remove(undoing)
        counts = {"restored": undoing.restored, "removed": len(undoing.new), "kept": len(undoing.kept)}
        _record(undoing.one, begun, counts, kept)
        seal(counts)


def _columns(undoing, changed, connection):
    """All columns of which some cell goes back, and what search reads, for all the rows that change."""
    if not changed:
        return {}
    fields = undoing.model._meta.concrete_fields
    touched = {column for cells in undoing.before.values() for column in cells}
    written = [each for each in stored.stored_fields(undoing.model) if each.column in touched]
    then = [stored_then(undoing, row) for row in changed]
    columns = {
        each.attname: Coded.of([each.get_db_prep_save(row[each.attname], connection) for row in then])
        for each in written
    }
    for each in fields:
        if isinstance(each, FoldedText):
            of = [undoing.model._meta.get_field(name).attname for name in each.made_of]
            columns[each.attname] = Coded.of([each.folded([row[name] for name in of]) for row in then])
    return columns


def _hold(undoing):
    """Lock the import and the rows, and see that nothing was written of them since they were looked at."""
    one = SheetImport.objects.select_for_update().only("undone_at").get(pk=undoing.one.pk)
    if one.is_undone:
        raise ValidationError(DONE)
    take_turn(undoing.model)
    count, newest = 0, 0
    for batch in stored.batches(undoing.rows):
        rows = undoing.model._base_manager.filter(pk__in=batch).order_by("pk").select_for_update()
        list(rows.values_list("pk"))
    for batch in stored.batches(undoing.looked_at):
        since = entries_since(undoing.one, batch).aggregate(count=Count("pk"), newest=Max("pk"))
        count, newest = count + since["count"], max(newest, since["newest"] or 0)
    if (count, newest) != undoing.since or (undoing.closed and closed_now() != undoing.closed):
        raise ValidationError(MOVED)


def _write_links(undoing):
    for each in undoing.model._meta.many_to_many:
        through = each.remote_field.through
        table, owner, member = through._meta.db_table, each.m2m_column_name(), each.m2m_reverse_name()
        added, dropped = undoing.added[table], undoing.dropped[table]
        for batch in stored.batches(sorted(added)):
            links = through._base_manager.filter(**{f"{owner}__in": batch}).values_list("pk", owner, member)
            gone = [pk for pk, row, other in links if other in added[row]]
            through._base_manager.filter(pk__in=gone).delete()
        back = (through(**{owner: row, member: other}) for row, others in dropped.items() for other in sorted(others))
        through._base_manager.bulk_create(back, batch_size=stored.BATCH)


def _remove(undoing):
    """Delete the new rows with what stands in their lists: nothing else names them, or the database refuses it."""
    model = undoing.model
    for batch in stored.batches(sorted(undoing.new)):
        for each in model._meta.many_to_many:
            links = each.remote_field.through._base_manager.filter(**{f"{each.m2m_column_name()}__in": batch})
            links._raw_delete(links.db)
        rows = model._base_manager.filter(pk__in=batch)
        rows._raw_delete(rows.db)


def _record(one, begun, counts, kept):
    user, via = at_work()
    SheetImport.objects.filter(pk=one.pk).update(
        undone_at=timezone.now(),
        undone_by=user,
        undone_via=via,
        undone_first=begun,
        undone_last=newest_entry(),
        told_kept=kept,
        **counts,
    )
