"""The screen on which a form is filled; `screen` is the admin of forms."""

import json

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from config.values.numbers import format_input, format_number
from indicators.entry import boxes, periods, presence
from indicators.entry.grid import Grid
from indicators.entry.handing import hand_in_page
from indicators.entry.notes import cell_page
from indicators.entry.saving import rows_named, save_cells
from indicators.entry.typing import spoken
from indicators.entry.wishes import Shown, sent, wishes_in, wishes_of
from indicators.models import ReportForm
from indicators.periods import FIRST_YEAR, LAST_YEAR, Period, PeriodError

PERIODS_BACK = 24


def entry(screen, request, code):
    """A form for one period and place: to read, or to save what was typed without a script."""
    form, period, place = asked(request, code)
    left, status = {}, 200
    if request.method == "POST":
        try:
            left = written(screen, request, form, period, place)
        except PermissionDenied as error:
            screen.message_user(request, f"Chưa lưu ô nào. {error}", messages.ERROR)
            status = 403
        else:
            if not left:
                return redirect(request.get_full_path())
    grid = Grid(form, period, place, user=request.user)
    heads = {column.number: head for column, head in grid.heads}
    others = presence.note(form, period, place, user=request.user)
    context = {
        **screen.admin_site.each_context(request),
        "title": f"{form}, {period}",
        "opts": screen.opts,
        "section": screen.section,
        "form": form,
        "grid": grid,
        "layout": grid.layout,
        "is_open": not grid.shut,
        "has_notes": True,
        "period": period,
        "place": place,
        "rows": [(line, boxes.row(line, grid.heads, left)) for line in grid.lines],
        "seen": json.dumps({cell.name: cell.text for cell in grid.cells.values() if cell.is_open}),
        "returned": [
            (cell, heads[cell.column.number]) for cell in grid.cells.values() if cell.is_open and cell.is_returned
        ],
        "periods": periods_around(form, period),
        "others": others,
        "left_out": sum(1 for cell in grid.cells.values() if cell.is_open and cell.left_out),
        "address": address_of(form, period, place),
        "save_address": address_of(form, period, place, "save"),
        "cell_address": address_of(form, period, place, "cell"),
        "hand_in_address": address_of(form, period, place, "hand_in"),
        "changes_address": address_of(form, period, place, "changes"),
    }
    return TemplateResponse(request, "admin/indicators/reportform/entry.html", context, status=status)


def written(screen, request, form, period, place):
    """Save what a page without a script sent, and say how it went; gives the boxes that could not be saved."""
    typed = sent(request) | taken(request, form, period, place)
    layout = request.POST.get("layout", "")
    outcomes = save_cells(form, period, place, wishes_of(request, typed), by=request.user, layout=layout)
    saved = [one for one in outcomes.values() if one.state == "saved"]
    left = {name: one for name, one in outcomes.items() if one.state in ("error", "asked", "conflict")}
    if saved:
        screen.message_user(request, f"Đã lưu {format_number(len(saved))} ô.", messages.SUCCESS)
    if left:
        screen.message_user(request, f"{format_number(len(left))} ô chưa lưu được: xem lời ở từng ô.", messages.ERROR)
    if not saved and not left:
        screen.message_user(request, "Không có ô nào thay đổi.", messages.INFO)
    return {name: Shown(typed[name], one) for name, one in left.items()}


def save(screen, request, code):
    """Save boxes for the page's script; answers the outcome of each."""
    form, period, place = asked(request, code)
    try:
        body = json.loads(request.body)
        wishes = wishes_in(body)
        whole, layout = bool(body.get("whole")), str(body.get("layout", ""))
    except (ValueError, KeyError, TypeError, RecursionError):
        return JsonResponse({"message": "Yêu cầu không đọc được: hãy tải lại trang."}, status=400)
    try:
        outcomes = save_cells(form, period, place, wishes, by=request.user, whole=whole, layout=layout)
    except PermissionDenied as error:
        return JsonResponse({"message": str(error)}, status=403)
    except ValidationError as error:
        return JsonResponse({"message": " ".join(error.messages)}, status=409)
    return JsonResponse({"cells": {name: told(one) for name, one in outcomes.items()}})


def told(outcome):
    """An outcome as the page's script reads it."""
    cell = outcome.cell
    answer = {
        "state": outcome.state,
        "message": outcome.message,
        "choices": outcome.choices,
        "theirs": outcome.theirs,
        "says": outcome.says,
        "doubts": outcome.doubts,
    }
    if cell is not None:
        answer |= {"shown": cell.text, "value": None if cell.value is None else f"{cell.value:f}"}
        answer |= {"tone": boxes.tone_of(cell, None).strip()}
        if outcome.typed:
            answer["spoken"] = spoken(outcome.typed, cell.indicator.unit.name)
    return answer


def cell(screen, request, code):
    """One box more closely: its history, and what is said beside its number."""
    form, period, place = asked(request, code)
    return cell_page(screen, request, form, period, place, back=address_of(form, period, place))


def hand_in(screen, request, code):
    """All that this person typed into a form, handed in for approval."""
    form, period, place = asked(request, code)
    return hand_in_page(screen, request, form, period, place, back=address_of(form, period, place))


def changes(screen, request, code):
    """For the page's script: who else has the form open, and what others wrote in it in the last minutes."""
    form, period, place = asked(request, code)
    others = presence.note(form, period, place, user=request.user)
    grid = Grid(form, period, place, user=request.user)
    written = presence.written_by_others(grid, user=request.user)
    cells = {
        one.name: {
            "shown": one.text,
            "value": None if one.value is None else f"{one.value:f}",
            "tone": boxes.tone_of(one, None).strip(),
            "who": who,
        }
        for one, who in written
    }
    return JsonResponse({"others": others, "cells": cells})


def asked(request, code):
    """The form, period and place an address asks for; by itself the current period and the first place of now."""
    form = get_object_or_404(ReportForm.objects.select_related("office"), code=code)
    if not request.user.has_perm("indicators.view_figure"):
        raise PermissionDenied
    try:
        period = Period.parse(request.GET["ky"]) if "ky" in request.GET else None
    except PeriodError as error:
        raise Http404(str(error)) from error
    period = period or periods.current(form.frequency, timezone.localdate())
    if period.start.year <= FIRST_YEAR or period.end.year >= LAST_YEAR:
        raise Http404("Kỳ này không có năm trước hoặc năm sau trong sổ.")
    if not periods.fits(form.frequency, period):
        raise Http404(f"Biểu {form.get_frequency_display()} không lập cho kỳ {period}.")
    places = list(form.places.order_by("code"))
    wanted = request.GET.get("dia-ban")
    place = next((one for one in places if one.code == wanted), None) if wanted else place_of(places, period)
    if place is None:
        raise Http404("Biểu này không lập cho địa bàn ấy.")
    return form, period, place


def place_of(places, period):
    """The first place that still stood at the end of a period, else the first of all."""
    standing = [one for one in places if one.stands_on(period.end)]
    return next(iter([*standing, *places]), None)


def periods_around(form, period):
    """The periods to choose from, the newest first, the asked one among them."""
    last = periods.current(form.frequency, timezone.localdate()).next()
    found = [last]
    while len(found) <= PERIODS_BACK:
        found.append(found[-1].previous())
    return found if period in found else sorted([*found, period], reverse=True)


def address_of(form, period, place, page="entry"):
    query = urlencode({"ky": str(period), "dia-ban": place.code})
    return f"{reverse(f'admin:indicators_reportform_{page}', args=[form.code])}?{query}"


def taken(request, form, period, place):
    """The box whose count was pressed, with what its register counts; nothing where none was."""
    name = request.POST.get("take", "")
    cell = Grid(form, period, place, user=request.user, rows=rows_named([name])).cell(name) if name else None
    return {} if cell is None or cell.counted is None else {name: format_input(cell.counted)}
