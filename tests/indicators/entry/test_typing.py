import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from config.values.text import nfc
from indicators.entry.typing import AmbiguousTyping, Qualifier, Typed, TypingError, shown, spoken, understand
from indicators.models import figures
from tests.indicators.entry.cells import UNITS, cell, number, refusal

HOME = Path(__file__).resolve().parents[3]


# Numbers, ranges, bounds, marks


@pytest.mark.parametrize("text", ["", "   ", "\u00a0", "\u200b\n"])
def test_an_empty_cell_says_nothing(text):
    assert understand(text, cell()) is None


@pytest.mark.parametrize(
    "text", ["1.234,5", "1234,5", "1 234,5", "1\u00a0234,5", "1\u202f234,5", "+1234,5", "１２３４，５", " 1234,50 "]
)
def test_a_plain_number_needs_no_words(text):
    assert understand(text, cell()) == Typed(Decimal("1234.5"), None, "=", "", "")


@pytest.mark.parametrize(
    ("text", "value", "upper"),
    [
        ("5-7", "5", "7"),
        ("5–7", "5", "7"),
        ("5 — 7", "5", "7"),
        ("từ 5 đến 7", "5", "7"),
        ("Từ 5 đến 7 triệu USD", "5", "7"),
        ("tu 5 den 7", "5", "7"),
        ("5 đến 7", "5", "7"),
        ("-7--5,5", "-7", "-5.5"),
        ("-5-7", "-5", "7"),
        ("1.234,5-1.234.567", "1234.5", "1234567"),
    ],
)
def test_a_range_has_two_ends(text, value, upper):
    typed = understand(text, cell(may_be_negative=True))
    assert (typed.value, typed.upper) == (Decimal(value), Decimal(upper))
    assert (typed.qualifier, typed.as_printed) == ("range", "")
    assert typed.says.startswith("từ ")
    assert typed.says.endswith(" triệu USD")


@pytest.mark.parametrize(
    ("text", "qualifier", "says"),
    [
        (">30", ">", "trên 30 ha"),
        ("> 30", ">", "trên 30 ha"),
        ("<30", "under", "dưới 30 ha"),
        ("~30", "~", "khoảng 30 ha"),
        ("≈ 30", "~", "khoảng 30 ha"),
    ],
)
def test_a_sign_before_the_number_bounds_it(text, qualifier, says):
    assert understand(text, cell("ha")) == Typed(Decimal(30), None, qualifier, "", says)


@pytest.mark.parametrize(
    ("text", "qualifier", "says"),
    [
        ("trên 30", ">", "trên 30 ha"),
        ("Hơn 30 ha", ">", "hơn 30 ha"),
        ("DƯỚI 30", "under", "dưới 30 ha"),
        ("khoảng 30", "~", "khoảng 30 ha"),
        ("ước 30", "~", "ước 30 ha"),
        ("khoang 30", "~", "khoảng 30 ha"),
        ("duoi 30", "under", "dưới 30 ha"),
    ],
)
def test_a_word_before_the_number_bounds_it_and_is_kept(text, qualifier, says):
    assert understand(text, cell("ha")) == Typed(Decimal(30), None, qualifier, text, says)


def test_near_is_not_under_and_is_its_own_usual_word():
    assert understand("gần 30", cell("ha")) == Typed(Decimal(30), None, "<", "", "gần 30 ha")
    assert understand("<30", cell("ha")).qualifier == "under"


def test_about_a_range_is_a_range_that_keeps_its_word():
    for text in ("khoảng 5-7", "~5-7", "khoảng từ 5 đến 7"):
        typed = understand(text, cell())
        assert (typed.value, typed.upper, typed.qualifier, typed.as_printed) == (5, 7, "range", text)
        assert typed.says == "khoảng từ 5 đến 7 triệu USD"
        assert spoken(typed, "triệu USD") == "khoảng từ năm đến bảy triệu đô la Mỹ"


@pytest.mark.parametrize("text", ["…", "...", "....", "x", "X", "—"])
def test_a_missing_mark_is_kept_and_is_no_zero(text):
    assert understand(text, cell()) == Typed(None, None, "=", text, "chưa có số")


@pytest.mark.parametrize("text", ["-", "–", "−", "--", " - "])
def test_a_dash_says_that_nothing_happened_and_is_no_zero(text):
    assert understand(text, cell()) == Typed(None, None, "=", "-", "không phát sinh")


def test_what_a_source_printed_without_a_number_is_kept_in_quotes():
    typed = understand("«259.560 triệu sản phẩm»", cell("triệu sản phẩm"))
    printed = "259.560 triệu sản phẩm"
    assert typed == Typed(None, None, "=", printed, f"chưa có số, nguồn in «{printed}»")


def test_the_qualifiers_are_those_of_the_stored_figure():
    assert {member.name: member.value for member in Qualifier} == {
        member.name: member.value for member in figures.Qualifier
    }


# The dot


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("1.234", ["1234", "1,234"]),
        ("+1.234", ["+1234", "+1,234"]),
        ("-1.234", ["-1234", "-1,234"]),
        ("~4.600", ["~4600", "~4,600"]),
        ("khoảng 4.600", ["khoảng 4600", "khoảng 4,600"]),
        (">1.234", [">1234", ">1,234"]),
        ("1.234-5.678", ["1234-5678", "1,234-5,678"]),
        ("từ 1.234 đến 1.234.567", ["từ 1234 đến 1.234.567", "từ 1,234 đến 1.234.567"]),
        ("1.234 triệu USD", ["1234 triệu USD", "1,234 triệu USD"]),
        ("1.234 tỷ", ["1234 tỷ", "1,234 tỷ"]),
        ("1.234-5,5", ["1,234-5,5"]),
    ],
)
def test_the_ambiguous_dot_is_asked_about_and_never_guessed(text, choices):
    scale = cell(may_be_negative=True)
    with pytest.raises(AmbiguousTyping, match="hãy gõ") as refused:
        understand(text, scale)
    assert [typed for typed, _ in refused.value.choices] == choices
    meanings = [spoken(understand(typed, scale), "triệu USD") for typed in choices]
    assert [meaning for _, meaning in refused.value.choices] == meanings


def test_two_dots_and_more_are_not_ambiguous():
    typed = understand("1.234.567-234.567.890", cell())
    assert (typed.value, typed.upper) == (1234567, 234567890)


def test_the_choices_are_told_in_words():
    with pytest.raises(AmbiguousTyping) as refused:
        understand("259.560", cell("ha"))
    assert refused.value.choices == [
        ("259560", "hai trăm năm mươi chín nghìn năm trăm sáu mươi héc-ta"),
        ("259,560", "hai trăm năm mươi chín phẩy năm mươi sáu héc-ta"),
    ]
    assert str(refused.value).startswith("«259.560» có thể đọc hai cách")


def test_a_count_has_no_decimals_so_its_dot_groups_thousands():
    typed = understand("1.234", cell("dự án", decimals=0))
    assert typed == Typed(Decimal(1234), None, "=", "", "hiểu là 1234 dự án")
    assert understand("từ 1.000 đến 1.500", cell("dự án", decimals=0)).upper == 1500


def test_a_count_typed_in_another_unit_may_have_decimals_so_its_dot_is_asked_about():
    with pytest.raises(AmbiguousTyping):
        understand("1.234 tỷ", cell("triệu đồng", decimals=0))


@pytest.mark.parametrize(
    ("text", "lowest", "highest", "value"),
    [
        ("12.345", 0, 100, "12.345"),
        ("100.000", 0, 100, "100"),
        ("1.234", 500, None, "1234"),
        ("-1.234", -30, 40, "-1.234"),
        ("khoảng 4.600", 1000, 9000, "4600"),
    ],
)
def test_a_plausible_range_that_admits_one_reading_settles_the_dot_and_says_so(text, lowest, highest, value):
    scale = cell(lowest=lowest, highest=highest, may_be_negative=True)
    typed = understand(text, scale)
    assert typed.value == Decimal(value)
    assert typed.says.startswith("hiểu là ")


@pytest.mark.parametrize(("lowest", "highest"), [(0, None), (0, 1234), (1, 5000), (5000, 6000), (2, 1000), (None, 0)])
def test_a_plausible_range_that_admits_both_readings_or_neither_settles_nothing(lowest, highest):
    with pytest.raises(AmbiguousTyping):
        understand("1.234", cell(lowest=lowest, highest=highest))


def test_plausible_is_judged_in_the_unit_of_the_cell():
    assert understand("1.234 tỷ đồng", cell("triệu đồng", lowest=0, highest=5000)).value == 1234
    assert understand("1.234 tỷ đồng", cell("triệu đồng", lowest=5000)).value == 1234000


# What is refused, what is only warned about


def test_a_negative_number_is_refused_where_the_indicator_has_none():
    for text in ("-5", "−5", "~-5", "-5-7", "-1.234"):
        assert "không nhận số âm" in refusal(text, cell())
        assert "báo người giữ danh mục" in refusal(text, cell())
    assert number("-5", cell(may_be_negative=True)) == -5
    assert number("-0", cell()) == 0


@pytest.mark.parametrize("text", ["7-5", "5-5", "1 tỷ - 900 triệu"])
def test_a_range_from_more_to_less_is_refused(text):
    assert "gõ số nhỏ trước" in refusal(text, cell("triệu đồng"))


def test_a_bound_of_a_range_is_refused():
    assert "vừa là khoảng vừa có «trên»" in refusal("> 5-7", cell())
    assert "vừa là khoảng vừa có «gần»" in refusal("gần 5-7", cell())


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("1,234.56", "hãy gõ 1234,56"),
        ("1.5", "hãy gõ 1,5"),
        ("~1.5", "hãy gõ 1,5"),
        ("1e5", "gõ đủ các chữ số"),
        ("1.3 million USD", "có chữ"),
        ("khoảng", "có chữ"),
        ("~", "hãy gõ một số"),
        ("12 5", "không phải số"),
        ("05/03/2026", "không phải số"),
        ("9" * 21, "quá 20 chữ số"),
        ("9" * 17, "quá 16 chữ số trước dấu phẩy"),
        ("0,12345", "quá 4 chữ số sau dấu phẩy"),
        ("5" * 101, "quá 100 ký tự"),
        (f"«{'x' * 101}»", "quá 100 ký tự"),
    ],
)
def test_other_text_is_refused_with_what_to_type(text, advice):
    assert advice in refusal(text, cell())


def test_more_decimals_than_the_indicator_has_are_kept_and_told():
    typed = understand("12,345", cell())
    assert typed.value == Decimal("12.345")
    assert typed.says == "nhiều chữ số thập phân hơn chỉ tiêu (2): giữ nguyên"
    assert understand("12,340", cell()).says == ""


def told(text, scale):
    """What a clerk hears of a text: the figure read aloud, or why it is refused."""
    try:
        typed = understand(text, scale)
    except TypingError as refused:
        return str(refused)
    return spoken(typed, scale.unit) if typed else ""


@given(st.text("0123456789.,-–+ ~<>«»%đtừênkhoảgỷtr", max_size=16) | st.text(max_size=30))
def test_any_text_is_understood_or_refused_in_words(text):
    assert bool(told(text, cell(may_be_negative=True))) == bool(nfc(text))


# Read aloud


@pytest.mark.parametrize(
    ("text", "unit", "words"),
    [
        ("1234,5", "triệu USD", "một nghìn hai trăm ba mươi tư phẩy năm triệu đô la Mỹ"),
        ("~4600", "ha", "khoảng bốn nghìn sáu trăm héc-ta"),
        (">30", "dự án", "trên ba mươi dự án"),
        ("hơn 30", "dự án", "hơn ba mươi dự án"),
        ("<30", "dự án", "dưới ba mươi dự án"),
        ("gần 30", "dự án", "gần ba mươi dự án"),
        ("5-7", "%", "từ năm đến bảy phần trăm"),
        ("1,2 tỷ", "triệu đồng", "một nghìn hai trăm triệu đồng"),
        ("…", "ha", "chưa có số"),
        ("-", "ha", "không phát sinh"),
    ],
)
def test_a_cell_is_read_aloud(text, unit, words):
    assert spoken(understand(text, cell(unit)), unit) == words


def test_a_stored_print_is_not_read_for_a_word_it_does_not_have():
    assert spoken(Typed(Decimal(203), None, "=", "tăng 203%", ""), "%") == "hai trăm linh ba phần trăm"
    assert spoken(Typed(Decimal(30), None, ">", "khoảng 30", ""), "%") == "trên ba mươi phần trăm"


# Shown in a cell and read back


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("1234", "1234"),
        ("1.234", "1,234"),
        ("1234.5", "1.234,5"),
        ("1234567", "1.234.567"),
        ("-259560", "-259560"),
        ("12345.678", "12.345,678"),
        ("0", "0"),
    ],
)
def test_a_number_is_grouped_in_a_cell_only_where_it_reads_back(value, text):
    assert shown(Decimal(value), None, "=", "") == text


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        ((None, None, "=", ""), ""),
        ((None, None, "=", "-"), "-"),
        ((None, None, "=", "–"), "«–»"),
        ((None, None, "=", "…"), "…"),
        ((None, None, "=", "259.560 triệu sản phẩm"), "«259.560 triệu sản phẩm»"),
        ((Decimal(203), None, "=", "tăng 203%"), "203"),
        ((Decimal(4600), None, "~", "khoảng 4.600 ha"), "~4600"),
        ((Decimal(30), None, "<", "gần 30"), "gần 30"),
        ((Decimal(30), None, "<", "gần 31"), "gần 30"),
        ((Decimal(30), None, "under", ""), "<30"),
        ((Decimal(5), Decimal(7), "range", ""), "5–7"),
        ((Decimal(-7), Decimal(-5), "range", ""), "từ -7 đến -5"),
    ],
)
def test_a_stored_figure_is_shown_as_it_is_typed(figure, text):
    assert shown(*figure) == text


amounts = st.decimals(min_value=-(10**15), max_value=10**15, places=4) | st.integers(-(10**7), 10**7).map(Decimal)


@given(amounts, amounts, st.sampled_from(["=", "~", ">", "<", "under", "range"]), st.sampled_from(list(UNITS)))
def test_what_a_cell_shows_is_read_back_as_the_same_figure(value, other, qualifier, unit):
    assume(qualifier != "range" or value != other)
    low, high = (min(value, other), max(value, other)) if qualifier == "range" else (value, None)
    typed = understand(
        shown(low, high, qualifier, ""), cell(unit, decimals=0, lowest=0, highest=1, may_be_negative=True)
    )
    assert (typed.value, typed.upper, typed.qualifier, typed.as_printed) == (low, high, qualifier, "")


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=100))
def test_a_print_without_a_number_is_read_back(text):
    printed = nfc(text)
    assume(printed and len(printed) <= 100)
    typed = understand(shown(None, None, "=", printed), cell())
    assert (typed.value, typed.as_printed) == (None, printed)


@given(
    st.sampled_from(["", "~", ">", "< ", "khoảng ", "ước ", "trên ", "Hơn ", "dưới ", "gần "]),
    st.decimals(min_value=0, max_value=10**6, places=2),
    st.sampled_from(["", " tỷ", " triệu đồng", " đồng"]),
)
def test_what_was_understood_is_shown_and_understood_again(before, value, unit):
    scale = cell("triệu đồng")
    text = f"{before}{str(value).replace('.', ',')}{unit}"
    try:
        typed = understand(text, scale)
    except TypingError:
        assert unit == " đồng"
        return
    again = understand(shown(typed.value, typed.upper, typed.qualifier, typed.as_printed), scale)
    assert (again.value, again.qualifier) == (typed.value, typed.qualifier)
    assert again.as_printed == ("" if unit else typed.as_printed)


def test_understanding_needs_no_database_and_no_tables():
    code = "import sys, indicators.entry.typing; sys.exit('indicators.models' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], cwd=HOME, env={}, check=True)
