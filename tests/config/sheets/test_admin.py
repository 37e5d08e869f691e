"""The admin's import and export pages: who may, what they see, what is written when they confirm."""

import re
from datetime import date

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from config.sheets import uploads
from config.sheets.admin import SheetsAdmin
from config.sheets.finding import dataset_from
from config.sheets.formats import FORMATS
from indicators.models import AuditEntry, Place
from indicators.resources import PlaceResource
from power.models import Line
from projects.models import Beneficiary
from projects.resources import BeneficiaryResource
from tests import makers
from tests.legacy import in_bytes
from tests.sheets import as_csv, xlsx
from tests.workbooks.making import old_book

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

SCREENS = [screen for screen in admin.site._registry.values() if isinstance(screen, SheetsAdmin)]
PLACES = [["Mã địa bàn", "Tên địa bàn", "Cấp"], ["17", "Tỉnh Hòa Bình", "tỉnh"]]
MAY_IMPORT = ("indicators.view_place", "indicators.add_place", "indicators.change_place")


@pytest.fixture(autouse=True)
def import_folder(settings, tmp_path):
    settings.IMPORT_FOLDER = tmp_path / "imports"
    return settings.IMPORT_FOLDER


def address(name, model="indicators_place", **kwargs):
    return reverse(f"admin:{model}_{name}", kwargs=kwargs)


def signed_in(client, *permissions, **fields):
    user = makers.make_user(*permissions, **fields)
    client.force_login(user)
    return user


def upload(client, content, name="tệp.xlsx", model="indicators_place"):
    return client.post(address("import", model), {"import_file": SimpleUploadedFile(name, content)})


def confirm(client, token, model="indicators_place"):
    return client.post(address("process_import", model), {"token": token}, follow=True)


def messages_of(response):
    return [str(message) for message in response.context["messages"]]


def test_upload_preview_confirm(client):
    user = signed_in(client, *MAY_IMPORT)
    preview = upload(client, xlsx([["ghi chú"], ["lạc"]], PLACES))
    assert preview.status_code == 200
    assert "Trang 2" in preview.text
    assert not Place.objects.exists()
    done = confirm(client, preview.context["token"])
    assert messages_of(done) == ["Đã nhập địa bàn: 1 dòng mới, 0 dòng sửa, 0 dòng không đổi."]
    place = Place.objects.get()
    entry = AuditEntry.objects.get(table="indicators_place", row=place.pk)
    assert (entry.user, entry.after["name"]) == (user, "Tỉnh Hòa Bình")


def test_the_preview_shows_old_and_new_and_the_errors_by_row_and_column(client):
    signed_in(client, *MAY_IMPORT)
    makers.make_place(code="17", name="Tỉnh cũ", level="province")
    changed = upload(client, xlsx(PLACES)).text
    assert "<del>Tỉnh cũ</del>" in changed
    assert "<ins>Tỉnh Hòa Bình</ins>" in changed
    wrong = upload(client, xlsx([*PLACES, ["18", "<script>alert(1)</script>", "sai"]]))
    assert "Chỉ ghi 1 dòng đúng" in wrong.text
    cells = re.findall(
        r"<tr>\s*<th scope=\"row\">3</th>\s*<td>Cấp <span class=\"sheet-cell\">\(ô C3\)</span></td>\s*<td>sai</td>",
        wrong.text,
    )
    assert len(cells) == 1
    assert "<script>alert" not in wrong.text


def test_a_file_that_changes_nothing_cannot_be_confirmed(client):
    signed_in(client, *MAY_IMPORT)
    makers.make_place(code="17", name="Tỉnh Hòa Bình", level="province")
    preview = upload(client, xlsx(PLACES))
    assert preview.context["token"] is None
    assert "không có gì để ghi" in preview.text


def answer(client, token, **said):
    return client.post(address("answer"), {"token": token, **said}, follow=True)


def test_a_column_without_a_place_is_left_out_by_a_tick_and_the_rest_is_written(client):
    signed_in(client, *MAY_IMPORT)
    asked = upload(client, xlsx([[*PLACES[0], "Dân số"], [*PLACES[1], 850000]]))
    assert (asked.context["token"], asked.context["asks"]["unplaced"]) == (None, ["Dân số"])
    answered = answer(client, asked.context["question"], left_out=["Dân số"])
    assert "Cột «Dân số» được bỏ qua." in answered.text
    confirm(client, answered.context["token"])
    assert Place.objects.get().code == "17"


def test_letters_of_before_unicode_are_shown_and_written_once_somebody_says_they_are_right(client):
    signed_in(client, *MAY_IMPORT)
    asked = upload(client, old_book([PLACES[0], ["17", "Hßa B×nh", "tỉnh"]]), "a.xls")
    assert "<del>Hßa B×nh</del>" in asked.text
    assert "<ins>Hòa Bình</ins>" in asked.text
    assert asked.context["token"] is None
    kept = answer(client, asked.context["question"], letters="as_they_are")
    assert kept.context["token"] is None
    answered = answer(client, kept.context["question"], letters="tcvn3")
    makers.make_place(code="18")
    confirm(client, answered.context["token"])
    assert Place.objects.get(code="17").name == "Hòa Bình"


@pytest.mark.every_engine
def test_a_day_with_a_year_of_two_digits_is_asked_about_once_and_written_as_it_was_shown(client):
    signed_in(client, is_superuser=True)
    head = ["Mã đường dây", "Tên đường dây", "Điện áp danh định (kV)", "Ngày vận hành"]
    rows = [head, ["dz1", "A", 110, "5/3/26"], ["dz2", "B", 110, "31.12.98"]]
    page = reverse("admin:power_line_import")
    asked = client.post(page, {"import_file": SimpleUploadedFile("tệp.xlsx", xlsx(rows))})
    assert asked.context["token"] is None
    assert "«5/3/26» là 05/03/2026 (00-79 là 2000-2079, 80-99 là 1980-1999)" in asked.text
    said = {"token": asked.context["question"], "years": "short"}
    answered = client.post(reverse("admin:power_line_answer"), said, follow=True)
    confirm(client, answered.context["token"], "power_line")
    days = Line.objects.order_by("code").values_list("commissioned_on", flat=True)
    assert list(days) == [date(2026, 3, 5), date(1998, 12, 31)]


def test_an_answer_that_leaves_nothing_to_be_read_is_told(client):
    signed_in(client, *MAY_IMPORT)
    asked = upload(client, in_bytes("Mã địa bàn;Tên địa bàn;Cấp\n17;Tỉnh Hòa Bình;tỉnh\n", "tcvn3"), "a.csv")
    assert "<ins>Tỉnh Hòa Bình</ins>" in asked.text
    (message,) = messages_of(answer(client, asked.context["question"], letters="as_they_are"))
    assert "không phải mã Unicode" in message


def test_what_was_answered_still_holds_when_the_book_changes_before_the_confirmation(client):
    signed_in(client, *MAY_IMPORT)
    asked = upload(client, xlsx([[*PLACES[0], "Dân số"], [*PLACES[1], 850000]]))
    answered = answer(client, asked.context["question"], left_out=["Dân số"])
    makers.make_place(code="18")
    confirm(client, answered.context["token"])
    assert set(Place.objects.values_list("code", flat=True)) == {"17", "18"}


def test_the_token_of_a_question_writes_nothing_and_that_of_a_preview_answers_none(client):
    signed_in(client, *MAY_IMPORT)
    question = upload(client, xlsx([[*PLACES[0], "Dân số"], [*PLACES[1], 1]])).context["question"]
    assert "hết hạn" in messages_of(confirm(client, question))[0]
    token = upload(client, xlsx(PLACES)).context["token"]
    assert "hết hạn" in messages_of(answer(client, token))[0]
    assert "hết hạn" in messages_of(answer(client, "x"))[0]
    assert not Place.objects.exists()


def test_a_question_is_answered_only_by_who_may_import(client):
    signed_in(client, *MAY_IMPORT)
    question = upload(client, xlsx([[*PLACES[0], "Dân số"], [*PLACES[1], 1]])).context["question"]
    signed_in(client, "indicators.view_place")
    assert answer(client, question).status_code == 403


def test_the_preview_tells_what_was_understood_and_what_is_odd(client):
    signed_in(client, *MAY_IMPORT)
    page = upload(client, xlsx([["STT", *PLACES[0]], [1, *PLACES[1]], ["Tổng cộng"]])).text
    assert "Dòng tổng cộng không phải dữ liệu nên được bỏ qua: dòng 3." in page
    assert "Cột «STT» được bỏ qua." in page


def test_a_file_that_cannot_be_read_is_told_beside_the_box(client):
    signed_in(client, *MAY_IMPORT)
    for content, name, reason in [
        (b"PK\x03\x04", "a.xlsx", "bị hỏng"),
        (b"", "a.xlsx", "0 byte"),
        ("é".encode("latin-1"), "a.csv", "UTF-8"),
    ]:
        response = upload(client, content, name)
        assert response.status_code == 200
        assert reason in response.context["form"].errors["import_file"][0]
    response = client.post(address("import"), {})
    assert "Chưa chọn tệp" in response.text


def test_too_large_a_file_is_refused_by_the_form(client, monkeypatch):
    signed_in(client, *MAY_IMPORT)
    monkeypatch.setattr("config.sheets.choosing.MAX_BYTES", 10)
    assert "lớn hơn" in upload(client, xlsx(PLACES)).text


@pytest.mark.parametrize("left_out", ["indicators.add_place", "indicators.change_place"])
def test_an_import_needs_the_permissions_to_add_and_to_change(client, left_out):
    signed_in(client, *(permission for permission in MAY_IMPORT if permission != left_out))
    assert client.get(address("import")).status_code == 403
    assert upload(client, xlsx(PLACES)).status_code == 403
    assert client.post(address("process_import"), {"token": "x"}).status_code == 403
    assert client.get(address("template", extension="xlsx")).status_code == 403
    assert "Nhập từ bảng tính" not in client.get(address("changelist")).text


def test_an_export_needs_the_permission_to_view(client):
    signed_in(client, "indicators.view_topic")
    assert client.get(address("export")).status_code == 403
    assert client.post(address("export"), {"extension": "xlsx"}).status_code == 403


def test_visitors_are_sent_to_sign_in(client):
    for name in ("import", "export", "process_import"):
        assert client.post(address(name)).url.startswith(reverse("admin:login"))


def test_a_preview_is_confirmed_only_by_who_saw_it_only_there_and_only_once(client):
    signed_in(client, *MAY_IMPORT)
    token = upload(client, xlsx(PLACES)).context["token"]
    signed_in(client, *MAY_IMPORT, "indicators.view_topic", "indicators.add_topic", "indicators.change_topic")
    assert "hết hạn" in messages_of(confirm(client, token))[0]
    assert "hết hạn" in messages_of(confirm(client, token + "x"))[0]
    own = upload(client, xlsx(PLACES)).context["token"]
    assert "hết hạn" in messages_of(confirm(client, own, "indicators_topic"))[0]
    assert not Place.objects.exists()
    confirm(client, own)
    assert Place.objects.count() == 1
    assert "đã được ghi" in messages_of(confirm(client, own))[0]


def test_what_changed_since_the_preview_is_shown_again_before_it_is_written(client):
    signed_in(client, *MAY_IMPORT)
    place = makers.make_place(code="17", name="cũ", level="province")
    token = upload(client, xlsx(PLACES)).context["token"]
    Place.objects.filter(pk=place.pk).update(name="của người khác")
    again = confirm(client, token)
    assert "đã đổi từ lúc xem trước" in messages_of(again)[0]
    assert "<del>của người khác</del>" in again.text
    assert Place.objects.get().name == "của người khác"
    confirm(client, again.context["token"])
    assert Place.objects.get().name == "Tỉnh Hòa Bình"


def test_uploads_are_kept_for_their_owner_alone_and_not_for_ever(client, import_folder, monkeypatch):
    signed_in(client, *MAY_IMPORT)
    upload(client, xlsx(PLACES))
    kept, shown = import_folder.iterdir()
    modes = [path.stat().st_mode & 0o777 for path in (import_folder, kept, shown)]
    assert modes == [0o700, 0o600, 0o600]
    monkeypatch.setattr(uploads, "KEPT_SECONDS", -1)
    uploads.keep(b"x")
    assert [path.exists() for path in (kept, shown)] == [False, False]
    assert uploads.take("../../etc/passwd") is None


def test_of_two_clicks_on_confirm_one_gets_the_file(import_folder):
    name = uploads.keep(b"x")
    assert [uploads.take(name), uploads.take(name)] == [b"x", None]


def test_a_confirmation_that_comes_back_as_a_plain_visit_says_that_it_wrote_nothing(client):
    signed_in(client, *MAY_IMPORT)
    response = client.get(address("process_import"), follow=True)
    assert "chưa ghi" in messages_of(response)[0]


def test_the_import_page_says_what_a_missing_column_and_an_empty_cell_do(client):
    signed_in(client, *MAY_IMPORT)
    assert "ô để trống thì xóa giá trị đang có" in client.get(address("import")).text


# Export


@pytest.mark.every_engine
@pytest.mark.parametrize("extension", [each.extension for each in FORMATS])
def test_the_list_goes_out_as_filtered_and_in_its_order(client, extension):
    signed_in(client, "indicators.view_place")
    makers.make_place(code="b", level="commune")
    makers.make_place(code="a", level="commune")
    makers.make_place(code="c", level="province")
    response = client.post(f"{address('export')}?level__exact=commune&o=1", {"extension": extension})
    assert re.fullmatch(
        rf'attachment; filename="dia-ban-\d{{4}}-\d\d-\d\d\.{extension}"', response["Content-Disposition"]
    )
    dataset = dataset_from(response.getvalue(), f"a.{extension}", PlaceResource())
    assert sorted(dataset["Mã địa bàn"]) == ["a", "b"]


@pytest.mark.every_engine
def test_the_export_page_counts_what_it_will_export(client):
    signed_in(client, "indicators.view_place")
    makers.make_place(level="commune")
    makers.make_place(level="province")
    assert "1 dòng theo bộ lọc" in client.get(f"{address('export')}?level__exact=commune").text
    assert client.get(f"{address('export')}?khong__co=1").status_code == 302


@pytest.mark.every_engine
def test_chosen_rows_go_out_by_an_action(client):
    signed_in(client, "indicators.view_place")
    chosen = makers.make_place(code="a")
    makers.make_place(code="b")
    response = client.post(address("changelist"), {"action": "export_csv", "_selected_action": [chosen.pk]})
    assert response.getvalue().decode("utf-8-sig").splitlines()[1].startswith("a;")


def test_rows_are_read_while_the_file_goes_out(client):
    signed_in(client, "indicators.view_place")
    response = client.post(address("export"), {"extension": "xlsx"})
    makers.make_place(code="sau")
    assert dataset_from(response.getvalue(), "a.xlsx", PlaceResource())["Mã địa bàn"] == ["sau"]


def test_what_no_spreadsheet_holds_is_told_before_a_file_begins(client):
    signed_in(client, "indicators.view_figure")
    makers.make_figure(note="a" * 40_000)
    for extension in ("xlsx", "ods"):
        response = client.post(address("export", "indicators_figure"), {"extension": extension}, follow=True)
        assert messages_of(response) == [
            f"Có ô dài hơn 32767 ký tự, bảng tính không chứa hết: «{'a' * 60}…». Hãy lấy tệp csv."
        ]
    response = client.post(address("export", "indicators_figure"), {"extension": "csv"})
    assert "a" * 40_000 in response.getvalue().decode()


def test_more_rows_than_a_sheet_has_are_told_before_a_file_begins(client, monkeypatch):
    monkeypatch.setattr("config.sheets.writing.limits.MOST_ROWS", 4)
    signed_in(client, "indicators.view_place")
    makers.make_place()
    assert client.post(address("export"), {"extension": "ods"}).status_code == 200
    makers.make_place()
    response = client.post(address("export"), {"extension": "ods"}, follow=True)
    assert messages_of(response) == [
        "Bảng dài hơn 4 dòng, một trang bảng tính không chứa hết: hãy lọc bớt dòng hoặc lấy tệp csv."
    ]
    assert client.post(address("export"), {"extension": "csv"}).status_code == 200


@pytest.mark.every_engine
def test_personal_data_goes_out_only_to_those_who_may_change_it(client):
    makers.make_beneficiary(representative="Nguyễn Văn A", phone="0912 345 678")

    def headings(*permissions):
        signed_in(client, *permissions)
        content = client.post(address("export", "projects_beneficiary"), {"extension": "csv"}).getvalue()
        return content.decode("utf-8-sig")

    assert "Nguyễn Văn A" not in headings("projects.view_beneficiary")
    assert "0912 345 678" in headings("projects.view_beneficiary", "projects.change_beneficiary")
    assert "Người đại diện" not in BeneficiaryResource().export().headers


@pytest.mark.every_engine
def test_an_export_without_personal_data_leaves_it_as_it_is_when_it_comes_back(client):
    makers.make_beneficiary(code="a", name="Cơ sở", phone="0912")
    content = as_csv([["Mã cơ sở", "Tên cơ sở", "Loại hình"], ["a", "Cơ sở mới", "công ty"]])
    resource = BeneficiaryResource()
    resource.import_data(dataset_from(content, "a.csv", resource))
    assert Beneficiary.objects.values_list("name", "phone").get() == ("Cơ sở mới", "0912")


# Every screen


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.opts.label)
def test_every_screen_has_its_pages_in_vietnamese_without_inline_code(client, screen):
    signed_in(client, is_superuser=True)
    model = "{}_{}".format(*screen.get_model_info())
    for name in ("import", "export"):
        html = client.get(address(name, model)).text
        assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=", html)
        assert not re.search(r">\s*(Import|Export|Submit|Format|Home)\b", html)
    assert "Nhập từ bảng tính" in client.get(address("changelist", model)).text


@pytest.mark.sqlite
@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.opts.label)
@pytest.mark.parametrize("extension", [each.extension for each in FORMATS])
def test_every_empty_template_is_found_again_and_says_it_is_empty(client, screen, extension):
    signed_in(client, is_superuser=True)
    model = "{}_{}".format(*screen.get_model_info())
    content = client.get(address("template", model, extension=extension)).getvalue()
    response = upload(client, content, f"mau.{extension}", model)
    assert [problem.message[:28] for problem in response.context["problems"]] == ["Trang chỉ có dòng tiêu đề, k"]


def test_every_recorded_screen_has_sheets_of_its_own_model():
    assert len(SCREENS) >= 33
    for screen in SCREENS:
        (resource,) = screen.resource_classes
        assert resource._meta.model is screen.model


def test_an_unknown_template_is_not_found(client):
    signed_in(client, *MAY_IMPORT)
    assert client.get(address("template", extension="exe")).status_code == 404
