from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.values.dates import DateError, NoSuchDayError, date_from_cell, format_date, parse_date, time_between


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


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        (date(2014, 11, 20), date(2014, 12, 21), "1 tháng"),
        (date(2014, 12, 21), date(2015, 1, 20), "30 ngày"),
        (date(2015, 5, 11), date(2017, 8, 11), "2 năm 3 tháng"),
        (date(2020, 2, 29), date(2021, 2, 28), "11 tháng"),
        (date(2020, 1, 1), date(2022, 1, 1), "2 năm"),
        (date(2020, 1, 1), date(2020, 1, 1), "0 ngày"),
    ],
)
def test_a_time_is_told_in_whole_months_or_in_days(first, last, told):
    assert time_between(first, last) == told
