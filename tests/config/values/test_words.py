import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.values.words import in_words, spoken_unit

UNITS = Path(__file__).resolve().parents[3] / "fixtures" / "units.csv"

SPOKEN_UNITS = {
    "USD": "đô la Mỹ",
    "triệu USD": "triệu đô la Mỹ",
    "kWh": "ki-lô-oát giờ",
    "triệu kWh": "triệu ki-lô-oát giờ",
    "kVA": "ki-lô-vôn-am-pe",
    "MVA": "mê-ga-vôn-am-pe",
    "kW": "ki-lô-oát",
    "MW": "mê-ga-oát",
    "V": "vôn",
    "kV": "ki-lô-vôn",
    "m": "mét",
    "km": "ki-lô-mét",
    "m²": "mét vuông",
    "ha": "héc-ta",
    "km²": "ki-lô-mét vuông",
    "kg": "ki-lô-gam",
    "m³": "mét khối",
    "nghìn m³": "nghìn mét khối",
    "%": "phần trăm",
    "điểm %": "điểm phần trăm",
    "%/năm": "phần trăm một năm",
    "đồng/người/tháng": "đồng một người một tháng",
    "triệu đồng/người/tháng": "triệu đồng một người một tháng",
    "phút/khách hàng": "phút một khách hàng",
    "lần/khách hàng": "lần một khách hàng",
}
SAID_AS_WRITTEN = {
    *("đồng", "triệu đồng", "tỷ đồng", "tấn", "sản phẩm", "triệu sản phẩm", "dự án", "đề án", "cụm", "khu", "trạm"),
    *("máy", "tổ máy", "công trình", "điểm mỏ", "lao động", "cơ sở", "doanh nghiệp", "ngành", "loại sản phẩm"),
    *("người", "xã, phường", "lần"),
}


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("0", "không"),
        ("-0", "không"),
        ("4", "bốn"),
        ("5", "năm"),
        ("10", "mười"),
        ("11", "mười một"),
        ("14", "mười bốn"),
        ("15", "mười lăm"),
        ("20", "hai mươi"),
        ("21", "hai mươi mốt"),
        ("24", "hai mươi tư"),
        ("25", "hai mươi lăm"),
        ("100", "một trăm"),
        ("101", "một trăm linh một"),
        ("104", "một trăm linh bốn"),
        ("105", "một trăm linh năm"),
        ("110", "một trăm mười"),
        ("115", "một trăm mười lăm"),
        ("1000", "một nghìn"),
        ("1005", "một nghìn không trăm linh năm"),
        ("1015", "một nghìn không trăm mười lăm"),
        ("2025", "hai nghìn không trăm hai mươi lăm"),
        ("21034", "hai mươi mốt nghìn không trăm ba mươi tư"),
        ("105000", "một trăm linh năm nghìn"),
        ("1005000", "một triệu không trăm linh năm nghìn"),
        ("1000005", "một triệu không trăm linh năm"),
        ("1000000000", "một tỷ"),
        ("1000000001", "một tỷ không trăm linh một"),
        ("1000000000000", "một nghìn tỷ"),
        ("1234000005000", "một nghìn hai trăm ba mươi tư tỷ không trăm linh năm nghìn"),
        ("2000000000000000", "hai triệu tỷ"),
        ("3000000000000000000", "ba tỷ tỷ"),
    ],
)
def test_a_whole_number_is_read_as_officials_read_it(number, words):
    assert in_words(Decimal(number)) == in_words(int(number)) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("1234.5", "một nghìn hai trăm ba mươi tư phẩy năm"),
        ("3.14", "ba phẩy mười bốn"),
        ("3.21", "ba phẩy hai mươi mốt"),
        ("0.05", "không phẩy không năm"),
        ("25.003", "hai mươi lăm phẩy không không ba"),
        ("1.234", "một phẩy hai ba bốn"),
        ("12.50", "mười hai phẩy năm"),
        ("7.00", "bảy"),
        ("1E+3", "một nghìn"),
        ("-0.5", "âm không phẩy năm"),
        ("-12", "âm mười hai"),
    ],
)
def test_decimals_and_signs_are_read(number, words):
    assert in_words(Decimal(number)) == words


@given(
    st.decimals(min_value=-(10**16), max_value=10**16, places=4),
    st.decimals(min_value=-(10**16), max_value=10**16, places=4),
)
def test_different_numbers_sound_different(one, other):
    assert (in_words(one) == in_words(other)) == (one == other)


def test_whole_numbers_near_each_other_all_sound_different():
    for start in (0, 10**6 - 1000, 10**9 - 1000, 10**12 - 1000):
        numbers = range(start, start + 2200)
        assert len({in_words(number) for number in numbers}) == len(numbers)


def test_every_unit_of_the_book_is_read_aloud():
    with UNITS.open(encoding="utf-8-sig", newline="") as lines:
        names = [row["Đơn vị tính"] for row in csv.DictReader(lines, delimiter=";")]
    assert {name: spoken_unit(name) for name in names} == SPOKEN_UNITS | {name: name for name in SAID_AS_WRITTEN}


def test_a_unit_that_is_not_known_is_said_as_it_is_written():
    assert spoken_unit("nghìn thùng") == "nghìn thùng"
    assert spoken_unit("") == ""
