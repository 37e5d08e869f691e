"""Downloads: typed cells, no formula that runs, marked demonstration rows, and where the rows came from."""

import csv
import io
import json
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from django.utils import timezone
from django_tables2 import Column

from config.pages.downloads import download
from config.pages.tables import BookTable, DayColumn, NumberColumn, YearColumn, configure
from config.sheets.reading import read_sheets
from indicators.models import Source
from tests import makers

ROW = {"name": "Cụm Yên Mông", "area": Decimal("9417.15"), "year": 2022, "day": date(2026, 3, 5), "hidden": 1}


class ClusterTable(BookTable):
    caption = "Cụm"
    name = Column("tên cụm")
    area = NumberColumn("diện tích (ha)")
    year = YearColumn("năm")
    day = DayColumn("ngày")
    hidden = NumberColumn("chỉ khi tải")

    only_in_download = ("hidden",)

    class Meta(BookTable.Meta):
        per_page = 2


def fetch(rf, rows, kind="xlsx", path="/cum/", **query):
    request = rf.get(path, {**query, "tai": kind}, headers={"host": "localhost"})
    table = configure(request, ClusterTable(rows))
    return download(request, table, title="Cụm công nghiệp", notes=["Theo Quyết định 12."])


def workbook(answer):
    return openpyxl.load_workbook(io.BytesIO(answer.getvalue()))


def sheets(answer):
    return read_sheets(answer.getvalue(), "tệp.ods", [])


def lines(answer):
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


@pytest.mark.parametrize("wish", [None, "", "pdf"])
def test_a_page_asked_without_a_known_format_is_no_download(rf, wish):
    assert fetch(rf, [ROW], wish or "") is None


def test_a_workbook_has_a_title_headings_and_typed_cells(rf):
    sheet = workbook(fetch(rf, [ROW]))["Số liệu"]
    assert sheet["A1"].value == "Cụm công nghiệp"
    assert [cell.value for cell in sheet[3]] == ["Tên cụm", "Diện tích (ha)", "Năm", "Ngày", "Chỉ khi tải"]
    assert [cell.value for cell in sheet[4]][:3] == ["Cụm Yên Mông", 9417.15, 2022]
    assert sheet["D4"].value.date() == date(2026, 3, 5)
    assert [cell.number_format for cell in sheet[4]][1:4] == ["#,##0.00", "0", "dd/mm/yyyy"]


def test_an_opendocument_sheet_has_the_same(rf):
    rows, notes = sheets(fetch(rf, [ROW, {**ROW, "is_demonstration": True}], "ods"))
    assert rows.rows[0][0] == "Cụm công nghiệp"
    assert rows.rows[2] == ["Tên cụm", "Diện tích (ha)", "Năm", "Ngày", "Chỉ khi tải", "dữ liệu minh họa"]
    assert rows.rows[3] == ["Cụm Yên Mông", 9417.15, 2022, date(2026, 3, 5), 1, ""]
    assert rows.rows[4][-1] == "dữ liệu minh họa"
    assert ["Theo Quyết định 12."] in notes.rows
    assert "không phải số liệu thật" in notes.rows[-1][0]


def test_the_headings_and_the_first_column_stay_in_sight_and_can_be_filtered(rf):
    sheet = workbook(fetch(rf, [ROW] * 3))["Số liệu"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B4", "A3:E6")


def test_all_pages_of_the_table_come_along(rf):
    assert len(lines(fetch(rf, [ROW] * 5, "csv"))) == 6
    assert workbook(fetch(rf, [ROW] * 5))["Số liệu"].max_row == 8


def test_the_notes_say_when_and_from_which_address(rf):
    notes = [row[0].value for row in workbook(fetch(rf, [ROW], nam="2022"))["Ghi chú"]]
    assert f"Tải ngày {timezone.localdate():%d/%m/%Y} từ http://localhost/cum/?nam=2022" in notes
    assert "Theo Quyết định 12." in notes


def test_the_file_has_a_plain_name(rf):
    name = fetch(rf, [ROW])["Content-Disposition"]
    assert name == f'attachment; filename="cum-cong-nghiep-{timezone.localdate():%Y-%m-%d}.xlsx"'


def test_text_files_open_right_in_a_vietnamese_spreadsheet(rf):
    answer = fetch(rf, [ROW], "csv")
    content = b"".join(answer.streaming_content)
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").splitlines()[1] == "Cụm Yên Mông;9417,15;2022;05/03/2026;1"


def test_missing_is_an_empty_cell_and_zero_a_zero(rf):
    row = {**ROW, "area": None, "hidden": 0, "day": None}
    assert lines(fetch(rf, [row], "csv"))[1] == ["Cụm Yên Mông", "", "2022", "", "0"]
    sheet = workbook(fetch(rf, [row]))["Số liệu"]
    assert [cell.value for cell in sheet[4]] == ["Cụm Yên Mông", None, 2022, None, 0]


def test_moments_are_moments_by_the_clock_here(rf):
    row = {**ROW, "day": datetime(2026, 3, 5, 18, 30, tzinfo=UTC)}
    assert lines(fetch(rf, [row], "csv"))[1][3] == "01:30 06/03/2026"
    cell = workbook(fetch(rf, [row]))["Số liệu"]["D4"]
    assert (f"{cell.value:%H:%M %d/%m/%Y}", cell.number_format) == ("01:30 06/03/2026", "hh:mm dd/mm/yyyy")


@pytest.mark.parametrize("text", ["=1+1", "+84 218", "-1+1", "@SUM(A1)", "\t=1+1", "=cmd|' /C calc'!A0"])
def test_text_never_runs_as_a_formula(rf, text):
    row = {**ROW, "name": text}
    assert lines(fetch(rf, [row], "csv"))[1][0] == f"'{text}"
    cell = workbook(fetch(rf, [row]))["Số liệu"]["A4"]
    assert (cell.value, cell.data_type) == (text, "s")


def test_a_negative_number_stays_a_number(rf):
    row = {**ROW, "area": Decimal("-1.5")}
    assert lines(fetch(rf, [row], "csv"))[1][1] == "-1,5"
    assert workbook(fetch(rf, [row]))["Số liệu"]["B4"].value == -1.5


def test_a_number_too_long_for_a_spreadsheet_is_kept_whole_as_text(rf):
    row = {**ROW, "area": Decimal("1234567890123.4567")}
    assert workbook(fetch(rf, [row]))["Số liệu"]["B4"].value == "1.234.567.890.123,4567"


def test_demonstration_rows_are_marked_in_both_formats(rf):
    rows = [ROW, {**ROW, "is_demonstration": True}]
    assert [line[-1] for line in lines(fetch(rf, rows, "csv"))[1:]] == ["", "dữ liệu minh họa"]
    book = workbook(fetch(rf, rows))
    assert [row[-1].value for row in book["Số liệu"]["A4:F5"]] == [None, "dữ liệu minh họa"]
    assert "không phải số liệu thật" in book["Ghi chú"][book["Ghi chú"].max_row][0].value


def test_without_demonstration_rows_there_is_no_column_for_them(rf):
    assert "dữ liệu minh họa" not in str(lines(fetch(rf, [ROW], "csv")))


def test_a_table_without_rows_still_has_its_headings(rf):
    assert lines(fetch(rf, [], "csv")) == [["Tên cụm", "Diện tích (ha)", "Năm", "Ngày", "Chỉ khi tải"]]
    assert workbook(fetch(rf, []))["Số liệu"]["A3"].value == "Tên cụm"


# Rows of a query


class SourceTable(BookTable):
    title = Column("tên")
    figures = NumberColumn("số")
    note = Column("ghi chú")

    class Meta(BookTable.Meta):
        pass


def take(rf, rows, kind="xlsx"):
    request = rf.get("/nguon/", {"tai": kind}, headers={"host": "localhost"})
    return download(request, SourceTable(rows), title="Nguồn")


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["xlsx", "ods", "csv"])
def test_a_querys_rows_are_read_while_the_file_goes_out_and_never_kept(rf, kind):
    rows = Source.objects.order_by("title")
    answer = take(rf, rows, kind)
    makers.make_source(title="Niên giám đến sau")
    content = answer.getvalue()
    (found, *_) = read_sheets(content, f"a.{kind}", ["Tên"])
    assert found.rows[-1][0] == "Niên giám đến sau"
    assert rows._result_cache is None


@pytest.mark.django_db
def test_files_for_machines_are_made_while_rows_are_read_too(rf):
    rows = Source.objects.order_by("title")
    answers = {kind: take(rf, rows, kind) for kind in ("json", "zip")}
    makers.make_source(title='=1+1 "a" đến sau', note="x;\ny")
    assert json.loads(answers["json"].getvalue())["rows"][-1]["title"] == '=1+1 "a" đến sau'
    with zipfile.ZipFile(io.BytesIO(answers["zip"].getvalue())) as package:
        text = package.read("so-lieu.csv").decode("utf-8-sig")
    # Text that a spreadsheet program would compute keeps its apostrophe, as in the csv file.
    assert list(csv.reader(io.StringIO(text), delimiter=";"))[-1][0].startswith("'=1+1")
    assert rows._result_cache is None


@pytest.mark.django_db
def test_a_text_longer_than_a_cell_is_told_on_a_page_and_comes_whole_in_csv(rf):
    makers.make_source(title="Dài", note="a" * 40_000)
    for kind in ("xlsx", "ods"):
        answer = take(rf, Source.objects.all(), kind)
        assert (answer.status_code, "Content-Disposition" in answer) == (422, False)
        assert "Có ô dài hơn 32767 ký tự" in answer.text
    assert "a" * 40_000 in take(rf, Source.objects.all(), "csv").getvalue().decode()


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_rows_in_memory_that_do_not_fit_are_told_too(rf, kind):
    answer = fetch(rf, [{**ROW, "name": "a" * 40_000}], kind)
    assert answer.status_code == 422
    assert "Hãy lấy tệp csv" in answer.text
