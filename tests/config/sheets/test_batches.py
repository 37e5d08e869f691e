"""Several files and sheets in one upload: each is planned, asked about, written and told by itself."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from config.sheets import jobs, uploads
from indicators.models import Place, SheetImport
from tests import makers
from tests.config.sheets.test_jobs import work_off
from tests.sheets import as_csv, xlsx

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

HEAD = ["Mã địa bàn", "Tên địa bàn", "Cấp"]
MAY_IMPORT = ("indicators.view_place", "indicators.add_place", "indicators.change_place")


@pytest.fixture(autouse=True)
def import_folder(settings, tmp_path):
    settings.IMPORT_FOLDER = tmp_path / "imports"


@pytest.fixture
def clerk(client):
    clerk = makers.make_user(*MAY_IMPORT, username="lan")
    client.force_login(clerk)
    return clerk


def places(*rows, more=()):
    return [[*HEAD, *more], *rows]


def by_province():
    """A workbook of two sheets of places with a column the book has not, and one without a table."""
    north = places(["01", "Tỉnh Một", "tỉnh", 5], more=["Dân số"])
    south = places(["02", "Tỉnh Hai", "tỉnh", 6], more=["Dân số"])
    return xlsx(**{"Bắc": north, "Nam": south, "Đọc trước": [["Gửi Sở Công Thương"]]})


def address(name, **kwargs):
    return reverse(f"admin:indicators_place_{name}", kwargs=kwargs)


def upload(client, **files):
    sent = [SimpleUploadedFile(f"{name}.xlsx", content) for name, content in files.items()]
    return client.post(address("import"), {"import_file": sent}, follow=True)


def parts(page):
    """What the list says of each part, in order."""
    return [(part.title, part.told, part.state) for _, parts in page.context["files"] for part in parts]


def part_url(page, title):
    return next(part.url for _, parts in page.context["files"] for part in parts if part.title == title)


def write(client, preview):
    return client.post(address("process_import"), {"token": preview.context["token"]}, follow=True)


@pytest.mark.every_engine
def test_a_batch_is_answered_and_written_part_by_part_and_its_list_says_what_remains(client, clerk):
    listed = upload(client, mien=by_province(), sua=xlsx(places(["01", "Tỉnh Mốt", "tỉnh"])))
    assert parts(listed) == [
        ("Bắc", "Cần trả lời.", "asked"),
        ("Nam", "Cần trả lời.", "asked"),
        ("Đọc trước", "Không có bảng của sổ này.", "unread"),
        ("Trang 1", "1 dòng mới.", "new"),
    ]
    asked = client.get(part_url(listed, "Bắc"))
    assert (asked.context["sheet"], asked.context["asks"]["unplaced"]) == ("Bắc", ["Dân số"])
    said = {"token": asked.context["question"], "left_out": ["Dân số"]}
    listed = write(client, client.post(address("answer"), said))
    assert "Đã ghi 1 bảng, còn 2 bảng chưa ghi" in listed.text
    assert parts(listed)[:2] == [("Bắc", "Đã ghi: 1 dòng mới.", "written"), ("Nam", "1 dòng mới.", "new")]
    follower = client.get(part_url(listed, "Nam"))
    assert follower.context["asks"]["unplaced"] == []
    assert not follower.context["came"]
    corrected = client.get(part_url(listed, "Trang 1"))
    assert "<del>Tỉnh Một</del>" in corrected.text
    listed = write(client, follower)
    listed = write(client, client.get(part_url(listed, "Trang 1")))
    assert "Đã ghi 3 bảng, không còn bảng nào chờ ghi" in listed.text
    assert dict(Place.objects.values_list("code", "name")) == {"01": "Tỉnh Mốt", "02": "Tỉnh Hai"}
    assert list(SheetImport.objects.order_by("pk").values_list("filename", "sheet")) == [
        ("mien.xlsx", "Bắc"),
        ("mien.xlsx", "Nam"),
        ("sua.xlsx", "Trang 1"),
    ]


def test_a_batch_is_its_persons_and_what_cannot_be_read_is_told_beside_what_can(client, clerk):
    good = xlsx(places(["01", "Tỉnh Một", "tỉnh"]))
    listed = upload(client, hong=b"PK hong", rong=b"", tot=good, chep=good)
    assert [state for _, _, state in parts(listed)] == ["unread", "unread", "new", "unread"]
    assert "Tệp rỗng (0 byte)" in listed.text
    assert "Giống hệt tệp «tot.xlsx»" in listed.text
    assert "tệp nữa</a>" in client.get(address("import")).text
    batch = listed.context["batch_url"]
    client.force_login(makers.make_user(*MAY_IMPORT, username="hoa"))
    assert "hết hạn" in client.get(batch, follow=True).text
    assert client.get(part_url(listed, "Trang 1")).status_code == 302
    assert "hết hạn" in client.get(address("batch", batch=uploads.keep(b"\xff")), follow=True).text


def test_large_files_are_looked_through_by_the_worker_and_their_parts_come_back_to_the_list(client, clerk, monkeypatch):
    monkeypatch.setattr(jobs, "LIGHT", 10)
    monkeypatch.setattr(jobs, "FEW_ROWS", 0)
    one = upload(client, mien=by_province())
    work_off()
    alone = client.get(one.redirect_chain[-1][0], follow=True)
    assert [state for _, _, state in parts(alone)] == ["asked", "asked", "unread"]
    listed = upload(client, mien=by_province(), sua=xlsx(places(["01", "Tỉnh Mốt", "tỉnh"])))
    assert [state for _, _, state in parts(listed)] == ["reading", "reading"]
    work_off()
    work_off()
    listed = client.get(listed.context["batch_url"])
    assert [state for _, _, state in parts(listed)] == ["asked", "asked", "unread", "new"]
    job = client.get(part_url(listed, "Trang 1")).url
    work_off()
    job = client.post(address("process_import"), {"token": client.get(job).context["token"]}).url
    work_off()
    assert ("Trang 1", "Đã ghi: 1 dòng mới.", "written") in parts(client.get(job, follow=True))


def test_too_many_files_or_bytes_at_once_are_refused_with_what_to_do(client, clerk, monkeypatch):
    good = xlsx(places(["01", "Tỉnh Một", "tỉnh"]))
    monkeypatch.setattr("config.sheets.choosing.MAX_TOTAL", len(good))
    assert "cộng lại lớn hơn" in upload(client, a=good, b=good).text
    monkeypatch.setattr("config.sheets.choosing.MAX_FILES", 1)
    assert "Đã chọn 2 tệp, mỗi lần tối đa 1 tệp" in upload(client, a=good, b=good).text


def test_the_command_writes_each_sheet_of_each_file_and_fails_where_one_was_refused(clerk, tmp_path, capsys):
    book, sheet, list_of_all = tmp_path / "miền.xlsx", tmp_path / "sai.xlsx", tmp_path / "tỉnh.csv"
    book.write_bytes(xlsx(Bắc=places(["01", "Tỉnh Một", "tỉnh"]), Nam=places(["02", "Tỉnh Hai", "tỉnh"]), Bìa=[["a"]]))
    sheet.write_bytes(xlsx(places(["03", "Tỉnh Ba", "làng"])))
    list_of_all.write_bytes(as_csv(places(["04", "Tỉnh Bốn", "tỉnh"])))
    with pytest.raises(CommandError, match="«sai.xlsx», trang «Trang 1» có 1 lỗi"):
        call_command("import", book, sheet, list_of_all, into="địa bàn", user="lan", write=True)
    assert "trang «Bìa»: Không có bảng của sổ này." in capsys.readouterr().out
    assert set(Place.objects.values_list("code", flat=True)) == {"01", "02", "04"}
