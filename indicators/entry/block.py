"""What is said of several boxes of a form at once: source, place in it, note, flags; what is left alone stays."""

import json

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Case, F, Value, When
from django.http import Http404
from django_guid import get_guid

from config.sheets.checks import checks_of
from config.values.forms import ProseField, TextLineField
from config.values.numbers import format_number
from indicators.audit import acting_as
from indicators.entry.boxes import tone_of
from indicators.entry.grid import Grid
from indicators.entry.notes import page_of
from indicators.entry.saving import rows_named
from indicators.models import Figure, Source, State, Version
from indicators.trail.merging import SEEN
from indicators.trail.versions import newest_entries, written_down

# More boxes than this make an address that servers on the way refuse.
MOST_BOXES = 500
FLAGS = ("is_break", "has_other_definition", "is_unreliable", "in_doubt")
AS_IT_IS = "để như đang ghi"
# So many rows are named of those that refuse.
NAMED = 5


def label(name):
    return Figure._meta.get_field(name).verbose_name.capitalize()


class FlagField(forms.TypedChoiceField):
    """Whether to set a flag, to take it off, or to leave it."""

    def __init__(self, name):
        choices = [("", AS_IT_IS), ("1", "có"), ("0", "không")]
        super().__init__(label=label(name), choices=choices, coerce=lambda text: text == "1", required=False)


class BlockForm(forms.Form):
    """What several figures are to say; an empty box changes none of them."""

    source = forms.ModelChoiceField(
        Source.objects.order_by("-issued_on", "code"), label="Nguồn", required=False, empty_label=AS_IT_IS
    )
    locator = TextLineField(label=label("locator"), max_length=150, required=False)
    note = ProseField(
        label="Ghi chú",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Thay cho ghi chú đang có của từng số; để trống thì giữ ghi chú cũ.",
    )
    change_reason = ProseField(
        label=label("change_reason"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Ghi cho các số đã có bản được duyệt.",
    )

    def __init__(self, posted=None, *, corrects):
        super().__init__(posted)
        self.fields |= {name: FlagField(name) for name in FLAGS}
        if not corrects:
            del self.fields["change_reason"]

    @property
    def said(self):
        """The columns of which something was said, with what."""
        said = {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}
        return {"source_id" if name == "source" else name: getattr(value, "pk", value) for name, value in said.items()}

    def clean(self):
        if not self.errors and not self.said:
            raise ValidationError("Chưa ghi gì: chọn nguồn, gõ ghi chú hoặc đổi một cờ.")


def block_page(screen, request, form, period, place, *, back):
    """The page on which something is said of all boxes that an address names."""
    names = list(dict.fromkeys(request.GET.getlist("o")))
    if len(names) > MOST_BOXES:
        raise Http404(f"Nhiều nhất {format_number(MOST_BOXES)} ô một lần.")
    if request.method == "POST":
        cells, notes, saved = written(request, form, period, place, names)
    else:
        cells = cells_of(request, form, period, place, names)
        notes, saved = BlockForm(corrects=approved_once(with_numbers(cells))), None
    figures = with_numbers(cells)
    context = {
        "title": f"{format_number(len(cells))} ô của {form}",
        "form": form,
        "period": period,
        "place": place,
        "back": back,
        "cells": cells,
        "figures": figures,
        "left_out": len(cells) - len(figures),
        "notes": notes,
        "flags": FLAGS,
        "seen": words_of(figures),
        "saved": saved,
        "shown": json.dumps({cell.name: {"shown": cell.text, "tone": tone_of(cell, None).strip()} for cell in figures}),
    }
    return page_of(screen, request, "block", context)


def cells_of(request, form, period, place, names, *, hold=False):
    """The boxes of these names that this person may type in."""
    grid = Grid(form, period, place, user=request.user, rows=rows_named(names), hold=hold)
    cells = [cell for name in names if (cell := grid.cell(name)) and cell.is_open]
    if not cells:
        raise PermissionDenied("Không có ô nào trong khối này được ghi.")
    return cells


def with_numbers(cells):
    return [cell for cell in cells if cell.figure]


def words_of(cells):
    """The newest words on the figures of some boxes, to be held against themselves."""
    return written_down(newest_entries([(Figure._meta.db_table, cell.figure.pk) for cell in cells]))


@transaction.atomic
def written(request, form, period, place, names):
    """The boxes with what was said of them, and of how many it is written; None where nothing is."""
    cells = cells_of(request, form, period, place, names, hold=True)
    figures = with_numbers(cells)
    corrected = approved_once(figures)
    notes = BlockForm(request.POST, corrects=corrected)
    if not notes.is_valid():
        return cells, notes, None
    if request.POST.get(SEEN, "") != words_of(figures):
        notes.add_error(None, "Có ô trong khối vừa được người khác ghi: xem lại rồi bấm «Ghi» lần nữa.")
        return cells, notes, None
    if refused := refusals(figures, notes.said):
        notes.add_error(None, refused)
        return cells, notes, None
    with acting_as(request.user, via=get_guid() or ""):
        saved = say(figures, notes.said, corrected)
    return cells, BlockForm(corrects=corrected), saved


def approved_once(cells):
    """The ids of the figures of some boxes that have versions; one query."""
    return set(Version.objects.filter(figure__in=[cell.figure.pk for cell in cells]).values_list("figure", flat=True))


def refusals(cells, said):
    """Why figures may not say this, by their rows; what is said itself the form has looked at."""
    rules, told = checks_of(Figure), {}
    for cell in cells:
        meant = vars(cell.figure) | said
        for message, holds in rules:
            if holds(meant) is False:
                told.setdefault(message, []).append(cell.row)
    return [line for message, rows in told.items() for line in named(rows, message)]


def named(rows, message):
    """A refusal with the first rows it holds for, and how many more there are."""
    yield from (f"«{row}»: {message}" for row in rows[:NAMED])
    if len(rows) > NAMED:
        yield f"và {format_number(len(rows) - NAMED)} ô khác: {message}"


def say(cells, said, corrected):
    """Write what is said of figures; gives of how many it changed anything. `corrected` are the ids of those that have
    versions: they alone bear the reason of a change. A statement for these and one for the others.
    """
    count = 0
    for is_corrected in (False, True):
        words = {name: value for name, value in said.items() if is_corrected or name != "change_reason"}
        figures = [cell.figure for cell in cells if (cell.figure.pk in corrected) == is_corrected]
        changed = [one for one in figures if any(getattr(one, name) != value for name, value in words.items())]
        if changed:
            state = Case(When(state=State.APPROVED, then=Value(State.DRAFT)), default=F("state"))
            Figure.objects.filter(pk__in=[one.pk for one in changed]).update(**words, state=state)
        for figure in changed:
            for name, value in words.items():
                setattr(figure, name, value)
            figure.state = State.DRAFT if figure.state == State.APPROVED else figure.state
        count += len(changed)
    return count
