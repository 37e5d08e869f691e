"""The pages of forms, with and without a script, for whoever may open them."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from indicators.models import AuditEntry, Figure, FormPeriod, FormPresence, FormRow, Posting, State
from indicators.periods import Period
from tests import makers

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
ENTERS = (
    "indicators.view_figure", "indicators.add_figure", "indicators.change_figure", "indicators.view_reportform",
)  # fmt: skip
YEAR = Period.year(2022)


@pytest.fixture
def clerk(client):
    user = makers.make_user(*ENTERS, last_name="Nguyễn Thị", first_name="Lan")
    client.force_login(user)
    return user


@pytest.fixture
def form():
    return makers.make_report_form(makers.make_indicator(name="Xi măng"), makers.make_indicator(name="Điện"))


def address(form, page="entry", period="2022", **query):
    query = {"ky": period, "dia-ban": form.places.first().code, **query}
    return reverse(f"admin:indicators_reportform_{page}", args=[form.code], query=query)


def box(form, row=0, column=2):
    return f"o-{FormRow.objects.filter(form=form)[row].pk}-{column}"


def told(response):
    return [str(message) for message in response.context["messages"]]


# Without a script


def test_a_form_is_filled_and_saved_without_a_script(client, clerk, form):
    page = client.get(address(form))
    sent = {"seen": page.context["seen"], box(form): "12", box(form, 1): ""}
    assert told(client.post(address(form), sent, follow=True)) == ["Đã lưu 1 ô."]
    assert Figure.objects.get().value == 12
    assert 'value="12"' in client.get(address(form)).content.decode()


def test_a_refused_box_keeps_what_was_typed_and_the_others_are_saved(client, clerk, form):
    seen = client.get(address(form)).context["seen"]
    page = client.post(address(form), {"seen": seen, box(form): "mười hai", box(form, 1): "5"})
    assert told(page) == ["Đã lưu 1 ô.", "1 ô chưa lưu được: xem lời ở từng ô."]
    text = page.content.decode()
    assert 'value="mười hai"' in text
    assert 'aria-invalid="true"' in text
    assert Figure.objects.get().value == 5


def test_a_conflict_is_shown_and_saving_again_decides_it(client, clerk, form):
    seen = client.get(address(form)).context["seen"]
    row = FormRow.objects.filter(form=form)[0]
    makers.make_figure(indicator=row.indicator, place=form.places.first(), kind="estimate", value=10)
    page = client.post(address(form), {"seen": seen, box(form): "12"})
    assert "đã gõ «10»" in page.content.decode()
    assert Figure.objects.get().value == 10
    client.post(address(form), {"seen": page.context["seen"], box(form): "12"})
    assert Figure.objects.get().value == 12


def test_nothing_typed_is_said(client, clerk, form):
    page = client.post(address(form), {"seen": "{}", box(form): ""}, follow=True)
    assert told(page) == ["Không có ô nào thay đổi."]


@pytest.mark.parametrize("seen", ["", "[1]", "không phải", '{"o-1-2": 5}'])
def test_a_damaged_memory_of_what_was_seen_overwrites_nothing(client, clerk, form, seen):
    row = FormRow.objects.filter(form=form)[0]
    makers.make_figure(indicator=row.indicator, place=form.places.first(), kind="estimate", value=10)
    assert client.post(address(form), {"seen": seen, box(form): "12"}).status_code == 200
    assert Figure.objects.get().value == 10


@pytest.mark.parametrize(
    "query", [{"ky": "tháng 4/2022"}, {"ky": "hôm qua"}, {"ky": "1900"}, {"ky": "2100"}, {"dia-ban": "NOWHERE"}]
)
def test_a_period_or_a_place_the_form_does_not_have_is_not_found(client, clerk, form, query):
    assert client.get(address(form) + "&" + "&".join(f"{k}={v}" for k, v in query.items())).status_code == 404


@pytest.mark.every_engine
def test_a_form_opens_by_itself_at_its_current_period_and_standing_place(client, clerk):
    gone = makers.make_place(code="A-CU", valid_to=timezone.localdate() - timedelta(days=500))
    stands = makers.make_place(code="B-MOI")
    form = makers.make_report_form(makers.make_indicator(), places=[gone, stands])
    page = client.get(reverse("admin:indicators_reportform_entry", args=[form.code]))
    assert page.context["place"] == stands
    assert page.context["period"].contains(timezone.localdate() - timedelta(days=90))


def test_what_was_returned_stands_over_the_table_with_why(client, clerk, form):
    indicator = FormRow.objects.filter(form=form)[0].indicator
    given = {"state": "returned", "return_reason": "nhầm đơn vị", "kind": "estimate", "value": 5}
    makers.make_figure(indicator=indicator, place=form.places.first(), **given)
    page = client.get(address(form)).content.decode()
    assert f'<a href="#{box(form)}">Xi măng, ước tính 2022</a>: nhầm đơn vị' in page
    assert "Bị trả lại: nhầm đơn vị" in client.get(address(form, "cell", o=box(form))).content.decode()
    save(client, form, (box(form), "6", "5"))
    client.post(address(form, "hand_in"))
    assert "nhầm đơn vị" not in client.get(address(form)).content.decode()


def test_a_closed_period_shows_its_sentence_and_no_boxes(client, clerk, form):
    FormPeriod.objects.create(
        form=form, period_start=YEAR.start, period_end=YEAR.end, closed_at=timezone.now(), closed_because="đã nộp"
    )
    text = client.get(address(form)).content.decode()
    assert "đã nộp" in text
    assert "<input id=" not in text
    assert client.post(address(form), {"seen": "{}", box(form): "1"}).status_code == 409


def test_who_may_not_see_figures_opens_no_form(client, form):
    client.force_login(makers.make_user())
    assert client.get(address(form)).status_code == 403
    client.logout()
    assert "login" in client.get(address(form)).url


# With a script


def save(client, form, *cells, whole=False):
    body = {"cells": [{"name": name, "text": text, "seen": seen} for name, text, seen in cells], "whole": whole}
    return client.post(address(form, "save"), json.dumps(body), content_type="application/json")


def test_a_saved_box_comes_back_as_it_was_understood_and_as_it_is_read_aloud(client, clerk, form):
    answer = save(client, form, (box(form), "1234,50", "")).json()["cells"][box(form)]
    assert (answer["state"], answer["shown"], answer["value"]) == ("saved", "1.234,5", "1234.5")
    assert answer["spoken"].startswith("một nghìn hai trăm ba mươi tư phẩy năm")


def test_a_doubtful_dot_comes_back_with_both_readings(client, clerk, form):
    answer = save(client, form, (box(form), "1.234", "")).json()["cells"][box(form)]
    assert (answer["state"], [text for text, _ in answer["choices"]]) == ("asked", ["1234", "1,234"])


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"cells": [1]}', '{"cells": [{"name": "x"}]}', "\xff"])
def test_a_damaged_request_is_told_and_writes_nothing(client, clerk, form, body):
    answer = client.post(address(form, "save"), body, content_type="application/json")
    assert (answer.status_code, "tải lại" in answer.json()["message"]) == (400, True)


def test_a_request_of_brackets_or_of_half_a_letter_is_told_and_writes_nothing(client, clerk, form):
    half = json.dumps({"cells": [{"name": box(form), "text": "«\ud800»", "seen": ""}]})
    for body in ("[" * 100_000, half):
        assert client.post(address(form, "save"), body, content_type="application/json").status_code == 400
    assert not Figure.objects.exists()


def test_a_closed_period_answers_its_sentence(client, clerk, form):
    FormPeriod.objects.create(
        form=form, period_start=YEAR.start, period_end=YEAR.end, closed_at=timezone.now(), closed_because="đã nộp"
    )
    answer = save(client, form, (box(form), "1", ""))
    assert (answer.status_code, "đã nộp" in answer.json()["message"]) == (403, True)


def test_others_at_the_form_are_named_and_what_they_write_is_handed_on(client, clerk, form):
    client.get(address(form))
    other = makers.make_user(*ENTERS, last_name="Trần", first_name="Bình")
    client.force_login(other)
    page = client.get(address(form))
    assert page.context["others"] == ["Nguyễn Thị Lan"]
    save(client, form, (box(form), "12", ""))
    assert client.get(address(form, "changes")).json()["cells"] == {}
    client.force_login(clerk)
    answer = client.get(address(form, "changes")).json()
    assert answer["others"] == ["Trần Bình"]
    assert answer["cells"][box(form)] == {"shown": "12", "value": "12", "tone": "draft", "who": "Trần Bình"}


def test_what_another_wrote_is_told_of_the_box_it_is_typed_in(client, clerk):
    columns = [{"kind": "estimate"}, {"content": "shown", "relative": "same"}]
    form = makers.make_report_form(makers.make_indicator(), columns=columns)
    client.force_login(makers.make_user(*ENTERS))
    save(client, form, (box(form, column=1), "12", ""))
    client.force_login(clerk)
    assert list(client.get(address(form, "changes")).json()["cells"]) == [box(form, column=1)]


def test_who_left_is_no_longer_named_and_presence_leaves_no_trail(client, clerk, form):
    other = makers.make_user(*ENTERS)
    client.force_login(other)
    client.get(address(form))
    FormPresence.objects.update(at=timezone.now() - timedelta(minutes=2))
    client.force_login(clerk)
    assert client.get(address(form)).context["others"] == []
    assert not AuditEntry.objects.filter(table="indicators_formpresence").exists()


# One box more closely


@pytest.mark.every_engine
def test_the_notes_of_a_box_are_written_beside_its_number(client, clerk, form):
    save(client, form, (box(form), "12", ""))
    source = makers.make_source()
    page = client.get(address(form, "cell", o=box(form)))
    sent = {"_seen": page.context["seen"], "source": source.pk, "locator": "trang 3", "note": "tạm", "in_doubt": "on"}
    client.post(address(form, "cell", o=box(form)), sent)
    figure = Figure.objects.get()
    assert (figure.value, figure.source, figure.locator, figure.note, figure.in_doubt) == (
        12, source, "trang 3", "tạm", True,
    )  # fmt: skip


def test_a_note_on_an_empty_box_says_why_there_is_no_number(client, clerk, form):
    where = address(form, "cell", o=box(form))
    assert "vì sao chưa có" in client.post(where, {"note": ""}).content.decode()
    client.post(where, {"note": "cuối tháng mới có"})
    figure = Figure.objects.get()
    assert (figure.value, figure.note, figure.state) == (None, "cuối tháng mới có", State.DRAFT)


def test_a_note_over_a_figure_that_came_meanwhile_is_asked_about_and_keeps_its_source(client, clerk, form):
    source = makers.make_source()
    FormPeriod.objects.create(form=form, period_start=YEAR.start, period_end=YEAR.end, source=source)
    where = address(form, "cell", o=box(form))
    opened = client.get(where).context["seen"]
    save(client, form, (box(form), "12", ""))
    page = client.post(where, {"_seen": opened, "note": "chờ số", "source": ""})
    assert "nay đã có «12»" in page.content.decode()
    assert (Figure.objects.get().note, Figure.objects.get().source) == ("", source)
    again = {name: page.context["notes"][name].value() or "" for name in ("note", "source")}
    client.post(where, {"_seen": page.context["seen"], **again})
    assert (Figure.objects.get().value, Figure.objects.get().note, Figure.objects.get().source) == (
        12,
        "chờ số",
        source,
    )


def test_a_window_over_the_table_gets_the_part_and_not_the_page(client, clerk, form):
    where = address(form, "cell", o=box(form))
    part = client.get(where, headers={"Sec-Fetch-Dest": "empty"}).content.decode()
    assert "<html" not in part
    assert "<html" in client.get(where).content.decode()


def test_ten_years_of_a_box_stand_under_it(client, clerk, form):
    indicator = FormRow.objects.filter(form=form)[0].indicator
    for year, value in [(2005, 5), (2018, 18), (2021, 21)]:
        makers.make_figure(year=year, indicator=indicator, place=form.places.first(), value=value)
    history = client.get(address(form, "cell", o=box(form))).context["history"]
    assert [row.period for row in history.rows] == [Period.year(2021), Period.year(2018)]


def test_the_notes_of_another_office_are_there_to_read(client, clerk):
    Posting.set(clerk, makers.make_office())
    form = makers.make_report_form(makers.make_indicator(office=makers.make_office()))
    where = address(form, "cell", o=box(form))
    assert client.get(where).status_code == 200
    assert client.post(where, {"note": "x"}).status_code == 403
    assert not Figure.objects.exists()


# Handing in


def test_a_form_is_handed_in_whole_and_what_is_missing_is_listed_first(client, clerk, form):
    save(client, form, (box(form), "12", ""))
    page = client.get(address(form, "hand_in"))
    assert [cell.name for cell, *_ in page.context["missing"]] == [box(form, 1)]
    page = client.post(address(form, "hand_in"), {}, follow=True)
    assert told(page) == ["Đã gửi duyệt 1 số liệu."]
    assert Figure.objects.get().state == State.SUBMITTED


@pytest.mark.every_engine
def test_a_missing_figure_may_be_said_to_be_missing_with_why(client, clerk, form):
    save(client, form, (box(form), "12", ""))
    client.post(address(form, "hand_in"), {f"vi-sao-{box(form, 1)}": "nhà máy chưa báo"})
    said = Figure.objects.get(value=None)
    assert (said.note, said.as_printed, said.state) == ("nhà máy chưa báo", "…", State.SUBMITTED)


@pytest.mark.every_engine
def test_figures_without_a_source_get_the_one_that_is_chosen_as_they_are_handed_in(client, clerk, form):
    save(client, form, (box(form), "12", ""), (box(form, 1), "13", ""))
    first, second = Figure.objects.order_by("value")
    named, chosen = makers.make_source(), makers.make_source()
    Figure.objects.filter(pk=first.pk).update(source=named)
    page = client.get(address(form, "hand_in"))
    assert "1 số chưa có nguồn" in page.text
    assert "chưa ghi vì sao" not in page.text
    Figure.objects.filter(pk=first.pk).update(value=None)
    assert "có số mà chưa ghi vì sao nên không duyệt được" in client.get(address(form, "hand_in")).text
    Figure.objects.filter(pk=first.pk).update(value=12)
    client.post(address(form, "hand_in"), {"nguon": chosen.pk})
    found = Figure.objects.order_by("value").values_list("source", "state")
    assert list(found) == [(named.pk, State.SUBMITTED), (chosen.pk, State.SUBMITTED)]
    entry = AuditEntry.objects.filter(table="indicators_figure", row=str(second.pk)).order_by("id")
    assert {each.user for each in entry} == {clerk}


@pytest.mark.parametrize("chosen", ["987654", "9" * 5000, "x"])
def test_a_source_that_is_not_there_is_told_and_nothing_is_handed_in(client, clerk, form, chosen):
    save(client, form, (box(form), "12", ""))
    page = client.post(address(form, "hand_in"), {"nguon": chosen})
    assert told(page) == ["Chưa gửi số nào: nguồn đã chọn không còn trong danh sách, hãy chọn lại."]
    assert Figure.objects.get().state == State.DRAFT


def test_nothing_typed_is_nothing_handed_in(client, clerk, form):
    page = client.post(address(form, "hand_in"), {}, follow=True)
    assert told(page) == ["Chưa có số nào để gửi duyệt."]


def test_what_others_answer_for_is_not_handed_in(client, clerk):
    mine, theirs = makers.make_office(), makers.make_office()
    Posting.set(clerk, mine)
    rows = [makers.make_indicator(office=office) for office in (mine, theirs)]
    form = makers.make_report_form(*rows)
    figures = [makers.make_figure(indicator=row, place=form.places.first(), kind="estimate") for row in rows]
    client.post(address(form, "hand_in"), {})
    for figure in figures:
        figure.refresh_from_db()
    assert [figure.state for figure in figures] == [State.SUBMITTED, State.DRAFT]
