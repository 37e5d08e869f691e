"""The screen on which a form is filled; `screen` is the admin of forms."""

import json
from contextlib import nullcontext

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from config.sheets.formats import PRINTED_FORMATS
from config.values.numbers import NumberError, format_input, format_number, parse_number
from config.values.text import nfc
from indicators.actions.closing import close_period, may_close, reopen_periods
from indicators.entry import boxes, periods, presence
from indicators.entry.block import block_page
from indicators.entry.cells import Cell
from indicators.entry.grid import Grid
from indicators.entry.handing import READY, hand_in_page
from indicators.entry.notes import cell_page
from indicators.entry.opened import opened_form
from indicators.entry.saving import Outcome, rows_named, save_cells
from indicators.entry.typing import spoken
from indicators.entry.wishes import Shown, sent, wishes_in, wishes_of
from indicators.models import FormLayout, ReportForm
from indicators.periods import Period, PeriodError
from indicators.rights import reach_of

PERIODS_BACK = 24
# What an address asks by to see only the rows of one's own office.
OWN = "dong"


def entry(screen, request, code):
    """A form for one period and place: to read, or to save what was typed without a script."""
    left, status = {}, 200
    if request.method == "POST":
        left, status = written(screen, request, code)
        if not left and status == 200:
            return redirect(request.get_full_path())
    form, period, place = asked(request, code)
    grid = Grid(form, period, place, user=request.user)
    heads = {column.number: head for column, head in grid.heads}
    open_cells = [cell for cell in grid.cells.values() if cell.is_open]
    lines, rest = own_lines(grid.lines, reach_of(request.user).office)
    may_narrow, own_only = bool(lines and rest), request.GET.get(OWN) == "toi"
    if not (may_narrow and own_only):
        lines, rest = grid.lines, []
    focus = begins_at(lines, left)
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
        "rows": [(line, boxes.row(line, grid.heads, left, focus)) for line in lines],
        "other_rows": [(line, boxes.row(line, grid.heads, left, focus)) for line in rest],
        "own_only": rest and reach_of(request.user).office,
        "own_address": may_narrow and f"{address_of(form, period, place)}&{OWN}=toi",
        "seen": json.dumps({cell.name: cell.text for cell in open_cells}),
        "returned": [(cell, heads[cell.column.number]) for cell in open_cells if cell.is_returned],
        "adrift": adrift(grid, heads, left),
        "periods": periods_around(form, period),
        "others": presence.note(form, period, place, user=request.user),
        "left_out": sum(1 for cell in open_cells if cell.left_out),
        "closing": may_close(request.user, form) and before_closing(grid),
        "address": address_of(form, period, place),
        "save_address": address_of(form, period, place, "save"),
        "cell_address": address_of(form, period, place, "cell"),
        "hand_in_address": address_of(form, period, place, "hand_in"),
        "changes_address": address_of(form, period, place, "changes"),
        "close_address": address_of(form, period, place, "close"),
        "file_address": address_of(form, period, place, "file"),
        "upload_address": address_of(form, period, place, "upload"),
        "formats": PRINTED_FORMATS,
        "has_layout": FormLayout.objects.filter(form=form).exists(),
    }
    return TemplateResponse(request, "admin/indicators/reportform/entry.html", context, status=status)


def written(screen, request, code):
    """Save what a page without a script sent, and say how it went.

    Gives the boxes that could not be saved and the status of the answer: 409 where nothing may be typed any more.
    """
    # A register may be large: it counts before the write holds anything.
    typed = sent(request) | taken(request, code)
    layout = request.POST.get("layout", "")
    wishes = wishes_of(request, typed)
    try:
        with transaction.atomic():
            outcomes = save_cells(*asked(request, code), wishes, by=request.user, layout=layout)
    except PermissionDenied as error:
        screen.message_user(request, f"Chưa lưu ô nào. {error}", messages.ERROR)
        return {wish.name: Shown(wish.text, Outcome(None, "error", str(error))) for wish in wishes}, 409
    saved = [one for one in outcomes.values() if one.state == "saved"]
    left = {name: one for name, one in outcomes.items() if one.state in ("error", "asked", "conflict")}
    if saved:
        screen.message_user(request, f"Đã lưu {format_number(len(saved))} ô.", messages.SUCCESS)
    if left:
        screen.message_user(request, f"{format_number(len(left))} ô chưa lưu được: xem lời ở từng ô.", messages.ERROR)
    if not saved and not left:
        screen.message_user(request, "Không có ô nào thay đổi.", messages.INFO)
    return {name: Shown(typed[name], one) for name, one in left.items()}, 200


def own_lines(lines, office):
    """The lines whose figures an office answers for, with what stands over them; and the others."""
    if office is None:
        return lines, []
    kept, level = [], -1
    for line in reversed(lines):
        is_over = line.row.level < level
        if is_over or any(one and one.office_id == office.pk for one in (line.row.indicator, line.row.beside)):
            kept.append(line)
            level = line.row.level
    names = {line.row.pk for line in kept}
    return kept[::-1], [line for line in lines if line.row.pk not in names]


def begins_at(lines, left):
    """The name of the box in which typing goes on: the first that was refused, else the first that is missing."""
    cells = [box for line in lines for box in line.cells if isinstance(box, Cell) and box.is_open]
    refused = (cell.name for cell in cells if cell.name in left)
    missing = (cell.name for cell in cells if cell.is_missing)
    return next(refused, None) or next(missing, "")


def adrift(grid, heads, left):
    """What was typed into boxes that take nothing any more: where, and the text, to be copied."""
    found = []
    for name, shown in left.items():
        cell = grid.cell(name)
        if cell is None:
            found.append(("ô không còn trong biểu", "", shown.text))
        elif not cell.is_open:
            found.append((cell.row, heads[cell.column.number], shown.text))
    return found


def save(screen, request, code):
    """Save boxes for the page's script; answers the outcome of each."""
    try:
        body = json.loads(request.body)
        wishes = wishes_in(body)
        whole, layout = bool(body.get("whole")), str(body.get("layout", ""))
    except (ValueError, KeyError, TypeError, RecursionError):
        return JsonResponse({"message": "Yêu cầu không đọc được: hãy tải lại trang."}, status=400)
    try:
        with transaction.atomic():
            outcomes = save_cells(*asked(request, code), wishes, by=request.user, whole=whole, layout=layout)
    except PermissionDenied as error:
        return JsonResponse({"message": str(error)}, status=403)
    except ValidationError as error:
        return JsonResponse({"message": " ".join(error.messages)}, status=409)
    for wish in wishes:
        if cell := outcomes[wish.name].cell:
            cell.counted = number_in(wish.counted)
    return JsonResponse({"cells": {name: told(one) for name, one in outcomes.items()}})


def number_in(text):
    """A number that the page itself wrote; None where there is none."""
    try:
        return parse_number(text) if text else None
    except NumberError:
        return None


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
    """One box more closely: its history, and what is said beside its number; of several boxes what is said of all."""
    with transaction.atomic() if request.method == "POST" else nullcontext():
        form, period, place = asked(request, code)
        page = block_page if len(request.GET.getlist("o")) > 1 else cell_page
        return page(screen, request, form, period, place, back=address_of(form, period, place))


def hand_in(screen, request, code):
    """All that this person typed into a form, handed in for approval."""
    form, period, place = asked(request, code)
    return hand_in_page(screen, request, form, period, place, back=address_of(form, period, place))


def close(screen, request, code):
    """The form's period closed, or opened again, from the page on which the form is filled."""
    form, period, place = asked(request, code)
    try:
        if "reopen" in request.POST:
            reopen_periods(form.periods.of_period(period), by=request.user)
            screen.message_user(request, f"Đã mở lại kỳ {period}.", messages.SUCCESS)
        else:
            close_period(form, period, by=request.user, reason=nfc(request.POST.get("reason", "")))
            screen.message_user(request, f"Đã khóa kỳ {period}.", messages.SUCCESS)
    except ValidationError as error:
        for message in error.messages:
            screen.message_user(request, message, messages.ERROR)
    return redirect(address_of(form, period, place))


def before_closing(grid):
    """What somebody who may close the period is told beforehand."""
    typed = [cell for cell in grid.cells.values() if cell.is_typed]
    return {
        "reason": f"đã nộp báo cáo {grid.period.phrase}",
        "missing": sum(1 for cell in typed if cell.is_missing),
        "kept": sum(1 for cell in typed if cell.figure and cell.figure.state in READY),
    }


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
    """The form, period and place an address asks for; by itself the current period and the first place of now.

    Whoever writes asks inside the transaction: the form brings along what is closed.
    """
    if not request.user.has_perm("indicators.view_figure"):
        raise PermissionDenied
    try:
        period = Period.parse(request.GET["ky"]) if "ky" in request.GET else None
    except PeriodError as error:
        raise Http404(str(error)) from error
    if period is None:
        frequency = get_object_or_404(ReportForm.objects.values_list("frequency", flat=True), code=code)
        period = periods.current(frequency, timezone.localdate())
    if not periods.has_years_around(period):
        raise Http404("Kỳ này không có năm trước hoặc năm sau trong sổ.")
    form = opened_form(code, period, request.user)
    if not periods.fits(form.frequency, period):
        raise Http404(f"Biểu {form.get_frequency_display()} không lập cho kỳ {period}.")
    places = form.opened.places
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


def taken(request, code):
    """The box whose count was pressed, with what its register counts; nothing where none was."""
    name = request.POST.get("take", "")
    if not name:
        return {}
    cell = Grid(*asked(request, code), user=request.user, rows=rows_named([name])).cell(name)
    return {} if cell is None or cell.counted is None else {name: format_input(cell.counted)}
