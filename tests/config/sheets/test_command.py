"""A sheet brought in from the command line: the same preview, the same rights, the same trail."""

import pytest
from django.core.management import CommandError, call_command

from indicators.models import AuditEntry, Place
from tests import makers
from tests.sheets import xlsx

pytestmark = pytest.mark.django_db

MAY_IMPORT = [f"indicators.{verb}_place" for verb in ("view", "add", "change")]
HEAD = ["Mã địa bàn", "Tên địa bàn", "Cấp"]


@pytest.fixture(autouse=True)
def import_folder(settings, tmp_path):
    settings.IMPORT_FOLDER = tmp_path / "imports"
    return settings.IMPORT_FOLDER


@pytest.fixture
def run(tmp_path, capsys):
    def run(*rows, **options):
        file = tmp_path / "địa bàn.xlsx"
        file.write_bytes(xlsx([HEAD, *rows]))
        call_command("import", file, **{"into": "địa bàn", "user": "lan", **options})
        return capsys.readouterr().out

    return run


@pytest.fixture
def clerk(db):
    return makers.make_user(*MAY_IMPORT, username="lan")


def test_a_file_is_shown_and_nothing_is_written_without_being_told_to(run, clerk, import_folder):
    assert "1 dòng mới, 0 dòng sửa" in run(["17", "Hòa Bình", "tỉnh"])
    assert not Place.objects.exists()
    assert not list(import_folder.iterdir())


def test_a_file_is_written_in_the_name_of_an_account(run, clerk):
    assert "1 dòng mới" in run(["17", "Hòa Bình", "tỉnh"], write=True)
    assert Place.objects.get().code == "17"
    assert AuditEntry.objects.filter(table="indicators_place").latest("pk").user == clerk
    assert "không có gì để ghi" in run(["17", "Hòa Bình", "tỉnh"], write=True)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"user": "ai"}, "Không có tài khoản «ai»"),
        ({"into": "sao"}, "Không có danh sách «sao». Các danh sách: "),
        ({"into": "dự án đầu tư"}, "không còn quyền nhập"),
    ],
)
def test_what_cannot_be_done_is_told(run, clerk, options, told):
    with pytest.raises(CommandError, match=told):
        run(["17", "Hòa Bình", "tỉnh"], **options)


def test_a_file_with_an_error_is_not_written_and_the_cell_is_named(run, clerk, capsys):
    with pytest.raises(CommandError, match="có 1 lỗi nên chưa ghi dòng nào"):
        run(["17", "Hòa Bình", "làng"], ["18", "Phú Thọ", "tỉnh"], write=True)
    assert "Ô C2: Dòng 2, cột «Cấp»" in capsys.readouterr().out
    assert not Place.objects.exists()


def test_a_file_that_is_not_there_is_told(clerk, tmp_path):
    with pytest.raises(CommandError, match="Không đọc được tệp"):
        call_command("import", tmp_path / "không có.xlsx", into="địa bàn", user="lan")
