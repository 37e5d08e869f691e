"""The arithmetic of the two source reports, recomputed by the functions that every page uses."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.measures import (
    cagr,
    change,
    compound,
    convert,
    growth,
    growth_phrase,
    implied_base,
    of_plan,
    ratio,
    rounding_interval,
    share,
    total,
    within_rounding,
)
from indicators.periods import Period


def wholes(part, printed_percent):
    """From which whole up to which one a part would be printed as this whole percentage."""
    low, high = rounding_interval(printed_percent)
    return part / high * 100, part / low * 100


def test_fifty_of_eighty_nine_projects_are_not_sixty_two_percent():
    operating = share(50, 89)
    assert within_rounding(Decimal("56.2"), operating, 1)
    assert not within_rounding(62, operating)
    assert within_rounding(62, share(55, 89))
    assert within_rounding(62, share(50, 81))
    assert within_rounding(Decimal("51.0"), share(50, 98), 1)


def test_six_of_thirteen_projects_in_clusters_operate():
    assert within_rounding(Decimal("46.2"), share(6, 13), 1)


def test_a_growth_of_203_percent_and_203_percent_of_the_plan_differ_by_the_plan():
    plan = Decimal(100)
    assert ratio(203, plan) == of_plan(203, plan) == 203
    assert growth(303, plan) == 203


def test_value_added_falls_behind_production_over_five_years():
    value_added, production = compound(Decimal("10.5"), 5), compound(Decimal("16.4"), 5)
    assert within_rounding(Decimal("164.7"), value_added, 1)
    assert within_rounding(Decimal("213.7"), production, 1)
    assert within_rounding(Decimal("77.1"), ratio(value_added, production), 1)


def test_thirteen_transformers_of_four_ratings_make_356_mva_in_one_way():
    ratings = (16, 25, 40, 63)
    ways = [
        (small, middle, large, huge)
        for small in range(14)
        for middle in range(14 - small)
        for large in range(14 - small - middle)
        for huge in [13 - small - middle - large]
        if total(count * rating for count, rating in zip((small, middle, large, huge), ratings, strict=True)) == 356
    ]
    assert ways == [(5, 6, 0, 2)]
    assert within_rounding(Decimal("27.4"), Decimal(356) / 13, 1)
    assert within_rounding(Decimal("44.5"), Decimal(356) / 8, 1)


def test_138_of_334_projects_operate():
    assert within_rounding(Decimal("41.3"), share(138, 334), 1)
    outside, operating_outside = 334 - total([89, 13]), 138 - total([50, 6])
    assert (outside, operating_outside) == (232, 82)
    assert within_rounding(Decimal("35.3"), share(operating_outside, outside), 1)


@pytest.mark.parametrize("square_kilometres", [4591, 4663])
def test_4600_hectares_are_one_percent_of_the_province(square_kilometres):
    area = convert(square_kilometres, "area", 10**6, "area", 10**4)
    assert within_rounding(1, share(4600, area))
    assert Decimal("0.98") < share(4600, area) < Decimal("1.01")


def test_the_planned_land_was_half_a_percent_and_the_target_doubles_it():
    planned = total([1510, Decimal("820.7")])
    assert planned == Decimal("2330.7")
    assert within_rounding(197, ratio(4600, planned))


def test_exports_of_2022_fit_one_total_within_rounding():
    phones, garments = wholes(780, 54), wholes(450, 31)
    low, high = max(phones[0], garments[0]), min(phones[1], garments[1])
    assert (low.quantize(Decimal(1)), high.quantize(Decimal(1))) == (1431, 1458)
    plan = Decimal(1437)
    assert low < plan < high
    assert within_rounding(54, share(780, plan))
    assert within_rounding(31, share(450, plan))


def test_a_total_outside_the_common_range_breaks_a_printed_share():
    for wrong in (1430, 1459):
        assert not (within_rounding(54, share(780, wrong)) and within_rounding(31, share(450, wrong)))


def test_electricity_generated_in_2022_is_compared_with_two_years_before():
    base = implied_base(Decimal("9417.1"), 1058)
    assert base == Decimal("8359.1")
    assert growth_phrase(growth(Decimal("9417.1"), base)) == "tăng 12,7 %"
    years = Period.year(2022).start.year - date(2020, 1, 1).year
    assert within_rounding(Decimal("6.1"), cagr(base, Decimal("9417.1"), years), 1)


def test_five_months_of_2019_are_a_third_of_the_plan():
    assert within_rounding(Decimal("34.67"), of_plan(Decimal("3934.74"), 11349), 2)


def test_commercial_electricity_of_2022_grew_by_39_percent_in_two_years():
    base = implied_base(1212, Decimal("342.2"))
    assert base == Decimal("869.8")
    assert change(1212, base) == Decimal("342.2")
    assert within_rounding(Decimal("39.3"), growth(1212, base), 1)
    assert within_rounding(Decimal("18.0"), cagr(base, 1212, 2), 1)


def test_ninety_percent_is_no_share_of_eight_substations():
    assert not any(within_rounding(90, share(count, 8)) for count in range(9))
    assert share(7, 8) == Decimal("87.5")
    assert within_rounding(90, share(9, 10))


def test_support_for_sixteen_schemes_averages_408_million():
    assert within_rounding(Decimal("408.4"), Decimal(6535) / 16, 1)
    assert 6535 - total([3860, 1005]) == 1670
