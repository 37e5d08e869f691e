"""Files of public tables say what django-tables2 says of each row, to the character, and ask no more for more rows."""

import pytest
from django.urls import reverse
from django_tables2.rows import BoundRows

from config.pages.cells import cells_of, rows_of
from config.pages.components import SampleTable
from config.pages.tables import BookTable, in_stable_order
from config.sheets.writing.sheets import ColumnOut
from config.sheets.writing.xlsx import XlsxCells
from indicators.models import Figure, Indicator, Release
from indicators.public.releases import WithdrawnTable
from indicators.public.tables import TopicTable
from projects.tables import SupportTable
from tests import makers
from tests.power.test_views import a_row_of_each as a_row_of_each_of_the_grid
from tests.projects.test_views import a_row_of_each as a_row_of_each_of_projects

pytestmark = pytest.mark.django_db

LISTS = [
    "figure-list", "source-list", "release-list", "project-list", "estate-list", "mineral-list", "extension",
    "product-list", "handicraft-list", "power", "transformer-list", "line-list", "plant-list", "grid-project-list",
]  # fmt: skip
# The first has its rows in memory, others no file, the sample of the page of components neither rows nor file.
OTHERWISE = {TopicTable, SupportTable, WithdrawnTable, SampleTable}


def correct_some_figures():
    """Figures whose pages say what they replaced and what became of them."""
    figures = list(Figure.objects.filter(value__isnull=False, state="approved", indicator__is_public=True)[:3])
    for figure in figures:
        Figure.objects.filter(pk=figure.pk).update(value=figure.value + 1, in_doubt=True, note="sửa\n=1")
        figure.refresh_from_db()
    makers.approve(*figures, reason="cộng sai")


def tables(client):
    """The tables of all public pages, of the indicators a few."""
    addresses = [reverse(name) for name in LISTS]
    addresses += [reverse("release", args=[code]) for code in Release.objects.out().values_list("code", flat=True)]
    codes = Indicator.objects.public().filter(figures__note="sửa\n=1").values_list("code", flat=True)
    addresses += [reverse("indicator", args=[code]) for code in codes.distinct()]
    for address in addresses:
        yield client.get(address).context["table"]


def said(values):
    return XlsxCells(ColumnOut()).row(values)


def subclasses(table):
    return {below for each in table.__subclasses__() for below in {each} | subclasses(each)}


def test_the_file_of_each_public_table_has_the_cells_of_each_of_its_rows(filled_book, client):
    correct_some_figures()
    seen = set()
    for table in tables(client):
        rows, columns = in_stable_order(table.data.data), table.columns.all()
        found = rows_of(rows, [cells_of(column, rows.model) for column in columns if not left_out(column)])
        expected = (
            [row.get_cell_value(column.name) for column in columns if not left_out(column)]
            for row in BoundRows(rows, table)
        )
        assert list(map(said, found)) == list(map(said, expected)), table
        assert rows, table
        seen.add(type(table))
    assert seen == {table for table in subclasses(BookTable) if not table.__module__.startswith("tests.")} - OTHERWISE


def left_out(column):
    return column.column.exclude_from_export


@pytest.mark.sqlite
@pytest.mark.parametrize("name", LISTS)
def test_a_file_asks_no_more_for_more_rows(client, name, django_assert_max_num_queries):
    def a_row_of_each():
        makers.make_figure(state="approved", source=makers.make_source())
        a_row_of_each_of_projects(is_demonstration=True)
        a_row_of_each_of_the_grid()

    a_row_of_each()
    with django_assert_max_num_queries(12) as few:
        client.get(reverse(name), {"tai": "xlsx"}).getvalue()
    for _ in range(5):
        a_row_of_each()
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(reverse(name), {"tai": "xlsx"}).getvalue()
