"""Cells of files: what a column is made of, each thing once, and no column that reads more of a row than it says."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_tables2 import Column

from config.pages.cells import cells_of, made_of, rows_of
from config.pages.tables import BookTable, DayColumn
from indicators.models import Place
from tests import makers

pytestmark = pytest.mark.django_db


class PlaceTable(BookTable):
    name = Column()
    level = Column()
    parent = Column()
    valid_from = DayColumn()
    heading = Column(accessor="pk", empty_values=())
    note = Column(accessor="code")

    class Meta(BookTable.Meta):
        fields = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.made = []

    @made_of("level", "parent__name")
    def value_heading(self, level, parent):
        self.made.append((level, parent))
        return f"{level} of {parent}"

    def render_note(self, value):
        return value.upper()


def rows(table):
    return list(rows_of(table.data.data, [cells_of(column, Place) for column in table.columns.iterall()]))


def test_a_cell_is_what_is_stored_its_label_its_name_or_what_is_made_of_it():
    province = makers.make_place(name="Hòa Bình", level="province", code="hb")
    makers.make_place(name="Yên Mông", level="commune", code="ym", parent=province, valid_from=date(2025, 7, 1))
    assert rows(PlaceTable(Place.objects.order_by("code"))) == [
        ("Hòa Bình", "tỉnh", None, None, "province of None", "HB"),
        ("Yên Mông", "xã, phường", "Hòa Bình", date(2025, 7, 1), "commune of Hòa Bình", "YM"),
    ]


def test_what_is_alike_is_made_once_and_a_name_asked_for_once():
    province = makers.make_place(level="province")
    for _ in range(5):
        makers.make_place(level="commune", parent=province)
    table = PlaceTable(Place.objects.filter(level="commune"))
    with CaptureQueriesContext(connection) as captured:
        assert len(rows(table)) == 5
    assert table.made == [("commune", province.name)]
    assert len(captured) == 2


def test_the_tables_own_rows_get_the_same_cell_from_the_record():
    makers.make_place(level="commune")
    (row,) = PlaceTable(Place.objects.all()).rows
    assert row.get_cell_value("heading") == "commune of None"


def test_a_column_that_reads_the_record_without_a_word_is_refused():
    class Careless(BookTable):
        name = Column()

        def value_name(self, record):
            return record.name

    with pytest.raises(TypeError, match="Careless.name: made_of"):
        rows(Careless(Place.objects.all()))
