"""What a sheet prints of its own values against them and the book: told where it is wrong, and only there."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config.sheets.accepting import plan_of_good_rows, problems_of
from config.sheets.choices import Choices
from config.sheets.finding import dataset_from
from config.sheets.plan import Plan
from indicators.resources import FigureResource
from tests import makers
from tests.workbooks.making import book

pytestmark = pytest.mark.django_db

NO_UNIT = "Bảng không ghi đơn vị tính: số được hiểu theo đơn vị của từng chỉ tiêu."
YEARS = ["Chỉ tiêu", "Năm 2021", "Năm 2022", "Năm 2023"]


@pytest.fixture(autouse=True)
def catalogue(db):
    """A whole with two parts, each a flow in tấn, and a stock."""
    ton = makers.make_unit(name="tấn", code="t-an", dimension="mass")
    fields = {"unit": ton, "measure": "flow", "decimals": 1}
    makers.make_place(code="T1", name="tỉnh Một", level="province")
    whole = makers.make_indicator(code="da", name="Đá xây dựng", **fields)
    for code, name in [("da-voi", "Đá vôi"), ("da-khac", "Đá khác")]:
        makers.make_indicator(code=code, name=name, parent=whole, **fields)
    makers.make_indicator(code="ton-kho", name="Tồn kho", **fields | {"measure": "stock"})
    return whole


def warned(*rows):
    choices = Choices.of({"layout": {"layout-seen": "Biểu 1", "layout-place": "T1"}})
    resource = FigureResource()
    plan = Plan(resource, dataset_from(book(rows), "biểu.xlsx", resource, choices=choices), choices=choices)
    assert [str(problem) for problem in plan.problems] == []
    return plan.warnings[1:] if plan.warnings[:1] == [NO_UNIT] else plan.warnings


def figure(code, period, value, kind="official"):
    indicator = makers.indicators.Indicator.objects.get(code=code)
    place = makers.indicators.Place.objects.get(code="T1")
    return makers.make_figure(indicator=indicator, place=place, period=period, kind=kind, value=value)


def test_a_whole_is_held_against_the_sum_of_its_parts_once_these_are_seen_to_be_complete():
    twice_right = [["Đá xây dựng", 100, 110.5, 130], ["a. Đá vôi", 60, 70, 80], ["b. Đá khác", 40, 40.5, 45]]
    told = "Ô D2 («Đá xây dựng», Năm 2023): tệp ghi 130, cộng các phần (D3, D4) được 125."
    assert warned(YEARS, *twice_right) == [told]
    never_right = [["Đá xây dựng", 100, 110.5, 130], ["a. Đá vôi", 50, 60, 70], ["b. Đá khác", 40, 40.5, 45]]
    assert warned(YEARS, *never_right) == []
    larger = [["Đá xây dựng", 100, 110.5, 130], ["a. Đá vôi", 50, 60, 131]]
    assert warned(YEARS, *larger) == ["Ô D2 («Đá xây dựng»): tệp ghi 130, nhỏ hơn phần của nó là 131."]


def test_that_parts_are_complete_is_learnt_from_the_book_too():
    for year in ("2021", "2022"):
        for code, value in [("da", 100), ("da-voi", 60), ("da-khac", 40)]:
            figure(code, year, value)
    down = [["Năm", "Đá xây dựng", "Đá vôi", "Đá khác"], [2023, 120, 70, 45]]
    assert warned(*down) == ["Ô B2 («2023», Đá xây dựng): tệp ghi 120, cộng các phần (C2, D2) được 115."]


def test_months_that_are_not_on_the_sheet_are_taken_from_the_book_and_only_of_what_is_summed():
    for code in ("da", "ton-kho"):
        figure(code, "tháng 1/2026", 50)
    head = ["Chỉ tiêu", "Tháng 2/2026", "Cộng dồn 2 tháng 2026"]
    told = (
        "Ô C2 («Đá xây dựng», Cộng dồn 2 tháng 2026): tệp ghi 120, cộng các tháng (lấy trong sổ: tháng 1/2026) được "
        "110; các tháng trước có thể đã được sửa."
    )
    assert warned(head, ["Đá xây dựng", 60, 120]) == [told]
    assert warned(["Chỉ tiêu", "Cộng dồn 2 tháng 2026"], ["Tồn kho", 40]) == []


def test_a_comparison_takes_the_most_mature_value_of_the_book():
    figure("da", "tháng 1/2026", 90, kind="estimate")
    figure("da", "tháng 1/2026", 100, kind="preliminary")
    head = ["Chỉ tiêu", "Ước tháng 2/2026", "So tháng trước (%)"]
    assert warned(head, ["Đá xây dựng", 120, 120]) == []
    told = (
        "Ô C2 («Đá xây dựng», So tháng trước (%)): tệp ghi 133,3, tính lại từ ô B2 và 100 của tháng 1/2026 (trong sổ, "
        "sơ bộ) được 120,00 %."
    )
    assert warned(head, ["Đá xây dựng", 120, 133.3]) == [told]


def test_what_repeats_last_year_of_the_book_is_told_but_not_of_a_stock():
    for code in ("da", "ton-kho"):
        figure(code, "2022", "123.4")
    figure("ton-kho", "31/12/2022", "123.4")
    rows = [["Chỉ tiêu", "Năm 2023"], ["Đá xây dựng", 123.4], ["Tồn kho", 123.4]]
    told = "Ô B2 («Đá xây dựng», Năm 2023): năm 2023 và cùng kỳ năm trước (trong sổ, chính thức) cùng ghi 123,4."
    assert warned(*rows) == [told]


def test_a_total_of_shares_is_100_and_a_title_names_a_year_of_the_lines():
    head = ["Chỉ tiêu", "Năm 2023", "Cơ cấu (%)"]
    rows = [["Đá vôi", 60, 60], ["Đá khác", 40, 38.5], ["Tổng cộng", 100, 98.5]]
    assert warned(head, *rows) == ["Ô C4 («Tổng cộng», Cơ cấu (%)): tổng ghi 98,5, không phải 100 %."]
    years = [["Năm", "Đá xây dựng"], [2020, 100], [2021, 110]]
    told = "Tiêu đề ghi năm 2024, các dòng ghi từ 2020 đến 2021: số liệu được lấy theo các dòng, hãy kiểm tra."
    assert warned(["SẢN LƯỢNG ĐÁ NĂM 2024"], *years)[0] == told


def test_a_form_of_several_offices_brings_in_the_lines_of_ones_own_and_names_who_brings_the_others(catalogue):
    mine, others = makers.make_office(), makers.make_office(name="Phòng Thương mại")
    clerk = makers.make_user(username="chuyên viên")
    makers.indicators.Posting.set(clerk, mine)
    indicators = makers.indicators.Indicator.objects
    indicators.filter(code="da").update(office=mine)
    indicators.exclude(code="da").update(office=others)
    head = ["Chỉ tiêu", "ĐVT", "Tháng 1/2026", "Tháng 2/2026", "So tháng trước (%)"]
    lines = [["Đá xây dựng", "nghìn tấn", 1.5, 1.8, 120], ["a. Đá vôi", "tấn", 900, 90, 8.123456789]]
    choices = Choices.of({"layout": {"layout-seen": "Biểu 1", "layout-place": "T1"}})

    def plan_of(*rows):
        resource = FigureResource()
        return plan_of_good_rows(
            resource, dataset_from(book(rows), "a.xlsx", resource, choices=choices, user=clerk), clerk, choices=choices
        )

    plan = plan_of(head, *lines)
    assert problems_of(plan) == []
    assert [[plan.shown(row, name) for name in ("indicator", "value", "unit")] for row in plan.rows] == [
        ["da", "1500", "tấn"],
        ["da", "1800", "tấn"],
    ]
    assert plan.notes[-2:] == [
        "Cột E là cột tính: không ghi vào sổ, chỉ để so với số tính lại.",
        "Cột «Giá trị»: số được đổi từ «nghìn tấn» sang «tấn»: ô C2, D2.",
    ]
    assert "Dòng 3 do Phòng Thương mại phụ trách nên không được ghi: đơn vị ấy nhập cùng tệp này." in plan.notes
    # What differs beside a figure that is not written is told, and offered for no note.
    assert "tệp ghi 8,1235, tính lại" in plan.warnings[-1]
    assert plan.screen["notes"] == {}
    (refused, *_) = problems_of(plan_of(head, lines[1]))
    assert "do đơn vị khác phụ trách (Phòng Thương mại)" in refused.message


def test_checking_asks_as_often_of_many_lines_as_of_few(catalogue):
    names = [f"Đá số {'abcdefghijklmnop'[at]}" for at in range(16)]
    for at, name in enumerate(names):
        makers.make_indicator(code=f"d-{at}", name=name, parent=catalogue, unit=catalogue.unit, measure="flow")
    head = ["Chỉ tiêu", "Tháng 2/2026", "So tháng trước (%)", "Cộng dồn 2 tháng 2026", "Cơ cấu (%)"]
    counts = []
    for lines in (2, 16):
        with CaptureQueriesContext(connection) as asked:
            warned(head, *([name, 10, 120, 30, 5] for name in names[:lines]))
        counts.append(len(asked))
    assert counts[0] == counts[1]
