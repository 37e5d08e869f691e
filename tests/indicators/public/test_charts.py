"""What stands on a chart: which figures, on which time axis, drawn as what they are."""

from decimal import Decimal

import pytest

from config.templatetags.charts import chart as drawn
from indicators.axes import axes_of
from indicators.periods import Period
from indicators.public.charts import MOST_SLOTS, charts_of
from indicators.series import Series
from tests.indicators.test_series import SHARE, figure


def charts(*figures):
    return charts_of(Series(figures))


def slots_of(chart):
    return [point.slot for point in chart.drawing.widest.strands[0].points]


def test_two_comparable_years_make_a_chart_and_one_makes_none():
    (chart,) = charts(figure(2020, 10), figure(2022, 30))
    assert slots_of(chart) == [2020, 2022]
    assert [time.words for time in chart.drawing.widest.frame.times] == ["2020", "2021", "2022"]
    assert charts(figure(2022, 10), figure("quý I/2022", 3), figure(2023, None)) == []


def test_each_shape_of_period_has_its_own_chart_that_of_the_most_figures_first():
    quarters = [figure(f"quý {number}/2022", value) for number, value in [("I", 3), ("II", 4), ("IV", 5)]]
    years, quarter = charts(figure(2019, 1), *quarters, figure(2020, 2))[::-1]
    assert (years.axis.slug, quarter.axis.slug) == ("nam", "quy")
    assert [time.words for time in quarter.drawing.widest.frame.times][1] == "quý II/2022"
    assert len(quarter.drawing.widest.frame.times) == 4


@pytest.mark.parametrize(
    ("periods", "name", "steps"),
    [
        (["6 tháng đầu năm 2021", "6 tháng đầu năm 2022"], "6 tháng đầu các năm", 1),
        (["6 tháng đầu năm 2021", "6 tháng cuối năm 2021"], "Theo nửa năm", 1),
        (["quý I/2020", "quý I/2021"], "Quý I các năm", 1),
        (["tháng 5/2021", "tháng 8/2021"], "Theo tháng", 3),
        (["28/02/2023", "29/02/2024"], "Đến ngày 28/02 các năm", 1),
        (["2011-2015", "2016-2020"], "Theo giai đoạn 5 năm", 1),
        (["9 tháng 2021", "9 tháng 2023"], "9 tháng các năm", 2),
    ],
)
def test_periods_that_are_alike_stand_on_one_axis(periods, name, steps):
    ((axis, (first, last)),) = axes_of(map(Period.parse, periods))
    assert (axis.name, axis.slot(last) - axis.slot(first)) == (name, steps)
    assert axis.is_yearly or axis.label(axis.slot(first)) == str(first)
    assert axis.holds(first)


def test_days_of_different_dates_and_plan_periods_that_overlap_are_not_one_chart():
    for periods in [["31/12/2020", "30/06/2021"], ["2015-2019", "2016-2020"], ["15/12/2021-14/12/2022"]]:
        assert charts(*[figure(period, 1) for period in periods]) == []


def test_a_break_parts_the_chart_and_alone_leaves_nothing_to_compare():
    (chart,) = charts(*[figure(year, year, is_break=year == 2019) for year in range(2016, 2022)])
    assert len(chart.drawing.widest.edges) == 1
    assert str(chart.average) == "bình quân tăng 0,0 %/năm, 2019-2021".replace("0,0", "dưới 0,1")
    assert charts(figure(2018, 10), figure(2019, 20, is_break=True)) == []


def test_figures_are_drawn_as_what_they_are_and_what_is_left_out_is_told():
    (chart,) = charts(
        figure(2017, 5, qualifier="under"),
        figure(2018, 5, qualifier=">"),
        figure(2019, 5, qualifier="range", upper=Decimal(7)),
        figure(2020, 6, qualifier="~"),
        figure(2021, 8, "estimate"),
        figure(2022, 99, in_doubt=True),
        figure(2022, 9, "plan"),
        figure(2023, 12, "target", qualifier=">"),
        figure("2021-2025", 60, "target"),
    )
    points = {point.slot: point for point in chart.drawing.widest.strands[0].points}
    assert [points[year].bound for year in (2017, 2018, 2019)] == ["under", "over", ""]
    assert (points[2019].upper, points[2020].label, points[2021].is_estimate) == (7, "khoảng 6", True)
    assert [goal.value for goal in chart.goals] == [9, 12]
    assert list(chart.remarks) == ["năm 2022 (còn nghi vấn)"]
    assert 2022 not in points
    page = drawn(chart.drawing)
    assert "<title>năm 2019, chính thức: 5–7 tỷ đồng</title>" in page
    assert "<title>năm 2023, mục tiêu: trên 12 tỷ đồng</title>" in page
    assert "<desc>5 kỳ, đơn vị tỷ đồng: từ dưới 5 (năm 2017) đến 8 (năm 2021).</desc>" in page
    assert "thực tế cao hơn mức vẽ" in page
    assert "thực tế thấp hơn mức vẽ" in page


def test_a_rate_is_a_line_an_amount_stands_in_columns_from_zero():
    (rate,) = charts(figure(2020, 41, indicator=SHARE), figure(2021, 42, indicator=SHARE))
    (amount,) = charts(figure(2020, 41), figure(2021, 42))
    assert (rate.drawing.kind, amount.drawing.kind) == ("lines", "columns")
    assert rate.drawing.widest.frame.scale[0] > amount.drawing.widest.frame.scale[0] == 0
    assert rate.average is None


def test_of_a_long_series_the_latest_is_drawn():
    months = [figure(f"tháng {month}/{year}", month) for year in range(2010, 2020) for month in range(1, 13)]
    (chart,) = charts(*months)
    assert len(chart.figures) == MOST_SLOTS
    assert str(chart.figures[-1].period) == "tháng 12/2019"
