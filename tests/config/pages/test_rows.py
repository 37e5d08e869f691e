"""The body of every public table is what django-tables2 would have made of it, cell by cell."""

import re
from itertools import count

import pytest
from django.apps import apps
from django.template import Context, Template
from django.urls import reverse
from django_tables2.utils import Accessor

from config.pages.components import SampleTable
from config.pages.tables import BookTable, NumberColumn
from indicators.actions import releasing
from indicators.models import Release, Version
from indicators.public.tables import TopicTable
from tests import makers
from tests.config.pages.test_tables import CellTable

# How the stock pipeline prints the rows of a table.
STOCK = """{% load book %}{% for row in table.paginated_rows %}<tr {{ row.attrs.as_html }}>
  {% for column, cell in row.items %}{% if forloop.first %}<th scope="row" {{ column.attrs.td.as_html }}>{{ cell }}{% if row.record|is_demonstration %} <span class="tag tag-demo">minh họa</span>{% endif %}{{ table.fold }}</th>{% else %}<td data-label="{{ column.header|capfirst }}" {{ column.attrs.td.as_html }}><div class="cell">{{ cell }}</div></td>{% endif %}
  {% endfor %}
</tr>{% empty %}<tr class="empty"><td colspan="{{ table.columns|length }}">{{ table.empty_text }}</td></tr>{% endfor %}"""  # noqa: E501
# Beside those of the menu and the footer.
PAGES = ["transformer-list", "line-list", "plant-list", "grid-project-list"]


def by_the_stock(table):
    table._counter = count()
    return Template(STOCK).render(Context({"table": table}))


def bare(html):
    """Without the blanks between the tags."""
    return re.sub(r">\s+<", "><", html)


def is_like_the_stock(table):
    stock = by_the_stock(table)
    assert bare(table.body) == bare(stock)
    return table.body.count("<tr")


def addresses():
    for app in apps.get_app_configs():
        for pages in (getattr(app, "public_pages", []), getattr(app, "footer_pages", [])):
            yield from (reverse(name) for name, _ in pages)
    yield from map(reverse, PAGES)
    yield reverse("topic", args=["tong-quan"])
    yield reverse("indicator", args=["grdp-so-sanh"])
    yield reverse("release", args=[Release.objects.first().code])
    yield reverse("release", args=[a_withdrawal().code])


def a_withdrawal():
    by = makers.make_user("indicators.publish_release")
    release = makers.make_release(published=False, kind="correction")
    releasing.gather_withdrawals(release, [Version.objects.public().first().figure_id], by=by, reason="Nguồn thu hồi")
    return releasing.publish(release, by=by)


def of_our_pages(table):
    return table.__module__.split(".")[0] in apps.app_configs


def tables_below(table):
    return {table} | set().union(*map(tables_below, table.__subclasses__()))


@pytest.mark.django_db
def test_every_table_of_the_public_pages_has_the_rows_of_the_stock_pipeline(filled_book, client):
    shown = {}
    for address in addresses():
        for context in client.get(address).context:
            for value in context.flatten().values():
                if isinstance(value, BookTable) and value.data and type(value) not in shown:
                    shown[type(value)] = is_like_the_stock(value)
    # The table of a topic is for files: its page shows a tree. The sample is on no page of readers.
    unseen = {BookTable, TopicTable, SampleTable}
    assert set(shown) == set(filter(of_our_pages, tables_below(BookTable))) - unseen
    assert sum(shown.values()) > 150


def test_what_a_cell_holds_never_becomes_markup():
    class Named(BookTable):
        name = NumberColumn(linkify=lambda record: f"/?q={record['name']}")
        answer = NumberColumn(attrs={"td": {"class": lambda value: f"a-{value}"}})

        def render_name(self, value):
            return value

    class Linked(Named):
        name = NumberColumn(linkify=("indicator", [Accessor("name")]), attrs={"a": {"class": "quiet"}})

    linked = Linked([{"name": "a-b", "answer": 2}])
    assert is_like_the_stock(linked) == 1
    assert 'class="quiet" href="/chi-tieu/a-b/"' in linked.body
    table = Named([{"name": '<b>"&', "answer": 1200, "is_demonstration": True}, {"name": "a", "answer": None}])
    assert is_like_the_stock(table) == 2
    assert "<b>" not in table.body
    assert 'class="a-1.200"' in table.body


def test_a_table_without_rows_says_so_across_all_its_columns():
    assert is_like_the_stock(CellTable([])) == 1
