"""Series: what is current, what may be compared with what, and what a chart draws of it."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.models import Indicator, Place, Unit, Version
from indicators.periods import Period
from indicators.public.charts import HEIGHT, WIDTH, chart_of
from indicators.series import Series, revisions

INDICATOR = Indicator(pk=1, name="Giá trị sản xuất", measure="flow", unit=Unit(name="tỷ đồng"))
SHARE = Indicator(pk=2, name="Tỷ trọng", measure="share", unit=Unit(name="%"))
PLACE = Place(pk=1, name="Hòa Bình")


def figure(period, value, kind="official", indicator=INDICATOR, **fields):
    period = Period.parse(str(period))
    value = None if value is None else Decimal(str(value))
    dates = {"period_start": period.start, "period_end": period.end}
    return Version(indicator=indicator, place=PLACE, kind=kind, value=value, number=1, **dates, **fields)


def series(*figures):
    return Series(figures)


def test_the_most_mature_degree_is_current():
    one = series(figure(2020, 47, "estimate"), figure(2020, 41, "official"), figure(2020, 45, "preliminary"))
    assert one.current(Period.year(2020)).value == 41
    assert [step.figure.value for step in revisions(one.figures)[PLACE.pk][0][1]] == [47, 45, 41]


def test_targets_and_plans_are_never_current():
    one = series(figure(2025, 54, "target"), figure(2025, 50, "plan"))
    assert one.latest is None
    assert one.next_goal.period == Period.year(2025)


def test_of_two_periods_that_end_together_the_year_is_the_latest():
    one = series(figure("quý IV/2022", 5), figure(2022, 20), figure("31/12/2022", 9), figure("2018-2022", 80))
    assert str(one.latest.period) == "2022"


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        ((2022, 108.9), (2021, 100), "tăng 8,9 % so với năm 2021"),
        (("quý I/2023", 90), ("quý I/2022", 100), "giảm 10,0 % so với quý I/2022"),
        (("2021-2025", 150), ("2016-2020", 100), "tăng 50,0 % so với giai đoạn 2016-2020"),
        (("31/12/2021", 100), ("31/12/2020", 100), "không đổi so với ngày 31/12/2020"),
    ],
)
def test_a_figure_moves_against_the_period_like_it(now, before, words):
    one = series(figure(*before), figure(*now))
    assert str(one.movement(one.latest)) == words


def test_a_movement_from_rough_figures_is_rough():
    one = series(figure(2021, 100), figure(2022, 110, qualifier="~"))
    assert one.movement(one.latest).phrase == "tăng khoảng 10,0 %"


def test_a_figure_does_not_move_from_one_of_another_definition():
    one = series(figure(2021, 100, has_other_definition=True), figure(2022, 110))
    assert one.movement(one.latest) is None


def test_a_revision_from_a_rough_figure_is_rough():
    one = series(figure(2020, 100, "estimate", qualifier="~"), figure(2020, 110))
    assert str(revisions(one.figures)[PLACE.pk][0][1][1]) == "khoảng +10 (tăng 10,0 %)"


@pytest.mark.parametrize("fields", [{"qualifier": "~"}, {"has_other_definition": True}])
def test_a_plan_is_not_reached_by_a_figure_that_is_about_right_or_of_another_definition(fields):
    one = series(figure(2022, 100, "plan"), figure(2022, 110, **fields))
    assert one.of_plan(one.latest) is None


@pytest.mark.parametrize("base", [None, 0, -5])
def test_without_a_base_above_zero_there_is_no_growth(base):
    one = series(figure(2021, base), figure(2022, 250))
    assert one.movement(one.latest) is None


def test_a_share_moves_in_points_and_has_no_percent_of_a_plan():
    one = series(
        figure(2021, 40, indicator=SHARE), figure(2022, 42, indicator=SHARE), figure(2022, 45, "plan", indicator=SHARE)
    )
    assert one.movement(one.latest).phrase == "tăng 2,0 điểm %"
    assert one.of_plan(one.latest) is None


def test_a_chart_keeps_within_its_frame_and_starts_amounts_at_zero():
    chart = chart_of(series(*[figure(year, value) for year, value in [(2019, 987), (2021, 15), (2022, 1437.5)]]))
    assert chart.scale[0] == 0
    assert chart.scale[-1] >= Decimal("1437.5")
    assert len(chart.scale) in range(4, 8)
    for bar in chart.bars:
        assert 0 <= bar.x <= bar.x + bar.width <= WIDTH
        assert 0 <= bar.y <= bar.y + bar.height <= HEIGHT
    assert chart.bars[1].x - chart.bars[0].x > chart.bars[2].x - chart.bars[1].x


def test_a_line_may_start_above_zero_and_equal_values_still_make_a_scale():
    rates = [figure(year, 41, indicator=SHARE) for year in (2020, 2021, 2022)]
    chart = chart_of(series(*rates))
    assert chart.scale[0] > 0
    assert chart.scale[0] < chart.scale[-1]


def test_negative_amounts_hang_below_the_zero_line():
    chart = chart_of(series(figure(2020, -10), figure(2021, 5), figure(2022, 10)))
    assert chart.scale[0] < 0
    assert chart.bars[0].y == chart.bars[1].y + chart.bars[1].height


def test_the_labels_of_the_time_axis_never_touch():
    chart = chart_of(series(*[figure(f"tháng {month}/2022", month) for month in range(1, 13)]))
    places = [time.at for time in chart.times]
    assert all(second - first > 50 for first, second in zip(places, places[1:], strict=False))


def test_days_of_different_dates_are_not_one_chart():
    days = [date(2020, 12, 31), date(2021, 6, 30), date(2022, 12, 31)]
    assert chart_of(series(*[figure(f"{day:%d/%m/%Y}", 1) for day in days])) is None
