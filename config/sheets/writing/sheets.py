"""A sheet to be written, and where its rows stand on the page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum

from config.sheets.writing.limits import MOST_ROWS, TooManyRowsError

NAME_LENGTH = 31
NARROWEST, WIDEST = 10, 48


class Numbers(Enum):
    """How a spreadsheet program shows the numbers of a column."""

    PLAIN = "General"
    # Each with its own decimals: «#,##0.00».
    GROUPED = "#,##0"
    UNGROUPED = "0"


@dataclass(frozen=True)
class ColumnOut:
    """One column: its heading, how wide it is in letters, how it shows numbers, whether long text breaks into lines."""

    heading: str = ""
    width: int | None = None
    numbers: Numbers = Numbers.PLAIN
    wraps: bool = False

    @property
    def shown_width(self):
        return self.width or min(max(len(self.heading) + 2, NARROWEST), WIDEST)


@dataclass
class SheetOut:
    """One sheet to write: a title if it has one, headings that stay in sight, then rows as long as the headings.

    Rows are read once, as they are written. Values are None, text, numbers, booleans, days and moments.
    """

    name: str
    columns: Sequence[ColumnOut]
    rows: Iterable[Sequence[object]] = field(default_factory=list)
    title: str = ""
    frozen_columns: int = 0
    has_filter: bool = False


class Page:
    """A sheet while it is written: under a name no other sheet has, each row under its number."""

    def __init__(self, sheet: SheetOut, name: str) -> None:
        self.sheet = sheet
        self.name = name
        has_headings = any(column.heading for column in sheet.columns)
        # An empty row parts the title from the headings; 0 where there are none.
        self.headings_at = (3 if sheet.title else 1) if has_headings else 0
        self.last = self.headings_at

    def numbered_rows(self):
        """The rows with their numbers; `last` is the last number so far."""
        for row in self.sheet.rows:
            if self.last == MOST_ROWS:
                raise TooManyRowsError
            self.last += 1
            yield self.last, row


def pages_of(sheets: Sequence[SheetOut]) -> list[Page]:
    """The sheets as pages of one file; to a spreadsheet program «A» and «a» are one name."""
    pages = []
    for sheet in sheets:
        name, taken = sheet_name(sheet.name), {page.name.casefold() for page in pages}
        number = 1
        while name.casefold() in taken:
            number += 1
            ending = f" ({number})"
            name = sheet_name(sheet.name)[: NAME_LENGTH - len(ending)] + ending
        pages.append(Page(sheet, name))
    return pages


def sheet_name(text: str) -> str:
    """A name spreadsheet programs allow for a sheet: at most 31 letters, none of []:*?/\\."""
    plain = "".join(" " if letter in "[]:*?/\\" or not letter.isprintable() else letter for letter in text)
    return plain[:NAME_LENGTH].strip("' ") or "Trang 1"
