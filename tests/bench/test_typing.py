"""The reckoning of the ways of typing: what is held against the grid is the least that the other ways ask."""

import pytest

from tests import makers
from tests.bench.ways import Effort, Finder

pytestmark = pytest.mark.django_db


def test_a_few_driven_are_reckoned_to_all_of_them():
    first, then = Effort("", keys=50, clicks=1, waited=2.0), Effort("", keys=80, clicks=3, waited=4.0)
    assert first.and_again(then, 10) == Effort("", keys=350, clicks=21, waited=22.0)


def test_a_row_is_found_by_the_least_that_letters_and_steps_down_can_be():
    makers.make_user(username="nguoi-nhap", is_superuser=True)
    rows = [makers.make_indicator(code=f"x{number}", name=name) for number, name in enumerate(["Than", "Thép", "Gỗ"])]
    finder = Finder()
    assert [finder.shortest("indicator", row)[:2] for row in rows] == [("t", 0), ("t", 1), ("g", 0)]
