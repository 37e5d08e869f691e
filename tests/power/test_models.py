"""The grid counted as of a day."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from power.models import Line, PowerPlant, PowerTransformer, Substation
from tests import makers

END_OF_2020 = date(2020, 12, 31)

pytestmark = pytest.mark.django_db


def test_a_substation_and_its_transformers_serve_between_their_own_dates():
    substation = makers.make_substation(commissioned_on=date(2010, 1, 1))
    makers.make_power_transformer(substation=substation, name="T1", rated_mva=16, decommissioned_on=date(2020, 12, 31))
    makers.make_power_transformer(substation=substation, name="T2", rated_mva=40, commissioned_on=date(2020, 12, 31))
    makers.make_power_transformer(substation=substation, name="T3", rated_mva=63, commissioned_on=date(2021, 1, 1))

    on_last_day = Substation.objects.summary(END_OF_2020)
    assert (on_last_day["substations"], on_last_day["transformers"], on_last_day["rated_mva"]) == (1, 1, 40)
    day_before = Substation.objects.summary(date(2020, 12, 30))
    assert (day_before["transformers"], day_before["rated_mva"]) == (1, 16)


def test_a_transformer_does_not_serve_in_a_substation_that_does_not():
    closed = makers.make_substation(commissioned_on=date(2010, 1, 1), decommissioned_on=date(2019, 1, 1))
    makers.make_power_transformer(substation=closed)
    summary = Substation.objects.summary(END_OF_2020)
    assert (summary["substations"], summary["transformers"], summary["rated_mva"]) == (0, 0, None)


def test_equipment_nobody_dated_is_not_counted():
    makers.make_substation()
    makers.make_line()
    makers.make_power_plant()
    assert not Substation.objects.as_of(END_OF_2020).exists()
    assert not Line.objects.as_of(END_OF_2020).exists()
    assert not PowerPlant.objects.as_of(END_OF_2020).exists()


def test_automation_is_counted_from_fields_where_unknown_is_not_no():
    given = {"commissioned_on": date(2015, 1, 1)}
    makers.make_substation(has_scada=True, has_full_signals=True, is_unmanned=True, **given)
    makers.make_substation(has_scada=True, has_full_signals=False, is_unmanned=None, **given)
    makers.make_substation(has_scada=None, **given)
    summary = Substation.objects.summary(END_OF_2020)
    assert [summary[name] for name in ["substations", "scada", "full_signals", "unmanned"]] == [3, 2, 1, 1]


@pytest.mark.parametrize(
    ("maker", "fields", "says"),
    [
        (makers.make_substation, {"has_scada": False, "has_full_signals": True}, "SCADA"),
        (makers.make_power_transformer, {"rated_mva": 0}, "lớn hơn 0"),
        (makers.make_power_transformer, {"decommissioned_on": date(1999, 1, 1)}, "Ngày ngừng vận hành"),
        (makers.make_line, {"length_km": 0}, "lớn hơn 0"),
        (makers.make_power_plant, {"installed_capacity_mw": -1}, "lớn hơn 0"),
        (makers.make_grid_project, {"capital_billion_vnd": -1}, "không thể âm"),
    ],
)
def test_the_rules_of_equipment_speak_vietnamese(maker, fields, says):
    row = maker()
    for name, value in fields.items():
        setattr(row, name, value)
    with pytest.raises(ValidationError, match=says):
        row.full_clean()


def test_two_transformers_of_one_substation_do_not_share_a_name():
    first = makers.make_power_transformer(name="T1")
    second = PowerTransformer(substation=first.substation, name="T1", rated_mva=25)
    with pytest.raises(ValidationError, match="mang tên này"):
        second.full_clean()
