"""A file of which only some rows are written: the others go back, nothing is passed over unsaid."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from config.sheets.choices import joined, ranges
from indicators.models import Place, SheetImport, Unit
from tests import makers
from tests.sheets import xlsx

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

PLACES = ["Mã địa bàn", "Tên địa bàn", "Cấp", "Thuộc"]


@pytest.fixture(autouse=True)
def import_folder(settings, tmp_path):
    settings.IMPORT_FOLDER = tmp_path / "imports"
    return settings.IMPORT_FOLDER


@pytest.fixture(autouse=True)
def user(client):
    user = makers.make_user(is_superuser=True)
    client.force_login(user)
    return user


def address(name, model):
    return reverse(f"admin:{model}_{name}")


def upload(client, content, model="indicators_place"):
    return client.post(address("import", model), {"import_file": SimpleUploadedFile("tháng 5.xlsx", content)})


def confirm(client, preview, model="indicators_place"):
    token = {"token": preview.context["token"]}
    return client.post(address("process_import", model), token, follow=True)


def choose(client, preview, **said):
    said = {"choose": "1", "shown": preview.context["boxed"], "out": preview.context["boxed_out"], **said}
    return client.post(preview.context["walk_url"], said, follow=True)


def counts(preview):
    return {name: count for name, count in preview.context["numbers"].items() if count}


def told(preview):
    return [(problem.row, problem.message) for problem in preview.context["problems"]]


def codes():
    return set(Place.objects.values_list("code", flat=True))


def test_only_the_good_rows_are_written_and_the_others_come_back_to_be_mended(client):
    makers.make_place(code="16", name="Xã A", level="commune")
    rows = [["16", "Xã A", "xã, phường"], ["17", "Tỉnh B", "tỉnh"], ["18", "Xã C", "sai"], ["", "Xã D", "tỉnh"]]
    sent = xlsx([["Báo cáo"], PLACES, *rows], **{"Ghi thêm": [["của chúng tôi"]]})
    preview = upload(client, sent)
    assert counts(preview) == {"new": 1, "same": 1, "refused": 2}
    assert "Chỉ ghi 1 dòng đúng" in preview.text
    early = client.post(address("returned", "indicators_place"), {"token": preview.context["question"]})
    page = confirm(client, preview)
    assert "1 dòng mới, 0 dòng sửa, 1 dòng không đổi, 2 dòng có lỗi, không ghi." in page.text
    assert codes() == {"16", "17"}
    one = SheetImport.objects.get()
    assert (one.new, one.changed, one.same, one.refused, one.left) == (1, 0, 1, 2, 0)
    back = client.get(reverse("admin:indicators_sheetimport_returned", args=[one.pk]))
    assert "tra-lai-th" in back["Content-Disposition"]
    for content in (early.content, back.content):
        book = openpyxl.load_workbook(io.BytesIO(content))
        assert book.sheetnames == ["Trang 1", "Ghi thêm", "Lỗi"]
        assert [cell.value for cell in book["Trang 1"][4]] == ["17", "Tỉnh B", "tỉnh", None]
        marked = {cell.coordinate for row in book["Trang 1"] for cell in row if cell.comment}
        assert marked == {"C5", "A6"}
        assert book["Trang 1"]["C5"].fill.fgColor.rgb == "00FFC7CE"
        listed = [[cell.value for cell in row] for row in book["Lỗi"].iter_rows(min_row=2)]
        assert [row[:5] for row in listed] == [
            ["Trang 1", "C5", 5, "Cấp", "sai"], ["Trang 1", "A6", 6, "Mã địa bàn", None],
        ]  # fmt: skip
        assert all(advice.startswith("Hãy ") for *_, advice in listed)
    book["Trang 1"]["C5"], book["Trang 1"]["A6"] = "tỉnh", "19"
    mended = io.BytesIO()
    book.save(mended)
    again = upload(client, mended.getvalue())
    assert counts(again) == {"new": 2, "same": 2}
    confirm(client, again)
    assert codes() == {"16", "17", "18", "19"}


def test_rows_are_left_out_by_their_ticks_and_by_their_numbers_and_are_counted(client):
    makers.make_place(code="20", name="cũ", level="province")
    rows = [[str(code), f"Tỉnh {code}", "tỉnh"] for code in range(17, 24)]
    preview = upload(client, xlsx([PLACES, *rows]))
    assert preview.context["boxed"] == "2-8"
    chosen = choose(client, preview, row=["2", "3", "4", "6", "7", "8"], skipped="3, 7 - 30")
    assert counts(chosen) == {"new": 3, "left": 4}
    assert (chosen.context["boxed"], chosen.context["boxed_out"]) == ("2-8", "3, 5, 7-8")
    back = choose(client, chosen, row=["2", "4", "5", "6", "8"])
    assert counts(back) == {"new": 4, "changed": 1, "left": 2}
    wrong = choose(client, back, row=["2", "4", "5", "6", "8"], skipped="ba")
    assert "«ba» không phải số dòng" in wrong.text
    assert counts(wrong) == counts(back)
    page = confirm(client, wrong)
    assert codes() == {"17", "19", "20", "21", "23"}
    assert "2 dòng bỏ lại" in page.text
    one = SheetImport.objects.get()
    book = openpyxl.load_workbook(
        io.BytesIO(client.get(reverse("admin:indicators_sheetimport_returned", args=[one.pk])).content)
    )
    assert [row[1].value for row in book["Lỗi"].iter_rows(min_row=2)] == ["A3", "A7"]


def test_all_rows_left_out_leave_nothing_to_write(client):
    preview = choose(client, upload(client, xlsx([PLACES, ["17", "Tỉnh", "tỉnh"]])), skipped="2")
    assert (preview.context["token"], counts(preview), told(preview)) == (None, {"left": 1}, [])
    assert counts(choose(client, preview, row=["2"])) == {"new": 1}


def test_what_hangs_on_a_refused_row_is_refused_with_it(client):
    preview = upload(
        client, xlsx([PLACES, ["3", "c", "xã, phường", "2"], ["2", "b", "sai", "1"], ["1", "a", "tỉnh"]])
    )  # fmt: skip
    assert [row for row, _ in told(preview)] == [2, 3]
    confirm(client, preview)
    assert codes() == {"1"}


def test_of_two_rows_of_one_key_or_one_name_neither_is_written_by_guess(client):
    preview = upload(client, xlsx([PLACES, ["1", "a", "tỉnh"], ["2", "b", "tỉnh"], ["1", "c", "tỉnh"]]))
    assert [(row, message[:15]) for row, message in told(preview)] == [(2, "Trùng với dòng "), (4, "Trùng với dòng ")]
    assert counts(preview) == {"new": 1, "refused": 2}
    head = ["Mã đơn vị tính", "Đơn vị tính", "Đại lượng"]
    units = [["a", "tấn", "mass"], ["b", "tấn", "mass"], ["c", "tạ", "mass"]]
    preview = upload(client, xlsx([head, *units]), "indicators_unit")
    assert [row for row, _ in told(preview)] == [2, 3]
    confirm(client, preview, "indicators_unit")
    assert set(Unit.objects.values_list("code", flat=True)) == {"c"}


def test_a_name_that_a_refused_row_does_not_give_up_is_not_taken(client):
    makers.make_unit(code="a", name="tấn")
    head = ["Mã đơn vị tính", "Đơn vị tính", "Đại lượng"]
    preview = upload(client, xlsx([head, ["a", "yến", "sai"], ["b", "tấn", "mass"]]), "indicators_unit")
    assert [row for row, _ in told(preview)] == [2, 3]
    assert preview.context["token"] is None
    assert "nên chưa ghi được dòng nào: việc phải làm ghi ở «Lỗi» dưới đây" in preview.text


@pytest.mark.every_engine
def test_what_is_wrong_with_the_whole_file_lets_no_row_through(client):
    preview = upload(client, xlsx([["Mã địa bàn", "Cấp"], ["17", "tỉnh"], ["18", "sai"]]))
    assert preview.context["token"] is None
    assert "nên chưa ghi được dòng nào: hãy trả lời" in preview.text
    back = client.post(address("returned", "indicators_place"), {"token": preview.context["question"]})
    assert "Lỗi" in openpyxl.load_workbook(io.BytesIO(back.content)).sheetnames


def test_what_has_changed_since_is_shown_again_with_what_goes_back(client):
    preview = upload(client, xlsx([PLACES, ["17", "Tỉnh", "tỉnh"], ["18", "Xã", "sai"]]))
    makers.make_place(code="17", name="cũ", level="province")
    again = confirm(client, preview)
    assert counts(again) == {"changed": 1, "refused": 1}
    confirm(client, again)
    assert Place.objects.get().name == "Tỉnh"


def test_a_file_goes_back_only_to_who_may_bring_it_in(client):
    preview = upload(client, xlsx([PLACES, ["18", "Xã", "sai"]]))
    token = {"token": preview.context["question"]}
    client.force_login(makers.make_user(is_superuser=True))
    assert client.post(address("returned", "indicators_place"), token).status_code == 302
    client.force_login(makers.make_user("indicators.view_place"))
    assert client.post(address("returned", "indicators_place"), token).status_code == 403


@pytest.mark.parametrize(
    ("text", "found"), [("12, 40-55", [(12, 12), (40, 55)]), ("7 – 9;8", [(7, 9), (8, 8)]), (" ", [])]
)
def test_rows_are_read_as_people_type_them(text, found):
    assert ranges(text) == found


@pytest.mark.parametrize("text", ["ba", "9-7", "1-2-3", "-4", "99999999"])
def test_what_names_no_rows_is_told(text):
    with pytest.raises(ValueError, match="không phải số dòng"):
        ranges(text)


def test_that_a_cell_is_no_row_is_told_with_its_row():
    with pytest.raises(ValueError, match="«G16» là một ô, ở đây chỉ bỏ được cả dòng: hãy ghi «16»"):
        ranges("3, G16")


def test_ranges_that_touch_are_one():
    assert joined([(5, 6), (1, 2), (3, 3), (6, 9), (11, 11)]) == ((1, 3), (5, 9), (11, 11))
