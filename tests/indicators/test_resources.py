"""Sheets of figures: named by indicator, place, period and kind; never approved by a sheet."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.db import connection

from config.sheets.plan import Fate
from indicators.models import Figure, Indicator, Place, ReportedValue, Unit, Version
from indicators.periods import Period
from indicators.resources import FigureResource, ReportedValueResource
from tests import makers
from tests.sheets import as_csv, preview, told, write, xlsx

pytestmark = pytest.mark.django_db

HEAD = ["Chỉ tiêu", "Địa bàn", "Kỳ", "Loại số liệu", "Giá trị"]


@pytest.fixture
def vocabulary():
    unit = makers.make_unit(code="ty-dong", name="tỷ đồng")
    makers.make_indicator(code="gtsx", name="Giá trị sản xuất", unit=unit, plausible_min=0, plausible_max=100_000)
    makers.make_place(code="hb")


@pytest.fixture
def money(vocabulary):
    makers.make_unit(code="dong", name="đồng", dimension="vnd", factor=1)
    Unit.objects.filter(code="ty-dong").update(dimension="vnd", factor=10**9)


def figures(*rows, head=HEAD):
    return xlsx([head, *(["gtsx", "hb", *row] for row in rows)])


def test_a_period_is_one_column_a_year_may_be_a_number(vocabulary):
    periods = [2022, "2021", "6 tháng đầu năm 2023", "2016-2020", "quý I/2023", "31/12/2020", "năm 2019"]
    write(FigureResource(), figures(*([period, "chính thức", 1] for period in periods)))
    assert {str(figure.period) for figure in Figure.objects.all()} == {
        "2022", "2021", "6 tháng đầu năm 2023", "2016-2020", "quý I/2023", "31/12/2020", "2019",
    }  # fmt: skip


def test_text_that_is_no_period_is_refused_with_the_forms_that_are(vocabulary):
    (problem,) = told(preview(FigureResource(), figures(["hai nghìn", "chính thức", 1])))
    assert problem.startswith("Dòng 2, cột «Kỳ»: Không hiểu kỳ «hai nghìn»: hãy gõ theo một trong các dạng 2022;")


def test_a_month_the_spreadsheet_made_a_day_of_is_refused(vocabulary):
    plan = preview(FigureResource(), figures([date(2023, 5, 1), "sơ bộ", 1], [date(2020, 12, 31), "sơ bộ", 1]))
    assert [problem.row for problem in plan.problems] == [2]
    assert "«tháng 5/2023»" in told(plan)[0]
    assert str(plan.rows[1].cells["period"]) == "31/12/2020"


def test_one_figure_for_each_period_and_kind_whatever_way_the_period_is_written(vocabulary):
    plan = preview(
        FigureResource(),
        figures(["quý I/2023", "sơ bộ", 1], ["Quý 1 năm 2023", "sơ bộ", 2], ["quý I/2023", "chính thức", 3]),
    )
    assert [row.fate for row in plan.rows] == [Fate.NEW, Fate.REFUSED, Fate.NEW]
    assert "Trùng với dòng 2" in told(plan)[0]


def test_an_empty_value_and_a_dash_are_unknown_and_zero_is_zero(vocabulary):
    write(
        FigureResource(),
        figures([2019, "sơ bộ", None], [2020, "sơ bộ", "…"], [2021, "sơ bộ", "-"], [2022, "sơ bộ", 0]),
    )
    values = dict(Figure.objects.values_list("period_start__year", "value"))
    assert values == {2019: None, 2020: None, 2021: None, 2022: Decimal(0)}


def test_the_unit_may_be_stated_but_not_another_one(vocabulary):
    head = [*HEAD, "Đơn vị tính"]
    stated = figures([2021, "sơ bộ", 1, "Tỷ đồng"], [2022, "sơ bộ", 1, "ty-dong"], [2023, "sơ bộ", 1, None], head=head)
    assert told(preview(FigureResource(), stated)) == []
    (problem,) = told(preview(FigureResource(), figures([2021, "sơ bộ", 1, "triệu đồng"], head=head)))
    assert "Đơn vị «triệu đồng» khác đơn vị của chỉ tiêu là «tỷ đồng»" in problem


STATED = [*HEAD, "Đơn vị tính"]


def test_a_figure_in_a_unit_that_converts_comes_in_as_the_indicators_and_it_is_told(money):
    row = [2021, "sơ bộ", 1500, "triệu đồng"]
    plan = write(FigureResource(), figures(row, [2022, "sơ bộ", 2, "tỷ đồng"], head=STATED))
    assert list(Figure.objects.order_by("period_start").values_list("value", flat=True)) == [Decimal("1.5"), 2]
    assert plan.notes == ["Cột «Giá trị»: số được đổi từ «triệu đồng» sang «tỷ đồng»: dòng 2."]


def test_a_value_that_prints_its_own_unit_and_growth_comes_in_as_the_indicators_and_both_are_told(money):
    rows = [[2020, "sơ bộ", "1500 triệu đồng (↓3,32%)"], [2021, "sơ bộ", "2 tỷ"], [2022, "sơ bộ", "3 tỷ đồng"]]
    plan = write(FigureResource(), figures(*rows))
    assert list(Figure.objects.order_by("period_start").values_list("value", flat=True)) == [Decimal("1.5"), 2, 3]
    assert plan.notes == ["Cột «Giá trị»: số được đổi từ «triệu đồng» sang «tỷ đồng»: dòng 2."]
    assert "dòng 2 (giảm 3,32%)" in plan.warnings[0]
    bad = [
        [2020, "sơ bộ", "5 MW", None],
        [2021, "sơ bộ", "5 tỷ đồng", "triệu đồng"],
        [2022, "sơ bộ", "5 đồng chẵn", None],
    ]
    assert [
        problem.partition(": ")[2][:40] for problem in told(preview(FigureResource(), figures(*bad, head=STATED)))
    ] == [
        "Đơn vị «MW» khác đơn vị của chỉ tiêu là ",
        "Ô đơn vị tính ghi «triệu đồng» mà ô này ",
        "Đơn vị «đồng chẵn» khác đơn vị của chỉ t",
    ]


@pytest.mark.parametrize("heading", ["Giá trị (triệu đồng)", "Số liệu (tr.đ)"])
def test_the_unit_in_the_head_of_the_values_is_that_of_all_rows(money, heading):
    (row,) = preview(FigureResource(), figures([2021, "sơ bộ", 1500], head=[*HEAD[:4], heading])).rows
    assert row.values["value"] == Decimal("1.5")


def test_the_unit_in_a_corner_is_that_of_all_rows_and_another_dimension_is_refused(money):
    def under(corner):
        return xlsx([[corner], HEAD, ["gtsx", "hb", 2021, "sơ bộ", 1500]])

    (row,) = preview(FigureResource(), under("Đơn vị tính: triệu đồng")).rows
    assert row.values["value"] == Decimal("1.5")
    (problem,) = told(preview(FigureResource(), under("Đơn vị tính: triệu USD")))
    assert problem.startswith("Dòng 3, cột «Giá trị»: Đơn vị «triệu USD» khác đơn vị của chỉ tiêu là «tỷ đồng»")


def test_a_unit_of_the_row_that_contradicts_the_one_over_the_column_is_refused(money):
    head = [*HEAD[:4], "Giá trị (triệu đồng)", "ĐVT"]
    plan = preview(FigureResource(), figures([2021, "sơ bộ", 5, "tỷ đồng"], [2022, "sơ bộ", 5, "tr.đ"], head=head))
    assert [problem.row for problem in plan.problems] == [2]
    assert "Ô đơn vị tính ghi «tỷ đồng» mà bảng ghi «triệu đồng»" in told(plan)[0]


def test_a_value_that_a_unit_makes_finer_than_is_stored_is_refused(money):
    (problem,) = told(preview(FigureResource(), figures([2021, "sơ bộ", 1, "đồng"], head=STATED)))
    assert problem.startswith("Dòng 2, cột «Giá trị»:")


def test_a_cell_shown_as_a_percentage_is_taken_where_the_indicator_is_a_share(vocabulary):
    share = makers.make_unit(code="phan-tram", name="%", dimension="percent", factor=1)
    makers.make_indicator(code="tyle", unit=share)
    book = openpyxl.load_workbook(io.BytesIO(figures([2021, "sơ bộ", 0.125], [2022, "sơ bộ", 0.125])))
    page = book.active
    page["A2"] = "tyle"
    page["E2"].number_format = page["E3"].number_format = "0.0%"
    stream = io.BytesIO()
    book.save(stream)
    plan = preview(FigureResource(), stream.getvalue())
    assert plan.rows[0].values["value"] == Decimal("12.5")
    (problem,) = told(plan)
    assert problem.startswith("Dòng 3, cột «Giá trị»: Ô định dạng phần trăm hiện 12,5 %")


def test_a_bound_and_a_range_go_into_the_columns_that_hold_them(money):
    head = [*HEAD, "Giá trị trên", "Dạng giá trị", "Đơn vị tính"]
    rows = [
        [2021, "sơ bộ", "trên 30", None, None, None],
        [2022, "sơ bộ", "5-7", None, None, "triệu đồng"],
        [2023, "sơ bộ", 4, None, None, None],
    ]
    write(FigureResource(), figures(*rows, head=head))
    held = Figure.objects.order_by("period_start").values_list("value", "upper", "qualifier")
    assert list(held) == [(30, None, ">"), (Decimal("0.005"), Decimal("0.007"), "range"), (4, None, "=")]


def test_a_bound_without_a_column_for_it_or_against_one_is_refused(money):
    (problem,) = told(preview(FigureResource(), figures([2021, "sơ bộ", "trên 30"])))
    assert "«trên 30» không chỉ là một số: hãy thêm vào tệp cột «Dạng giá trị»" in problem
    other = figures([2021, "sơ bộ", "trên 30", "khoảng"], head=[*HEAD, "Dạng giá trị"])
    (problem,) = told(preview(FigureResource(), other))
    assert "khác với ô ở cột «Dạng giá trị» cùng dòng" in problem


def test_a_bound_with_a_dot_of_two_meanings_is_refused_with_both(money):
    (problem,) = told(preview(FigureResource(), figures([2021, "sơ bộ", "khoảng 1.200"])))
    assert "hãy gõ khoảng 1200 hoặc khoảng 1,200" in problem


def test_a_figure_already_stored_in_another_unit_is_told_even_when_nothing_else_differs(vocabulary):
    write(FigureResource(), figures([2021, "sơ bộ", 5]))
    content = figures([2021, "sơ bộ", 5, "triệu đồng"], head=[*HEAD, "Đơn vị tính"])
    assert preview(FigureResource(), content).counts[Fate.REFUSED] == 1


def test_names_for_the_reader_go_out_and_are_not_taken_in(vocabulary):
    makers.make_figure(indicator_id=makers.make_indicator(code="x", name="Tên cũ").pk)
    dataset = FigureResource().export()
    assert dataset["Tên chỉ tiêu (để đọc)"] == ["Tên cũ"]
    content = as_csv([dataset.headers, [cell if cell != "Tên cũ" else "Tên khác" for cell in dataset[0]]])
    assert preview(FigureResource(), content, "a.csv").counts[Fate.SAME] == 1


def test_a_range_a_doubt_and_a_return_keep_their_rules(vocabulary):
    head = [*HEAD, "Giá trị trên", "Dạng giá trị", "Còn nghi vấn", "Ghi chú"]
    plan = preview(
        FigureResource(),
        figures(
            [2020, "sơ bộ", 5, 7, "từ … đến …", None, None],
            [2021, "sơ bộ", 5, 4, "range", None, None],
            [2022, "sơ bộ", 5, None, "khoảng", "x", None],
            head=head,
        ),
    )
    assert told(plan) == [
        "Dòng 3: Chỉ số dạng khoảng mới có giá trị trên, và nó phải lớn hơn giá trị dưới.",
        "Dòng 4: Số liệu còn nghi vấn phải ghi rõ vì sao ở ô ghi chú.",
    ]


def test_an_empty_state_is_a_draft(vocabulary):
    write(FigureResource(), figures([2022, "sơ bộ", 1, None], head=[*HEAD, "Trạng thái"]))
    assert Figure.objects.get().state == "draft"


# Approval


WITH_STATE = [*HEAD, "Trạng thái"]


def approved_figure(year):
    return makers.make_figure(
        indicator=Indicator.objects.get(), place=Place.objects.get(), year=year, kind="preliminary", value=1,
        state="approved",
    )  # fmt: skip


def test_a_sheet_neither_approves_nor_returns(vocabulary):
    content = figures(
        [2022, "sơ bộ", 1, "đã duyệt"], [2023, "sơ bộ", 1, "trả lại", "sai"], head=[*WITH_STATE, "Lý do trả lại"]
    )
    plan = preview(FigureResource(), content, user=makers.make_user("indicators.approve_figure"))
    assert told(plan) == [
        "Dòng 2: Tệp không duyệt được số liệu: hãy ghi «nháp» hoặc «chờ duyệt».",
        "Dòng 3: Tệp không trả lại được số liệu: hãy ghi «nháp» hoặc «chờ duyệt».",
    ]


def test_why_a_figure_was_returned_goes_out_and_is_not_taken_in(vocabulary):
    figure = makers.make_figure(
        indicator=Indicator.objects.get(), place=Place.objects.get(), kind="preliminary", value=1, state="returned",
        return_reason="Sai đơn vị",
    )  # fmt: skip
    assert FigureResource().export()["Lý do trả lại"] == ["Sai đơn vị"]
    head = [*HEAD, "Lý do trả lại"]
    assert preview(FigureResource(), figures([2022, "sơ bộ", 1, "Khác"], head=head)).counts[Fate.SAME] == 1
    write(FigureResource(), figures([2022, "sơ bộ", 2, "Khác"], [2023, "sơ bộ", 3, "Bịa"], head=head))
    figure.refresh_from_db()
    assert (figure.value, figure.return_reason) == (2, "Sai đơn vị")
    assert Figure.objects.exclude(pk=figure.pk).get().return_reason == ""


def test_what_a_sheet_changes_of_an_approved_figure_awaits_approval_again(vocabulary):
    figure = approved_figure(2021)
    content = figures([2021, "sơ bộ", 2, "đã duyệt"], head=WITH_STATE)
    (row,) = preview(FigureResource(), content).of(Fate.CHANGED)
    assert [change.shown_after for change in row.changes] == ["2", "nháp"]
    write(FigureResource(), content)
    figure.refresh_from_db()
    assert (figure.value, figure.state) == (2, "draft")
    assert [version.value for version in Version.objects.public()] == [1]
    assert preview(FigureResource(), content).counts[Fate.SAME] == 1


def test_a_sheet_may_hand_its_changes_in_at_once(vocabulary):
    figure = approved_figure(2021)
    write(FigureResource(), figures([2021, "sơ bộ", 2, "chờ duyệt"], head=WITH_STATE))
    figure.refresh_from_db()
    assert (figure.value, figure.state) == (2, "submitted")


def test_a_sheet_without_a_state_leaves_no_changed_figure_approved(vocabulary):
    figure = approved_figure(2021)
    write(FigureResource(), figures([2021, "sơ bộ", 2]))
    figure.refresh_from_db()
    assert (figure.value, figure.state) == (2, "draft")


def test_a_sheet_does_not_take_an_approval_back(vocabulary):
    approved_figure(2021)
    (message,) = told(preview(FigureResource(), figures([2021, "sơ bộ", 1, "nháp"], head=WITH_STATE)))
    assert "hãy để trạng thái «đã duyệt»" in message


# What other sources say


def test_a_reported_value_names_its_figure_by_the_same_columns(vocabulary):
    write(FigureResource(), figures([2022, "chính thức", 100]))
    makers.make_source(code="bc")
    head = [*HEAD[:-1], "Giá trị nêu", "Nguồn", "Vị trí trong nguồn"]
    write(ReportedValueResource(), figures([2022, "chính thức", 90, "bc", "trang 3"], head=head))
    assert ReportedValue.objects.get().figure == Figure.objects.get()
    plan = preview(ReportedValueResource(), figures([2022, "chính thức", 91, "bc", "trang 3"], head=head))
    assert plan.counts[Fate.CHANGED] == 1
    (problem,) = told(preview(ReportedValueResource(), figures([2021, "chính thức", 90, "bc", ""], head=head)))
    assert "Chưa có số liệu này" in problem


def test_what_a_sheet_says_beside_an_approved_figure_is_a_change_since_its_approval(vocabulary):
    figure = makers.make_figure(indicator=Indicator.objects.get(), place=Place.objects.get(), state="approved")
    makers.make_source(code="bc")
    head = [*HEAD[:-1], "Giá trị nêu", "Nguồn", "Vị trí trong nguồn"]
    write(ReportedValueResource(), figures([2022, "chính thức", 90, "bc", ""], head=head))
    figure.refresh_from_db()
    assert figure.state == "draft"


# Size


def test_twenty_thousand_rows_are_planned_and_written_in_few_queries(vocabulary, django_assert_max_num_queries):
    first = Period.parse("tháng 1/1900")
    periods = [first]
    while len(periods) < 2000:
        periods.append(periods[-1].next())
    places = [makers.make_place(code=f"p{number}").code for number in range(10)]
    rows = [HEAD, *(["gtsx", place, str(period), "chính thức", 5] for place in places for period in periods)]
    content = xlsx(rows)
    with django_assert_max_num_queries(12):
        assert preview(FigureResource(), content).counts[Fate.NEW] == 20_000
    write(FigureResource(), content)
    assert preview(FigureResource(), content).counts[Fate.SAME] == 20_000
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stats WHERE tablename = 'indicators_figure'")
            assert cursor.fetchone()[0], "the planner knows of them at once"
