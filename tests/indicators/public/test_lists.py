"""Lists of figures: what they find, how they sort, what can be taken away."""

import re
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from tests import makers
from tests.indicators.pages import pages, published, read

pytestmark = pytest.mark.django_db

GARBAGE = {
    "xep": ["-khong_co", "--amount", "-", "\x00"],
    "trang": ["999999999999999999999", "-1", "abc", "٣", "1e5", "\x00"],
    "tim": ["\x00", "'\"%_\\;--", "x" * 5000, "<script>alert(1)</script>"],
    "nam": ["99999999999999", "-1", "hai nghìn"],
    "chu_de": ["\x00", "không có"],
    "loai": ["\x00official", "<b>"],
    "dia_ban": ["'"],
    "nguon": ["\x00"],
    "nghi_van": ["có lẽ"],
    "ngay": ["31/02/2020", "\x00", "9" * 400],
    "tai": ["exe", "\x00"],
}


# Lists: filter, search, sort


@pytest.mark.parametrize("query", ["hoa binh", "HOÀ BÌNH", "Hòa Bình", "bình hoà", "dien thuong"])
def test_search_folds_case_accents_and_the_place_of_the_tone(client, query):
    published(indicator=makers.make_indicator(name="Điện thương phẩm Hòa Bình"))
    published(indicator=makers.make_indicator(name="Xuất khẩu"))
    page = read(client, "figure-list", tim=query)
    assert "Điện thương phẩm" in page
    assert "Xuất khẩu" not in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("xuất khẩu năm 2022", {"Kim ngạch xuất khẩu"}),
        ("xuat khau 2022", {"Kim ngạch xuất khẩu"}),
        ("xuất khẩu 2021", set()),
        ("GRDP 2010", {"GRDP theo giá so sánh 2010"}),
        ("có bao nhiêu xuất khẩu", {"Kim ngạch xuất khẩu"}),
        ("năm 2022", {"Kim ngạch xuất khẩu", "GRDP theo giá so sánh 2010"}),
    ],
)
def test_a_search_reads_years_and_leaves_questions_out(client, query, found):
    names = ["Kim ngạch xuất khẩu", "GRDP theo giá so sánh 2010"]
    for name in names:
        published(indicator=makers.make_indicator(name=name), period="2022")
    page = read(client, "figure-list", tim=query)
    assert {name for name in names if name in page} == found


def test_a_search_that_finds_no_figure_leads_to_the_registers(client):
    page = read(client, "figure-list", tim="khuyến công xã tôi")
    assert f'<a href="{reverse("extension")}?tim=khuy%E1%BA%BFn%20c%C3%B4ng%20x%C3%A3%20t%C3%B4i">' in page


def test_a_year_filter_finds_periods_that_touch_the_year(client):
    for name, period in [("Cả năm", "2021"), ("Giai đoạn", "2020-2023"), ("Năm sau", "2022")]:
        published(indicator=makers.make_indicator(name=name), period=period)
    page = read(client, "figure-list", nam="2021")
    assert "Cả năm" in page
    assert "Giai đoạn" in page
    assert "Năm sau" not in page


def test_only_figures_in_doubt_can_be_asked_for(client):
    published(indicator=makers.make_indicator(name="Rõ ràng"))
    published(indicator=makers.make_indicator(name="Vô lý"), in_doubt=True, note="259 tỷ sản phẩm")
    page = read(client, "figure-list", nghi_van="on")
    assert "Vô lý" in page
    assert "Rõ ràng" not in page


def test_the_sorted_heading_says_so(client):
    published(value=1)
    published(value=None)
    published(value=3)
    page = read(client, "figure-list", xep="-amount")
    assert 'aria-sort="descending"' in page
    amounts = re.findall(r'<td data-label="Số liệu" class="[^"]*"><div class="cell">(.*?)</div>', page)
    assert amounts == ["3", "1", "—"]


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in GARBAGE.items() for value in values])
def test_no_address_breaks_a_page(client, name, value):
    for address in pages():
        assert client.get(address, {name: value}).status_code == 200


@pytest.mark.parametrize("name", ["figure-list", "source-list"])
def test_a_page_past_the_last_is_the_last(client, name):
    published(source=makers.make_source(title="Có một nguồn"))
    assert "Có một nguồn" in read(client, name, trang="1000")


# Downloads


def test_a_download_holds_what_the_filter_leaves_in_the_order_asked(client):
    for value in [5, 7, 6]:
        published(value=value, indicator=makers.make_indicator(name=f"Giữ {value}"))
    published(value=9, indicator=makers.make_indicator(name="Bỏ"))
    answer = client.get(reverse("figure-list"), {"tim": "giữ", "xep": "-amount", "tai": "xlsx"})
    sheet = openpyxl.load_workbook(BytesIO(answer.getvalue()))["Số liệu"]
    headings = [cell.value for cell in sheet[3]]
    values = [row[headings.index("Giá trị")] for row in sheet.iter_rows(min_row=4, values_only=True)]
    assert values == [7, 6, 5]
    assert {"Kỳ", "Loại", "Đơn vị", "Nguồn", "Dấu hiệu", "Ghi chú", "In trong nguồn"} <= set(headings)


def test_a_topic_is_taken_away_as_numbers_not_as_words(client):
    figure = published(value=Decimal("1145"), qualifier=">", source=makers.make_source(title="Niên giám 2022"))
    answer = client.get(reverse("topic", args=[figure.indicator.topic.code]), {"tai": "xlsx"})
    sheet = openpyxl.load_workbook(BytesIO(answer.getvalue()))["Số liệu"]
    row = dict(zip([cell.value for cell in sheet[3]], [cell.value for cell in sheet[4]], strict=True))
    assert (row["Dạng giá trị"], row["Giá trị"], row["Nguồn"]) == ("trên", 1145, "Niên giám 2022")
    assert "Số mới nhất" not in row


@pytest.mark.parametrize("kind", ["xlsx", "ods", "csv"])
def test_every_table_of_figures_can_be_taken_away(client, kind):
    for address in pages():
        if address in map(reverse, ["overview", "topic-list", "guide"]):
            continue
        answer = client.get(address, {"tai": kind})
        assert f".{kind}" in answer["Content-Disposition"]


def test_a_source_only_a_draft_quotes_is_listed_nowhere(client):
    published(source=makers.make_source(title="Niên giám đã in"))
    makers.make_figure(state="draft", source=makers.make_source(title="Báo cáo còn kín"))
    other = makers.make_source(title="Báo địa phương")
    published(reported=[{"source": other}])
    for name in ["source-list", "figure-list"]:
        page = client.get(reverse(name)).content.decode()
        assert "Niên giám đã in" in page
        assert "Báo địa phương" in page
        assert "Báo cáo còn kín" not in page
