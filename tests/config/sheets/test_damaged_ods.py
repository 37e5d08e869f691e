"""Files of ods that are damaged or made to harm: refused in words before they take time or memory."""

import io
import zipfile

import pytest

from config.sheets import reading
from config.sheets.marks.found import UnreadableError
from config.sheets.marks.ods import scan
from config.sheets.reading import read_sheets
from config.sheets.sheet import SheetError
from tests.sheets import ods, replaced

LINES = ["Mã đường dây", "Tên đường dây", "Điện áp danh định (kV)", "Chiều dài (km)"]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (b'<table:table-cell table:number-columns-repeated="99999999999" table:formula="of:=1"/>', "ở quá xa"),
        (b'<table:table-cell table:number-rows-spanned="999999" table:number-columns-spanned="999"/>', "ở quá xa"),
        (b'<table:table-cell table:formula="of:=1" table:number-columns-spanned="x"/>', "Tệp bị hỏng"),
        (b'<table:table-cell office:value-type="percentage"/>', "Tệp bị hỏng"),
    ],
)
def test_an_ods_file_that_means_thousands_of_millions_of_cells_or_nothing_at_all_is_refused(said, told):
    content = ods([LINES, ["dz1", "Đường dây", 110, 1]])
    page = zipfile.ZipFile(io.BytesIO(content)).read("content.xml")
    page = page.replace(b"</table:table-row>", said + b"</table:table-row>", 1)
    with pytest.raises(SheetError, match=told):
        read_sheets(replaced(content, "content.xml", page), "a", [])


def test_cells_of_ods_repeated_a_negative_number_of_times_make_no_room_for_more():
    content = ods([LINES, ["dz1", "Đường dây", 110, 1]])
    page = zipfile.ZipFile(io.BytesIO(content)).read("content.xml")
    said = b'<table:table-cell table:formula="of:=1" table:number-columns-repeated="-9"/>'
    damaged = replaced(content, "content.xml", page.replace(b"</table:table-row>", said + b"</table:table-row>", 1))
    with pytest.raises(UnreadableError):
        scan(zipfile.ZipFile(io.BytesIO(damaged)), {"content.xml"}, reading.MAX_CELLS)


def test_rows_of_ods_that_never_end_are_refused():
    """At once: a search that looks for the end of each to the end of the file takes minutes."""
    content = ods([LINES, ["dz1", "Đường dây", 110, 1]])
    head, *_ = zipfile.ZipFile(io.BytesIO(content)).read("content.xml").partition(b"<table:table-row")
    page = head + b'<table:table-row table:number-rows-repeated="1000">' * 10_000
    with pytest.raises(SheetError, match="Tệp bị hỏng"):
        read_sheets(replaced(content, "content.xml", page), "a", [])


def test_an_ods_file_of_more_styles_than_any_program_writes_is_refused_before_they_take_the_memory(monkeypatch):
    content = ods([LINES, ["dz1", "Đường dây", 110, 1]])
    assert len(read_sheets(content, "a", [])) == 1
    monkeypatch.setattr("config.sheets.marks.ods._MOST_ABOVE_SHEETS", 10)
    with pytest.raises(SheetError, match="Tệp bị hỏng"):
        read_sheets(content, "a", [])
