from decimal import Decimal

import pytest

from config.values.units import COUNTED_APART, spelling_key, spellings
from indicators.entry.typing import understand
from indicators.models import Unit
from tests.indicators.entry.cells import UNITS, cell, number, refusal

TOO_FINE = "nhiều chữ số thập phân hơn chỉ tiêu (2): giữ nguyên"


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("5 triệu USD", "triệu USD", "5"),
        ("5 tr usd", "triệu USD", "5"),
        ("5 triệu", "triệu đồng", "5"),
        ("5trđ", "triệu đồng", "5"),
        ("5 tr.đ", "triệu đồng", "5"),
        ("5 ty dong", "tỷ đồng", "5"),
        ("5 nghìn m3", "nghìn m³", "5"),
        ("110KV", "kV", "110"),
        ("25 mva", "MVA", "25"),
        ("5 tram", "trạm", "5"),
        ("12,5%", "%", "12.5"),
        ("12,5 %", "%", "12.5"),
        ("12,5 %", "%/năm", "12.5"),
        ("12,5 %/năm", "%/năm", "12.5"),
        ("12,5 điểm %", "điểm %", "12.5"),
    ],
)
def test_the_cell_s_own_unit_may_be_typed_again(text, unit, value):
    assert number(text, cell(unit)) == Decimal(value)


@pytest.mark.parametrize(("text", "unit"), [("5 trăm", "trạm"), ("5 tỳ", "tỷ đồng"), ("5 thùng", "sản phẩm")])
def test_a_word_that_only_looks_like_a_unit_is_none(text, unit):
    assert "có chữ" in refusal(text, cell(unit))


@pytest.mark.parametrize(
    ("text", "unit", "value", "says"),
    [
        ("1,2 tỷ", "triệu đồng", "1200", "đổi 1,2 tỷ đồng thành 1.200 triệu đồng"),
        ("1,2 tỉ", "triệu USD", "1200", "đổi 1,2 tỷ USD thành 1.200 triệu USD"),
        ("1,2 tỷ đồng", "triệu đồng", "1200", "đổi 1,2 tỷ đồng thành 1.200 triệu đồng"),
        ("1,2 nghìn tỷ vnđ", "tỷ đồng", "1200", "đổi 1,2 nghìn tỷ đồng thành 1.200 tỷ đồng"),
        ("850 triệu", "tỷ đồng", "0.85", "đổi 850 triệu đồng thành 0,85 tỷ đồng"),
        ("5 nghìn", "triệu đồng", "0.005", "đổi 5 nghìn đồng thành 0,005 triệu đồng; " + TOO_FINE),
        ("5 ngàn", "ha", "5000", "đổi 5 nghìn ha thành 5.000 ha"),
        ("2,5 nghìn lao động", "lao động", "2500", "đổi 2,5 nghìn lao động thành 2.500 lao động"),
        ("3 tr kwh", "kWh", "3000000", "đổi 3 triệu kWh thành 3.000.000 kWh"),
        ("25 mva", "kVA", "25000", "đổi 25 MVA thành 25.000 kVA"),
        ("5 km2", "ha", "500", "đổi 5 km² thành 500 ha"),
        (
            "25003 m",
            "km",
            "25.003",
            "đổi 25.003 m thành 25,003 km; " + TOO_FINE,
        ),
        ("khoảng 1,2 tỷ", "triệu đồng", "1200", "đổi khoảng 1,2 tỷ đồng thành khoảng 1.200 triệu đồng"),
    ],
)
def test_another_unit_of_the_dimension_is_converted_exactly_and_said(text, unit, value, says):
    typed = understand(text, cell(unit))
    assert typed.value == Decimal(value)
    assert (typed.as_printed, typed.says) == (text, says)


def test_each_end_of_a_range_may_have_its_own_unit_or_both_the_last():
    typed = understand("800 triệu - 1,2 tỷ", cell("triệu đồng"))
    assert (typed.value, typed.upper) == (800, 1200)
    assert typed.says == "đổi từ 800 triệu đồng đến 1,2 tỷ đồng thành từ 800 đến 1.200 triệu đồng"
    both = understand("1-2 tỷ", cell("triệu đồng"))
    assert (both.value, both.upper) == (1000, 2000)
    assert "ở cuối" in refusal("1 tỷ - 2", cell("triệu đồng"))


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("5 triệu USD", "triệu đồng"),
        ("5 tỷ đồng", "triệu USD"),
        ("5 MW", "MVA"),
        ("12,5 %", "điểm %"),
        ("12,5 điểm %", "%"),
        ("12,5 %", "ha"),
        ("5 triệu", "%"),
        ("5 đề án", "dự án"),
        ("5 nghìn máy", "trạm"),
    ],
)
def test_what_cannot_be_converted_is_refused_with_the_unit_of_the_cell(text, unit):
    assert f"hãy gõ số theo {unit}" in refusal(text, cell(unit))


def test_letters_without_marks_are_no_unit_where_they_fit_two():
    known = spellings([("t1", "tấn", "mass", Decimal(1000)), ("t2", "tán", "count", Decimal(1))])
    assert known["tán"] == ("tán", "count", 1)
    assert "tan" not in known
    assert spellings([("t1", "tấn", "mass", Decimal(1000))])["tan"] == ("tấn", "mass", 1000)


def test_units_counted_apart_are_those_of_the_book():
    assert COUNTED_APART == Unit.Dimension.COUNT


def test_every_unit_of_the_book_is_its_own_spelling():
    for name in UNITS:
        assert number(f"5 {name}", cell(name)) == number(f"5{name.upper()}", cell(name)) == 5


def test_a_conversion_that_no_amount_can_keep_is_refused_and_not_rounded():
    message = refusal("12 kWh", cell("triệu kWh"))
    assert message == "«12 kWh» đổi ra triệu kWh: số có quá 4 chữ số sau dấu phẩy: hãy làm tròn."


def test_products_are_also_counted_by_their_first_letters():
    known = spellings([("san-pham", "sản phẩm", "products", Decimal(1))])
    assert known[spelling_key("Triệu SP")] == ("triệu sản phẩm", "products", 10**6)
