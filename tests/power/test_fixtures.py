"""The grid as it is loaded: counts of dated rows equal those reported."""

from datetime import date
from decimal import Decimal

import pytest
from django.db.models import Sum

from indicators.measures import share
from indicators.models import Version
from power.models import GridProject, Line, PowerPlant, PowerTransformer, Substation

END_2020, END_2023, END_2024 = date(2020, 12, 31), date(2023, 12, 31), date(2024, 12, 31)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("filled_book")]


def reported(indicator, **period):
    return Version.objects.public().get(indicator__code=indicator, place__code="HB", **period).value


def summary(day):
    return Substation.objects.public().filter(nominal_voltage_kv=110).summary(day)


@pytest.mark.parametrize(
    ("counted", "indicator", "value"),
    [("substations", "tba-110", 8), ("transformers", "mba-110", 13), ("rated_mva", "dung-luong-mba-110", 356)],
)
def test_the_grid_at_the_end_of_2020_equals_the_report(counted, indicator, value):
    assert summary(END_2020)[counted] == reported(indicator, period_end=END_2020) == value


def test_the_ratings_are_those_in_use():
    ratings = PowerTransformer.objects.as_of(END_2020).order_by("rated_mva").values_list("rated_mva", flat=True)
    assert list(ratings) == [16] * 5 + [25] * 6 + [63] * 2


def test_the_new_substation_counts_from_its_year_on():
    after = summary(END_2024)
    assert (after["substations"], after["transformers"], after["rated_mva"]) == (9, 14, 381)


def test_scada_counts_show_that_ninety_percent_cannot_be():
    counts = summary(END_2023)
    assert (counts["substations"], counts["scada"], counts["full_signals"], counts["unmanned"]) == (8, 8, 7, 8)
    assert share(counts["full_signals"], counts["substations"]) == Decimal("87.5")
    assert reported("ty-le-tba-du-tin-hieu", period_end=END_2023) == 90
    assert reported("ty-le-tba-scada", period_end=END_2023) == 100
    assert reported("ty-le-tba-khong-nguoi-truc", period_end=END_2023) == 100


def test_the_real_substation_has_its_published_transformer_and_line():
    substation = Substation.objects.get(is_demonstration=False)
    transformer = substation.transformers.get()
    assert (substation.name, substation.is_unmanned, substation.has_scada) == ("TBA 110 kV Yên Thủy", True, None)
    assert (transformer.name, transformer.rated_mva, transformer.voltages) == ("T1", 25, "110/35/22")
    line = Line.objects.get(is_demonstration=False)
    assert (line.circuits, line.conductor, line.length_km) == (2, "ACSR240/32", Decimal("25.003"))


def test_the_real_plants_have_their_published_capacity():
    plants = PowerPlant.objects.filter(is_demonstration=False)
    assert [(plant.installed_capacity_mw, plant.commissioned_on.year) for plant in plants] == [
        (1920, 1994),
        (480, 2025),
    ]


def test_grid_works_of_2023_are_as_many_as_reported_and_cost_more_than_the_bound():
    works = GridProject.objects.public().filter(year=2023)
    year = {"period_start": date(2023, 1, 1)}
    assert works.count() == reported("cong-trinh-luoi-dien", **year) == 25
    assert works.filter(nominal_voltage_kv=110).count() == reported("cong-trinh-luoi-dien-110", **year) == 3
    assert works.aggregate(total=Sum("capital_billion_vnd"))["total"] > reported("von-luoi-dien", **year)
