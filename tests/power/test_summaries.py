"""What the grid adds up to from year to year, held against questions of each day."""

from datetime import date
from decimal import Decimal

import pytest

from power import panels, summaries
from power.models import Line, Substation
from tests import makers

pytestmark = pytest.mark.django_db

DAY = date(2024, 6, 30)


def test_each_year_end_of_the_grid_counts_what_a_question_of_that_day_counts():
    spans = [
        (2015, None),
        (2016, date(2020, 12, 31)),
        (2019, date(2024, 6, 30)),
        (2021, date(2025, 1, 1)),
        (2025, None),
    ]
    for begun, ended in spans:
        station = makers.make_substation(commissioned_on=date(begun, 5, 1), decommissioned_on=ended)
        for machine in ({"commissioned_on": date(2014, 1, 1)}, {"decommissioned_on": date(2022, 3, 1)}, {}):
            makers.make_power_transformer(substation=station, **machine)
    makers.make_power_transformer(substation=makers.make_substation(), rated_mva=999)
    rows = Substation.objects.public()
    _, stations, machines = summaries.told_of_substations(rows.as_of(DAY), rows, DAY)
    assert [line["until"].year for line in stations] == list(range(2015, 2025))
    for stood, served in zip(stations, machines, strict=True):
        then = rows.summary(stood["until"])
        told = stood["by_voltage"][Decimal(110)] | served["by_voltage"][Decimal(110)]
        assert [told[name] for name in ("stations", "machines", "rated_mva")] == [
            then["substations"], then["transformers"], then["rated_mva"],
        ], stood["until"]  # fmt: skip


def test_lines_are_told_by_voltage_and_say_of_how_many_the_length_is_known():
    makers.make_line(commissioned_on=date(2023, 1, 1), length_km=Decimal("10.5"))
    makers.make_line(commissioned_on=date(2024, 1, 1), length_km=None)
    makers.make_line(commissioned_on=date(2024, 1, 1), length_km=None, nominal_voltage_kv=35)
    lines = summaries.lines_over_years(Line.objects.public(), DAY)
    told = [
        {kv: (told["lines"], told["km"], told["with_length"]) for kv, told in line["by_voltage"].items()}
        for line in lines
    ]
    assert told == [{110: (1, Decimal("10.5"), 1)}, {110: (2, Decimal("10.5"), 1), 35: (1, None, 0)}]


def test_a_far_day_gives_no_endless_series_and_a_stack_leaves_no_voltage_out():
    for voltage in (500, 220, 110, 35, 22):
        makers.make_line(commissioned_on=date(2020, 1, 1), nominal_voltage_kv=voltage, length_km=voltage)
    far = summaries.lines_over_years(Line.objects.public(), date(9999, 12, 31))
    assert (len(far), far[-1]["by_voltage"][500]["km"]) == (60, 500)
    panel = panels.of_lines(summaries.lines_over_years(Line.objects.public(), DAY))[0]
    assert panel.heads == ["500 kV", "220 kV", "110 kV", "35 kV", "22 kV"]
    drawn = panel.drawing.widest.strands
    assert [strand.name for strand in drawn] == ["500 kV", "220 kV", "110 kV", "các loại còn lại"]
    assert drawn[-1].known[-1].value == 57
