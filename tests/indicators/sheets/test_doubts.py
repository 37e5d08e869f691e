"""What the preview of figures asks to look at twice: leaps, thousandfold ones first, and what is beyond plausible."""

import pytest

from indicators.resources import FigureResource
from tests import makers
from tests.sheets import preview, xlsx

pytestmark = pytest.mark.django_db

HEAD = ["Chỉ tiêu", "Địa bàn", "Kỳ", "Loại số liệu", "Giá trị"]


@pytest.fixture
def cement():
    makers.make_place(code="T1", name="Tỉnh Một")
    return makers.make_indicator(code="xm", name="Xi măng", measure="flow", plausible_min=0, plausible_max=5000)


def warned(*rows):
    plan = preview(FigureResource(), xlsx([HEAD, *(["xm", "T1", *row] for row in rows)]))
    assert [str(problem) for problem in plan.problems] == []
    return plan.warnings


def stored(cement, value, year=2021, kind="official"):
    return makers.make_figure(indicator=cement, place=cement_place(), year=year, kind=kind, value=value)


def cement_place():
    return makers.indicators.Place.objects.get(code="T1")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (1200, "gấp khoảng 1.000 lần cùng kỳ năm trước (1,2)"),
        (7, "gấp hơn 5 lần cùng kỳ năm trước (1,2)"),
        (0.2, "chưa bằng 1/5 cùng kỳ năm trước (1,2)"),
        (0.0012, "chỉ bằng khoảng 1/1.000 cùng kỳ năm trước (1,2)"),
    ],
)
def test_a_leap_from_the_year_before_is_told_with_both_values(cement, value, words):
    stored(cement, "1.2")
    (told,) = warned(["2022", "chính thức", value])
    assert told.startswith("Ô E2: «Xi măng» 2022 ghi ")
    assert words in told


def test_the_year_before_may_stand_in_the_same_file(cement):
    (told,) = warned(["2021", "chính thức", 100], ["2022", "ước tính", 900])
    assert "Ô E3" in told
    assert "gấp hơn 5 lần cùng kỳ năm trước (100)" in told


def test_a_thousandfold_leap_from_the_period_just_before_is_told_and_no_lesser_one(cement):
    makers.make_figure(indicator=cement, place=cement_place(), period="tháng 9/2022", kind="preliminary", value=2)
    (told,) = warned(["tháng 10/2022", "ước tính", 2000])
    assert "tháng 10/2022 ghi 2.000, gấp khoảng 1.000 lần kỳ liền trước (2)" in told
    assert warned(["tháng 10/2022", "ước tính", 80]) == []
    assert (
        "gấp khoảng 1.000 lần kỳ liền trước (4)"
        in warned(["tháng 11/2022", "sơ bộ", 4], ["tháng 12/2022", "ước tính", 4000])[0]
    )


def test_a_leap_from_what_the_figure_was_is_told(cement):
    stored(cement, 100, year=2022)
    (told,) = warned(["2022", "chính thức", 600])
    assert "gấp hơn 5 lần số đang có (100)" in told


def test_what_lies_beyond_the_plausible_range_is_told(cement):
    assert "nằm ngoài khoảng hợp lý" in warned(["2022", "chính thức", 5001])[0]


def test_what_is_usual_is_not_told(cement):
    stored(cement, 100)
    assert warned(["2022", "chính thức", 108], ["2022", "kế hoạch", 4000], ["1900", "chính thức", 1]) == []


def test_a_thousandfold_leap_is_told_before_others_and_many_are_counted(cement):
    rows = [[f"tháng {month}/2021", "chính thức", 1] for month in range(1, 13)]
    rows += [[f"tháng {month}/2022", "chính thức", 1000 if month == 12 else 9] for month in range(1, 13)]
    told = warned(*rows)
    assert "gấp khoảng 1.000 lần" in told[0]
    assert told[10:] == ["Còn 2 số khác nên xem lại như vậy."]
