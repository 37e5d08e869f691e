"""Columns of different values: what looks alike is kept apart, and what is asked of a column is asked of each row."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.sheets.changeset import Changeset
from config.sheets.checks import checks_of
from config.sheets.coded import Coded, Coder
from config.sheets.stored import stored_fields
from indicators.models import Figure, ReportedValue
from projects.models import Estate, MiningLicence, SchemeFunding

ALIKE = [1, 1.0, True, Decimal(1), "1", 0, False, 0.0, date(2020, 1, 1), datetime(2020, 1, 1), None, ""]  # noqa: DTZ001


def test_values_that_python_takes_for_equal_are_kept_apart():
    found = Coded.of([*ALIKE, *reversed(ALIKE)])
    assert list(map(repr, found)) == list(map(repr, [*ALIKE, *reversed(ALIKE)]))
    assert len(found.different) == len(ALIKE)


def test_a_column_made_of_portions_is_the_column_made_at_once():
    coder = Coder()
    for start in range(0, len(ALIKE), 5):
        coder.add(ALIKE[start : start + 5])
    assert list(map(repr, coder.coded())) == list(map(repr, ALIKE))


def test_a_few_rows_of_a_column_say_the_same_and_bring_no_values_but_their_own():
    few = [11, 3, 11, 0]
    found = Coded.of(ALIKE).taken(few)
    assert list(map(repr, found)) == [repr(ALIKE[row]) for row in few]
    assert len(found.different) == 3


@pytest.mark.parametrize("many", [1, 2, 256, 257, 65_537])
def test_what_is_kept_comes_back_whatever_the_number_of_different_values(many):
    column = Coded.of([number % many for number in range(max(many, 3))])
    changes = Changeset({"new": 3}, pks=[7], new={"value": column}, links={"estates": [[[0, 1]], [], []]}, version="v")
    back = Changeset.load(changes.dump())
    assert list(back.new["value"]) == list(column)
    assert (back.pks, back.links, back.version, back.counts) == ([7], changes.links, "v", {"new": 3})
    assert back.dump() == changes.dump()


VALUES = {
    "DecimalField": st.sampled_from([None, Decimal(-1), Decimal(0), Decimal("7.5")]),
    "DateField": st.sampled_from([date(1990, 1, 1), date(2050, 1, 1), None]),
    "BooleanField": st.sampled_from([True, False, None]),
}


@pytest.mark.parametrize("model", [Figure, ReportedValue, Estate, MiningLicence, SchemeFunding])
@given(data=st.data())
def test_a_check_of_columns_answers_as_it_does_of_each_row(model, data):
    rows = data.draw(st.integers(1, 4))
    columns = {"id": [None] * rows}
    for field in stored_fields(model):
        values = VALUES.get(field.get_internal_type(), st.sampled_from([1, 2, None]))
        if field.choices:
            values = st.sampled_from([value for value, _ in field.flatchoices])
        elif "Char" in field.get_internal_type() or "Text" in field.get_internal_type():
            values = st.sampled_from(["", "x"])
        columns[field.attname] = data.draw(st.lists(values, min_size=rows, max_size=rows))
    coded = {name: Coded.of(values) for name, values in columns.items()}
    for message, holds in checks_of(model):
        together = holds(coded)
        answers = together if isinstance(together, list) else [together] * rows
        each = [holds({name: values[row] for name, values in columns.items()}) for row in range(rows)]
        assert answers == each, message
