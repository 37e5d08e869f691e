"""Anything in any cell: it is taken or refused in words, never an error page; and what was taken goes out again."""

import random
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
import tablib
from django.db import connection

from config.sheets.formats import FORMATS
from config.sheets.plan import Fate
from config.sheets.sheet import BadCell
from tests.config.sheets.test_resources import RESOURCES, maker_of, plan_of
from tests.sheets import told

GARBAGE = [
    None, "", "  ", "x", "-", "…", "1.234", "1.234,5", "abc", "Hßa B×nh", "=1+1", "2018:C", "a:b:c", ":", ";", "A; B",
    "31/12/2020", "32/13/2020", "2016-2020", "quý I/2023", "\x00\x01", "Tổng cộng", "x" * 32_000, "ﬁ", "١٢٣", "１２",
    "🙂", "nan", "inf", "1e5", "0000-00-00", "\u202e", "'", "''=", "<b>", 1, 0, -1, 1.5, 1e17, 1e300, 10**30, True,
    False, float("nan"), float("inf"), Decimal("NaN"), date(2020, 1, 1), date(1, 1, 1), date(9999, 12, 31),
    datetime(2020, 1, 1, 5, 6),  # noqa: DTZ001 - a cell knows no time zone
    time(3, 4), timedelta(days=40_000), BadCell("#REF!", "Ô có công thức bị lỗi."),
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("resource_class", RESOURCES)
def test_garbage_is_taken_or_refused_and_what_was_taken_goes_out_again(resource_class):
    chance = random.Random(resource_class.__name__)
    maker_of(resource_class._meta.model)()
    sound = resource_class(personal=True).export()
    # What no engine is asked about is garbage on both.
    for _ in range(40 if connection.vendor == "sqlite" else 20):
        row = list(sound[0])
        for _ in range(chance.choice([1, 1, 2, len(row)])):
            row[chance.randrange(len(row))] = chance.choice(GARBAGE)
        plan = resource_class().import_data(tablib.Dataset(row, headers=sound.headers)).plan
        assert all(problem.message for problem in plan.problems)
        assert all(isinstance(plan.shown(each, name), str) for each in plan.rows for name in each.cells)
    for format_class in FORMATS:
        resource = resource_class(personal=True)
        plan = plan_of(resource, format_class().export_data(resource.export()))
        assert told(plan) == []
        assert {planned.fate for planned in plan.rows} == {Fate.SAME}
