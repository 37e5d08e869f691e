"""Sheets of the grid: units in the headings, three-valued answers, equipment by its substation."""

from datetime import date
from decimal import Decimal

import pytest

from power.models import PowerTransformer, Substation
from power.resources import LineResource, PowerTransformerResource, SubstationResource
from tests import makers
from tests.sheets import preview, told, write, xlsx

pytestmark = pytest.mark.django_db


def test_a_substation_keeps_yes_no_and_not_known_apart():
    head = ["Mã trạm", "Tên trạm biến áp", "Điện áp danh định (kV)", "Kết nối SCADA", "Không người trực"]
    write(SubstationResource(), xlsx([head, ["t1", "Yên Thủy", 110, "x", None], ["t2", "Mai Châu", 35, "không", "có"]]))
    assert list(Substation.objects.order_by("code").values_list("has_scada", "is_unmanned")) == [
        (True, None), (False, True),
    ]  # fmt: skip


def test_full_signals_without_scada_break_the_rule_of_the_model():
    head = ["Mã trạm", "Tên trạm biến áp", "Điện áp danh định (kV)", "Kết nối SCADA", "Đủ tín hiệu SCADA"]
    plan = preview(SubstationResource(), xlsx([head, ["t1", "Yên Thủy", 110, "không", "có"]]))
    assert told(plan) == ["Dòng 2: Trạm đủ tín hiệu SCADA thì phải có kết nối SCADA."]


def test_transformers_are_named_by_substation_and_name():
    for code in ("t1", "t2"):
        makers.make_substation(code=code)
    head = ["Trạm biến áp", "Tên máy", "Công suất định mức (MVA)", "Các cấp điện áp (kV)", "Ngày vận hành"]
    rows = [[code, name, "25", "110/35/22", "31/12/2015"] for code in ("t1", "t2") for name in ("T1", "T2")]
    write(PowerTransformerResource(), xlsx([head, *rows]))
    assert PowerTransformer.objects.count() == 4
    assert Substation.objects.summary(date(2020, 12, 31))["rated_mva"] is None
    (problem,) = told(preview(PowerTransformerResource(), xlsx([head, ["t1", "T3", 0, None, None]])))
    assert problem == "Dòng 2: Công suất định mức phải lớn hơn 0."


def test_a_length_keeps_its_decimals_and_circuits_are_whole():
    head = ["Mã đường dây", "Tên đường dây", "Điện áp danh định (kV)", "Số mạch", "Dây dẫn", "Chiều dài (km)"]
    plan = preview(
        LineResource(), xlsx([head, ["d1", "Yên Thủy", 110, 2, "ACSR240/32", 25.003], ["d2", "b", 110, 1.5, "", 1]])
    )
    assert plan.rows[0].values["length_km"] == Decimal("25.003")
    assert told(plan) == ["Dòng 3, cột «Số mạch»: «1,5» không phải số nguyên: hãy gõ số không có phần thập phân."]
