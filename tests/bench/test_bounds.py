"""The bench in short: what an import may ask of the database and of the memory. Times are for `./dev bench`."""

import tracemalloc

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from config.sheets.applying import apply
from config.sheets.changeset import Changeset
from config.sheets.finding import dataset_from
from config.sheets.plan import Plan
from config.sheets.preview import Preview
from indicators.models import Figure
from indicators.resources import FigureResource
from tests import makers
from tests.bench import bare, book
from tests.bench.registers import make_projects

pytestmark = pytest.mark.django_db

MEGABYTE = 1024 * 1024


@pytest.fixture(autouse=True)
def vocabulary(settings, tmp_path):
    settings.IMPORT_FOLDER = tmp_path / "imports"
    book.make_vocabulary(10_000)


def through_the_admin(admin_client, content):
    """How many queries the preview and the confirmation make."""
    with CaptureQueriesContext(connection) as preview:
        file = SimpleUploadedFile("so-lieu.xlsx", content)
        shown = admin_client.post(reverse("admin:indicators_figure_import"), {"import_file": file})
    with CaptureQueriesContext(connection) as confirmation:
        token = {"token": shown.context["token"]}
        assert admin_client.post(reverse("admin:indicators_figure_process_import"), token).status_code == 302
    return len(preview), len(confirmation)


def test_queries_do_not_grow_with_the_rows_from_the_upload_to_the_write(admin_client):
    # The first one also fills Django's own caches; all others are large enough to have their plans made anew.
    through_the_admin(admin_client, book.workbook(50))
    few, many = (through_the_admin(admin_client, book.workbook(rows)) for rows in (1_200, 2_400))
    assert few == many
    few, many = (through_the_admin(admin_client, book.workbook(2_000, changed=count)) for count in (1_000, 2_000))
    assert few == many
    assert max(many) <= 26


@pytest.mark.sqlite
def test_a_plan_of_new_rows_takes_little_memory_for_each():
    content, resource = book.workbook(10_000), FigureResource()
    tracemalloc.start()
    table = dataset_from(content, "so-lieu.xlsx", resource)
    changes = Changeset.of(Plan(resource, table))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(changes) == 10_000
    # Of the bench's seven columns one has a different value in each row.
    assert most < 20 * MEGABYTE


@pytest.mark.sqlite
def test_a_page_of_a_preview_takes_no_more_memory_for_more_rows():
    resource = FigureResource()
    place = Preview.of(Plan(resource, dataset_from(book.workbook(10_000), "so-lieu.xlsx", resource)), "").put()
    tracemalloc.start()
    new = Preview.at(*place).views["new"]
    rows = new.drawn(new.places[-100:])
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (len(new), len(rows)) == (10_000, 100)
    assert most < MEGABYTE / 2


def test_what_the_bench_takes_for_the_least_writes_the_same_as_an_import(admin_client):
    content = book.workbook(200)
    bare.write_new(content)
    columns = [*book.Records.COLUMNS, "maturity"]
    least = set(Figure.objects.values_list(*columns))
    Figure.objects.all().delete()
    through_the_admin(admin_client, content)
    assert set(Figure.objects.values_list(*columns)) == least
    assert len(least) == 200


@pytest.mark.postgresql
def test_each_new_row_is_found_by_an_index_even_in_a_table_that_was_small():
    """Triggers planned for a few rows took 0,4 ms for each new one of 5.000, 0,9 ms of 10.000, and so on."""
    makers.make_figure()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE indicators_figure")
        resource = FigureResource()
        apply(Plan(resource, dataset_from(book.workbook(2_000), "so-lieu.xlsx", resource)))
        cursor.execute("SELECT seq_tup_read FROM pg_stat_xact_user_tables WHERE relname = 'indicators_figure'")
        assert cursor.fetchone()[0] < 2_000
    assert Figure.objects.count() == 2_001


@pytest.mark.sqlite
def test_a_page_of_a_list_asks_no_more_of_two_thousand_rows_than_of_five(client):
    asked = []
    for rows in (5, 2_000):
        with transaction.atomic():
            make_projects(rows)
            for query in ({}, {"trang": "9", "xep": "-workers"}, {"tim": "xa 7", "hinh_thuc": "domestic"}):
                with CaptureQueriesContext(connection) as found:
                    assert client.get(reverse("project-list"), query).status_code == 200
                asked.append(len(found))
            transaction.set_rollback(True)
    assert asked[:3] == asked[3:]
    assert max(asked) <= 12
