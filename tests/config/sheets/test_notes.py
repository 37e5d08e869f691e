"""Empty cells under «Ghi chú»: a stored note is erased where its own cell was emptied, and nowhere else."""

import pytest

from config.sheets.moulds.blank import blank_sheets
from config.sheets.moulds.filled import standing_sheets
from projects.resources import EstateResource
from tests import makers
from tests.config.sheets.test_moulds import FIRST, fill, opened, saved
from tests.sheets import preview, told, xlsx

pytestmark = pytest.mark.django_db

KEPT = "Ô «Ghi chú» để trống thì ghi chú đang có trong sổ được giữ nguyên: dòng {}."


@pytest.fixture
def estates(db):
    """One with a note, one without."""
    makers.make_estate(code="ccn-1", name="Cụm Một", note="chờ đất")
    makers.make_estate(code="ccn-2", name="Cụm Hai")


def test_an_empty_note_of_a_list_that_came_from_elsewhere_leaves_the_stored_note(estates):
    head = ["Mã khu, cụm", "Tên khu, cụm", "Ghi chú"]
    plan = preview(EstateResource(), xlsx([head, ["ccn-1", "Cụm Một A", ""], ["ccn-2", "Cụm Hai", "mới"]]))
    assert [(row.fate, row.changed_columns) for row in plan.rows] == [("changed", ["name"]), ("changed", ["note"])]
    assert plan.rows[0].values["note"] == "chờ đất"
    assert plan.notes == [KEPT.format(2)]
    assert preview(EstateResource(), xlsx([head, ["ccn-1", "Cụm Một", ""]])).rows[0].fate == "same"
    page = (book := opened(blank_sheets(EstateResource(), is_bare=False))).worksheets[0]
    fill(page, FIRST, **{"Mã khu, cụm": "ccn-1", "Tên khu, cụm": "Cụm Một", "Loại": "cụm công nghiệp"})
    plan = preview(EstateResource(), saved(book))
    assert told(plan) == []
    assert plan.notes[-1] == KEPT.format(FIRST)


def test_a_note_emptied_in_a_file_of_the_book_is_erased_and_that_is_told(estates):
    sheet = EstateResource().sheet(EstateResource().get_queryset().order_by("code"))
    for sheets, first in [([sheet], 2), (standing_sheets(EstateResource()), FIRST)]:
        book = opened(sheets)
        page = book.worksheets[0]
        at = {cell.value: cell.column_letter for cell in page[first - 1]}
        row = next(row for row in (first, first + 1) if page[f"{at['Mã khu, cụm']}{row}"].value == "ccn-1")
        page[f"{at['Ghi chú']}{row}"] = None
        plan = preview(EstateResource(), saved(book))
        assert told(plan) == []
        (changed,) = plan.of("changed")
        assert [(change.before, change.after) for change in changed.changes] == [("chờ đất", "")]
        assert plan.warnings == [
            f"Ghi chú đang có bị xóa ở dòng {row}: ô ghi chú trong tệp xuất ra từ sổ nay để trống."
        ]
