"""The figures of the source reports and the published facts, one by one as they are loaded."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from django.db.models import F, Q

from config.sheets.finding import dataset_from
from config.sheets.plan import Fate, Plan
from indicators import loading
from indicators.models import Figure, Indicator, Place, ReleaseItem, ReportedValue, Source, State, Version
from indicators.periods import Period

HERE = Path(__file__).parent
SHEETS = [
    pytest.param(folder / name, resource, id=f"{folder.name}/{name}")
    for folder in (loading.BOOK, loading.DEMONSTRATION)
    for name, resource in loading.sheets()
    if (folder / name).exists()
]
# What the checks of the source reports found wrong, ambiguous or in conflict.
DOUBTED = {"F002", "F003", "F004", "F005", "F006", "F013", "F015", "F017", "F033", "F042", "F044"}

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("filled_book")]


def table(name):
    with (HERE / name).open(encoding="utf-8") as file:
        return [pytest.param(row, id=row["id"]) for row in csv.DictReader(file)]


SOURCE_FIGURES, PUBLISHED_FACTS = table("source_figures.csv"), table("published_facts.csv")


def figure_of(row):
    period = Period.parse(row["period"])
    return Version.objects.public().get(
        indicator__code=row["indicator"],
        place__code=row["place"],
        period_start=period.start,
        period_end=period.end,
        kind=row["kind"],
    )


def number(text):
    return Decimal(text) if text else None


@pytest.mark.parametrize("row", SOURCE_FIGURES)
def test_a_figure_of_the_source_reports_is_in_the_book(row):
    figure = figure_of(row)
    assert figure.value == number(row["value"])
    assert figure.upper == number(row["upper"])
    assert figure.qualifier == row["qualifier"]
    assert figure.indicator.unit.name == row["unit"]
    assert figure.source.genre == Source.Genre.REPORT
    assert figure.locator.startswith("đoạn ")
    assert figure.in_doubt == (row["id"] in DOUBTED)


@pytest.mark.parametrize("row", PUBLISHED_FACTS)
def test_a_published_fact_is_in_the_book_with_its_address(row):
    figure = figure_of(row)
    kept = figure if row["kept_as"] == "figure" else figure.reported_values.get(value=number(row["value"]))
    assert kept.value == number(row["value"])
    assert kept.qualifier == row["qualifier"]
    assert figure.indicator.unit.name == row["unit"]
    assert kept.source.url or kept.source.note


def test_the_tables_hold_every_row_of_the_two_sources():
    # F020 and F031 name documents; F028 and F029 are the two ends of one range.
    assert len(SOURCE_FIGURES) == 47 - 3
    assert len(PUBLISHED_FACTS) == 78


def test_the_documents_the_reports_refer_to_are_sources():
    resolution = Source.objects.get(number="67/2017/NQ-HĐND")
    assert f"{resolution.issued_on:%d/%m/%Y}" == "08/12/2017"
    assert "lần thứ XVII, nhiệm kỳ 2020-2025" in Source.objects.get(code="NQ-DH-XVII").title


def test_an_impossible_figure_keeps_only_what_was_printed():
    garments = Figure.objects.get(indicator__code="may-mac", kind="estimate")
    assert (garments.value, garments.as_printed) == (None, "259.560 triệu sản phẩm")


def test_two_estimates_of_one_year_are_both_kept_beside_the_official_figure():
    share = Figure.objects.filter(indicator__code="co-cau-cn-xd", period_end="2020-12-31")
    assert {figure.kind: figure.value for figure in share} == {
        "estimate": Decimal("45.58"),
        "official": Decimal("41.42"),
    }
    assert share.get(kind="estimate").reported_values.get().value == 47
    assert share.current().get().kind == "official"


def test_a_share_can_be_computed_again_from_its_terms():
    share = Indicator.objects.get(code="ty-le-du-an-kcn-hoat-dong")
    terms = [Figure.objects.get(indicator=term, place__code="HB", period_end="2020-12-31").value
             for term in (share.numerator, share.denominator)]  # fmt: skip
    assert terms == [50, 89]


def test_figures_of_the_new_province_break_the_series():
    figures = Figure.objects.filter(place__code="PT")
    assert figures.exists()
    assert not figures.filter(is_break=False).exists()


def test_only_figures_of_the_new_province_break_the_series():
    assert not Figure.objects.filter(is_break=True).exclude(place__code="PT").exists()


def test_the_old_province_ends_where_the_new_one_begins():
    old, new = Place.objects.get(code="HB"), Place.objects.get(code="PT")
    assert (f"{old.valid_to}", f"{new.valid_from}") == ("2025-06-30", "2025-07-01")


def test_all_that_was_loaded_is_approved():
    assert not Figure.objects.exclude(state=State.APPROVED).exists()


def test_a_figure_without_a_value_says_what_was_printed_and_why():
    missing = Figure.objects.filter(value=None)
    assert missing.count() == 2
    assert not missing.filter(Q(as_printed="") | Q(note="")).exists()


def test_a_value_outside_its_plausible_range_is_in_doubt():
    outside = Q(value__lt=F("indicator__plausible_min")) | Q(value__gt=F("indicator__plausible_max"))
    assert list(Figure.objects.filter(outside, in_doubt=False)) == []


def test_every_indicator_has_a_figure_is_a_term_of_a_share_or_is_asked_by_a_form():
    bare = Indicator.objects.filter(
        figures=None, as_numerator=None, as_denominator=None, form_rows=None, form_rows_beside=None
    )
    assert list(bare.values_list("code", flat=True)) == []


def test_every_source_is_quoted_or_is_the_ground_of_a_target():
    quoted = Q(figures__isnull=False) | Q(reported_values__isnull=False) | Q(genre=Source.Genre.RESOLUTION)
    assert list(Source.objects.exclude(quoted).values_list("code", flat=True)) == []


def test_a_source_of_the_press_has_an_address_or_says_that_it_has_none():
    assert list(Source.objects.filter(genre=Source.Genre.PRESS, url="", note="")) == []


def test_a_second_value_says_why_it_stands_beside_the_first():
    assert ReportedValue.objects.exists()
    assert list(ReportedValue.objects.filter(note="")) == []


@pytest.mark.parametrize(("path", "resource"), SHEETS)
def test_a_sheet_read_back_finds_nothing_to_change(path, resource):
    sheet = resource()
    plan = Plan(sheet, dataset_from(path.read_bytes(), path.name, sheet))
    assert plan.problems == []
    assert {row.fate for row in plan.rows} == {Fate.SAME}


@pytest.mark.parametrize("folder", [loading.BOOK, loading.DEMONSTRATION], ids=["book", "demonstration"])
def test_no_sheet_is_left_that_no_app_reads(folder):
    assert {path.name for path in folder.glob("*.csv")} <= {loading.RELEASES, *(name for name, _ in loading.sheets())}


def test_of_the_reports_words_only_numbers_with_their_units_are_kept():
    printed = Figure.objects.exclude(as_printed="").values_list("as_printed", flat=True)
    assert max(map(len, printed)) < 40


def test_what_adds_up_over_time_is_never_reported_of_a_single_day():
    of_a_day = Figure.objects.filter(indicator__measure=Indicator.Measure.FLOW, period_start=F("period_end"))
    assert not of_a_day.exists()


@pytest.mark.postgresql
def test_what_was_loaded_is_counted_for_the_planner():
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tablename FROM pg_stats WHERE tablename LIKE 'indicators\\_%%'")
        counted = {table for (table,) in cursor.fetchall()}
    assert {model._meta.db_table for model in (Figure, Indicator, Place, ReleaseItem, Version)} <= counted
