"""Public tables: what a cell reads, what order and page an address gets, which rows are marked."""

from datetime import date
from decimal import Decimal

import pytest

from config.pages.tables import BookTable, ChoiceColumn, DayColumn, NumberColumn, YearColumn, YesNoColumn, configure
from config.pages.versions import current
from indicators.models import Place
from tests import makers


class CellTable(BookTable):
    number = NumberColumn()
    rounded = NumberColumn(accessor="number", decimals=1)
    year = YearColumn()
    day = DayColumn()
    choice = ChoiceColumn(choices=Place.Level)
    answer = YesNoColumn()

    class Meta(BookTable.Meta):
        pass


class PlaceTable(BookTable):
    class Meta(BookTable.Meta):
        model = Place
        fields = ("name", "valid_from", "parent")
        per_page = 3


class FoldedTable(CellTable):
    essential = ("rounded", "choice")


def cells(**row):
    table = CellTable([row])
    return dict(zip(table.columns.names(), table.rows[0], strict=True))


def names(rf, **query):
    table = configure(rf.get("/", query), PlaceTable(Place.objects.all()))
    return [row.record.name for row in table.paginated_rows]


def test_cells_read_as_they_are_written_in_vietnam():
    shown = cells(number=Decimal("9417.15"), year=2022, day=date(2026, 3, 5), choice="commune", answer=False)
    assert shown == {
        "number": "9.417,15",
        "rounded": "9.417,2",
        "year": "2022",
        "day": "05/03/2026",
        "choice": "xã, phường",
        "answer": "không",
    }


def test_what_nobody_knows_is_a_dash():
    shown = cells(number=None, year=None, day=None, choice=None, answer=None)
    assert set(shown.values()) == {"—"}


def test_missing_values_come_last_in_both_directions(rf, db):
    for name, day in [("không rõ", None), ("cũ", date(2000, 1, 1)), ("mới", date(2025, 7, 1))]:
        makers.make_place(name=name, valid_from=day)
    assert names(rf, xep="valid_from") == ["cũ", "mới", "không rõ"]
    assert names(rf, xep="-valid_from") == ["mới", "cũ", "không rõ"]


def test_equal_rows_keep_their_order_from_page_to_page(rf, db):
    for _ in range(7):
        makers.make_place(name="cùng tên")
    pages = [
        [
            row.record.pk
            for row in configure(rf.get("/", {"xep": "name", "trang": n}), PlaceTable(Place.objects.all())).page
        ]
        for n in (1, 2, 3)
    ]
    shown = [pk for page in pages for pk in page]
    assert shown == sorted(shown)
    assert len(shown) == 7


def test_a_relation_sorts_by_its_own_order(rf, db):
    last, first = makers.make_place(code="z", name="z"), makers.make_place(code="a", name="a")
    makers.make_place(name="thuộc z", parent=last)
    makers.make_place(name="thuộc a", parent=first)
    assert names(rf, xep="parent")[:2] == ["thuộc a", "thuộc z"]
    assert names(rf, xep="-parent")[:2] == ["thuộc z", "thuộc a"]


@pytest.mark.parametrize("page", ["0", "-1", "x", "", "99999999999999999999", "1.5", "\x00", "²"])
def test_any_page_asked_for_is_answered(rf, db, page):
    makers.make_place(name="một mình")
    assert names(rf, trang=page) == ["một mình"]


@pytest.mark.parametrize("order", ["khong_co", "-khong_co", "", "-", "--name", "folded", "pk__x", "\x00"])
def test_an_unknown_order_changes_nothing(rf, db, order):
    makers.make_place(name="một mình")
    assert names(rf, xep=order) == ["một mình"]


def test_an_address_cannot_ask_for_longer_pages(rf, db):
    for _ in range(5):
        makers.make_place()
    assert len(names(rf, per_page="1000")) == 3


def test_only_pages_with_invented_rows_say_so(rf):
    real, invented = {"number": 1}, {"number": 2, "is_demonstration": True}
    assert not CellTable([real]).shows_demonstration
    table = CellTable([real, invented])
    assert table.shows_demonstration
    assert ["demonstration" in row.attrs["class"] for row in table.rows] == [False, True]


def test_what_is_essential_on_a_phone_is_marked_and_only_such_a_table_folds():
    row = {"number": 1}
    assert CellTable([row]).fold == ""
    table = FoldedTable([row])
    assert "<details" in table.fold
    marked = [
        name for name in table.columns.names() if "essential" in str(table.columns[name].attrs["td"].get("class"))
    ]
    assert marked == ["rounded", "choice"]
    assert "number" in table.columns["rounded"].attrs["td"]["class"], "a number stays one"
    plain = CellTable([row])
    assert "essential" not in plain.columns["rounded"].attrs["td"]["class"], "the mark is of one table"


@pytest.mark.parametrize("order", ["", "name", "-valid_from", "parent"])
def test_a_long_whole_list_shows_the_same_rows_and_sorts_once_a_version(
    rf, db, settings, tmp_path, monkeypatch, order, django_assert_num_queries
):
    settings.IMPORT_FOLDER = str(tmp_path)
    monkeypatch.setattr("config.pages.tables.FAR", 5)
    for number in range(20):
        makers.make_place(name=f"Xã {number % 7}", valid_from=None if number % 3 else date(2020, 1, 1 + number))

    def shown(page, **told):
        table = configure(rf.get("/", {"xep": order, "trang": page}), PlaceTable(Place.objects.all()), **told)
        return [row.record.pk for row in table.paginated_rows]

    pages = [1, 2, 4, 7]
    asked = [shown(page) for page in pages]
    token = current.set(f"sắp xếp {order}")
    try:
        assert [shown(page, is_whole=True) for page in pages] == asked
        assert len(list((tmp_path / "pages").glob("*-*"))) == 1
        with django_assert_num_queries(1):
            shown(7, is_whole=True, total=20)
    finally:
        current.reset(token)
