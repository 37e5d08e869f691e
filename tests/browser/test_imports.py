"""After the preview of a file: its good rows, what goes back, the history and the way back, at a desk and a phone."""

import io
from urllib.parse import urljoin

import openpyxl
import pytest
from django.urls import reverse

from indicators.models import Figure, Place
from tests import makers
from tests.browser.conftest import PHONE
from tests.indicators.imports.bringing import FIGURES
from tests.sheets import xlsx

pytestmark = pytest.mark.django_db(transaction=True)
DESK = {"viewport": {"width": 1366, "height": 900}, "java_script_enabled": False}


@pytest.fixture(autouse=True)
def import_folder(settings, tmp_path):
    settings.IMPORT_FOLDER = tmp_path / "imports"


def looks_right(page, axe, options):
    if options is PHONE:
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def mended(path):
    """A workbook that came back, with what was wrong in it written right."""
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    for row in book.worksheets[0].iter_rows():
        for cell in row:
            cell.value = {"mười lăm": 15, "năm sau": 2025}.get(cell.value, cell.value)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("options", [PHONE, DESK], ids=["phone", "desk without scripts"])
def test_good_rows_are_written_the_others_go_back_and_all_is_taken_back(open_page, sign_in, axe, options):
    figure = {"indicator": makers.make_indicator(code="gtsx"), "place": makers.make_place(code="hb")}
    for year in (2020, 2021):
        makers.make_figure(**figure, year=year, value=1)
    rows = [(2020, 11), (2021, 12), (2022, 13), (2023, "1.234"), (2024, "mười lăm"), ("năm sau", 16)]
    lines = [["gtsx", "hb", year, "chính thức", value, "theo báo cáo", 7] for year, value in rows]
    content = xlsx([["BÁO CÁO THÁNG 5"], [*FIGURES, "Lời dẫn", "Số tờ"], *lines])
    page = open_page(**options)
    sign_in(page, makers.make_user(is_superuser=True, last_name="Nguyễn Thị", first_name="Hoa"))
    page.goto(reverse("admin:indicators_figure_import"))
    file = {"name": "Báo cáo tháng 5.xlsx", "mimeType": "application/octet-stream", "buffer": content}
    page.set_input_files("#id_import_file", file)
    page.get_by_role("button", name="Xem trước").click()
    looks_right(page, axe, options)
    page.get_by_label("«Lời dẫn» là cột").select_option(label="Ghi chú")
    page.get_by_role("checkbox", name="bỏ qua «Số tờ»").check()
    page.get_by_role("radio", name="ngăn hàng nghìn").check()
    page.get_by_role("button", name="Xem lại tệp").click()
    page.get_by_role("checkbox", name="Ghi dòng 6").uncheck()
    page.get_by_role("button", name="Xem lại với các dòng đã chọn").click()
    page.get_by_text("1 dòng bỏ lại").wait_for()
    with page.expect_download() as back:
        page.get_by_role("button", name="Tải tệp trả lại").click()
    assert back.value.suggested_filename == "tra-lai-Báo cáo tháng 5.xlsx"
    page.get_by_role("button", name="Chỉ ghi 3 dòng đúng").click()
    page.get_by_text("2 dòng có lỗi và 1 dòng bỏ lại chưa được ghi.").wait_for()
    looks_right(page, axe, options)
    undo = page.get_by_role("link", name="Hoàn tác lần nhập này").get_attribute("href")
    page.goto(reverse("admin:indicators_figure_import"))
    page.set_input_files("#id_import_file", {**file, "buffer": mended(back.value.path())})
    page.get_by_role("button", name="Xem trước").click()
    page.get_by_role("radio", name="ngăn hàng nghìn").check()
    page.get_by_role("button", name="Xem lại tệp").click()
    page.get_by_role("button", name="Xác nhận ghi").click()
    page.get_by_text("Đã nhập số liệu: 3 dòng mới, 0 dòng sửa, 3 dòng không đổi.").wait_for()
    told = dict(Figure.objects.filter(note="theo báo cáo").values_list("period_start__year", "value"))
    assert told == {2020: 11, 2021: 12, 2022: 13, 2023: 1234, 2024: 15, 2025: 16}
    Figure.objects.filter(period_start__year=2021).update(value=99)
    page.goto(urljoin(page.url, undo))
    looks_right(page, axe, options)
    page.get_by_role("button", name="Hoàn tác").click()
    page.get_by_text("Đã hoàn tác: 3 ô trở lại như trước, 1 dòng mới đã bỏ, 1 chỗ giữ nguyên.").wait_for()
    looks_right(page, axe, options)
    page.goto(reverse("admin:indicators_sheetimport_changelist"))
    looks_right(page, axe, options)
    left = {(2020, 1), (2021, 99), (2023, 1234), (2024, 15), (2025, 16)}
    assert set(Figure.objects.values_list("period_start__year", "value")) == left


@pytest.mark.parametrize("options", [PHONE, DESK], ids=["phone", "desk without scripts"])
def test_a_long_preview_is_walked_and_what_is_left_out_on_the_way_is_not_written(open_page, sign_in, axe, options):
    rows = [[f"x{row}", f"Xã {row}", "xã, phường"] for row in range(2, 252)]
    page = open_page(**options)
    sign_in(page, makers.make_user(is_superuser=True))
    page.goto(reverse("admin:indicators_place_import"))
    content = xlsx([["Mã địa bàn", "Tên địa bàn", "Cấp"], *rows, ["y", "Xã", "sai"]])
    file = {"name": "Các xã.xlsx", "mimeType": "application/octet-stream", "buffer": content}
    page.set_input_files("#id_import_file", file)
    page.get_by_role("button", name="Xem trước").click()
    page.get_by_role("button", name="250 dòng mới").click()
    page.get_by_role("checkbox", name="Ghi dòng 7", exact=True).uncheck()
    page.get_by_role("button", name="Trang sau").first.click()
    page.get_by_role("checkbox", name="Ghi dòng 102", exact=True).uncheck()
    page.get_by_label("Tìm chữ hay số").fill("xa 25")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Bỏ cả 5 dòng đang lọc").click()
    page.get_by_text("Đã bỏ dấu 7 dòng").wait_for()
    looks_right(page, axe, options)
    page.go_back()
    page.reload()
    page.get_by_text("Hiện 1–5 trong 5 dòng.").wait_for()
    page.get_by_role("button", name="Xem lại với các dòng đã chọn").first.click()
    page.get_by_text("7 dòng bỏ lại").wait_for()
    page.get_by_role("button", name="Chỉ ghi 243 dòng đúng").click()
    page.get_by_text("1 dòng có lỗi và 7 dòng bỏ lại chưa được ghi.").wait_for()
    assert not Place.objects.filter(code__in=["x7", "x102", "x25", "x125", "x250"]).exists()


@pytest.mark.parametrize("options", [PHONE, DESK], ids=["phone", "desk without scripts"])
def test_files_and_sheets_chosen_together_are_listed_and_written_one_by_one(open_page, sign_in, axe, options):
    makers.make_indicator(code="gtsx")
    makers.make_place(code="hb")
    years = {f"Năm {year}": [FIGURES, ["gtsx", "hb", year, "chính thức", 5]] for year in (2021, 2022)}
    wrong = [FIGURES, ["gtsx", "hb", "năm sau", "chính thức", 5]]
    contents = {"Các năm.xlsx": xlsx(**years, Bìa=[["Số liệu"]]), "Sai kỳ.xlsx": xlsx(wrong), "Hỏng.xlsx": b"PK"}
    page = open_page(**options)
    sign_in(page, makers.make_user(is_superuser=True))
    page.goto(reverse("admin:indicators_figure_import"))
    files = [
        {"name": name, "mimeType": "application/octet-stream", "buffer": content} for name, content in contents.items()
    ]
    page.set_input_files("#id_import_file", files)
    looks_right(page, axe, options)
    page.get_by_role("button", name="Xem trước").click()
    page.get_by_text("Đã ghi 0 bảng, còn 3 bảng chưa ghi").wait_for()
    looks_right(page, axe, options)
    page.get_by_role("link", name="Xem trước «Năm 2022»").click()
    page.get_by_role("button", name="Xác nhận ghi").click()
    page.get_by_text("Đã ghi 1 bảng, còn 2 bảng chưa ghi").wait_for()
    looks_right(page, axe, options)
    assert Figure.objects.get().period_start.year == 2022
