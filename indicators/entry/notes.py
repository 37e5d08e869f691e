"""One box of a form more closely: ten years of its indicator, and what is said of its figure beside the number."""

from dataclasses import dataclass

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404
from django.template.response import TemplateResponse
from django_guid import get_guid

from config.values.forms import ProseField
from indicators.audit import acting_as
from indicators.entry.boxes import tone_of
from indicators.entry.cells import Cell
from indicators.entry.grid import Grid
from indicators.entry.saving import new_figure, rows_named
from indicators.models import Figure, Source, State
from indicators.series import Series
from indicators.trail.merging import SEEN, merging
from indicators.trail.versions import newest_entries, written_down

YEARS = 10
SAID = ["source", "locator", "note", "is_break", "has_other_definition", "is_unreliable", "in_doubt", "change_reason"]


class NotesForm(forms.ModelForm):
    """What is said of a figure beside its number."""

    source = forms.ModelChoiceField(
        Source.objects.order_by("-issued_on", "code"), label="Nguồn", required=False, empty_label="chưa ghi"
    )
    note = ProseField(label="Ghi chú", required=False, widget=forms.Textarea(attrs={"rows": 3}))

    class Meta:
        model = Figure
        fields = SAID

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["note"].help_text = Figure._meta.get_field("note").help_text
        if not (self.instance.pk and self.instance.versions.exists()):
            del self.fields["change_reason"]

    def clean(self):
        cleaned = super().clean()
        if self.instance.value is None and not cleaned.get("note"):
            self.add_error("note", "Ô chưa có số: hãy ghi vì sao chưa có.")
        return cleaned


@dataclass(frozen=True)
class Closer:
    """A box with the others of its row, so that a page can lead from one to the next."""

    cell: Cell
    head: str
    beside: list[tuple[str, str]]


def cell_page(screen, request, form, period, place, *, back):
    """The page of one box, or the part of it that the script of the form shows in a window over the table."""
    if request.method == "POST":
        closer, notes, is_saved = written(request, form, period, place)
        cell = closer.cell
    else:
        closer = found(request, form, period, place)
        cell = closer.cell
        notes, is_saved = NotesForm(instance=cell.figure or new_figure(place, cell)), False
    if not cell.is_open:
        for field in notes.fields.values():
            field.disabled = True
    context = {
        "title": f"{cell.row}, {closer.head}",
        "form": form,
        "period": period,
        "place": place,
        "back": back,
        "closer": closer,
        "notes": notes,
        "seen": written_down(newest_entries([(Figure._meta.db_table, cell.figure.pk)])) if cell.figure else "",
        "is_saved": is_saved,
        "tone": tone_of(cell, None).strip(),
        "history": history(cell.indicator, place, period),
    }
    return page_of(screen, request, "notes", context)


def page_of(screen, request, part, context):
    """A page of what is said of boxes; to a script its part alone, to be shown over the table."""
    template = f"admin/indicators/reportform/{part}.html"
    if request.headers.get("Sec-Fetch-Dest") == "empty":
        return TemplateResponse(request, template, context)
    context |= screen.admin_site.each_context(request) | {"opts": screen.opts, "section": screen.section}
    return TemplateResponse(request, "admin/indicators/reportform/cell.html", context | {"part": template})


def found(request, form, period, place, *, hold=False):
    """The box an address names; `hold` keeps its figure from other writers."""
    name = request.GET.get("o", "")
    grid = Grid(form, period, place, user=request.user, rows=rows_named([name]), hold=hold)
    cell = grid.cell(name)
    if cell is None:
        raise Http404("Biểu không có ô này.")
    heads = {column.number: head for column, head in grid.heads}
    row = [one for one in grid.cells.values() if one.row.pk == cell.row.pk and one.is_typed]
    return Closer(cell, heads[cell.column.number], [(one.name, heads[one.column.number]) for one in row])


def written(request, form, period, place):
    """The box an address names with what was said of it, and whether that is written."""
    try:
        return _written(request, form, period, place)
    except IntegrityError:
        # Somebody put the first figure into the box at the same moment: now it is there to be written on.
        return _written(request, form, period, place)


@transaction.atomic
def _written(request, form, period, place):
    closer = found(request, form, period, place, hold=True)
    if not closer.cell.is_open:
        raise PermissionDenied(f"Không ghi được ở đây: {closer.cell.locked}.")
    return closer, *save_notes(request, closer.cell, place)


def save_notes(request, cell, place):
    """Write what is said of a figure: only what this person changed, and asking where another changed the same."""
    figure = cell.figure or new_figure(place, cell)
    if figure.pk and not request.POST.get(SEEN):
        return asked_again(request.POST, figure, cell.text), False
    notes = merging(NotesForm, request)(request.POST, instance=figure)
    if not notes.is_valid():
        return notes, False
    with acting_as(request.user, via=get_guid() or ""):
        figure = notes.save(commit=False)
        if figure.state == State.APPROVED and notes.has_changed():
            figure.state = State.DRAFT
        figure.save()
    cell.figure = figure
    return NotesForm(instance=figure), True


def asked_again(posted, figure, text):
    """What was sent of a box that was empty then, laid over what its figure says by now, to be looked at."""
    said = {name: value for name, value in posted.items() if value}
    notes = NotesForm(NotesForm(instance=figure).initial | said, instance=figure)
    theirs = f", ghi chú «{figure.note}»" if figure.note else ""
    notes.add_error(None, f"Lúc mở, ô này còn trống; nay đã có «{text}»{theirs}: xem lại rồi bấm «Ghi» lần nữa.")
    return notes


def history(indicator, place, period):
    """What the book holds of an indicator over ten years, the newest period first; None where it holds nothing."""
    since = period.end.replace(year=period.end.year - YEARS, day=1)
    figures = Figure.objects.filter(indicator=indicator, place=place, period_end__gte=since)
    rows = list(figures.select_related("indicator__unit", "place"))
    return Series(rows) if rows else None
