import threading
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils import timezone

from indicators.models import AuditEntry
from projects.actions import NEXT_STEPS, approve_scheme, check_budget, check_ceilings, check_steps, scheme_rules
from projects.models import ExtensionBudget, ExtensionScheme, SchemeFunding, SchemeStep
from tests.makers import (
    make_beneficiary,
    make_content_line,
    make_extension_budget,
    make_extension_scheme,
    make_scheme_funding,
    make_scheme_step,
    make_support_ceiling,
    make_user,
)

Status = SchemeStep.Status
DAY = date(2022, 5, 10)


@pytest.fixture
def approver(db):
    return make_user("projects.approve_extensionscheme")


def make_waiting(committed=200, year=2022, fund="local", **fields):
    """A scheme with content and money that waits for approval."""
    scheme = make_extension_scheme(**{"content": make_content_line(), **fields})
    make_scheme_funding(scheme=scheme, year=year, fund=fund, committed=committed)
    make_scheme_step(scheme=scheme, status="appraisal", on=date(2022, 2, 1))
    return scheme


def make_approved(committed=200, **fields):
    scheme = make_waiting(committed, **fields)
    make_scheme_step(scheme=scheme, status="approved", on=date(2022, 3, 1))
    return scheme


def approve(scheme, by, on=DAY):
    return approve_scheme(scheme, by=by, on=on, document="Quyết định 12/QĐ-SCT")


def test_an_approval_is_a_step_with_its_day_and_document(approver):
    make_extension_budget(allocated=500)
    scheme = make_waiting(200)
    step = approve(scheme, approver)
    assert (step.status, step.on, step.document) == ("approved", DAY, "Quyết định 12/QĐ-SCT")
    assert list(ExtensionScheme.objects.approved()) == [scheme]
    entry = AuditEntry.objects.filter(table="projects_schemestep").latest("pk")
    assert entry.user_id == approver.pk


def test_approval_needs_its_permission(db):
    make_extension_budget()
    with pytest.raises(PermissionDenied):
        approve(make_waiting(), make_user("projects.change_extensionscheme"))


def test_money_reaches_the_budget_and_never_passes_it(approver):
    make_extension_budget(allocated=500)
    make_approved(300)
    approve(make_waiting(200), approver)
    with pytest.raises(ValidationError, match="vượt 0,5 triệu đồng"):
        approve(make_waiting(Decimal("0.5")), approver)
    assert ExtensionScheme.objects.approved().count() == 2


def test_each_year_and_source_has_its_own_budget(approver):
    make_extension_budget(year=2022, fund="local", allocated=100)
    make_extension_budget(year=2022, fund="national", allocated=900)
    make_extension_budget(year=2023, fund="local", allocated=900)
    scheme = make_waiting(100)
    make_scheme_funding(scheme=scheme, year=2022, fund="national", committed=800)
    make_scheme_funding(scheme=scheme, year=2023, fund="local", committed=901)
    with pytest.raises(ValidationError, match="khuyến công địa phương được giao năm 2023"):
        approve(scheme, approver)
    scheme.funding.filter(year=2023).update(committed=900)
    approve(scheme, approver)


def test_without_a_budget_the_message_says_to_enter_it_first(approver):
    with pytest.raises(ValidationError, match="Chưa có kinh phí khuyến công địa phương được giao năm 2022.*nhập"):
        approve(make_waiting(), approver)


def test_counterpart_money_needs_no_budget(approver):
    make_extension_budget(allocated=200)
    scheme = make_waiting(200)
    make_scheme_funding(scheme=scheme, fund="counterpart", committed=9000)
    approve(scheme, approver)


@pytest.mark.parametrize("status", ["draft", "refused", "ended", "amend"])
def test_schemes_that_commit_nothing_take_nothing(approver, status):
    make_extension_budget(allocated=200)
    other = make_extension_scheme()
    make_scheme_funding(scheme=other, committed=9000)
    make_scheme_step(scheme=other, status=status)
    approve(make_waiting(200), approver)


def test_a_scheme_without_content_or_support_is_not_approved(approver):
    make_extension_budget()
    with pytest.raises(ValidationError, match="chưa chọn nội dung"):
        approve(make_waiting(content=None), approver)
    with pytest.raises(ValidationError, match="chưa có dòng kinh phí hỗ trợ"):
        approve(make_waiting(fund="counterpart"), approver)


def test_a_scheme_is_not_approved_on_a_day_to_come(approver):
    make_extension_budget()
    with pytest.raises(ValidationError, match="tương lai"):
        approve(make_waiting(), approver, on=timezone.localdate() + timedelta(days=1))


def test_an_approved_scheme_is_not_approved_again(approver):
    make_extension_budget()
    with pytest.raises(ValidationError, match="không thể chuyển từ «đã phê duyệt» sang «đã phê duyệt»"):
        approve(make_approved(), approver)


def test_support_stays_under_the_percent_of_the_total_cost(approver):
    make_extension_budget()
    scheme = make_waiting(301)
    make_support_ceiling(content=scheme.content, percent=30, cap_million_vnd=None)
    make_scheme_funding(scheme=scheme, fund="counterpart", committed=699)
    with pytest.raises(ValidationError, match="vượt 30 % tổng kinh phí 1.000 triệu đồng"):
        approve(scheme, approver)
    scheme.funding.filter(fund="counterpart").update(committed=703)
    approve(scheme, approver)


def test_the_cap_holds_once_for_each_establishment(approver):
    make_extension_budget()
    scheme = make_waiting(600)
    make_support_ceiling(content=scheme.content, percent=None, cap_million_vnd=300)
    with pytest.raises(ValidationError, match="mức tối đa 300 triệu đồng một cơ sở"):
        approve(scheme, approver)
    scheme.beneficiaries.set([make_beneficiary(), make_beneficiary()])
    approve(scheme, approver)


def test_the_cap_holds_when_an_establishment_leaves_an_approved_scheme(approver):
    make_extension_budget()
    scheme = make_approved(600)
    scheme.beneficiaries.set([make_beneficiary(), make_beneficiary()])
    make_support_ceiling(content=scheme.content, percent=None, cap_million_vnd=300)
    with pytest.raises(ValidationError, match="mức tối đa 300 triệu đồng một cơ sở"):
        under_rules(approver, lambda: scheme.beneficiaries.remove(scheme.beneficiaries.first()))
    assert scheme.beneficiaries.count() == 2


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "holds"),
    [
        (date(2018, 1, 1), None, True),
        (DAY, DAY, True),
        (DAY + timedelta(days=1), None, False),
        (date(2018, 1, 1), DAY - timedelta(days=1), False),
    ],
)
def test_the_ceiling_is_that_of_the_day_of_approval(db, valid_from, valid_to, holds):
    scheme = make_waiting(500)
    make_support_ceiling(
        content=scheme.content, percent=None, cap_million_vnd=300, valid_from=valid_from, valid_to=valid_to
    )
    make_scheme_step(scheme=scheme, status="approved", on=DAY)
    if holds:
        with pytest.raises(ValidationError):
            check_ceilings(scheme)
    else:
        check_ceilings(scheme)


def test_every_step_has_its_followers():
    assert NEXT_STEPS.keys() == {None, *Status}


@pytest.mark.parametrize(
    "life",
    [
        ["draft", "appraisal", "approved", "running", "accepted", "settled"],
        ["appraisal", "amend", "appraisal", "refused"],
        ["approved", "paused", "running", "accepted"],
        ["draft", "appraisal", "approved", "ended"],
    ],
)
def test_a_scheme_lives_through_its_steps(db, life):
    scheme = make_extension_scheme()
    for month, status in enumerate(life, start=1):
        make_scheme_step(scheme=scheme, status=status, on=date(2022, month, 1))
    check_steps([scheme.pk])


@pytest.mark.parametrize(
    ("life", "message"),
    [
        (["draft", "settled"], "không thể chuyển từ «dự thảo» sang «đã quyết toán»; sau «dự thảo» chỉ có thể là"),
        (["appraisal", "refused", "approved"], "«từ chối» là bước cuối"),
        (["settled"], "không thể bắt đầu bằng bước «đã quyết toán»"),
        (["approved", "running", "settled"], "sau «đang thực hiện» chỉ có thể là «đã nghiệm thu»"),
    ],
)
def test_a_wrong_jump_says_which_steps_may_follow(db, life, message):
    scheme = make_extension_scheme()
    for month, status in enumerate(life, start=1):
        make_scheme_step(scheme=scheme, status=status, on=date(2022, month, 1))
    with pytest.raises(ValidationError, match=message):
        check_steps([scheme.pk])


def under_rules(user, write):
    with transaction.atomic(), scheme_rules(by=user):
        write()


def test_a_funding_line_raised_past_the_budget_is_undone(approver):
    make_extension_budget(allocated=500)
    line = make_approved(300).funding.get()
    with pytest.raises(ValidationError, match="Vượt kinh phí"):
        under_rules(approver, lambda: SchemeFunding.objects.update(committed=501))
    line.refresh_from_db()
    assert line.committed == 300


def test_a_budget_is_not_lowered_under_what_is_committed(approver):
    budget = make_extension_budget(allocated=500)
    make_approved(300)
    under_rules(approver, lambda: ExtensionBudget.objects.update(allocated=300))
    with pytest.raises(ValidationError, match="Vượt kinh phí"):
        under_rules(approver, lambda: ExtensionBudget.objects.update(allocated=299))
    with pytest.raises(ValidationError, match="Chưa có kinh phí"):
        under_rules(approver, ExtensionBudget.objects.all().delete)
    with pytest.raises(ValidationError, match="Chưa có kinh phí"):
        under_rules(approver, lambda: ExtensionBudget.objects.update(year=2023))
    budget.refresh_from_db()
    assert (budget.year, budget.allocated) == (2022, 300)


def test_a_step_back_to_life_takes_its_money_again(approver):
    make_extension_budget(allocated=300)
    ended = make_approved(300)
    make_scheme_step(scheme=ended, status="ended", on=date(2022, 4, 1))
    make_approved(300)
    with pytest.raises(ValidationError, match="Vượt kinh phí"):
        under_rules(approver, ended.steps.filter(status="ended").delete)


def test_only_who_may_approve_changes_committed_money(approver):
    make_extension_budget(allocated=500)
    scheme = make_approved(300)
    clerk = make_user("projects.change_extensionscheme")
    under_rules(clerk, lambda: scheme.funding.update(disbursed=100))
    with pytest.raises(ValidationError, match="chỉ đổi được bởi người có quyền phê duyệt"):
        under_rules(clerk, lambda: scheme.funding.update(committed=10))
    with pytest.raises(ValidationError, match=f"{scheme}.*chỉ đổi được bởi người có quyền phê duyệt"):
        under_rules(clerk, ExtensionScheme.objects.all().delete)
    under_rules(approver, lambda: scheme.funding.update(committed=10))


def test_who_enters_schemes_moves_them_on_but_does_not_approve_them(db):
    make_extension_budget(allocated=500)
    clerk = make_user("projects.change_extensionscheme")
    waiting, approved = make_waiting(), make_approved()
    with pytest.raises(ValidationError, match="quyền phê duyệt"):
        under_rules(clerk, lambda: make_scheme_step(scheme=waiting, status="approved", on=DAY))
    under_rules(clerk, lambda: make_scheme_step(scheme=approved, status="running", on=DAY))


def test_a_scheme_without_money_is_not_approved_by_who_enters_it_either(db):
    clerk = make_user("projects.change_extensionscheme")
    scheme = make_extension_scheme(content=make_content_line())
    make_scheme_step(scheme=scheme, status="appraisal", on=date(2022, 1, 5))
    with pytest.raises(ValidationError, match="quyền phê duyệt"):
        under_rules(clerk, lambda: make_scheme_step(scheme=scheme, status="approved", on=DAY))
    assert not ExtensionScheme.objects.public().exists()


def test_what_was_over_its_budget_before_does_not_stop_other_work(approver):
    make_extension_budget(allocated=100)
    scheme = make_approved(300)
    under_rules(approver, lambda: scheme.funding.update(disbursed=100))
    under_rules(approver, lambda: scheme.funding.update(committed=250))
    with pytest.raises(ValidationError, match="Vượt kinh phí"):
        under_rules(approver, lambda: scheme.funding.update(committed=251))


def test_a_budget_nobody_uses_asks_for_nothing(db):
    check_budget({(2022, "local"), (2022, "counterpart")})


@pytest.mark.django_db(transaction=True)
def test_of_two_approvals_at_once_only_one_gets_the_last_money():
    """Without the lock both read the same balance: 5 of 10 runs overspent."""
    user = make_user("projects.approve_extensionscheme")
    for year in range(2010, 2016):
        make_extension_budget(year=year, allocated=300)
        schemes = [make_waiting(200, year=year), make_waiting(200, year=year)]
        start, outcomes = threading.Barrier(2), []

        def run(scheme, start=start, outcomes=outcomes):
            try:
                start.wait(timeout=10)
                approve(scheme, user)
                outcomes.append("approved")
            except ValidationError:
                outcomes.append("refused")
            finally:
                connection.close()

        threads = [threading.Thread(target=run, args=[scheme]) for scheme in schemes]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(outcomes) == ["approved", "refused"], year
        assert ExtensionBudget.objects.with_use().get(year=year).committed == 200
