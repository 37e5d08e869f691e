"""What may happen to khuyến công schemes: their steps, and money that never passes the budget of its source."""

from contextlib import contextmanager
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django_guid import get_guid

from config.models import take_turn
from config.values.dates import format_date
from config.values.numbers import format_number
from indicators.audit import acting_as
from indicators.rights import refuse_foreign
from indicators.trail.versions import newest_entry, written_since
from projects.commitments import (
    BUDGETS,
    TABLES,
    committed,
    hold_budgets,
    hold_schemes,
    lowered_budgets,
    pictures,
    raised,
)
from projects.models import ExtensionScheme, FundSource, SchemeStep
from projects.models.extension import BUDGET_SOURCES

Status = SchemeStep.Status

# The life of a scheme: which step may follow which. A scheme of before this book may begin at its approval.
NEXT_STEPS = {
    None: [Status.DRAFT, Status.APPRAISAL, Status.APPROVED],
    Status.DRAFT: [Status.APPRAISAL, Status.ENDED],
    Status.APPRAISAL: [Status.AMEND, Status.REFUSED, Status.APPROVED],
    Status.AMEND: [Status.APPRAISAL, Status.ENDED],
    Status.REFUSED: [],
    Status.APPROVED: [Status.RUNNING, Status.PAUSED, Status.ENDED],
    Status.RUNNING: [Status.ACCEPTED, Status.PAUSED, Status.ENDED],
    Status.PAUSED: [Status.RUNNING, Status.ENDED],
    Status.ACCEPTED: [Status.SETTLED, Status.ENDED],
    Status.SETTLED: [],
    Status.ENDED: [],
}
MAY_APPROVE = "projects.approve_extensionscheme"


@transaction.atomic
def approve_scheme(scheme, *, by, on, document):
    """Commit the budgets' money to a scheme from a day on, by a document; gives the step written."""
    if not by.has_perm(MAY_APPROVE):
        raise PermissionDenied(f"Tài khoản {by} chưa được quyền phê duyệt đề án khuyến công.")
    refuse_foreign([scheme], by=by)
    if on > timezone.localdate():
        raise ValidationError(f"Ngày phê duyệt {format_date(on)} còn ở tương lai: hãy ghi ngày của văn bản.")
    with acting_as(by, via=get_guid() or ""), scheme_rules(by=by, schemes=[scheme.pk]):
        if not ExtensionScheme.objects.filter(pk=scheme.pk, content__isnull=False).exists():
            raise ValidationError(f"Đề án «{scheme}» chưa chọn nội dung khuyến công: hãy chọn rồi phê duyệt.")
        if not scheme.funding.filter(fund__in=BUDGET_SOURCES, committed__gt=0).exists():
            raise ValidationError(f"Đề án «{scheme}» chưa có dòng kinh phí hỗ trợ nào: hãy ghi năm, nguồn và số tiền.")
        step = SchemeStep(scheme=scheme, status=Status.APPROVED, on=on, document=document)
        step.full_clean()
        step.save()
    return step


@contextmanager
def scheme_rules(*, by, schemes=(), years_and_funds=()):
    """Around any writing of budgets, schemes and their rows, in one transaction: what it changed keeps the rules.

    The rules: steps follow NEXT_STEPS; only who may approve makes a scheme commit money, or changes what it commits; a
    committed scheme stays under the ceilings when its money, its content line or its beneficiaries change; committed
    money stays under the budget of its year and source.

    What was written the trail tells. The schemes and budgets that are known beforehand are held from the beginning,
    so that two writers of one take turns; any others are held before they are looked at.
    """
    if schemes:
        take_turn(ExtensionScheme)
    hold_schemes(schemes)
    hold_budgets(years_and_funds)
    start = newest_entry()
    yield
    entries = written_since(start, [*TABLES, BUDGETS])
    before, now = pictures(entries)
    check_steps([pk for pk in now.steps if before.steps.get(pk) != now.steps[pk]])
    names = before.names | now.names
    changed = [pk for pk in names if before.approval(pk) != now.approval(pk)]
    if changed and not by.has_perm(MAY_APPROVE):
        raise ValidationError(
            f"Đề án «{names[changed[0]]}»: việc phê duyệt và kinh phí đã phê duyệt chỉ đổi được bởi người có quyền "
            "phê duyệt đề án."
        )
    moved = [pk for pk in now.limits if before.limits.get(pk) != now.limits[pk]]
    _check_ceilings_of([pk for pk in {*changed, *moved} if now.commitment(pk)])
    more = (raised(before.commitment(pk), now.commitment(pk)) for pk in changed)
    check_budget(lowered_budgets(entries).union(*more))


def check_steps(schemes):
    """Refuse a step that cannot follow the one before it."""
    steps = SchemeStep.objects.filter(scheme__in=schemes).select_related("scheme").order_by("scheme", "on", "pk")
    last = {}
    for step in steps:
        previous = last.get(step.scheme_id)
        if step.status not in NEXT_STEPS[previous]:
            raise ValidationError(_wrong_step(step, previous))
        last[step.scheme_id] = step.status


def check_ceilings(scheme):
    """Refuse support above what its content line may receive on the day of approval.

    The cap is for one establishment or model (Thông tư 28/2018/TT-BTC), so a group scheme has it once for each.
    """
    ceiling = _ceiling_of(scheme)
    if ceiling is None:
        return
    amounts = [(line.fund, line.committed or Decimal(0)) for line in scheme.funding.all()]
    support = sum(amount for fund, amount in amounts if fund in BUDGET_SOURCES)
    total = sum(amount for _, amount in amounts)
    if ceiling.percent is not None and 100 * support > ceiling.percent * total:
        raise ValidationError(
            f"Đề án «{scheme}»: hỗ trợ {format_number(support)} triệu đồng vượt {format_number(ceiling.percent)} % "
            f"tổng kinh phí {format_number(total)} triệu đồng được phép với nội dung «{scheme.content}». "
            "Hãy giảm mức hỗ trợ, hoặc ghi đủ vốn đối ứng."
        )
    beneficiaries = max(1, len(scheme.beneficiaries.all()))
    if ceiling.cap_million_vnd is not None and support > ceiling.cap_million_vnd * beneficiaries:
        raise ValidationError(
            f"Đề án «{scheme}»: hỗ trợ {format_number(support)} triệu đồng vượt mức tối đa "
            f"{format_number(ceiling.cap_million_vnd)} triệu đồng một cơ sở ({beneficiaries} cơ sở thụ hưởng) "
            f"của nội dung «{scheme.content}»."
        )


def check_budget(years_and_funds):
    """Refuse when approved schemes take more than was allocated for one of these pairs of year and fund source.

    Call it in the transaction that wrote, after writing: the budgets stay locked until it ends.
    """
    pairs = {(year, fund) for year, fund in years_and_funds if fund in BUDGET_SOURCES}
    # Lock: of two approvals at once, the second must count what the first committed.
    budgets = hold_budgets(pairs)
    takings = committed(pairs)
    for year, fund in sorted(pairs):
        taken, allocated = takings.get((year, fund)), budgets.get((year, fund))
        source = FundSource(fund).label
        if taken and allocated is None:
            raise ValidationError(
                f"Chưa có kinh phí {source} được giao năm {year}: "
                "hãy nhập kinh phí khuyến công của năm và nguồn này trước."
            )
        if taken and taken > allocated:
            raise ValidationError(
                f"Vượt kinh phí {source} được giao năm {year}: đã và đang phê duyệt {format_number(taken)} triệu đồng, "
                f"được giao {format_number(allocated)} triệu đồng, vượt {format_number(taken - allocated)} triệu đồng."
            )


def _check_ceilings_of(schemes):
    rows = ExtensionScheme.objects.filter(pk__in=schemes).select_related("content")
    for scheme in rows.prefetch_related("funding", "steps", "beneficiaries", "content__ceilings"):
        check_ceilings(scheme)


def _ceiling_of(scheme):
    """The ceiling in force when the scheme was approved; None where there is none."""
    approvals = [step.on for step in scheme.steps.all() if step.status == Status.APPROVED]
    if not approvals or scheme.content is None:
        return None
    day = max(approvals)
    ceilings = [ceiling for ceiling in scheme.content.ceilings.all() if ceiling.is_in_force(day)]
    return max(ceilings, key=lambda ceiling: ceiling.valid_from, default=None)


def _wrong_step(step, previous):
    if previous is None:
        begins = ", ".join(f"«{status.label}»" for status in NEXT_STEPS[None])
        return f"Đề án «{step.scheme}» không thể bắt đầu bằng bước «{step.get_status_display()}»: chỉ bằng {begins}."
    was = Status(previous).label
    following = ", ".join(f"«{status.label}»" for status in NEXT_STEPS[previous])
    then = f"sau «{was}» chỉ có thể là {following}" if following else f"«{was}» là bước cuối"
    return (
        f"Đề án «{step.scheme}», ngày {format_date(step.on)}: không thể chuyển từ «{was}» sang "
        f"«{step.get_status_display()}»; {then}."
    )
