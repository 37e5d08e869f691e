"""A preview of more rows than a page: what is found in it, and what is left out on the way through it."""

import pytest
from django.urls import reverse

from config.sheets.choices import joined, minus, spans
from config.values.text import fold, folded_lines
from indicators.models import Place, SheetImport
from tests import makers
from tests.config.sheets.test_accepting import PLACES, address, upload
from tests.sheets import xlsx

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture(autouse=True)
def import_folder(settings, tmp_path):
    settings.IMPORT_FOLDER = tmp_path / "imports"
    return settings.IMPORT_FOLDER


@pytest.fixture(autouse=True)
def user(client):
    user = makers.make_user(is_superuser=True)
    client.force_login(user)
    return user


@pytest.fixture
def preview(client):
    """250 new rows (2 to 251), one changed, three that are wrong in two ways."""
    makers.make_place(code="cũ", name="Tên cũ", level="commune")
    rows = [[f"x{row}", f"Xã Tân Hòa {row}" if row % 2 else f"Thị trấn {row}", "xã, phường"] for row in range(2, 252)]
    wrong = [["y1", "Hỏng", "sai"], ["y2", "Hỏng", "sai nữa"], ["", "Hỏng", "tỉnh"]]
    return upload(client, xlsx([PLACES, *rows, ["cũ", "Tên mới", "xã, phường"], *wrong]))


def see(client, preview, **wanted):
    return client.get(preview.context["walk_url"], wanted)


def say(client, page, *, ticked=(), **said):
    shown = {"shown": page.context["boxed"], "out": page.context["boxed_out"], "row": ticked}
    return client.post(page.context["walk_url"], shown | said, follow=True)


def told(page):
    return [row.told for row in page.context["page"].rows]


def all_but(page, *numbers):
    return [row.number for row in page.context["page"].rows if row.number not in numbers]


def test_every_row_is_found_by_its_page_by_words_without_marks_and_by_the_kind_of_what_is_wrong(client, preview):
    assert preview.context["page"].name == "refused"
    (kind, count, query, _), (alone, *_) = preview.context["page"].kinds
    assert (count, kind[:15], alone[:20]) == (2, "Cấp: … không có", "Mã địa bàn: Ô trống:")
    assert [line.row for line in client.get(f"{preview.context['walk_url']}?{query}").context["page"].rows] == [
        253,
        254,
    ]
    assert told(see(client, preview, xem="new", trang="3")) == list(range(202, 252))
    assert told(see(client, preview, xem="new", trang="99")) == list(range(202, 252))
    assert told(see(client, preview, xem="new", tim="tan HOA 25")) == [25, 125, 225, 251]
    assert told(see(client, preview, xem="changed", cot="0", tim="ten cu")) == [252]
    assert told(see(client, preview, xem="changed", cot="9", tim="không có")) == []
    changes = see(client, preview, xem="changed").context["page"].rows[0].changes
    assert changes == [("Tên địa bàn", "Tên cũ", "Tên mới")]


def test_what_is_left_out_on_one_page_stays_so_on_all_until_it_is_planned_and_written(client, preview):
    page = see(client, preview, xem="new")
    page = say(client, page, ticked=all_but(page, 7), go="xem=new&trang=2")
    assert page.context["left_out_count"] == 1
    page = say(client, page, ticked=all_but(page, 105), xem="new", tim="thi tran")
    assert page.context["page"].count == 125
    page = say(client, page, ticked=all_but(page), leave_out="xem=new&tim=thi+tran")
    assert page.context["left_out_count"] == 127
    page = see(client, preview, xem="new")
    page = say(client, page, ticked=[*all_but(page, *range(0, 200, 2)), 100], go="xem=new")
    assert page.context["left_out_count"] == 125
    # Whoever confirms sees first what is written without them.
    again = say(
        client, page, ticked=[row.number for row, is_in in page.context["page"].boxed_rows if is_in], confirm="1"
    )
    assert "hãy xem lại rồi ghi" in str(*again.context["messages"])
    assert (again.context["numbers"]["left"], again.context["writes"], Place.objects.count()) == (125, 126, 1)
    say(client, again, confirm="1")
    assert {"x7", "x9", "x100", "x101"} < set(Place.objects.values_list("code", flat=True))
    assert not Place.objects.filter(code__in=["x8", "x105", "x250"]).exists()
    assert SheetImport.objects.get().left == 125


def test_what_names_no_row_is_told_in_words_and_leaves_nothing_out(client, preview):
    for nonsense in ({"row": "9" * 5000}, {"skipped": "abc"}, {"out": "-1"}):
        shown = see(client, preview, xem="new")
        page = say(client, shown, **{"ticked": all_but(shown)} | nonsense)
        assert "không phải số dòng" in str(*page.context["messages"])
        assert page.context["left_out_count"] == 0


def test_that_the_data_changed_is_told_once_and_not_on_every_page(client, preview):
    Place.objects.filter(code="cũ").update(name="Tên khác")
    again = say(client, see(client, preview, xem="new"), ticked=all_but(see(client, preview, xem="new")), confirm="1")
    assert "đã đổi từ lúc xem trước" in str(*again.context["messages"])
    assert list(see(client, again, xem="new").context["messages"]) == []


def test_a_preview_is_walked_only_by_who_was_shown_it_and_as_it_was_kept(client, preview, user, import_folder):
    assert see(client, preview, xem="' OR 1", trang="-1", loai="x", cot="²").status_code == 200
    other = reverse("admin:indicators_unit_walk", args=[preview.context["walk_url"].rstrip("/").rsplit("/", 1)[1]])
    assert client.get(other).status_code == 302
    client.force_login(makers.make_user(is_superuser=True))
    assert see(client, preview).status_code == 302
    client.force_login(user)
    for kept in import_folder.iterdir():
        kept.write_bytes(kept.read_bytes().replace("Thị".encode(), "Thỉ".encode()))
    assert see(client, preview).url == address("import", "indicators_place")


def test_ranges_without_others_are_what_is_in_the_ones_and_not_in_the_others():
    found, taken = joined([(1, 9), (20, 20), (30, 40)]), joined([(0, 1), (4, 5), (9, 20), (33, 33), (40, 99)])
    left = minus(found, taken)
    assert left == ((2, 3), (6, 8), (30, 32), (34, 39))
    assert [spans(left, number) for number in (1, 2, 3, 4, 39, 40)] == [False, True, True, False, True, False]


def test_many_lines_are_folded_as_one_is():
    lines = ["Điện tử – HOÀ  BÌNH", "1.234,5", "", "Quý I/2023 (ước)_x", "Đắk Lắk"]
    assert [" ".join(line.split()) for line in folded_lines("\n".join(lines)).split("\n")] == list(map(fold, lines))
