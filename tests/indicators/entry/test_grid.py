"""What a form shows for one period and place, and to whom its boxes are open."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from indicators.entry import periods
from indicators.entry.boxes import amount_of
from indicators.entry.cells import Computed, Total
from indicators.entry.grid import CLOSED, Grid
from indicators.models import FormColumn, FormException, FormPeriod, FormRow, Posting, ReportForm
from indicators.periods import Period
from tests import makers

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
Frequency, Relative = ReportForm.Frequency, FormColumn.Relative
YEAR = Period.year(2022)
ENTERS = ("indicators.view_figure", "indicators.add_figure", "indicators.change_figure")


@pytest.fixture
def clerk():
    return makers.make_user(*ENTERS)


def grid_of(form, user, period=YEAR, **options):
    return Grid(form, period, form.places.first(), user=user, **options)


def box(grid, row, number):
    return grid.lines[row].cells[number - 1]


# Periods


@pytest.mark.parametrize(
    ("frequency", "today", "period"),
    [
        (Frequency.MONTH, date(2022, 5, 8), "tháng 4/2022"),
        (Frequency.MONTH, date(2022, 5, 20), "tháng 5/2022"),
        (Frequency.QUARTER, date(2022, 4, 15), "quý I/2022"),
        (Frequency.QUARTER, date(2022, 5, 1), "quý II/2022"),
        (Frequency.HALF, date(2022, 7, 20), "6 tháng đầu năm 2022"),
        (Frequency.NINE_MONTHS, date(2022, 10, 20), "9 tháng 2022"),
        (Frequency.YEAR, date(2022, 3, 1), "2021"),
        (Frequency.YEAR, date(2022, 11, 26), "2022"),
    ],
)
def test_a_form_opens_at_the_period_people_work_on(frequency, today, period):
    assert str(periods.current(frequency, today)) == period
    assert periods.fits(frequency, Period.parse(period))


@pytest.mark.parametrize(
    ("relative", "period"),
    [
        (Relative.SAME, "tháng 4/2022"),
        (Relative.PREVIOUS, "tháng 3/2022"),
        (Relative.YEAR_AGO, "tháng 4/2021"),
        (Relative.CUMULATED, "4 tháng 2022"),
        (Relative.CUMULATED_YEAR_AGO, "4 tháng 2021"),
        (Relative.YEAR, "2022"),
        (Relative.YEAR_BEFORE, "2021"),
        (Relative.NEXT_YEAR, "2023"),
    ],
)
def test_a_column_tells_its_period_from_that_of_the_form(relative, period):
    assert str(periods.period_of(relative, Period.month(2022, 4))) == period


def test_the_cumulated_period_of_january_is_january():
    assert periods.period_of(Relative.CUMULATED, Period.month(2022, 1)) == Period.month(2022, 1)


# Boxes


def test_a_box_shows_its_figure_so_that_it_can_be_typed_again(clerk):
    figure = makers.make_figure(kind="estimate", value=Decimal("1234.5"), qualifier="~")
    form = makers.make_report_form(figure.indicator, places=[figure.place])
    assert box(grid_of(form, clerk), 0, 2).text == "~1.234,5"


def test_what_is_counted_at_a_moment_stands_under_the_last_day(clerk):
    stock = makers.make_indicator(measure="stock")
    form = makers.make_report_form(stock)
    makers.make_figure("31/12/2022", indicator=stock, place=form.places.first(), kind="estimate", value=8)
    cell = box(grid_of(form, clerk), 0, 2)
    assert (cell.text, str(cell.period)) == ("8", "31/12/2022")


def test_a_stock_reported_for_the_year_keeps_its_place(clerk):
    stock = makers.make_indicator(measure="stock")
    form = makers.make_report_form(stock)
    makers.make_figure("2022", indicator=stock, place=form.places.first(), kind="estimate", value=8)
    assert str(box(grid_of(form, clerk), 0, 2).period) == "2022"


def test_a_column_without_a_kind_shows_the_most_mature_figure(clerk):
    indicator = makers.make_indicator()
    form = makers.make_report_form(indicator)
    for kind, value in [("estimate", 1), ("official", 3), ("preliminary", 2)]:
        makers.make_figure(year=2021, indicator=indicator, place=form.places.first(), kind=kind, value=value)
    assert box(grid_of(form, clerk), 0, 1).text == "3"


def test_growth_is_computed_and_a_share_moves_in_points(clerk):
    flow, share = makers.make_indicator(), makers.make_indicator(measure="share")
    form = makers.make_report_form(flow, share)
    for indicator, before, now in [(flow, 100, 110), (share, 40, 38)]:
        for year, kind, value in [(2021, "official", before), (2022, "estimate", now)]:
            makers.make_figure(year=year, indicator=indicator, place=form.places.first(), kind=kind, value=value)
    grid = grid_of(form, clerk)
    assert [amount_of(box(grid, row, 3)) for row in (0, 1)] == ["+10,0 %", "−2,0 điểm %"]


def test_no_plan_divides_an_index(clerk):
    columns = [
        {"kind": "plan"},
        {"kind": "estimate"},
        {"content": "computed", "formula": "ratio", "of_number": 2, "base_number": 1},
    ]
    flow, index = makers.make_indicator(), makers.make_indicator(measure="index")
    form = makers.make_report_form(flow, index, columns=columns)
    for indicator in (flow, index):
        for kind, value in [("plan", 200), ("estimate", 150)]:
            makers.make_figure(indicator=indicator, place=form.places.first(), kind=kind, value=value)
    grid = grid_of(form, clerk)
    assert [amount_of(box(grid, row, 3)) for row in (0, 1)] == ["75,0 %", ""]


def test_a_share_is_taken_of_the_parent_in_the_same_column(clerk):
    columns = [{"kind": "estimate"}, {"content": "computed", "formula": "share", "of_number": 1}]
    whole = makers.make_indicator()
    part = makers.make_indicator(parent=whole)
    form = makers.make_report_form(whole, part, columns=columns)
    for indicator, value in [(whole, 400), (part, 100)]:
        makers.make_figure(indicator=indicator, place=form.places.first(), kind="estimate", value=value)
    grid = grid_of(form, clerk)
    assert [amount_of(box(grid, row, 2)) for row in (0, 1)] == ["", "25,0 %"]


def test_a_total_adds_the_rows_under_it_and_is_unknown_while_one_is_missing(clerk):
    unit = makers.make_unit()
    one, two = makers.make_indicator(unit=unit), makers.make_indicator(unit=unit)
    rows = [
        {"wording": "Tổng số", "is_total": True},
        {"indicator": one, "level": 1},
        {"indicator": two, "level": 1},
        {"indicator": makers.make_indicator(unit=unit)},
    ]
    form = makers.make_report_form(*rows)
    makers.make_figure(indicator=one, place=form.places.first(), kind="estimate", value=3)
    total = box(grid_of(form, clerk), 0, 2)
    assert isinstance(total, Total)
    assert total.value is None
    makers.make_figure(indicator=two, place=form.places.first(), kind="estimate", value=4)
    assert box(grid_of(form, clerk), 0, 2).value == 7


def test_a_second_indicator_stands_beside_the_first(clerk):
    local, national = makers.make_indicator(), makers.make_indicator()
    columns = [{"kind": "official"}, {"kind": "official", "is_beside": True}]
    form = makers.make_report_form({"indicator": local, "beside": national}, columns=columns)
    for indicator, value in [(local, 5), (national, 6)]:
        makers.make_figure(indicator=indicator, place=form.places.first(), value=value)
    grid = grid_of(form, clerk)
    assert [box(grid, 0, number).text for number in (1, 2)] == ["5", "6"]


@pytest.mark.every_engine
def test_the_last_released_figure_says_how_mature_it_is_and_of_when(clerk):
    indicator = makers.make_indicator()
    form = makers.make_report_form(indicator, columns=[{"content": "shown", "relative": "released"}])
    for year in (2019, 2020):
        makers.make_figure(
            year=year, indicator=indicator, place=form.places.first(), value=year, state="approved", kind="preliminary"
        )
    makers.make_figure(year=2021, indicator=indicator, place=form.places.first(), value=7, kind="official")
    cell = box(grid_of(form, clerk), 0, 1)
    assert (cell.figure.value, cell.figure.period, cell.kind) == (2020, Period.year(2020), "preliminary")


def test_headings_hold_no_boxes(clerk):
    form = makers.make_report_form({"wording": "Sản phẩm chủ yếu"}, makers.make_indicator())
    grid = grid_of(form, clerk)
    assert grid.lines[0].is_heading
    assert [cell.row.code for cell in grid.cells.values()] == ["d2", "d2"]
    assert isinstance(box(grid, 0, 3), Computed)


@pytest.mark.parametrize("rows", [3, 60])
def test_a_form_is_read_in_a_fixed_number_of_queries(clerk, django_assert_max_num_queries, rows):
    form = makers.make_report_form(*(makers.make_indicator() for _ in range(rows)))
    with django_assert_max_num_queries(10):
        assert len(grid_of(form, clerk).lines) == rows


# Whose boxes they are


def test_boxes_of_another_office_are_there_to_read(clerk):
    mine, theirs = makers.make_office(name="Phòng tôi"), makers.make_office(name="Phòng khác")
    Posting.set(clerk, mine)
    rows = [makers.make_indicator(office=office) for office in (mine, theirs, None)]
    grid = grid_of(makers.make_report_form(*rows), clerk)
    assert [box(grid, row, 2).is_open for row in range(3)] == [True, False, False]
    assert box(grid, 1, 2).locked == "do Phòng khác phụ trách"


def test_who_may_only_look_types_nowhere():
    reader = makers.make_user("indicators.view_figure")
    grid = grid_of(makers.make_report_form(makers.make_indicator()), reader)
    assert not any(cell.is_open for cell in grid.cells.values())


def close(form, **fields):
    given = {"closed_at": timezone.now(), "closed_because": "đã nộp báo cáo", **fields}
    return FormPeriod.objects.create(form=form, period_start=YEAR.start, period_end=YEAR.end, **given)


def test_a_closed_period_says_why_since_when_by_whom_and_whom_to_ask(clerk):
    chief = makers.make_user(last_name="Trần", first_name="Bình")
    form = makers.make_report_form(makers.make_indicator())
    close(form, closed_by=chief, contact="chị Hoa, phòng Tổng hợp")
    grid = grid_of(form, clerk)
    assert box(grid, 0, 2).locked == CLOSED
    told = str(grid.window)
    assert "Trần Bình khóa" in told
    assert "đã nộp báo cáo" in told
    assert "hỏi chị Hoa, phòng Tổng hợp" in told


@pytest.mark.every_engine
def test_an_exception_opens_a_closed_period_to_one_person_until_its_hour(clerk):
    form = makers.make_report_form(makers.make_indicator())
    closed = close(form)
    hour = timezone.now() + timedelta(hours=1)
    exception = FormException.objects.create(form_period=closed, user=clerk, until=hour, reason="sửa số thuế")
    assert box(grid_of(form, clerk), 0, 2).is_open
    assert not box(grid_of(form, makers.make_user(*ENTERS)), 0, 2).is_open
    exception.until = timezone.now() - timedelta(minutes=1)
    exception.save()
    assert not box(grid_of(form, clerk), 0, 2).is_open


def test_a_closed_period_leaves_the_others_open(clerk):
    form = makers.make_report_form(makers.make_indicator())
    close(form)
    assert box(grid_of(form, clerk, Period.year(2023)), 0, 2).is_open


def test_the_due_day_is_the_forms_own_unless_the_period_has_one():
    form = makers.make_report_form(due_days=-16)
    user = makers.make_user()
    assert grid_of(form, user).window.due_on == date(2022, 12, 15)
    FormPeriod.objects.create(form=form, period_start=YEAR.start, period_end=YEAR.end, due_on=date(2023, 1, 20))
    assert grid_of(form, user).window.due_on == date(2023, 1, 20)


@pytest.mark.every_engine
def test_rows_of_the_same_family_come_with_the_rows_asked_for(clerk):
    whole = makers.make_indicator()
    part, other = makers.make_indicator(parent=whole), makers.make_indicator()
    form = makers.make_report_form(whole, part, other)
    asked = FormRow.objects.get(indicator=part)
    assert [line.indicator for line in grid_of(form, clerk, rows=[asked.pk]).lines] == [whole, part]


# Where two boxes are one figure

MONTH_AND_YEAR_SO_FAR = [
    {"relative": "same", "kind": "estimate", "is_required": True},
    {"relative": "cumulated", "kind": "estimate", "is_required": True},
]


@pytest.mark.every_engine
@pytest.mark.parametrize(("measure", "month", "is_one"), [("flow", 1, True), ("flow", 2, False), ("stock", 5, True)])
def test_the_year_so_far_is_typed_with_the_month_where_the_two_are_one_figure(clerk, measure, month, is_one):
    columns = MONTH_AND_YEAR_SO_FAR
    form = makers.make_report_form(makers.make_indicator(measure=measure), columns=columns, frequency="month")
    first, second = Grid(form, Period.month(2022, month), form.places.first(), user=clerk).cells.values()
    assert first.is_open
    assert (second.same_as == first.name, second.is_open) == (is_one, not is_one)
    assert ("cùng một số với cột «ước tính" in second.locked) == is_one


def test_an_indicator_beside_another_and_in_a_row_of_its_own_is_typed_in_one_box(clerk):
    value, amount = makers.make_indicator(name="Trị giá"), makers.make_indicator(name="Lượng")
    columns = [{"kind": "estimate"}, {"kind": "estimate", "is_beside": True}]
    rows = {"indicator": amount, "beside": value}, value
    form = makers.make_report_form(*rows, columns=columns)
    cells = list(Grid(form, Period.year(2022), form.places.first(), user=clerk).cells.values())
    assert [cell.locked for cell in cells] == ["", "", "cùng một số với cột «ước tính 2022» dòng «Lượng», nhập ở đó"]
