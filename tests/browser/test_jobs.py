"""The page of a large sheet: it tells how far it is, and shows the preview by itself, with scripts and without."""

import pytest
from django.urls import reverse

from config.jobs import lock, queue
from config.sheets.jobs import Teller
from config.sheets.progress import Stage
from tests import makers
from tests.browser.conftest import PHONE
from tests.sheets import xlsx

pytestmark = pytest.mark.django_db(transaction=True)

PLACES = [["Mã địa bàn", "Tên địa bàn", "Cấp"], ["17", "Tỉnh Hòa Bình", "tỉnh"]]


@pytest.fixture(autouse=True)
def everything_is_large(settings, tmp_path, monkeypatch):
    settings.IMPORT_FOLDER = tmp_path / "imports"
    monkeypatch.setattr("config.sheets.jobs.LIGHT", 10)
    monkeypatch.setattr("config.sheets.jobs.FEW_ROWS", 0)


def upload(page, sign_in):
    sign_in(page, makers.make_user(is_superuser=True))
    page.goto(reverse("admin:indicators_place_import"))
    content = {"name": "tệp.xlsx", "mimeType": "application/octet-stream", "buffer": xlsx(PLACES)}
    page.set_input_files("#id_import_file", content)
    page.get_by_role("button", name="Xem trước").click()


@pytest.mark.parametrize("options", [{}, PHONE], ids=["desktop", "phone"])
def test_it_tells_how_far_it_is_and_goes_on_by_itself(open_page, sign_in, axe, options):
    page = open_page(**options)
    with lock.as_the_only_one():
        upload(page, sign_in)
        page.get_by_text("Sắp bắt đầu").wait_for()
        job = queue.take()
        Teller(str(job.pk))(Stage.READING, 5_000, 12_000)
        page.get_by_text("Đang đọc tệp: 5.000/12.000 dòng").wait_for()
        assert page.locator("progress").evaluate("bar => bar.position.toFixed(2)") == "0.42"
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        queue.work_off(job)
        page.get_by_role("button", name="Xác nhận ghi").click()
        page.get_by_text("Sắp bắt đầu").wait_for()
        queue.work_off(queue.take())
        page.get_by_text("Đã nhập địa bàn: 1 dòng mới").wait_for()
        assert axe(page) == []


def test_without_scripts_the_page_asks_again_by_itself(open_page, sign_in):
    page = open_page(java_script_enabled=False)
    with lock.as_the_only_one():
        upload(page, sign_in)
        page.get_by_text("Sắp bắt đầu").wait_for()
        queue.work_off(queue.take())
        page.get_by_role("button", name="Xác nhận ghi").wait_for()
