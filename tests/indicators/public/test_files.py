"""One figure through the page and every file: the number and all that must be said with it stay the same."""

import csv
import io
import json
import zipfile
from datetime import date

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from config.sheets.reading import read_sheets
from tests import makers
from tests.indicators.pages import published, read

pytestmark = pytest.mark.django_db

# As a reader of the file finds it, under the heading of the table of figures.
EXPECTED = {
    "Chỉ tiêu": "Điện thương phẩm",
    "Địa bàn": "tỉnh Hòa Bình (cũ)",
    "Kỳ": "6 tháng đầu năm 2023",
    "Loại": "sơ bộ",
    "Dạng giá trị": "khoảng",
    "Đơn vị": "triệu kWh",
    "Dấu hiệu": "còn nghi vấn; khác khái niệm",
    "Ghi chú": "Cộng không khớp.",
    "Nguồn": "Niên giám «2023»",
    "Vị trí trong nguồn": "Bảng 12; trang 3",
}


@pytest.fixture
def figure():
    return published(
        indicator=makers.make_indicator(
            name="Điện thương phẩm", unit=makers.make_unit(name="triệu kWh"), topic=makers.make_topic(name="Điện")
        ),
        place=makers.make_place(name="tỉnh Hòa Bình (cũ)", code="hb"),
        period="6 tháng đầu năm 2023",
        kind="preliminary",
        value="1234.5",
        qualifier="~",
        in_doubt=True,
        has_other_definition=True,
        note="Cộng không khớp.",
        source=makers.make_source(title="Niên giám «2023»"),
        locator="Bảng 12; trang 3",
    )


def take(client, ending, name="figure-list", *args):
    return client.get(reverse(name, args=args), {"tai": ending}).getvalue()


def of_one_row(headings, row, number):
    told = dict(zip(headings, row, strict=True))
    assert told["Giá trị"] == number
    return {heading: told[heading] for heading in EXPECTED}


def csv_rows(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_a_figure_keeps_its_unit_period_degree_source_flags_and_note_in_every_file(client, figure):
    page = read(client, "figure-list")
    for shown in ["khoảng 1.234,5", *(words for words in EXPECTED.values() if ";" not in words and words != "khoảng")]:
        assert shown in page
    book = openpyxl.load_workbook(io.BytesIO(take(client, "xlsx")))
    _, _, headings, row = ([cell.value for cell in line] for line in book["Số liệu"])
    assert of_one_row(headings, row, 1234.5) == EXPECTED
    assert any("phải ghi nguồn" in line[0].value for line in book["Ghi chú"])
    rows, _ = read_sheets(take(client, "ods"), "a.ods", [])
    assert of_one_row(rows.rows[2], rows.rows[3], 1234.5) == EXPECTED
    assert of_one_row(*csv_rows(take(client, "csv")), "1234,5") == EXPECTED
    told = json.loads(take(client, "json"), parse_float=str)
    labels = [column["label"] for column in told["columns"]]
    assert of_one_row(labels, told["rows"][0].values(), "1234.5") == EXPECTED
    assert told["rows"][0]["period_end"] == "2023-06-30"
    assert [column["name"] for column in told["columns"]] == list(told["rows"][0])
    assert "phải ghi nguồn" in told["licence"]["text"]
    assert told["address"] == "http://testserver/so-lieu/"
    assert told["taken_on"] == timezone.localdate().isoformat()


def test_a_package_holds_the_csv_file_its_description_and_what_a_person_reads_first(client, figure):
    with zipfile.ZipFile(io.BytesIO(take(client, "zip", "indicator", figure.indicator.code))) as package:
        assert package.testzip() is None
        rows = csv_rows(package.read("so-lieu.csv"))
        described = json.loads(package.read("so-lieu.csv-metadata.json"))
        readme = package.read("doc-truoc.txt").decode()
    headings, row = rows
    assert of_one_row(headings, row, "1234,5") == EXPECTED
    columns = described["tableSchema"]["columns"]
    assert [column["titles"] for column in columns] == headings
    assert next(each for each in columns if each["name"] == "period_end")["datatype"]["format"] == "dd/MM/yyyy"
    for said in [
        "Đơn vị tính: triệu kWh.",
        "phải ghi nguồn",
        "Ô trống là không có số liệu",
        "còn nghi vấn",
        "chi-tieu",
    ]:
        assert said in readme


def test_the_file_of_a_topic_says_as_much_of_each_latest_figure(client, figure):
    (row,) = json.loads(take(client, "json", "topic", figure.indicator.topic.code))["rows"]
    assert (row["value"], row["unit"], row["period"]) == (1234.5, "triệu kWh", "6 tháng đầu năm 2023")
    assert (row["kind"], row["qualifier"], row["note"]) == ("sơ bộ", "khoảng", "Cộng không khớp.")
    assert (row["remarks"], row["source"]) == ("còn nghi vấn; khác khái niệm", "Niên giám «2023»")


def test_a_register_is_json_too_with_its_invented_rows_marked(client):
    project = makers.make_investment_project(is_demonstration=True, capital_billion_vnd="12.50")
    makers.make_project_status(project=project, on=date(2020, 1, 1))
    told = json.loads(take(client, "json", "project-list"), parse_float=str)
    (row,) = told["rows"]
    assert (row["capital_billion_vnd"], row["land_ha"]) == ("12.5", None)
    assert row["demonstration"] == "dữ liệu minh họa"
    assert any("không phải số liệu thật" in note for note in told["notes"])
