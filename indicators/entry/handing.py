"""Handing a whole form in: what is missing is told first, and may be said to be missing, with why."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django_guid import get_guid

from config.staff.boxes import names_a_row
from config.values.numbers import format_number
from config.values.text import nfc_lines
from indicators.actions.approving import submit_figures
from indicators.audit import acting_as
from indicators.entry.cells import NO_NUMBER, Cell
from indicators.entry.doubts import doubts_of
from indicators.entry.grid import Grid
from indicators.entry.saving import new_figure
from indicators.models import Figure, Source, State

WHY, SOURCE = "vi-sao-", "nguon"
READY = (State.DRAFT, State.RETURNED)


@dataclass
class Parcel:
    """What one person hands in of a form: the figures that go, the boxes that are missing, what looks doubtful.

    Of those that go some name no source, without which nothing is released.
    """

    grid: Grid
    going: list[Cell]
    missing: list[Cell]
    doubtful: list[tuple[Cell, list[str]]]

    @property
    def unsourced(self):
        return [cell for cell in self.going if cell.figure.source_id is None]


def parcel_of(grid):
    """What this person would hand in of a form now."""
    own = [cell for cell in grid.cells.values() if cell.is_open]
    going = [cell for cell in own if cell.figure and cell.figure.state in READY]
    missing = [cell for cell in own if cell.is_missing]
    doubtful = [(cell, doubts) for cell in going if not cell.figure.note and (doubts := doubts_in(grid, cell))]
    return Parcel(grid, going, missing, doubtful)


def doubts_in(grid, cell):
    """What should be looked at twice in a box, and that its register counts something else."""
    counted = [f"sổ đếm được {format_number(cell.counted)}, khác {cell.text}"] if cell.differs else []
    # What came in by a file as «…» was never asked why; nobody can approve it so.
    empty = ["không có số mà chưa ghi vì sao nên không duyệt được: hãy ghi ở ghi chú của ô"]
    return [*doubts_of(grid, cell), *counted, *(empty if cell.figure.value is None else [])]


def hand_in_page(screen, request, form, period, place, *, back):
    """The page that asks before a form is handed in, and hands it in."""
    grid = Grid(form, period, place, user=request.user)
    parcel = parcel_of(grid)
    if request.method == "POST":
        try:
            source = source_said(request.POST)
            count = hand_in(grid, parcel, why_of(request.POST, parcel), by=request.user, source=source)
        except ValidationError as error:
            for message in error.messages:
                screen.message_user(request, message, messages.ERROR)
        else:
            told = f"Đã gửi duyệt {format_number(count)} số liệu." if count else "Chưa có số nào để gửi duyệt."
            screen.message_user(request, told, messages.SUCCESS if count else messages.WARNING)
            return redirect(back)
    heads = {column.number: head for column, head in grid.heads}
    context = {
        **screen.admin_site.each_context(request),
        "title": "Gửi duyệt",
        "opts": screen.opts,
        "section": screen.section,
        "form": form,
        "period": period,
        "place": place,
        "back": back,
        "parcel": parcel,
        "sources": Source.objects.all() if parcel.unsourced else (),
        "source": request.POST.get(SOURCE, f"{grid.window.source_id or ''}"),
        "missing": [(cell, heads[cell.column.number], WHY + cell.name, request.POST.get(WHY + cell.name, ""))
                    for cell in parcel.missing],
        "doubtful": [(cell, heads[cell.column.number], doubts) for cell, doubts in parcel.doubtful],
    }  # fmt: skip
    return TemplateResponse(request, "admin/indicators/reportform/hand_in.html", context)


def why_of(posted, parcel):
    """The missing boxes that were said to be missing, each with why."""
    said = ((cell, nfc_lines(posted.get(WHY + cell.name, ""))) for cell in parcel.missing)
    return [(cell, why) for cell, why in said if why]


def source_said(posted):
    """The source chosen for figures that name none; None where none was, ValidationError for one that is not there."""
    chosen = posted.get(SOURCE, "")
    source = Source.objects.filter(pk=chosen).first() if names_a_row(chosen) else None
    if chosen and source is None:
        raise ValidationError("Chưa gửi số nào: nguồn đã chọn không còn trong danh sách, hãy chọn lại.")
    return source


@transaction.atomic
def hand_in(grid, parcel, why, *, by, source):
    """Write what is said to be missing, and hand in all that is this person's to hand in; gives how many figures.

    Figures that name no source get the one that is given.
    """
    with acting_as(by, via=get_guid() or ""):
        said = [missing_figure(grid, cell, note, source) for cell, note in why]
        Figure.objects.bulk_create(said)
        if source:
            Figure.objects.filter(pk__in=[cell.figure.pk for cell in parcel.unsourced], source=None).update(
                source=source
            )
    pks = [cell.figure.pk for cell in parcel.going] + [figure.pk for figure in said]
    return submit_figures(Figure.objects.filter(pk__in=pks), by=by) if pks else 0


def missing_figure(grid, cell, why, source):
    """A figure that says that there is no number, and why."""
    figure = new_figure(grid.place, cell)
    figure.as_printed, figure.note, figure.source = NO_NUMBER, why, source or grid.window.source
    return figure
