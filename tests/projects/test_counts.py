"""What the registers of projects count for figures: on two days, in a place, without invented rows."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.counts import all_counts, count_for
from indicators.models import Version
from indicators.periods import Period
from projects.models import ExtensionBudget, ExtensionScheme, InvestmentProject, MineralSite
from tests import makers

pytestmark = pytest.mark.django_db
YEARS = [2021, 2023]
EARLIER, LATER = date(2021, 6, 1), date(2023, 6, 1)


@pytest.fixture
def province():
    return makers.make_place(level="province")


def counted(code, place, *periods, amount=True):
    found = [count_for([code], place, period)[code] for period in periods or map(Period.year, YEARS)]
    return [one.amount for one in found] if amount else found


def project(on=EARLIER, status="certified", kind=None, **fields):
    estate = makers.make_estate(kind=kind) if kind else None
    made = makers.make_investment_project(estate=estate, **fields)
    makers.make_project_status(project=made, on=on, status=status)
    return made


def estate(status="established", on=EARLIER, areas=(), **fields):
    made = makers.make_estate(**fields)
    makers.make_estate_status(estate=made, status=status, on=on)
    for kind, hectares in areas:
        makers.make_estate_area(estate=made, kind=kind, hectares=hectares, on=on)
    return made


def scheme(*funding, on=date(2021, 3, 1), years=(2021, 2021), **fields):
    made = makers.make_extension_scheme(first_year=years[0], last_year=years[1], **fields)
    makers.make_scheme_step(scheme=made, on=on)
    for line in funding:
        makers.make_scheme_funding(scheme=made, **line)
    return made


# Investment


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("projects", [2, 4]),
        ("projects-operating", [0, 1]),
        ("zone-projects", [1, 2]),
        ("zone-projects-operating", [0, 1]),
        ("zone-projects-foreign", [0, 1]),
        ("zone-projects-domestic", [1, 1]),
        ("cluster-projects", [1, 2]),
        ("cluster-projects-operating", [0, 0]),
        ("zone-capital-foreign", [0, 5_000_000]),
        ("zone-capital-domestic", [20_000_000_000, 20_000_000_000]),
        ("cluster-capital", [3_000_000_000, 4_500_000_000]),
    ],
)
def test_projects_are_counted_as_they_stood_at_the_end_of_the_period(province, code, expected):
    domestic = project(kind="zone", capital_billion_vnd=20)
    makers.make_project_status(project=domestic, on=LATER, status="operating")
    project(LATER, kind="zone", form="foreign", capital_million_usd=5)
    project(kind="cluster", capital_billion_vnd=3)
    project(LATER, kind="cluster", capital_billion_vnd=Decimal("1.5"))
    project(status="ended")
    assert counted(code, province) == expected


def test_a_sum_with_a_gap_is_not_told(province):
    project(kind="zone", capital_billion_vnd=20)
    project(LATER, kind="zone")
    assert counted("zone-capital-domestic", province) == [20_000_000_000, None]


def test_rows_of_a_place_are_those_in_it_and_under_it(province):
    district = makers.make_place(level="district", parent=province)
    commune, other = makers.make_place(parent=district), makers.make_place()
    for place in (province, district, commune, commune, other):
        project(place=place)
    assert [counted("projects", place)[0] for place in (province, district, commune, other)] == [4, 3, 2, 1]


def test_a_row_without_a_place_lies_in_the_one_province_there_is(province):
    district = makers.make_place(level="district", parent=province)
    project()
    project(place=district)
    assert counted("projects", province)[0] == 2
    assert counted("projects", district)[0] == 1
    makers.make_place(level="province")
    assert counted("projects", province)[0] == 1


def test_invented_rows_are_left_out_and_told(province):
    project()
    project(is_demonstration=True)
    (found,) = counted("projects", province, Period.year(2021), amount=False)
    assert (found.amount, found.left_out) == (1, 1)


def test_a_register_of_invented_rows_alone_counts_nothing(province):
    project(is_demonstration=True)
    (found,) = counted("projects", province, Period.year(2021), amount=False)
    assert (found.amount, found.left_out) == (None, 1)


def test_an_empty_register_is_no_count_of_zero(province):
    assert counted("projects", province) == [None, None]
    project(LATER)
    assert counted("projects", province) == [0, 1]


# Zones and clusters


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("zones-planned", [1, 1]),
        ("zones-established", [0, 1]),
        ("clusters-planned", [2, 1]),
        ("clusters-established", [1, 1]),
        ("clusters-operating", [0, 1]),
        ("zone-area-planned", [800_000, 800_000]),
        ("zone-area-established", [0, 700_000]),
        ("cluster-area-established", [300_000, 300_000]),
        ("cluster-area-industrial", [200_000, 200_000]),
    ],
)
def test_estates_are_counted_by_their_status_and_areas_of_the_day(province, code, expected):
    zone = estate("planned", kind="zone", areas=[("planned", 80)])
    makers.make_estate_status(estate=zone, status="clearing", on=LATER)
    makers.make_estate_area(estate=zone, kind="established", hectares=70, on=LATER)
    cluster = estate(areas=[("established", 30), ("industrial", 20), ("planned", 35)])
    makers.make_estate_status(estate=cluster, status="operating", on=LATER)
    dropped = estate("planned")
    makers.make_estate_status(estate=dropped, status="dropped", on=LATER)
    assert counted(code, province) == expected


def test_the_area_of_clusters_is_not_told_while_one_has_none(province):
    estate(areas=[("established", 30)])
    estate()
    assert counted("cluster-area-established", province) == [None, None]


# Minerals


@pytest.mark.parametrize(
    ("code", "expected"), [("mineral-sites", [2, 1]), ("mining-licences", [3, 1]), ("mining-area", [120_000, 70_000])]
)
def test_licences_in_force_are_counted_and_sites_once(province, code, expected):
    site, other = makers.make_mineral_site(), makers.make_mineral_site()
    makers.make_mining_licence(site=site, area_ha=3, expires_on=date(2022, 12, 31))
    makers.make_mining_licence(site=site, area_ha=2, revoked_on=LATER)
    makers.make_mining_licence(site=other, area_ha=7)
    made_up = makers.make_mineral_site(is_demonstration=True)
    makers.make_mining_licence(site=made_up, area_ha=100)
    assert counted(code, province) == expected


# Khuyến công


def test_a_budget_is_told_when_both_funds_are(province):
    makers.make_extension_budget(year=2021, fund="local", allocated=400)
    assert counted("budget", province) == [None, None]
    assert counted("budget-local", province) == [400_000_000, None]
    makers.make_extension_budget(year=2021, fund="national", allocated=Decimal("600.5"))
    assert counted("budget", province) == [1_000_500_000, None]


def test_budgets_of_several_years_are_added_and_a_missing_year_is_a_gap(province):
    years = Period.years(2021, 2022)
    makers.make_extension_budget(year=2021, fund="local", allocated=400)
    assert counted("budget-local", province, years) == [None]
    makers.make_extension_budget(year=2022, fund="local", allocated=100)
    assert counted("budget-local", province, years) == [500_000_000]


def test_invented_budgets_are_no_budget(province):
    makers.make_extension_budget(year=2021, fund="local", allocated=400, is_demonstration=True)
    (found,) = counted("budget-local", province, Period.year(2021), amount=False)
    assert (found.amount, found.left_out) == (None, 1)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("schemes", [2, 1]),
        ("schemes-approved", [2, 0]),
        ("schemes-national", [1, 1]),
        ("schemes-local", [2, 1]),
        ("committed-local", [500_000_000, 50_000_000]),
        ("committed-national", [900_000_000, 0]),
        ("disbursed-local", [300_000_000, None]),
        ("committed-local-may-moc", [300_000_000, 0]),
        ("committed-national-may-moc", [0, 0]),
        ("disbursed-local-may-moc", [300_000_000, 0]),
    ],
)
def test_schemes_and_their_money_are_counted_by_year_fund_and_content(province, code, expected):
    machines = makers.make_content_line(code="MAY-MOC")
    scheme({"year": 2021, "committed": 300, "disbursed": 300}, content=machines)
    scheme(
        {"year": 2021, "committed": 200, "disbursed": 0},
        {"year": 2021, "fund": "national", "committed": 900},
        {"year": 2023, "committed": 50},
        {"year": 2021, "fund": "counterpart", "committed": 1000},
        years=(2021, 2023),
    )
    refused = makers.make_extension_scheme(first_year=2021, last_year=2021)
    makers.make_scheme_step(scheme=refused, status="refused", on=date(2021, 3, 1))
    makers.make_scheme_funding(scheme=refused, year=2021, committed=70)
    scheme({"year": 2021, "committed": 5}, is_demonstration=True)
    assert counted(code, province) == expected


def test_what_is_kept_by_year_is_not_told_of_a_quarter(province):
    scheme({"year": 2021})
    makers.make_extension_budget(year=2021)
    makers.make_typical_product(year=2021)
    quarter = Period.quarter(2021, 1)
    for code in ("schemes", "committed-local", "budget-local", "products-province"):
        assert counted(code, province, quarter) == [None]


def test_what_names_no_place_is_told_of_a_province_and_not_of_a_part_of_it(province):
    scheme({"year": 2021})
    district = makers.make_place(level="district", parent=province)
    assert counted("schemes", province)[0] == 1
    assert counted("schemes", district)[0] is None


# Products


def test_products_are_counted_by_year_and_level(province):
    for year, level in [(2021, "province"), (2021, "nation"), (2023, "province"), (2023, "province")]:
        makers.make_typical_product(year=year, level=level)
    makers.make_typical_product(year=2023, is_demonstration=True)
    assert counted("products-province", province) == [1, 2]
    assert counted("products-nation", province) == [1, 0]


def test_kinds_of_handicraft_are_counted_from_their_first_year(province):
    makers.make_handicraft_kind()
    makers.make_handicraft_kind(since_year=2022)
    makers.make_handicraft_kind(is_demonstration=True)
    assert counted("handicraft-kinds", province) == [1, 2]


# All together


def test_all_counts_take_no_more_queries_for_many_rows_than_for_none(province):
    codes = list(all_counts())

    def queries():
        with CaptureQueriesContext(connection) as captured:
            count_for(codes, province, Period.year(2021))
        return len(captured)

    # An empty register is asked a second time, whether it holds anything at all.
    most = queries()
    for _ in range(3):
        project(kind="zone")
        estate()
        scheme({"year": 2021})
    assert queries() <= most < 30


def test_a_place_of_which_the_registers_know_nothing_gets_no_number(province):
    project(place=province)
    assert counted("projects", makers.make_place(level="province")) == [None, None]


@pytest.mark.usefixtures("filled_book")
def test_what_the_reports_counted_is_counted_again_once_the_rows_are_real():
    for model in (ExtensionBudget, ExtensionScheme, InvestmentProject, MineralSite):
        model.objects.update(is_demonstration=False)
    reported = Version.objects.public().filter(
        place__code="HB",
        period_start__gte=date(2020, 1, 1),
        period_end__in=[date(2020, 12, 31), date(2023, 12, 31)],
        indicator__code__in=["du-an", "du-an-hoat-dong", "diem-mo-con-hieu-luc", "khuyen-cong-duoc-giao",
                             "de-an-khuyen-cong"],
    ).select_related("indicator__unit", "place")  # fmt: skip
    assert reported.count() == 5
    for one in reported:
        told = count_for([one.indicator.counted_by], one.place, one.period)[one.indicator.counted_by]
        assert told.as_figure_of(one.indicator) == one.value, one
