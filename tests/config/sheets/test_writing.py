"""Files written: opened again by other programs' libraries, nothing in them computes, nothing changes."""

import io
import tracemalloc
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from odf import opendocument, table, teletype

from config.sheets.csv_files import FORMULA_OPENINGS
from config.sheets.formats import FORMATS
from config.sheets.reading import read_sheets
from config.sheets.writing.csv import guarded, write_csv
from config.sheets.writing.limits import TooLongError, TooManyRowsError
from config.sheets.writing.ods import write_ods
from config.sheets.writing.sheets import ColumnOut, Numbers, SheetOut, pages_of, sheet_name
from config.sheets.writing.xlsx import letters, write_xlsx
from config.values.dates import date_from_cell
from config.values.numbers import number_from_cell
from tests.sheets import as_csv, as_xlsx, ods, sheet_of

FORMULAS = [f"{opening}1+1" for opening in FORMULA_OPENINGS if opening.isprintable()] + ['=cmd|"/c calc"!A0']
ROWS = [["Mã", "Số", "Ngày"], *([text, Decimal("1234.5"), date(2026, 3, 5)] for text in FORMULAS)]


def test_xlsx_keeps_formulas_as_text_numbers_as_numbers_and_days_as_days():
    page = openpyxl.load_workbook(io.BytesIO(as_xlsx(ROWS))).active
    for row, text in zip(page.iter_rows(min_row=2), FORMULAS, strict=True):
        assert [cell.data_type for cell in row] == ["s", "n", "d"]
        assert (row[0].value, row[1].value, row[2].value.date()) == (text, 1234.5, date(2026, 3, 5))
        assert row[2].number_format == "dd/mm/yyyy"
    assert page["A1"].font.b
    assert page.freeze_panes == "A2"


def test_ods_keeps_formulas_as_text_numbers_as_numbers_and_days_as_days():
    sheet = opendocument.load(io.BytesIO(ods(ROWS))).spreadsheet.getElementsByType(table.Table)[0]
    rows = sheet.getElementsByType(table.TableRow)[1:]
    for row, text in zip(rows, FORMULAS, strict=True):
        cells = row.getElementsByType(table.TableCell)
        assert [cell.getAttribute("valuetype") for cell in cells] == ["string", "float", "date"]
        assert [cell.getAttribute("formula") for cell in cells] == [None, None, None]
        assert teletype.extractText(cells[0]) == text
        assert (cells[1].getAttribute("value"), cells[2].getAttribute("datevalue")) == ("1234.5", "2026-03-05")


def test_csv_puts_an_apostrophe_before_what_would_compute_and_opens_in_a_vietnamese_excel():
    content = as_csv(ROWS)
    assert content.startswith(b"\xef\xbb\xbf")
    lines = content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Mã;Số;Ngày"
    assert all(line.lstrip('"').startswith("'") and line.endswith(";1234,5;05/03/2026") for line in lines[1:])


def test_csv_leaves_negative_numbers_alone():
    assert as_csv([["Số"], [Decimal("-5.2")]]).decode("utf-8-sig").split() == ["Số", "-5,2"]


@pytest.mark.parametrize("text", [*FORMULAS, "\t=1", "'", "''=1", "'a", "a'=1", "O'Brien", "-", "'-5"])
def test_the_apostrophe_comes_off_again(text):
    (sheet,) = read_sheets(as_csv([["Mã"], [text]]), "a.csv", ["Mã"])
    assert sheet.rows[1] == [text]
    assert guarded(text).startswith("'") or text[:1] not in FORMULA_OPENINGS


@pytest.mark.parametrize("make", [as_xlsx, ods])
def test_text_comes_back_letter_for_letter(make):
    texts = ["  hai  dấu cách  ", "dòng một\ndòng hai", "<b>&amp;</b>", "Hòa Bình", "007", "TRUE", "1.234", "_x0041_"]
    (sheet,) = read_sheets(make([["Mã"], *([text] for text in texts)]), "a", [])
    assert [row[0] for row in sheet.rows[1:]] == texts


def test_a_number_longer_than_a_spreadsheet_keeps_goes_out_as_text():
    long = Decimal("1234567890123456.7891")
    for make in (as_xlsx, ods, as_csv):
        (sheet,) = read_sheets(make([["Số"], [long]]), "a", ["Số"])
        assert sheet.rows[1] == ["1234567890123456,7891"]


def test_days_before_excel_begins_go_out_as_text():
    (sheet,) = read_sheets(as_xlsx([["Ngày"], [date(1899, 12, 31)], [date(1900, 3, 1)]]), "a", [])
    assert [row[0] for row in sheet.rows[1:]] == ["31/12/1899", date(1900, 3, 1)]


def test_a_text_longer_than_a_cell_is_refused_not_cut():
    with pytest.raises(TooLongError, match="dài hơn 32767 ký tự"):
        as_xlsx([["Mã"], ["x" * 40_000]])


def test_a_sheet_name_spreadsheet_programs_allow():
    assert sheet_name("Khu/cụm: 2020*") == "Khu cụm  2020"
    assert len(sheet_name("x" * 50)) == 31
    assert sheet_name("???") == "Trang 1"
    assert sheet_name("a\tb\x00") == "a b"


def test_two_sheets_of_one_name_get_two():
    long = "x" * 40
    names = [page.name for page in pages_of([SheetOut(name, []) for name in ["Số", "SỐ", "số", long, long]])]
    assert names == ["Số", "SỐ (2)", "số (3)", "x" * 31, "x" * 27 + " (2)"]
    book = openpyxl.load_workbook(io.BytesIO(b"".join(write_xlsx([sheet_of([["a"]], "Số"), sheet_of([["b"]], "Số")]))))
    assert [page["A1"].value for page in book] == ["a", "b"]


# Every kind of value, as other programs' libraries see it

COLUMNS = [
    ColumnOut("Tên", 30),
    ColumnOut("Vốn", numbers=Numbers.GROUPED),
    ColumnOut("Năm", numbers=Numbers.UNGROUPED),
    ColumnOut("Ngày"),
    ColumnOut("Lúc"),
    ColumnOut("Đủ"),
    ColumnOut("Số"),
]
VALUES = [
    "Cụm Yên Mông",
    Decimal("9417.15"),
    2022,
    date(2026, 3, 5),
    datetime(2026, 3, 5, 18, 30, tzinfo=UTC),
    True,
    Decimal("1E+3"),
]


def a_file(write):
    rows = SheetOut("Số liệu", COLUMNS, [VALUES], title="Cụm & khu", frozen_columns=1, has_filter=True)
    return b"".join(write([rows, SheetOut("Ghi chú", [ColumnOut(width=100, wraps=True)], [["một"], ["hai"]])]))


def test_excel_sees_a_title_headings_typed_cells_a_filter_and_what_stays_in_sight():
    book = openpyxl.load_workbook(io.BytesIO(a_file(write_xlsx)))
    page, notes = book.worksheets
    assert (page["A1"].value, [cell.value for cell in page[3]]) == ("Cụm & khu", [each.heading for each in COLUMNS])
    row = [cell.value for cell in page[4]]
    assert row == ["Cụm Yên Mông", 9417.15, 2022, datetime(2026, 3, 5), datetime(2026, 3, 6, 1, 30), "có", 1000]  # noqa: DTZ001
    formats = [cell.number_format for cell in page[4]][1:5]
    assert formats == ["#,##0.00", "0", "dd/mm/yyyy", "hh:mm dd/mm/yyyy"]
    assert (page.freeze_panes, page.auto_filter.ref, page.column_dimensions["A"].width) == ("B4", "A3:G4", 30)
    assert [row[0].value for row in notes] == ["một", "hai"]
    assert (notes["A1"].alignment.wrap_text, notes.freeze_panes) == (True, None)


def test_libreoffice_sees_the_same():
    content = a_file(write_ods)
    document = opendocument.load(io.BytesIO(content))
    page, notes = document.spreadsheet.getElementsByType(table.Table)
    texts = [
        [teletype.extractText(cell) for cell in row.getElementsByType(table.TableCell)]
        for row in page.getElementsByType(table.TableRow)
    ]
    assert texts[0] == ["Cụm & khu"]
    assert texts[2] == [each.heading for each in COLUMNS]
    assert texts[3] == ["Cụm Yên Mông", "9417,15", "2022", "05/03/2026", "01:30 06/03/2026", "có", "1000"]
    (database,) = document.spreadsheet.getElementsByType(table.DatabaseRange)
    assert database.getAttribute("targetrangeaddress") == "'Số liệu'.A3:'Số liệu'.G4"
    settings = zipfile.ZipFile(io.BytesIO(content)).read("settings.xml").decode()
    assert '<config:config-item config:name="VerticalSplitPosition" config:type="int">3<' in settings
    assert notes.getAttribute("name") not in settings


def test_calamine_sees_the_same_in_both():
    for write in (write_xlsx, write_ods):
        page, notes = read_sheets(a_file(write), "a", [])
        moment = datetime(2026, 3, 6, 1, 30)  # noqa: DTZ001 - a cell knows no time zone
        assert page.rows[3] == ["Cụm Yên Mông", 9417.15, 2022, date(2026, 3, 5), moment, "có", 1000]
        assert (page.name, notes.rows) == ("Số liệu", [["một"], ["hai"]])


def test_csv_has_the_headings_and_the_rows_alone():
    content = b"".join(write_csv(SheetOut("Số liệu", COLUMNS, [VALUES], title="Cụm & khu")))
    assert content.decode("utf-8-sig").splitlines() == [
        "Tên;Vốn;Năm;Ngày;Lúc;Đủ;Số",
        "Cụm Yên Mông;9417,15;2022;05/03/2026;01:30 06/03/2026;có;1000",
    ]


def test_csv_guards_its_headings_too():
    assert as_csv([["=1+1"], ["a"]]).decode("utf-8-sig").splitlines()[0] == "'=1+1"


def test_columns_go_on_after_z():
    assert [letters(place) for place in (0, 25, 26, 51, 52, 701, 702, 16_383)] == [
        "A", "Z", "AA", "AZ", "BA", "ZZ", "AAA", "XFD",
    ]  # fmt: skip
    page = openpyxl.load_workbook(io.BytesIO(as_xlsx([[f"c{n}" for n in range(60)], list(range(60))]))).active
    assert (page["BH1"].value, page["BH2"].value) == ("c59", 59)


# What is written is what is read

LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\x00\ufffe\uffff")
# Of control characters ods has words for the line break and the tab, and our reader for the line break alone.
ODS_LETTERS = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff") | st.just("\n")
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**16), max_value=10**16)


@pytest.mark.parametrize(("make", "letters"), [(as_xlsx, LETTERS), (ods, ODS_LETTERS), (as_csv, LETTERS)])
def test_whatever_is_written_is_read_again_the_same(make, letters):
    @settings(max_examples=100)
    @given(st.lists(st.tuples(st.text(letters, max_size=20), NUMBERS | st.integers(), st.dates()), min_size=1))
    @example([(" _x0041_ ]]> ''=1 \n ", Decimal("-0.0000"), date(1900, 2, 28))])
    def holds(rows):
        content = make([["Chữ", "Số", "Ngày"], *map(list, rows)])
        (sheet,) = read_sheets(content, "a.csv", ["Chữ", "Số", "Ngày"])
        again = [(text, number_from_cell(number), date_from_cell(day)) for text, number, day in sheet.rows[1:]]
        assert again == rows

    holds()


@pytest.mark.parametrize("make", [as_xlsx, ods, as_csv])
def test_what_is_no_letter_breaks_no_file(make):
    (sheet,) = read_sheets(make([["Mã"], ["a\ud800\uffff\x00b"]]), "a", ["Mã"])
    assert sheet.rows[1] == ["a\ufffd\ufffd\ufffdb"]


def test_control_characters_are_kept_where_the_format_can_and_break_no_file_where_it_cannot():
    text = "a\x01\x1f\rb"
    for make, read in [(as_xlsx, text), (as_csv, text), (ods, "a\ufffd\ufffd\nb")]:
        (sheet,) = read_sheets(make([["Mã"], [text]]), "a", ["Mã"])
        assert sheet.rows[1] == [read]


def test_a_sheet_of_nothing_is_still_a_file():
    for make in (as_xlsx, ods):
        assert read_sheets(make([["Mã"]]), "a", ["Mã"])[0].rows == [["Mã"]]


# While it is written


def endless(taken):
    for number in range(10**9):
        taken.append(number)
        yield [f"dòng {number}", number]


@pytest.mark.parametrize("file_format", FORMATS)
def test_the_first_piece_comes_before_the_rows_are_read(file_format):
    taken = []
    pieces = file_format().write([SheetOut("Số", [ColumnOut("a"), ColumnOut("b")], endless(taken))])
    assert next(pieces)
    assert taken == []
    for _ in range(6):
        next(pieces)
    assert 0 < len(taken) < 100_000


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize(("long", "few", "many"), [(10, 2_000, 20_000), (20_000, 600, 1_200)])
def test_memory_does_not_grow_with_the_rows(file_format, long, few, many):
    def peak(count):
        rows = ([f"dòng {number}".ljust(long, "g"), number, date(2026, 3, 5)] for number in range(count))
        columns = [ColumnOut("a"), ColumnOut("b"), ColumnOut("c")]
        tracemalloc.start()
        size = sum(map(len, file_format().write([SheetOut("Số", columns, rows)])))
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert size > count
        return most

    peak(200)
    assert peak(many) < 1.2 * peak(few)


def failing():
    yield ["a"]
    raise OSError("the database went away")


def until_it_fails(pieces):
    """What came before the error."""
    taken = []
    with pytest.raises(OSError, match="went away"):
        taken.extend(pieces)
    return b"".join(taken)


def test_half_a_csv_file_says_that_it_is_half():
    half = until_it_fails(write_csv(SheetOut("Số", [ColumnOut("Mã")], failing())))
    assert half.decode("utf-8-sig").splitlines()[-1].startswith("TỆP THIẾU DÒNG")


@pytest.mark.parametrize("write", [write_xlsx, write_ods])
def test_half_a_workbook_does_not_open(write):
    half = until_it_fails(write([SheetOut("Số", [ColumnOut("Mã")], failing())]))
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(io.BytesIO(half))


@pytest.mark.parametrize("write", [write_xlsx, write_ods])
def test_more_rows_than_a_sheet_has_are_refused_by_the_sheet_and_not_by_csv(write, monkeypatch):
    monkeypatch.setattr("config.sheets.writing.sheets.MOST_ROWS", 3)
    assert b"".join(write([sheet_of([["Mã"], ["a"], ["b"]])]))
    with pytest.raises(TooManyRowsError, match="hãy lọc bớt dòng hoặc lấy tệp csv"):
        b"".join(write([sheet_of([["Mã"], ["a"], ["b"], ["c"]])]))
    assert len(as_csv([["Mã"], ["a"], ["b"], ["c"]]).splitlines()) == 4


def test_a_row_of_another_length_than_the_headings_is_a_mistake_not_a_shifted_column():
    with pytest.raises(ValueError, match="shorter"):
        b"".join(write_xlsx([SheetOut("Số", [ColumnOut("a"), ColumnOut("b")], [["một"]])]))


def test_a_package_is_sound_and_names_its_kind_first_and_unpacked():
    for content in (a_file(write_xlsx), a_file(write_ods)):
        assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    first = zipfile.ZipFile(io.BytesIO(a_file(write_ods))).infolist()[0]
    assert (first.filename, first.compress_type, first.flag_bits, first.extra) == (
        "mimetype",
        zipfile.ZIP_STORED,
        0,
        b"",
    )
    assert a_file(write_ods)[30:].startswith(b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet")
