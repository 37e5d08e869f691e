"""Workbooks of registers to fill in elsewhere: what a program checks in them, and what they say when they come back."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.contrib import admin
from django.urls import reverse
from odf import opendocument, table

from config.sheets.admin import SheetsAdmin
from config.sheets.batches import survey
from config.sheets.choices import Choices
from config.sheets.finding import dataset_from
from config.sheets.formats import FORMAT_BY_EXTENSION
from config.sheets.importing import look
from config.sheets.moulds.blank import blank_sheets
from config.sheets.moulds.filled import carried_sheets, standing_sheets
from config.sheets.sheet import SheetError
from indicators.models import Figure, Place
from indicators.periods import Period
from indicators.resources import FigureResource, PlaceResource
from projects.models import ExtensionBudget
from projects.resources import EstateAreaResource, EstateResource, ExtensionBudgetResource, ProjectStatusResource
from tests import makers
from tests.sheets import preview, told

pytestmark = pytest.mark.django_db

FIRST = 4


def file_of(sheets, extension="xlsx"):
    return b"".join(FORMAT_BY_EXTENSION[extension]().write(sheets))


def opened(sheets):
    return openpyxl.load_workbook(io.BytesIO(file_of(sheets)))


def saved(book):
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def columns_of(page):
    return {cell.value: cell.column_letter for cell in page[3]}


def fill(page, row, **cells):
    letters = columns_of(page)
    for heading, value in cells.items():
        page[f"{letters[heading.replace('_', ' ')]}{row}"] = value


def test_two_workbooks_of_a_register_in_one_file_are_two_parts_and_a_hidden_copy_is_none():
    book = opened(blank_sheets(PlaceResource(), is_bare=False))
    fill(book.worksheets[0], FIRST, Mã_địa_bàn="01", Tên_địa_bàn="Tỉnh Một", Cấp="tỉnh")
    copy = book.copy_worksheet(book.worksheets[0])
    copy.title = "Bổ sung"
    fill(copy, FIRST, Mã_địa_bàn="02")
    _, parts = survey(saved(book), "mẫu.xlsx", PlaceResource())
    assert [(part.sheet, part.has_table) for part in parts] == [
        ("Địa bàn", True), ("Hướng dẫn", False), ("Danh mục", False), ("Bổ sung", True),
    ]  # fmt: skip
    table = dataset_from(saved(book), "mẫu.xlsx", PlaceResource(), choices=Choices(sheet="Bổ sung"))
    assert table.title == "Bổ sung"
    copy.sheet_state = "hidden"
    _, (part,) = survey(saved(book), "mẫu.xlsx", PlaceResource())
    assert part.sheet == ""
    assert dataset_from(saved(book), "mẫu.xlsx", PlaceResource()).title == "Địa bàn"


def test_an_empty_workbook_offers_lists_checks_numbers_days_and_lengths_and_hides_its_codes():
    makers.make_estate(code="=1+1", name="Cụm «A», B")
    book = opened(blank_sheets(EstateAreaResource(), is_bare=False))
    assert book.sheetnames == ["Diện tích khu, cụm", "Hướng dẫn", "Danh mục"]
    page, guide, listed = book
    assert page.row_dimensions[1].hidden
    assert page.column_dimensions["A"].hidden
    assert page.freeze_panes == "A4"
    at = columns_of(page)
    rules = {str(rule.sqref).partition(":")[0].rstrip("4"): rule for rule in page.data_validations.dataValidation}
    estate, kind = rules[at["Khu, cụm"]], rules[at["Loại diện tích"]]
    assert (estate.type, estate.errorStyle, kind.type, kind.errorStyle) == ("list", "warning", "list", None)
    (values,) = listed[estate.formula1.rpartition("!")[2].replace("$", "")]
    assert (values[0].value, values[0].data_type) == ("=1+1 – Cụm «A», B", "s")
    hectares, on = rules[at["Diện tích (ha)"]], rules[at["Từ ngày"]]
    assert (hectares.type, hectares.formula1, on.type) == ("decimal", "0", "date")
    assert "Bắt buộc" in page[f"{at['Từ ngày']}2"].value
    assert {rule.type for rule in rules.values()} == {"list", "decimal", "date", "textLength"}
    assert all(rule.promptTitle and rule.prompt and rule.error for rule in rules.values())
    assert any(row[0].value == "Từ ngày" and row[3].value == "05/03/2026" for row in guide.iter_rows())
    content = io.BytesIO(file_of(blank_sheets(EstateAreaResource(), is_bare=False), "ods"))
    ods = opendocument.load(content).spreadsheet.getElementsByType(table.ContentValidation)
    assert len(ods) == len(rules)
    assert "cell-content-is-in-list([$'Danh mục'.$A$2:.$A$2])" in ods[0].getAttribute("condition")


def test_an_edited_workbook_needs_no_mapping_whatever_was_moved_or_renamed():
    estate = makers.make_estate(code="ccn-1", name="Cụm Một")
    page = (book := opened(blank_sheets(EstateAreaResource(), is_bare=False))).worksheets[0]
    at = columns_of(page)
    values = {"Khu, cụm": "ccn-1 – Cụm Một", "Loại diện tích": "đất công nghiệp", "Từ ngày": date(2026, 3, 5)}
    for heading, value in values.items():
        page[f"{at[heading]}{FIRST}"] = value
    page[f"{at['Diện tích (ha)']}{FIRST}"] = 50000
    page[f"{at['Diện tích (ha)']}3"] = "Tất cả (m²)"
    page[f"{at['Từ ngày']}3"] = "Cột số hai"
    page.title = "Gửi Sở"
    page.move_range(f"A1:{page.cell(1, page.max_column).column_letter}{FIRST}", cols=2, rows=3)
    plan = preview(EstateAreaResource(), saved(book))
    assert told(plan) == []
    (row,) = plan.rows
    assert (row.values["estate_id"], row.values["hectares"], row.values["on"]) == (
        estate.pk,
        Decimal(5),
        date(2026, 3, 5),
    )
    assert any("Cột «Cột số hai» được đọc là «Từ ngày» theo mã ẩn của mẫu" in note for note in plan.notes)


def test_a_workbook_of_another_register_and_headings_that_contradict_their_codes_are_refused():
    content = file_of(blank_sheets(EstateResource(), is_bare=False))
    with pytest.raises(SheetError, match="là mẫu của .*: hãy nhập ở danh sách ấy"):
        dataset_from(content, "a.xlsx", PlaceResource())
    page = (book := opened(blank_sheets(PlaceResource(), is_bare=False))).worksheets[0]
    page["B3"], page["C3"] = page["C3"].value, page["B3"].value
    with pytest.raises(SheetError, match="Cột B ghi «Tên địa bàn» mà mã ẩn là «Mã địa bàn»"):
        dataset_from(saved(book), "a.xlsx", PlaceResource())


def test_a_code_with_another_name_behind_it_is_refused():
    makers.make_estate(code="ccn-1", name="Cụm Một")
    page = (book := opened(blank_sheets(EstateAreaResource(), is_bare=False))).worksheets[0]
    page[f"{columns_of(page)['Khu, cụm']}{FIRST}"] = "ccn-1 – Cụm Hai"
    assert "có tên khác: hãy chọn lại" in told(preview(EstateAreaResource(), saved(book)))[0]


@pytest.mark.parametrize("extension", ["xlsx", "ods"])
def test_rows_as_they_stand_come_back_as_no_change(extension):
    makers.make_estate_area()
    makers.make_figure()
    for resource in (EstateAreaResource(personal=True), FigureResource(personal=True)):
        plan = preview(resource, file_of(standing_sheets(resource), extension), f"a.{extension}")
        assert told(plan) == []
        assert [row.fate for row in plan.rows] == ["same"]


def test_a_row_whose_key_was_typed_over_is_written_nowhere_and_a_copied_row_is_a_new_one():
    makers.make_place(code="17", name="Hòa Bình", level="province")
    makers.make_place(code="18", name="Phú Thọ", level="province")
    page = (book := opened(standing_sheets(PlaceResource()))).worksheets[0]
    assert page.protection.sheet
    assert (page["B4"].protection.locked, page["C4"].protection.locked) == (True, False)
    for cell in page[4]:
        page.cell(6, cell.column).value = cell.value
    page["B6"], page["C6"] = "19", "Vĩnh Phúc"
    page["B5"] = "20"
    plan = preview(PlaceResource(), saved(book))
    assert [row.fate for row in plan.rows] == ["same", "refused", "new"]
    assert told(plan) == [
        "Dòng 5: Dòng này tải từ sổ là «18», nay ghi «20»: hãy ghi lại như trước. Mục mới thì ghi ở dòng trống bên "
        "dưới; đổi mã thì sửa ở trang quản trị."
    ]
    # Only what one sees was sorted.
    page["B4"], page["B5"] = "18", "17"
    assert [row.fate for row in preview(PlaceResource(), saved(book)).rows] == ["refused"] * 3


def test_budgets_of_the_next_year_stand_beside_those_of_the_last(tmp_path, settings):
    settings.IMPORT_FOLDER = tmp_path
    for fund, allocated in [("national", "1234.5"), ("local", "500")]:
        makers.make_extension_budget(year=2025, fund=fund, allocated=Decimal(allocated))
    resource = ExtensionBudgetResource()
    page = (book := opened(carried_sheets(resource, 2026))).worksheets[0]
    at = columns_of(page)
    before, now = at["Lần trước: Kinh phí được giao (triệu đồng)"], at["Kinh phí được giao (triệu đồng)"]
    rows = {page[f"{at['Nguồn kinh phí']}{row}"].value: row for row in (4, 5)}
    row = rows["khuyến công quốc gia"]
    assert (page[f"{at['Năm']}{row}"].value, page[f"{before}{row}"].value, page[f"{now}{row}"].value) == (
        2026,
        1234.5,
        None,
    )
    locked = [page[f"{column}{row}"].protection.locked for column in (at["Năm"], before, now)]
    assert locked == [True, True, False]
    page[f"{now}{row}"] = 2000
    page[f"{before}{rows['khuyến công địa phương']}"] = 501
    shown = look(resource, saved(book), "a.xlsx", makers.make_user(is_superuser=True))
    assert (shown.counts["new"], shown.counts["refused"]) == (1, 0)
    assert any("chưa điền ô nào được bỏ qua" in note for note in shown.notes)
    page[f"{before}{row}"] = 1
    page["A6"], page["A7"], page["A8"] = "[" * 9000, 5, '[["2026"], []]'
    plan = preview(resource, saved(book))
    assert [row.values["allocated"] for row in plan.to_write] == [2000]
    assert plan.warnings == [f"Ô {before}{row} chỉ để đọc mà đã bị sửa: không được ghi vào sổ."]
    assert ExtensionBudget.objects.count() == 2


def test_figures_and_statuses_are_carried_on_too_and_an_untouched_workbook_writes_nothing():
    makers.make_figure(period=Period.year(2025), value=Decimal("7.25"))
    makers.make_project_status(on=date(2024, 5, 1))
    for resource, when in [(FigureResource(), Period.year(2026)), (ProjectStatusResource(), date(2026, 3, 5))]:
        plan = preview(resource, file_of(carried_sheets(resource, when), "ods"), "a.ods")
        assert len(plan.rows) == 0
        assert "Trang chỉ có dòng tiêu đề" in told(plan)[0]
    page = (book := opened(carried_sheets(FigureResource(), Period.year(2026)))).worksheets[0]
    at = columns_of(page)
    assert page[f"{at['Lần trước: Giá trị']}{FIRST}"].value == 7.25
    page[f"{at['Giá trị']}{FIRST}"] = 8
    (row,) = preview(FigureResource(), saved(book)).to_write
    assert (row.values["period_start"], row.values["value"]) == (date(2026, 1, 1), 8)
    page[f"{at['Giá trị']}3"] = "Kết quả (năm ánh sáng)"
    assert any("năm ánh sáng" in problem for problem in told(preview(FigureResource(), saved(book))))
    assert Figure.objects.count() == Place.objects.count() == 1


def test_a_workbook_whose_hidden_codes_were_deleted_is_read_by_its_headings():
    makers.make_estate(code="ccn-1", name="Cụm Một")
    page = (book := opened(blank_sheets(EstateAreaResource(), is_bare=False))).worksheets[0]
    values = [None, "Cụm Một", "đất công nghiệp", 5, date(2026, 3, 5)]
    for place, value in enumerate(values, start=1):
        page.cell(FIRST, place).value = value
    page.delete_rows(1)
    page.delete_cols(1)
    plan = preview(EstateAreaResource(), saved(book))
    assert told(plan) == []
    assert [row.values["hectares"] for row in plan.rows] == [5]


@pytest.mark.parametrize("extension", ["xlsx", pytest.param("ods", marks=pytest.mark.sqlite)])
def test_the_page_gives_every_register_its_rows_and_those_of_the_next_time(client, extension):
    client.force_login(makers.make_user(is_superuser=True))
    carried = 0
    for screen in (each for each in admin.site._registry.values() if isinstance(each, SheetsAdmin)):
        (resource,) = screen.resource_classes
        names = "{}_{}".format(*screen.get_model_info())
        address = reverse(f"admin:{names}_template", kwargs={"extension": extension})
        assert f"{address}?dang-co" in client.get(reverse(f"admin:{names}_import")).text
        asked = [{"dang-co": ""}]
        if resource.carried_by:
            carried += 1
            asked.append({"ky": "05/03/2026" if resource.carried_by == "on" else "2026"})
        for query in asked:
            content = client.get(address, query).getvalue()
            plan = preview(resource(), content, f"a.{extension}")
            assert ["Trang chỉ có dòng tiêu đề" in problem for problem in told(plan)] == [True]
    assert carried >= 8
    # No time, one before which the book has none, and a text that no cell holds: told before a file is begun.
    figures = reverse("admin:indicators_figure_template", kwargs={"extension": extension})
    makers.make_figure(note="x" * 40_000)
    for query in [{"ky": "năm nào"}, {"ky": "1900"}, {"ky": "9" * 5000}, {"dang-co": ""}]:
        assert client.get(figures, query).url == reverse("admin:indicators_figure_import"), query
