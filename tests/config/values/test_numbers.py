from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.values.numbers import (
    AmbiguousNumberError,
    NumberError,
    format_input,
    format_number,
    number_from_cell,
    parse_number,
    plain_decimal,
    short_decimal,
    short_number,
    significant_digits,
)

numbers = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**16), max_value=10**16, places=4)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", "0"),
        ("1234", "1234"),
        ("1.234.567", "1234567"),
        ("1.234.567,89", "1234567.89"),
        ("1.234,5", "1234.5"),
        ("1234,5", "1234.5"),
        ("9.417,1", "9417.1"),
        ("0,5", "0.5"),
        (",5", "0.5"),
        ("1,234", "1.234"),
        ("25,003", "25.003"),
        ("08", "8"),
        ("1 234 567", "1234567"),
        ("1\u00a0234,5", "1234.5"),
        ("1\u202f234", "1234"),
        ("  12,50\u00a0", "12.5"),
        ("\u200b12", "12"),
        ("-12,5", "-12.5"),
        ("\u221212,5", "-12.5"),
        ("+5", "5"),
        ("-0", "0"),
        ("１２，５", "12.5"),
    ],
)
def test_a_vietnamese_number_is_read(text, number):
    read = parse_number(text)
    assert read == Decimal(number)
    assert not (read.is_zero() and read.is_signed())


@pytest.mark.parametrize(
    ("text", "whole", "decimal"),
    [
        ("1.234", "1234", "1,234"),
        ("259.560", "259560", "259,560"),
        ("866.605", "866605", "866,605"),
        ("2.025", "2025", "2,025"),
        ("-1.234", "-1234", "-1,234"),
        (" 1.000 ", "1000", "1,000"),
    ],
)
def test_the_ambiguous_shape_is_refused_with_both_readings(text, whole, decimal):
    with pytest.raises(AmbiguousNumberError) as refused:
        parse_number(text)
    assert str(refused.value) == f"«{text.strip()}» có thể là {whole} hoặc {decimal}: hãy gõ {whole} hoặc {decimal}."
    assert parse_number(whole) == parse_number(decimal) * 1000


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("12.5", "hãy gõ 12,5"),
        ("-12.50", "hãy gõ -12,50"),
        ("1234.567", "hãy gõ 1234,567"),
        (".5", "hãy gõ 0,5"),
        ("0.234", "hãy gõ 0,234"),
        ("1,234,567", "hãy gõ 1234567"),
        ("1,234.5", "hãy gõ 1234,5"),
        ("12 %", "chỉ gõ số"),
        ("5 triệu", "chỉ gõ số"),
        ("110kV", "chỉ gõ số"),
        ("1e5", "gõ đủ các chữ số"),
        ("5-7", "từng số vào ô riêng"),
        ("5 – 7", "từng số vào ô riêng"),
        ("", "hãy gõ một số"),
        ("   ", "hãy gõ một số"),
        ("inf", "chỉ gõ số"),
        ("NaN", "chỉ gõ số"),
        ("1.23.456", "ví dụ 1234,5"),
        ("12.34.567", "ví dụ 1234,5"),
        ("1234.567.890", "ví dụ 1234,5"),
        ("0.123.456", "ví dụ 1234,5"),
        ("1.234 567", "ví dụ 1234,5"),
        ("12 5", "ví dụ 1234,5"),
        ("1,5,", "ví dụ 1234,5"),
        ("1,", "ví dụ 1234,5"),
        ("--5", "ví dụ 1234,5"),
        ("- 5", "ví dụ 1234,5"),
        ("(5)", "ví dụ 1234,5"),
        ("١٢٣", "ví dụ 1234,5"),
        ("9" * 101, "quá dài"),
    ],
)
def test_other_text_is_refused_and_says_what_to_type(text, advice):
    with pytest.raises(NumberError, match=advice) as refused:
        parse_number(text)
    assert not isinstance(refused.value, AmbiguousNumberError)


def test_a_message_quotes_no_more_than_a_line():
    with pytest.raises(NumberError) as refused:
        parse_number("một đoạn văn dài\n" * 50)
    assert len(str(refused.value)) < 150
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (1234, "1234"),
        (1.234, "1.234"),
        (259.56, "259.56"),
        (0.1 + 0.2, "0.3"),
        (8359.1, "8359.1"),
        (1e15, "1000000000000000"),
        (-0.0, "0"),
        (Decimal("10.500"), "10.5"),
        ("1.234,5", "1234.5"),
    ],
)
def test_a_cell_that_holds_a_number_is_that_number(cell, number):
    assert str(number_from_cell(cell)) == number


def test_a_whole_number_of_any_length_is_kept():
    assert number_from_cell(10**400 + 1) == Decimal(10**400 + 1)


@pytest.mark.parametrize("cell", [None, "", "  ", "-", "–", "—", "−", "--", "…", "...", "....", "x", "X", "\u00a0"])
def test_marks_of_a_missing_figure_are_no_number_and_not_zero(cell):
    assert number_from_cell(cell) is None


@pytest.mark.parametrize(
    "cell", [True, False, float("nan"), float("inf"), Decimal("NaN"), Decimal("sNaN"), "1.234", "#REF!", object()]
)
def test_a_cell_without_a_sure_number_is_refused(cell):
    with pytest.raises(NumberError):
        number_from_cell(cell)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (Decimal("9417.1"), None, "9.417,1"),
        (Decimal("9417.1000"), None, "9.417,1"),
        (1234567, None, "1.234.567"),
        (Decimal("1E+3"), None, "1.000"),
        (Decimal("0"), 2, "0,00"),
        (Decimal("-0.04"), 1, "0,0"),
        (Decimal("-0.05"), 1, "−0,1"),
        (Decimal("0.5"), 0, "1"),
        (Decimal("2.5"), 0, "3"),
        (Decimal("56.1797752808"), 1, "56,2"),
        (Decimal("12"), 1, "12,0"),
        (Decimal("12345678901234567890.1234"), None, "12.345.678.901.234.567.890,1234"),
        (0.1 + 0.2, None, "0,3"),
        (None, 1, "—"),
    ],
)
def test_a_number_is_printed_the_vietnamese_way(value, decimals, text):
    assert format_number(value, decimals) == text


def test_grouping_can_be_left_out():
    assert format_number(2026, grouping=False) == "2026"


@given(numbers)
def test_what_a_form_shows_is_read_back_as_the_same_number(number):
    assert parse_number(format_input(number)) == number


@given(numbers, st.integers(0, 4))
def test_what_a_page_shows_is_read_back_or_refused_as_ambiguous_and_never_changed(number, decimals):
    try:
        read = parse_number(format_number(number, decimals))
    except AmbiguousNumberError:
        read = parse_number(format_number(number, decimals, grouping=False))
    assert abs(read - number) <= Decimal(5).scaleb(-decimals - 1)


@given(st.text(max_size=12) | st.text(alphabet="0123456789.,- +eE%x", max_size=14))
def test_any_text_is_a_finite_number_or_is_refused(text):
    answer = Decimal(0)
    with suppress(NumberError):
        answer = parse_number(text)
    assert answer.is_finite()


@given(
    st.integers(min_value=1, max_value=999), st.integers(min_value=0, max_value=999), st.sampled_from(["", "-", "−"])
)
def test_no_number_of_the_ambiguous_shape_gets_through(whole, rest, sign):
    with pytest.raises(AmbiguousNumberError):
        parse_number(f"{sign}{whole}.{rest:03}")


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15))
def test_a_float_cell_is_kept_to_fifteen_digits(value):
    number = number_from_cell(value)
    assert significant_digits(number) <= 15
    assert float(number) == pytest.approx(value, rel=1e-14)


def test_a_plain_decimal_has_neither_exponent_nor_trailing_zeros():
    assert [str(plain_decimal(Decimal(text))) for text in ["1E+2", "1.500", "0E-4", "100"]] == [
        "100",
        "1.5",
        "0",
        "100",
    ]


def test_significant_digits_leave_out_trailing_zeros():
    assert [significant_digits(Decimal(text)) for text in ["1500", "0.0001", "123456789012.3456", "0"]] == [2, 1, 16, 1]


@given(st.floats() | st.integers(-(10**12), 10**12).map(lambda whole: whole / 100))
def test_a_short_number_is_the_plain_one_or_is_left_to_it(value):
    short = short_decimal(value, 20, 4)
    if short is not None:
        assert str(short) == str(plain_decimal(value))
        assert -short.as_tuple().exponent <= 4


@given(st.integers(-(10**12), 10**12).filter(bool))
def test_the_numbers_of_every_day_are_short(hundredths):
    assert short_decimal(hundredths / 100, 20, 4) == Decimal(hundredths) / 100


@given(st.from_regex(r"-?[0-9]{0,13}([.,][0-9]{0,5})?", fullmatch=True))
def test_a_short_text_is_read_as_any_other_or_is_left_to_it(text):
    short = short_number(text, 20, 4)
    if short is not None:
        assert str(short) == str(parse_number(text))
    assert short_number("1234,5", 20, 4) == Decimal("1234.5")
