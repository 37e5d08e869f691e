from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.measures import (
    Comparison,
    MeasureError,
    MeasureKind,
    cagr,
    change,
    comparison,
    compound,
    convert,
    growth,
    growth_phrase,
    implied_base,
    is_plausible,
    mean_rate,
    of_plan,
    plan_phrase,
    points,
    points_phrase,
    ratio,
    ratio_phrase,
    rounding_interval,
    share,
    total,
    within_rounding,
)

amounts = st.decimals(min_value=0, max_value=10**9, places=4)
bases = st.decimals(min_value=Decimal("0.0001"), max_value=10**9, places=4)


def rounded(number, decimals=1):
    return number.quantize(Decimal(1).scaleb(-decimals))


def test_growth_ratio_and_share_of_plan_are_three_things():
    assert growth_phrase(growth(115, 100)) == "tăng 15,0 %"
    assert ratio_phrase(ratio(115, 100)) == "bằng 115,0 %"
    assert plan_phrase(of_plan(115, 100)) == "đạt 115,0 % kế hoạch"


def test_whole_numbers_are_not_divided_as_integers():
    assert growth(5, 4) == 25
    assert share(1, 8) == Decimal("12.5")


@pytest.mark.parametrize("measure", [growth, ratio, of_plan, share])
@pytest.mark.parametrize(
    ("value", "base"), [(None, 100), (100, None), (None, None), (100, 0), (0, 0), (100, -5), (-5, 100), (-5, -10)]
)
def test_a_quotient_is_unknown_without_two_comparable_numbers(measure, value, base):
    assert measure(value, base) is None


def test_a_fall_to_zero_is_known():
    assert growth(0, 50) == -100
    assert ratio(0, 50) == 0


@pytest.mark.parametrize("measure", [change, points, implied_base])
def test_a_difference_is_unknown_without_two_numbers(measure):
    assert measure(None, 1) is None
    assert measure(1, None) is None


def test_a_difference_may_cross_zero():
    assert change(-3, 5) == -8
    assert points(Decimal("40.26"), Decimal("41.42")) == Decimal("-1.16")


@given(amounts, bases)
def test_the_ratio_is_the_growth_and_a_hundred(value, base):
    assert ratio(value, base) == pytest.approx(growth(value, base) + 100, rel=Decimal("1e-20"))


@given(amounts, bases)
def test_the_base_is_found_again_from_the_increase(value, base):
    assert implied_base(value, change(value, base)) == base


@pytest.mark.parametrize(
    ("first", "last", "years", "rate"),
    [
        (100, 121, 2, "10.0"),
        (Decimal("8359.1"), Decimal("9417.1"), 2, "6.1"),
        (100, 100, 7, "0.0"),
        (50, 0, 3, "-100.0"),
    ],
)
def test_average_yearly_growth_compounds_to_the_last_value(first, last, years, rate):
    assert rounded(cagr(first, last, years)) == Decimal(rate)


@pytest.mark.parametrize(
    ("first", "last", "years"), [(None, 1, 1), (1, None, 1), (0, 1, 1), (-1, 1, 1), (1, -1, 1), (1, 2, 0), (1, 2, -1)]
)
def test_average_yearly_growth_is_unknown_without_a_start_or_a_span(first, last, years):
    assert cagr(first, last, years) is None


@given(bases, st.decimals(min_value=-50, max_value=50, places=2), st.integers(1, 20))
def test_compounding_and_averaging_undo_each_other(first, rate, years):
    last = first * compound(rate, years) / 100
    assert cagr(first, last, years) == pytest.approx(rate, abs=Decimal("1e-15"))


@pytest.mark.parametrize(("rate", "years"), [(None, 5), (-101, 5), (5, -1)])
def test_compounding_is_unknown_without_a_rate_or_a_span(rate, years):
    assert compound(rate, years) is None


def test_a_value_is_converted_inside_one_dimension():
    assert convert(Decimal("6.535"), "vnd", 10**9, "vnd", 10**6) == 6535
    assert convert(None, "vnd", 10**9, "vnd", 10**6) is None


def test_dollars_do_not_become_dong():
    with pytest.raises(MeasureError, match="usd"):
        convert(1, "usd", 1, "vnd", 1)


def test_dimensions_are_held_apart_even_where_no_value_is_known():
    with pytest.raises(MeasureError):
        convert(None, "usd", 1, "vnd", 1)


@pytest.mark.parametrize(
    ("printed", "computed", "decimals", "agrees"),
    [
        (54, "53.5", 0, True),
        (54, "54.49999", 0, True),
        (54, "54.5", 0, False),
        (54, "53.49999", 0, False),
        (-54, "-53.5", 0, True),
        (-54, "-54.5", 0, False),
        ("12.7", "12.6568", 1, True),
        ("12.7", "12.75", 1, False),
        (62, "56.18", 0, False),
    ],
)
def test_a_printed_number_stands_for_what_rounds_to_it(printed, computed, decimals, agrees):
    assert within_rounding(Decimal(printed), Decimal(computed), decimals) is agrees


def test_nothing_is_said_of_a_missing_number():
    assert within_rounding(None, 1) is None
    assert within_rounding(1, None) is None


@given(st.decimals(min_value=0, max_value=10**6, places=6), st.integers(0, 3))
def test_a_number_lies_in_the_interval_of_its_own_rounding(computed, decimals):
    printed = computed.quantize(Decimal(1).scaleb(-decimals), "ROUND_HALF_UP")
    low, high = rounding_interval(printed, decimals)
    assert low <= computed < high
    assert within_rounding(printed, computed, decimals)


def test_a_total_with_a_missing_part_is_unknown():
    assert total([1, Decimal("2.5")]) == Decimal("3.5")
    assert total([1, None]) is None
    assert total([]) is None
    assert total([0]) == 0


@pytest.mark.parametrize("measure", ["rate", "share", "index", "ratio"])
def test_rates_shares_and_indices_are_never_summed(measure):
    with pytest.raises(MeasureError, match="không cộng được"):
        total([50, 50], measure)


@pytest.mark.parametrize("measure", ["level", "flow", "stock"])
def test_amounts_are_summed(measure):
    assert total([1, 2], measure) == 3


def test_a_common_rate_is_sum_over_sum_and_not_the_mean_of_rates():
    assert mean_rate([50, 6], [89, 13]) == Decimal(56) / 102 * 100
    assert rounded((share(50, 89) + share(6, 13)) / 2) != rounded(mean_rate([50, 6], [89, 13]))
    assert mean_rate([3000, 1500], [10, 20], per=1) == 150


@pytest.mark.parametrize(("numerators", "denominators"), [([1, None], [2, 2]), ([1], [None]), ([], []), ([1], [0])])
def test_a_common_rate_is_unknown_without_all_its_parts(numerators, denominators):
    assert mean_rate(numerators, denominators) is None


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("level", Comparison(Decimal(10), "%")),
        ("flow", Comparison(Decimal(10), "%")),
        ("stock", Comparison(Decimal(10), "%")),
        ("rate", Comparison(Decimal(4), "điểm %")),
        ("share", Comparison(Decimal(4), "điểm %")),
        ("ratio", Comparison(Decimal(4), "điểm %")),
        ("index", Comparison(Decimal(4), "điểm")),
    ],
)
def test_the_measure_decides_between_growth_and_points(measure, expected):
    assert comparison(measure, 44, 40) == expected
    assert comparison(MeasureKind(measure), None, 40).amount is None


def test_a_rate_may_be_compared_with_zero_where_growth_may_not():
    assert comparison("rate", Decimal("1.5"), 0).phrase() == "tăng 1,5 điểm %"
    assert comparison("flow", Decimal("1.5"), 0).phrase() == "—"


@pytest.mark.parametrize(
    ("rate", "decimals", "phrase"),
    [
        ("8.94", 1, "tăng 8,9 %"),
        ("-0.9", 1, "giảm 0,9 %"),
        ("0", 1, "không đổi"),
        ("0.04", 1, "tăng dưới 0,1 %"),
        ("-0.04", 1, "giảm dưới 0,1 %"),
        ("0.05", 1, "tăng 0,1 %"),
        ("32.12", 2, "tăng 32,12 %"),
        ("1234.5", 0, "tăng 1.235 %"),
        ("0.4", 0, "tăng dưới 1 %"),
    ],
)
def test_a_movement_is_said_with_its_direction(rate, decimals, phrase):
    assert growth_phrase(Decimal(rate), decimals) == phrase


def test_points_are_said_as_points():
    assert points_phrase(Decimal("1.2")) == "tăng 1,2 điểm %"
    assert points_phrase(Decimal("-1.16"), 2) == "giảm 1,16 điểm %"


@pytest.mark.parametrize("phrase", [growth_phrase, points_phrase, ratio_phrase, plan_phrase])
def test_an_unknown_answer_is_said_as_a_dash(phrase):
    assert phrase(None) == "—"


@given(st.decimals(min_value=-(10**6), max_value=10**6, places=6), st.integers(0, 3))
def test_no_phrase_carries_a_minus_or_a_movement_of_nothing(rate, decimals):
    phrase = growth_phrase(rate, decimals)
    assert "-" not in phrase
    assert phrase.startswith("không đổi" if rate == 0 else "tăng" if rate > 0 else "giảm")
    assert any(digit in phrase for digit in "123456789") or rate == 0


@pytest.mark.parametrize("wrong", [0.1, True, "1"])
def test_only_exact_numbers_are_taken(wrong):
    with pytest.raises(TypeError):
        growth(wrong, 1)


@pytest.mark.parametrize(
    ("value", "lowest", "highest", "holds"),
    [
        (5, 0, 10, True),
        (0, 0, 10, True),
        (10, 0, 10, True),
        (-1, 0, 10, False),
        (11, 0, 10, False),
        (11, 0, None, True),
        (-1, None, 10, True),
        (None, 0, 10, True),
    ],
)
def test_a_value_is_plausible_within_the_ends_that_are_given(value, lowest, highest, holds):
    assert is_plausible(value, lowest, highest) is holds
