"""What the registers of projects add up to, held against the rows themselves."""

from datetime import date
from decimal import Decimal

import pytest

from projects.models import Estate, InvestmentProject, MineralSite, MiningLicence
from projects.summaries import estates, investment, minerals
from tests import makers

pytestmark = pytest.mark.django_db

DAY = date(2024, 6, 30)


def make_lives():
    """Projects that came, went, came back, moved twice in a year, and one that is still to come."""
    lives = [
        [("certified", date(2019, 3, 1)), ("operating", date(2020, 7, 1)), ("ended", date(2022, 1, 1))],
        [("operating", date(2020, 12, 31)), ("paused", date(2021, 5, 1)), ("operating", date(2023, 5, 1))],
        [("policy", date(2021, 2, 1)), ("ended", date(2021, 6, 1)), ("building", date(2023, 1, 1))],
        [("policy", date(2022, 2, 1)), ("certified", date(2022, 6, 1)), ("operating", date(2024, 6, 30))],
        [("operating", date(2024, 7, 1))],
    ]
    for life in lives:
        project = makers.make_investment_project(is_demonstration=life == lives[0])
        for status, on in life:
            makers.make_project_status(project=project, status=status, on=on)


def test_each_year_end_counts_what_a_question_of_that_day_counts():
    make_lives()
    lines = investment.over_years(InvestmentProject.objects.public(), DAY)
    assert investment.all_over_years(DAY) == lines, "counted by ranges of indexes"
    assert [line["until"].year for line in lines] == [2019, 2020, 2021, 2022, 2023, 2024]
    for line in lines:
        alive = InvestmentProject.objects.as_of(line["until"])
        assert (line["projects"], line["operating"]) == (alive.count(), alive.operating().count()), line["until"]
    assert lines[-1]["until"] == DAY


def test_projects_whose_last_status_holds_and_the_others_are_all_there_are_on_any_day():
    make_lives()
    for day in [DAY, date(2024, 7, 1), date(2021, 3, 1), date(2022, 3, 1), date(2000, 1, 1)]:
        lasting, passing = InvestmentProject.objects.public().parts_as_of(day)
        told = [*lasting.values_list("pk", "status_then"), *passing.values_list("pk", "status_then")]
        assert sorted(told) == sorted(InvestmentProject.objects.as_of(day).values_list("pk", "status_then")), day
        whole = investment.by_location(investment.cells(InvestmentProject.objects.public().as_of(day)))
        assert investment.by_location(investment.cells_of_all(day)) == whole, day


def test_projects_add_up_alike_by_location_estate_place_and_section():
    section = makers.make_industry(code="C", name="Chế biến")
    division = makers.make_industry(code="10", level=2, parent=section)
    zone, place = makers.make_estate(kind="zone"), makers.make_place()
    inside = makers.make_investment_project(
        estate=zone, place=place, industry=division, capital_billion_vnd=Decimal("12.5"), is_demonstration=True
    )
    outside = makers.make_investment_project(industry=section, capital_million_usd=3)
    unknown = makers.make_investment_project()
    for project in (inside, outside, unknown):
        makers.make_project_status(project=project)
    cells = investment.cells(InvestmentProject.objects.public().as_of(DAY))
    told = {line["label"]: line for line in investment.by_location(cells)}
    assert [line["projects"] for line in told.values()] == [1, 0, 2, 3]
    assert told["Tổng số"]["capital_billion_vnd"] == Decimal("12.5")
    assert told["Ngoài khu, cụm công nghiệp"]["capital_billion_vnd"] is None, "nobody gave it: not 0"
    assert [line["is_demonstration"] for line in told.values()] == [True, False, False, True]
    assert [(line["code"], line["projects"]) for line in investment.by_section(cells)] == [("C", 2), (None, 1)]
    assert [(line["code"], line["projects"]) for line in investment.by_estate(cells)] == [(zone.code, 1)]
    assert [(line["code"], line["projects"]) for line in investment.by_place(cells)] == [(place.code, 1), (None, 2)]


def test_money_spent_is_added_up_in_each_currency_apart():
    project = makers.make_investment_project()
    makers.make_disbursement(project=project, on=date(2020, 1, 1), billion_vnd=10)
    makers.make_disbursement(project=project, on=date(2021, 1, 1), billion_vnd=None, million_usd=2)
    makers.make_disbursement(project=project, on=date(2022, 1, 1), billion_vnd=5)
    lines = investment.disbursed(project.disbursements.order_by("on"))
    assert [(line["billion_vnd"], line["million_usd"]) for line in lines] == [(10, None), (10, 2), (15, 2)]


def test_occupancy_is_told_where_industrial_land_is_known_and_of_the_areas_of_each_year():
    full, empty, unknown = (makers.make_estate(name=name) for name in ("Cụm đầy", "Cụm trống", "Cụm chưa rõ"))
    for estate in (full, empty, unknown):
        makers.make_estate_status(estate=estate, on=date(2019, 1, 1))
    for estate in (full, empty):
        makers.make_estate_area(estate=estate, kind="industrial", hectares=20, on=date(2020, 1, 1))
    makers.make_estate_area(estate=full, hectares=5, on=date(2021, 5, 1))
    makers.make_estate_area(estate=full, hectares=18, on=date(2022, 12, 31))
    lines = estates.occupancies(Estate.objects.as_of(DAY))
    assert [(line["label"], line["occupancy"]) for line in lines] == [("Cụm đầy", 90), ("Cụm trống", None)]
    years = estates.land_over_years(full.areas.all(), date(2023, 3, 1))
    assert [(line["until"].year, line["occupancy"]) for line in years] == [
        (2020, None), (2021, 25), (2022, 90), (2023, 90),
    ]  # fmt: skip


@pytest.mark.parametrize("day", [date(2024, 2, 29), DAY, date(9999, 12, 31)])
def test_the_validity_of_licences_agrees_with_which_are_in_force(day):
    for expires_on, revoked_on in [
        (None, None),
        (day, None),
        (date(2024, 2, 28), None),
        (date(2025, 2, 28), None),
        (date(2025, 3, 1), None),
        (date(2031, 1, 1), day),
        (date(2031, 1, 1), date(2025, 1, 1)),
    ]:
        makers.make_mining_licence(expires_on=expires_on, revoked_on=revoked_on)
    licences = MiningLicence.objects.with_validity(day)
    in_force = licences.filter(validity_then__in=MiningLicence.IN_FORCE)
    assert set(in_force) == set(MiningLicence.objects.as_of(day))
    _, validities, _ = minerals.told_of_minerals(MineralSite.objects.public(), licences, in_force)
    told = {line["code"]: line["licences"] for line in validities}
    if day == date(2024, 2, 29):
        assert told == {"valid": 3, "ending": 2, "expired": 1, "revoked": 1}


def test_capacities_of_different_units_are_never_added():
    site = makers.make_mineral_site()
    makers.make_mining_licence(site=site, capacity_per_year=100, quantity_unit="m³")
    makers.make_mining_licence(site=site, capacity_per_year=40, quantity_unit="m³")
    makers.make_mining_licence(site=site, quantity_unit="m³")
    makers.make_mining_licence(site=site, capacity_per_year=7, quantity_unit="tấn")
    licences, in_force = MiningLicence.objects.with_validity(DAY), MiningLicence.objects.as_of(DAY)
    sites, _, lines = minerals.told_of_minerals(MineralSite.objects.as_of(DAY), licences, in_force)
    told = [(line["unit"], line["capacity"], line["with_capacity"], line["licences"], line["sites"]) for line in lines]
    assert sites == 1
    assert told == [("m³", 140, 2, 3, 1), ("tấn", 7, 1, 1, 1)]
