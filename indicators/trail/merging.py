"""Two people at one form: each writes only what they changed, and whoever comes second is told of what both changed."""

import re

from django.core.exceptions import ValidationError
from django.forms.models import ModelMultipleChoiceField
from django.utils.html import format_html

from config.staff.boxes import names_a_row
from config.values.dates import format_moment
from config.values.numbers import MISSING
from indicators.models import AuditEntry
from indicators.trail import versions
from indicators.trail.reading import Names, who_of
from indicators.wording import told

# What a form sends beside its own boxes: the versions it was made from, whose values to take, what was told already.
SEEN, THEIRS, TOLD = "_seen", "_theirs", "_told"
# Marks, on its way to the form, a row under it that was deleted meanwhile.
GONE = "_gone"
ROW_UNDER = re.compile(r"(?P<prefix>.+)-(?P<number>[0-9]{1,4})-(?P<name>[A-Za-z_]+)")


def merging(form, request):
    """The same form, which writes only what its person changed since it was opened."""

    class Merging(form):
        """A row's form held against what others wrote of the row meanwhile."""

        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            self.since = []
            if self.is_bound and (key := self._key()) in self._seen():
                self.since = versions.entries_since(self.instance, self._seen()[key])
                if self.since or self._lists():
                    self._go_back()

        def _key(self):
            return self._meta.model._meta.db_table, self.instance.pk

        def _seen(self):
            return versions.read_back(request.POST.get(SEEN, ""))

        def _lists(self):
            return [name for name, field in self.fields.items() if isinstance(field, ModelMultipleChoiceField)]

        def _go_back(self):
            """Hold what was sent against the row as it stood when the form was opened."""
            opened = form(instance=versions.as_it_was(self.instance, self.since)).initial
            self.initial |= {name: value for name, value in opened.items() if name in self.fields}
            self.list_entries = {}
            for name in self._lists():
                field = self._meta.model._meta.get_field(name)
                through = field.remote_field.through._meta.db_table
                seen = self._seen().get((through, self.instance.pk))
                if seen is None:
                    continue
                added, removed, entries = versions.members_since(self.instance, field, seen)
                now = {row.pk for row in getattr(self.instance, name).all()}
                self.initial[name] = list(field.related_model._base_manager.filter(pk__in=(now - added) | removed))
                self.list_entries[name] = entries

        def _clean_fields(self):
            super()._clean_fields()
            mark = self.data.get(self.add_prefix(GONE), "")
            gone = versions.entry(mark) if mark else None
            if gone:
                self._told_of_deletion(gone)
            elif self.since or any(getattr(self, "list_entries", {}).values()):
                self._keep_what_others_wrote()

        def _told_of_deletion(self, gone):
            self.add_error(
                None,
                f"{who_of(gone)} đã xóa dòng này lúc {format_moment(gone.at)}: bấm Lưu lần nữa để ghi lại thành dòng "
                "mới, hoặc xóa trắng các ô của dòng để bỏ.",
            )

        def _keep_what_others_wrote(self):
            for name in self.fields:
                entry = self._entry_of(name)
                if entry is None:
                    continue
                theirs = self._current(name)
                if name not in self.changed_data or self.add_prefix(name) in request.POST.getlist(THEIRS):
                    self._errors.pop(name, None)
                    self.cleaned_data[name] = theirs
                elif name in self.cleaned_data and not self._same(self.cleaned_data[name], theirs):
                    key = f"{self.add_prefix(name)}={entry.pk}"
                    if key not in request.POST.getlist(TOLD):
                        self.add_error(name, self._asked(name, entry, theirs, key))

        def _entry_of(self, name):
            """The last entry in which somebody else changed a field, None where nobody did."""
            if entries := getattr(self, "list_entries", {}).get(name):
                return entries[-1]
            columns = columns_of(self._meta.model, name)
            touching = (entry for entry in reversed(self.since) if not columns.isdisjoint(entry.after or {}))
            return next((entry for entry in touching if entry.action == AuditEntry.Action.UPDATE), None)

        def _current(self, name):
            value = getattr(self.instance, name)
            return list(value.all()) if name in self._lists() else value

        @staticmethod
        def _same(mine, theirs):
            return set(mine) == set(theirs) if isinstance(theirs, list) else mine == theirs

        def _asked(self, name, entry, theirs, key):
            return ValidationError(
                format_html(
                    "{} đã sửa ô này thành «{}» lúc {}; ở đây đang gõ «{}». Bấm Lưu lần nữa để giữ điều đang gõ, hoặc "
                    '<label class="take-theirs"><input type="checkbox" name="{}" value="{}"> lấy «{}»</label>.'
                    '<input type="hidden" name="{}" value="{}">',
                    who_of(entry), self._shown(name, theirs), format_moment(entry.at),
                    self._shown(name, self.cleaned_data[name]), THEIRS, self.add_prefix(name),
                    self._shown(name, theirs), TOLD, key,
                ),
                code="changed_meanwhile",
            )  # fmt: skip

        def _shown(self, name, value):
            if isinstance(value, list) or hasattr(value, "all"):
                return ", ".join(map(str, value)) or MISSING
            field = next((one for one in self._meta.model._meta.get_fields() if one.name == name), None)
            choices = dict(getattr(field, "flatchoices", None) or [])
            return told(choices.get(value, value))

    Merging.__name__ = form.__name__
    return Merging


def columns_of(model, name):
    """The columns behind a box of a form: its field's own, or those a property of that name is told by."""
    fields = {field.name: field.column for field in model._meta.concrete_fields}
    if name in fields:
        return {fields[name]}
    return {column for column in fields.values() if column.startswith(f"{name}_")}


def as_new_rows(posted, parents):
    """What a form sent, as of a row not yet stored: the rows under it are new ones too.

    `parents` are the names by which rows under it point to it.
    """
    sent = posted.copy()
    for name in posted:
        if name.endswith("-INITIAL_FORMS"):
            sent[name] = "0"
        elif (part := ROW_UNDER.fullmatch(name)) and part["name"] in {"id", *parents}:
            sent[name] = ""
    return sent


def without_deleted(posted, prefix, form, stored):
    """What a form sent of the rows under it, without those that were deleted meanwhile.

    A row that its person changed comes again as a new one, marked with its deletion; one left alone is dropped.
    `stored` are the ids that still stand.
    """
    rows, initial = _rows_under(posted, prefix)
    kept, moved = [], []
    for number, row in enumerate(rows):
        pk = row.get("id", "")
        gone = None
        if number < initial and names_a_row(pk) and int(pk) not in stored:
            gone = versions.deletion_of(form._meta.model._meta.db_table, int(pk))
        if gone is None:
            kept.append(row)
            continue
        initial -= 1
        if "DELETE" not in row and _was_changed(row, form, gone):
            moved.append(row | {"id": "", GONE: str(gone.pk)})
    if len(kept) == len(rows):
        return posted
    return _with_rows(posted, prefix, [*kept, *moved], initial)


def without_gone(posted, prefix, form, stored):
    """What a list sent of its rows, without those that were deleted meanwhile; and what to tell of those changed.

    `stored` are the ids that still stand.
    """
    rows, initial = _rows_under(posted, prefix)
    kept, told = [], []
    for row in rows:
        pk = row.get("id", "")
        gone = (
            names_a_row(pk) and int(pk) not in stored and versions.deletion_of(form._meta.model._meta.db_table, int(pk))
        )
        if not gone:
            kept.append(row)
        elif typed_of := _typed_of(row, form, gone):
            told.append(f"«{_name_of(gone)}»: {who_of(gone)} xóa lúc {format_moment(gone.at)}; đã gõ: {typed_of}.")
    if len(kept) == len(rows):
        return posted, told
    return _with_rows(posted, prefix, kept, initial - len(rows) + len(kept)), told


def _name_of(gone):
    book = Names()
    book.note_row(gone.table, gone.row)
    book.look_up()
    return book.name(gone.table, gone.row)


def _typed_of(row, form, gone):
    """What somebody changed of a row that was deleted, in words; empty where nothing."""
    was = form._meta.model()
    versions.restore(was, gone.before or {})
    held = form(row, instance=was)
    changed = [name for name in held.changed_data if name in row]
    return ", ".join(f"{held.fields[name].label} «{row[name]}»" for name in changed)


def _rows_under(posted, prefix):
    """The rows under a form as it sent them, each its boxes by name, and how many of them are stored ones."""
    counts = (posted.get(f"{prefix}-{name}", "") for name in ("TOTAL_FORMS", "INITIAL_FORMS"))
    total, initial = (int(text) if text.isdecimal() and len(text) < 5 else 0 for text in counts)
    rows = [{} for _ in range(total)]
    for name in posted:
        part = ROW_UNDER.fullmatch(name)
        if part and part["prefix"] == prefix and int(part["number"]) < total:
            rows[int(part["number"])][part["name"]] = posted[name]
    return rows, min(initial, total)


def _with_rows(posted, prefix, rows, initial):
    sent = posted.copy()
    for name in posted:
        if (part := ROW_UNDER.fullmatch(name)) and part["prefix"] == prefix:
            del sent[name]
    for number, row in enumerate(rows):
        for name, value in row.items():
            sent[f"{prefix}-{number}-{name}"] = value
    sent[f"{prefix}-TOTAL_FORMS"], sent[f"{prefix}-INITIAL_FORMS"] = str(len(rows)), str(initial)
    return sent


def _was_changed(row, form, gone):
    was = form._meta.model()
    versions.restore(was, gone.before or {})
    held = form(row, instance=was)
    return any(name in row and name != "id" for name in held.changed_data)
