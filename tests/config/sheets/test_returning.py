"""The workbook that goes back: the person's own where it is xlsx, else the same cells; of a large one wrong rows."""

import io

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from config.sheets import returning
from config.sheets.accepting import changes_of, plan_of_good_rows
from config.sheets.finding import dataset_from
from config.sheets.returning import Returned, parted, workbook_of
from indicators.resources import PlaceResource
from tests.sheets import as_csv, ods, xlsx

pytestmark = pytest.mark.django_db

HEAD = ["Mã địa bàn", "Tên địa bàn", "Cấp"]
ROWS = [HEAD, ["017", "Tỉnh B", "tỉnh"], ["18", "=1+1", "sai"], ["19", "Xã E", "nt"]]


def back_from(content, filename="tệp.xlsx"):
    """The workbook that goes back for a file of places, and what it says is wrong."""
    resource = PlaceResource()
    plan = plan_of_good_rows(resource, dataset_from(content, filename, resource))
    book = workbook_of(content, filename, HEAD, Returned.load(changes_of(plan).dump()))
    return openpyxl.load_workbook(io.BytesIO(book))


def cells(page):
    return [[cell.value for cell in row] for row in page.iter_rows(max_col=3)]


def marked(page):
    return {cell.coordinate: cell.comment.text for row in page.iter_rows() for cell in row if cell.comment}


@pytest.mark.parametrize(("make", "name"), [(as_csv, "tệp.csv"), (ods, "tệp.ods")])
def test_other_files_come_back_as_xlsx_of_the_same_cells_and_texts_stay_texts(make, name):
    book = back_from(make(ROWS), name)
    page = book.worksheets[0]
    assert [[str(cell) for cell in row] for row in cells(page)] == ROWS
    assert {cell.data_type for row in page.iter_rows(max_col=3) for cell in row} == {"s"}
    assert marked(page).keys() == {"C3", "C4"}
    assert book.sheetnames[-1] == "Lỗi"


def test_a_workbook_keeps_its_looks_its_formulas_and_its_own_comments():
    book = openpyxl.load_workbook(io.BytesIO(xlsx(ROWS)))
    page = book.active
    page["C3"].comment = Comment("hỏi lại chị Lan", "Hoa")
    page["B2"].fill = PatternFill("solid", fgColor="FFFF00")
    page.column_dimensions["B"].width = 44
    other = book.create_sheet("Tính")
    other["A1"] = "=1+1"
    stream = io.BytesIO()
    book.save(stream)
    back = back_from(stream.getvalue())
    page = back["Trang 1"]
    assert (back["Tính"]["A1"].value, page["B2"].fill.fgColor.rgb) == ("=1+1", "00FFFF00")
    assert page.column_dimensions["B"].width == 44
    own, _, ours = marked(page)["C3"].partition("\n")
    assert own == "hỏi lại chị Lan"
    assert ours


def test_what_was_marked_before_is_marked_no_more_and_listed_once():
    first = back_from(xlsx(ROWS))
    first["Trang 1"]["C3"] = "tỉnh"
    first["Trang 1"]["C4"] = "sai nữa"
    stream = io.BytesIO()
    first.save(stream)
    second = back_from(stream.getvalue())
    assert marked(second["Trang 1"]).keys() == {"C4"}
    assert second["Trang 1"]["C3"].fill.fill_type is None
    assert second.sheetnames == ["Trang 1", "Lỗi"]
    assert second["Lỗi"].max_row == 2


def test_a_mark_in_a_merged_cell_is_told_at_its_first():
    book = openpyxl.load_workbook(io.BytesIO(xlsx([HEAD, ["17", "A", "sai"], ["18", "B", ""]])))
    book.active.merge_cells("C2:C3")
    stream = io.BytesIO()
    book.save(stream)
    page = back_from(stream.getvalue())["Trang 1"]
    assert marked(page).keys() == {"C2"}


@pytest.mark.parametrize("make", [xlsx, as_csv], ids=["xlsx", "csv"])
def test_of_a_large_file_the_wrong_rows_come_back_under_its_headings_with_what_they_repeat(make, monkeypatch):
    monkeypatch.setattr(returning, "MOST_WHOLE", 10)
    book = back_from(make(ROWS), "tệp")
    page = book.worksheets[0]
    assert cells(page) == [HEAD, ["18", "=1+1", "sai"], ["19", "Xã E", "sai"]]
    assert marked(page).keys() == {"C2", "C3"}
    assert [(row[1].value, row[2].value) for row in book["Lỗi"].iter_rows(min_row=2)] == [("C2", 2), ("C3", 3)]


def test_a_message_is_what_is_wrong_and_what_to_do():
    assert parted("Trùng với dòng 3 (Mã «a»): hãy xóa một trong hai dòng.") == (
        "Trùng với dòng 3 (Mã «a»).", "Hãy xóa một trong hai dòng.",
    )  # fmt: skip
    assert parted("Kỳ đã khóa. Hãy bỏ dòng này khỏi tệp.") == ("Kỳ đã khóa.", "Hãy bỏ dòng này khỏi tệp.")
    assert parted("Bắt buộc nhập.") == ("Bắt buộc nhập.", "Hãy sửa rồi gửi lại tệp.")
