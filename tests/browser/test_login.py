"""The log-in from end to end, without a script of ours: two steps, a lock and its end, an hour away from the desk."""

import re

import pytest
from django.urls import reverse
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import expect

from indicators.models import Figure
from tests import makers
from tests.browser.conftest import PHONE

PASSWORD = "Đúng-mật-khẩu-9"
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def lan(live_server):
    return makers.make_user(username="lan", password=PASSWORD, is_superuser=True)


def log_in(page, username="lan", password=PASSWORD):
    page.goto(reverse("admin:login"))
    fill_in(page, username, password)


def fill_in(page, username="lan", password=PASSWORD):
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(password)
    page.get_by_role("button", name="Đăng nhập").click()


def log_out(page):
    page.get_by_role("button", name="Đăng xuất").click()
    expect(page.get_by_role("button", name="Đăng xuất")).to_be_hidden()


def code_of(user):
    """What the phone shows; a moment may not have passed since its last one was used."""
    TOTPDevice.objects.filter(user=user).update(last_t=-1)
    return f"{totp(TOTPDevice.objects.get(user=user).bin_key):06d}"


def give_code(page, user):
    page.get_by_label("Mã 6 số").fill(code_of(user))
    page.get_by_role("button", name="Đăng nhập").click()


def expect_answers(troubles, *statuses):
    """Answers of this story that say no on purpose."""
    expected = re.compile(rf"\b({'|'.join(map(str, statuses))})\b")
    troubles[:] = [trouble for trouble in troubles if not expected.search(trouble)]


@pytest.mark.parametrize("options", [{}, PHONE | {"color_scheme": "dark"}], ids=["desktop", "dark phone"])
def test_two_steps_a_lock_and_an_hour_away(lan, open_page, axe, troubles, options):
    page, wrong = open_page(**options), []

    def look(name, sign):
        # A click does not wait for the page it leads to.
        expect(page.get_by_text(sign, exact=True).first).to_be_visible()
        page.wait_for_load_state()
        wrong.extend(f"{name}: {finding}" for finding in axe(page))
        if page.evaluate(OVERFLOW) > 0:
            wrong.append(f"{name}: rộng hơn màn hình")

    log_in(page)
    page.get_by_role("link", name="Bảo mật đăng nhập").click()
    look("chưa bật", "Xác thực hai bước chưa bật")
    page.get_by_role("button", name="Bắt đầu bật").click()
    picture = page.locator(".qr svg")
    assert 150 < picture.bounding_box()["width"] == pytest.approx(picture.bounding_box()["height"])
    look("mã vuông", "Bật xác thực hai bước")
    page.get_by_label("Mã 6 số").fill(code_of(lan))
    page.get_by_role("button", name="Bật xác thực hai bước").click()
    expect(page.locator(".codes li")).to_have_count(10)
    look("mã dự phòng", "Mã dự phòng")
    code = page.locator(".codes code").first.inner_text()
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải về tệp chữ").click()
    assert code in download.value.path().read_text(encoding="utf-8")
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Đã cất mã")).to_be_hidden()
    expect(page.locator(".codes code").first).to_be_visible()
    page.emulate_media(media="screen")
    page.get_by_role("button", name="Đã cất mã, tiếp tục").click()
    expect(page.get_by_role("heading", name="Số liệu", exact=True)).to_be_visible()
    page.goto(reverse("admin:auth_user_security"))
    look("đang bật", "Xác thực hai bước đang bật")

    log_out(page)
    log_in(page)
    look("bước hai", "Bước hai của đăng nhập")
    give_code(page, lan)
    expect(page.get_by_role("heading", name="Số liệu", exact=True)).to_be_visible()

    figure = makers.make_figure(value=100)
    page.goto(reverse("admin:indicators_figure_change", args=[figure.pk]))
    page.get_by_label("Giá trị:", exact=True).fill("123,5")
    page.get_by_label("Ghi chú:", exact=True).fill("Đang gõ dở\nhai dòng")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.get_by_text("không mất gì")).to_be_visible()
    look("đăng nhập lại", "Chưa ghi gì, nhưng không mất gì.")
    fill_in(page)
    give_code(page, lan)
    page.get_by_text("Xem những gì sẽ gửi").click()
    look("gửi lại", "Xem những gì sẽ gửi")
    page.get_by_role("button", name="Gửi lại những gì đã gõ").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    figure = Figure.objects.get(pk=figure.pk)
    assert (f"{figure.value}", figure.note) == ("123.5", "Đang gõ dở\nhai dòng")

    log_out(page)
    for _ in range(5):
        log_in(page, password="sai")
        expect(page.locator(".errornote")).to_be_visible()
    expect(page.get_by_text("15 phút")).to_be_visible()
    look("tạm khóa", "Đăng nhập tạm khóa")
    expect_answers(troubles, 403, 429)
    assert wrong == []


def test_an_administrator_opens_what_a_wrong_password_shut(lan, open_page, axe, troubles):
    makers.make_user(username="binh", password=PASSWORD)
    clerk, administrator = open_page(), open_page()
    for _ in range(5):
        log_in(clerk, "binh", "sai")
        expect(clerk.locator(".errornote")).to_be_visible()
    expect(clerk.get_by_role("heading", name="Đăng nhập tạm khóa")).to_be_visible()
    expect_answers(troubles, 429)
    log_in(administrator)
    administrator.get_by_role("link", name="đăng nhập bị khóa").click()
    expect(administrator.get_by_role("button", name="Mở khóa binh")).to_be_visible()
    assert axe(administrator) == []
    administrator.get_by_role("link", name="Người dùng").first.click()
    administrator.locator("#result_list").get_by_role("link", name="binh").click()
    administrator.get_by_role("link", name="Đăng nhập, mở khóa").click()
    expect(administrator.get_by_role("button", name="Mở khóa đăng nhập")).to_be_visible()
    assert axe(administrator) == []
    administrator.get_by_role("button", name="Mở khóa đăng nhập").click()
    expect(administrator.locator(".messagelist .success")).to_contain_text("Đã mở khóa đăng nhập")
    log_in(clerk, "binh")
    expect(clerk.get_by_text("Xin chào")).to_be_visible()
