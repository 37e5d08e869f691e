"""What every reader of a file makes: its sheets, and the cells that are more than their value."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice

from config.values.legacy import Code

MEGABYTE = 1024 * 1024
# What a reader lays out in memory: a full sheet of columns A to Z.
MAX_CELLS = 32 * MEGABYTE
ROWS_TO_LOOK_AT = 50

ACCEPTED = "xlsx, xlsm, xls, ods, csv"
LOCKED = "Tệp được bảo vệ bằng mật khẩu: hãy bỏ mật khẩu trong bảng tính, lưu lại rồi nhập."
DAMAGED = "Tệp bị hỏng, không đọc được: hãy mở bằng bảng tính, lưu lại rồi nhập."
NO_SHEET = f"Tệp không phải bảng tính: hãy chọn tệp {ACCEPTED}."
MACROS = "Tệp có macro: không macro nào được chạy, chỉ giá trị đang có trong các ô được đọc."
ERROR = "Ô có công thức bị lỗi ({shown}): hãy sửa công thức hoặc gõ giá trị."
UNCOMPUTED = "Ô có công thức chưa tính: hãy mở tệp bằng bảng tính, lưu lại rồi nhập, hoặc gõ giá trị."


class SheetError(ValueError):
    """A file that cannot be imported; the message says why and what to do."""


class BadCell:
    """A cell whose value cannot be trusted, such as a formula in error; reading it is an error."""

    def __init__(self, shown, message, is_merged=False):
        self.shown = shown
        self.message = message
        # Part of the cell above: a line of nothing else is no line of its own.
        self.is_merged = is_merged

    def __str__(self):
        return self.shown

    def __bool__(self):
        return True


@dataclass(frozen=True)
class OldText:
    """A text whose letters are those of a code of before Unicode, as the font of its cell or the file's bytes tell."""

    text: str
    code: Code
    # Whether the font shows capitals only.
    is_capital: bool = False
    # Whether it is bytes that mean nothing else.
    is_bytes: bool = False

    def __str__(self):
        return self.text


@dataclass
class Sheet:
    """One sheet of a file: its rows from row 1 on, as the spreadsheet program numbers them, read when asked for."""

    name: str
    read: Callable[[], Iterator[list[object]]]
    is_hidden: bool = False
    # How many rows there are at most; 0 where nobody has counted.
    length: int = 0
    # Merged cells, by their first and their last one; rows and columns that are not shown. All from 0.
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    # What else a person should know of the file.
    remarks: tuple[str, ...] = ()
    # Whether its texts are bytes that are letters in some code of before Unicode only.
    is_coded: bool = False
    # Whether these or the fonts of some cells tell which.
    has_old_texts: bool = False
    # The file it stands in.
    file: str = ""

    @property
    def rows(self):
        return list(self.read())

    @cached_property
    def head(self):
        """Its first rows, among which the headings are looked for."""
        return list(islice(self.read(), ROWS_TO_LOOK_AT))

    def read_through(self, settled):
        """Let a function make each cell before anyone sees it."""
        read = self.read
        self.read = lambda: (list(map(settled, row)) for row in read())
        self.__dict__.pop("head", None)


def covered(merged, last):
    """Cells merged downwards hold their value in the first row only; the others would be read as empty."""
    rows = {}
    last_row, last_column = last
    for (top, left), (bottom, right) in merged:
        for row in range(top + 1, min(bottom, last_row) + 1):
            for column in range(left, min(right, last_column) + 1):
                rows.setdefault(row, {})[column] = BadCell(
                    "", "Ô nằm trong vùng gộp ô: hãy bỏ gộp ô và ghi giá trị vào từng dòng.", is_merged=True
                )
    return rows


def with_bad(row, bad):
    """A row with what is known of some of its cells besides their values."""
    row = [*row, *[""] * (max(bad, default=-1) + 1 - len(row))]
    for column, cell in bad.items():
        if isinstance(cell, OldText):
            row[column] = replace(cell, text=row[column]) if isinstance(row[column], str) else row[column]
        elif row[column] == "" or not getattr(cell, "is_merged", False):
            row[column] = cell
    return row
