"""What rows to be written are held against beside themselves: keys that others have, rows they stand under."""

from django.core.exceptions import ValidationError
from django.db.models import UniqueConstraint


class Taken:
    """The keys that no two rows share, and whose they are; a query for each constraint."""

    def __init__(self, model, drafts):
        self.rules = list(unique_of(model))
        # By the columns of a constraint and their values: a stored row, or a draft that was let through.
        self.holders = {}
        # The key that each stored row gives up where its draft is let through.
        self.before = {}
        for columns, _ in self.rules:
            rows = [row for draft in drafts for row in (draft.record.row, draft.row)]
            wanted = {f"{column}__in": {getattr(row, column) for row in rows} - {None} for column in columns}
            for row in model._base_manager.filter(**wanted):
                self.holders[columns, key_of(row, columns)] = row
                self.before[columns, row.pk] = key_of(row, columns)

    def clash(self, draft):
        """Why a draft may not have its key, None where it may."""
        if draft.is_gone:
            return None
        for columns, message in self.rules:
            holder = self.holders.get((columns, key_of(draft.row, columns)))
            if holder is not None and (draft.is_new or holder.pk != draft.row.pk):
                return ValidationError(message)
        return None

    def stored(self, draft):
        """The stored row that has the key of a draft; None where there is none, or another draft has it."""
        holders = (self.holders.get((columns, key_of(draft.row, columns))) for columns, _ in self.rules)
        return next((holder for holder in holders if holder is not None and holder.pk is not None), None)

    def take(self, draft):
        """Let a draft have its key, and others the one it had."""
        for columns, _ in self.rules:
            self.holders.pop((columns, self.before.get((columns, draft.row.pk))), None)
            if not draft.is_gone and (key := key_of(draft.row, columns)):
                self.holders[columns, key] = draft.row


def unique_of(model):
    """For each constraint by which all rows differ: its columns, and what it says when broken."""
    for one in model._meta.constraints:
        if isinstance(one, UniqueConstraint) and one.fields and not one.condition:
            yield tuple(model._meta.get_field(name).attname for name in one.fields), one.get_violation_error_message()


def key_of(row, columns):
    """The values of some columns; None where one is missing, which makes a row like no other."""
    values = tuple(getattr(row, column) for column in columns)
    return None if None in values else values


class Owners:
    """Whether the rows that new ones name are there; a query for each relation that a new row has."""

    def __init__(self, model, rows):
        self.found = {}
        for field in model._meta.concrete_fields:
            named = {getattr(row, field.attname) for row in rows} - {None} if field.remote_field else ()
            if named:
                there = field.related_model._base_manager.filter(pk__in=named)
                self.found[field] = set(there.values_list("pk", flat=True))

    def missing(self, draft):
        """Why a new draft cannot stand under what it names, None where it can."""
        for field, found in self.found.items() if draft.is_new else ():
            value = getattr(draft.row, field.attname)
            if value is not None and value not in found:
                told = {
                    "model": field.related_model._meta.verbose_name,
                    "field": field.name,
                    "value": value,
                    "pk": value,
                }
                return ValidationError({field.name: ValidationError(field.error_messages["invalid"], params=told)})
        return None
