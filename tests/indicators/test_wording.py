"""Figures in words: nothing rounded, nothing made up."""

from decimal import Decimal

import pytest

from indicators.models import Figure
from indicators.wording import amount, flags


@pytest.mark.parametrize(
    ("value", "qualifier", "upper", "words"),
    [
        ("9417.1", "=", None, "9.417,1"),
        ("41600", "~", None, "khoảng 41.600"),
        ("30", ">", None, "trên 30"),
        ("722", "<", None, "gần 722"),
        ("722", "under", None, "dưới 722"),
        ("5", "range", "7", "5–7"),
        ("1234.5678", "=", None, "1.234,5678"),
        ("0", "=", None, "0"),
        (None, "=", None, "—"),
        (None, ">", None, "—"),
    ],
)
def test_an_amount_reads_as_it_was_reported(value, qualifier, upper, words):
    assert amount(value and Decimal(value), qualifier, upper and Decimal(upper)) == words


def test_flags_are_words_in_the_order_of_their_weight():
    figure = Figure(is_break=True, in_doubt=True)
    assert list(flags(figure)) == ["còn nghi vấn", "đứt chuỗi"]
    assert list(flags(Figure())) == []
