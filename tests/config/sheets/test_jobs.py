"""Large sheets: handed to the worker, shown while it works, and told truly at the end."""

import io

import openpyxl
import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from config.jobs import lock, queue
from config.sheets import uploads
from config.sheets.admin import SheetsAdmin
from config.sheets.jobs import Teller, resource_for
from config.sheets.progress import Stage
from config.sheets.reading import weight
from indicators.models import AuditEntry, Place, SheetImport
from tests import makers
from tests.sheets import as_csv, xlsx

pytestmark = pytest.mark.django_db

HEAD = ["Mã địa bàn", "Tên địa bàn", "Cấp"]
PLACES = [HEAD, ["17", "Tỉnh Hòa Bình", "tỉnh"], ["18", "Tỉnh Phú Thọ", "tỉnh"]]
MAY_IMPORT = ("indicators.view_place", "indicators.add_place", "indicators.change_place")


@pytest.fixture(autouse=True)
def everything_is_large(settings, tmp_path, monkeypatch):
    settings.IMPORT_FOLDER = tmp_path / "imports"
    monkeypatch.setattr("config.sheets.jobs.LIGHT", 10)
    monkeypatch.setattr("config.sheets.jobs.FEW_ROWS", 1)
    return settings.IMPORT_FOLDER


@pytest.fixture
def clerk(client):
    clerk = makers.make_user(*MAY_IMPORT, last_name="Nguyễn Thị", first_name="Hoa")
    client.force_login(clerk)
    return clerk


def address(name, *args):
    return reverse(f"admin:indicators_place_{name}", args=args)


def upload(client, *rows):
    """The page of the job that reads a sheet."""
    file = SimpleUploadedFile("tệp.xlsx", xlsx([*rows]))
    return client.post(address("import"), {"import_file": file}).url


def read(client, *rows):
    """The preview of a sheet that was read."""
    page = upload(client, *rows)
    work_off()
    return client.get(page)


def confirm(client, preview):
    return client.post(address("process_import"), {"token": preview.context["token"]})


def work_off():
    with lock.as_the_only_one():
        queue.work_off(queue.take())


def last_import():
    return SheetImport.objects.latest("pk").pk


def told(answer):
    return [str(message) for message in answer.context["messages"]]


def test_from_the_upload_to_the_write_and_the_trail_names_the_clerk(client, clerk):
    page = upload(client, *PLACES)
    assert not Place.objects.exists()
    work_off()
    preview = client.get(page)
    assert "2 dòng dữ liệu" in preview.text
    assert not Place.objects.exists()
    writing = confirm(client, preview).url
    assert not Place.objects.exists()
    work_off()
    done = client.get(writing).text
    assert "Đã nhập địa bàn: 2 dòng mới, 0 dòng sửa, 0 dòng không đổi." in done
    came_of_it = reverse("admin:indicators_sheetimport_change", args=[last_import()])
    assert f'<a href="{came_of_it}">' in done
    assert SheetImport.objects.get().user == clerk
    assert "dòng 2 (ô A2, B2, C2)" in client.get(address("history", Place.objects.get(code="17").pk)).text
    entry = AuditEntry.objects.get(table="indicators_place", row=Place.objects.get(code="17").pk)
    assert entry.user == clerk
    assert entry.via


def test_the_sheet_of_every_screen_is_found_outside_a_request():
    administrator = makers.make_user(is_superuser=True)
    screens = [screen for screen in admin.site._registry.values() if isinstance(screen, SheetsAdmin)]
    assert len(screens) > 30
    for screen in screens:
        assert resource_for(administrator, screen.opts.label)._meta.model is screen.model


def test_a_small_sheet_is_shown_at_once_and_written_at_once(client, clerk, monkeypatch):
    monkeypatch.setattr("config.sheets.jobs.LIGHT", 4_000_000)
    monkeypatch.setattr("config.sheets.jobs.FEW_ROWS", 5_000)
    preview = client.post(address("import"), {"import_file": SimpleUploadedFile("tệp.xlsx", xlsx([*PLACES]))})
    assert confirm(client, preview).url == reverse("admin:indicators_sheetimport_change", args=[last_import()])
    assert Place.objects.count() == 2
    assert not DBTaskResult.objects.exists()


def test_a_csv_file_says_as_much_in_fewer_bytes():
    ratio = weight(xlsx([HEAD, *([str(code), "Tên", "tỉnh"] for code in range(2_000))])) / weight(
        as_csv([HEAD, *([str(code), "Tên", "tỉnh"] for code in range(2_000))])
    )
    assert 0.3 < ratio < 3


def test_what_cannot_be_read_is_told_with_what_to_do(client, clerk):
    page = upload(client, ["Không có", "cột nào"], ["a", "b"])
    work_off()
    answer = client.get(page)
    assert "Không tìm thấy bảng địa bàn" in answer.text
    assert "Chọn lại tệp" in answer.text


def test_errors_of_a_sheet_are_shown_as_in_a_small_one(client, clerk):
    preview = read(client, *PLACES, ["19", "Xã", "sai"])
    assert "Chỉ ghi 2 dòng đúng" in preview.text
    assert [str(problem) for problem in preview.context["problems"]] == [
        "Dòng 4, cột «Cấp»: " + preview.context["problems"][0].message
    ]


def test_the_page_tells_how_far_it_is(client, clerk):
    page = upload(client, *PLACES)
    with lock.as_the_only_one():
        assert client.get(f"{page}tien-do/").json() == {
            "goes_on": True, "text": "Sắp bắt đầu", "done": 0, "total": 0,
        }  # fmt: skip
        job = queue.take()
        Teller(str(job.pk))(Stage.READING, 5_000, 12_000)
        answer = client.get(page)
        assert "Đang đọc tệp: 5.000/12.000 dòng" in answer.text
        assert '<progress aria-labelledby="job-told" max="12000" value="5000">' in answer.text
        assert '<noscript><meta http-equiv="refresh"' in answer.text


def test_the_start_page_and_the_import_page_lead_to_ones_own_jobs(client, clerk):
    page = upload(client, *PLACES)
    for where in (reverse("admin:index"), address("import")):
        assert f'<a href="{page}">Đọc địa bàn từ tệp «tệp.xlsx»</a>' in client.get(where).text
    work_off()
    assert "chờ xác nhận ghi" in client.get(address("import")).text
    client.force_login(makers.make_user(*MAY_IMPORT))
    assert page not in client.get(address("import")).text


def test_a_job_is_shown_to_who_asked_for_it_alone_and_in_its_register(client, clerk):
    page = upload(client, *PLACES)
    other = page.replace("/place/", "/topic/")
    assert client.get(other).status_code == 404
    client.force_login(makers.make_user(is_superuser=True))
    assert client.get(page).status_code == 404
    assert client.get(f"{page}tien-do/").status_code == 404


def test_the_second_job_is_told_for_whose_it_waits(client, clerk):
    upload(client, *PLACES)
    client.force_login(makers.make_user(*MAY_IMPORT))
    page = upload(client, *PLACES)
    with lock.as_the_only_one():
        queue.take()
        assert "Đang chờ việc của Nguyễn Thị Hoa: đọc địa bàn từ tệp «tệp.xlsx»" in client.get(page).text


def test_a_job_that_died_is_told_as_such_and_what_to_do(client, clerk):
    writing = confirm(client, read(client, *PLACES)).url
    queue.take()
    answer = client.get(writing)
    assert "bị ngắt giữa chừng (máy chủ dừng hay khởi động lại). Chưa ghi dòng nào." in answer.text
    assert "refresh" not in answer.text
    assert not Place.objects.exists()


def test_without_a_worker_the_page_says_so_and_the_job_waits(client, clerk):
    page = upload(client, *PLACES)
    assert "đang không chạy" in client.get(page).text
    work_off()
    assert "Xác nhận ghi" in client.get(page).text


def test_of_two_confirmations_one_is_written(client, clerk):
    preview = read(client, *PLACES)
    confirm(client, preview)
    second = client.post(address("process_import"), {"token": preview.context["token"]}, follow=True)
    assert "đang được ghi" in told(second)[0]
    work_off()
    assert queue.take() is None
    assert Place.objects.count() == 2


@pytest.mark.parametrize("loss", ["permission", "account"])
def test_who_may_not_import_any_more_writes_nothing(client, clerk, loss):
    writing = confirm(client, read(client, *PLACES)).url
    if loss == "permission":
        clerk.user_permissions.clear()
    else:
        get_user_model().objects.filter(pk=clerk.pk).update(is_active=False)
    work_off()
    assert not Place.objects.exists()
    assert DBTaskResult.objects.latest("enqueued_at").return_value["refused"].startswith("Tài khoản không còn quyền")
    if loss == "permission":
        assert "Tài khoản không còn quyền nhập" in client.get(writing).text


def test_who_loses_the_right_while_the_rows_are_written_writes_nothing(client, clerk):
    confirm(client, read(client, *PLACES))

    def lose_it(execute, sql, *rest):
        if sql.startswith(('INSERT INTO "indicators_place"', "DROP TABLE")):
            clerk.user_permissions.clear()
        return execute(sql, *rest)

    # PostgreSQL copies past the wrapper: there the right is lost just before the first statement of the transaction.
    with connection.execute_wrapper(lose_it if connection.vendor == "sqlite" else lose_at_once(clerk)):
        work_off()
    assert not Place.objects.exists()
    assert "refused" in DBTaskResult.objects.latest("enqueued_at").return_value


def lose_at_once(clerk):
    def lose_it(execute, sql, *rest):
        if "nextval" in sql:
            clerk.user_permissions.clear()
        return execute(sql, *rest)

    return lose_it


def test_what_changed_since_the_preview_is_shown_again(client, clerk):
    place = makers.make_place(code="17", name="cũ", level="province")
    writing = confirm(client, read(client, *PLACES)).url
    Place.objects.filter(pk=place.pk).update(name="của người khác")
    work_off()
    again = client.get(writing)
    assert "đã đổi từ lúc xem trước" in told(again)[0]
    assert "<del>của người khác</del>" in again.text
    assert not Place.objects.filter(code="18").exists()


def test_what_was_kept_is_written_only_as_it_was_kept(client, clerk, everything_is_large):
    writing = confirm(client, read(client, *PLACES)).url
    kept = DBTaskResult.objects.latest("enqueued_at").args_kwargs["kwargs"]["file"]
    path = everything_is_large / kept
    path.write_bytes(path.read_bytes().replace("Tỉnh".encode(), "Tình".encode()))
    work_off()
    assert "hết hạn giữ" in client.get(writing).text
    assert not Place.objects.exists()


def test_a_preview_is_shown_only_as_it_was_kept(client, clerk, everything_is_large):
    page = upload(client, *PLACES)
    work_off()
    path = everything_is_large / DBTaskResult.objects.get().return_value["preview"]
    path.write_bytes(path.read_bytes().replace("Tỉnh Hòa Bình".encode(), "Tỉnh khác".encode()))
    answer = client.get(page)
    assert "hết hạn giữ" in answer.text
    assert "Xác nhận ghi" not in answer.text


def test_nothing_of_a_job_lies_about_once_it_is_written(client, clerk, everything_is_large):
    preview = read(client, *PLACES)
    confirm(client, preview)
    work_off()
    left = {path.name for path in everything_is_large.iterdir() if path.suffix != ".lock"}
    # What was shown stays to be looked at for a day, the file that was brought in for a month.
    assert left == {DBTaskResult.objects.earliest("enqueued_at").return_value["preview"], "originals"}


def test_a_preview_that_is_gone_is_told_as_expired(client, clerk):
    page = upload(client, *PLACES)
    work_off()
    uploads.drop(DBTaskResult.objects.get().return_value["preview"])
    assert "hết hạn giữ" in client.get(page).text


def test_a_preview_that_an_earlier_version_kept_is_told_as_expired(client, clerk, everything_is_large):
    page = upload(client, *PLACES)
    work_off()
    told = DBTaskResult.objects.get()
    content = b'{"filename":"x"}'
    DBTaskResult.objects.update(
        return_value=told.return_value | {"preview": uploads.keep(content), "digest": uploads.digest(content)}
    )
    assert "hết hạn giữ" in client.get(page).text


def test_the_good_rows_of_a_large_file_are_chosen_and_written_and_the_others_go_back(client, clerk):
    preview = read(client, *PLACES, ["19", "Xã", "sai"], ["20", "Tỉnh", "tỉnh"])
    said = {"choose": "1", "shown": preview.context["boxed"], "row": ["2", "5"]}
    page = client.post(preview.context["walk_url"], said).url
    work_off()
    writing = confirm(client, client.get(page)).url
    work_off()
    assert "0 dòng không đổi, 1 dòng có lỗi, không ghi, 1 dòng bỏ lại." in client.get(writing).text
    assert set(Place.objects.values_list("code", flat=True)) == {"17", "20"}
    back = client.get(reverse("admin:indicators_sheetimport_returned", args=[last_import()]))
    listed = openpyxl.load_workbook(io.BytesIO(back.content))["Lỗi"]
    assert [row[1].value for row in listed.iter_rows(min_row=2)] == ["C4", "A3"]


def test_what_is_answered_of_a_large_file_is_known_to_the_worker(client, clerk):
    asked = read(client, [*HEAD, "Dân số"], ["17", "Tỉnh Hòa Bình", "tỉnh", 850000])
    said = {"token": asked.context["question"], "left_out": ["Dân số"]}
    page = client.post(address("answer"), said).url
    work_off()
    client.get(confirm(client, client.get(page)).url)
    assert Place.objects.get().code == "17"
