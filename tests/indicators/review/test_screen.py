"""The review of figures: what stands around each, who may decide it, and that what was seen is what is decided."""

import re
from html import unescape

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from config.staff.roles import sync
from indicators.audit import acting_as
from indicators.models import Figure, State, Version
from indicators.review import queue
from tests import makers

pytestmark = pytest.mark.django_db
REVIEW = "admin:indicators_figure_review"


@pytest.fixture
def chief():
    sync()
    user = makers.make_user(last_name="Đinh", first_name="Duyệt")
    user.groups.add(Group.objects.get(name="Lãnh đạo duyệt"))
    return user


@pytest.fixture
def screen(client, chief):
    client.force_login(chief)
    return client


def waiting(**fields):
    return makers.make_figure(state=State.SUBMITTED, **{"source": makers.make_source(), **fields})


def page_of(screen, **asked):
    return screen.get(reverse(REVIEW), asked)


def sent(page, **buttons):
    """What the page sends when a button is pressed: which rows it showed and with which versions."""
    rows = page.context["rows"]
    return {
        "seen": [f"{row.figure.pk}:{row.seen}" for row in rows],
        "shown": [row.figure.pk for row in rows if row.may_approve],
    } | buttons


def press(screen, page, **buttons):
    answer = screen.post(reverse(REVIEW), sent(page, **buttons), follow=True)
    return [str(message) for message in answer.context["messages"]]


def states():
    return list(Figure.objects.order_by("pk").values_list("state", flat=True))


def test_each_row_shows_what_a_decision_needs(screen):
    indicator, place = makers.make_indicator(name="Xuất khẩu", plausible_max=1000), makers.make_place()
    makers.make_figure(indicator=indicator, place=place, year=2021, value=100, state=State.APPROVED)
    figure = makers.make_figure(indicator=indicator, place=place, year=2022, value=110, state=State.APPROVED)
    Figure.objects.filter(pk=figure.pk).update(value=2000, state=State.SUBMITTED, source=None, note="Nguồn in vậy")
    page = page_of(screen).content.decode()
    for shown in [
        "Xuất khẩu", "2.000", "bản 1: 110", "năm 2021: 100", "tăng 1.900,0", "nằm ngoài khoảng hợp lý", "chưa có nguồn",
        "gấp hơn 5 lần năm 2021", "giá trị: 110 → 2.000", "Nguồn in vậy",
        "chưa ghi lý do sửa",
    ]:  # fmt: skip
        assert shown in page, shown


def test_only_waiting_figures_are_listed_and_filtered(screen):
    topic, office = makers.make_topic(), makers.make_office()
    one = waiting(indicator=makers.make_indicator(topic=topic, office=office), year=2020)
    waiting(year=2021)
    makers.make_figure(state=State.DRAFT)
    beside = makers.make_form_row(beside=one.indicator).form
    assert len(page_of(screen).context["rows"]) == 2
    by_form = [{"report_form": makers.make_report_form(one.indicator).pk}, {"report_form": beside.pk}]
    for asked in [{"topic": topic.pk}, {"office": office.pk}, {"period": "2020"}, *by_form]:
        assert [row.figure for row in page_of(screen, **asked).context["rows"]] == [one]
    assert page_of(screen, topic="abc", period="hôm qua", office="9" * 40, trang="x").status_code == 200


def test_the_pages_of_a_long_queue_keep_its_filter(screen, monkeypatch):
    monkeypatch.setattr("indicators.review.screen.ROWS_A_PAGE", 1)
    topic = makers.make_topic()
    ones = [waiting(indicator=makers.make_indicator(topic=topic)) for _ in range(3)]
    waiting()
    found, address = [], f"?topic={topic.pk}"
    for _ in ones:
        page = screen.get(reverse(REVIEW) + unescape(address))
        found += [row.figure for row in page.context["rows"]]
        links = re.findall(r'<a href="([^"]+)">Sau</a>', page.content.decode())
        address = links[0] if links else ""
    assert sorted(found, key=lambda one: one.pk) == ones
    assert address == ""


def test_one_is_approved_and_one_returned_with_a_reason(screen):
    good, bad = waiting(), waiting()
    page = page_of(screen)
    assert press(screen, page, approve_one=good.pk) == ["Đã duyệt 1 số liệu."]
    assert "Hãy ghi lý do trả lại" in press(screen, page, return_one=bad.pk)[0]
    assert press(screen, page, return_one=bad.pk, reason="Sai đơn vị") == ["Đã trả lại 1 số liệu."]
    assert states() == [State.APPROVED, State.RETURNED]


def test_ticked_ones_and_all_of_a_page_are_decided_together(screen):
    figures = [waiting() for _ in range(4)]
    page = page_of(screen)
    assert press(screen, page, approve="1", chosen=[figures[0].pk, figures[1].pk]) == ["Đã duyệt 2 số liệu."]
    assert press(screen, page_of(screen), approve_page="1") == ["Đã duyệt 2 số liệu."]
    assert set(states()) == {State.APPROVED}
    assert press(screen, page_of(screen), approve="1") == ["Chưa chọn số liệu nào: hãy đánh dấu rồi bấm lại."]


def test_what_was_changed_since_it_was_shown_is_not_decided(screen):
    changed, kept = waiting(value=1), waiting(value=2)
    page = page_of(screen)
    Figure.objects.filter(pk=changed.pk).update(value=99)
    told = press(screen, page, approve_page="1")
    assert told[0] == "Đã duyệt 1 số liệu."
    assert str(changed) in told[1]
    assert [version.figure for version in Version.objects.all()] == [kept]
    said = waiting()
    page = page_of(screen)
    makers.make_reported_value(figure=said)
    assert "Vừa có người sửa" in press(screen, page, approve_one=said.pk)[0]


def test_what_one_wrote_oneself_is_left_to_others(screen, chief):
    with acting_as(chief):
        own = waiting()
    other = waiting()
    page = page_of(screen)
    assert "người khác duyệt" in page.content.decode()
    assert press(screen, page, approve_page="1") == ["Đã duyệt 1 số liệu."]
    assert Version.objects.get().figure == other
    assert "không tự duyệt" in press(screen, page, approve_one=own.pk)[0]


def test_a_correction_takes_the_reason_typed_for_all(screen):
    figure = makers.make_figure(state=State.APPROVED)
    Figure.objects.update(value=120, state=State.SUBMITTED)
    assert "ghi lý do sửa" in press(screen, page_of(screen), approve_one=figure.pk)[0]
    press(screen, page_of(screen), approve_one=figure.pk, reason="Nguồn đính chính")
    assert Version.objects.get(number=2).reason == "Nguồn đính chính"


def test_nonsense_sent_decides_nothing(screen):
    waiting()
    answer = screen.post(reverse(REVIEW), {"approve_page": "1", "shown": ["abc", "9" * 40], "seen": ["x", ":", "1:"]})
    assert answer.status_code == 302
    assert states() == [State.SUBMITTED]


def test_only_who_approves_opens_it(client):
    client.force_login(makers.make_user("indicators.view_figure", "indicators.change_figure"))
    assert client.get(reverse(REVIEW)).status_code == 403
    assert client.post(reverse(REVIEW), {"approve_page": "1"}).status_code == 403


def test_the_list_of_figures_leads_to_it(screen):
    assert reverse(REVIEW) in screen.get(reverse("admin:indicators_figure_changelist")).content.decode()


@pytest.mark.sqlite
def test_many_figures_ask_no_more_than_few(screen, django_assert_max_num_queries):
    indicator, place = makers.make_indicator(), makers.make_place()
    for year in range(1900, 1905):
        waiting(indicator=indicator, place=place, year=year)
    with django_assert_max_num_queries(30) as few:
        page_of(screen)
    for year in range(1905, 2025):
        waiting(indicator=makers.make_indicator(), place=place, year=year)
    with django_assert_max_num_queries(len(few.captured_queries)):
        assert len(page_of(screen).context["rows"]) == 125


def test_the_version_of_a_row_is_the_newest_entry_on_it_and_its_parts():
    figure = waiting()
    before = queue.newest_words([figure])
    makers.make_reported_value(figure=figure)
    assert queue.newest_words([figure])[figure.pk] > before[figure.pk]
