"""The page on which a department gives a form its own workbook: chosen, shown as it was understood, confirmed."""

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from config.sheets import uploads
from config.sheets.sheet import SheetError
from config.values.text import fold
from indicators.models import FormLayout, ReportForm
from indicators.rights import may
from indicators.sheets.forms.own import proposed
from indicators.sheets.forms.own.proposed import Proposal
from indicators.sheets.forms.own.taking import lost, refuse_unfit, without_codes

SALT = "indicators.form_layout"
PAGE = "admin/indicators/reportform/layout.html"
# Of a cell's words, what the page shows.
LONGEST = 80
# What a person says who was asked whether a layout is to go.
SURE = "chắc"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def layout_page(screen, request, code):
    """The layout of a form: what is stored, and what a chosen file would be taken for."""
    form = form_of(request, code)
    if request.POST.get("drop") == SURE:
        return dropped(screen, request, form)
    try:
        filename, content, token = chosen(request, form)
        proposal = content and Proposal(form, content, filename, request.POST.dict(), user=request.user)
    except SheetError as error:
        screen.message_user(request, str(error), messages.ERROR)
        return redirect(request.path)
    if proposal and "confirm" in request.POST and not proposal.faults:
        stored(form, filename, content, proposal, by=request.user)
        screen.message_user(request, f"Đã nhận khuôn riêng của biểu «{form}».", messages.SUCCESS)
        return redirect(request.path)
    context = {
        **screen.admin_site.each_context(request),
        "title": f"Khuôn riêng: {form}",
        "opts": screen.opts,
        "section": screen.section,
        "form": form,
        "layout": FormLayout.objects.filter(form=form).select_related("confirmed_by").first(),
        "proposal": proposal and shown(proposal),
        "token": token,
        "filename": filename,
        "lost": lost(content) if content else [],
        "faults": proposal.faults if proposal else [],
        "is_refused": "confirm" in request.POST,
        "asks_drop": "drop" in request.POST,
        "sure": SURE,
        "entry_address": reverse("admin:indicators_reportform_entry", args=[form.code]),
        "file_address": reverse("admin:indicators_reportform_layout_file", args=[form.code]),
    }
    return TemplateResponse(request, PAGE, context)


def layout_file(screen, request, code):
    """The workbook of a layout as it was taken in."""
    layout = get_object_or_404(FormLayout, form=form_of(request, code))
    name = fold(f"khuon {layout.form.code}").replace(" ", "-")
    headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"', "Cache-Control": "no-store"}
    return HttpResponse(bytes(layout.content), content_type=XLSX, headers=headers)


def form_of(request, code):
    """The form, for whoever may change it."""
    form = ReportForm.objects.filter(code=code).select_related("office").first()
    if form is None:
        raise Http404("Không có biểu này.")
    if not may(request.user, "change", form):
        raise PermissionDenied(f"Tài khoản {request.user} chưa được quyền sửa biểu «{form}».")
    return form


def chosen(request, form):
    """The name and the content of the file, and what it is fetched by again; nothing where none was chosen."""
    file = request.FILES.get("layout_file")
    if file:
        content = file.read()
        refuse_unfit(content, file.name)
        content = without_codes(content)
        kept = [uploads.keep(content), file.name[:255], request.user.pk, form.pk]
        return file.name[:255], content, signing.dumps(kept, salt=SALT)
    if "token" not in request.POST:
        return "", b"", ""
    token = request.POST["token"]
    try:
        name, filename, user, of = signing.loads(token, salt=SALT, max_age=uploads.KEPT_SECONDS)
    except signing.BadSignature:
        name, user, of = "", None, None
    content = uploads.read(name) if (user, of) == (request.user.pk, form.pk) else None
    if content is None:
        raise SheetError("Tệp không còn được giữ: hãy chọn lại tệp.")
    return filename, content, token


@transaction.atomic
def stored(form, filename, content, proposal, *, by):
    """Keep a layout in the place of the one before it, of which the trail knows."""
    fields = {
        "filename": filename,
        "content": content,
        "digest": uploads.digest(content),
        "bound": proposal.bound().plain(),
        "confirmed_by": by,
    }
    FormLayout.objects.update_or_create(form=form, defaults=fields)


def dropped(screen, request, form):
    FormLayout.objects.filter(form=form).delete()
    screen.message_user(request, "Đã bỏ khuôn riêng: biểu chỉ còn ra theo mẫu của sổ.", messages.SUCCESS)
    return redirect(request.path)


def shown(proposal):
    """Plain data for the template."""
    heads = [(column.number, f"{column.number}. {head}") for column, head in proposal.grid.heads]
    return {
        "sheet_box": proposed.SHEET,
        "sheets": [laid.sheet for _, laid in proposal.tables],
        "sheet": proposal.sheet_name,
        "own_box": proposed.OWN,
        "own": str(proposal.own),
        "wanted": proposal.wanted.phrase,
        "columns": [
            {
                "letter": each.what.letter,
                "head": each.what.head,
                "box": f"{proposed.COLUMN}{each.what.letter}",
                "number": each.is_of,
                "against": each.against,
            }
            for each in proposal.columns
        ],
        "heads": heads,
        "lines": [_line(each, proposal) for each in proposal.lines],
        "rows": [(row.code, str(row)) for row in proposal.rows.values()],
        "words": [
            one._asdict() | {"box": f"{proposed.WORDS}{one.cell}", "says": _says(one.moves)} for one in proposal.words
        ],
        "moves": proposed.MOVES,
        "stays": proposed.STAYS,
        "left_out": proposed.LEFT_OUT,
        "missing": [str(row) for row in proposal.missing if row.indicator_id or row.is_total],
        "missing_columns": [f"{column.number}. {head}" for column, head in proposal.missing_columns],
    }


def _line(each, proposal):
    line, row = each.what, proposal.rows.get(each.is_of)
    return {
        "number": line.number,
        "name": line.name,
        "box": f"{proposed.LINE}{line.number}",
        "other_box": f"{proposed.OTHER}{line.number}",
        "known": (row.code, str(row)) if row else None,
        "is_left_out": each.is_of == proposed.LEFT_OUT,
        "is_asked": each.is_of == "",
        "against": each.against,
        "others": [(one.code, str(one)) for one in proposal.missing],
        "cells": [proposal.written(line, one.what.position)[:LONGEST] for one in proposal.columns],
    }


def _says(moves):
    return {True: proposed.MOVES, False: proposed.STAYS}.get(moves, "")
