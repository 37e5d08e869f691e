"""Pages of a list that is not counted to its end: all can be reached, in the order of an index."""

import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.http import QueryDict
from django.urls import reverse

from config.pages import paging
from config.pages.filters import QuickSelect
from config.pages.tables import configure, in_stable_order
from config.values import trigrams
from indicators.models import Place
from projects.filters import ProjectFilter
from projects.models import Estate, HandicraftKind, InvestmentProject
from projects.tables import ProjectTable
from tests import makers
from tests.bench.registers import make_projects
from tests.config.pages.test_tables import PlaceTable

pytestmark = pytest.mark.django_db
BY_INDEX = [
    "name", "investor_shown", "certificate_on", "capital_billion_vnd", "capital_million_usd", "land_ha", "workers",
]  # fmt: skip


@pytest.fixture
def seven(monkeypatch):
    """Seven places three to a page, counted up to five."""
    monkeypatch.setattr(paging, "COUNTED", 5)
    makers.make_place()
    return [makers.make_place(code=f"n-{number}", name=f"n-{number}") for number in range(6)]


def shown(rf, page):
    return configure(rf.get("/", {"trang": page, "xep": "name"}), PlaceTable(Place.objects.all()))


def test_a_list_of_more_rows_than_are_counted_says_so_and_turns_to_its_last_page(rf, seven):
    first, second, third = (shown(rf, page) for page in (1, 2, 3))
    assert (first.paginator.is_open, first.paginator.count, first.page.has_next()) == (True, 5, True)
    assert [row.record.name for row in second.paginated_rows] == ["n-2", "n-3", "n-4"]
    assert len(third.paginated_rows) == 1
    assert not third.page.has_next()
    assert third.page.has_previous()
    assert third.paginator.num_pages == 3


@pytest.mark.parametrize("page", ["4", "99999"])
def test_a_page_past_the_end_is_the_last_and_then_all_is_counted(rf, seven, page):
    table = shown(rf, page)
    assert (table.page.number, table.paginator.count, table.paginator.is_open) == (3, 7, False)


def test_what_is_not_counted_is_told_in_words(client, monkeypatch):
    monkeypatch.setattr(paging, "COUNTED", 50)
    makers.make_handicraft_kind()
    assert "1 dòng</p>" in client.get(reverse("handicraft-list")).content.decode()
    HandicraftKind.objects.bulk_create(HandicraftKind(code=f"n-{number}", name="nghề") for number in range(60))
    assert "Hơn 50 dòng, trang 2</p>" in client.get(reverse("handicraft-list"), {"trang": "2"}).content.decode()
    # What the totals of a page have counted is told in full.
    make_projects(60)
    assert "57 dòng, trang 1/3</p>" in client.get(reverse("project-list")).content.decode()


def test_pages_reached_from_the_end_follow_those_from_the_beginning(rf, seven):
    for order in ("name", "-valid_from"):
        pages = [
            configure(rf.get("/", {"trang": page, "xep": order}), PlaceTable(Place.objects.all()), total=7).records
            for page in (1, 2, 3)
        ]
        assert sum(pages, []) == list(in_stable_order(Place.objects.order_by(order)))


def explained(rows):
    sql, params = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # A small table is sorted sooner than an index is read.
            cursor.execute("SET LOCAL enable_sort = off; SET LOCAL enable_incremental_sort = off")
        cursor.execute(f"EXPLAIN {'QUERY PLAN ' if connection.vendor == 'sqlite' else ''}{sql}", params)
        return " ".join(str(line) for line in cursor.fetchall())


def test_no_order_of_a_column_of_its_own_sorts_the_projects():
    make_projects(500)
    projects = InvestmentProject.objects.public().as_of("2026-01-01").values_list("pk")
    # SQLite does not begin with the statuses.
    names = [*BY_INDEX, "status_then"] if connection.vendor == "postgresql" else BY_INDEX
    orders = [(sign + name,) for sign in ("", "-") for name in names] + [("-certificate_on", "name")]
    for order in orders:
        plan = explained(in_stable_order(projects.order_by(*order))[:25])
        assert not re.search("Sort|TEMP B-TREE", plan), (order, plan)
    assert set(BY_INDEX) <= {str(column.accessor) for column in ProjectTable([]).columns if column.orderable}


def test_a_list_of_choices_reads_as_the_stock_one(rf):
    make_projects(30)
    asked = ProjectFilter(rf.get("/", {"khu": "e-7", "nganh": "<b>"}).GET, InvestmentProject.objects.all())
    for field in asked.form:
        quick = field.field.widget
        if isinstance(quick, QuickSelect):
            drawn = str(field)
            stock = super(QuickSelect, quick).render(field.html_name, field.value(), {"id": field.auto_id})
            assert options_of(drawn) == options_of(stock)
    assert len(options_of(str(asked.form["khu"]))) > 10


def options_of(html):
    return re.findall(r"<option.*?</option>", html)


def test_a_word_is_found_in_the_project_or_in_its_estate():
    make_projects(30)
    Estate.objects.filter(code="e-7").update(folded="cum yen phong")
    asked = ProjectFilter(QueryDict("tim=yen+san+xuat"), InvestmentProject.objects.all())
    assert {one.estate.code for one in asked.qs} == {"e-7"}


def indexes_of_words():
    with connection.cursor() as cursor:
        cursor.execute(r"SELECT count(*) FROM pg_indexes WHERE indexname LIKE '%%\_words'")
        return cursor.fetchone()[0]


@pytest.mark.postgresql
def test_a_search_is_served_by_an_index_where_the_server_has_trigrams():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_extension WHERE extname = 'pg_trgm'")
        has_trigrams = cursor.fetchone() == (1,)
    assert indexes_of_words() == (11 if has_trigrams else 0)
    assert trigrams.has_trigrams(connection) == has_trigrams


@pytest.mark.postgresql
def test_an_extension_that_comes_later_serves_from_the_next_start():
    before = indexes_of_words()
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX IF EXISTS projects_estate_words, power_line_words")
    call_command("prepare", no_account=True, verbosity=0, stdout=StringIO())
    assert indexes_of_words() == before


@pytest.mark.postgresql
def test_a_server_without_trigrams_or_an_account_that_may_not_have_them_goes_on_without(monkeypatch):
    monkeypatch.setattr(trigrams, "EXTENSION", "khong_co")
    assert not trigrams.has_trigrams(connection)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_available_extensions WHERE installed_version IS NULL")
        missing = cursor.fetchone()
        cursor.execute("CREATE ROLE book_without_rights; SET LOCAL ROLE book_without_rights")
        if missing:
            monkeypatch.setattr(trigrams, "EXTENSION", missing[0])
            assert not trigrams.has_trigrams(connection)
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)
