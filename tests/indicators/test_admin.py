import threading
import time
from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth.models import Group
from django.db import connection, transaction
from django.urls import reverse

from config.staff.roles import sync
from indicators.actions.approving import MAY_APPROVE, approve_figures
from indicators.audit import acting_as
from indicators.models import BookSettings, Figure, ReportedValue, State, Version
from tests.makers import (
    make_figure,
    make_indicator,
    make_place,
    make_reported_value,
    make_source,
    make_unit,
    make_user,
)
from tests.staff_forms import errors_of, ticked, typed

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

LIST = "admin:indicators_figure_changelist"
ADD = "admin:indicators_figure_add"
CHANGE = "admin:indicators_figure_change"


def holder_of(role):
    sync()
    user = make_user()
    user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture
def clerk(client):
    client.force_login(holder_of("Chuyên viên nhập liệu"))
    return client


@pytest.fixture
def own_approval():
    """A small office, where whoever wrote a figure last may approve it."""
    BookSettings.objects.create(pk=1, editor_may_approve=True)


@pytest.fixture
def approver(client):
    client.force_login(holder_of("Lãnh đạo duyệt"))
    return client


def new_figure(client, **boxes):
    """Type a new figure; what is not told is filled in."""
    given = {"indicator": make_indicator().pk, "place": make_place().pk, "kind": "official", "period": "2022"}
    page = client.get(reverse(ADD))
    return client.post(reverse(ADD), typed(page, **given, value="9417,1") | boxes)


def change(client, figure, **boxes):
    page = client.get(reverse(CHANGE, args=[figure.pk]))
    return client.post(reverse(CHANGE, args=[figure.pk]), typed(page) | boxes)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2022", date(2022, 1, 1), date(2022, 12, 31)),
        ("6 tháng đầu năm 2023", date(2023, 1, 1), date(2023, 6, 30)),
        ("quý I/2023", date(2023, 1, 1), date(2023, 3, 31)),
        ("2016-2020", date(2016, 1, 1), date(2020, 12, 31)),
        ("31/12/2020", date(2020, 12, 31), date(2020, 12, 31)),
    ],
)
def test_a_period_is_typed_in_one_box_as_it_is_said(clerk, text, start, end):
    assert new_figure(clerk, period=text).status_code == 302
    figure = Figure.objects.get()
    assert (figure.period_start, figure.period_end) == (start, end)
    page = clerk.get(reverse(CHANGE, args=[figure.pk])).content.decode()
    assert f'name="period" value="{text}"' in page


def test_a_period_that_is_not_understood_is_told_with_examples(clerk):
    answer = new_figure(clerk, period="năm ngoái")
    assert "Không hiểu kỳ «năm ngoái»" in errors_of(answer)
    assert 'value="năm ngoái"' in answer.content.decode()


def test_a_missing_period_is_told_at_its_box(clerk):
    answer = new_figure(clerk, period="")
    assert list(answer.context["adminform"].form.errors) == ["period"]


def test_a_second_figure_of_the_same_key_is_refused_in_the_form(clerk):
    figure = make_figure(year=2022, kind="official")
    answer = new_figure(clerk, indicator=figure.indicator_id, place=figure.place_id, period="năm 2022")
    assert "Chỉ tiêu đã có số liệu loại này trong kỳ." in errors_of(answer)
    assert Figure.objects.count() == 1


def test_moving_a_figure_to_another_period_checks_the_key_again(clerk):
    figure = make_figure(year=2022, state=State.DRAFT)
    make_figure(year=2023, indicator=figure.indicator, place=figure.place)
    assert "Chỉ tiêu đã có số liệu" in errors_of(change(clerk, figure, period="2023"))


def test_a_value_is_read_the_vietnamese_way(clerk):
    new_figure(clerk, value="9.417.000,1")
    assert Figure.objects.get().value == Decimal("9417000.1")


@pytest.mark.parametrize("text", ["1.234", "9417.1", "khoảng 30"])
def test_a_value_that_could_be_read_twice_is_refused(clerk, text):
    answer = new_figure(clerk, value=text)
    assert "value" in answer.context["adminform"].form.errors
    assert f'value="{text}"' in answer.content.decode()
    assert not Figure.objects.exists()


def test_an_empty_value_is_missing_and_not_zero(clerk):
    new_figure(clerk, value="")
    assert Figure.objects.get().value is None


def test_a_range_needs_its_upper_value(clerk):
    assert "Chỉ số dạng khoảng" in errors_of(new_figure(clerk, qualifier="range", value="5"))
    assert new_figure(clerk, qualifier="range", value="5", upper="7").status_code == 302


def test_a_doubt_says_why(clerk):
    assert "phải ghi rõ vì sao" in errors_of(new_figure(clerk, in_doubt="on"))


def test_the_unit_stands_beside_the_value(clerk):
    figure = make_figure(indicator=make_indicator(unit=make_unit(name="tỷ đồng")), state=State.DRAFT)
    page = clerk.get(reverse(CHANGE, args=[figure.pk])).content.decode()
    assert '<div class="readonly">tỷ đồng</div>' in page


def test_the_list_shows_value_unit_period_and_warnings(clerk):
    make_figure(
        period="2016-2020",
        indicator=make_indicator(unit=make_unit(name="triệu sản phẩm")),
        value=Decimal("9417.1"),
        in_doubt=True,
        note="Nguồn in 259.560.",
    )
    page = clerk.get(reverse(LIST)).content.decode()
    for shown in ["9.417,1", "triệu sản phẩm", "2016-2020", "còn nghi vấn", "chính thức"]:
        assert shown in page


def test_a_new_figure_is_a_draft_whatever_is_sent(clerk):
    new_figure(clerk, state="approved")
    assert Figure.objects.get().state == State.DRAFT


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.RETURNED])
def test_who_enters_figures_changes_those_not_yet_approved(clerk, state):
    figure = make_figure(state=state, return_reason="Sai đơn vị")
    assert change(clerk, figure, value="250").status_code == 302
    figure.refresh_from_db()
    assert (figure.value, figure.state) == (250, state)


def test_who_enters_figures_changes_an_approved_one_and_the_public_reads_its_version(clerk):
    figure = make_figure(state=State.APPROVED, value=Decimal("9417.1"))
    assert change(clerk, figure, value="250").status_code == 302
    figure.refresh_from_db()
    assert (figure.value, figure.state) == (250, State.DRAFT)
    assert Version.objects.public().get().value == Decimal("9417.1")


@pytest.mark.every_engine
def test_the_form_and_the_list_tell_what_changed_since_the_approval(clerk):
    figure = make_figure(state=State.APPROVED, value=100)
    assert "Chưa sửa gì từ bản này" in clerk.get(reverse(CHANGE, args=[figure.pk])).content.decode()
    change(clerk, figure, value="250", locator="trang 9")
    form = clerk.get(reverse(CHANGE, args=[figure.pk])).content.decode()
    assert "Đã sửa 2 mục từ bản 1" in form
    assert "giá trị: 100 → 250" in form
    assert "Công chúng đang đọc bản 1" in form
    assert "sửa 2 mục từ bản 1" in clerk.get(reverse(LIST)).content.decode()
    filtered = clerk.get(reverse(LIST), {"sua-tu-lan-duyet": "co"})
    assert filtered.context["cl"].result_count == 1


@pytest.mark.every_engine
def test_a_figure_with_a_version_is_not_deleted(clerk):
    figure = make_figure(state=State.APPROVED)
    assert clerk.post(reverse("admin:indicators_figure_delete", args=[figure.pk]), {"post": "yes"}).status_code == 403
    clerk.post(reverse(LIST), {"action": "delete_selected", "_selected_action": [figure.pk], "post": "yes"})
    assert Figure.objects.filter(pk=figure.pk).exists()


@pytest.mark.every_engine
def test_what_another_source_says_of_an_approved_figure_is_a_change_since_its_approval(clerk):
    figure = make_figure(state=State.APPROVED)
    source = make_source()
    boxes = {"figure": figure.pk, "value": "1", "qualifier": "=", "source": source.pk, "locator": "", "note": ""}
    assert clerk.post(reverse("admin:indicators_reportedvalue_add"), boxes).status_code == 302
    figure.refresh_from_db()
    assert figure.state == State.DRAFT
    assert not Version.objects.public().get().reported_values.exists()


@pytest.mark.django_db(transaction=True)
def test_an_approval_that_comes_meanwhile_stands_beside_what_is_changed_after_it(clerk):
    figure, chief, holding = make_figure(state=State.SUBMITTED), make_user(MAY_APPROVE), threading.Event()
    boxes = typed(clerk.get(reverse(CHANGE, args=[figure.pk])))

    def approve():
        with transaction.atomic():
            approve_figures(Figure.objects.all(), by=chief)
            holding.set()
            time.sleep(0.5)
        connection.close()

    approval = threading.Thread(target=approve)
    approval.start()
    assert holding.wait(timeout=10)
    answer = clerk.post(reverse(CHANGE, args=[figure.pk]), boxes | {"value": "250"})
    approval.join()
    figure.refresh_from_db()
    assert (answer.status_code, figure.value, figure.state) == (302, 250, State.DRAFT)
    assert figure.versions.get().value == 100


def test_saving_and_handing_in_is_one_button(clerk):
    figure = make_figure(state=State.DRAFT)
    assert "_submit_figure" in clerk.get(reverse(CHANGE, args=[figure.pk])).content.decode()
    change(clerk, figure, value="250", _submit_figure="1")
    figure.refresh_from_db()
    assert (figure.value, figure.state) == (250, State.SUBMITTED)


def test_who_enters_figures_has_no_button_to_approve(clerk):
    figure = make_figure(state=State.SUBMITTED)
    assert "_approve_figure" not in clerk.get(reverse(CHANGE, args=[figure.pk])).content.decode()
    assert change(clerk, figure, _approve_figure="1").status_code == 403
    figure.refresh_from_db()
    assert figure.state == State.SUBMITTED


@pytest.mark.every_engine
def test_an_approval_that_is_refused_saves_nothing_and_keeps_what_was_typed(approver, own_approval):
    figure = make_figure(state=State.SUBMITTED)
    answer = change(approver, figure, value="", locator="trang 12", _approve_figure="1")
    assert "phải ghi vì sao" in errors_of(answer)
    assert 'value="trang 12"' in answer.content.decode()
    figure.refresh_from_db()
    assert (figure.value, figure.locator, figure.state) == (100, "", State.SUBMITTED)


def test_saving_and_approving_what_one_changes_oneself_is_refused_and_saves_nothing(approver):
    figure = make_figure(state=State.SUBMITTED)
    answer = change(approver, figure, value="250", _approve_figure="1")
    assert "Người sửa sau cùng không tự duyệt" in errors_of(answer)
    figure.refresh_from_db()
    assert (figure.value, figure.state) == (100, State.SUBMITTED)


def test_saving_and_approving_is_one_button_where_the_book_allows_it(approver, own_approval):
    figure = make_figure(state=State.DRAFT)
    assert change(approver, figure, value="250", _approve_figure="1").status_code == 302
    figure.refresh_from_db()
    assert (figure.state, figure.versions.get().value) == (State.APPROVED, 250)


def test_figures_are_handed_in_and_approved_from_the_list(client):
    figures = [make_figure(state=State.DRAFT), make_figure(state=State.DRAFT)]
    chosen = [figure.pk for figure in figures]
    client.force_login(holder_of("Chuyên viên nhập liệu"))
    answer = client.post(reverse(LIST), {"action": "submit", "_selected_action": chosen}, follow=True)
    assert "Đã gửi duyệt 2 số liệu." in answer.content.decode()
    client.force_login(holder_of("Lãnh đạo duyệt"))
    answer = client.post(reverse(LIST), ticked(client.get(reverse(LIST)), figures, "approve"), follow=True)
    assert "Đã duyệt 2 số liệu." in answer.content.decode()
    assert set(Figure.objects.values_list("state", flat=True)) == {State.APPROVED}


def test_the_list_approves_nothing_that_was_written_again_since_it_was_shown(approver):
    figures = [make_figure(state=State.SUBMITTED), make_figure(state=State.SUBMITTED)]
    boxes = ticked(approver.get(reverse(LIST)), figures, "approve")
    Figure.objects.filter(pk=figures[0].pk).update(value=999)
    answer = approver.post(reverse(LIST), boxes, follow=True)
    assert "vừa được sửa" in answer.content.decode()
    assert not Version.objects.exists()


def test_the_list_approves_nothing_it_did_not_show(approver):
    figure = make_figure(state=State.SUBMITTED)
    approver.post(reverse(LIST), {"action": "approve", "_selected_action": [figure.pk]})
    assert not Version.objects.exists()


@pytest.mark.parametrize("beside", [False, True])
def test_the_form_approves_nothing_that_was_written_again_since_it_was_opened(approver, beside):
    figure = make_figure(state=State.SUBMITTED)
    address = reverse(CHANGE, args=[figure.pk])
    boxes = typed(approver.get(address)) | {"_approve_figure": "1"}
    if beside:
        make_reported_value(figure=figure)
    else:
        Figure.objects.update(value=999)
    for _ in range(2):
        answer = approver.post(address, boxes)
        assert "vừa được sửa" in errors_of(answer)
        boxes |= {"seen": answer.context["words"]}
    assert not Version.objects.exists()
    assert approver.post(address, typed(approver.get(address)) | {"_approve_figure": "1"}).status_code == 302
    assert Version.objects.exists()


def test_a_refused_action_is_told_above_the_list(clerk):
    figure = make_figure(state=State.APPROVED)
    answer = clerk.post(reverse(LIST), {"action": "submit", "_selected_action": [figure.pk]}, follow=True)
    assert "Chỉ gửi duyệt được số liệu đang là nháp" in answer.content.decode()


def test_figures_are_returned_with_a_reason_asked_on_its_own_page(approver):
    figure = make_figure(state=State.SUBMITTED)
    boxes = {"action": "send_back", "_selected_action": [figure.pk]}
    page = approver.post(reverse(LIST), boxes)
    assert "Lý do trả lại" in page.content.decode()
    page = approver.post(reverse(LIST), boxes | {"confirmed": "yes", "reason": " "})
    assert page.status_code == 200
    answer = approver.post(reverse(LIST), boxes | {"confirmed": "yes", "reason": "Sai đơn vị"}, follow=True)
    assert "Đã trả lại 1 số liệu." in answer.content.decode()
    figure.refresh_from_db()
    assert (figure.state, figure.return_reason) == (State.RETURNED, "Sai đơn vị")
    assert "trả lại</span> <small>Sai đơn vị</small>" in approver.get(reverse(LIST)).text


def test_what_another_source_says_is_entered_under_the_figure(clerk):
    figure, source = make_figure(state=State.DRAFT), make_source()
    row = {
        "value": "9.000,5",
        "qualifier": "~",
        "source": source.pk,
        "locator": "trang 3",
        "note": "",
        "figure": figure.pk,
    }
    rows = {f"reported_values-0-{name}": value for name, value in row.items()}
    assert change(clerk, figure, **rows, **{"reported_values-TOTAL_FORMS": "1"}).status_code == 302
    assert ReportedValue.objects.get().value == Decimal("9000.5")


def test_the_next_figure_keeps_place_period_kind_and_source(clerk):
    place, source = make_place(), make_source()
    answer = new_figure(clerk, place=place.pk, source=source.pk, period="quý II/2023", _addanother="1")
    page = clerk.get(answer.url)
    form = page.context["adminform"].form
    assert form["place"].value() == str(place.pk)
    assert form["source"].value() == str(source.pk)
    assert (form["kind"].value(), form["period"].value()) == ("official", "quý II/2023")


def tasks_of(client):
    """What the start page says waits, each count held against the list it leads to."""
    tasks = {task["name"]: task for task in client.get(reverse("admin:index")).context["tasks"]}
    for task in tasks.values():
        context = client.get(task["url"]).context
        listed = sum(row.may_approve for row in context["rows"]) if "rows" in context else context["cl"].result_count
        assert listed == task["count"]
    return {name: task["count"] for name, task in tasks.items()}


def test_who_approves_is_told_of_what_others_handed_in(client):
    chief = holder_of("Lãnh đạo duyệt")
    with acting_as(chief):
        make_figure(state=State.SUBMITTED)
    for _ in range(2):
        make_figure(state=State.SUBMITTED)
    make_figure(state=State.APPROVED, in_doubt=True, note="Lạ")
    client.force_login(chief)
    assert tasks_of(client) == {"Chờ duyệt": 2, "Còn nghi vấn": 1}


@pytest.mark.every_engine
def test_who_enters_figures_is_told_of_their_own_and_of_doubts(client):
    clerk = holder_of("Chuyên viên nhập liệu")
    with acting_as(clerk):
        make_figure(state=State.DRAFT)
        make_figure(state=State.RETURNED, return_reason="Sai")
        make_figure(state=State.APPROVED, in_doubt=True, note="Lạ")
    for state in [State.DRAFT, State.RETURNED, State.SUBMITTED]:
        make_figure(state=state, return_reason="Sai")
    client.force_login(clerk)
    assert tasks_of(client) == {"Trả lại, cần sửa": 1, "Chưa gửi duyệt": 1, "Còn nghi vấn": 1}


def test_who_only_looks_is_told_of_nothing(client):
    make_figure(state=State.SUBMITTED, in_doubt=True, note="Lạ")
    client.force_login(holder_of("Người xem nội bộ"))
    assert client.get(reverse("admin:index")).context["tasks"] == []


def test_who_may_not_see_figures_is_told_of_none(client):
    make_figure(state=State.SUBMITTED)
    client.force_login(make_user())
    assert client.get(reverse("admin:index")).context["tasks"] == []
