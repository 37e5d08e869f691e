from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from indicators.actions.approving import approve_figures, is_implausible, return_figures, submit_figures
from indicators.models import AuditEntry, Figure, State, Version
from tests.makers import make_figure, make_indicator, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return make_user("indicators.change_figure")


@pytest.fixture
def approver():
    return make_user("indicators.approve_figure")


def states():
    return list(Figure.objects.order_by("pk").values_list("state", flat=True))


def test_drafts_and_returned_figures_are_handed_in(clerk):
    make_figure(state=State.DRAFT)
    make_figure(state=State.RETURNED, return_reason="Sai đơn vị")
    assert submit_figures(Figure.objects.all(), by=clerk) == 2
    assert states() == [State.SUBMITTED, State.SUBMITTED]


def test_one_figure_that_cannot_be_handed_in_keeps_all_of_them(clerk):
    make_figure(state=State.DRAFT)
    approved = make_figure(state=State.APPROVED)
    with pytest.raises(ValidationError, match="bỏ chọn") as told:
        submit_figures(Figure.objects.all(), by=clerk)
    assert str(approved) in told.value.messages[0]
    assert states() == [State.DRAFT, State.APPROVED]


def test_approval_clears_what_a_figure_was_returned_for(approver):
    figure = make_figure(state=State.SUBMITTED, return_reason="Sai đơn vị")
    assert approve_figures(Figure.objects.all(), by=approver) == 1
    figure.refresh_from_db()
    assert (figure.state, figure.return_reason) == (State.APPROVED, "")


def test_a_figure_without_value_is_approved_only_with_a_note(approver):
    figure = make_figure(value=None, state=State.SUBMITTED)
    with pytest.raises(ValidationError, match="ghi vì sao"):
        approve_figures(Figure.objects.all(), by=approver)
    Figure.objects.update(note="Ngành điện chưa gửi số.")
    approve_figures(Figure.objects.all(), by=approver)
    figure.refresh_from_db()
    assert figure.state == State.APPROVED


def test_an_implausible_figure_is_approved_only_with_its_doubt_told(approver):
    indicator = make_indicator(plausible_min=0, plausible_max=100)
    make_figure(indicator=indicator, value=250, state=State.SUBMITTED)
    with pytest.raises(ValidationError, match="ngoài khoảng hợp lý"):
        approve_figures(Figure.objects.all(), by=approver)
    Figure.objects.update(in_doubt=True, note="Nguồn in đúng như vậy.")
    assert approve_figures(Figure.objects.all(), by=approver) == 1


@pytest.mark.parametrize(
    ("low", "high", "value", "upper", "implausible"),
    [
        (0, 100, 100, None, False),
        (0, 100, Decimal("100.1"), None, True),
        (0, 100, Decimal("-0.1"), None, True),
        (0, 100, 90, 101, True),
        (None, 100, -5, None, False),
        (0, None, 10**9, None, False),
        (0, 100, None, None, False),
    ],
)
def test_a_value_is_plausible_within_its_indicators_range(low, high, value, upper, implausible):
    figure = Figure(indicator=make_indicator(plausible_min=low, plausible_max=high), value=value, upper=upper)
    assert is_implausible(figure) is implausible


def test_a_figure_is_returned_with_a_reason_and_the_public_goes_on_reading_its_version(approver):
    figure = make_figure(state=State.APPROVED)
    return_figures(Figure.objects.all(), by=approver, reason="  Sai đơn vị  ")
    figure.refresh_from_db()
    assert (figure.state, figure.return_reason) == (State.RETURNED, "Sai đơn vị")
    assert [version.figure for version in Version.objects.public()] == [figure]


def test_a_return_needs_a_reason(approver):
    make_figure(state=State.SUBMITTED)
    with pytest.raises(ValidationError, match="lý do"):
        return_figures(Figure.objects.all(), by=approver, reason="  ")
    assert states() == [State.SUBMITTED]


def test_a_draft_is_not_returned(approver):
    make_figure(state=State.DRAFT)
    with pytest.raises(ValidationError, match="chờ duyệt hoặc đã duyệt"):
        return_figures(Figure.objects.all(), by=approver, reason="Sai")


def test_each_decision_needs_its_permission(clerk):
    make_figure(state=State.SUBMITTED)
    with pytest.raises(PermissionDenied):
        approve_figures(Figure.objects.all(), by=clerk)
    with pytest.raises(PermissionDenied):
        return_figures(Figure.objects.all(), by=clerk, reason="Sai")
    with pytest.raises(PermissionDenied):
        submit_figures(Figure.objects.all(), by=make_user())
    assert states() == [State.SUBMITTED]


def test_many_refused_figures_are_named_shortly(clerk):
    for year in range(2000, 2008):
        make_figure(year=year, state=State.APPROVED)
    with pytest.raises(ValidationError, match="và 3 số liệu khác"):
        submit_figures(Figure.objects.all(), by=clerk)


def test_a_decision_is_signed_in_the_trail(approver):
    make_figure(state=State.SUBMITTED)
    approve_figures(Figure.objects.all(), by=approver)
    entry = AuditEntry.objects.filter(table="indicators_figure").latest("pk")
    assert entry.user_id == approver.pk
    assert entry.after["state"] == "approved"
