"""What the book gives out, opened in LibreOffice and saved there: the same cells, and no change when it comes back."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.db import transaction
from odf import opendocument
from odf.table import ContentValidation

from config.sheets.reading import read_sheets
from config.values.numbers import format_input, number_from_cell
from tests.config.sheets.test_moulds import FIRST, fill
from tests.libreoffice.book import Book
from tests.sheets import told

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite, pytest.mark.long]

KINDS = ["xlsx", "ods", "xls"]
# Its codes have zeros in front, which a csv file cannot say are text.
LOST_ZEROS = "sổ estate.csv"
AREA = {"Khu, cụm": "00123", "Loại diện tích": "đất công nghiệp", "Diện tích (ha)": 7.5, "Từ ngày": date(2026, 3, 5)}


def typing(**cells):
    def change(page):
        for cell, value in cells.items():
            page[cell] = value

    return change


# What a clerk types into a file, how many rows then are new and changed, and the values that are written.
TYPED = {
    "mẫu đang có estate.xlsx": (lambda page: fill(page, FIRST, Ghi_chú="0012"), 0, 1, {"note": "0012"}),
    "mẫu trống estatearea.xlsx": (lambda page: fill(page, FIRST, **AREA), 1, 0, {"hectares": Decimal("7.5")}),
    "mẫu kỳ mới extensionbudget.xlsx": (typing(G4=2000), 1, 0, {"allocated": 2000}),
    "biểu.xlsx": (typing(E11=109.5), 0, 1, {"value": Decimal("109.5")}),
    "mẫu biểu.xlsx": (typing(F11="5-7"), 1, 0, {"value": 5, "upper": 7}),
    "khuôn.xlsx": (typing(F7=4400), 0, 1, {"value": 4400}),
}


@pytest.fixture(scope="module")
def book(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield Book()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def again(book, libreoffice):
    """The files as LibreOffice saves them, by kind and name: all as xlsx, xlsx as ods, what comes back as xls."""
    typed_in = {f"sửa {name}": book.edited(name, change) for name, (change, *_) in TYPED.items()}
    of_xlsx = {name: content for name, content in book.files.items() if name.endswith(".xlsx")}
    back = {name: content for name, content in of_xlsx.items() if not name.startswith(("bảng", "lỗi"))}
    files = {"xlsx": book.files, "ods": of_xlsx, "xls": back}
    return {kind: libreoffice.saved_as(kind, files[kind] | typed_in) for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS)
def test_libreoffice_has_read_every_cell_as_it_was_written(book, again, kind):
    for name in book.files.keys() & again[kind].keys():
        was, is_now = (read_sheets(each[name], name, []) for each in (book.files, again[kind]))
        if name.endswith(".csv"):
            assert [texts_of(sheet) for sheet in is_now] == [texts_of(sheet) for sheet in was], name
        else:
            assert [cells_of(sheet) for sheet in is_now] == [cells_of(sheet) for sheet in was], name
            assert [hidden_of(sheet) for sheet in is_now] == [hidden_of(sheet) for sheet in was], name


def cells_of(sheet):
    """The cells of a sheet as far as they are filled."""
    rows = [["" if getattr(cell, "is_merged", False) else cell for cell in row] for row in sheet.rows]
    for row in rows:
        while row and row[-1] == "":
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    return rows


def texts_of(sheet):
    """The same of csv, which says of no cell that it is text: zeros in front go, and guards are seen."""
    return [[cell if cell == "" else seen(cell) for cell in row] for row in cells_of(sheet)]


def seen(cell):
    if isinstance(cell, float):
        return format_input(number_from_cell(cell))
    return cell.lstrip("'").removeprefix("00")


def hidden_of(sheet):
    return sheet.name, sheet.is_hidden, sheet.hidden_rows, sheet.hidden_columns


def test_nothing_computes_and_checks_lists_and_layout_are_those_of_xlsx(book, again):
    for name in (name for name in book.files if name.endswith(".xlsx")):
        written = openpyxl.load_workbook(io.BytesIO(book.files[name]))
        saved = [again["xlsx"][each] for each in (name, name.replace(".xlsx", ".ods")) if each in again["xlsx"]]
        for pages in (openpyxl.load_workbook(io.BytesIO(content)) for content in saved):
            for page, own in zip(pages, written, strict=True):
                assert [cell for row in page.iter_rows() for cell in row if cell.data_type in "fe"] == [], name
                assert checks_of(page) == checks_of(own), (name, page.title)
                assert layout_of(page, name) == layout_of(own, name), (name, page.title)
                assert remarks_of(page) == remarks_of(own), (name, page.title)


def test_lists_to_choose_from_are_still_there_in_ods(book, again):
    for name in (name for name in book.files if name.startswith("mẫu") and name.endswith(".xlsx")):
        pages = openpyxl.load_workbook(io.BytesIO(book.files[name]))
        listed = {rule[2] for page in pages for rule in checks_of(page) if rule[1] == "list"}
        document = opendocument.load(io.BytesIO(again["ods"][name])).spreadsheet
        rules = [rule.getAttribute("condition") for rule in document.getElementsByType(ContentValidation)]
        assert sum("cell-content-is-in-list([$'Danh mục'." in rule for rule in rules) >= len(listed), name
        assert bool(listed) == name.startswith(("mẫu đang có", "mẫu trống", "mẫu kỳ mới")), name


def checks_of(page):
    """What is checked in which columns: the kind, the first bound or list, how strictly, what is said beside it."""
    return {
        (
            str(rule.sqref).replace(":", " ").split()[0],
            rule.type,
            bound_of(rule),
            rule.errorStyle or "stop",
            rule.prompt,
        )
        for rule in page.data_validations.dataValidation
    }


def bound_of(rule):
    return rule.formula1 if rule.type == "list" else Decimal(rule.formula1)


def layout_of(page, name):
    """What is locked, filtered and merged; of a form also how it is printed."""
    printed = (page.print_title_rows, page.page_setup.orientation) if "biểu" in name else ()
    merged = {str(each) for each in page.merged_cells.ranges}
    return page.protection.sheet, page.auto_filter.ref, merged, *printed


def remarks_of(page):
    return {cell.coordinate: cell.comment.text for row in page.iter_rows() for cell in row if cell.comment}


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_taken_out_and_saved_in_libreoffice_changes_nothing(book, again, kind):
    back = book.files.keys() & again[kind].keys() - {LOST_ZEROS}
    for name in (name for name in back if not name.startswith(("bảng", "lỗi"))):
        plan, own = book.plan_of(again[kind][name], name), book.plan_of(book.files[name], name)
        assert (plan.counts, told(plan), plan.warnings) == (own.counts, told(own), own.warnings), name
        if not name.startswith(("mẫu trống", "mẫu kỳ mới", "mẫu biểu", "mẫu khuôn")):
            assert plan.counts == {"new": 0, "changed": 0, "refused": 0, "same": len(plan.rows)}, name
            assert plan.rows, name


def test_the_zeros_that_a_csv_file_lost_are_missed_and_its_guards_change_nothing(book, again):
    (refused,) = told(book.plan_of(again["xlsx"][LOST_ZEROS], LOST_ZEROS))
    assert "bảng tính đã bỏ số 0 ở đầu" in refused
    notes = book.plan_of(again["xlsx"]["sổ figure.csv"], "sổ figure.csv").notes
    assert notes == ["Cột «Ghi chú»: dấu nháy mà tệp csv đặt trước chữ giống công thức được bỏ: dòng 2."]


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_typed_is_the_only_change(book, again, kind):
    for name, (_, new, changed, values) in TYPED.items():
        plan = book.plan_of(again[kind][f"sửa {name}"], name)
        assert (told(plan), plan.counts["new"], plan.counts["changed"]) == ([], new, changed), name
        (row,) = plan.to_write
        assert {path: row.values[path] for path in values} == values, name
        assert changed == 0 or set(row.changed_columns) == set(values), name
