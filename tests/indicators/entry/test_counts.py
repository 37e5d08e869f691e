"""What the registers count beside the boxes of a form: shown, taken, and told where a figure says something else."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.entry.grid import Grid
from indicators.entry.handing import parcel_of
from indicators.entry.saving import save_cells
from indicators.entry.wishes import Wish
from indicators.models import Figure, FormRow, Indicator
from indicators.periods import Period
from tests import makers

pytestmark = pytest.mark.django_db
YEAR = Period.year(2022)
ENTERS = (
    "indicators.view_figure", "indicators.add_figure", "indicators.change_figure", "indicators.view_reportform",
)  # fmt: skip
COLUMNS = [
    {"content": "shown", "relative": "year_ago"},
    {"kind": "plan"},
    {"kind": "estimate"},
    {"kind": "official"},
]


@pytest.fixture
def clerk(client):
    user = makers.make_user(*ENTERS)
    client.force_login(user)
    return user


@pytest.fixture
def form():
    """Kinds of handicraft and products of the province, counted by their registers; three kinds, two of them early."""
    for since in (None, 2022, 2022):
        makers.make_handicraft_kind(since_year=since)
    kinds = makers.make_indicator(measure="stock", counted_by="handicraft-kinds", decimals=0, name="Số loại")
    province = makers.make_place(level="province")
    return makers.make_report_form(kinds, makers.make_indicator(), columns=COLUMNS, places=[province])


def grid_of(form, user):
    return Grid(form, YEAR, form.places.get(), user=user)


def boxes(form, user, row=0):
    return grid_of(form, user).lines[row].cells


def name(form, column, row=0):
    return f"o-{FormRow.objects.filter(form=form)[row].pk}-{column}"


def put(form, value, kind="estimate", **fields):
    indicator = form.rows.first().indicator
    return makers.make_figure(
        "31/12/2022", indicator=indicator, place=form.places.get(), kind=kind, value=value, **fields
    )


def address(form, page="entry"):
    query = {"ky": "2022", "dia-ban": form.places.get().code}
    return reverse(f"admin:indicators_reportform_{page}", args=[form.code], query=query)


# Shown


def test_actual_boxes_show_what_was_counted_at_their_time_and_plans_do_not(clerk, form):
    assert [box.counted for box in boxes(form, clerk)] == [1, None, 3, 3]
    assert [box.counted for box in boxes(form, clerk, row=1)] == [None] * 4


def test_a_figure_beside_a_more_mature_one_is_held_against_no_register(clerk, form):
    put(form, 5)
    put(form, 4, kind="official")
    assert [box.differs for box in boxes(form, clerk)] == [False, False, False, True]
    assert boxes(form, clerk)[2].counted is None


def test_a_difference_is_shown_until_a_note_explains_it(client, clerk, form):
    figure = put(form, 5)
    assert boxes(form, clerk)[2].differs
    assert 'class="typed counts draft differs"' in client.get(address(form)).content.decode()
    figure.note = "Tính cả nghề mới khôi phục."
    figure.save()
    assert not boxes(form, clerk)[2].differs
    assert "differs" not in client.get(address(form)).content.decode()


def test_a_figure_that_agrees_is_not_marked(client, clerk, form):
    put(form, 3)
    assert boxes(form, clerk)[2].agrees
    assert 'class="counted same" data-counted="3"' in client.get(address(form)).content.decode()


def test_the_page_tells_of_the_invented_rows_that_were_not_counted(client, clerk, form):
    told = "tính cả chúng thì"
    assert told not in client.get(address(form)).content.decode()
    makers.make_handicraft_kind(is_demonstration=True)
    page = client.get(address(form)).content.decode()
    assert f"{told} 2 ô có số khác" in page
    assert 'title="không tính 1 dòng minh họa của sổ"' in page
    assert 'data-counted="3"' in page


def test_registers_are_asked_all_at_once_and_only_where_something_is_counted(clerk, form):
    kinds = form.rows.first().indicator

    def queries():
        with CaptureQueriesContext(connection) as captured:
            grid = grid_of(form, clerk)
            assert [box.counted for box in grid.cells.values()]
        return len(captured)

    queries()
    few = queries()
    for position in range(3, 8):
        again = makers.make_indicator(measure="stock", counted_by="handicraft-kinds", unit=kinds.unit)
        FormRow.objects.create(form=form, indicator=again, code=f"d{position}", position=position)
    assert queries() == few
    FormRow.objects.filter(form=form).exclude(indicator__counted_by="").delete()
    # The provinces, what lies under the place, and all registers in all periods.
    assert queries() == few - 3


# Taken


def test_a_press_takes_the_count_without_a_script(client, clerk, form):
    page = client.get(address(form))
    taken, typed = name(form, 3), name(form, 3, row=1)
    sent = {"seen": page.context["seen"], taken: "", typed: "7", "take": taken}
    assert client.post(address(form), sent).status_code == 302
    assert Figure.objects.get(indicator=form.rows.first().indicator).value == 3
    assert Figure.objects.get(indicator=form.rows.last().indicator).value == 7


def test_a_count_with_decimals_is_taken_as_it_stands(client, clerk, form):
    Indicator.objects.filter(form_rows__form=form, counted_by="").update(
        measure="stock", unit=makers.make_unit(dimension="length", factor=1000), decimals=3, counted_by="lines-110-km"
    )
    makers.make_line(length_km=Decimal("25.003"), commissioned_on=date(2020, 1, 1))
    page = client.get(address(form))
    taken = name(form, 3, row=1)
    client.post(address(form), {"seen": page.context["seen"], taken: "", "take": taken})
    assert Figure.objects.get().value == Decimal("25.003")


@pytest.mark.parametrize("what", ["o-999999-3", "o-x", "lạ", "o-1-1-1"])
def test_a_press_on_nothing_takes_nothing(client, clerk, form, what):
    seen = client.get(address(form)).context["seen"]
    assert client.post(address(form), {"seen": seen, "take": what}).status_code == 302
    assert not Figure.objects.exists()


def test_what_somebody_else_typed_meanwhile_is_not_taken_over(client, clerk, form):
    seen = client.get(address(form)).context["seen"]
    put(form, 5)
    page = client.post(address(form), {"seen": seen, name(form, 3): "", "take": name(form, 3)})
    assert "1 ô chưa lưu được" in page.content.decode()
    assert Figure.objects.get().value == 5


def test_enter_in_a_box_saves_and_takes_nothing(client, clerk, form):
    """A browser presses the first submit button of the form."""
    page = client.get(address(form)).content.decode()
    inside = page[page.index('id="entry"') :]
    assert inside.index('value="Lưu"') < inside.index('name="take"')


# Handed in


def test_a_difference_is_told_before_a_form_is_handed_in(client, clerk, form):
    figure = put(form, 5)
    page = client.get(address(form, "hand_in")).content.decode()
    assert "Sổ đếm được 3, khác 5." in page
    figure.note = "Vì sao."
    figure.save()
    assert parcel_of(grid_of(form, clerk)).doubtful == []


def test_nothing_is_counted_while_boxes_are_written(clerk, form):
    """Registers may be large, and the write holds the lock of the whole book on one of the engines."""
    wish = Wish(name(form, 3), "5", "")
    with CaptureQueriesContext(connection) as captured:
        outcome = save_cells(form, YEAR, form.places.get(), [wish], by=clerk)[wish.name]
    assert outcome.state == "saved"
    assert not [one for one in captured if "handicraft" in one["sql"]]
    assert outcome.cell.differs


@pytest.mark.parametrize(("counted", "differs"), [("3", True), ("5", False), ("", False), ("lạ", False)])
def test_a_saved_box_is_held_against_the_count_that_stands_on_its_page(client, clerk, form, counted, differs):
    body = {"cells": [{"name": name(form, 3), "text": "5", "seen": "", "counted": counted}]}
    with CaptureQueriesContext(connection) as captured:
        answer = client.post(address(form, "save"), json.dumps(body), content_type="application/json").json()
    assert ("differs" in answer["cells"][name(form, 3)]["tone"]) is differs
    assert not [one for one in captured if "handicraft" in one["sql"]]
