"""A form taken out: laid out as it is signed, filled or to be filled, and nothing in it computes."""

from decimal import Decimal

import pytest
from django.urls import reverse
from odf import table

from config.sheets.reading import read_sheets
from indicators.models import FormColumn, Posting, ReportForm
from indicators.sheets.forms.codes import Stamp
from tests import makers
from tests.indicators.sheets.forms.workbooks import YEAR, clerk, ods_tables, opened, page_of, taken_out, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

COLUMNS = [
    {"kind": "plan", "relative": "year"},
    {"content": "shown", "relative": "year_ago"},
    {"kind": "estimate", "is_required": True, "group": "Thực hiện"},
    {"kind": "preliminary", "group": "Thực hiện"},
    {"content": "computed", "formula": "movement", "of_number": 3, "base_number": 2, "heading": "so cùng kỳ"},
]


@pytest.fixture
def user(db):
    return clerk(last_name="Nguyễn Thị", first_name="Lan")


@pytest.fixture
def form(db):
    """Two rows of one unit under a total, one of another unit."""
    unit = makers.make_unit(name="tỷ đồng", dimension="vnd")
    parts = [makers.make_indicator(name=name, unit=unit, decimals=1) for name in ("Trong nước", "Có vốn nước ngoài")]
    cement = makers.make_indicator(name="Xi măng", unit=makers.make_unit(name="nghìn tấn"), decimals=0)
    rows = [
        {"wording": "Tổng số", "is_total": True, "indicator": None},
        *({"indicator": one, "level": 1, "number": "-"} for one in parts),
        {"indicator": cement},
    ]
    return makers.make_report_form(
        *rows, columns=COLUMNS, name="Công nghiệp", office=makers.make_office(name="Phòng A")
    )


def fill(form, row, kind="estimate", year=2022, **given):
    indicator = form.rows.all()[row].indicator
    return makers.make_figure(indicator=indicator, place=form.places.first(), kind=kind, year=year, **given)


def test_a_form_is_laid_out_as_its_office_signs_it(user, form):
    fill(form, 1, value=Decimal("108.5"))
    fill(form, 2, value=Decimal("9.25"), note="số của Cục Thống kê")
    fill(form, 1, year=2021, value=100)
    fill(form, 3, value=5, upper=7, qualifier="range")
    page = page_of(taken_out(form, user))
    lines = [[cell.value for cell in row[1:]] for row in page.iter_rows(min_row=2)]
    place = form.places.first()
    assert lines[0][0] == "SỞ CÔNG THƯƠNG"
    assert [line[0] for line in lines[1:4]] == ["PHÒNG A", "CÔNG NGHIỆP", f"Kỳ báo cáo: năm 2022. Địa bàn: {place}."]
    heads = ["Chỉ tiêu", "Đơn vị tính", "Kế hoạch 2022", "Thực hiện 2021", "Thực hiện", None, "So cùng kỳ (%)"]
    assert lines[5] == heads
    assert lines[6][4:6] == ["Ước tính 2022", "Sơ bộ 2022"]
    assert lines[7] == ["A", "B", "1", "2", "3", "4", "5=(3-2)/2"]
    assert lines[8:12] == [
        ["Tổng số", "tỷ đồng", None, None, 117.75, None, None],
        ["- Trong nước", "tỷ đồng", None, 100, 108.5, None, 8.5],
        ["- Có vốn nước ngoài", "tỷ đồng", None, None, 9.25, None, None],
        ["Xi măng", "nghìn tấn", None, None, "5–7", None, None],
    ]
    notes = [line[0] for line in lines[12:] if line[0]]
    assert notes[:3] == [
        "Ghi chú: (*) Số có ghi chú hay lưu ý: xem trang «Ghi chú».", "Có 4 số chưa được duyệt.", "NGƯỜI LẬP BIỂU",
    ]  # fmt: skip
    assert {str(merged) for merged in page.merged_cells.ranges} >= {"F7:G7", "B7:B8", "H7:H8"}
    assert (page["F11"].number_format, page["F12"].number_format) == ("#,##0.0", '#,##0.00"*"')
    assert page["B11"].alignment.indent == 1
    # The codes are there and not seen; the heads stay in sight and come again on each sheet of paper.
    assert Stamp.read(page["A1"].value) == Stamp(form.code, "2022", place.code, False)
    assert page.column_dimensions["A"].hidden
    assert page.row_dimensions[1].hidden
    assert (page.freeze_panes, page.print_title_rows) == ("D10", "$7:$9")
    setup = page.page_setup
    assert (setup.orientation, setup.paperSize, setup.fitToWidth, setup.fitToHeight) == ("landscape", 9, 1, 0)
    assert page.sheet_properties.pageSetUpPr.fitToPage


@pytest.mark.every_engine
def test_one_unit_for_all_stands_in_the_corner(user, form):
    form.rows.filter(indicator__name="Xi măng").delete()
    page = page_of(taken_out(form, user))
    assert page["B6"].value == "Đơn vị tính: tỷ đồng"
    assert page["C7"].value == "Kế hoạch 2022"


def test_what_is_cumulated_is_divided_by_the_plan_of_the_year_and_the_page_says_so(user):
    """The printed form divides the month (9=4/1)."""
    columns = [
        {"kind": "plan", "relative": "year"},
        {"kind": "estimate"},
        {"kind": "estimate", "relative": "cumulated"},
        {"content": "computed", "formula": "ratio", "of_number": 3, "base_number": 1},
    ]
    indicator = makers.make_indicator(name="Xi măng", decimals=0)
    form = makers.make_report_form(indicator, columns=columns, frequency="month")
    place = form.places.first()
    for period, kind, value in [
        ("2022", "plan", 400),
        ("tháng 4/2022", "estimate", 10),
        ("4 tháng 2022", "estimate", 90),
    ]:
        makers.make_figure(period, indicator=indicator, place=place, kind=kind, value=value)
    page = page_of(taken_out(form, user, period=YEAR.month(2022, 4)))
    cells = [cell.value for row in page.iter_rows() for cell in row]
    assert "4=3/1" in cells
    assert 22.5 in cells
    assert "Ghi chú: Cột 4 lấy số lũy kế (cột 3) chia số cả năm (cột 1), không lấy số của riêng kỳ." in cells


def test_the_page_of_notes_says_what_the_form_has_no_room_for(user, form):
    source = makers.make_source(title="Báo cáo năm 2022")
    told = {"note": "đính chính sau", "in_doubt": True, "source": source, "locator": "trang 3"}
    fill(form, 1, value=3, state="submitted", **told)
    book = opened(taken_out(form, user))
    assert book.sheetnames == ["Biểu", "Ghi chú", "Hướng dẫn"]
    (line,) = [row for row in book["Ghi chú"].iter_rows(values_only=True) if row[0] == "F11"]
    assert line == (
        "F11", "- Trong nước", "3. Ước tính 2022", "2022", "ước tính", "3", "tỷ đồng", "chờ duyệt",
        "Báo cáo năm 2022, trang 3", "còn nghi vấn; đính chính sau",
    )  # fmt: skip


@pytest.mark.every_engine
def test_a_template_is_open_only_where_this_person_types(form):
    mine = makers.make_office(name="Phòng B")
    user = clerk()
    Posting.set(user, mine)
    row = form.rows.all()[1]
    row.indicator.office = mine
    row.indicator.plausible_max = 900
    row.indicator.save()
    fill(form, 1, value=77)
    fill(form, 1, year=2021, value=100)
    fill(form, 2, value=5)
    page = page_of(taken_out(form, user, is_template=True))
    assert page.protection.sheet
    unlocked = {cell.coordinate: cell.value for row in page.iter_rows() for cell in row if not cell.protection.locked}
    assert unlocked == {"D11": None, "F11": None, "G11": None}
    # Last year's and others' stand there in grey; what is computed of empty boxes does not.
    assert [page[cell].value for cell in ("E11", "F12", "H11", "F10")] == [100, 5, None, None]
    (rule,) = page.data_validations.dataValidation
    assert (str(rule.sqref), rule.errorStyle, rule.formula1, rule.formula2) == ("D11 F11 G11", "warning", "0", "900")
    assert "tỷ đồng" in rule.prompt


INJECTED = '=HYPERLINK("https://a.b","x")'


def test_nothing_that_a_person_wrote_computes(user):
    """Titles, heads, rows, notes and units alike."""
    indicator = makers.make_indicator(name="+1+1", unit=makers.make_unit(name="@A1"))
    columns = [{"kind": "estimate", "group": "=1+1", "heading": INJECTED}, {"kind": "plan", "heading": "-1"}]
    rows = [{"wording": "=2+2", "indicator": None}, {"indicator": indicator, "number": "=3"}]
    office = makers.make_office(name="=4+4")
    form = makers.make_report_form(*rows, columns=columns, name=INJECTED, note="=5+5", office=office)
    makers.make_figure(indicator=indicator, place=form.places.first(), kind="estimate", value=5, note="=6+6")
    for is_template in (False, True):
        book = opened(taken_out(form, user, is_template=is_template))
        texts = {cell.value: cell.data_type for page in book for row in page.iter_rows() for cell in row if cell.value}
        assert texts[INJECTED.upper()] == texts[INJECTED[0] + INJECTED[1:]] == texts["=1+1"] == texts["=2+2"] == "s"
        assert "f" not in texts.values()
        cells = [
            cell
            for page in ods_tables(taken_out(form, user, extension="ods"))
            for cell in page.getElementsByType(table.TableCell)
        ]
        assert INJECTED in map(text_of, cells)
        assert {cell.getAttribute("formula") for cell in cells} == {None}


def test_an_ods_file_says_the_same(user, form):
    fill(form, 1, value=Decimal("108.5"), note="sơ bộ")
    sheets = {}
    for extension in ("xlsx", "ods"):
        sheets[extension] = read_sheets(taken_out(form, user, extension=extension), f"a.{extension}", [])
    for one, other in zip(sheets["xlsx"], sheets["ods"], strict=True):
        assert (one.name, *map(tuple, trimmed(one))) == (other.name, *map(tuple, trimmed(other)))
        assert (one.hidden_rows, one.hidden_columns) == (other.hidden_rows, other.hidden_columns)
    (page, *_) = ods_tables(taken_out(form, user, extension="ods", is_template=True))
    spanned = [cell for cell in page.getElementsByType(table.TableCell) if cell.getAttribute("numbercolumnsspanned")]
    assert len(spanned) == len(page_of(taken_out(form, user, is_template=True)).merged_cells.ranges)
    assert page.getAttribute("protected") == "true"
    assert len({cell.getAttribute("contentvalidationname") for cell in page.getElementsByType(table.TableCell)}) == 3


def trimmed(sheet):
    """The rows of a sheet as far as they are filled; the day and hour of the file left out."""
    for row in sheet.rows:
        cells = [str(getattr(cell, "value", cell)) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        yield [cell for cell in cells if not cell.startswith("Xuất từ sổ")]


def test_a_form_is_taken_out_where_it_is_filled_and_where_forms_are_listed(client, user, form):
    client.force_login(user)
    entry = reverse("admin:indicators_reportform_entry", args=[form.code], query={"ky": "2022"})
    page = client.get(entry).content.decode()
    file = reverse("admin:indicators_reportform_file", args=[form.code])
    for query in ("tep=xlsx", "tep=ods", "tep=xlsx&amp;mau=1"):
        assert f"&amp;{query}" in page
    answer = client.get(file, {"ky": "2022", "tep": "ods", "mau": "1"})
    name = f"mau-{form.code}-2022-{form.places.first().code}.ods"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert client.get(file, {"ky": "2022", "tep": "csv"}).status_code == 404
    assert f'href="{file}?tep=xlsx"' in client.get(reverse("admin:indicators_reportform_changelist")).content.decode()
    ReportForm.objects.update(is_in_use=False)
    closed = client.get(entry).content.decode()
    assert "Mẫu trống" not in closed
    assert "Nhập từ tệp" not in closed


@pytest.mark.every_engine
def test_every_formula_of_a_column_has_words(user, form):
    FormColumn.objects.filter(form=form, formula="movement").delete()
    for number, formula in enumerate(FormColumn.Formula.values, start=10):
        base = None if formula in ("share", "terms") else 2
        given = {"content": "computed", "kind": "", "of_number": 3, "base_number": base}
        makers.make_form_column(form=form, number=number, formula=formula, **given)
    page = page_of(taken_out(form, user))
    assert [cell.value for cell in page[9][7:]] == [
        "10=(3-2)/2", "11=3/2", "12=3/3 của dòng trên", "13=tử số/mẫu số của cột 3",
    ]  # fmt: skip
