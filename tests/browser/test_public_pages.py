"""Public pages as their readers use them: by keyboard, without scripts, on a phone, on paper."""

from decimal import Decimal

import pytest
from playwright.sync_api import expect

from indicators.models import State
from tests import makers

WIDTH_OF_DIGITS = """() => {
    const cell = document.querySelector("td.number .cell");
    const widths = ["1111111111", "0888888888"].map(digits => {
        const span = document.createElement("span");
        span.textContent = digits;
        cell.append(span);
        return span.getBoundingClientRect().width;
    });
    return widths[0] - widths[1];
}"""


@pytest.fixture
def exports(live_server):
    """An indicator with three years, a plan, a long note, and a figure in doubt."""
    place = makers.make_place(name="tỉnh Hòa Bình (cũ)", level="province")
    indicator = makers.make_indicator(code="xuat-khau", name="Kim ngạch xuất khẩu")
    source = makers.make_source(title="Niên giám thống kê", url="https://example.vn/nien-giam")
    common = {"indicator": indicator, "place": place, "source": source, "state": State.APPROVED}
    for year, value in [(2020, "987"), (2021, "1234.5"), (2022, "1437")]:
        makers.make_figure(year=year, value=Decimal(value), **common)
    makers.make_figure(year=2022, kind="plan", value=1500, **common)
    makers.make_figure(year=2023, value=99999, in_doubt=True, note="Nguồn in sai đơn vị. " * 20, **common)
    makers.make_investment_project(is_demonstration=True, name="Nhà máy minh họa")
    return indicator


def test_the_first_key_leads_past_the_menu(exports, page):
    page.goto("/so-lieu/")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Đến phần nội dung"
    assert page.locator(":focus").is_visible()
    page.keyboard.press("Enter")
    assert page.locator(":focus").get_attribute("id") == "noi-dung"


def test_a_reader_without_scripts_searches_sorts_and_opens_an_indicator(exports, open_page):
    page = open_page(java_script_enabled=False)
    page.goto("/so-lieu/")
    page.get_by_label("Tìm chỉ tiêu, địa bàn, năm").fill("XUAT khâu")
    page.get_by_role("button", name="Lọc").click()
    page.get_by_role("link", name="Số liệu", exact=True).last.click()
    expect(page.locator("td.number .cell")).to_have_text(["987", "1.234,5", "1.437", "1.500", "99.999"])
    page.get_by_role("link", name="Kim ngạch xuất khẩu").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kim ngạch xuất khẩu")
    expect(page.locator("svg .bar:visible")).to_have_count(3)


def test_a_chart_is_drawn_for_its_width_and_says_the_value_under_the_pointer(exports, page):
    page.goto("/chi-tieu/xuat-khau/")
    expect(page.locator(".chart svg.wide")).to_be_visible()
    expect(page.locator(".chart svg.narrow")).to_be_hidden()
    page.locator("svg.wide .spot").nth(1).hover()
    expect(page.locator(".chart-words")).to_contain_text("năm 2021, chính thức: 1.234,5")
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.locator(".chart svg.narrow")).to_be_visible()
    expect(page.locator(".chart svg.wide")).to_be_hidden()
    page.locator("svg.narrow .spot").first.hover()
    expect(page.locator(".chart-words")).to_contain_text("năm 2020, chính thức: 987")
    label = page.locator("svg.narrow .label").first
    assert label.evaluate("text => text.getBoundingClientRect().height") > 11


def test_a_filter_keeps_the_order_and_can_be_taken_off(exports, page):
    page.goto("/so-lieu/?xep=-amount")
    page.get_by_label("Năm", exact=True).select_option("2022")
    page.get_by_role("button", name="Lọc").click()
    expect(page.locator("td.number .cell")).to_have_text(["1.500", "1.437"])
    page.get_by_role("link", name="Bỏ lọc").click()
    expect(page.locator("td.number")).to_have_count(5)


def test_digits_are_of_one_width(exports, page):
    page.goto("/so-lieu/")
    page.evaluate("document.fonts.ready")
    assert page.evaluate(WIDTH_OF_DIGITS) == pytest.approx(0, abs=0.1)
    assert page.evaluate("document.fonts.check('16px \"Be Vietnam Pro\"', 'Sở Công Thương')")


def test_on_a_phone_each_cell_says_what_it_is(exports, phone):
    phone.goto("/so-lieu/")
    cell = phone.locator("td.number").first
    label = cell.evaluate("cell => getComputedStyle(cell, '::before').content")
    assert label == '"Số liệu:"'


def test_on_a_phone_the_menu_stands_at_the_page_one_is_on(exports, phone):
    phone.goto("/dien/")
    expect(phone.locator(".menu [aria-current]")).to_be_in_viewport(ratio=1)


def test_nothing_long_is_a_grid_on_paper_where_it_would_print_over_the_next(exports, page):
    page.goto("/chi-tieu/xuat-khau/")
    page.emulate_media(media="print")
    for part in ["body", ".stack", ".series > .section", ".listing", ".facts"]:
        assert page.locator(part).first.evaluate("part => getComputedStyle(part).display") == "block", part


def test_paper_gets_the_table_without_menu_and_forms_on_white(exports, open_page):
    page = open_page(color_scheme="dark", viewport={"width": 700, "height": 1000})
    page.goto("/so-lieu/")
    page.emulate_media(media="print")
    assert not page.locator(".menu").is_visible()
    assert not page.locator(".filters").is_visible()
    assert page.locator("table.table").evaluate("table => getComputedStyle(table).display") == "table"
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"


def test_a_page_with_invented_rows_says_so(exports, page):
    page.goto("/khu-cum/")
    assert page.get_by_text("Dữ liệu minh họa.").count() == 0
    makers.make_estate_status(estate=makers.make_estate(is_demonstration=True, name="Cụm minh họa"))
    page.goto("/khu-cum/")
    assert page.get_by_text("Dữ liệu minh họa.").first.is_visible()
    assert page.locator("tr.demonstration .tag-demo").first.inner_text() == "minh họa"


def test_what_is_seen_can_be_taken_along(exports, page):
    page.goto("/so-lieu/?nam=2022")
    with page.expect_download() as taken:
        page.get_by_role("link", name="XLSX").click()
    assert taken.value.suggested_filename.startswith("so-lieu-")
    assert taken.value.suggested_filename.endswith(".xlsx")


def is_fetched(route):
    return route.request.resource_type == "fetch"


def test_a_list_is_filtered_sorted_and_gone_back_in_without_loading_the_page_anew(exports, page, axe):
    makers.make_figure(
        indicator=makers.make_indicator(name="Điện thương phẩm"), state=State.APPROVED, source=makers.make_source()
    )
    page.goto("/so-lieu/")
    page.evaluate("window.stayed = true")
    count = page.locator(".count")
    expect(count).to_have_text("6 dòng")
    page.get_by_label("Tìm chỉ tiêu, địa bàn, năm").fill("xuat khau")
    page.get_by_role("button", name="Lọc").click()
    expect(count).to_have_text("5 dòng")
    expect(page.get_by_role("status")).to_have_text("5 dòng")
    assert page.url.endswith("?tim=xuat+khau")
    assert page.locator(":focus").inner_text() == "Lọc"
    page.get_by_role("link", name="Số liệu", exact=True).last.click()
    expect(page.locator("td.number .cell").first).to_have_text("987")
    assert "xep=" in page.url
    assert page.locator(":focus").inner_text() == "Số liệu"
    page.go_back()
    page.go_back()
    expect(count).to_have_text("6 dòng")
    assert page.evaluate("window.stayed")
    assert axe(page) == []
    page.route("**/so-lieu/?*", lambda route: route.fulfill(body="") if is_fetched(route) else route.continue_())
    page.get_by_label("Tìm chỉ tiêu, địa bàn, năm").fill("dien")
    page.get_by_role("button", name="Lọc").click()
    expect(count).to_have_text("1 dòng")
    assert not page.evaluate("window.stayed"), "where what was fetched is no list the page is loaded"


def test_columns_are_left_out_and_addresses_are_copied(exports, open_page):
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto("/so-lieu/")
    source = page.get_by_role("columnheader", name="Nguồn")
    expect(source).to_be_visible()
    page.get_by_text("Chọn cột").click()
    page.get_by_label("Nguồn", exact=True).last.uncheck()
    expect(source).to_be_hidden()
    page.reload()
    expect(page.locator("td.number").first).to_be_visible()
    expect(source).to_be_hidden()
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.locator("td[data-label='Nguồn']").first).to_be_hidden()
    page.set_viewport_size({"width": 1366, "height": 900})
    page.goto("/chi-tieu/xuat-khau/")
    page.get_by_role("button", name="Chép địa chỉ").click()
    expect(page.get_by_role("button", name="Đã chép")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    page.get_by_text("Nhúng vào trang khác").click()
    page.get_by_role("button", name="Chép đoạn mã").click()
    expect(page.get_by_role("button", name="Đã chép").last).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").startswith("<iframe src=")
    # A browser that forbids it marks what is to be copied.
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error()) }")
    page.get_by_role("button", name="Chép địa chỉ").click()
    expect(page.get_by_role("button", name="Đã đánh dấu, hãy chép")).to_be_visible()
    assert page.evaluate("String(getSelection())") == page.url
