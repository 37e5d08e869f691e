"""What staff do with the mouse, the keyboard and a phone, under the strict content policy."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from indicators.models import Figure
from projects.models import EstateArea, SchemeStep
from tests import makers
from tests.browser.conftest import PHONE

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
LIST = "admin:indicators_figure_changelist"


@pytest.fixture
def staff(page, sign_in, admin_user):
    sign_in(page, admin_user)
    return page


@pytest.fixture
def book(live_server):
    """One of each: figures with a value of another source, a scheme that waits, an estate with its areas."""
    unit = makers.make_unit(name="tỷ đồng")
    indicator = makers.make_indicator(name="Giá trị sản xuất công nghiệp", unit=unit)
    makers.make_place(name="tỉnh Hòa Bình (cũ)")
    figure = makers.make_figure(indicator=indicator, state="submitted", in_doubt=True, note="Lạ")
    makers.make_reported_value(figure=figure)
    makers.make_extension_budget(allocated=500)
    scheme = makers.make_extension_scheme(content=makers.make_content_line())
    makers.make_scheme_funding(scheme=scheme)
    makers.make_scheme_step(scheme=scheme, status="appraisal", on=date(2022, 1, 5))
    area = makers.make_estate_area(estate=makers.make_estate(is_demonstration=True))
    return {"figure": figure, "scheme": scheme, "estate": area.estate}


def pages_of(book):
    return [
        reverse("admin:index"),
        reverse(LIST),
        reverse("admin:indicators_figure_add"),
        reverse("admin:indicators_figure_change", args=[book["figure"].pk]),
        reverse("admin:projects_extensionscheme_change", args=[book["scheme"].pk]),
        reverse("admin:projects_extensionscheme_approve", args=[book["scheme"].pk]),
        reverse("admin:projects_estate_change", args=[book["estate"].pk]),
        reverse("admin:projects_estate_delete", args=[book["estate"].pk]),
        reverse("admin:auth_user_add"),
        reverse("admin:auth_user_locks"),
        reverse("admin:auth_user_security"),
        reverse("admin:indicators_booksettings_change", args=[1]),
    ]


def test_staff_pages_are_clean_in_the_dark(book, open_page, sign_in, admin_user, axe):
    page = open_page(color_scheme="dark")
    sign_in(page, admin_user)
    wrong = []
    for address in pages_of(book):
        page.goto(address)
        wrong += [f"{address}: {finding}" for finding in axe(page)]
    assert wrong == []


def test_staff_pages_fit_a_phone(book, phone, sign_in, admin_user, axe):
    sign_in(phone, admin_user)
    wrong = []
    for address in pages_of(book):
        phone.goto(address)
        wrong += [f"{address}: {finding}" for finding in axe(phone)]
        if phone.evaluate(OVERFLOW) > 0:
            wrong.append(f"{address}: rộng hơn màn hình")
    assert wrong == []


@pytest.mark.parametrize("options", [{}, PHONE, {"color_scheme": "dark"}], ids=["desktop", "phone", "dark"])
def test_the_sign_in_page_names_the_department_and_is_clean(live_server, open_page, axe, options):
    page = open_page(**options)
    page.goto(reverse("admin:login"))
    expect(page.locator("#header")).to_contain_text("Sở Công Thương")
    assert "\n".join(axe(page)) == ""
    assert page.evaluate(OVERFLOW) <= 0


def test_the_theme_button_changes_the_colours(book, staff):
    staff.goto(reverse("admin:index"))
    before = staff.evaluate("getComputedStyle(document.body).backgroundColor")
    staff.locator(".theme-toggle").first.click()
    assert staff.evaluate("getComputedStyle(document.body).backgroundColor") != before


def test_a_figure_is_two_clicks_and_the_keyboard_away(book, staff):
    staff.goto(reverse("admin:index"))
    staff.locator("#figures").get_by_role("link", name="Thêm").first.click()
    # The form opens where one types; the name of the next box leads into it as well as a click.
    indicator, place = (
        staff.locator(f".select2-selection:has(#select2-id_{name}-container)") for name in ("indicator", "place")
    )
    expect(indicator).to_be_focused()
    for box, typed in [("id_indicator", "gia tri san"), ("id_place", "HOÀ BÌNH")]:
        if box == "id_place":
            staff.locator("label[for=id_place]").click()
            expect(place).to_be_focused()
        staff.keyboard.type(typed)
        expect(staff.locator(".select2-results__option--highlighted")).to_contain_text(
            ["Giá trị", "Hòa Bình"][box == "id_place"]
        )
        staff.keyboard.press("Enter")
    staff.get_by_label("Loại số liệu").select_option(label="sơ bộ")
    staff.get_by_label("Kỳ", exact=False).first.fill("6 tháng đầu năm 2023")
    staff.get_by_label("Giá trị:", exact=True).fill("9417,1")
    staff.keyboard.press("Enter")
    expect(staff.locator(".messagelist .success")).to_be_visible()
    figure = Figure.objects.get(period_start=date(2023, 1, 1))
    assert f"{figure.value}" == "9417.1"
    expect(staff.locator("#result_list")).to_contain_text("9.417,1 tỷ đồng")


def test_the_boxes_of_the_choices_are_named_when_open(book, staff, axe):
    staff.goto(reverse("admin:indicators_figure_add"))
    staff.locator(".select2-selection:has(#select2-id_indicator-container)").click()
    expect(staff.locator(".select2-results__option").first).to_be_visible()
    expect(staff.locator(".select2-results__option--highlighted")).to_be_visible()
    assert "\n".join(axe(staff)) == ""


def test_a_row_is_added_under_a_form_and_its_boxes_are_named(book, staff, axe):
    staff.goto(reverse("admin:projects_estate_change", args=[book["estate"].pk]))
    staff.locator("#areas-group .add-row a").click()
    staff.locator("#id_areas-1-kind").select_option("industrial")
    staff.locator("#id_areas-1-hectares").fill("72,5")
    staff.locator("#id_areas-1-on").fill("05/03/2020")
    assert "\n".join(axe(staff)) == ""
    staff.get_by_role("button", name="Lưu", exact=True).click()
    expect(staff.locator(".messagelist .success")).to_be_visible()
    assert EstateArea.objects.get(kind="industrial").on == date(2020, 3, 5)


def test_the_calendar_writes_the_day_first(book, staff, axe):
    staff.goto(reverse("admin:projects_extensionscheme_approve", args=[book["scheme"].pk]))
    staff.get_by_role("link", name="Hôm nay").click()
    today = timezone.localdate()
    expect(staff.locator("#id_on")).to_have_value(f"{today:%d/%m/%Y}")
    staff.locator("#calendarlink0").click()
    expect(staff.locator("#calendarin0")).to_contain_text(f"{today.year}")
    assert "\n".join(axe(staff)) == ""
    staff.keyboard.press("Escape")
    staff.locator("#id_document").fill("Quyết định 12/QĐ-SCT")
    staff.get_by_role("button", name="Phê duyệt").click()
    expect(staff.locator(".messagelist .success")).to_contain_text("Đã phê duyệt đề án")
    assert SchemeStep.objects.get(status="approved").on == today


def test_a_filter_opens_closes_and_shows_what_was_chosen(book, staff, axe):
    staff.goto(reverse(LIST))
    menu = staff.locator("#changelist-filter details", has_text="Trạng thái")
    menu.locator("summary").click()
    expect(menu.get_by_role("link", name="chờ duyệt")).to_be_visible()
    # An open menu lies over a part of the links under it.
    assert axe(staff, without=["target-size"]) == []
    staff.keyboard.press("Escape")
    expect(menu.get_by_role("link", name="chờ duyệt")).to_be_hidden()
    menu.locator("summary").click()
    menu.get_by_role("link", name="chờ duyệt").click()
    expect(staff.locator("#changelist-filter summary.active")).to_have_text("Trạng thái: chờ duyệt")
    expect(staff.locator("#result_list tbody tr")).to_have_count(1)


def test_figures_are_returned_from_the_list_with_a_reason(book, staff, axe):
    staff.goto(reverse(LIST))
    staff.locator("input.action-select").first.check()
    staff.locator("select[name=action]").select_option("send_back")
    staff.get_by_role("button", name="Thực hiện").click()
    expect(staff.get_by_role("heading", name="Trả lại số liệu")).to_be_visible()
    assert "\n".join(axe(staff)) == ""
    staff.get_by_label("Lý do trả lại").fill("Sai đơn vị")
    staff.get_by_role("button", name="Trả lại").click()
    expect(staff.locator(".messagelist .success")).to_have_text("Đã trả lại 1 số liệu.")
    expect(staff.locator("#result_list")).to_contain_text("trả lại")


def test_what_was_typed_survives_a_wrong_number(book, staff, axe):
    staff.goto(reverse("admin:indicators_figure_change", args=[book["figure"].pk]))
    staff.get_by_label("Giá trị:", exact=True).fill("1.234")
    staff.get_by_label("Vị trí trong nguồn:", exact=True).fill("trang 12")
    staff.get_by_role("button", name="Lưu", exact=True).click()
    expect(staff.locator(".errorlist").first).to_contain_text("có thể là 1234 hoặc 1,234")
    expect(staff.get_by_label("Vị trí trong nguồn:", exact=True)).to_have_value("trang 12")
    assert "\n".join(axe(staff)) == ""
