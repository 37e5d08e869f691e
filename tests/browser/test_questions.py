"""The preview of a file that does not tell all: it asks, with scripts and without, on a desk and on a phone."""

import pytest
from django.urls import reverse

from tests import makers
from tests.browser.conftest import PHONE
from tests.workbooks.making import book

pytestmark = pytest.mark.django_db(transaction=True)

PLACES = [
    ["DANH MỤC ĐỊA BÀN"],
    ["STT", "Mã địa bàn", "Tên địa bàn", "Cấp", "Dân số"],
    [1, "17", "TØnh Hßa B×nh", "tỉnh", 850000],
    ["Tổng cộng", None, None, None, 850000],
]


@pytest.fixture(autouse=True)
def import_folder(settings, tmp_path):
    settings.IMPORT_FOLDER = tmp_path / "imports"


@pytest.mark.parametrize("options", [PHONE, {"java_script_enabled": False}], ids=["phone", "without scripts"])
def test_a_question_is_answered_and_the_file_written(open_page, sign_in, axe, options):
    page = open_page(**options)
    sign_in(page, makers.make_user(is_superuser=True))
    page.goto(reverse("admin:indicators_place_import"))
    content = {"name": "tệp.xlsx", "mimeType": "application/octet-stream", "buffer": book(PLACES, hidden_rows=[3])}
    page.set_input_files("#id_import_file", content)
    page.get_by_role("button", name="Xem trước").click()
    page.get_by_role("checkbox", name="Dân số").check()
    page.get_by_role("radio", name="đúng, chuyển sang Unicode").check()
    if options is PHONE:
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Xem lại tệp").click()
    page.get_by_text("Dòng tổng cộng không phải dữ liệu nên được bỏ qua: dòng 4.").wait_for()
    if options is PHONE:
        assert axe(page) == []
    page.get_by_role("button", name="Xác nhận ghi").click()
    page.get_by_text("Đã nhập địa bàn: 1 dòng mới").wait_for()


def test_a_report_with_periods_across_is_understood_on_one_screen_and_written(open_page, sign_in, axe):
    makers.make_place(code="T1", name="tỉnh Một", level="province")
    ton = makers.make_unit(name="tấn", dimension="mass")
    for code, name in [("xi-mang", "Xi măng"), ("thep", "Thép cán nóng")]:
        makers.make_indicator(code=code, name=name, unit=ton, measure="flow")
    rows = [
        ["SẢN PHẨM CHỦ YẾU TỈNH MỘT"],
        ["Tên sản phẩm", "ĐVT", "Thực hiện tháng 3/2026", "Ước TH tháng 4/2026", "So tháng trước (%)"],
        ["1. Xi măng", "tấn", 10, 11, 110],
        ["2. Thép cán", '"', 5, 6, 120],
    ]
    page = open_page(**PHONE)
    sign_in(page, makers.make_user(is_superuser=True))
    page.goto(reverse("admin:indicators_figure_import"))
    content = {"name": "tháng 4.xlsx", "mimeType": "application/octet-stream", "buffer": book(rows, merged=["A1:E1"])}
    page.set_input_files("#id_import_file", content)
    page.get_by_role("button", name="Xem trước").click()
    chosen = page.get_by_label("Dòng 4, Thép cán, là")
    chosen.wait_for()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    chosen.select_option("thep")
    page.get_by_role("button", name="Xem lại tệp").click()
    page.get_by_role("button", name="Xác nhận ghi").click()
    page.get_by_text("Đã nhập số liệu: 4 dòng mới").wait_for()
