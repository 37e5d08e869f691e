"""One figure through every page and file: the number and all that must be said with it stay the same."""

import csv
import io
import json
import re
import zipfile
from datetime import date
from xml.etree import ElementTree

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from config.sheets.reading import read_sheets
from tests import makers
from tests.indicators.pages import PRINTED, TOLD, corrected, published, read

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

# As a reader of the file finds it, under the heading of the table of figures.
EXPECTED = {
    "Chỉ tiêu": "Điện thương phẩm",
    "Địa bàn": "tỉnh Hòa Bình (cũ)",
    "Kỳ": "6 tháng đầu năm 2023",
    "Loại": "sơ bộ",
    "Dạng giá trị": "khoảng",
    "Đơn vị": "triệu kWh",
    "Dấu hiệu": "đứt chuỗi; độ tin cậy thấp",
    "Ghi chú": "Cộng không khớp.",
    "Nguồn": "Niên giám «2023»",
    "Vị trí trong nguồn": "Bảng 12; trang 3",
}


# As it stood before it was corrected.
BEFORE = "khoảng 1.234,5"


@pytest.fixture
def figure():
    return corrected()


def take(client, ending, name="figure-list", *args):
    return client.get(reverse(name, args=args), {"tai": ending}).getvalue()


def of_one_row(headings, rows, number):
    """What the file says of the figure's value, and beside it what must be said with it."""
    (told,) = (row for row in (dict(zip(headings, row, strict=True)) for row in rows) if row["Kỳ"] == EXPECTED["Kỳ"])
    assert told["Giá trị"] == number
    return {heading: told[heading] for heading in EXPECTED}


def csv_rows(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_a_figure_keeps_its_unit_period_degree_source_flags_and_note_in_every_file(client, figure):
    book = openpyxl.load_workbook(io.BytesIO(take(client, "xlsx")))
    _, _, headings, *rows = ([cell.value for cell in line] for line in book["Số liệu"])
    assert of_one_row(headings, rows, 1243.57) == EXPECTED
    assert any("phải ghi nguồn" in line[0].value for line in book["Ghi chú"])
    sheet, _ = read_sheets(take(client, "ods"), "a.ods", [])
    assert of_one_row(sheet.rows[2], sheet.rows[3:], 1243.57) == EXPECTED
    headings, *rows = csv_rows(take(client, "csv"))
    assert of_one_row(headings, rows, "1243,57") == EXPECTED
    told = json.loads(take(client, "json"), parse_float=str)
    labels = [column["label"] for column in told["columns"]]
    assert of_one_row(labels, [row.values() for row in told["rows"]], "1243.57") == EXPECTED
    assert "2023-06-30" in {row["period_end"] for row in told["rows"]}
    assert [column["name"] for column in told["columns"]] == list(told["rows"][0])
    assert "phải ghi nguồn" in told["licence"]["text"]
    assert told["address"] == "http://testserver/so-lieu/"
    assert told["taken_on"] == timezone.localdate().isoformat()


def test_below_zero_stands_one_sign_where_people_read_and_a_hyphen_in_files(client):
    topic, place = makers.make_topic(), makers.make_place(level="province")
    given = {"topic": topic, "measure": "rate", "headline": 1, "may_be_negative": True}
    rates = [makers.make_indicator(name=name, **given) for name in ("IIP", "GRDP")]
    for rate in rates:
        published(indicator=rate, place=place, year=2021, value="-12.5")
        published(indicator=rate, place=place, year=2022, value="-7.25", kind="plan")
        published(indicator=rate, place=place, year=2022, value="-7.25")
    one, other = (rate.code for rate in rates)
    chart = reverse("chart-file", args=[one, place.code, "nam", "svg"])
    pages = [
        *(reverse(name) for name in ("overview", "figure-list", "english")),
        *(reverse(name, args=[topic.code]) for name in ("topic", "english-topic")),
        *(reverse(name, args=[one]) for name in ("indicator", "embed", "english-indicator")),
        *(f"{reverse(name)}?chi_tieu={one}&chi_tieu={other}" for name in ("build-table", "compare")),
        *(f"{reverse('build-table')}?chi_tieu={one}&tai=svg", chart),
    ]
    for address in pages:
        said = client.get(address).getvalue().decode()
        assert re.search("−7[,.]25", said), address
        assert not re.search(r"-(12[,.]5|7[,.]25)|>-[0-9]", said), address
    assert "-7,25" in take(client, "csv").decode()
    assert '"value": -7.25' in take(client, "json").decode()


def test_a_corrected_figure_reads_the_same_on_every_page_that_tells_of_it(client, figure):
    code, topic = figure.indicator.code, figure.indicator.topic.code
    pages = {
        name: read(client, name, *args, **query)
        for name, args, query in [
            ("overview", [], {}),
            ("topic", [topic], {}),
            ("indicator", [code], {}),
            ("figure-list", [], {}),
            ("build-table", [], {"chi_tieu": code, "cac_nam": "2022,2023", "ky": "moi-ky"}),
            ("embed", [code], {}),
            ("release", ["dinh-chinh"], {}),
            ("version", [code, figure.pk, 2], {}),
        ]
    }
    assert {name for name, page in pages.items() if not all(words in page for words in TOLD)} == set()
    assert all(words in pages["figure-list"] for words in [EXPECTED["Ghi chú"], EXPECTED["Nguồn"], EXPECTED["Địa bàn"]])
    # What it was before is told as such, and nowhere else.
    assert {name for name, page in pages.items() if BEFORE in page} == {"indicator", "release"}
    for name, of in [("english-topic", topic), ("english-indicator", code)]:
        assert all(words in read(client, name, of) for words in ["about 1,243.57", "triệu kWh", "preliminary"])


def test_search_feeds_and_the_chart_as_a_picture_lead_to_the_same_figure(client, figure):
    code, topic = figure.indicator.code, figure.indicator.topic.code
    for words in ["dien thuong pham", "cong khong khop"]:
        assert f'href="{reverse("indicator", args=[code])}"' in read(client, "search", q=words)
    for feed in [reverse("release-feed"), reverse("topic-feed", args=[topic])]:
        entry = ElementTree.fromstring(client.get(feed).content).find("{*}entry")
        assert entry.find("{*}title").text == "Đính chính: Đính chính tháng 9"
        assert entry.find("{*}link").get("href").endswith(reverse("release", args=["dinh-chinh"]))
    address = reverse("chart-file", args=[code, "hb", "6-thang-1", "svg"])
    assert address in read(client, "indicator", code)
    drawn = ElementTree.fromstring(client.get(address).content)
    title, description, words = (
        [each.text for each in drawn.findall(f".//{{*}}{kind}")] for kind in ("title", "desc", "text")
    )
    assert f"6 tháng đầu năm 2023, sơ bộ: {PRINTED} triệu kWh (đứt chuỗi, độ tin cậy thấp)" in title
    assert f"đến {PRINTED} (6 tháng đầu năm 2023); đứt chuỗi từ 6 tháng đầu năm 2023" in description[0]
    assert PRINTED in words
    assert client.get(address.replace(".svg", ".png")).content.startswith(b"\x89PNG")


def test_a_package_holds_the_csv_file_its_description_and_what_a_person_reads_first(client, figure):
    with zipfile.ZipFile(io.BytesIO(take(client, "zip", "indicator", figure.indicator.code))) as package:
        assert package.testzip() is None
        rows = csv_rows(package.read("so-lieu.csv"))
        described = json.loads(package.read("so-lieu.csv-metadata.json"))
        readme = package.read("doc-truoc.txt").decode()
    headings, *lines = rows
    assert of_one_row(headings, lines, "1243,57") == EXPECTED
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
    assert (row["value"], row["unit"], row["period"]) == (1243.57, "triệu kWh", "6 tháng đầu năm 2023")
    assert (row["kind"], row["qualifier"], row["note"]) == ("sơ bộ", "khoảng", "Cộng không khớp.")
    assert (row["remarks"], row["source"]) == ("đứt chuỗi; độ tin cậy thấp", "Niên giám «2023»")


def test_a_register_is_json_too_with_its_invented_rows_marked(client):
    project = makers.make_investment_project(is_demonstration=True, capital_billion_vnd="12.50")
    makers.make_project_status(project=project, on=date(2020, 1, 1))
    told = json.loads(take(client, "json", "project-list"), parse_float=str)
    (row,) = told["rows"]
    assert (row["capital_billion_vnd"], row["land_ha"]) == ("12.5", None)
    assert row["demonstration"] == "dữ liệu minh họa"
    assert any("không phải số liệu thật" in note for note in told["notes"])
