"""How figures move from draft to approved and back: each whole selection or nothing of it."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django_guid import get_guid

from config.values.numbers import format_number
from indicators.audit import acting_as
from indicators.measures import is_plausible
from indicators.models import Figure, State

MAY_APPROVE = "indicators.approve_figure"
NAMED = 5


@transaction.atomic
def submit_figures(figures, *, by):
    """Hand drafts and returned figures in for approval; gives how many."""
    _need(by, "indicators.change_figure", "gửi duyệt số liệu")
    rows = _locked(figures)
    _refuse(
        [row for row in rows if row.state not in (State.DRAFT, State.RETURNED)],
        "Chỉ gửi duyệt được số liệu đang là nháp hoặc bị trả lại; hãy bỏ chọn",
    )
    return _move(rows, State.SUBMITTED, by=by)


@transaction.atomic
def approve_figures(figures, *, by):
    """Let the public see figures, and clear what they were returned for; gives how many."""
    _need(by, MAY_APPROVE, "duyệt số liệu")
    rows = _locked(figures)
    _refuse([row for row in rows if row.state == State.APPROVED], "Số liệu đã được duyệt rồi; hãy bỏ chọn")
    check_approvable(rows)
    return _move(rows, State.APPROVED, by=by, return_reason="")


@transaction.atomic
def return_figures(figures, *, by, reason):
    """Give figures back to whoever entered them, saying why; an approved figure leaves the public pages."""
    _need(by, MAY_APPROVE, "trả lại số liệu")
    if not reason.strip():
        raise ValidationError("Hãy ghi lý do trả lại để người nhập biết phải sửa gì.")
    rows = _locked(figures)
    _refuse(
        [row for row in rows if row.state not in (State.SUBMITTED, State.APPROVED)],
        "Chỉ trả lại được số liệu đang chờ duyệt hoặc đã duyệt; hãy bỏ chọn",
    )
    return _move(rows, State.RETURNED, by=by, return_reason=reason.strip())


def check_approvable(figures):
    """Refuse figures that may not stand as approved: without a value or beyond what is plausible, and no word why."""
    _refuse(
        [row for row in figures if row.value is None and not row.note],
        "Số liệu không có giá trị thì phải ghi vì sao ở ô ghi chú rồi mới duyệt được",
    )
    _refuse(
        [row for row in figures if is_implausible(row) and not row.in_doubt],
        "Giá trị nằm ngoài khoảng hợp lý của chỉ tiêu: hãy sửa, hoặc đánh dấu «còn nghi vấn» và ghi rõ vì sao",
    )


def may_write(user, figure):
    """Whether the figure, and what is said beside it, is this user's to change: approved ones stand unchanged."""
    return figure.state != State.APPROVED or user.has_perm(MAY_APPROVE)


def is_implausible(figure):
    """Whether an end of the value lies outside the range its indicator says is plausible."""
    low, high = figure.indicator.plausible_min, figure.indicator.plausible_max
    return not all(is_plausible(end, low, high) for end in (figure.value, figure.upper))


def _need(user, permission, doing):
    if not user.has_perm(permission):
        raise PermissionDenied(f"Tài khoản {user} chưa được quyền {doing}.")


def _locked(figures):
    """The rows, held until the end: of two who decide at once, the second sees what the first decided."""
    rows = Figure.objects.filter(pk__in=figures.order_by().values("pk")).order_by("pk")
    return list(rows.select_related("indicator", "place").select_for_update(of=("self",)))


def _refuse(rows, why):
    if rows:
        named = "; ".join(f"«{row}»" for row in rows[:NAMED])
        others = f" và {format_number(len(rows) - NAMED)} số liệu khác" if len(rows) > NAMED else ""
        raise ValidationError(f"{why}: {named}{others}.")


def _move(rows, state, *, by, **changes):
    with acting_as(by, via=get_guid() or ""):
        return Figure.objects.filter(pk__in=[row.pk for row in rows]).update(state=state, **changes)
