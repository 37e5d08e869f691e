from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.values.dates import DateError, NoSuchDayError, date_from_cell, format_date, parse_date


@pytest.mark.parametrize("text", ["05/03/2026", "5/3/2026", "05-03-2026", "5.3.2026", "2026-03-05", " 05 / 03 / 2026 "])
def test_the_day_comes_first(text):
    assert parse_date(text) == date(2026, 3, 5)


@pytest.mark.parametrize("text", ["31/02/2026", "29/02/2023", "03/13/2026", "2026-13-01", "00/01/2026", "01/01/0000"])
def test_a_day_of_no_calendar_is_refused_as_such(text):
    with pytest.raises(NoSuchDayError, match="Không có ngày"):
        parse_date(text)


@pytest.mark.parametrize("text", ["", "05/03/26", "5 March 2026", "05/03-2026", "44197", "2026/03/05", "3/2026"])
def test_other_text_is_refused_and_says_what_to_type(text):
    with pytest.raises(DateError, match="hãy gõ ngày/tháng/năm"):
        parse_date(text)


def test_a_cell_may_hold_a_day_a_time_or_text():
    day = date(2026, 3, 5)
    cells = [day, datetime.combine(day, time(13, 30)), "05/03/2026"]
    assert [date_from_cell(cell) for cell in cells] == [day] * 3


@pytest.mark.parametrize("cell", [None, "", "  ", "\u00a0"])
def test_an_empty_cell_is_no_day(cell):
    assert date_from_cell(cell) is None


def test_a_bare_number_is_no_day():
    with pytest.raises(DateError):
        date_from_cell(44197)


def test_an_unknown_day_is_printed_as_a_dash():
    assert format_date(None) == "—"


@given(st.dates())
def test_what_is_printed_is_read_back_as_the_same_day(day):
    assert parse_date(format_date(day)) == day
    assert parse_date(day.isoformat()) == day
