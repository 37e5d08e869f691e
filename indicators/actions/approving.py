"""How figures move from draft to approved and back: each whole selection or nothing of it."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django_guid import get_guid

from config.values.numbers import format_number
from indicators.audit import acting_as
from indicators.changes import differences, newest_versions, reported_beside
from indicators.measures import is_plausible
from indicators.models import BookSettings, Figure, ReportedInVersion, ReportedValue, State, Version
from indicators.rights import refuse_foreign
from indicators.trail.editors import last_editors

MAY_APPROVE = "indicators.approve_figure"
NAMED = 5
BATCH = 2000


@transaction.atomic
def submit_figures(figures, *, by):
    """Hand drafts and returned figures in for approval; gives how many."""
    need(by, "indicators.change_figure", "gửi duyệt số liệu")
    rows = locked(figures)
    refuse_foreign(rows, by=by)
    refuse(
        [row for row in rows if row.state not in (State.DRAFT, State.RETURNED)],
        "Chỉ gửi duyệt được số liệu đang là nháp hoặc bị trả lại; hãy bỏ chọn",
    )
    return _move(rows, State.SUBMITTED, by=by)


@transaction.atomic
def approve_figures(figures, *, by, reason=""):
    """Fix what figures say as their next version, for releases to make public; gives how many.

    A figure that was approved before needs the reason of its correction: this one, or its own. Whoever wrote a figure
    last does not approve it, unless the settings of the book allow it.
    """
    need(by, MAY_APPROVE, "duyệt số liệu")
    rows = locked(figures)
    refuse_foreign(rows, by=by)
    refuse([row for row in rows if row.state == State.APPROVED], "Số liệu đã được duyệt rồi; hãy bỏ chọn")
    refuse(
        [row for row in rows if row.state != State.SUBMITTED],
        "Chỉ duyệt được số liệu đã gửi duyệt; hãy gửi duyệt trước hoặc bỏ chọn",
    )
    refuse_own(rows, by)
    check_approvable(rows)
    write_versions(rows, by=by, reason=reason)
    return len(rows)


@transaction.atomic
def return_figures(figures, *, by, reason):
    """Give figures back to whoever entered them, saying why; what the public reads of them stays as it is."""
    need(by, MAY_APPROVE, "trả lại số liệu")
    if not reason.strip():
        raise ValidationError("Hãy ghi lý do trả lại để người nhập biết phải sửa gì.")
    rows = locked(figures)
    refuse_foreign(rows, by=by)
    refuse(
        [row for row in rows if row.state not in (State.SUBMITTED, State.APPROVED)],
        "Chỉ trả lại được số liệu đang chờ duyệt hoặc đã duyệt; hãy bỏ chọn",
    )
    return _move(rows, State.RETURNED, by=by, return_reason=reason.strip())


def write_versions(rows, *, by, reason=""):
    """The next version of each locked row, and the row approved; a row that again says what it said gets none."""
    newest = newest_versions(rows)
    reported = reported_beside(rows)
    changed = [row for row in rows if differences(row, newest.get(row.pk), reported[row.pk])]
    refuse(
        [row for row in changed if row.pk in newest and not (reason.strip() or row.change_reason)],
        "Số liệu đã có bản được duyệt: hãy ghi lý do sửa",
    )
    now = timezone.now()
    with acting_as(by, via=get_guid() or ""):
        versions = Version.objects.bulk_create(
            [
                _version(row, newest.get(row.pk), by=by, at=now, reason=reason.strip() or row.change_reason)
                for row in changed
            ],
            batch_size=BATCH,
        )
        ReportedInVersion.objects.bulk_create(
            [_copy(other, ReportedInVersion(version=version)) for version in versions for other in
             reported[version.figure_id]],
            batch_size=BATCH,
        )  # fmt: skip
    _move(rows, State.APPROVED, by=by, return_reason="", change_reason="")
    return versions


def _version(row, before, *, by, at, reason):
    made = Version(
        figure=row,
        number=before.number + 1 if before else 1,
        approved_by=by,
        approved_at=at,
        reason=reason if before else "",
    )
    for name in (*Figure.KEY, *Figure.CONTENT):
        attname = Figure._meta.get_field(name).attname
        setattr(made, attname, getattr(row, attname))
    return made


def _copy(other, made):
    for name in ReportedValue.CONTENT:
        attname = ReportedValue._meta.get_field(name).attname
        setattr(made, attname, getattr(other, attname))
    return made


# What an approval asks


def refuse_own(rows, by):
    """Nobody approves what they wrote last, whatever their role; a small office may set that otherwise."""
    if by is None or BookSettings.get().editor_may_approve:
        return
    editors = last_editors([row.pk for row in rows])
    refuse(
        [row for row in rows if editors.get(row.pk) == by.pk],
        "Người sửa sau cùng không tự duyệt số liệu của mình: hãy nhờ người khác duyệt (đơn vị quá ít người thì quản "
        "trị bật việc tự duyệt ở «Thiết lập của sổ»)",
    )


def check_approvable(figures):
    """Refuse figures that may not stand as approved: without a value or beyond what is plausible, and no word why."""
    refuse(
        [row for row in figures if row.value is None and not row.note],
        "Số liệu không có giá trị thì phải ghi vì sao ở ô ghi chú rồi mới duyệt được",
    )
    refuse(
        [row for row in figures if is_implausible(row) and not row.in_doubt],
        "Giá trị nằm ngoài khoảng hợp lý của chỉ tiêu: hãy sửa, hoặc đánh dấu «còn nghi vấn» và ghi rõ vì sao",
    )


def is_implausible(figure):
    """Whether an end of the value lies outside the range its indicator says is plausible."""
    low, high = figure.indicator.plausible_min, figure.indicator.plausible_max
    return not all(is_plausible(end, low, high) for end in (figure.value, figure.upper))


def need(user, permission, doing):
    """Refuse whoever has no right to do this."""
    if not user.has_perm(permission):
        raise PermissionDenied(f"Tài khoản {user} chưa được quyền {doing}.")


def locked(figures):
    """The rows, held until the end: of two who decide at once, the second sees what the first decided."""
    rows = Figure.objects.filter(pk__in=figures.order_by().values("pk")).order_by("pk")
    return list(rows.select_related("indicator", "place").select_for_update(of=("self",)))


def refuse(rows, why):
    """Refuse the whole selection because of these rows, by name."""
    if rows:
        named = "; ".join(f"«{row}»" for row in rows[:NAMED])
        others = f" và {format_number(len(rows) - NAMED)} số liệu khác" if len(rows) > NAMED else ""
        raise ValidationError(f"{why}: {named}{others}.")


def _move(rows, state, *, by, **changes):
    with acting_as(by, via=get_guid() or ""):
        return Figure.objects.filter(pk__in=[row.pk for row in rows]).update(state=state, **changes)
