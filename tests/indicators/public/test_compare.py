"""Comparing: what may share an axis does, what may not stands apart, what makes no sense is told."""

import json

import pytest
from django.urls import reverse

from tests import makers
from tests.indicators.pages import published

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def unit():
    return makers.make_unit(name="tỷ đồng")


@pytest.fixture
def place():
    return makers.make_place(name="tỉnh Hòa Bình (cũ)", code="HB")


def series(code, values, *, place, first=2019, period="{}", **fields):
    indicator = makers.make_indicator(code=code, name=f"Chỉ tiêu {code.upper()}", **fields)
    for at, value in enumerate(values):
        if value is not None:
            published(indicator=indicator, place=place, period=period.format(first + at), value=value)
    return indicator


def asked(client, *codes, **query):
    return client.get(reverse("compare"), {"chi_tieu": codes, **query})


def complaints(answer):
    return answer.context["question"].complaints


def test_series_of_one_unit_share_an_axis_each_named_at_its_end(client, unit, place):
    series("a", [10, 20, 30], place=place, unit=unit)
    series("b", [None, 25, 35], place=place, unit=unit)
    answer = asked(client, "a", "b", "")
    (drawing,) = answer.context["drawings"]
    assert [end.words for end in drawing.widest.ends] == ["Chỉ tiêu A", "Chỉ tiêu B"][::-1]
    assert complaints(answer) == []
    assert '<option value="a" selected>' in answer.content.decode()
    picture = asked(client, "a", "b", tai="png", hinh="1")
    assert picture.content.startswith(b"\x89PNG")
    assert picture["Content-Disposition"].endswith('"chi-tieu-a-chi-tieu-b-tinh-hoa-binh-cu.png"')


@pytest.mark.every_engine
def test_what_is_compared_is_a_file_of_its_public_figures(client, unit, place):
    one = series("a", [10, 20], place=place, unit=unit)
    series("b", [15, 25], place=place, unit=unit)
    series("c", [99], place=place, unit=unit)
    makers.make_figure(indicator=one, place=place, year=2021, value=77)
    told = json.loads(asked(client, "a", "b", tai="json").getvalue())
    assert [(row["indicator"], row["period"], row["value"]) for row in told["rows"]] == [
        ("Chỉ tiêu A", "2019", 10), ("Chỉ tiêu A", "2020", 20), ("Chỉ tiêu B", "2019", 15), ("Chỉ tiêu B", "2020", 25),
    ]  # fmt: skip
    assert asked(client, "a", "b", tai="xlsx").getvalue().startswith(b"PK")
    assert "tai=csv" in asked(client, "a", "b").text


def test_series_of_other_units_stand_apart_or_become_an_index_of_their_first_common_period(client, unit, place):
    series("a", [50, 100, 150], place=place, unit=unit)
    series("b", [None, 8, 10], place=place)
    apart = asked(client, "a", "b")
    assert len(apart.context["drawings"]) == 2
    assert "Đơn vị tính khác nhau nên mỗi chuỗi một biểu đồ" in apart.content.decode()
    assert {drawing.widest.frame.first for drawing in apart.context["drawings"]} == {2019}
    index = asked(client, "a", "b", cach="chi-so")
    (drawing,) = index.context["drawings"]
    labels = [[point.label for point in strand.points] for strand in drawing.widest.strands]
    assert labels == [["50,0", "100,0", "150,0"], ["100,0", "125,0"]]
    assert drawing.widest.frame.unit == "2020 = 100"
    assert "kỳ đầu tiên mọi chuỗi đều có số: 2020 = 100" in index.content.decode()


def test_an_index_begins_after_the_last_break_and_is_made_of_exact_amounts_only(client, unit, place):
    broken = series("a", [10, 20], place=place, unit=unit)
    published(indicator=broken, place=place, year=2021, value=40, is_break=True)
    published(indicator=broken, place=place, year=2022, value=50)
    series("b", [5, 6, 8, 10], place=place, unit=unit)
    (drawing,) = asked(client, "a", "b", cach="chi-so").context["drawings"]
    assert drawing.widest.frame.unit == "2021 = 100"
    assert [point.slot for point in drawing.widest.strands[0].points] == [2021, 2022]
    series("ty-le", [5, 6, 8], place=place, measure="share")
    refused = asked(client, "a", "ty-le", cach="chi-so")
    assert any("Không tính được chỉ số" in complaint for complaint in complaints(refused))


def test_places_of_one_indicator_are_lines_of_their_own(client, unit, place):
    indicator = series("a", [10, 20], place=place, unit=unit)
    new = makers.make_place(name="tỉnh Phú Thọ (mới)", code="PT")
    for year in (2020, 2021):
        published(indicator=indicator, place=new, year=year, value=90)
    answer = asked(client, "a")
    (drawing,) = answer.context["drawings"]
    assert len(drawing.widest.lines) == 2
    assert "Chỉ tiêu A: tỉnh " in asked(client, "a", tai="svg").content.decode()
    assert "là một chuỗi riêng: đặt cạnh nhau để xem, không nối với nhau" in answer.content.decode()
    assert len(asked(client, "a", dia_ban="PT").context["question"].named) == 1
    series("b", [10, 20], place=place, unit=unit)
    one_place = asked(client, "a", "b", dia_ban=["HB", "PT"])
    assert complaints(one_place) == ["Nhiều chỉ tiêu thì so sánh ở một địa bàn: dưới đây là tỉnh Hòa Bình (cũ)."]


def test_what_is_in_doubt_is_left_out_and_told(client, unit, place):
    series("a", [10, 20, 30], place=place, unit=unit)
    doubtful = series("b", [1, 2], place=place, unit=unit)
    published(indicator=doubtful, place=place, year=2021, value=9999, in_doubt=True, note="sai đơn vị")
    page = asked(client, "a", "b").content.decode()
    assert "Không vẽ của «Chỉ tiêu B»: năm 2021 (còn nghi vấn)." in page
    assert "9.999" not in page


def test_periods_of_two_kinds_are_a_choice_and_none_in_common_is_told(client, unit, place):
    for code in "ab":
        indicator = series(code, [1, 2, 3], place=place, unit=unit)
        published(indicator=indicator, place=place, period="quý I/2021", value=1)
    assert [axis.slug for axis in asked(client, "a", "b").context["question"].axes] == ["nam", "3-thang-1"]
    assert asked(client, "a", "b", ky="3-thang-1").context["question"].axis.slug == "3-thang-1"
    series("c", [5, 6], place=place, unit=unit, period="31/12/{}")
    (complaint,) = complaints(asked(client, "a", "c"))
    assert "không có kỳ cùng loại" in complaint


def test_nonsense_in_the_address_is_answered_with_a_sentence(client, unit, place):
    series("a", [1, 2], place=place, unit=unit)
    series("b", [3, 4], place=place, unit=unit)
    answer = asked(client, "a", "b", "<script>", dia_ban="x" * 300, ky="'", cach="%00", tai="png", hinh="-1")
    assert answer.status_code == 200
    assert complaints(answer) == [
        "Không có số liệu công khai của chỉ tiêu mang mã «<script>».",
        f"Các chỉ tiêu đã chọn không có số liệu ở địa bàn mang mã «{'x' * 40}».",
        "«'» không phải loại kỳ chung nào.",
        "«%00» không phải cách so sánh nào hợp với các chuỗi này.",
    ]
    assert "<script>»" not in answer.content.decode()
    assert "hãy chọn thêm một chỉ tiêu" in complaints(asked(client, "a"))[0]
    assert client.get(reverse("compare")).status_code == 200
    for code in "cdef":
        series(code, [1], place=place, unit=unit)
    many = asked(client, *"abcdef")
    assert "nhiều nhất 4 chỉ tiêu" in complaints(many)[0]
    assert len(many.context["question"].boxes) == 4


def test_only_what_is_public_can_be_chosen_in_few_queries(client, unit, place, django_assert_max_num_queries):
    series("a", [1, 2, 3], place=place, unit=unit)
    series("b", [3, 4, 5], place=place, unit=unit)
    series("kin", [777], place=place, unit=unit, is_public=False)
    makers.make_figure(indicator=makers.make_indicator(code="nhap"), place=place, state="draft")
    with django_assert_max_num_queries(5):
        answer = asked(client, "a", "b", "kin", "nhap")
    assert [one.code for one in answer.context["question"].choices] == ["a", "b"]
    assert len(complaints(answer)) == 2
    assert "777" not in answer.content.decode()
