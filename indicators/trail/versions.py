"""Versions of rows, from the trail: which entry of a row a form was made from, and what was written since.

Entries of one row follow each other in the order of their ids, since whoever writes a row holds its lock.
"""

import re
from copy import copy
from datetime import UTC, date, timedelta

from django.db import models
from django.db.models import Max, Q
from django.utils import timezone

from config.staff.boxes import names_a_row
from indicators.audit import at_work
from indicators.audit.tables import owner_field
from indicators.models import AuditEntry

# `table:row=entry`; for the rows behind a many-to-many field, the row they belong to.
SEEN = re.compile(r"([a-z_]{1,63}):([0-9]{1,18})=([0-9]{1,18})")
KEPT_FOR = timedelta(days=30)


def newest_entries(rows):
    """The newest entry of each row, 0 where the trail knows none; `rows` are pairs of a table and an id. One query."""
    wanted = models.Q(pk__in=[])
    tables = {}
    for table, pk in rows:
        tables.setdefault(table, set()).add(pk)
    for table, pks in tables.items():
        wanted |= Q(table=table, row__in=pks)
    found = AuditEntry.objects.filter(wanted).order_by().values_list("table", "row").annotate(Max("id"))
    return dict.fromkeys(rows, 0) | {(table, row): newest for table, row, newest in found}


def newest_of_members(through, pk):
    """The newest entry of the rows behind a many-to-many field of a row."""
    entries = AuditEntry.objects.filter(table=through, owner_row=pk).order_by("-id")
    return entries.values_list("id", flat=True).first() or 0


def written_down(versions):
    """Versions as a form carries them."""
    return ";".join(f"{table}:{row}={entry}" for (table, row), entry in versions.items())


def read_back(text):
    """The versions a form carried; what is no version is passed over."""
    return {(table, int(row)): int(entry) for table, row, entry in SEEN.findall(text)}


def entries_since(row, seen):
    """What others wrote of a row since an entry of it, the oldest first."""
    entries = AuditEntry.objects.filter(table=row._meta.db_table, row=row.pk, id__gt=seen)
    return list(entries.select_related("user").order_by("id"))


def newest_entry():
    """The newest entry there is, 0 in an empty trail: what is written from now on comes after it."""
    return AuditEntry.objects.order_by("-id").values_list("id", flat=True).first() or 0


def written_since(seen, tables):
    """What whoever is at work wrote of these tables since an entry, the oldest first.

    In a transaction that is what it wrote itself: what others write meanwhile bears another request or another name.
    """
    user, via = at_work()
    return list(AuditEntry.objects.filter(id__gt=seen, user=user, via=via, table__in=tables).order_by("id"))


def as_it_was(row, entries):
    """The row as it stood before these entries."""
    was = _copied(row)
    for entry in reversed(entries):
        restore(was, entry.before or {})
    return was


def rolled_back(model, rows, entries):
    """Rows of a model by their ids, as they stood before these entries: with those deleted, without those added."""
    was = {pk: _copied(row) for pk, row in rows.items()}
    for entry in reversed(entries):
        if entry.table != model._meta.db_table:
            continue
        if entry.action == AuditEntry.Action.INSERT:
            was.pop(entry.row, None)
            continue
        if entry.row not in was:
            was[entry.row] = model(pk=entry.row)
        restore(was[entry.row], entry.before)
    return was


def restore(row, values):
    """Give a row the values an entry holds, by column."""
    for field in row._meta.local_concrete_fields:
        if field.column in values and not field.generated and not field.primary_key:
            setattr(row, field.attname, value_of(field, values[field.column]))


def deletion_of(table, pk):
    """The entry that tells of a row's deletion, None where it was not deleted."""
    entries = AuditEntry.objects.filter(table=table, row=pk, action=AuditEntry.Action.DELETE)
    return entries.select_related("user").order_by("-id").first()


def deletions_by_key(rows):
    """For each row of one model that is not stored: the entry that tells who last deleted one of its key, else None.

    Not of long ago: what a browser keeps of unsaved boxes is no older. One query.
    """
    if not rows:
        return []
    model = type(rows[0])
    fields = [model._meta.get_field(name) for name in model.key_fields]
    keys = [tuple(_said(getattr(row, field.attname)) for field in fields) for row in rows]
    wanted = {
        f"before__{field.column}__in": list(set(at)) for field, at in zip(fields, zip(*keys, strict=True), strict=True)
    }
    deleted = AuditEntry.objects.filter(
        table=model._meta.db_table, action=AuditEntry.Action.DELETE, at__gt=timezone.now() - KEPT_FOR, **wanted
    )
    last = {
        tuple(entry.before[field.column] for field in fields): entry
        for entry in deleted.select_related("user").order_by("id")
    }
    return [last.get(key) for key in keys]


def _said(value):
    """A value of a key as an entry holds it."""
    return value.isoformat() if isinstance(value, date) else value


def entry(text):
    """The entry of this number, None where the text is none."""
    return AuditEntry.objects.select_related("user").filter(pk=text).first() if names_a_row(text) else None


def members_since(row, field, seen):
    """What others added to and took from a many-to-many field since an entry: ids added, ids removed, the entries."""
    through = field.remote_field.through
    member = field.m2m_reverse_name()
    entries = AuditEntry.objects.filter(table=through._meta.db_table, id__gt=seen).select_related("user").order_by("id")
    owner = owner_field(through)
    if owner is not None and owner.column == field.m2m_column_name():
        entries = entries.filter(owner_table=row._meta.db_table, owner_row=row.pk)
    added, removed, told = set(), set(), []
    for entry in entries:
        values = entry.after or entry.before or {}
        if values.get(field.m2m_column_name()) != row.pk:
            continue
        (added if entry.action == AuditEntry.Action.INSERT else removed).add(values[member])
        told.append(entry)
    return added - removed, removed - added, told


def _copied(row):
    made = copy(row)
    made._state = copy(row._state)
    made._state.fields_cache = {}
    return made


def value_of(field, value):
    """A value of a field as an entry holds it, in Python's terms."""
    if value is None:
        return None
    value = (field.target_field if field.remote_field else field).to_python(value)
    if isinstance(field, models.DateTimeField) and timezone.is_naive(value):
        # SQLite keeps a moment in UTC and does not say so.
        value = value.replace(tzinfo=UTC)
    return value
