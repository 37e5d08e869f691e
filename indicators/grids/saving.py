"""What is typed into a register's table becomes rows: by the form, the rules and the rights of its screen."""

from copy import copy
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from config.staff.admin import refusal_of
from config.values.dates import format_moment
from config.values.numbers import AmbiguousNumberError
from indicators.entry.saving import who_wrote
from indicators.grids.reading import sent_of, text_of
from indicators.grids.table import Box
from indicators.models import AuditEntry
from indicators.trail.reading import who_of

TROUBLE = ("error", "asked", "conflict")
NOWHERE = "Ô này không nhập được: hãy tải lại trang."


@dataclass
class Outcome:
    """What became of one box; `state` is saved, same, error, asked, conflict or held."""

    box: Box | None
    state: str
    message: str = ""
    # Of an ambiguous number, what may be typed instead, each with its meaning.
    choices: list[tuple[str, str]] = field(default_factory=list)
    # What another person put there meanwhile.
    theirs: str = ""
    text: str = ""
    # The name under which the record of the box was sent.
    record: str = ""


def save_boxes(grid, wishes, *, whole=False):
    """Write what was typed into boxes; gives the outcome of each box by its name.

    Of several boxes the good ones are written and the others told, unless `whole` asks for all or nothing. A row is
    made once all that it must have is there; what came before is held. A box that somebody else changed since it was
    seen is not written over: both texts are told.
    """
    try:
        return _save(grid, wishes, whole=whole)
    except IntegrityError:
        # What a row stands under was deleted at the same moment: now it is not there to be seen.
        return _save(grid, wishes, whole=whole)


def _save(grid, wishes, *, whole):
    with transaction.atomic():
        records = grid.records_named({record_in(wish.name) for wish in wishes})
        outcomes = {wish.name: decide(grid, box_in(grid, records, wish.name), wish) for wish in wishes}
        tell_who(grid, [one for one in outcomes.values() if one.state == "conflict" or is_gone(one)])
        for record, wanted in by_record(outcomes.values()):
            write(grid, record, wanted)
        if whole and any(one.state in (*TROUBLE, "held") for one in outcomes.values()):
            transaction.set_rollback(True)
            take_back(outcomes.values())
    return outcomes


def record_in(name):
    """The record's part in the name of a box."""
    parts = name.split("-")
    return parts[1] if len(parts) == 3 and parts[0] == "o" else ""


def box_in(grid, records, name):
    record, model_field = records.get(record_in(name)), grid.model_fields.get(name.rpartition("-")[2])
    return Box(record, model_field) if record and model_field else None


def is_gone(outcome):
    return outcome.box is not None and outcome.box.record.row is None


def by_record(outcomes):
    """The boxes to be written, gathered by their rows."""
    found = {}
    for one in outcomes:
        if one.state == "wanted":
            found.setdefault(one.record, (one.box.record, {}))[1][one.box.field.name] = one
    return list(found.values())


def take_back(outcomes):
    """Nothing was written: the good boxes wait for the others, and a row that lacks something is one of these."""
    for one in outcomes:
        if one.state == "saved":
            one.state = "held"
            one.box.record.name = one.record
        elif one.state == "held":
            one.state = "error"


# One box


def decide(grid, box, wish):
    """What is to be done with one box, not yet done."""
    if box is None:
        return Outcome(None, "error", NOWHERE)
    text, seen = wish.text.strip(), wish.seen.strip()
    decided = Outcome(box, "wanted", text=text, record=box.record.name)
    if box.record.row is None:
        decided.state = "error"
    elif box.record.locked:
        decided.state, decided.message = "error", f"Không nhập được ở đây: {box.record.locked}."
    elif text in (box.text, seen):
        # Left alone here, or changed by somebody else meanwhile: what stands stays.
        decided.state, decided.theirs = "same", box.text
    else:
        understand(grid, decided, is_conflict=box.text != seen)
    return decided


def understand(grid, outcome, *, is_conflict):
    """Refuse a text that says nothing the field could hold; ask about one that others wrote over."""
    box = outcome.box
    try:
        meant = meaning(grid, box.field, outcome.text)
    except ValidationError as error:
        refuse(outcome, error)
        meant = None
    if is_conflict:
        is_same = outcome.state == "wanted" and meant == getattr(box.record.row, box.field.attname)
        outcome.state, outcome.theirs, outcome.choices = "same" if is_same else "conflict", box.text, []


def meaning(grid, model_field, text):
    """What a text means in the form of the row; an empty one is judged with its row."""
    sent = sent_of(model_field, text)
    return grid.form.base_fields[model_field.name].clean(sent) if sent else None


def refuse(outcome, error):
    outcome.state, outcome.message = "error", " ".join(error.messages)
    cause = error.__cause__
    if isinstance(cause, AmbiguousNumberError):
        outcome.state = "asked"
        outcome.choices = [(text, f"{text}, không phải {other}") for text, other in both(cause)]


def both(error):
    return [(error.whole, error.decimal), (error.decimal, error.whole)]


def tell_who(grid, outcomes):
    """Say of each box who put there what stands now, or who deleted its row; one query."""
    rows = {one.record: one.box.record.row for one in outcomes}
    ids = {name: name[1:] if row is None else row.pk for name, row in rows.items()}
    table = grid.model._meta.db_table
    entries = AuditEntry.objects.filter(table=table, row__in=[pk for pk in ids.values() if pk is not None])
    by_row = {}
    for entry in entries.select_related("user").order_by("-id"):
        by_row.setdefault(str(entry.row), []).append(entry)
    for one in outcomes:
        column = one.box.field.column
        found = by_row.get(str(ids[one.record]), [])
        if is_gone(one):
            one.message = deleted(next(iter(found), None))
        else:
            one.message = who_wrote(next((each for each in found if column in (each.after or {})), None), one.theirs)


def deleted(entry):
    told = f"{who_of(entry)} đã xóa dòng này lúc {format_moment(entry.at)}" if entry else "Dòng này không còn"
    return f"{told}: hãy tải lại trang."


# One row


def write(grid, record, wanted):
    """Write what was typed of one row, or tell why not; what is wrong with one box leaves the others of a stored row.

    The same way as its screen writes it: its form, its rules over several rows, its constraints.
    """
    stored, before = grid.model._base_manager.filter(pk=record.row.pk), (record.row, record.name)
    try:
        with transaction.atomic(), grid.screen.rules(grid.request, stored):
            put(grid, record, wanted)
    except (IntegrityError, ValidationError) as error:
        record.row, record.name = before
        refusal = error if isinstance(error, ValidationError) else refusal_of(error)
        if left := sort_out(grid, record, wanted, refusal):
            write(grid, record, left)


def put(grid, record, wanted):
    row = copy(record.row)
    texts = {name: text_of(field, row) for name, field in grid.model_fields.items()}
    texts |= {name: one.text for name, one in wanted.items()}
    if row.pk is not None and not any(texts.values()):
        delete(grid, record, row)
    else:
        record.row = made(grid, row, texts)
        record.name = grid.name_of(record.row)
    for one in wanted.values():
        one.state = "saved"


def made(grid, row, texts):
    """The row written with these texts, or one that already says so: sent twice, as its first answer was lost."""
    is_new = row.pk is None
    sent = {name: sent_of(grid.model_fields[name], text) for name, text in texts.items()}
    form = grid.form(sent, instance=row)
    if not form.is_valid():
        raise ValidationError(form.errors.as_data())
    try:
        row.full_clean()
    except ValidationError:
        if is_new and (twin := twin_of(grid, row)):
            return twin
        raise
    grid.screen.save_model(grid.request, form.save(commit=False), form, change=not is_new)
    return row


def twin_of(grid, row):
    """The stored row of the same key that says the same; None where there is none."""
    keys = [row._meta.get_field(name).attname for name in row.key_fields]
    twin = grid.model._base_manager.filter(**{name: getattr(row, name) for name in keys}).first()
    fields = [field.attname for field in grid.model_fields.values()]
    return twin if twin and all(getattr(twin, name) == getattr(row, name) for name in fields) else None


def delete(grid, record, row):
    """A row that all is taken from goes, unless something else is said in it; in its place one may be made again."""
    if not grid.screen.has_delete_permission(grid.request, row):
        raise ValidationError("Tài khoản không được xóa dòng này: hãy gõ điều đúng thay vì xóa trắng.")
    if left := says_more(grid, row):
        raise ValidationError(f"Dòng này còn {', '.join(left)} nên không xóa trắng được: hãy xóa ở màn hình của dòng.")
    name = grid.new_name(row)
    grid.screen.delete_model(grid.request, row)
    record.row, record.name = grid.model(**grid.given(name)), name


def says_more(grid, row):
    """The labels of what a row says beside what is typed in the table and what its place says."""
    quiet = {*grid.fields, *row.key_fields, "id"}
    others = [one for one in row._meta.concrete_fields if one.name not in quiet]
    return [
        f"«{one.verbose_name}»"
        for one in others
        if not isinstance(one, models.BooleanField) and getattr(row, one.attname) not in (None, "")
    ]


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
