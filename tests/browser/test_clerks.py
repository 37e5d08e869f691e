"""What eases a clerk's day in the browser: where typing begins, the next missing box, boxes in lists, progress."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from indicators.models import FormPeriod, Posting, Source
from indicators.periods import Period
from tests import makers
from tests.browser.conftest import PHONE
from tests.browser.entry_form import address, box, make_form, open_form, press, sign_in, stored

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
NARROW = {"viewport": {"width": 320, "height": 640}}
REQUIRED = [{"kind": "estimate", "is_required": True}, {"kind": "official"}]
VIEWS = [{}, PHONE | {"color_scheme": "dark"}, NARROW]
NAMES = ["desktop", "dark phone", "narrow"]


@pytest.fixture
def form(live_server):
    form = make_form(rows=4, columns=REQUIRED)
    makers.make_figure(
        indicator=form.rows.first().indicator, place=form.places.get(), kind="estimate", value=5, year=2022
    )
    return form


def test_typing_begins_in_the_first_missing_box_and_a_key_leads_to_the_next(page, form, clerk, live_server):
    sign_in(page, clerk, live_server)
    open_form(page, form)
    expect(box(page, 2, 1)).to_be_focused()
    press(page, "7", "Alt+n")
    expect(box(page, 3, 1)).to_be_focused()
    press(page, "Alt+n", "Alt+n")
    expect(box(page, 3, 1)).to_be_focused()
    press(page, "Alt+Shift+n")
    expect(box(page, 4, 1)).to_be_focused()
    press(page, "8", "Alt+n", "9", "Alt+n")
    expect(page.locator("#entry-line")).to_have_text("Không còn ô nào khác phải có số mà còn trống.")
    expect(page.locator("#entry-state")).to_contain_text("Đã lưu lúc")
    assert sorted(stored(form).values()) == [5, 7, 8, 9]


def test_in_the_rows_of_the_own_office_the_keyboard_meets_no_others(page, live_server, clerk):
    office = makers.make_office()
    mine = [makers.make_indicator(office=office) for _ in range(2)]
    rows = [mine[0], makers.make_indicator(), mine[1], {"wording": "Tổng", "is_total": True}]
    form = makers.make_report_form(*rows, columns=REQUIRED)
    Posting.set(clerk, office)
    sign_in(page, clerk, live_server)
    page.goto(address(form))
    page.get_by_role("link", name="Chỉ dòng của tôi").click()
    expect(page.locator("form.alive")).to_be_attached()
    assert page.locator(".grid tbody:not([hidden]) tr").count() == 2
    press(page, "3", "Enter")
    expect(box(page, 2, 1)).to_be_focused()
    expect(page.locator("#entry-state")).to_contain_text("Đã lưu lúc")


@pytest.mark.parametrize("view", VIEWS, ids=NAMES)
def test_what_was_typed_in_vain_is_shown_cleanly(open_page, form, clerk, live_server, axe, troubles, view):
    page = open_page(java_script_enabled=False, **view)
    sign_in(page, clerk, live_server)
    page.goto(address(form))
    box(page, 2, 1).fill("1.234,5")
    days = Period.year(2022)
    FormPeriod.objects.create(
        form=form, period_start=days.start, period_end=days.end, closed_at=timezone.now(), closed_because="đã nộp"
    )
    page.get_by_role("button", name="Lưu").last.click()
    expect(page.get_by_role("heading", name="1 ô đã gõ mà không lưu được")).to_be_visible()
    expect(page.locator(".entry-adrift td.number")).to_have_text("1.234,5")
    assert [one for one in troubles if ": 409" not in one and "status of 409" not in one] == []
    troubles.clear()


@pytest.fixture
def lists(live_server):
    """Lists of each kind of box: texts, days, numbers, choices, answers; some with rows of other offices."""
    makers.make_source(title="Báo cáo của Cục Thống kê", issued_on="2022-12-31")
    makers.make_source(title="Báo cáo của Sở")
    makers.make_indicator(plausible_max=5)
    makers.make_substation()
    makers.make_beneficiary()
    makers.make_form_period()
    names = ["source", "indicator", "formperiod", "reportform"]
    addresses = [reverse(f"admin:indicators_{name}_changelist") for name in names]
    addresses += [reverse("admin:power_substation_changelist"), reverse("admin:projects_beneficiary_changelist")]
    return [f"{one}?sua=1" for one in addresses]


@pytest.mark.parametrize("view", VIEWS, ids=NAMES)
def test_lists_with_boxes_are_clean_and_fit(open_page, lists, admin_user, live_server, axe, view):
    page = open_page(**view)
    sign_in(page, admin_user, live_server)
    wrong = []
    for one in lists:
        page.goto(one)
        wrong += [f"{one}: {finding}" for finding in axe(page)]
        if page.evaluate(OVERFLOW) > 0:
            wrong.append(f"{one}: rộng hơn màn hình")
    assert wrong == []


@pytest.mark.parametrize("script", [True, False], ids=["script", "without"])
def test_a_list_is_corrected_with_and_without_a_script(open_page, lists, admin_user, live_server, axe, script):
    page = open_page(java_script_enabled=script)
    sign_in(page, admin_user, live_server)
    page.goto(lists[0].removesuffix("?sua=1"))
    page.get_by_role("link", name="Sửa ngay trong danh sách").click()
    page.get_by_label("Tên tài liệu: Báo cáo của Sở").fill("Báo cáo năm 2022")
    page.get_by_label("Ngày ban hành: Báo cáo của Sở").fill("45/01/2023")
    page.get_by_role("button", name="Lưu").click()
    expect(page.locator(".list-problems a")).to_have_text("«Báo cáo của Sở», cột «Ngày ban hành»")
    if script:
        assert axe(page) == []
    page.locator(".list-problems a").click()
    page.get_by_label("Ngày ban hành: Báo cáo của Sở").fill("05/01/2023")
    page.get_by_role("button", name="Lưu").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    changed = Source.objects.get(title="Báo cáo năm 2022")
    assert str(changed.issued_on) == "2023-01-05"


@pytest.mark.parametrize("view", VIEWS, ids=NAMES)
def test_the_page_of_progress_is_clean_and_fits(open_page, admin_user, live_server, axe, view):
    offices = [makers.make_office(name=f"Phòng Quản lý công nghiệp và thương mại {number}") for number in range(3)]
    rows = [makers.make_indicator(office=office) for office in offices]
    makers.make_report_form(*rows, office=offices[0], due_days=-92)
    page = open_page(**view)
    sign_in(page, admin_user, live_server)
    page.goto(reverse("admin:indicators_reportform_progress"))
    expect(page.locator("details[open] .progress-office")).to_have_count(3)
    assert axe(page) == []
    assert page.evaluate(OVERFLOW) <= 0


@pytest.mark.parametrize("view", VIEWS, ids=NAMES)
def test_a_form_with_its_closing_is_clean_and_fits(open_page, form, admin_user, live_server, axe, view):
    page = open_page(**view)
    sign_in(page, admin_user, live_server)
    open_form(page, form)
    assert axe(page) == []
    assert page.evaluate(OVERFLOW) <= 0
    page.get_by_role("button", name="Khóa kỳ").click()
    expect(page.locator(".entry-closed")).to_contain_text("đã nộp báo cáo năm 2022")
    assert axe(page) == []
