"""Template filters: numbers and days as they are written in Vietnam."""

from datetime import date
from decimal import Decimal

import pytest

from config.templatetags.book import day, is_demonstration, number


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (Decimal("9417.1"), None, "9.417,1"),
        (Decimal("9417.15"), 1, "9.417,2"),
        (0, None, "0"),
        (None, None, "—"),
        ("", None, "—"),
    ],
)
def test_a_number(value, decimals, shown):
    assert number(value, decimals) == shown


@pytest.mark.parametrize(("value", "shown"), [(date(2026, 3, 5), "05/03/2026"), (None, "—"), ("", "—")])
def test_a_day(value, shown):
    assert day(value) == shown


@pytest.mark.parametrize(("row", "marked"), [({}, False), ({"is_demonstration": True}, True), (object(), False)])
def test_only_rows_that_say_so_are_demonstration(row, marked):
    assert is_demonstration(row) is marked
