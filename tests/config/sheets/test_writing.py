"""Files written: opened again by other programs' libraries, nothing in them computes, nothing changes."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from odf import opendocument, table, teletype

from config.sheets.reading import FORMULA_OPENINGS, read_sheets
from config.sheets.writing.csv import guarded
from config.sheets.writing.limits import TooLongError
from config.sheets.writing.sheets import sheet_name
from tests.sheets import as_csv, as_xlsx, ods

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
