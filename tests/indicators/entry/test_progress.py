"""How far the forms are: on the start page, and on the page of progress."""

import pytest
from django.urls import reverse

from indicators.entry.progress import forms_in_use, progress_of
from indicators.models import Posting
from tests import makers

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
ENTERS = (
    "indicators.view_figure", "indicators.add_figure", "indicators.change_figure", "indicators.view_reportform",
)  # fmt: skip


@pytest.fixture
def clerk(client):
    user = makers.make_user(*ENTERS, last_name="Nguyễn Thị", first_name="Lan")
    client.force_login(user)
    return user


def test_progress_counts_required_boxes_by_how_far_they_are():
    rows = [makers.make_indicator() for _ in range(6)]
    form = makers.make_report_form(*rows)
    year = progress_of([form], periods_shown=1)[0].period
    states = ["draft", "returned", "submitted", "approved", "approved"]
    for row, state, released in zip(rows, states, [False, False, False, False, True], strict=False):
        reason = {"return_reason": "sai"} if state == "returned" else {}
        makers.make_figure(
            period=str(year), indicator=row, place=form.places.first(), kind="estimate", state=state,
            released=released, **reason,
        )  # fmt: skip
    (row,) = progress_of(forms_in_use(), periods_shown=1)
    assert (row.wanted, row.missing, dict(row.counts)) == (
        6, 1, {"entered": 2, "submitted": 1, "approved": 1, "released": 1},
    )  # fmt: skip
    assert row.words == "còn thiếu 1/6 ô; đã nhập 2, chờ duyệt 1, đã duyệt 1, đã công bố 1"


@pytest.mark.every_engine
def test_a_form_is_late_only_while_something_is_not_handed_in():
    indicator = makers.make_indicator()
    form = makers.make_report_form(indicator, due_days=-90)
    row = progress_of(forms_in_use(), periods_shown=2)[1]
    assert row.is_late
    makers.make_figure(
        period=str(row.period), indicator=indicator, place=form.places.first(), kind="estimate", state="submitted"
    )
    assert not progress_of(forms_in_use(), periods_shown=2)[1].is_late


def test_progress_of_many_forms_asks_as_often_as_of_one(django_assert_num_queries):
    makers.make_report_form(makers.make_indicator())
    with django_assert_num_queries(7):
        progress_of(forms_in_use())
    for _ in range(3):
        makers.make_report_form(makers.make_indicator())
    with django_assert_num_queries(7):
        progress_of(forms_in_use())


def test_the_start_page_leads_to_the_forms_of_ones_own_office(client, clerk):
    mine = makers.make_office()
    Posting.set(clerk, mine)
    makers.make_report_form(makers.make_indicator(), office=makers.make_office())
    first = makers.make_report_form(makers.make_indicator(), office=mine, position=1)
    second = makers.make_report_form(makers.make_indicator(), office=mine, position=2)

    def shown():
        (board,) = client.get(reverse("admin:index")).context["boards"]
        return [row.form for row in board["rows"]]

    assert shown() == [first, second]
    client.get(reverse("admin:indicators_reportform_entry", args=[second.code]))
    assert shown() == [second, first]


@pytest.mark.every_engine
def test_a_form_that_several_offices_fill_counts_for_each_its_own_boxes(client, clerk):
    mine, theirs = makers.make_office(), makers.make_office()
    Posting.set(clerk, mine)
    rows = [makers.make_indicator(office=office) for office in (mine, theirs, theirs)]
    shared = makers.make_report_form(*rows, office=theirs)
    makers.make_report_form(makers.make_indicator(office=theirs), office=theirs)
    (board,) = client.get(reverse("admin:index")).context["boards"]
    assert [(row.form, row.wanted) for row in board["rows"]] == [(shared, 1)]


def test_whoever_enters_nothing_sees_no_forms_to_fill(client):
    makers.make_report_form(makers.make_indicator())
    client.force_login(makers.make_user("indicators.view_figure"))
    assert client.get(reverse("admin:index")).context["boards"] == []


# By the offices that fill them


def figures_of(form, *states):
    """A figure in the current period of a form for each of its first rows."""
    (row,) = progress_of([form], periods_shown=1)
    for line, state in zip(form.rows.all(), states, strict=False):
        reason = {"return_reason": "sai"} if state == "returned" else {}
        given = {"indicator": line.indicator, "place": form.places.first(), "kind": "estimate", "state": state}
        makers.make_figure(period=str(row.period), **given, **reason)


def test_progress_counts_the_boxes_of_each_office_apart():
    first, second = makers.make_office(), makers.make_office()
    rows = [makers.make_indicator(office=office) for office in (first, second, second, None)]
    form = makers.make_report_form(*rows, due_days=-92)
    figures_of(form, "submitted", "returned")
    (row,) = progress_of([form], periods_shown=1)
    told = {office: (one.wanted, one.missing, one.returned, one.is_done) for office, one in row.offices.items()}
    assert told == {
        first.pk: (1, 0, 0, True), second.pk: (2, 1, 1, False), None: (1, 1, 0, False),
    }  # fmt: skip
    assert (row.wanted, row.missing, row.returned) == (4, 2, 1)


@pytest.mark.every_engine
def test_the_page_of_progress_puts_the_own_office_before_the_others(client, clerk):
    mine, theirs = makers.make_office(name="Phòng Năng lượng"), makers.make_office(name="Phòng Công nghiệp")
    Posting.set(clerk, mine)
    makers.make_report_form(*(makers.make_indicator(office=office) for office in (theirs, mine, None)), office=theirs)
    makers.make_report_form(makers.make_indicator(office=theirs), name="Biểu của phòng khác")
    page = client.get(reverse("admin:indicators_reportform_progress"))
    (((_, rows),)) = page.context["lines"]
    row, own, others, waiting = rows[0]
    assert [str(office) for office, _ in own] == ["Phòng Năng lượng"]
    assert [str(office) for office, _ in others] == ["Phòng Công nghiệp", "chưa giao đơn vị nào"]
    assert waiting == 2
    text = page.content.decode()
    assert text.index('"progress-office">Phòng Năng lượng') < text.index('"progress-office">Phòng Công nghiệp')
    assert "2 đơn vị khác, 2 chưa gửi đủ" in text
    assert "Biểu của phòng khác" not in text
    assert "Biểu của phòng khác" in client.get(page.request["PATH_INFO"] + "?phong=").content.decode()


def test_the_start_page_tells_how_many_figures_of_a_form_came_back(client, clerk):
    form = makers.make_report_form(makers.make_indicator(), makers.make_indicator())
    assert "bị trả lại" not in client.get(reverse("admin:index")).content.decode()
    figures_of(form, "returned", "draft")
    page = client.get(reverse("admin:index"))
    (row,) = page.context["boards"][0]["rows"]
    link = f'<a class="returned" href="{row.address}#returned-heading">1 số bị trả lại</a>'.replace("&", "&amp;")
    assert link in page.content.decode()
