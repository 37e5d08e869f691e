"""Nothing typed into a form is lost: not with the network, the browser, the session, or to another clerk."""

from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import Error, expect

from indicators.models import FormPeriod
from indicators.periods import Period
from tests import makers
from tests.browser.entry_form import address, box, is_saved, make_form, open_form, press, shown, sign_in, stored


def forgive(troubles, words):
    """A browser complains of a network that the test itself cut."""
    assert troubles
    assert all(words in trouble for trouble in troubles)
    troubles.clear()


def test_nothing_typed_is_lost_with_the_network_or_the_browser(page, clerk, live_server, troubles):
    sign_in(page, clerk, live_server)
    form = make_form()
    open_form(page, form)
    page.context.set_offline(True)
    box(page, 1, 3).focus()
    page.keyboard.type("12,5")
    press(page, "Enter")
    expect(page.locator("#entry-state")).to_have_text("Mất mạng, còn giữ 1 ô trên máy này, đang thử lại")
    page.context.set_offline(False)
    is_saved(page)
    assert stored(form) == {1: Decimal("12.5")}

    forgive(troubles, "ERR_INTERNET_DISCONNECTED")
    page.route("**/nhap/luu/*", lambda route: route.abort())
    page.keyboard.type("34")
    press(page, "Enter")
    page.keyboard.type("56")
    page.wait_for_timeout(500)
    with pytest.raises(Error, match="crash"):
        page.goto("chrome://crash")
    forgive(troubles, "ERR_FAILED")
    again = page.context.new_page()
    open_form(again, form)
    expect(again.locator(".entry-restored")).to_contain_text("Khôi phục 2 ô chưa kịp lưu")
    expect(box(again, 3, 3)).to_have_value("56")
    again.get_by_role("button", name="Lưu các ô này").click()
    is_saved(again)
    assert stored(form) == {1: Decimal("12.5"), 2: 34, 3: 56}
    again.reload()
    expect(again.locator("form.alive")).to_be_attached()
    expect(again.locator(".entry-restored")).to_have_count(0)


def test_a_period_closed_while_somebody_types_keeps_what_was_typed_and_says_why(page, clerk, live_server, troubles):
    sign_in(page, clerk, live_server)
    form = make_form()
    open_form(page, form)
    span = Period.year(2022)
    FormPeriod.objects.create(
        form=form,
        period_start=span.start,
        period_end=span.end,
        closed_at=timezone.now(),
        closed_because="đã nộp báo cáo",
    )
    box(page, 1, 3).focus()
    page.keyboard.type("12,5")
    press(page, "Enter")
    expect(page.locator("#entry-state")).to_contain_text("đã nộp báo cáo")
    expect(page.locator("#entry-state")).to_contain_text("1 ô chưa lưu")
    expect(box(page, 1, 3)).to_have_value("12,5")
    forgive(troubles, "403")
    assert stored(form) == {}
    FormPeriod.objects.update(closed_at=None, closed_because="")
    press(page, "Control+s")
    is_saved(page)
    assert stored(form) == {1: Decimal("12.5")}


def test_a_form_of_a_thousand_rows_is_filled_from_end_to_end(page, clerk, live_server):
    sign_in(page, clerk, live_server)
    form = make_form(rows=1000)
    open_form(page, form)
    box(page, 1, 2).focus()
    press(page, "Control+End")
    page.keyboard.type("1.234,5")
    press(page, "Control+Home")
    page.keyboard.type("6")
    press(page, "Enter")
    expect(box(page, 2, 2)).to_be_focused()
    is_saved(page)
    assert stored(form, "plan") == {1: 6}
    assert stored(form) == {1000: Decimal("1234.5")}


def test_what_was_typed_outlives_the_session(page, clerk, live_server):
    sign_in(page, clerk, live_server)
    form = make_form()
    open_form(page, form)
    page.context.clear_cookies(name="sessionid")
    box(page, 1, 3).focus()
    page.keyboard.type("8")
    press(page, "Enter")
    expect(page.locator("#entry-state")).to_contain_text("Phiên làm việc đã hết")
    expect(page.get_by_role("link", name="Đăng nhập ở thẻ mới")).to_be_visible()
    # Whoever logs in again gets another token for forms too.
    page.context.clear_cookies()
    sign_in(page, clerk, live_server)
    page.get_by_role("button", name="Lưu", exact=True).click()
    is_saved(page)
    assert stored(form) == {1: 8}


def test_two_clerks_in_one_box_see_each_other(open_page, clerk, live_server):
    other = makers.make_user(username="hoa", last_name="Bùi", first_name="Hoa")
    other.groups.set(clerk.groups.all())
    form = make_form()
    pages = [open_page(), open_page()]
    for page, user in zip(pages, [clerk, other], strict=True):
        sign_in(page, user, live_server)
        open_form(page, form)
    mine, theirs = pages

    def write(page, text):
        box(page, 1, 3).fill(text)
        press(page, "Enter")

    write(mine, "5")
    is_saved(mine)
    write(theirs, "6")
    expect(theirs.get_by_role("button", name="1 ô chưa ghi được")).to_be_visible()
    theirs.get_by_role("button", name="1 ô chưa ghi được").click()
    expect(shown(theirs, 1, 3)).to_contain_text("Nguyễn Thị Lan đã gõ «5» lúc")
    theirs.get_by_role("button", name="Giữ của tôi").click()
    is_saved(theirs)
    assert stored(form) == {1: 6}
    write(mine, "7")
    box(mine, 1, 3).focus()
    mine.get_by_role("button", name="Lấy của họ").click()
    expect(box(mine, 1, 3)).to_have_value("6")
    # What nobody types in follows by itself.
    write(theirs, "9")
    is_saved(theirs)
    mine.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(box(mine, 1, 3)).to_have_value("9")
    expect(mine.locator("#others")).to_contain_text("Đang cùng mở biểu này: Bùi Hoa")


def test_without_the_script_the_form_saves(open_page, clerk, live_server):
    page = open_page(java_script_enabled=False)
    sign_in(page, clerk, live_server)
    form = make_form()
    page.goto(address(form))
    box(page, 1, 3).fill("7")
    box(page, 2, 3).fill("abc")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(shown(page, 2, 3)).to_contain_text("«abc» có chữ")
    assert stored(form) == {1: 7}
