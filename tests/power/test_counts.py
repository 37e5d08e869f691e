"""What the power grid counts for figures: on two days, at 110 kV, without invented rows."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.counts import count_for
from indicators.periods import Period
from tests import makers

pytestmark = pytest.mark.django_db
EARLIER, LATER = date(2021, 6, 1), date(2023, 6, 1)


@pytest.fixture
def province():
    return makers.make_place(level="province")


def counted(code, place):
    return [count_for([code], place, Period.year(year))[code].amount for year in (2021, 2023)]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("substations-110", [2, 2]),
        ("substations-110-scada", [1, 2]),
        ("substations-110-full-signals", [1, 1]),
        ("substations-110-unmanned", [2, None]),
        ("transformers-110", [2, 2]),
        ("transformers-110-mva", [65_000, 103_000]),
    ],
)
def test_substations_and_their_transformers_are_those_in_service(province, code, expected):
    first = makers.make_substation(
        commissioned_on=EARLIER, has_scada=True, has_full_signals=True, is_unmanned=True, place=province
    )
    second = makers.make_substation(
        commissioned_on=EARLIER, decommissioned_on=LATER, has_scada=False, has_full_signals=False, is_unmanned=True
    )
    third = makers.make_substation(commissioned_on=LATER, has_scada=True, has_full_signals=False)
    for substation, mva in [(first, 25), (second, 40), (third, 63)]:
        makers.make_power_transformer(substation=substation, rated_mva=mva, commissioned_on=None)
    for transformer, mva in zip([first, second, third], [25, 40, 78], strict=True):
        makers.make_power_transformer(
            substation=transformer, rated_mva=mva, commissioned_on=transformer.commissioned_on
        )
    low = makers.make_substation(commissioned_on=EARLIER, nominal_voltage_kv=35)
    makers.make_power_transformer(substation=low, commissioned_on=EARLIER)
    invented = makers.make_substation(commissioned_on=EARLIER, is_demonstration=True)
    makers.make_power_transformer(substation=invented, commissioned_on=EARLIER)
    assert counted(code, province) == expected


def test_lines_are_measured_when_each_has_a_length(province):
    makers.make_line(commissioned_on=EARLIER, length_km=Decimal("25.003"))
    makers.make_line(commissioned_on=EARLIER, length_km=900, is_demonstration=True)
    makers.make_line(commissioned_on=EARLIER, length_km=7, nominal_voltage_kv=220)
    makers.make_line(commissioned_on=LATER, length_km=None)
    assert counted("lines-110-km", province) == [25_003, None]


@pytest.mark.parametrize(
    ("code", "expected"),
    [("grid-works", [1, 2]), ("grid-works-110", [1, 1]), ("grid-capital", [2_500_000_000, 9_000_000_000])],
)
def test_grid_works_are_counted_by_their_year(province, code, expected):
    makers.make_grid_project(year=2021, nominal_voltage_kv=110, capital_billion_vnd=Decimal("2.5"))
    makers.make_grid_project(year=2023, nominal_voltage_kv=110, capital_billion_vnd=8)
    makers.make_grid_project(year=2023, nominal_voltage_kv=35, capital_billion_vnd=1)
    makers.make_grid_project(year=2023, nominal_voltage_kv=110, capital_billion_vnd=100, is_demonstration=True)
    assert counted(code, province) == expected
    quarter = Period.quarter(2023, 1)
    assert count_for([code], province, quarter)[code].amount is None


def test_the_lines_of_a_part_of_the_province_are_not_told(province):
    makers.make_line(commissioned_on=EARLIER)
    district = makers.make_place(level="district", parent=province)
    assert counted("lines-110-km", district) == [None, None]
