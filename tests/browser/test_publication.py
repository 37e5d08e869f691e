"""The whole way of a figure, played in a browser by a clerk, a chief, a publisher and a reader."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from config.staff.roles import sync
from indicators.models import AuditEntry, Figure, Release, State, Version
from tests import makers

REVIEW = "admin:indicators_figure_review"


@pytest.fixture
def people(live_server, open_page):
    """A page for each: the clerk, the chief, the publisher."""
    sync()
    pages = {}
    for name, role in [
        ("clerk", "Chuyên viên nhập liệu"), ("chief", "Lãnh đạo duyệt"), ("publisher", "Người công bố")
    ]:  # fmt: skip
        user = makers.make_user(username=name, last_name="Bùi", first_name=name)
        user.groups.add(Group.objects.get(name=role))
        pages[name] = open_page()
        # A session each: one browser signing in anew would end the session before.
        session = Client()
        session.force_login(user)
        cookie = {"name": "sessionid", "value": session.cookies["sessionid"].value, "url": live_server.url}
        pages[name].context.add_cookies([cookie])
    return pages


@pytest.fixture
def vocabulary(live_server):
    makers.make_indicator(code="xuat-khau", name="Kim ngạch xuất khẩu", unit=makers.make_unit(name="triệu USD"))
    makers.make_place(code="HB", name="tỉnh Hòa Bình (cũ)", level="province")
    makers.make_source(code="BC", title="Báo cáo năm")


def choose(page, box, typed):
    page.locator(f".select2-selection:has(#select2-id_{box}-container)").click()
    page.keyboard.type(typed)
    expect(page.locator(".select2-results__option--highlighted")).to_be_visible()
    page.keyboard.press("Enter")


def save(page, button="Lưu"):
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.locator(".messagelist .success").first).to_be_visible()


def release(page, *, kind="công bố", seconds=None):
    """Make a release, gather all that waits, read what the checklist warns of, publish."""
    page.goto(reverse("admin:indicators_release_add"))
    page.get_by_label("Tên đợt công bố").fill(f"Đợt {kind}")
    page.locator("#id_kind").select_option(label=kind)
    if seconds:
        hour = timezone.localtime(timezone.now() + timedelta(seconds=seconds))
        page.locator("#id_public_from_0").fill(f"{hour:%d/%m/%Y}")
        page.locator("#id_public_from_1").fill(f"{hour:%H:%M:%S}")
    page.get_by_role("button", name="Lưu", exact=True).click()
    page.get_by_role("button", name="Gom vào đợt").click()
    expect(page.locator(".messagelist .success")).to_contain_text("Đã gom")
    for box in page.locator("input[name=warning]").all():
        box.check()
    if page.locator("input[name=read]").count():
        page.locator("input[name=read]").click()
    page.locator("input[name=publish]").click()
    expect(page.locator(".messagelist .success")).to_contain_text("Đã công bố.")


@pytest.mark.long
def test_a_figure_from_the_clerk_to_the_reader_and_its_correction(people, vocabulary, page, axe):
    clerk, chief, publisher, reader = people["clerk"], people["chief"], people["publisher"], page

    # The clerk enters and hands in.
    clerk.goto(reverse("admin:indicators_figure_add"))
    choose(clerk, "indicator", "xuat khau")
    choose(clerk, "place", "hoa binh")
    clerk.get_by_label("Loại số liệu").select_option(label="chính thức")
    clerk.locator("#id_period").fill("2022")
    clerk.get_by_label("Giá trị:", exact=True).fill("1431")
    choose(clerk, "source", "bao cao")
    save(clerk, "Lưu và gửi duyệt")

    # The chief returns it, by keyboard, with a reason.
    chief.goto(reverse("admin:index"))
    chief.get_by_role("link", name="Chờ duyệt").click()
    expect(chief.get_by_role("heading", name="Duyệt số liệu")).to_be_visible()
    assert "\n".join(axe(chief)) == ""
    chief.keyboard.press("j")
    chief.keyboard.press("r")
    chief.keyboard.type("Thiếu số lẻ")
    chief.keyboard.press("Enter")
    expect(chief.locator(".messagelist")).to_contain_text("Đã trả lại 1 số liệu.")

    # The clerk finds it on the start page and mends it.
    clerk.goto(reverse("admin:index"))
    clerk.get_by_role("link", name="Trả lại, cần sửa").click()
    clerk.locator("#result_list tbody th a").first.click()
    expect(clerk.locator("#content")).to_contain_text("Thiếu số lẻ")
    clerk.get_by_label("Giá trị:", exact=True).fill("1431,5")
    save(clerk, "Lưu và gửi duyệt")

    # The chief approves; nothing is public yet.
    chief.goto(reverse(REVIEW))
    chief.keyboard.press("j")
    chief.keyboard.press("a")
    expect(chief.locator(".messagelist")).to_contain_text("Đã duyệt 1 số liệu.")
    reader.goto("/chi-tieu/xuat-khau/")
    expect(reader.locator("main")).not_to_contain_text("1.431,5")

    # The publisher releases for an hour ahead, which comes by itself.
    release(publisher, seconds=15)
    reader.reload()
    expect(reader.locator("main")).not_to_contain_text("1.431,5")
    public_from = Release.objects.get().public_from
    while timezone.now() <= public_from:
        reader.wait_for_timeout(200)
    reader.reload()
    expect(reader.locator("main")).to_contain_text("1.431,5")

    # The clerk changes the figure; the public page does not move.
    figure = Figure.objects.get()
    clerk.goto(reverse("admin:indicators_figure_change", args=[figure.pk]))
    clerk.get_by_label("Giá trị:", exact=True).fill("1440")
    clerk.locator("#id_change_reason").fill("Hải quan điều chỉnh")
    save(clerk, "Lưu và gửi duyệt")
    reader.reload()
    expect(reader.locator("main")).not_to_contain_text("1.440")

    # The chief approves the change, the publisher corrects.
    chief.goto(reverse(REVIEW))
    expect(chief.locator(".waiting")).to_contain_text("giá trị: 1.431,5 → 1.440")
    chief.get_by_role("button", name="Duyệt cả").click()
    expect(chief.locator(".messagelist")).to_contain_text("Đã duyệt 1 số liệu.")
    release(publisher, kind="đính chính")
    reader.reload()
    expect(reader.locator(".banners")).to_contain_text("1.431,5 → 1.440")
    expect(reader.locator(".banners")).to_contain_text("Hải quan điều chỉnh")
    assert "\n".join(axe(reader)) == ""

    # Both releases can be read as they stood, and the trail tells it all.
    first, second = Release.objects.order_by("pk")
    reader.goto(reverse("release", args=[first.code]))
    expect(reader.locator("td.number .cell").first).to_have_text("1.431,5")
    reader.goto(reverse("release", args=[second.code]))
    expect(reader.locator("td.number .cell").first).to_have_text("1.440")
    assert "\n".join(axe(reader)) == ""
    assert [version.value for version in Version.objects.order_by("number")] == [1431.5, 1440]
    told = AuditEntry.objects.of_row(Figure, figure.pk).values_list("user__username", flat=True)
    assert set(told) == {"clerk", "chief"}
    assert set(AuditEntry.objects.filter(table=Release._meta.db_table).values_list("user__username", flat=True)) == {
        "publisher"
    }


def test_the_review_works_without_scripts_and_fits_a_phone(people, vocabulary, open_page, axe):
    for year in range(2018, 2021):
        makers.make_figure(year=year, state=State.SUBMITTED, source=makers.make_source())
    page = open_page(java_script_enabled=False)
    page.context.add_cookies(people["chief"].context.cookies())
    page.goto(reverse(REVIEW))
    page.locator("input[name=chosen]").first.check()
    page.get_by_role("button", name="Duyệt số đã đánh dấu").click()
    expect(page.locator(".messagelist")).to_contain_text("Đã duyệt 1 số liệu.")
    phone = people["chief"]
    phone.set_viewport_size({"width": 390, "height": 844})
    phone.goto(reverse(REVIEW))
    assert phone.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    assert "\n".join(axe(phone)) == ""
