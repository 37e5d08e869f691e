"""Tables readers build: the address says all, nonsense is answered in words, files hold what the page shows."""

import io
import json
from urllib.parse import urlencode
from xml.etree import ElementTree

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.public.asked_years import AskedYears, YearsError
from tests import makers
from tests.indicators.pages import published

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def build(client, **query):
    answer = client.get(f"{reverse('build-table')}?{urlencode(query, doseq=True)}")
    assert answer.status_code == 200
    return answer


def shown(answer):
    """The table as its page gives it to the template: headings, and each line with what its cells say."""
    crossed = answer.context["crossed"]
    rows = [
        (line.indicator.name, line.kind, [figure and (figure.value, figure.kind) for figure in cells])
        for line, cells in crossed.rows
    ]
    return crossed.periods, rows


@pytest.fixture
def exports():
    """Six years, the last two not official; of one of them a plan too; of one a quarter."""
    indicator, place = makers.make_indicator(name="Kim ngạch xuất khẩu"), makers.make_place(name="tỉnh Hòa Bình (cũ)")
    given = {"indicator": indicator, "place": place}
    for year in range(2018, 2022):
        published(year=year, value=year - 2000, **given)
    published(year=2022, value=22, kind="preliminary", **given)
    published(year=2022, value=20, kind="estimate", **given)
    published(year=2022, value=30, kind="plan", **given)
    published(year=2023, value=None, as_printed="23.1.4", kind="estimate", in_doubt=True, note="in sai", **given)
    published(period="quý I/2022", value=5, **given)
    return indicator


@pytest.mark.every_engine
def test_a_chosen_indicator_without_such_figures_is_told_of(client, exports):
    absent = makers.make_indicator(name="Số hộ dùng điện")
    published(indicator=absent, period="2021-2025", value=99)
    assert "«Số hộ dùng điện» không có số như đã chọn" in build(client, chi_tieu=[exports.code, absent.code]).text
    assert "không có số như đã chọn" not in build(client, chi_tieu=exports.code).text


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("moi-nhat-2", [2020, 2023]),
        ("gan-day-5", [2023]),
        ("2019,2020", [2019, 2020]),
        ("2018-2020", [2019, 2020]),
        (" 2019 , 2023 ", [2019, 2023]),
    ],
)
def test_years_are_fixed_the_newest_or_the_calendars_last(text, years):
    assert AskedYears.parse(text).of([2023, 2019, 2020], this_year=2026) == years


@pytest.mark.parametrize("text", ["moi-nhat-0", "moi-nhat-99", "2020-2019", "1066", "năm nay", "1900-2100", "9" * 999])
def test_years_that_are_none_are_told(text):
    with pytest.raises(YearsError, match="năm"):
        AskedYears.parse(text)


def test_a_table_shows_the_most_mature_figure_of_each_year_and_turns_round(client, exports):
    answer = build(client, chi_tieu=exports.code, nam="moi-nhat-3")
    periods, rows = shown(answer)
    assert periods == ["2021", "2022", "2023"]
    assert rows == [("Kim ngạch xuất khẩu", "", [(21, "official"), (22, "preliminary"), (None, "estimate")])]
    page = " ".join(answer.content.decode().split())
    for said in ["nguồn in «23.1.4»", "sơ bộ", "còn nghi vấn", "Tỉnh Hòa Bình (cũ). «—»"]:
        assert said in page
    turned = build(client, chi_tieu=exports.code, nam="2021,2022", xoay="doc")
    assert [(period, cells[0].value) for period, cells in turned.context["crossed"].turned] == [
        ("2021", 21),
        ("2022", 22),
    ]


@pytest.mark.every_engine
def test_degrees_asked_for_stand_in_lines_of_their_own_and_all_periods_can_be_asked_for(client, exports):
    periods, rows = shown(build(client, chi_tieu=exports.code, nam="2022", loai=["plan", "estimate"]))
    assert (periods, [(kind, cells[0][0]) for _, kind, cells in rows]) == (["2022"], [("plan", 30), ("estimate", 20)])
    periods, _ = shown(build(client, chi_tieu=exports.code, cac_nam="2022", ky="moi-ky"))
    assert periods == ["quý I/2022", "2022"]


def test_a_stock_of_the_last_day_stands_under_its_year_and_two_places_are_two_lines(client):
    workers = makers.make_indicator(name="Lao động", measure="stock")
    for name, value in [("tỉnh cũ", 7), ("tỉnh mới", 9)]:
        published(indicator=workers, place=makers.make_place(name=name), period="31/12/2022", value=value)
    published(indicator=workers, place=makers.make_place(name="xã"), period="30/06/2022", value=1)
    periods, rows = shown(build(client, chi_tieu=workers.code))
    assert (periods, [cells[0][0] for *_, cells in rows]) == (["2022"], [7, 9])


@pytest.mark.every_engine
def test_files_hold_the_table_and_each_figure_of_it(client, exports):
    query = {"chi_tieu": exports.code, "nam": "moi-nhat-3"}
    book = openpyxl.load_workbook(io.BytesIO(build(client, **query, tai="xlsx").getvalue()))
    assert book.sheetnames == ["Bảng", "Số liệu", "Ghi chú"]
    table = [[cell.value for cell in row] for row in book["Bảng"]][2:]
    assert table[0] == ["Chỉ tiêu", "Địa bàn", "Đơn vị", "Loại", "2021", "2022", "2023", "Dấu hiệu của số"]
    assert table[1][4:] == [21, 22, "«23.1.4»", "2022: sơ bộ; 2023: ước tính, còn nghi vấn"]
    told = json.loads(build(client, **query, tai="json").getvalue())
    assert [(row["period"], row["value"], row["kind"]) for row in told["rows"]] == [
        ("2021", 21, "chính thức"), ("2022", 22, "sơ bộ"), ("2023", None, "ước tính"),
    ]  # fmt: skip
    assert told["address"] == f"http://testserver/lap-bang/?{urlencode(query)}"


def test_a_table_is_a_picture_too_that_says_what_each_number_is(client, exports):
    query = {"chi_tieu": exports.code, "nam": "moi-nhat-3"}
    answer = build(client, **query, tai="svg")
    assert answer["Content-Type"].startswith("image/svg+xml")
    words = list(ElementTree.fromstring(answer.content.decode()).itertext())
    assert {"Kim ngạch xuất khẩu", "tỉnh Hòa Bình (cũ)", "2022", "21", "22", "sơ bộ", "«23.1.4»"} <= set(words)
    assert "ước tính, còn nghi vấn" in " ".join(" ".join(words).split())
    turned = build(client, **query, xoay="doc", tai="svg").content.decode()
    assert ElementTree.fromstring(turned).get("width") != ElementTree.fromstring(answer.content.decode()).get("width")
    assert build(client, tai="svg")["Content-Type"].startswith("text/html")


def test_nonsense_is_answered_with_sentences_and_drafts_never_show(client, exports, monkeypatch):
    makers.make_figure(indicator=exports, year=2024, value=99)
    answer = build(
        client,
        chi_tieu=[exports.code, "khong-co", "\x00"],
        dia_ban="\x00",
        nam="khi nào đó",
        loai="đoán",
        xoay="lên",
        ky="?",
    )
    assert len(answer.context["question"].complaints) == 7
    assert shown(answer)[0] == ["2018", "2019", "2020", "2021", "2022", "2023"][1:]
    assert "Không có số công khai nào" in build(client, chi_tieu=exports.code, nam="1999").text
    monkeypatch.setattr("indicators.public.building.MOST_FIGURES", 3)
    too_many = build(client, chi_tieu=exports.code)
    assert "hơn 3 số nên không lập" in too_many.text
    assert shown(too_many) == ([], [])


def test_the_form_finds_indicators_keeps_the_chosen_ones_and_asks_no_more_for_more(client, exports):
    def asked():
        with CaptureQueriesContext(connection) as captured:
            answer = build(client, chi_tieu=[one.code for one in chosen], tim="dien thuong")
        return len(captured), [one.name for _, found, _ in answer.context["question"].topics for one in found]

    chosen = [exports]
    power = published(indicator=makers.make_indicator(name="Điện thương phẩm")).indicator
    published(indicator=makers.make_indicator(name="Xi măng"))
    before, names = asked()
    assert set(names) == {"Kim ngạch xuất khẩu", "Điện thương phẩm"}
    chosen.append(power)
    assert asked()[0] <= before
