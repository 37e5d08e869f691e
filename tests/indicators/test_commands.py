"""The commands that fill the book and take the demonstration rows out again."""

from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config.models import RegisterRow
from config.staff import roles
from indicators import demonstration, loading
from indicators.audit import triggers
from indicators.models import AuditEntry, Figure, Place, Unit
from projects.models import Estate, ExtensionBudget, ExtensionScheme, InvestmentProject, ProjectStatus
from tests import makers

pytestmark = pytest.mark.django_db


@pytest.fixture
def small_book(tmp_path, monkeypatch):
    """A folder of sheets in the place of fixtures/, which the test fills."""
    monkeypatch.setattr(loading, "BOOK", tmp_path)
    return tmp_path


@pytest.fixture
def two_rows(small_book, monkeypatch):
    """A book of one place, with one demonstration row beside it: a whole one takes seconds to fill."""
    (small_book / "places.csv").write_text(places("A;Tỉnh A;tỉnh;"))
    folder = small_book / "demonstration"
    folder.mkdir()
    monkeypatch.setattr(loading, "DEMONSTRATION", folder)
    heading = "Mã khu, cụm;Loại;Tên khu, cụm;Địa bàn;Dữ liệu minh họa"
    (folder / "estates.csv").write_text(f"{heading}\nMH-1;khu công nghiệp;KCN minh họa;A;có")
    return small_book


def run(command, **options):
    out = StringIO()
    call_command(command, stdout=out, **options)
    return out.getvalue()


def trail():
    return AuditEntry.objects.count()


def places(*rows):
    return "\n".join(["Mã địa bàn;Tên địa bàn;Cấp;Thuộc", *rows])


def test_loading_the_book_again_changes_nothing():
    first = run("load_book")
    before = trail()
    assert "figures.csv: thêm 236 dòng" in first
    assert run("load_book") == "Đã có đủ, không thêm dòng nào.\n"
    assert trail() == before > 0


def test_loading_adds_only_the_rows_that_are_missing(small_book):
    (small_book / "places.csv").write_text(places("A;Tỉnh A;tỉnh;", "B;Huyện B;xã, phường;A"))
    makers.make_place(code="A", name="Tỉnh A đã đổi tên", level="province")
    assert run("load_book") == "places.csv: thêm 1 dòng\n"
    assert Place.objects.get(code="A").name == "Tỉnh A đã đổi tên"
    assert Place.objects.get(code="B").parent.code == "A"


def test_a_row_a_clerk_changed_is_not_held_against_the_others(small_book):
    """The clerk gave the name the sheet has for «m» to another unit; «m» itself is there under another name."""
    makers.make_unit(code="m", name="mét")
    makers.make_unit(code="x", name="m")
    (small_book / "units.csv").write_text("Mã đơn vị tính;Đơn vị tính;Đại lượng\nm;m;length\nkm;km;length")
    assert run("load_book") == "units.csv: thêm 1 dòng\n"
    assert Unit.objects.get(code="m").name == "mét"


def test_an_error_names_file_row_and_column_and_nothing_is_written(small_book):
    (small_book / "places.csv").write_text(places("A;Tỉnh A;tỉnh;"))
    (small_book / "units.csv").write_text("Mã đơn vị tính;Đơn vị tính;Đại lượng\nkm;km;chiều sâu")
    with pytest.raises(CommandError, match=r"units\.csv, Dòng 2, cột «Đại lượng».*chiều sâu"):
        run("load_book")
    assert not Place.objects.exists()


def test_of_many_errors_the_first_are_told_and_the_others_counted(small_book):
    (small_book / "places.csv").write_text(places(*(f"X{n};Xã {n};xã, phường;A" for n in range(25))))
    with pytest.raises(CommandError) as caught:
        run("load_book")
    lines = str(caught.value).splitlines()
    assert lines[0] == "Chưa nạp gì."
    assert lines[-1] == "… và 5 lỗi khác trong tệp này."


def test_a_sheet_with_a_wrong_heading_is_refused_by_name(small_book):
    (small_book / "places.csv").write_text("Tên địa bàn;Cấp\nTỉnh A;tỉnh")
    with pytest.raises(CommandError, match=r"places\.csv: .*«Mã địa bàn»"):
        run("load_book")


def test_a_broken_rule_over_several_rows_stops_the_load(small_book):
    (small_book / "extension_schemes.csv").write_text("Mã đề án;Tên đề án;Từ năm;Đến năm\nD;Đề án;2022;2022")
    (small_book / "scheme_steps.csv").write_text("Đề án;Bước;Ngày\nD;đã quyết toán;05/03/2022")
    with pytest.raises(CommandError, match=r"scheme_steps\.csv: .*không thể bắt đầu bằng bước «đã quyết toán»"):
        run("load_book")
    assert not ExtensionScheme.objects.exists()


def test_demonstration_rows_can_be_removed_and_the_real_ones_stay():
    run("load_book")
    real = {model: model.objects.count() for model in demonstration.registers()}
    run("load_demonstration")
    assert InvestmentProject.objects.demonstration().count() == 397
    told = run("remove_demonstration")
    assert "dự án đầu tư: xóa 397 dòng" in told
    assert "trạng thái dự án: xóa 1516 dòng" in told
    assert {model: model.objects.count() for model in demonstration.registers()} == real
    assert not ProjectStatus.objects.exists()
    assert run("remove_demonstration") == "Không có dòng minh họa nào.\n"


def test_every_register_with_demonstration_rows_is_emptied_of_them():
    loaded = {resource._meta.model for _, resource in loading.sheets() if issubclass(resource._meta.model, RegisterRow)}
    assert set(demonstration.registers()) == loaded


def test_a_real_row_that_hangs_on_a_demonstration_row_stops_the_removal():
    estate = makers.make_estate(is_demonstration=True)
    makers.make_investment_project(name="Nhà máy thật", estate=estate)
    with pytest.raises(CommandError, match="«Nhà máy thật» là dữ liệu thật .* cột «trong khu, cụm»"):
        run("remove_demonstration")
    assert Estate.objects.demonstration().exists()


def test_a_real_row_that_lists_a_demonstration_row_stops_the_removal():
    scheme = makers.make_extension_scheme(name="Đề án thật")
    scheme.beneficiaries.add(makers.make_beneficiary(is_demonstration=True))
    with pytest.raises(CommandError, match="«Đề án thật» .* cột «cơ sở thụ hưởng»"):
        run("remove_demonstration")
    assert scheme.beneficiaries.exists()


def test_money_of_a_real_scheme_is_not_left_without_its_budget():
    makers.make_extension_budget(year=2022, fund="local", allocated=500, is_demonstration=True)
    scheme = makers.make_extension_scheme()
    makers.make_scheme_funding(scheme=scheme, year=2022, fund="local", committed=200)
    makers.make_scheme_step(scheme=scheme, status="approved")
    with pytest.raises(CommandError, match="Chưa có kinh phí khuyến công địa phương được giao năm 2022"):
        run("remove_demonstration")
    assert ExtensionBudget.objects.demonstration().exists()


def test_the_first_start_fills_an_empty_book_and_makes_an_account():
    told = run("prepare", demonstration=True)
    account = get_user_model().objects.get(username="quantri")
    assert Figure.objects.exists()
    assert InvestmentProject.objects.demonstration().exists()
    assert account.is_staff
    assert account.is_superuser
    password = told.split("mật khẩu: ")[1].split()[0]
    assert account.check_password(password)
    assert {group.name for group in Group.objects.all()} == {role.name for role in roles.ROLES}


def test_a_second_start_writes_nothing_and_shows_no_password(two_rows):
    run("prepare", demonstration=True)
    before = trail()
    with CaptureQueriesContext(connection) as queries:
        told = run("prepare", demonstration=True)
    assert trail() == before
    assert [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))] == []
    assert told == "Tài khoản quản trị «quantri» đã có; đổi mật khẩu: ./dev manage changepassword quantri\n"


def test_two_first_starts_give_two_passwords(two_rows):
    first = run("prepare")
    get_user_model().objects.all().delete()
    assert run("prepare").split("mật khẩu: ")[1] != first.split("mật khẩu: ")[1]


def test_in_production_no_demonstration_row_comes_unasked(two_rows, settings):
    settings.DEBUG = False
    run("prepare", no_account=True)
    assert Place.objects.exists()
    assert not Estate.objects.exists()
    assert not get_user_model().objects.exists()


def test_on_a_developers_machine_demonstration_rows_come_by_themselves(two_rows, settings):
    settings.DEBUG = True
    run("prepare", no_account=True)
    assert Estate.objects.demonstration().exists()


def test_a_book_that_holds_something_is_not_filled(two_rows):
    makers.make_place()
    run("prepare", demonstration=True)
    assert Place.objects.count() == 1


def test_another_administrator_is_account_enough(two_rows):
    get_user_model().objects.create_superuser("truong-phong", password="x")
    assert "«truong-phong» đã có" in run("prepare")
    assert get_user_model().objects.count() == 1


def test_a_first_start_that_fails_leaves_an_empty_book(two_rows):
    sheet = two_rows / "demonstration" / "estates.csv"
    sheet.write_text(sheet.read_text().replace(";A;", ";B;"))
    with pytest.raises(CommandError, match=r"estates\.csv, Dòng 2, cột «Địa bàn»"):
        run("prepare", demonstration=True)
    assert not Place.objects.exists()


def test_a_start_brings_the_triggers_of_a_newer_version_that_has_no_migration(small_book):
    engine = triggers.ENGINES[connection.vendor]
    with connection.cursor() as cursor:
        wanted = triggers.wanted_triggers(engine, cursor).keys()
        cursor.execute(engine.drop(*next(iter(wanted))))
        run("prepare", no_account=True)
        assert triggers.installed_triggers(engine, cursor) == wanted
