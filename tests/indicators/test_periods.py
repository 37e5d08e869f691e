import unicodedata
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.periods import Period, PeriodError, PeriodKind

days = st.dates(date(1900, 1, 1), date(2100, 12, 31))
spans = st.tuples(days, days).map(lambda pair: Period(min(pair), max(pair)))
inner_years = st.integers(1920, 2070)
named = st.one_of(
    st.builds(Period.year, inner_years),
    st.builds(lambda year, more: Period.years(year, year + more), inner_years, st.integers(1, 9)),
    st.builds(Period.half, inner_years, st.integers(1, 2)),
    st.builds(Period.quarter, inner_years, st.integers(1, 4)),
    st.builds(Period.month, inner_years, st.integers(1, 12)),
    st.builds(Period.first_months, inner_years, st.integers(1, 12)),
    st.builds(Period.last_months, inner_years, st.integers(1, 12)),
    st.builds(Period.on, st.dates(date(1910, 1, 1), date(2090, 12, 31))),
)


def span(first, last):
    return Period(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2022", Period.year(2022)),
        ("năm 2022", Period.year(2022)),
        ("Năm  2022 ", Period.year(2022)),
        ("cả năm 2022", Period.year(2022)),
        ("12 tháng 2022", Period.year(2022)),
        ("2016-2020", Period.years(2016, 2020)),
        ("2016 – 2020", Period.years(2016, 2020)),
        ("giai đoạn 2016-2020", Period.years(2016, 2020)),
        ("GIAI ĐOẠN 2016 — 2020", Period.years(2016, 2020)),
        ("từ năm 2016 đến năm 2020", Period.years(2016, 2020)),
        ("2020-2020", Period.year(2020)),
        ("6 tháng đầu năm 2023", Period.half(2023, 1)),
        ("6 tháng 2023", Period.half(2023, 1)),
        ("sáu tháng đầu năm 2023", Period.half(2023, 1)),
        ("nửa đầu năm 2023", Period.half(2023, 1)),
        ("6 tháng cuối năm 2023", Period.half(2023, 2)),
        ("9 tháng 2023", Period.first_months(2023, 9)),
        ("9 tháng đầu năm 2023", Period.first_months(2023, 9)),
        ("9 tháng năm 2023", Period.first_months(2023, 9)),
        ("9 tháng/2023", Period.first_months(2023, 9)),
        ("11 tháng 2021", Period.first_months(2021, 11)),
        ("3 tháng đầu năm 2023", Period.quarter(2023, 1)),
        ("3 tháng cuối năm 2023", Period.quarter(2023, 4)),
        ("quý I/2023", Period.quarter(2023, 1)),
        ("quý 1 năm 2023", Period.quarter(2023, 1)),
        ("Quý III năm 2023", Period.quarter(2023, 3)),
        ("quí IV/2023", Period.quarter(2023, 4)),
        ("Q2/2023", Period.quarter(2023, 2)),
        ("tháng 5/2023", Period.month(2023, 5)),
        ("Tháng 05 năm 2023", Period.month(2023, 5)),
        ("5/2023", Period.month(2023, 5)),
        ("1 tháng 2023", Period.month(2023, 1)),
        ("31/12/2020", Period.on(date(2020, 12, 31))),
        ("đến 31/12/2020", Period.on(date(2020, 12, 31))),
        ("đến ngày 31 tháng 12 năm 2020", Period.on(date(2020, 12, 31))),
        ("tính đến 31-12-2020", Period.on(date(2020, 12, 31))),
        ("2020-12-31", Period.on(date(2020, 12, 31))),
        ("05/03/2026", Period.on(date(2026, 3, 5))),
        ("đến cuối năm 2020", Period.on(date(2020, 12, 31))),
        ("đến hết quý II/2023", Period.on(date(2023, 6, 30))),
        ("cuối tháng 2/2024", Period.on(date(2024, 2, 29))),
        ("15/12/2022-14/12/2023", span("2022-12-15", "2023-12-14")),
        ("từ ngày 15/12/2022 đến ngày 14/12/2023", span("2022-12-15", "2023-12-14")),
        ("15-12-2022 - 14-12-2023", span("2022-12-15", "2023-12-14")),
        ("01/01/2022-30/06/2023", span("2022-01-01", "2023-06-30")),
        ("tháng 1/2022 - tháng 6/2023", span("2022-01-01", "2023-06-30")),
        ("2022-01-01 - 2022-12-31", Period.year(2022)),
        ("01/01/2023-30/06/2023", Period.half(2023, 1)),
    ],
)
def test_the_ways_people_write_a_period_are_read(text, period):
    assert Period.parse(text) == period
    assert Period.parse(unicodedata.normalize("NFD", text).upper()) == period


@pytest.mark.parametrize(
    ("period", "text"),
    [
        (Period.year(2022), "2022"),
        (Period.years(2016, 2020), "2016-2020"),
        (Period.half(2023, 1), "6 tháng đầu năm 2023"),
        (Period.half(2023, 2), "6 tháng cuối năm 2023"),
        (Period.first_months(2023, 9), "9 tháng 2023"),
        (Period.last_months(2023, 5), "5 tháng cuối năm 2023"),
        (Period.quarter(2023, 1), "quý I/2023"),
        (Period.quarter(2023, 4), "quý IV/2023"),
        (Period.month(2023, 5), "tháng 5/2023"),
        (Period.on(date(2020, 12, 31)), "31/12/2020"),
        (span("2022-12-15", "2023-12-14"), "15/12/2022-14/12/2023"),
        (span("2023-02-01", "2023-04-30"), "01/02/2023-30/04/2023"),
        (span("2022-07-01", "2023-06-30"), "01/07/2022-30/06/2023"),
    ],
)
def test_a_period_has_one_spelling(period, text):
    assert str(period) == text


@given(spans | named)
def test_every_period_is_read_back_from_its_spelling(period):
    assert Period.parse(str(period)) == period


@given(named)
def test_every_period_is_read_back_from_a_sentence(period):
    assert Period.parse(period.phrase) == period


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hiện nay",
        "giai đoạn qua",
        "đến năm 2020",
        "20222",
        "22",
        "5-2023",
        "2016-20",
        "quý V/2023",
        "quý 0/2023",
        "tháng 13/2023",
        "0 tháng 2023",
        "13 tháng 2023",
        "31/02/2023",
        "29/02/2023",
        "2020-2016",
        "31/12/2020 - 2021",
        "1899",
        "2101",
        "01/01/1899",
        "2.022",
        "đến " * 30 + "2020",
        "năm " * 2000,
    ],
)
def test_other_text_is_no_period(text):
    with pytest.raises(PeriodError):
        Period.parse(text)


def test_a_refusal_lists_the_forms_to_type():
    with pytest.raises(PeriodError, match="«hiện nay».*2016-2020.*quý I/2023.*31/12/2020"):
        Period.parse("hiện nay")


def test_a_refusal_names_the_wrong_day():
    with pytest.raises(PeriodError, match="Không có ngày «31/02/2023»"):
        Period.parse("31/02/2023")


@given(st.text(max_size=30) | st.text(alphabet="0123456789 -/.thángquýnămđếnIVQ", max_size=30))
def test_any_text_is_a_period_or_is_refused(text):
    try:
        period = Period.parse(text)
    except PeriodError:
        period = Period.year(2000)
    assert period.start <= period.end


@pytest.mark.parametrize(
    ("cell", "period"),
    [
        (2022, Period.year(2022)),
        (2022.0, Period.year(2022)),
        ("2016-2020", Period.years(2016, 2020)),
        (date(2020, 12, 31), Period.on(date(2020, 12, 31))),
        (datetime.combine(date(2020, 12, 31), time(8)), Period.on(date(2020, 12, 31))),
        (None, None),
        ("\u00a0", None),
    ],
)
def test_a_cell_may_hold_a_year_a_day_or_text(cell, period):
    assert Period.from_cell(cell) == period


@pytest.mark.parametrize("cell", [2022.5, True, 44197])
def test_a_cell_with_another_number_is_no_period(cell):
    with pytest.raises(PeriodError):
        Period.from_cell(cell)


def test_a_period_does_not_end_before_it_starts():
    with pytest.raises(PeriodError, match="31/12/2020 sau ngày kết thúc 01/01/2020"):
        span("2020-12-31", "2020-01-01")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2024", PeriodKind.YEAR),
        ("2016-2020", PeriodKind.YEARS),
        ("01/07/2023-31/12/2023", PeriodKind.HALF),
        ("8 tháng 2023", PeriodKind.MONTHS),
        ("01/04/2023-30/06/2023", PeriodKind.QUARTER),
        ("01/02/2024-29/02/2024", PeriodKind.MONTH),
        ("29/02/2024", PeriodKind.DATE),
        ("01/02/2024-28/02/2024", PeriodKind.SPAN),
        ("01/02/2023-30/04/2023", PeriodKind.SPAN),
        ("01/04/2023-30/09/2023", PeriodKind.SPAN),
        ("01/07/2022-30/06/2023", PeriodKind.SPAN),
    ],
)
def test_the_dates_tell_the_kind(text, kind):
    assert Period.parse(text).kind == kind


@pytest.mark.parametrize(
    ("text", "previous", "year_before"),
    [
        ("2022", "2021", "2021"),
        ("2016-2020", "2011-2015", "2015-2019"),
        ("6 tháng đầu năm 2023", "6 tháng cuối năm 2022", "6 tháng đầu năm 2022"),
        ("quý I/2023", "quý IV/2022", "quý I/2022"),
        ("tháng 1/2023", "tháng 12/2022", "tháng 1/2022"),
        ("tháng 3/2024", "tháng 2/2024", "tháng 3/2023"),
        ("tháng 2/2025", "tháng 1/2025", "tháng 2/2024"),
        ("9 tháng 2023", "9 tháng 2022", "9 tháng 2022"),
        ("2 tháng 2024", "2 tháng 2023", "2 tháng 2023"),
        ("2 tháng 2025", "2 tháng 2024", "2 tháng 2024"),
        ("31/12/2020", "31/12/2019", "31/12/2019"),
        ("29/02/2024", "28/02/2023", "28/02/2023"),
        ("28/02/2025", "29/02/2024", "29/02/2024"),
        ("15/12/2022-14/12/2023", "15/12/2021-14/12/2022", "15/12/2021-14/12/2022"),
        ("15/12/2022-14/06/2023", "15/06/2022-14/12/2022", "15/12/2021-14/06/2022"),
        ("01/02/2024-29/02/2024", "tháng 1/2024", "tháng 2/2023"),
        ("03/01/2023-12/01/2023", "24/12/2022-02/01/2023", "03/01/2022-12/01/2022"),
    ],
)
def test_a_period_knows_the_one_before_and_the_same_one_a_year_before(text, previous, year_before):
    period = Period.parse(text)
    assert str(period.previous()) == previous
    assert str(period.year_before()) == year_before


@given(named.filter(lambda period: period.kind != PeriodKind.DATE))
def test_next_undoes_previous(period):
    assert period.previous().next() == period
    assert period.next().previous() == period


@given(named)
def test_a_step_keeps_the_kind(period):
    assert period.previous().kind == period.next().kind == period.year_before().kind == period.kind


@given(named.filter(lambda period: period.kind not in (PeriodKind.DATE, PeriodKind.MONTHS)))
def test_the_previous_period_ends_the_day_before(period):
    assert period.previous().end + timedelta(days=1) == period.start


@pytest.mark.parametrize(
    ("text", "months", "years"),
    [
        ("2022", 12, 1),
        ("2016-2020", 60, 5),
        ("quý I/2024", 3, None),
        ("15/12/2022-14/12/2023", 12, 1),
        ("01/01/2022-30/06/2023", 18, None),
        ("31/12/2020", None, None),
        ("01/01/2023-15/01/2023", None, None),
    ],
)
def test_a_period_knows_its_length(text, months, years):
    period = Period.parse(text)
    assert period.length_in_months == months
    assert period.length_in_years == years


def test_a_period_contains_its_days_and_parts():
    year = Period.year(2022)
    assert year.contains(date(2022, 1, 1))
    assert year.contains(date(2022, 12, 31))
    assert not year.contains(date(2023, 1, 1))
    assert year.contains(Period.quarter(2022, 4))
    assert not year.contains(span("2022-12-15", "2023-12-14"))


def test_periods_sort_by_their_first_day_and_then_by_their_last():
    texts = ["tháng 2/2021", "2021-2025", "2021", "31/12/2020", "6 tháng đầu năm 2021", "quý I/2021", "2020"]
    assert [str(period) for period in sorted(map(Period.parse, texts))] == [
        "2020",
        "31/12/2020",
        "quý I/2021",
        "6 tháng đầu năm 2021",
        "2021",
        "2021-2025",
        "tháng 2/2021",
    ]


@pytest.mark.parametrize("year", [1899, 2101, 20222, 0, -1])
def test_a_year_out_of_reach_is_refused(year):
    with pytest.raises(PeriodError, match="1900-2100"):
        Period.year(year)
