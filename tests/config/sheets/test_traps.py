"""What spreadsheets turn cells into by themselves, and what people write for «as above» and «none»."""

from datetime import date, time, timedelta

import pytest
import tablib

from config.sheets.columns import text_of
from config.sheets.plan import Fate
from indicators.resources import IndustryResource, PlaceResource
from power.resources import LineResource
from tests import makers
from tests.sheets import as_csv, preview, told, xlsx

pytestmark = pytest.mark.django_db

PLACES = ["Mã địa bàn", "Tên địa bàn", "Cấp", "Thuộc", "Hiệu lực từ"]
INDUSTRIES = ["Mã ngành VSIC", "Phiên bản VSIC", "Tên ngành", "Cấp ngành", "Thuộc ngành"]


def place(code="17", parent=None, since=None):
    return [code, "Tỉnh", "tỉnh", parent, since]


@pytest.mark.parametrize("mark", ['"', "”", "〃", "nt", "-nt-", "Như trên"])
def test_a_ditto_mark_with_nothing_above_it_is_no_text_of_its_own(mark):
    (problem,) = told(preview(PlaceResource(), xlsx([PLACES, ["17", mark, "tỉnh", None, None]])))
    assert "dấu lặp lại dòng trên" in problem


@pytest.mark.parametrize("mark", ["-", "–", "…", "...", "x"])
def test_a_mark_of_nothing_is_an_empty_cell_for_days_and_codes_too(mark):
    (row,) = preview(PlaceResource(), xlsx([PLACES, place("17", mark, mark)])).rows
    assert (row.fate, row.values["parent_id"], row.values["valid_from"]) == (Fate.NEW, None, None)


def test_a_mark_of_nothing_in_a_required_column_is_an_empty_cell():
    (problem,) = told(preview(PlaceResource(), xlsx([PLACES, ["17", "Tỉnh", "-", None, None]])))
    assert "cột «Cấp»: Ô trống" in problem


def test_a_year_typed_into_a_cell_of_days_is_refused():
    (problem,) = told(preview(PlaceResource(), xlsx([PLACES, place(since=date(1905, 7, 14))])))
    assert "cột «Hiệu lực từ»: Ô là ngày 14/07/1905, chắc là số 2022" in problem


def test_a_year_with_its_century_lost_is_refused():
    (problem,) = told(preview(PlaceResource(), xlsx([PLACES, place(since="05/03/0026")])))
    assert "gõ đủ bốn chữ số của năm" in problem


def test_a_code_a_spreadsheet_took_for_hours_is_the_code_one_sees():
    assert [text_of(timedelta(hours=2018, minutes=11)), text_of(time(5, 10))] == ["2018:11", "05:10"]


def test_a_day_in_a_column_of_numbers_is_named_as_one_sees_it():
    headings = ["Mã đường dây", "Tên đường dây", "Điện áp danh định (kV)", "Chiều dài (km)"]
    (problem,) = told(preview(LineResource(), xlsx([headings, ["dz", "Đường dây", 110, date(2026, 3, 5)]])))
    assert "Ô là ngày giờ (05/03/2026)" in problem


def test_a_zero_the_spreadsheet_has_dropped_makes_no_second_row():
    makers.make_industry(code="05")
    rows = [INDUSTRIES, [5, "2018", "Khai thác than", 2, None], ["0510", "2018", "Than cứng", 3, "2018:5"]]
    zero, reference = told(preview(IndustryResource(), xlsx(rows)))
    assert "đã có «2018:05»: bảng tính đã bỏ số 0 ở đầu" in zero
    assert "đã có «2018:05»: bảng tính đã bỏ số 0 ở đầu" in reference
    assert (
        told(preview(IndustryResource(), as_csv([INDUSTRIES, ["05", "2018", "Khai thác than", 2, None]]), "a.csv"))
        == []
    )


def test_codes_and_choices_of_before_unicode_that_nobody_made_unicode_are_told_as_such():
    rows = tablib.Dataset(["17", "Tỉnh", "tØnh", "Hßa B×nh", None], headers=PLACES)
    plan = PlaceResource().import_data(rows, dry_run=True).plan
    assert ["TCVN3" in problem for problem in told(plan)] == [True, True]
