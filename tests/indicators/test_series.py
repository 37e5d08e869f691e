"""Series: what is current, and what may be compared with what."""

from decimal import Decimal

import pytest

from indicators.models import Indicator, Place, Unit, Version
from indicators.periods import Period
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


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ([(2018, 100), (2022, 122.5)], "bình quân tăng 5,2 %/năm, 2018-2022"),
        ([("quý I/2020", 100), ("quý I/2022", 81)], "bình quân giảm 10,0 %/năm, 2020-2022"),
        ([(2019, 100), (2022, 100)], "bình quân không đổi, 2019-2022"),
        ([("31/12/2015", 10), (2018, 100), (2022, 200)], "bình quân tăng 18,9 %/năm, 2018-2022"),
    ],
)
def test_over_a_gap_of_years_an_amount_grows_by_its_yearly_average(figures, words):
    one = series(*[figure(*each) for each in figures])
    assert one.movement(one.latest) is None
    assert str(one.movement_told) == words
    assert str(one.rows[0].movement) == words


def test_over_a_gap_a_share_moves_in_points_and_what_is_rough_stays_rough():
    one = series(figure(2018, 40, indicator=SHARE), figure(2022, 44, indicator=SHARE))
    assert str(one.movement_told) == "tăng 4,0 điểm % so với năm 2018"
    rough = series(figure(2020, 100, qualifier="~"), figure(2022, 121))
    assert str(rough.movement_told) == "bình quân tăng khoảng 10,0 %/năm, 2020-2022"


@pytest.mark.parametrize(
    "between",
    [
        figure(2020, None, is_break=True),
        figure("quý IV/2020", 50, is_break=True),
    ],
)
def test_nothing_is_compared_over_a_break_and_what_is_in_doubt_is_passed_over(between):
    assert series(figure(2018, 100), between, figure(2022, 200)).movement_told is None
    anew = series(figure(2018, 100, is_break=True), figure(2022, 122.5))
    assert str(anew.movement_told) == "bình quân tăng 5,2 %/năm, 2018-2022"
    doubtful = series(figure(2018, 100), figure(2021, 5, in_doubt=True), figure(2022, 200))
    assert str(doubtful.movement_told) == "bình quân tăng 18,9 %/năm, 2018-2022"
