"""The reviewer's screen: what awaits, decided one by one, the ticked ones, or all that the page shows."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from config.staff.boxes import names_a_row
from config.values.numbers import format_number
from indicators.actions.approving import MAY_APPROVE, NAMED, approve_figures, return_figures
from indicators.admin.forms import NarrowForm
from indicators.models import Figure
from indicators.review import queue
from indicators.rights import own

ROWS_A_PAGE = 500


def review(screen, request):
    """The queue to read, or a decision on it; `screen` is the admin of figures."""
    if not request.user.has_perm(MAY_APPROVE):
        raise PermissionDenied
    if request.method == "POST":
        decide(screen, request)
        return redirect(request.get_full_path())
    form = NarrowForm(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    figures = own(queue.waiting_figures(**asked), request.user)
    page = Paginator(figures, ROWS_A_PAGE).get_page(request.GET.get("trang"))
    context = {
        **screen.admin_site.each_context(request),
        "title": "Duyệt số liệu",
        "opts": screen.opts,
        "section": screen.section,
        "form": form,
        "rows": queue.told(page.object_list, reader=request.user),
        "page": page,
        "media": screen.media,
    }
    return TemplateResponse(request, "admin/indicators/figure/review.html", context)


def decide(screen, request):
    """Approve or return what was chosen; what was written again since it was shown is left and told."""
    returns = any(name.startswith("return") for name in request.POST)
    chosen = own(Figure.objects.filter(pk__in=chosen_of(request.POST)), request.user)
    try:
        with transaction.atomic():
            rows = list(chosen.select_related("indicator").select_for_update(of=("self",)).order_by("pk"))
            stale = queue.changed_since(rows, seen_of(request.POST))
            left = Figure.objects.filter(pk__in={row.pk for row in rows} - {row.pk for row in stale})
            reason = request.POST.get("reason", "")
            count = 0
            if left.exists():
                count = (
                    return_figures(left, by=request.user, reason=reason)
                    if returns
                    else approve_figures(left, by=request.user, reason=reason)
                )
    except ValidationError as error:
        for message in error.messages:
            screen.message_user(request, message, messages.ERROR)
        return
    if count:
        done = "Đã trả lại" if returns else "Đã duyệt"
        screen.message_user(request, f"{done} {format_number(count)} số liệu.", messages.SUCCESS)
    if stale:
        named = "; ".join(f"«{row}»" for row in stale[:NAMED])
        screen.message_user(request, f"Vừa có người sửa nên chưa quyết định, hãy xem lại: {named}.", messages.WARNING)
    if not rows:
        screen.message_user(request, "Chưa chọn số liệu nào: hãy đánh dấu rồi bấm lại.", messages.WARNING)


def chosen_of(posted):
    """The ids that a button is about: its own row, all rows of the page, or the ticked ones."""
    for button in ("approve_one", "return_one"):
        if button in posted:
            return [one for one in posted.getlist(button) if names_a_row(one)]
    name = "shown" if "approve_page" in posted or "return_page" in posted else "chosen"
    return [one for one in posted.getlist(name) if names_a_row(one)]


def seen_of(posted):
    """By the id of each figure, the entry of the trail it was shown with."""
    pairs = (one.partition(":") for one in posted.getlist("seen"))
    return {int(pk): int(entry) for pk, _, entry in pairs if names_a_row(pk) and names_a_row(entry)}
