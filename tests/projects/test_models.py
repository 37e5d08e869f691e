"""The registers of projects counted as of a day."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from projects.models import (
    Beneficiary,
    Estate,
    ExtensionBudget,
    ExtensionScheme,
    HandicraftKind,
    InfrastructureSupport,
    InvestmentProject,
    MineralSite,
    MiningLicence,
    TypicalProduct,
)
from tests import makers

END_OF_2020 = date(2020, 12, 31)

pytestmark = pytest.mark.django_db


def test_a_project_counts_from_its_first_status_until_it_is_ended():
    project = makers.make_investment_project()
    makers.make_project_status(project=project, status="certified", on=date(2018, 5, 1))
    makers.make_project_status(project=project, status="operating", on=date(2020, 3, 1))
    makers.make_project_status(project=project, status="ended", on=date(2021, 7, 1))

    def on(day):
        return InvestmentProject.objects.as_of(day)

    assert not on(date(2018, 4, 30)).exists()
    assert on(date(2018, 5, 1)).get().status_then == "certified"
    assert not on(date(2019, 12, 31)).operating().exists()
    assert on(date(2020, 3, 1)).operating().exists()
    assert not on(date(2021, 7, 1)).exists()


def test_a_project_nobody_gave_a_status_is_not_counted():
    makers.make_investment_project()
    assert InvestmentProject.objects.as_of(END_OF_2020).count() == 0


def test_projects_lie_in_zones_in_clusters_or_outside():
    for kind in ["zone", "cluster", None]:
        estate = makers.make_estate(kind=kind) if kind else None
        project = makers.make_investment_project(estate=estate)
        makers.make_project_status(project=project)
    projects = InvestmentProject.objects.as_of(END_OF_2020)
    assert (projects.count(), projects.in_zones().count(), projects.in_clusters().count()) == (3, 1, 1)


def test_a_project_has_one_status_a_day():
    status = makers.make_project_status()
    with pytest.raises(IntegrityError), transaction.atomic():
        makers.make_project_status(project=status.project, on=status.on, status="paused")


def test_areas_are_those_in_force_on_the_day():
    estate = makers.make_estate()
    makers.make_estate_status(estate=estate, on=date(2016, 1, 1))
    makers.make_estate_area(estate=estate, kind="leased", hectares=10, on=date(2018, 1, 1))
    makers.make_estate_area(estate=estate, kind="leased", hectares=Decimal("24.5"), on=date(2021, 1, 1))
    makers.make_estate_area(estate=estate, kind="industrial", hectares=50, on=date(2018, 1, 1))

    then = Estate.objects.as_of(END_OF_2020).get()
    assert (then.leased_then, then.industrial_then, then.established_then) == (10, 50, None)
    assert Estate.objects.as_of(date(2021, 1, 1)).get().leased_then == Decimal("24.5")
    assert not Estate.objects.as_of(date(2015, 12, 31)).exists()


@pytest.mark.parametrize(
    ("fields", "is_valid"),
    [
        ({"issued_on": date(2020, 12, 31)}, True),
        ({"issued_on": date(2021, 1, 1)}, False),
        ({"expires_on": date(2020, 12, 31)}, True),
        ({"expires_on": date(2020, 12, 30)}, False),
        ({"expires_on": None}, True),
        ({"revoked_on": date(2020, 12, 31)}, False),
        ({"revoked_on": date(2021, 1, 1)}, True),
    ],
)
def test_a_licence_is_in_force_from_issue_to_its_last_day(fields, is_valid):
    makers.make_mining_licence(**{"issued_on": date(2015, 1, 1), "expires_on": date(2035, 1, 1), **fields})
    assert MiningLicence.objects.as_of(END_OF_2020).exists() is is_valid
    assert MineralSite.objects.as_of(END_OF_2020).exists() is is_valid


def test_sites_are_counted_not_licences():
    site = makers.make_mineral_site()
    makers.make_mining_licence(site=site)
    makers.make_mining_licence(site=site)
    assert MineralSite.objects.as_of(END_OF_2020).count() == 1


def test_a_budget_is_used_by_approved_schemes_alone():
    makers.make_extension_budget(year=2022, fund="local", allocated=1000)
    approved, draft = makers.make_extension_scheme(), makers.make_extension_scheme()
    makers.make_scheme_step(scheme=approved, status="approved")
    makers.make_scheme_step(scheme=draft, status="draft")
    makers.make_scheme_funding(scheme=approved, committed=Decimal("149.87"), disbursed=100)
    makers.make_scheme_funding(scheme=approved, fund="counterpart", committed=900)
    makers.make_scheme_funding(scheme=draft, committed=500)

    budget = ExtensionBudget.objects.with_use().get()
    assert (budget.committed, budget.disbursed, budget.settled) == (Decimal("149.87"), 100, None)


def test_a_scheme_adds_up_its_lines_without_mixing_support_and_counterpart_money():
    scheme = makers.make_extension_scheme(first_year=2021, last_year=2022)
    makers.make_scheme_step(scheme=scheme)
    makers.make_scheme_funding(scheme=scheme, year=2021, fund="national", committed=300)
    makers.make_scheme_funding(scheme=scheme, year=2022, fund="local", committed=Decimal("50.5"))
    makers.make_scheme_funding(scheme=scheme, year=2022, fund="counterpart", committed=1000)

    found = ExtensionScheme.objects.with_money().get()
    assert (found.support, found.counterpart, found.settled) == (Decimal("350.5"), 1000, None)


def test_a_scheme_that_ended_still_counts_on_the_days_before():
    makers.make_extension_budget(year=2022, allocated=1000)
    scheme = makers.make_extension_scheme()
    makers.make_scheme_funding(scheme=scheme, year=2022, committed=200)
    for status, on in [("approved", date(2022, 3, 1)), ("ended", date(2023, 6, 1))]:
        makers.make_scheme_step(scheme=scheme, status=status, on=on)
    end_of = {year: date(year, 12, 31) for year in (2022, 2023)}
    assert {year: ExtensionScheme.objects.public().as_of(day).count() for year, day in end_of.items()} == {
        2022: 1,
        2023: 0,
    }
    taken = {year: ExtensionBudget.objects.with_use(day).get().committed for year, day in end_of.items()}
    assert taken == {2022: 200, 2023: None}


def test_drafts_and_refused_schemes_are_not_public():
    for status in ["draft", "appraisal", "amend", "refused", "ended"]:
        makers.make_scheme_step(status=status)
    running = makers.make_scheme_step(status="approved").scheme
    makers.make_scheme_step(scheme=running, status="running", on=date(2022, 6, 1))
    makers.make_extension_scheme()
    assert list(ExtensionScheme.objects.public()) == [running]


def test_yearly_registers_count_up_to_the_year_of_the_day():
    for year in [2020, 2022]:
        makers.make_extension_budget(year=year)
        makers.make_typical_product(year=year)
        makers.make_handicraft_kind(since_year=year)
        makers.make_infrastructure_support(first_year=year, last_year=2023)
    makers.make_handicraft_kind(since_year=None)
    assert ExtensionBudget.objects.as_of(END_OF_2020).count() == 1
    assert TypicalProduct.objects.as_of(END_OF_2020).count() == 1
    assert InfrastructureSupport.objects.as_of(END_OF_2020).count() == 1
    assert HandicraftKind.objects.as_of(END_OF_2020).count() == 2


def test_an_establishment_counts_from_the_first_approval_of_its_schemes():
    helped = makers.make_beneficiary()
    makers.make_beneficiary()
    for on in [date(2020, 3, 1), date(2021, 3, 1)]:
        makers.make_scheme_step(scheme=makers.make_extension_scheme(beneficiaries=[helped]), on=on)
    assert not Beneficiary.objects.as_of(date(2020, 2, 29)).exists()
    assert Beneficiary.objects.as_of(date(2021, 12, 31)).get() == helped


def test_a_household_business_is_not_named_to_readers():
    assert "Nguyễn" not in makers.make_beneficiary(name="Hộ Nguyễn Văn An", legal_form="household").public_name
    assert makers.make_beneficiary(name="Công ty Mây tre", legal_form="company").public_name == "Công ty Mây tre"
