"""Files of departments that live in LibreOffice: saved there as ods, they are read as the xlsx they were."""

import io
from datetime import date, datetime, timedelta

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from config.sheets.reading import read_sheets
from tests.config.sheets.test_workbooks import FILES, assert_read, expected

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

# Traits whose reading hangs on what LibreOffice keeps apart from the values.
TRAITS = {
    "beneficiaries_on_second_sheet", "error_cells", "fonts_of_before_unicode", "groups_in_headings",
    "head_of_three_rows", "head_of_two_rows", "hidden_parts", "leading_zeros", "leading_zeros_in_ods",
    "letters_in_format", "merged_cells", "percent_cells", "schemes_by_fund", "two_registers_in_one_list",
}  # fmt: skip
SENT = [each for each in FILES if each[0].name in TRAITS]


def department_book(epoch=None):
    """Cells that are more than their value, each once as it is and once with a comment."""
    book = openpyxl.Workbook()
    book.epoch = epoch or book.epoch
    page = book.active
    cells = [
        (123, "00000"), (7, '"QĐ-"000'), (0.625, "0.0%"), ("=1/0", None), ('=IF(1=1,"",5)', None), ("=1+1", None),
        (date(2026, 3, 5), "dd/mm/yyyy"), (datetime(2026, 3, 5, 14, 30), "hh:mm dd/mm/yyyy"),  # noqa: DTZ001
        ("chữ", None), ("00123", "@"), (1234567.891, "#,##0.0"),
        (timedelta(hours=30), "[h]:mm"),
    ]  # fmt: skip
    for row, (value, shown_by) in enumerate(cells, 1):
        for column in (1, 2):
            cell = page.cell(row, column, value)
            cell.number_format = shown_by or cell.number_format
        page.cell(row, 2).comment = Comment("hỏi lại\nlần 2", "Lan")
    for name, state in [("ẩn", "hidden"), ("ẩn hẳn", "veryHidden")]:
        sheet = book.create_sheet(name)
        sheet["A1"], sheet.sheet_state = 1, state
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


# What each of these cells is to a reader.
READ = [
    "00123", "QĐ-007", "62,5 %", "#DIV/0!", "", 2, date(2026, 3, 5), datetime(2026, 3, 5, 14, 30), "chữ", "00123",  # noqa: DTZ001
    1234567.891, timedelta(hours=30),
]  # fmt: skip


@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls"])
def test_comments_hide_no_zeros_and_no_errors_and_days_of_1904_are_the_same_days(libreoffice, kind):
    files = {"a.xlsx": department_book(), "b.xlsx": department_book(CALENDAR_MAC_1904)}
    for content in libreoffice.saved_as(kind, files).values():
        page, *hidden = read_sheets(content, "a", [])
        assert [sheet.is_hidden for sheet in hidden] == [True, True]
        assert [[getattr(cell, "shown", cell) for cell in (*row, "", "")[:2]] for row in page.rows] == [
            [value, value] for value in READ
        ]


@pytest.fixture(scope="module")
def as_ods(libreoffice):
    """The files of the traits, by trait and name, as LibreOffice saves them."""
    files = {f"{trait.name}/{name}": (trait / name).read_bytes() for trait, name, _, _ in SENT}
    return libreoffice.saved_as("ods", files)


@pytest.mark.parametrize(("trait", "name", "sheet", "said"), SENT, ids=[f"{t.name}/{n}" for t, n, _, _ in SENT])
def test_what_departments_lay_out_is_read_of_ods_as_of_xlsx(as_ods, trait, name, sheet, said):
    assert_read(expected(trait), as_ods[f"{trait.name}/{name}"], name, sheet, said)
