"""Where a table of figures ends, and what is no table of its own."""

from datetime import date

import pytest

from config.sheets.finding import dataset_from
from config.sheets.reading import SheetError, read_sheets
from indicators.periods import Period
from indicators.resources import FigureResource
from indicators.sheets.laid import laid_out
from indicators.sheets.places import PlaceNames
from tests import makers
from tests.workbooks.making import book, sheets

pytestmark = pytest.mark.django_db

FIRST = [["Chỉ tiêu", "TH 2021", "TH 2022"], ["Xuất khẩu", 1, 2], ["Nhập khẩu", 3, 4]]


def laid(rows, **layout):
    (sheet,) = read_sheets(book(rows, **layout), "biểu.xlsx", [])
    return laid_out(sheet, PlaceNames())


@pytest.mark.parametrize(
    ("rows", "where"),
    [
        ([*FIRST, [], ["Chỉ tiêu", "KH 2022", "KH 2023"], ["Xi măng", 5, 6]], "dòng 5"),
        ([*FIRST, [], ["Chỉ tiêu", 2019, 2020], ["Xi măng", 5, 6]], "dòng 5"),
        ([[*FIRST[0], None, "Chỉ tiêu", "TH 2019"], ["Xuất khẩu", 1, 2, None, "Đá", 7]], "cột E"),
    ],
)
def test_a_second_table_on_a_sheet_is_refused_and_never_read_under_the_heads_of_the_first(rows, where):
    with pytest.raises(SheetError, match=f"hai bảng số liệu, bảng sau ở {where}"):
        laid(rows)


def test_heads_that_are_printed_again_on_a_new_page_are_no_line():
    assert [line.name for line in laid([*FIRST, FIRST[0], ["Xi măng", 5, 6]]).lines] == [
        "Xuất khẩu",
        "Nhập khẩu",
        "Xi măng",
    ]


def test_no_line_of_numbers_is_lost():
    """The first with numbers that cannot be read, one whose name stands a column further, one without a name."""
    rows = [["Chỉ tiêu", None, "TH 2021"], ["Xuất khẩu", None, "(5)"], [None, "Dệt may", 1], [None, None, 2]]
    found = [(line.name, list(line.cells.values())) for line in laid(rows, merged=["A1:B1"]).lines]
    assert found == [("Xuất khẩu", ["(5)"]), ("Dệt may", [1]), ("(không có tên)", [2])]


def test_an_amount_merged_over_several_cells_is_refused_in_each():
    lines = laid([*FIRST[:2], ["Nhập khẩu", 3, None]], merged=["B3:C3"]).lines
    assert [cell.message for cell in lines[1].cells.values()] == [
        "Ô gộp nhiều dòng hay nhiều cột: hãy bỏ gộp và ghi số vào từng ô."
    ] * 2


def test_a_unit_that_a_heading_states_is_that_of_the_lines_under_it():
    """Also where the heading is merged over the whole table, right below the head."""
    rows = [FIRST[0], ["XUẤT NHẬP KHẨU (nghìn USD)"], *FIRST[1:], ["CÔNG NGHIỆP"], ["Xi măng", 5, 6]]
    lines = [line for line in laid(rows, merged=["A2:C2", "A5:C5"]).lines if line.has_values]
    assert [line.unit for line in lines] == ["nghìn USD", "nghìn USD", ""]


def test_months_that_name_a_line_are_no_number_of_it():
    names = ["6 tháng", "9 tháng 2023", "1. Tháng 1", "2 Tháng 2"]
    found = [line.name for line in laid([["Kỳ", "Xuất khẩu"], *([name, 5] for name in names)]).lines]
    assert found == ["6 tháng", "9 tháng 2023", "Tháng 1", "Tháng 2"]


def test_a_head_of_any_period_over_few_bare_numbers_is_not_guessed():
    rows = [["NĂM 2025"], ["Kỳ", "Xuất khẩu"], *([number, 5] for number in range(1, 5))]
    with pytest.raises(SheetError, match=r"cột «Kỳ» \(ô A2\) chỉ ghi 1, 2, 3… nên chưa rõ là tháng hay quý"):
        laid(rows)
    assert [line.name for line in laid([*rows, [5, 6]]).lines] == [f"tháng {number}" for number in range(1, 6)]


@pytest.mark.parametrize(
    ("title", "heads", "told"),
    [
        (
            "NĂM 2025",
            ["TH 2024", "TH 2025"],
            ["Trang tên là «T3» mà đầu cột chỉ ghi năm: số liệu được hiểu là của cả năm"],
        ),
        ("THÁNG 2 NĂM 2025", ["Thực hiện"], ["Trang tên là «T3» mà bảng ghi tháng 2/2025: số liệu được lấy theo bảng"]),
        ("NĂM 2025", ["Thực hiện"], ["Kỳ tháng 3/2025 được lấy theo tên trang «T3»"]),
        ("BÁO CÁO", ["TH tháng 2/2025", "Ước tháng 3/2025"], []),
        ("THÁNG 4 NĂM 2025", ["TH tháng 4", "3 tháng"], []),
    ],
)
def test_a_sheet_named_by_another_time_than_its_table_is_told(title, heads, told):
    makers.make_indicator(code="xk", name="Xuất khẩu")
    content = sheets({"T3": [[title], ["Chỉ tiêu", "ĐVT", *heads], ["Xuất khẩu", "tấn", *[5] * len(heads)]]})
    warnings = dataset_from(content, "biểu.xlsx", FigureResource()).unfolding.warnings
    found = [text for text in warnings if "«T3»" in text]
    assert [text[: len(each)] for text, each in zip(found, told, strict=True)] == told


def test_a_province_that_did_not_stand_at_the_time_is_not_taken_for_the_one_that_did():
    makers.make_place(code="HB", name="tỉnh Hòa Bình", level="province", valid_to=date(2025, 6, 30))
    makers.make_place(code="PT", name="tỉnh Phú Thọ (mới)", level="province", valid_from=date(2025, 7, 1))
    places = PlaceNames()
    for title, year, code in [("TỈNH PHÚ THỌ", 2026, "PT"), ("TỈNH PHÚ THỌ", 2024, ""), ("BÁO CÁO", 2024, "HB")]:
        assert places.of_report([title], "Biểu 1", Period.year(year)) == code


@pytest.mark.parametrize(
    ("title", "sheet", "code"),
    [
        ("CHỈ TIÊU CHỦ YẾU", "H. Kim Bôi", "KB"),
        ("CHỈ TIÊU CHỦ YẾU TP. HÒA BÌNH NĂM 2024", "Sheet1", "TP"),
        ("CHỈ TIÊU CHỦ YẾU KIM BÔI NĂM 2024", "Sheet1", "KB"),
        ("SỞ CÔNG THƯƠNG HÒA BÌNH", "P.QLCN", "HB"),
        ("CHỈ TIÊU CHỦ YẾU CỦA KCN LƯƠNG SƠN", "Sheet1", "KCN"),
        # The province or its city; two places; a district or a commune that the book has not.
        ("CHỈ TIÊU CHỦ YẾU", "Hòa Bình", ""),
        ("HUYỆN KIM BÔI, TỈNH HÒA BÌNH", "Sheet1", ""),
        ("CHỈ TIÊU CHỦ YẾU", "H. Sơn Động", ""),
        ("CHỈ TIÊU CHỦ YẾU", "Xã Kim Bôi", ""),
    ],
)
def test_figures_of_a_part_of_the_province_are_not_taken_for_those_of_the_province(title, sheet, code):
    for each, name, level in [
        ("HB", "tỉnh Hòa Bình (cũ)", "province"),
        ("TP", "thành phố Hòa Bình", "district"),
        ("KB", "huyện Kim Bôi", "district"),
        ("LS", "huyện Lương Sơn", "district"),
        ("KCN", "KCN Lương Sơn", "site"),
    ]:
        makers.make_place(code=each, name=name, level=level)
    assert PlaceNames().of_report([title], sheet, Period.year(2024)) == code


@pytest.mark.parametrize(
    ("file", "title", "period"),
    [
        ("Khuyến công năm 2024.xlsx", "KINH PHÍ KHUYẾN CÔNG", "2024"),
        ("KP_khuyen_cong_nam_2024.xlsx", "KINH PHÍ KHUYẾN CÔNG", "2024"),
        ("Tháng 3-2024.xlsx", "KINH PHÍ KHUYẾN CÔNG", "tháng 3/2024"),
        ("Khuyến công năm 2024.xlsx", "KINH PHÍ KHUYẾN CÔNG NĂM 2023", "2023"),
        ("biểu 2.xlsx", "KINH PHÍ KHUYẾN CÔNG", ""),
    ],
)
def test_the_period_is_that_of_the_files_name_where_the_table_says_none_and_is_told(file, title, period):
    makers.make_place(code="HB", name="tỉnh Hòa Bình", level="province")
    for fund in ("quốc gia", "địa phương"):
        makers.make_indicator(code=f"kc-{fund[0]}", name=f"Kinh phí khuyến công {fund}: hội thảo, tập huấn")
    heads = [["TT", "Chỉ tiêu", "ĐVT", "Năm báo cáo", None], [None, None, None, "KCĐP", "KCQG"]]
    # A line is left empty below the head.
    content = book([[title], *heads, [], [1, "Hội thảo, tập huấn", None, 100, 200]], merged=["D2:E2"])
    unfolding = dataset_from(content, file, FigureResource()).unfolding
    assert unfolding.screen["period"]["value"] == period
    assert any("theo tên tệp" in text for text in unfolding.warnings) == (bool(period) and "2023" not in title)


def test_plans_above_the_head_are_no_years():
    makers.make_place(code="HB", name="tỉnh Hòa Bình", level="province")
    makers.make_indicator(code="xk", name="Kim ngạch xuất khẩu")
    rows = [
        ["XUẤT KHẨU"],
        ["KH", 1900, 2100],
        ["Kỳ", "Xuất khẩu 2023", "Xuất khẩu 2024"],
        ["T1", 100, 110],
        ["T2", 90, 95],
    ]
    unfolding = dataset_from(book(rows), "biểu.xlsx", FigureResource()).unfolding
    assert not [text for text in unfolding.warnings if "1900" in text]
