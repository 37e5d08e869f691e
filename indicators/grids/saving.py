"""What is typed into a register's table becomes rows: by the form, the rules and the rights of its screen."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from config.values.dates import format_moment
from indicators.entry.saving import who_wrote
from indicators.grids.reading import sent_of
from indicators.grids.table import Box
from indicators.grids.writing import refuse, write
from indicators.models import AuditEntry
from indicators.trail.reading import who_of
from indicators.trail.versions import deletions_by_key

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
        write(grid, by_record(outcomes.values()))
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


def tell_who(grid, outcomes):
    """Say of each box who put there what stands now, who emptied it, or who deleted its row; two queries at most."""
    if not outcomes:
        return
    emptied = [one for one in outcomes if not is_gone(one) and one.box.record.row.pk is None]
    for one, entry in zip(emptied, deletions_by_key([one.box.record.row for one in emptied]), strict=True):
        one.message = who_wrote(entry, "")
    ids = {one.record: id_of(one.box.record, one.record) for one in outcomes}
    entries = AuditEntry.objects.filter(table=grid.model._meta.db_table, row__in=set(ids.values()) - {None})
    by_row = defaultdict(list)
    for entry in entries.select_related("user").order_by("-id"):
        by_row[entry.row].append(entry)
    for one in outcomes:
        found, column = by_row[ids[one.record]], one.box.field.column
        if is_gone(one):
            one.message = deleted(next(iter(found), None))
        elif ids[one.record]:
            one.message = who_wrote(next((each for each in found if column in (each.after or {})), None), one.theirs)


def id_of(record, name):
    """The id of the row of a record, also of one that was deleted; None where there never was one."""
    return int(name[1:]) if record.row is None else record.row.pk


def deleted(entry):
    told = f"{who_of(entry)} đã xóa dòng này lúc {format_moment(entry.at)}" if entry else "Dòng này không còn"
    return f"{told}: hãy tải lại trang."
