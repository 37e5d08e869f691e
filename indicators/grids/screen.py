"""The page on which a register is typed in as a table, and what its script is answered."""

import json
from typing import ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.views.decorators.http import require_GET, require_POST

from config.values.numbers import format_number
from indicators.entry import presence
from indicators.entry.wishes import Shown, sent, wishes_in, wishes_of
from indicators.grids import boxes
from indicators.grids.presence import written_by_others
from indicators.grids.saving import save_boxes
from indicators.grids.table import Box, RegisterGrid
from indicators.trail.history import AuditedAdmin


class GridAdmin(AuditedAdmin):
    """The screen of a register that can be typed in as a table too."""

    grid: ClassVar[type[RegisterGrid]]

    @property
    def grid_page(self):
        return f"admin:{self.opts.app_label}_{self.opts.model_name}_grid"

    def get_urls(self):
        name = self.grid_page.removeprefix("admin:")
        pages = [
            ("nhap/", entry, name),
            ("nhap/luu/", save, f"{name}_save"),
            ("nhap/moi/", changes, f"{name}_changes"),
        ]
        own = [path(at, self.admin_site.admin_view(view), {"screen": self}, name=name) for at, view, name in pages]
        return [*own, *super().get_urls()]


def entry(request, screen):
    """A register as a table: to read, or to save what was typed without a script."""
    grid = opened(screen, request)
    left, status = {}, 200
    if request.method == "POST" and not grid.is_open:
        screen.message_user(request, f"Chưa lưu ô nào: {grid.shut}.", messages.ERROR)
        status = 403
    elif request.method == "POST":
        left = written(screen, request, grid)
        if not left:
            return redirect(request.get_full_path())
    lines = grid.lines()
    typed = [cell for line in lines for cell in line.cells if isinstance(cell, Box) and cell.is_open]
    context = {
        **screen.admin_site.each_context(request),
        "title": grid.title,
        "opts": screen.opts,
        "section": screen.section,
        "grid": grid,
        "is_open": grid.is_open,
        "rows": [(line, boxes.row(line, grid.columns, left)) for line in lines],
        "lists": boxes.lists(grid.model_fields),
        "seen": json.dumps({cell.name: cell.text for cell in typed}),
        "address": request.get_full_path(),
        "save_address": reverse(f"{screen.grid_page}_save"),
        "changes_address": reverse(f"{screen.grid_page}_changes"),
        "others": presence.note_table(grid.model, user=request.user),
    }
    return TemplateResponse(request, "admin/register_grid.html", context, status=status)


def opened(screen, request):
    if not screen.has_view_permission(request):
        raise PermissionDenied
    return screen.grid(screen, request)


def written(screen, request, grid):
    """Save what a page without a script sent, and say how it went; gives the boxes that could not be saved."""
    typed = sent(request)
    outcomes = save_boxes(grid, wishes_of(request, typed))
    saved = sum(one.state == "saved" for one in outcomes.values())
    left = {name: one for name, one in outcomes.items() if one.state not in ("saved", "same")}
    if saved:
        screen.message_user(request, f"Đã lưu {format_number(saved)} ô.", messages.SUCCESS)
    if left:
        screen.message_user(request, f"{format_number(len(left))} ô chưa lưu được: xem lời ở từng ô.", messages.ERROR)
    if not saved and not left:
        screen.message_user(request, "Không có ô nào thay đổi.", messages.INFO)
    return {name: Shown(typed[name], one) for name, one in left.items()}


@require_POST
def save(request, screen):
    """Save boxes for the page's script; answers the outcome of each, and what is read beside them now."""
    grid = opened(screen, request)
    if not grid.is_open:
        return JsonResponse({"message": f"Chưa lưu ô nào: {grid.shut}."}, status=403)
    try:
        body = json.loads(request.body)
        wishes, whole = wishes_in(body), bool(body.get("whole"))
    except (ValueError, KeyError, TypeError, RecursionError):
        return JsonResponse({"message": "Yêu cầu không đọc được: hãy tải lại trang."}, status=400)
    outcomes = save_boxes(grid, wishes, whole=whole)
    records = {one.box.record.name: one.box.record for one in outcomes.values() if one.state == "saved"}
    cells = {name: told(one) for name, one in outcomes.items()}
    return JsonResponse({"cells": cells, "beside": beside(grid, list(records.values()))})


@require_GET
def changes(request, screen):
    """For the page's script: who else has the table open, and what others wrote in it in the last minutes."""
    grid = opened(screen, request)
    others = presence.note_table(grid.model, user=request.user)
    written, records = written_by_others(grid)
    cells = {box.name: shown(box) | {"who": who} for box, who in written}
    return JsonResponse({"others": others, "cells": cells, "beside": beside(grid, records)})


def beside(grid, records):
    """What is read beside some records now, by the ids of its cells."""
    return {cell.key: boxes.text_told(cell) for cell in grid.beside(records)} if records else {}


def told(outcome):
    """An outcome as the page's script reads it."""
    answer = {
        "state": outcome.state,
        "message": outcome.message,
        "choices": outcome.choices,
        "theirs": outcome.theirs,
    }
    return answer | (shown(outcome.box) | {"record": outcome.box.record.name} if outcome.box else {})


def shown(box):
    """What stands in a box as the page's script reads it."""
    return {"shown": box.text, "value": None if box.value is None else f"{box.value:f}", "tone": ""}
