"""What is typed into a form becomes figures: each box understood, held against what others wrote, and written."""

from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.db import DEFAULT_DB_ALIAS, IntegrityError, transaction
from django.utils.functional import SimpleLazyObject
from django_guid import get_guid

from config.values.dates import format_moment
from config.values.units import spellings
from indicators.audit import acting_as
from indicators.entry import typing
from indicators.entry.cells import Cell
from indicators.entry.doubts import doubts_of
from indicators.entry.grid import Grid
from indicators.models import AuditEntry, Figure, State, Unit
from indicators.trail.reading import who_of
from indicators.trail.versions import deletions_by_key

CONTENT = ["value", "upper", "qualifier", "as_printed"]
BATCH = 500
REARRANGED = "Các cột của biểu vừa được sắp xếp lại nên chưa lưu: hãy chép lại số này rồi tải lại trang."


@dataclass
class Outcome:
    """What became of one box; `state` is saved, same, error, asked, conflict or held."""

    cell: Cell | None
    state: str
    message: str = ""
    # Of an ambiguous text, what may be typed instead, each with its meaning.
    choices: list[tuple[str, str]] = field(default_factory=list)
    # What another person put there meanwhile.
    theirs: str = ""
    # What was understood, where that is not plain, and what should be looked at twice.
    says: str = ""
    doubts: list[str] = field(default_factory=list)
    typed: typing.Typed | None = None


def save_cells(form, period, place, wishes, *, by, whole=False, layout=""):
    """Write what was typed into boxes of a form; gives the outcome of each box by its name.

    Of several boxes the good ones are written and the others told, unless `whole` asks for all or nothing. A box that
    somebody else changed since it was seen is not written over: both values are told. `layout` is that of the page
    they were typed on: where the columns mean something else by now, nothing is written.
    """
    try:
        return _save(form, period, place, wishes, by=by, whole=whole, layout=layout)
    except IntegrityError:
        # Somebody put the first figure into the same box at the same moment: now theirs is there to be seen.
        return _save(form, period, place, wishes, by=by, whole=whole, layout=layout)


@transaction.atomic
def _save(form, period, place, wishes, *, by, whole, layout):
    grid = Grid(form, period, place, user=by, rows=rows_named(wish.name for wish in wishes), hold=True)
    if not grid.window.is_open:
        raise PermissionDenied(str(grid.window))
    if layout and layout != grid.layout:
        return {wish.name: Outcome(grid.cell(wish.name), "error", REARRANGED) for wish in wishes}
    # Asked for by who types a unit beside the number.
    units = SimpleLazyObject(
        lambda: spellings(Unit.objects.order_by().values_list("code", "name", "dimension", "factor"))
    )
    outcomes = {wish.name: _decide(grid.cell(wish.name), wish, units) for wish in wishes}
    to_write = [one for one in outcomes.values() if one.state == "saved"]
    if whole and any(one.state in ("error", "asked", "conflict") for one in outcomes.values()):
        for one in to_write:
            one.state = "held"
        to_write = []
    _tell_who(grid, [one for one in outcomes.values() if one.state == "conflict"])
    with acting_as(by, via=get_guid() or ""):
        _write(grid, to_write)
    for one in outcomes.values():
        if one.state in ("saved", "same"):
            one.doubts = doubts_of(grid, one.cell)
    return outcomes


def rows_named(names):
    """The ids of the rows that boxes stand in, read from their names."""
    parts = (name.split("-") for name in names)
    return {int(one[1]) for one in parts if len(one) == 3 and one[1].isdecimal() and len(one[1]) < 19}


def _decide(cell, wish, units):
    """What is to be done with one box, not yet done."""
    if cell is None or not cell.is_typed:
        return Outcome(cell, "error", "Ô này không nhập được: hãy tải lại biểu.")
    if cell.locked:
        return Outcome(cell, "error", f"Không nhập được ở đây: {cell.locked}.")
    text = wish.text.strip()
    if text == cell.text:
        return Outcome(cell, "same")
    if text == wish.seen.strip():
        # Left alone here, changed by somebody else: theirs stands.
        return Outcome(cell, "same", theirs=cell.text)
    if cell.text != wish.seen.strip():
        state = "same" if says_what_is_there(cell, text, units) else "conflict"
        return Outcome(cell, state, theirs=cell.text)
    try:
        typed = typing.understand(text, scale_of(cell.indicator, units))
    except typing.AmbiguousTyping as error:
        return Outcome(cell, "asked", str(error), choices=error.choices)
    except typing.TypingError as error:
        return Outcome(cell, "error", str(error))
    if typed is None and cell.figure is None:
        # Only letters that nobody sees, as they come along from pages.
        return Outcome(cell, "same")
    if typed is None and (why := why_not_emptied(cell.figure)):
        return Outcome(cell, "error", why)
    return Outcome(cell, "saved", typed=typed, says=typed.says if typed else "")


def says_what_is_there(cell, text, units):
    """Whether a text, written otherwise, means what the box already holds: sent twice, as its first answer was lost."""
    try:
        typed = typing.understand(text, scale_of(cell.indicator, units))
    except typing.TypingError:
        return False
    return bool(typed and cell.figure) and all(getattr(typed, name) == getattr(cell.figure, name) for name in CONTENT)


def scale_of(indicator, units):
    """What the typing of an indicator's figures is held against."""
    return typing.Scale(
        decimals=indicator.decimals,
        lowest=indicator.plausible_min,
        highest=indicator.plausible_max,
        unit=indicator.unit.name,
        dimension=indicator.unit.dimension,
        factor=indicator.unit.factor,
        units=units,
        may_be_negative=indicator.takes_negatives,
    )


def why_not_emptied(figure):
    """Why a box may not simply be emptied: something hangs on its figure; "" where nothing does."""
    if figure.has_versions or figure.has_items:
        return "Số này đã có bản được duyệt nên không xóa trắng được: gõ số đúng, hoặc «…» nếu chưa có số."
    if figure.note or figure.has_reported_values:
        return "Số này có ghi chú hoặc số do nguồn khác nêu: gõ «…» nếu chưa có số, hoặc xóa ở màn hình của số liệu."
    return ""


def _write(grid, outcomes):
    new, changed, emptied = [], [], []
    for one in outcomes:
        figure = one.cell.figure
        if one.typed is None:
            emptied.append(figure.pk)
            one.cell.figure = None
            continue
        if figure is None:
            figure = one.cell.figure = new_figure(grid.place, one.cell)
            new.append(figure)
        else:
            changed.append(figure)
        for name in CONTENT:
            setattr(figure, name, getattr(one.typed, name))
        figure.source_id = figure.source_id or grid.window.source_id
        if figure.state == State.APPROVED:
            figure.state = State.DRAFT
    Figure.objects.bulk_create(new, batch_size=BATCH)
    Figure.objects.bulk_update(changed, [*CONTENT, "source", "state"], batch_size=BATCH)
    if emptied:
        # Nothing hangs on them, so there is nothing to gather: whatever came meanwhile, the database refuses.
        Figure.objects.filter(pk__in=emptied).order_by()._raw_delete(DEFAULT_DB_ALIAS)
    for one in outcomes:
        one.cell.__dict__.pop("text", None)


def new_figure(place, cell):
    """The first figure of a box: so far without a number."""
    return Figure(
        indicator=cell.indicator,
        place=place,
        period_start=cell.period.start,
        period_end=cell.period.end,
        kind=cell.column.kind,
    )


def _tell_who(grid, outcomes):
    """Say of each box in conflict who put what there and when, or who emptied it; two queries at most."""
    standing, emptied = ([one for one in outcomes if bool(one.cell.figure) is is_there] for is_there in (True, False))
    pks = [one.cell.figure.pk for one in standing]
    entries = AuditEntry.objects.filter(table=Figure._meta.db_table, row__in=pks).select_related("user").order_by("id")
    last = {entry.row: entry for entry in entries} if pks else {}
    for one in standing:
        one.message = who_wrote(last.get(one.cell.figure.pk), one.theirs)
    deletions = deletions_by_key([new_figure(grid.place, one.cell) for one in emptied])
    for one, entry in zip(emptied, deletions, strict=True):
        one.message = who_wrote(entry, "")


def who_wrote(entry, theirs):
    """«Nguyễn Thị Lan vừa gõ «1.235» lúc 09:12 26/11/2026», as a box tells that it was changed meanwhile."""
    if entry is None:
        return "Người khác vừa xóa trắng ô này."
    what = f"đã gõ «{theirs}»" if theirs else "đã xóa trắng ô này"
    return f"{who_of(entry)} {what} lúc {format_moment(entry.at)}."
