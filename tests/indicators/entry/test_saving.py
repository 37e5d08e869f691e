"""What is typed into a form: written, refused with a reason, or asked about, and never over what another wrote."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from indicators.entry.grid import Grid
from indicators.entry.saving import REARRANGED, save_cells
from indicators.entry.wishes import Wish
from indicators.models import AuditEntry, Figure, FormColumn, FormPeriod, FormRow, Posting, State
from indicators.periods import Period
from tests import makers

pytestmark = pytest.mark.django_db
YEAR = Period.year(2022)
ENTERS = ("indicators.view_figure", "indicators.add_figure", "indicators.change_figure")


@pytest.fixture
def clerk():
    return makers.make_user(*ENTERS, last_name="Nguyễn Thị", first_name="Lan")


@pytest.fixture
def form():
    return makers.make_report_form(makers.make_indicator())


def name(form, row=0, column=2):
    return f"o-{FormRow.objects.filter(form=form)[row].pk}-{column}"


def save(form, by, *wishes, **options):
    """Each wish is a row, what was typed, and what was seen before."""
    given = [Wish(name(form, row), text, seen) for row, text, seen in wishes]
    return list(save_cells(form, YEAR, form.places.first(), given, by=by, **options).values())


def test_a_first_figure_is_a_draft_of_the_period_place_and_kind(form, clerk):
    (outcome,) = save(form, clerk, (0, "1.234,5", ""))
    assert outcome.state == "saved"
    figure = Figure.objects.get()
    assert (figure.value, figure.kind, figure.state) == (Decimal("1234.5"), "estimate", State.DRAFT)
    assert (figure.period, figure.place) == (YEAR, form.places.first())
    assert outcome.cell.text == "1.234,5"


def test_the_trail_tells_who_typed_it(form, clerk):
    save(form, clerk, (0, "12", ""))
    assert AuditEntry.objects.get(table="indicators_figure").user == clerk


@pytest.mark.parametrize(
    ("text", "value", "upper", "qualifier"),
    [
        ("5-7", 5, 7, "range"),
        (">30", 30, None, ">"),
        ("khoảng 46", 46, None, "~"),
        ("…", None, None, "="),
        ("-", None, None, "="),
    ],
)
def test_ranges_bounds_and_missing_figures_are_kept_as_what_they_are(form, clerk, text, value, upper, qualifier):
    save(form, clerk, (0, text, ""))
    figure = Figure.objects.get()
    assert (figure.value, figure.upper, figure.qualifier) == (value, upper, qualifier)


def test_none_is_not_missing_and_neither_is_zero(form, clerk):
    for text, seen in [("…", ""), ("-", "…"), ("0", "-")]:
        (outcome,) = save(form, clerk, (0, text, seen))
        assert outcome.cell.text == text
    assert Figure.objects.get().value == 0


def test_a_doubtful_dot_is_asked_about_and_nothing_is_written(form, clerk):
    (outcome,) = save(form, clerk, (0, "1.234", ""))
    assert outcome.state == "asked"
    assert [text for text, _ in outcome.choices] == ["1234", "1,234"]
    assert not Figure.objects.exists()


def test_letters_are_refused_and_the_good_boxes_beside_them_are_written(clerk):
    form = makers.make_report_form(makers.make_indicator(), makers.make_indicator())
    bad, good = save(form, clerk, (0, "abc", ""), (1, "5", ""))
    assert (bad.state, good.state) == ("error", "saved")
    assert Figure.objects.get().value == 5


def test_of_a_block_all_or_nothing_is_written(clerk):
    form = makers.make_report_form(makers.make_indicator(), makers.make_indicator())
    bad, good = save(form, clerk, (0, "abc", ""), (1, "5", ""), whole=True)
    assert (bad.state, good.state) == ("error", "held")
    assert not Figure.objects.exists()


def test_a_negative_amount_is_refused_unless_its_indicator_allows_it(clerk):
    tons = makers.make_unit(dimension="mass")
    plain, signed = makers.make_indicator(unit=tons), makers.make_indicator(unit=tons, may_be_negative=True)
    rate = makers.make_indicator(unit=makers.make_unit(name="%", dimension="percent"), measure="rate")
    form = makers.make_report_form(plain, signed, rate)
    outcomes = save(form, clerk, (0, "-5", ""), (1, "-5", ""), (2, "-5", ""))
    assert [one.state for one in outcomes] == ["error", "saved", "saved"]


def test_another_unit_of_the_same_dimension_is_converted_and_said(clerk):
    makers.make_unit(name="tỷ đồng", dimension="vnd", factor=10**9)
    million = makers.make_unit(name="triệu đồng", dimension="vnd", factor=10**6)
    form = makers.make_report_form(makers.make_indicator(unit=million))
    (outcome,) = save(form, clerk, (0, "1,2 tỷ đồng", ""))
    assert Figure.objects.get().value == 1200
    assert outcome.says == "đổi 1,2 tỷ đồng thành 1.200 triệu đồng"


def test_the_second_of_two_clerks_sees_both_values_and_who_typed_the_other(form, clerk):
    other = makers.make_user(*ENTERS)
    save(form, clerk, (0, "12", ""))
    (outcome,) = save(form, other, (0, "13", ""))
    assert outcome.state == "conflict"
    assert outcome.theirs == "12"
    assert outcome.message.startswith("Nguyễn Thị Lan đã gõ «12» lúc ")
    assert Figure.objects.get().value == 12
    (outcome,) = save(form, other, (0, "13", "12"))
    assert outcome.state == "saved"
    assert Figure.objects.get().value == 13


def test_who_emptied_a_box_meanwhile_is_named(form, clerk):
    save(form, clerk, (0, "12", ""))
    save(form, clerk, (0, "", "12"))
    (outcome,) = save(form, makers.make_user(*ENTERS), (0, "13", "12"))
    assert outcome.state == "conflict"
    assert outcome.message.startswith("Nguyễn Thị Lan đã xóa trắng ô này lúc ")
    assert not Figure.objects.exists()


def test_a_box_left_alone_keeps_what_another_typed(form, clerk):
    save(form, clerk, (0, "12", ""))
    (outcome,) = save(form, makers.make_user(*ENTERS), (0, "", ""))
    assert (outcome.state, outcome.theirs) == ("same", "12")
    assert Figure.objects.get().value == 12


def test_what_is_sent_again_since_its_answer_was_lost_is_no_conflict(form, clerk):
    save(form, clerk, (0, "1234567,50", ""))
    (outcome,) = save(form, clerk, (0, "1234567,50", ""))
    assert (outcome.state, outcome.cell.text) == ("same", "1.234.567,5")
    (outcome,) = save(form, clerk, (0, "1234567,51", ""))
    assert outcome.state == "conflict"


def test_both_typing_the_same_is_no_conflict(form, clerk):
    save(form, clerk, (0, "12", ""))
    (outcome,) = save(form, makers.make_user(*ENTERS), (0, "12", ""))
    assert outcome.state == "same"


def test_an_emptied_box_of_a_bare_draft_has_no_figure(form, clerk):
    save(form, clerk, (0, "12", ""))
    (outcome,) = save(form, clerk, (0, "", "12"))
    assert outcome.state == "saved"
    assert not Figure.objects.exists()


def test_a_figure_that_was_approved_or_has_a_note_is_not_emptied(clerk):
    noted = makers.make_figure(kind="estimate", value=1, note="theo báo cáo")
    approved = makers.make_figure(kind="estimate", value=2, state="approved", place=noted.place)
    form = makers.make_report_form(noted.indicator, approved.indicator, places=[noted.place])
    outcomes = save(form, clerk, (0, "", "1"), (1, "", "2"))
    assert [one.state for one in outcomes] == ["error", "error"]
    assert Figure.objects.count() == 2


def test_what_is_typed_over_an_approved_figure_waits_to_be_approved_again(clerk):
    figure = makers.make_figure(kind="estimate", value=2, state="approved")
    form = makers.make_report_form(figure.indicator, places=[figure.place])
    save(form, clerk, (0, "3", "2"))
    figure.refresh_from_db()
    assert (figure.value, figure.state) == (3, State.DRAFT)
    assert figure.versions.get().value == 2


def test_the_source_of_the_form_is_filled_in_where_none_is_written(form, clerk):
    source, own = makers.make_source(), makers.make_source()
    FormPeriod.objects.create(form=form, period_start=YEAR.start, period_end=YEAR.end, source=source)
    save(form, clerk, (0, "12", ""))
    assert Figure.objects.get().source == source
    Figure.objects.update(source=own)
    save(form, clerk, (0, "13", "12"))
    assert Figure.objects.get().source == own


def test_nothing_is_typed_into_a_closed_period(form, clerk):
    FormPeriod.objects.create(
        form=form, period_start=YEAR.start, period_end=YEAR.end, closed_at=timezone.now(), closed_because="đã nộp"
    )
    with pytest.raises(PermissionDenied, match="đã nộp"):
        save(form, clerk, (0, "12", ""))
    assert not Figure.objects.exists()


def test_the_boxes_of_another_office_refuse(clerk):
    Posting.set(clerk, makers.make_office())
    form = makers.make_report_form(makers.make_indicator(office=makers.make_office(name="Phòng khác")))
    (outcome,) = save(form, clerk, (0, "12", ""))
    assert outcome.message == "Không nhập được ở đây: do Phòng khác phụ trách."
    assert not Figure.objects.exists()


@pytest.mark.parametrize("made_up", ["o-999999-2", "o-x-2", "gia-tri", "o-1-2-3", f"o-{10**25}-2"])
def test_a_box_that_the_form_does_not_have_is_refused(form, clerk, made_up):
    outcome = save_cells(form, YEAR, form.places.first(), [Wish(made_up, "1", "")], by=clerk)[made_up]
    assert outcome.state == "error"


def test_a_shown_box_is_not_typed(form, clerk):
    shown = name(form, column=1)
    outcomes = save_cells(form, YEAR, form.places.first(), [Wish(shown, "1", "")], by=clerk)
    assert outcomes[shown].state == "error"


# What should be looked at twice


def doubts(form, clerk, *wishes):
    return [one.doubts for one in save(form, clerk, *wishes)]


def test_a_figure_beyond_what_is_plausible_is_saved_with_a_warning(clerk):
    form = makers.make_report_form(makers.make_indicator(plausible_max=100))
    assert doubts(form, clerk, (0, "101", "")) == [["nằm ngoài khoảng hợp lý của chỉ tiêu"]]
    assert Figure.objects.get().value == 101


def test_five_times_last_year_is_said(form, clerk):
    indicator = FormRow.objects.get(form=form).indicator
    makers.make_figure(year=2021, indicator=indicator, place=form.places.first(), value=100)
    assert doubts(form, clerk, (0, "501", "")) == [["gấp hơn 5 lần năm 2021: kiểm tra dấu chấm, phẩy và đơn vị"]]
    assert doubts(form, clerk, (0, "500", "501")) == [[]]


def test_each_box_is_held_against_its_own_period_before_and_a_thousandfold_leap_is_said_of_the_last_one_too(clerk):
    kinds = [("year", "plan"), ("year_ago", "official"), ("previous", "preliminary"), ("same", "estimate")]
    columns = [{"relative": relative, "kind": kind} for relative, kind in kinds]
    form = makers.make_report_form(makers.make_indicator(), columns=columns, frequency="month")
    fields = {"indicator": FormRow.objects.get(form=form).indicator, "place": form.places.first()}
    makers.make_figure(period="tháng 10/2021", value=70, **fields)
    month = Period.parse("tháng 10/2022")

    def typed(column, text):
        wish = Wish(name(form, 0, column), text, "")
        return [one.doubts for one in save_cells(form, month, form.places.first(), [wish], by=clerk).values()]

    assert (typed(1, "840"), typed(4, "80")) == ([[]], [[]])
    Figure.objects.all().delete()
    makers.make_figure(period="tháng 9/2022", kind="preliminary", value=75, **fields)
    told = "hơn kém tháng 9/2022 (75) khoảng 1.000 lần: kiểm tra dấu chấm, phẩy và đơn vị"
    assert typed(4, "80.000,0") == [[told]]


def test_parts_above_their_whole_are_said_of_the_part_and_of_the_whole(clerk):
    unit = makers.make_unit()
    whole = makers.make_indicator(unit=unit, name="Tổng")
    parts = [makers.make_indicator(unit=unit, parent=whole) for _ in range(2)]
    form = makers.make_report_form(whole, *parts)
    found = doubts(form, clerk, (0, "10", ""), (1, "6", ""), (2, "5", ""))
    assert found == [["các phần cộng lại lớn hơn «Tổng»"]] * 3


def test_a_share_above_a_hundred_is_said(clerk):
    form = makers.make_report_form(makers.make_indicator(measure="share"))
    assert doubts(form, clerk, (0, "101", "")) == [["tỷ trọng lớn hơn 100 %"]]


def test_a_preliminary_figure_far_from_the_estimate_is_said(clerk):
    form = makers.make_report_form(makers.make_indicator(), columns=[{"kind": "estimate"}, {"kind": "preliminary"}])
    figure = makers.make_figure(
        indicator=FormRow.objects.get(form=form).indicator, place=form.places.first(), kind="estimate", value=100
    )
    assert doubts(form, clerk, (0, "121", "")) == [["lệch hơn 20 % so với ước tính 100"]]
    assert figure.value == 100


def test_a_block_over_two_boxes_of_one_figure_writes_the_first_and_tells_of_the_second(clerk):
    columns = [{"relative": "same", "kind": "estimate"}, {"relative": "cumulated", "kind": "estimate"}]
    form = makers.make_report_form(makers.make_indicator(), columns=columns, frequency="month")
    wishes = [Wish(name(form, column=column), "12", "") for column in (1, 2)]
    first, second = save_cells(form, Period.month(2022, 1), form.places.first(), wishes, by=clerk).values()
    assert (first.state, second.state) == ("saved", "error")
    assert "cùng một số với cột «ước tính tháng 1/2022»" in second.message
    assert Figure.objects.get().value == 12


def test_letters_nobody_sees_in_an_empty_box_are_nothing(form, clerk):
    (outcome,) = save(form, clerk, (0, "\u200b", ""))
    assert (outcome.state, outcome.cell.text) == ("same", "")
    assert not Figure.objects.exists()


def test_what_was_typed_under_other_columns_is_not_saved(form, clerk):
    before = Grid(form, YEAR, form.places.first(), user=clerk).layout
    FormColumn.objects.filter(form=form, number=2).update(kind="official")
    (outcome,) = save(form, clerk, (0, "12", ""), layout=before)
    assert (outcome.state, outcome.message) == ("error", REARRANGED)
    assert not Figure.objects.exists()


def test_a_row_keeps_its_indicator():
    row = makers.make_form_row()
    with pytest.raises(IntegrityError, match="không đổi chỉ tiêu"), transaction.atomic():
        FormRow.objects.filter(pk=row.pk).update(indicator=makers.make_indicator())
