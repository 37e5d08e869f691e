"""A form's workbook taken away, filled in a spreadsheet program and brought in, from the screen of the form."""

from playwright.sync_api import expect

from indicators.models import Figure
from tests import makers
from tests.browser.entry_form import COLUMNS, open_form, sign_in
from tests.indicators.sheets.forms.workbooks import changed


def test_a_template_is_taken_away_filled_and_brought_in(page, clerk, live_server, axe, tmp_path):
    sign_in(page, clerk, live_server)
    form = makers.make_report_form(makers.make_indicator(name="Xi măng", decimals=1), columns=COLUMNS)
    open_form(page, form)
    page.get_by_role("link", name="Tệp của biểu").click()
    assert axe(page) == []
    with page.expect_download() as template:
        page.get_by_role("link", name="Mẫu trống Excel (.xlsx)").click()

    def fill(sheet):
        next(cell for row in sheet.iter_rows() for cell in row if not cell.protection.locked).value = 12.5

    filled = tmp_path / template.value.suggested_filename
    filled.write_bytes(changed(template.value.path().read_bytes(), fill))
    page.get_by_label("Nhập từ tệp").set_input_files(filled)
    page.get_by_role("button", name="Xem trước").click()
    expect(page.get_by_text("Tệp là biểu «")).to_be_visible()
    page.get_by_role("button", name="Xác nhận ghi").click()
    expect(page.locator(".messagelist")).to_contain_text("1")
    assert Figure.objects.get().value == 12.5
