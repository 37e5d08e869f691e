"""Rows of a register written together: by the form of its screen, its rules and rights, in few queries however many.

A row is bound to the form of the register's screen and held against the rules of one row in Python, against stored rows
by one query for all; then all are written at once, inside the rules over several rows. Where these or the database
refuse them, each half is written by itself: the good rows are written, and each bad one is told why.
"""

from copy import copy
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.forms.models import construct_instance

from config.sheets.checks import checks_of
from config.staff.admin import refusal_of
from config.values.numbers import AmbiguousNumberError
from indicators.grids.reading import sent_of, text_of
from indicators.grids.table import Record
from indicators.grids.taken import Owners, Taken


@dataclass
class Draft:
    """A row as it is to be written, or to be deleted, with the boxes that say so by the names of their fields."""

    record: Record
    wanted: dict
    row: models.Model
    is_gone: bool = False

    @property
    def is_new(self):
        return self.row.pk is None


def write(grid, gathered):
    """Write what was typed of rows, or tell each box why not; what is wrong with one leaves the others of a stored row.

    `gathered` are records, each with its boxes that are to be written, by the names of their fields.
    """
    desk = Desk(grid)
    write_together(desk, desk.fitting(desk.all_drafted(gathered)))


class Desk:
    """The form and the rules that the rows of one request are held against."""

    def __init__(self, grid):
        self.grid, self.model = grid, grid.model
        self.form = alone(grid.form)
        self.checks = checks_of(grid.model)
        self.relations = {field.name for field in grid.model._meta.concrete_fields if field.remote_field}

    def all_drafted(self, gathered):
        """The rows of which something is left to be written."""
        return [draft for record, wanted in gathered if (draft := self.drafted(record, wanted))]

    def drafted(self, record, wanted):
        """A row with what is right of what was typed, looked at by itself; None where nothing is left to be written."""
        while wanted:
            try:
                return self._drafted(record, wanted)
            except ValidationError as error:
                wanted = sort_out(self.grid, record, wanted, error)
        return None

    def _drafted(self, record, wanted):
        row = copy(record.row)
        row._state = copy(record.row._state)
        texts = {name: text_of(field, row) for name, field in self.grid.model_fields.items()}
        texts |= {name: one.text for name, one in wanted.items()}
        if row.pk is not None and not any(texts.values()):
            check_deletion(self.grid, row)
            return Draft(record, wanted, row, is_gone=True)
        sent = {name: sent_of(self.grid.model_fields[name], text) for name, text in texts.items()}
        form = self.form(sent, instance=row)
        if not form.is_valid():
            raise ValidationError(form.errors.as_data())
        row.clean_fields(exclude=self.relations)
        row.clean()
        if broken := [message for message, holds in self.checks if holds(vars(row)) is False]:
            raise ValidationError(broken)
        return Draft(record, wanted, row)

    def fitting(self, drafts):
        """Of these drafts those that fit what is stored and each other, in their order."""
        taken, owners = Taken(self.model, drafts), Owners(self.model, [one.row for one in drafts if one.is_new])
        fitting = []
        for draft in drafts:
            while draft and (error := taken.clash(draft) or owners.missing(draft)):
                twin = draft.is_new and taken.stored(draft)
                if twin and self._says_the_same(twin, draft.row):
                    # Sent twice, as its first answer was lost.
                    settle(self.grid, draft, twin)
                    draft = None
                else:
                    draft = self.drafted(draft.record, sort_out(self.grid, draft.record, draft.wanted, error))
            if draft:
                taken.take(draft)
                fitting.append(draft)
        return fitting

    def _says_the_same(self, twin, row):
        return all(
            getattr(twin, field.attname) == getattr(row, field.attname) for field in self.grid.model_fields.values()
        )


def alone(form):
    """The same form, which fills its row and leaves to others what the database would be asked for each row."""

    class Alone(form):
        def _post_clean(self):
            self.instance = construct_instance(self, self.instance, self._meta.fields, self._meta.exclude)

    return Alone


# All rows


def write_together(desk, drafts):
    if not drafts:
        return
    before = [(draft, draft.record.row, draft.record.name) for draft in drafts]
    stored = desk.model._base_manager.filter(pk__in=[draft.row.pk for draft in drafts if not draft.is_new])
    try:
        with transaction.atomic(), desk.grid.screen.rules(desk.grid.request, stored):
            put(desk.grid, drafts)
    except (IntegrityError, ValidationError) as error:
        for draft, row, name in before:
            unsettle(draft, row, name)
        if len(drafts) > 1:
            half = len(drafts) // 2
            # A new row that was not written bears an id: it is drafted anew.
            for part in (drafts[:half], drafts[half:]):
                write_together(desk, desk.all_drafted((draft.record, draft.wanted) for draft in part))
            return
        (draft,) = drafts
        refusal = error if isinstance(error, ValidationError) else refusal_of(error)
        left = sort_out(desk.grid, draft.record, draft.wanted, refusal)
        write_together(desk, desk.all_drafted([(draft.record, left)]))


def put(grid, drafts):
    """Write rows that were looked at, as the screen's `save_model` and `delete_model` write one; tell their boxes."""
    rows, gone = grid.model._base_manager, [draft for draft in drafts if draft.is_gone]
    names = {id(draft): grid.new_name(draft.row) for draft in gone}
    new = [draft.row for draft in drafts if draft.is_new]
    changed = [draft.row for draft in drafts if not (draft.is_new or draft.is_gone)]
    if gone:
        rows.filter(pk__in=[draft.row.pk for draft in gone]).delete()
    if changed:
        rows.bulk_update(changed, grid.fields)
    rows.bulk_create(new)
    for draft in drafts:
        if draft.is_gone:
            name = names[id(draft)]
            settle(grid, draft, grid.model(**grid.given(name)), name)
        else:
            settle(grid, draft, draft.row)


def settle(grid, draft, row, name=""):
    """The boxes of a draft now say what a row does."""
    draft.record.row, draft.record.name = row, name or grid.name_of(row)
    for one in draft.wanted.values():
        one.state = "saved"


def unsettle(draft, row, name):
    """What was written of a draft is undone."""
    draft.record.row, draft.record.name = row, name
    for one in draft.wanted.values():
        one.state = "wanted"


def check_deletion(grid, row):
    """A row that all is taken from goes, unless something else is said in it; in its place one may be made again."""
    if not grid.screen.has_delete_permission(grid.request, row):
        raise ValidationError("Tài khoản không được xóa dòng này: hãy gõ điều đúng thay vì xóa trắng.")
    if left := says_more(grid, row):
        raise ValidationError(f"Dòng này còn {', '.join(left)} nên không xóa trắng được: hãy xóa ở màn hình của dòng.")


def says_more(grid, row):
    """The labels of what a row says beside what is typed in the table and what its place says."""
    quiet = {*grid.fields, *row.key_fields, "id"}
    others = [one for one in row._meta.concrete_fields if one.name not in quiet]
    return [
        f"«{one.verbose_name}»"
        for one in others
        if not isinstance(one, models.BooleanField) and getattr(row, one.attname) not in (None, "")
    ]


# What is refused


def sort_out(grid, record, wanted, error):
    """Tell each box what a refused row says of it; gives the boxes of a stored row that may be written without it."""
    complaints = error.update_error_dict({})
    for name in wanted.keys() & complaints.keys():
        refuse(wanted[name], ValidationError(complaints[name]))
    if not wanted.keys() & complaints.keys():
        missing = [name for name in complaints if name in grid.model_fields and record.row.pk is None]
        if missing:
            hold(grid, wanted, missing)
        else:
            refuse_all(wanted, ValidationError([one for errors in complaints.values() for one in errors]))
        return {}
    left = {name: one for name, one in wanted.items() if one.state == "wanted"}
    if record.row.pk is None:
        for one in left.values():
            one.state, one.message = "held", "Chưa ghi: ô khác của dòng mới còn sai."
        return {}
    return left


def hold(grid, wanted, missing):
    labels = ", ".join(f"«{grid.model_fields[name].verbose_name}»" for name in missing)
    for one in wanted.values():
        one.state, one.message = "held", f"Chưa ghi: dòng mới còn thiếu {labels}."


def refuse_all(wanted, error):
    for one in wanted.values():
        refuse(one, error)


def refuse(outcome, error):
    outcome.state, outcome.message = "error", " ".join(error.messages)
    cause = error.__cause__
    if isinstance(cause, AmbiguousNumberError):
        outcome.state = "asked"
        outcome.choices = [(text, f"{text}, không phải {other}") for text, other in both(cause)]


def both(error):
    return [(error.whole, error.decimal), (error.decimal, error.whole)]
