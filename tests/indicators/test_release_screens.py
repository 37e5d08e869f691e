"""The desk of a release, withdrawal from the list, the settings of the book."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from config.staff.roles import sync
from indicators.actions import releasing
from indicators.models import BookSettings, Figure, Release, State, Version
from tests import makers
from tests.staff_forms import errors_of, typed

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
LIST = "admin:indicators_release_changelist"
FIGURES = "admin:indicators_figure_changelist"


@pytest.fixture
def publisher(client):
    sync()
    user = makers.make_user()
    user.groups.add(Group.objects.get(name="Người công bố"))
    client.force_login(user)
    return client


def approved(**fields):
    return makers.make_figure(state=State.APPROVED, released=False, **{"source": makers.make_source(), **fields})


def desk(release):
    return reverse("admin:indicators_release_prepare", args=[release.pk])


def press(client, release, **boxes):
    """Press a button of the desk, as the page that stands there now would."""
    shown = client.get(desk(release)).context["checklist"].fingerprint
    answer = client.post(desk(release), {"shown": shown} | boxes, follow=True)
    return [str(message) for message in answer.context["messages"]]


def test_a_release_is_made_gathered_and_published(publisher):
    approved(value=5)
    address = reverse("admin:indicators_release_add")
    answer = publisher.post(address, typed(publisher.get(address), title="Quý I/2026", code="quy-1-2026"))
    release = Release.objects.get()
    assert answer.url == desk(release)
    assert press(publisher, release, gather="1") == ["Đã gom 1 số liệu."]
    page = publisher.get(desk(release)).content.decode()
    assert "Không có lỗi, không có cảnh báo." in page
    assert press(publisher, release, publish="1") == ["Đã công bố."]
    assert Version.objects.public().get().value == 5
    assert "Công bố ngay" not in publisher.get(desk(release)).content.decode()


def test_a_day_and_an_hour_are_asked_for_together(publisher):
    address = reverse("admin:indicators_release_add")
    boxes = typed(publisher.get(address), title="Đợt", code="dot") | {"public_from_0": "05/03/2027"}
    assert "cả ngày và giờ" in errors_of(publisher.post(address, boxes))
    publisher.post(address, boxes | {"public_from_1": "08:30"})
    hour = timezone.localtime(Release.objects.get().public_from)
    assert f"{hour:%d/%m/%Y %H:%M}" == "05/03/2027 08:30"


def test_the_desk_tells_errors_and_warnings_and_stops_until_they_are_read(publisher):
    makers.make_figure(state=State.APPROVED, released=False, source=None)
    approved(in_doubt=True, note="Nguồn in lạ")
    release = makers.make_release(published=False)
    press(publisher, release, gather="1")
    page = publisher.get(desk(release)).content.decode()
    assert "chưa có nguồn" in page
    assert "còn nghi vấn: Nguồn in lạ" in page
    assert 'name="publish"' not in page
    assert "Chưa công bố được" in press(publisher, release, publish="1")[0]
    left_out = release.items.filter(version__source=None).get()
    assert "Đã bỏ 1 số liệu" in press(publisher, release, leave_out="1", item=left_out.pk)[0]
    assert "Còn cảnh báo chưa ai đọc" in press(publisher, release, publish="1")[0]
    doubtful = Figure.objects.get(in_doubt=True)
    assert press(publisher, release, read="1", warning=f"doubt:{doubtful.pk}:100") == [
        "Đã ghi nhận 1 cảnh báo là đã đọc."
    ]
    assert press(publisher, release, publish="1") == ["Đã công bố."]


def test_a_period_nobody_understands_is_told_at_its_box(publisher):
    release = makers.make_release(published=False)
    answer = publisher.post(desk(release), {"gather": "1", "period": "hôm qua"})
    assert answer.status_code == 200
    assert answer.context["form"].errors["period"]


def test_nonsense_sent_to_the_desk_does_no_harm(publisher):
    release = makers.make_release(published=False)
    assert publisher.post(desk(release), {"do": "x"}).status_code == 403
    assert press(publisher, release, leave_out="1", item=["abc", "9" * 40, "-1"]) == [
        "Đã bỏ 0 số liệu khỏi đợt; chúng vẫn chờ công bố."
    ]
    assert press(publisher, release, read="1", warning="abc") == ["Đã ghi nhận 0 cảnh báo là đã đọc."]
    assert publisher.get(desk(release), {"trang": "abc"}).status_code == 200
    page = publisher.post(desk(release), {"gather": "1", "topic": "abc", "office": "9" * 40})
    assert set(page.context["form"].errors) == {"topic", "office"}


def test_a_published_release_is_read_only_on_every_screen(publisher):
    release = makers.make_release(approved().versions.get())
    change, delete = (reverse(f"admin:indicators_release_{page}", args=[release.pk]) for page in ("change", "delete"))
    assert publisher.get(change).status_code == 200
    assert publisher.post(change, {"title": "Khác", "code": release.code}).status_code == 403
    assert publisher.post(delete, {"post": "yes"}).status_code == 403
    publisher.post(reverse(LIST), {"action": "delete_selected", "_selected_action": [release.pk], "post": "yes"})
    assert Release.objects.get().title == release.title
    assert "đã được công bố lúc" in press(publisher, release, publish="1")[0]


@pytest.mark.every_engine
def test_a_release_in_preparation_is_deleted_and_its_figures_wait_again(publisher):
    release = makers.make_release(approved().versions.get(), published=False)
    publisher.post(reverse("admin:indicators_release_delete", args=[release.pk]), {"post": "yes"})
    assert not Release.objects.exists()
    assert releasing.releasable(Release.Kind.REGULAR).count() == 1


def test_people_are_named_in_their_vietnamese_order(admin_client):
    chief = makers.make_user(last_name="Bùi Thị", first_name="Nga")
    figure = makers.make_figure(state=State.SUBMITTED)
    (version,) = makers.approve(figure, by=chief, released=False)
    release = makers.make_release(version, published=False)
    releasing.decide(release, timezone.now(), by=chief)
    desk = admin_client.get(reverse("admin:indicators_release_prepare", args=[release.pk])).content.decode()
    form = admin_client.get(reverse("admin:indicators_figure_change", args=[figure.pk])).content.decode()
    assert "Bùi Thị Nga công bố" in desk
    assert ", Bùi Thị Nga." in form


def test_who_may_not_publish_reads_the_desk_and_presses_nothing(client):
    release = makers.make_release(approved().versions.get(), published=False)
    client.force_login(makers.make_user("indicators.view_release", "indicators.approve_figure"))
    page = client.get(desk(release))
    assert page.status_code == 200
    assert 'type="submit" name=' not in page.content.decode()
    for name in ["gather", "gather_again", "leave_out", "renew", "read", "publish", "call_off"]:
        assert client.post(desk(release), {name: "1"}).status_code == 403
    client.force_login(makers.make_user("indicators.view_figure"))
    assert client.get(desk(release)).status_code == 403


@pytest.mark.every_engine
def test_figures_are_withdrawn_from_the_list_by_a_correction(publisher):
    figure = makers.make_figure(state=State.APPROVED)
    boxes = {"action": "withdraw", "_selected_action": [figure.pk]}
    assert "Lý do rút" in publisher.post(reverse(FIGURES), boxes).content.decode()
    answer = publisher.post(reverse(FIGURES), boxes | {"confirmed": "yes", "reason": "Nguồn thu hồi"})
    release = Release.objects.in_preparation().get()
    assert answer.url == desk(release)
    assert Version.objects.public().exists()
    assert press(publisher, release, publish="1")[-1] == "Đã công bố."
    assert not Version.objects.public().exists()


def test_a_withdrawal_of_what_is_not_public_leaves_no_empty_release(publisher):
    figure = makers.make_figure(state=State.DRAFT)
    boxes = {"action": "withdraw", "_selected_action": [figure.pk], "confirmed": "yes", "reason": "Sai"}
    answer = publisher.post(reverse(FIGURES), boxes, follow=True)
    assert "Không có số nào đang công khai" in answer.content.decode()
    assert not Release.objects.exists()


@pytest.mark.every_engine
def test_opening_the_settings_writes_nothing_and_saving_them_does(admin_client):
    address = reverse("admin:indicators_booksettings_change", args=[1])
    page = admin_client.get(reverse("admin:indicators_booksettings_changelist"), follow=True)
    assert page.status_code == 200
    assert not BookSettings.objects.exists()
    admin_client.post(address, typed(page) | {"editor_may_approve": "on"})
    assert BookSettings.get().editor_may_approve


def test_the_start_page_leads_a_publisher_to_what_waits(publisher):
    approved()
    makers.make_release(approved().versions.get(), published=False)
    tasks = {task["name"]: task for task in publisher.get(reverse("admin:index")).context["tasks"]}
    assert {name: task["count"] for name, task in tasks.items()} == {
        "Số liệu đã duyệt, chưa công bố": 1,
        "Đợt công bố đang chuẩn bị": 1,
    }
    for task in tasks.values():
        assert publisher.get(task["url"]).status_code == 200


@pytest.mark.every_engine
def test_an_hour_ahead_is_said_on_the_button(publisher):
    hour = timezone.now() + timedelta(days=1)
    release = makers.make_release(approved().versions.get(), published=False, public_from=hour)
    assert "Công bố, công khai từ" in publisher.get(desk(release)).content.decode()


def test_an_hour_far_ahead_is_ticked_by_name_and_another_one_anew(publisher):
    hour = timezone.now() + timedelta(days=400)
    release = makers.make_release(approved().versions.get(), published=False, public_from=hour)
    assert "Còn cảnh báo chưa ai đọc" in press(publisher, release, publish="1")[0]
    for moment in [hour, hour + timedelta(days=1)]:
        Release.objects.update(public_from=moment)
        page = publisher.get(desk(release))
        (point,) = page.context["checklist"].unread
        assert "hơn 60 ngày nữa" in page.content.decode()
        press(publisher, release, read="1", warning=point.key)
    reading = release.warnings_read.last()
    assert (reading.version, reading.read_by.pk) == (None, int(publisher.session["_auth_user_id"]))
    assert press(publisher, release, publish="1") == ["Đã công bố."]


def test_an_hour_within_sixty_days_is_not_warned_of(publisher):
    hour = timezone.now() + timedelta(days=59)
    release = makers.make_release(approved().versions.get(), published=False, public_from=hour)
    assert press(publisher, release, publish="1") == ["Đã công bố."]


def test_a_release_ahead_is_called_off_from_its_desk_with_a_reason(publisher):
    release = makers.make_release(approved().versions.get(), hour=timezone.now() + timedelta(days=300))
    assert "Hủy hẹn công bố…" in publisher.get(desk(release)).content.decode()
    answer = publisher.post(desk(release), {"call_off": "1", "reason": " "})
    assert answer.context["call_off_form"].errors["reason"]
    assert press(publisher, release, call_off="1", reason="Gõ nhầm năm")[0].startswith("Đã hủy hẹn công bố")
    page = publisher.get(desk(release)).content.decode()
    assert "đã hủy hẹn: Gõ nhầm năm" in page
    assert "Hủy hẹn công bố…" not in page
    assert "vừa có người hủy hẹn rồi" in press(publisher, release, call_off="1", reason="Gõ nhầm năm")[0]


def test_a_release_that_waits_for_another_to_be_called_off_keeps_what_was_typed(publisher):
    figure = approved()
    hour = timezone.now() + timedelta(days=3)
    release = makers.make_release(figure.versions.get(), hour=hour)
    withdrawal = makers.make_release(published=False, kind="correction", title="Rút", public_from=hour)
    releasing.gather_withdrawals(withdrawal, [figure.pk], by=makers.make_user(is_superuser=True), reason="Sai")
    releasing.publish(withdrawal, by=makers.make_user(is_superuser=True))
    page = publisher.post(desk(release), {"call_off": "1", "reason": "Gõ nhầm năm"}).content.decode()
    assert "Đợt «Rút»" in page
    assert "Gõ nhầm năm</textarea>" in page


def test_a_release_that_is_out_offers_no_calling_off(publisher):
    release = makers.make_release(approved().versions.get())
    assert "Hủy hẹn" not in publisher.get(desk(release)).content.decode()
    assert "không hủy hẹn kịp nữa" in press(publisher, release, call_off="1", reason="Gõ nhầm")[0]


@pytest.mark.parametrize("change", ["gathered", "left out", "renewed", "another hour", "a withdrawal's reason"])
def test_what_another_person_changed_since_the_desk_was_shown_is_not_published(publisher, change):
    other = makers.make_user(is_superuser=True)
    figure = makers.make_figure(state=State.APPROVED, source=makers.make_source())
    kind = Release.Kind.CORRECTION if change == "a withdrawal's reason" else Release.Kind.REGULAR
    release = makers.make_release(published=False, kind=kind)
    if kind == Release.Kind.CORRECTION:
        releasing.gather_withdrawals(release, [figure.pk], by=other, reason="Sai")
    else:
        kept, left = approved(), approved()
        releasing.gather(release, releasing.releasable(kind), by=other)
    sent = {"publish": "1", "shown": publisher.get(desk(release)).context["checklist"].fingerprint}
    match change:
        case "gathered":
            approved()
            releasing.gather(release, releasing.releasable(kind), by=other)
        case "left out":
            releasing.leave_out(release, release.items.filter(figure=left), by=other)
        case "renewed":
            Figure.objects.filter(pk=kept.pk).update(value=7, state=State.SUBMITTED)
            kept.refresh_from_db()
            makers.approve(kept, released=False)
            releasing.renew(release, by=other)
        case "another hour":
            Release.objects.filter(pk=release.pk).update(public_from=timezone.now() + timedelta(days=1))
        case _:
            release.items.update(reason="Khác")
    answer = publisher.post(desk(release), sent, follow=True)
    assert "Đợt vừa có thay đổi sau khi trang hiện ra" in answer.content.decode()
    release.refresh_from_db()
    assert not release.is_published
    assert press(publisher, release, publish="1") == ["Đã công bố."]


def test_a_figure_withdrawn_by_mistake_is_gathered_again_with_its_reason_told(publisher):
    other = makers.make_user(is_superuser=True)
    figure = makers.make_figure(state=State.APPROVED, source=makers.make_source(), value=5)
    withdrawal = makers.make_release(published=False, kind="correction", title="Rút nhầm")
    releasing.gather_withdrawals(withdrawal, [figure.pk], by=other, reason="Nguồn thu hồi")
    releasing.publish(withdrawal, by=other)
    form = publisher.get(reverse("admin:indicators_figure_change", args=[figure.pk])).content.decode()
    assert "rút nhầm thì gom lại chính bản ấy" in form
    release = makers.make_release(published=False)
    page = publisher.get(desk(release)).content.decode()
    assert "ở đợt «Rút nhầm», lý do: Nguồn thu hồi" in page
    assert "Không có số liệu nào như vậy" in press(publisher, release, gather="1")[0]
    assert "Đã gom lại 1 số đã rút" in press(publisher, release, gather_again="1", again=figure.versions.get().pk)[0]
    assert "Còn cảnh báo chưa ai đọc" in press(publisher, release, publish="1")[0]
    page = publisher.get(desk(release))
    (point,) = page.context["checklist"].unread
    assert "lý do: Nguồn thu hồi. Chỉ công bố lại nếu đã rút nhầm" in point.text
    press(publisher, release, read="1", warning=point.key)
    assert press(publisher, release, publish="1") == ["Đã công bố."]
    assert Version.objects.public().get().value == 5


def test_the_desk_asks_as_often_for_many_figures_as_for_few(publisher, django_assert_max_num_queries):
    indicator, place = makers.make_indicator(), makers.make_place()
    for year in range(1960, 2020):
        approved(indicator=indicator, place=place, year=year)
    release = makers.make_release(published=False)
    press(publisher, release, gather="1")
    with django_assert_max_num_queries(26):
        publisher.get(desk(release))
