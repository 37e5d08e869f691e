import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation

from config.values.forms import DayField, ProseField, QuantityField, TextLineField, WholeNumberField


class RowForm(forms.Form):
    amount = QuantityField(max_digits=20, decimal_places=4, required=False)
    count = WholeNumberField(required=False, min_value=0)
    day = DayField(required=False)
    name = TextLineField(max_length=9, required=False)
    note = ProseField(required=False)


def cleaned(**typed):
    form = RowForm(typed)
    assert form.is_valid(), form.errors
    return form.cleaned_data


def error(**typed):
    form = RowForm(typed)
    assert not form.is_valid()
    return " ".join(form.errors[next(iter(typed))])


@pytest.mark.parametrize(
    ("typed", "number"),
    [("1.234,5", "1234.5"), ("1234,5", "1234.5"), ("1.234.567", "1234567"), ("0", "0"), ("1,234", "1.234")],
)
def test_a_quantity_is_read_as_it_is_typed_here(typed, number):
    assert cleaned(amount=typed)["amount"] == Decimal(number)


@pytest.mark.parametrize("typed", ["", "  ", "-", "—", "x"])
def test_an_empty_quantity_is_missing_and_not_zero(typed):
    assert cleaned(amount=typed)["amount"] is None


def test_an_ambiguous_quantity_is_refused_and_kept_as_typed():
    assert error(amount="259.560") == "«259.560» có thể là 259560 hoặc 259,560: hãy gõ 259560 hoặc 259,560."
    assert 'value="259.560"' in str(RowForm({"amount": "259.560"})["amount"])


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("1,23456", "quá 4 chữ số sau dấu phẩy"),
        ("12345678901234567", "quá 16 chữ số trước dấu phẩy"),
        ("1" * 21, "quá 20 chữ số"),
        ("12.5", "hãy gõ 12,5"),
    ],
)
def test_a_quantity_is_refused_in_vietnamese(typed, message):
    assert message in error(amount=typed)


def test_a_box_for_numbers_is_a_text_box():
    for name in ["amount", "count"]:
        box = str(RowForm()[name])
        assert 'type="text"' in box
        assert "step=" not in box
    assert 'inputmode="decimal"' in str(RowForm()["amount"])
    assert 'inputmode="numeric"' in str(RowForm()["count"])


@pytest.mark.parametrize(
    ("stored", "shown"), [("1234.5000", "1234,5"), ("1000.0000", "1000"), ("1E+3", "1000"), ("-0.5", "-0,5")]
)
def test_what_a_form_shows_is_read_back_unchanged(stored, shown):
    form = RowForm({"amount": shown}, initial={"amount": Decimal(stored)})
    assert f'value="{shown}"' in str(RowForm(initial={"amount": Decimal(stored)})["amount"])
    assert not form.has_changed()


@pytest.mark.parametrize(("typed", "number"), [("1000", 1000), ("1.234.567", 1234567), ("1 000", 1000), ("", None)])
def test_a_whole_number_is_read_as_it_is_typed_here(typed, number):
    assert cleaned(count=typed)["count"] == number


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("1.000", "«1.000» chưa rõ nghĩa vì có dấu chấm: hãy gõ 1000."),
        ("1,5", "«1,5» không phải số nguyên"),
        ("12.0", "hãy gõ 12,0"),
        ("một", "có chữ"),
    ],
)
def test_a_whole_number_is_never_cut_or_guessed(typed, message):
    assert message in error(count=typed)


def test_a_whole_number_is_never_one_where_a_thousand_was_meant():
    """Django's own field drops what looks like empty decimals."""
    assert forms.IntegerField().clean("1.000") == 1
    with pytest.raises(ValidationError):
        WholeNumberField().clean("1.000")


@pytest.mark.parametrize("typed", ["05/03/2026", "5/3/2026", "05-03-2026", "2026-03-05"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_day_is_read_day_first_in_every_language(typed, language):
    with translation.override(language):
        assert cleaned(day=typed)["day"] == date(2026, 3, 5)


def test_a_day_is_shown_as_it_is_typed():
    box = str(RowForm(initial={"day": date(2026, 3, 5)})["day"])
    assert 'type="text"' in box
    assert 'value="05/03/2026"' in box
    assert 'placeholder="dd/mm/yyyy"' in box


@pytest.mark.parametrize("typed", ["31/02/2026", "05/03/26", "3 May 2026"])
def test_another_day_is_refused_with_an_example(typed):
    assert "ví dụ 05/03/2026" in error(day=typed)


def test_text_is_cleaned_before_its_length_is_counted():
    assert cleaned(name=unicodedata.normalize("NFD", "  Hòa \u00a0Bình "))["name"] == "Hòa Bình"


@pytest.mark.parametrize("typed", ["Hßa B×nh", "§iÖn Bi\u00ad"])
def test_text_of_before_unicode_is_refused(typed):
    assert "chuyển sang Unicode" in error(name=typed)
    assert "chuyển sang Unicode" in error(note=typed)


def test_line_breaks_of_the_browser_are_no_change():
    assert cleaned(note="một\r\nhai ")["note"] == "một\nhai"
    assert not RowForm({"note": "một\r\nhai"}, initial={"note": "một\nhai"}).has_changed()
