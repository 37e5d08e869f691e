"""The registers of projects as they are loaded: real rows, demonstration rows, and totals that equal those reported."""

from datetime import date

import pytest
from django.apps import apps
from django.db.models import Sum

from config.models import RegisterRow
from indicators.models import Place, Version
from projects.models import (
    Estate,
    EstateStatus,
    ExtensionBudget,
    ExtensionScheme,
    HandicraftKind,
    InfrastructureSupport,
    InvestmentProject,
    MineralSite,
    MiningLicence,
    TypicalProduct,
)

END_2020, END_2023 = date(2020, 12, 31), date(2023, 12, 31)
REGISTERS = [model for model in apps.get_models() if issubclass(model, RegisterRow)]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("filled_book")]


def reported(indicator, **period):
    return Version.objects.public().get(indicator__code=indicator, place__code="HB", **period).value


def projects():
    return InvestmentProject.objects.public().as_of(END_2020)


@pytest.mark.parametrize(
    ("indicator", "counted"),
    [
        ("du-an", lambda: projects()),
        ("du-an-hoat-dong", lambda: projects().operating()),
        ("du-an-kcn", lambda: projects().in_zones()),
        ("du-an-kcn-hoat-dong", lambda: projects().in_zones().operating()),
        ("du-an-ccn", lambda: projects().in_clusters()),
        ("du-an-ccn-hoat-dong", lambda: projects().in_clusters().operating()),
        ("diem-mo-con-hieu-luc", lambda: MineralSite.objects.public().as_of(END_2020)),
    ],
)
def test_a_count_of_the_register_at_the_end_of_2020_equals_the_reported_figure(indicator, counted):
    assert counted().count() == reported(indicator, period_end=END_2020)


def test_the_reported_counts_are_those_of_the_report():
    figures = ["du-an", "du-an-hoat-dong", "du-an-kcn", "du-an-kcn-hoat-dong", "du-an-ccn", "du-an-ccn-hoat-dong"]
    assert [reported(name, period_end=END_2020) for name in figures] == [334, 138, 89, 50, 13, 6]
    assert reported("diem-mo-con-hieu-luc", period_end=END_2020) == 93


def test_zone_projects_of_april_2022_equal_those_published():
    zones = InvestmentProject.objects.public().as_of(date(2022, 4, 30)).in_zones()
    assert zones.count() == reported("du-an-kcn", period_start=date(2022, 4, 1)) == 103


def test_no_project_mixes_dong_and_dollars():
    assert not InvestmentProject.objects.filter(capital_billion_vnd__gt=0, capital_million_usd__gt=0).exists()
    assert InvestmentProject.objects.filter(form="foreign", capital_million_usd__gt=0).exists()


def test_sixteen_clusters_are_established_at_the_end_of_2023():
    planned = [EstateStatus.Status.PLANNED, EstateStatus.Status.DROPPED]
    clusters = Estate.objects.public().as_of(END_2023).filter(kind=Estate.Kind.CLUSTER).exclude(status_then__in=planned)
    assert clusters.count() == reported("ccn-thanh-lap", period_start=date(2023, 1, 1)) == 16


def test_no_estate_leases_more_than_its_industrial_land():
    estates = Estate.objects.as_of(END_2023).exclude(leased_then=None)
    assert estates.exists()
    assert [estate.name for estate in estates if estate.leased_then > estate.industrial_then] == []


def test_the_budgets_of_2020_to_2023_add_up_to_the_reported_sum():
    budgets = ExtensionBudget.objects.public().filter(year__range=(2020, 2023))
    assert budgets.aggregate(total=Sum("allocated"))["total"] == reported("khuyen-cong-duoc-giao") == 6535


def test_the_budgets_of_2021_are_the_published_ones():
    budgets = ExtensionBudget.objects.filter(is_demonstration=False)
    assert {(row.year, row.fund): row.allocated for row in budgets} == {(2021, "local"): 405, (2021, "national"): 600}


def test_schemes_of_2020_to_2023_are_as_many_as_reported():
    schemes = ExtensionScheme.objects.public().filter(first_year__range=(2020, 2023))
    years = {"period_start": date(2020, 1, 1), "period_end": END_2023}
    assert schemes.count() == reported("de-an-khuyen-cong", **years) == 16


def test_committed_disbursed_and_settled_money_stay_in_that_order():
    budgets = [row for row in ExtensionBudget.objects.public().with_use() if row.committed is not None]
    assert len(budgets) == 8
    assert [row for row in budgets if not row.allocated >= row.committed >= row.disbursed >= (row.settled or 0)] == []


def test_a_refused_and_a_draft_scheme_stay_off_the_public_pages():
    hidden = ExtensionScheme.objects.exclude(pk__in=ExtensionScheme.objects.public().values("pk"))
    assert sorted(scheme.steps.last().status for scheme in hidden) == ["draft", "refused"]


@pytest.mark.parametrize(("year", "count"), [(2020, 15), (2022, 20)])
def test_typical_products_of_a_round_are_as_many_as_reported(year, count):
    products = TypicalProduct.objects.public().filter(year=year, level=TypicalProduct.Level.PROVINCE)
    assert products.count() == reported("san-pham-tieu-bieu", period_start=date(year, 1, 1)) == count


def test_handicraft_kinds_are_over_the_reported_bound_and_twelve_are_named_by_the_report():
    assert HandicraftKind.objects.public().count() == 31 > reported("loai-tieu-thu-cong")
    assert HandicraftKind.objects.filter(is_demonstration=False).count() == 12


def test_the_two_supported_clusters_and_their_support_are_real_rows():
    support = InfrastructureSupport.objects.get()
    assert sorted(estate.name for estate in support.estates.all()) == ["CCN Chăm Mát - Dân Chủ", "CCN Khoang U"]
    assert (support.first_year, support.last_year, support.amount_million_vnd) == (2020, 2023, 6000)
    assert support.legal_basis.number == "67/2017/NQ-HĐND"
    assert not support.is_demonstration
    assert not support.estates.demonstration().exists()


def test_the_published_licence_is_in_force_at_the_end_of_2020():
    licence = MiningLicence.objects.as_of(END_2020).get(number="GPKT 01/2018")
    assert not licence.site.is_demonstration
    assert f"{licence.expires_on:%d/%m/%Y}" == "03/01/2047"


def test_real_estates_have_their_published_areas():
    areas = Estate.objects.as_of(date(2025, 12, 31)).filter(is_demonstration=False, kind=Estate.Kind.ZONE)
    found = {estate.name.removeprefix("KCN "): str(estate.established_then) for estate in areas}
    assert found == {
        "Lương Sơn": "83",
        "Bờ trái sông Đà": "68",
        "Mông Hóa": "236",
        "Yên Quang": "181",
        "Lạc Thịnh": "220",
        "Nhuận Trạch": "213.68",
        "Nam Lương Sơn": "200",
    }


@pytest.mark.parametrize("model", REGISTERS, ids=lambda model: model.__name__)
def test_demonstration_rows_say_so_by_mark_code_and_name(model):
    rows = list(model.objects.all())
    assert rows
    for row in rows:
        assert ("minh họa" in f"{getattr(row, 'name', '')} {row.note}") == row.is_demonstration
        assert getattr(row, "code", "MH-" * row.is_demonstration).startswith("MH-") == row.is_demonstration


def test_places_carry_no_demonstration():
    assert not Place.objects.filter(code__startswith="MH-").exists()
