"""A sheet to be written, and where its rows stand on the page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum, IntEnum

from config.sheets.writing.limits import MOST_ROWS, TooManyRowsError
from config.sheets.writing.ruled import ColumnRule

NAME_LENGTH = 31
NARROWEST, WIDEST = 10, 48
# Of cells to type in, and of those to read.
OPEN_FILL, CLOSED_FILL = "FFFBE6", "EFEFEF"


class Numbers(Enum):
    """How a spreadsheet program shows the numbers of a column."""

    PLAIN = "General"
    # Each with its own decimals: «#,##0.00».
    GROUPED = "#,##0"
    UNGROUPED = "0"


class Lock(IntEnum):
    """What of a column may be typed in where its sheet is locked."""

    NONE = 0
    # All its cells, those that are written only below them, or none.
    OPEN, WRITTEN, CLOSED = 1, 2, 3


class Blank(Enum):
    """What a program takes for text or for a day in the empty cells of a column."""

    ANY = ""
    # As it is typed: 007 stays 007, and 5/2023 no day.
    TEXT = "text"
    DAY = "day"


@dataclass(frozen=True)
class ColumnOut:
    """One column: its heading, how wide it is in letters, how it shows numbers, whether long text breaks into lines."""

    heading: str = ""
    width: int | None = None
    numbers: Numbers = Numbers.PLAIN
    wraps: bool = False
    # What stands in the hidden first row, and what is said over the heading.
    code: str = ""
    hint: str = ""
    is_hidden: bool = False
    lock: Lock = Lock.NONE
    blank: Blank = Blank.ANY
    rule: ColumnRule | None = None

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
    # Locked without a password: against slips, not against people.
    is_locked: bool = False


class Page:
    """A sheet while it is written: under a name no other sheet has, each row under its number."""

    def __init__(self, sheet: SheetOut, name: str, place: int = 0) -> None:
        self.sheet = sheet
        self.name = name
        self.place = place
        has_headings = any(column.heading for column in sheet.columns)
        # A hidden row of codes and one of hints stand above the headings, or a title and an empty row; 0 for none.
        self.codes_at = 1 if any(column.code for column in sheet.columns) else 0
        self.hints_at = self.codes_at + 1 if any(column.hint for column in sheet.columns) else 0
        above = 2 if sheet.title else max(self.codes_at, self.hints_at)
        self.headings_at = above + 1 if has_headings else 0
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
        pages.append(Page(sheet, name, len(pages)))
    return pages


def sheet_name(text: str) -> str:
    """A name spreadsheet programs allow for a sheet: at most 31 letters, none of []:*?/\\."""
    plain = "".join(" " if letter in "[]:*?/\\" or not letter.isprintable() else letter for letter in text)
    return plain[:NAME_LENGTH].strip("' ") or "Trang 1"
