"""A department's own workbook made the layout of a form: corrected and confirmed, on a wide and a narrow screen."""

from django.urls import reverse
from playwright.sync_api import expect

from tests import makers
from tests.browser.conftest import PHONE
from tests.indicators.sheets.forms.own_layout import drawn, month_form


def test_a_workbook_becomes_the_layout_of_a_form(open_page, sign_in, live_server, axe, tmp_path):
    form, file = month_form(), tmp_path / "bieu.xlsx"
    file.write_bytes(drawn())
    boss = makers.make_user(is_superuser=True)
    address = reverse("admin:indicators_reportform_layout", args=[form.code])
    for options in ({"viewport": {"width": 1366, "height": 900}}, {**PHONE, "color_scheme": "dark"}):
        page = open_page(**options)
        sign_in(page, boss)
        page.goto(address)
        page.get_by_label("Tệp làm khuôn").set_input_files(file)
        page.get_by_role("button", name="Xem cách hiểu").click()
        expect(page.get_by_text("Dòng 12 chưa rõ")).to_be_visible()
        assert axe(page) == []
        width, screen = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert width <= screen
    page.get_by_label("Dòng 12, Sản phẩm may mặc, là").select_option("Hàng may mặc")
    page.get_by_role("button", name="Xác nhận khuôn").click()
    expect(page.get_by_text("Đã nhận khuôn riêng")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("link", name="Tải biểu theo khuôn").click()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Biểu theo khuôn riêng (xlsx)").click()
    assert taken.value.suggested_filename.startswith("sxkd-")
