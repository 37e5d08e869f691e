"""The trail as people read it: who did what, field by field, with labels for codes and names for numbers of rows."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.utils import timezone

from config.values.dates import format_date
from config.values.fields import Year, is_derived
from config.values.numbers import MISSING, format_number
from indicators.audit.tables import SECRET, audited_models, owner_field
from indicators.models import AuditEntry
from indicators.rights import may

# What one person did by one door within seconds of each other was one action.
ONE_ACTION = timedelta(seconds=5)
NAMING = ["name", "title", "code", "number", "username"]


@dataclass(frozen=True)
class Change:
    """One field, from what to what."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class RowChange:
    """What happened to one row."""

    entry: AuditEntry
    kind: str
    name: str
    is_part: bool
    changes: list[Change]

    @property
    def action(self):
        return self.entry.get_action_display()


@dataclass
class Step:
    """What one person, or the software, did at one time."""

    at: object
    who: str
    via: str
    rows: list[RowChange] = field(default_factory=list)
    # Where it came from, where a file brought it.
    origin: object = None


def steps_of(entries, *, reader):
    """Entries, newest first, gathered into what was done at one time."""
    steps, last = [], None
    for row in read(entries, reader=reader):
        entry = row.entry
        same = last and (last.user_id, last.origin, last.via) == (entry.user_id, entry.origin, entry.via)
        if not same or last.at - entry.at > ONE_ACTION:
            steps.append(Step(entry.at, who_of(entry), entry.via))
        steps[-1].rows.append(row)
        last = entry
    return steps


def read(entries, *, reader):
    """Each entry with its changes in words, without the personal data that this reader may not see.

    As many queries as there are tables named, however many the entries.
    """
    entries = list(entries)
    book = Names()
    for entry in entries:
        book.note_row(entry.table, entry.row)
    book.look_up()
    for entry in entries:
        book.note_values(entry.table, (entry.before or {}) | book.values_of(entry.table, entry.row))
        book.note_values(entry.table, entry.after or {})
    book.look_up()
    return [_row_change(entry, book, reader) for entry in entries]


def who_of(entry):
    """The name of who wrote an entry; `user` is best selected with it."""
    if entry.user_id is not None:
        return name_of(entry.user) if entry.user else f"tài khoản số {entry.user_id} (đã xóa)"
    if entry.origin == AuditEntry.Origin.OUTSIDE and entry.via:
        return f"{entry.get_origin_display()}, {entry.via}"
    return entry.get_origin_display()


def name_of(user):
    """A person's name in its Vietnamese order, else the name they sign in with."""
    return f"{user.last_name} {user.first_name}".strip() or user.get_username()


class Names:
    """The names of the rows that entries speak of, also of deleted ones, looked up table by table."""

    def __init__(self):
        self.models = {model._meta.db_table: model for model in audited_models()}
        self.wanted = defaultdict(set)
        self.rows = {}
        self.gone = {}

    def note_row(self, table, pk):
        if pk is not None and (table, pk) not in self.rows and (table, pk) not in self.gone:
            self.wanted[table].add(pk)

    def note_values(self, table, values):
        for column, relation in self.fields(table).items():
            if relation.remote_field and values.get(column) is not None:
                self.note_row(relation.related_model._meta.db_table, values[column])

    def look_up(self):
        missing = models.Q(pk__in=[])
        for table, pks in self.wanted.items():
            found = self._find(table, pks)
            self.rows |= {(table, pk): row for pk, row in found.items()}
            if lost := pks - found.keys():
                missing |= models.Q(table=table, row__in=lost)
        self.wanted.clear()
        if len(missing) > 1:
            deletions = AuditEntry.objects.filter(missing, action=AuditEntry.Action.DELETE).order_by("id")
            self.gone |= {(entry.table, entry.row): entry.before for entry in deletions}

    def _find(self, table, pks):
        model = self.models.get(table)
        if model is None:
            return {}
        relations = [column.name for column in model._meta.concrete_fields if column.remote_field]
        return model._base_manager.select_related(*relations).in_bulk(pks)

    def fields(self, table):
        """The fields of a table by column, as the models have them now."""
        model = self.models.get(table)
        return {column.column: column for column in model._meta.local_concrete_fields} if model else {}

    def values_of(self, table, pk):
        """What a row holds, or held when it was deleted."""
        row = self.rows.get((table, pk))
        if row is None:
            return self.gone.get((table, pk), {})
        return {column: getattr(row, field.attname) for column, field in self.fields(table).items()}

    def name(self, table, pk):
        """The name of a row as others refer to it."""
        row = self.rows.get((table, pk))
        if row is not None:
            return name_of(row) if isinstance(row, AbstractBaseUser) else str(row)
        values = self.gone.get((table, pk), {})
        name = next((str(values[column]) for column in NAMING if values.get(column)), f"số {pk}")
        return f"{name} (đã xóa)"

    def name_under_owner(self, model, pk):
        """What tells a part from the other parts of the same row: the rest of its business key."""
        owner, table = owner_field(model), model._meta.db_table
        values = self.values_of(table, pk)
        keys = getattr(model, "key_fields", None) or [column.name for column in model._meta.local_concrete_fields[1:]]
        fields = [model._meta.get_field(key) for key in keys]
        shown = [self.shown(field, values.get(field.column)) for field in fields if field != owner]
        return ", ".join(text for text in shown if text != MISSING) or f"số {pk}"

    def shown(self, field, value):
        """A value of a field as a reader sees it."""
        if value is None or value == "":
            return MISSING
        if field.remote_field:
            return self.name(field.related_model._meta.db_table, value)
        value = field.to_python(value)
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        match field:
            case models.BooleanField():
                return "có" if value else "không"
            case models.DateTimeField():
                # SQLite keeps a moment in UTC and does not say so.
                moment = value if timezone.is_aware(value) else value.replace(tzinfo=UTC)
                return timezone.localtime(moment).strftime("%H:%M %d/%m/%Y")
            case models.DateField():
                return format_date(value)
            case Year():
                return str(value)
            case models.DecimalField() | models.IntegerField():
                return format_number(value)
        return str(value)


def _row_change(entry, book, reader):
    model = book.models.get(entry.table)
    if model is None:
        return RowChange(entry, entry.table, f"số {entry.row}", False, _changes(entry, book, hidden=()))
    owner, hidden = owner_field(model), _hidden(model, reader)
    if owner is None:
        return RowChange(entry, _kind(model), book.name(entry.table, entry.row), False, _changes(entry, book, hidden))
    # That a part belongs to its owner goes without saying, unless it moved.
    if entry.action != AuditEntry.Action.UPDATE:
        hidden.add(owner.column)
    changes = [] if model._meta.auto_created else _changes(entry, book, hidden)
    return RowChange(entry, _kind(model), book.name_under_owner(model, entry.row), True, changes)


def _hidden(model, reader):
    """The columns not told: the key, what only repeats others, and personal data from those who do not keep it."""
    fields = model._meta.local_concrete_fields
    hidden = {field.column for field in fields if field.primary_key or is_derived(field)}
    personal = getattr(model, "PERSONAL_FIELDS", ())
    if not personal or may(reader, "change", model):
        return hidden
    return hidden | {field.column for field in fields if field.name in personal}


def _kind(model):
    """What rows of a table are called; the rows behind a many-to-many field, by the label of that field."""
    source = model._meta.auto_created
    if not source:
        return str(model._meta.verbose_name)
    field = next(field for field in source._meta.local_many_to_many if field.remote_field.through is model)
    return str(field.verbose_name)


def _changes(entry, book, hidden):
    before, after = entry.before or {}, entry.after or {}
    fields = book.fields(entry.table)
    columns = [column for column in fields if column in before or column in after]
    columns += sorted((before.keys() | after.keys()) - fields.keys())
    changes = []
    for column in columns:
        if column in hidden:
            continue
        old, new = (_shown(book, fields.get(column), values.get(column)) for values in (before, after))
        if is_secret(fields.get(column)):
            old, new = MISSING, "đã đặt" if entry.before is None else "đã đổi"
        # Of a new or deleted row, only what was filled in.
        elif entry.action != AuditEntry.Action.UPDATE and {old, new} <= {MISSING, "không"}:
            continue
        changes.append(Change(str(getattr(fields.get(column), "verbose_name", column)), old, new))
    return changes


def is_secret(field):
    return field is not None and field.column in SECRET.get(field.model._meta.label, ())


def _shown(book, field, value):
    if field is None:
        return MISSING if value is None or value == "" else str(value)
    return book.shown(field, value)
