"""The rows of the sheet that was found, as columns under their headings."""

from dataclasses import dataclass, field

from config.sheets.coded import Coded


@dataclass(frozen=True)
class Origin:
    """How a table stood in its file: where its headings begin and end, and what is stated or hidden around it."""

    first: int = 1
    last: int = 1
    # The unit written above the table.
    unit: str = ""
    hidden_rows: set[int] = field(default_factory=set)
    # By their headings.
    hidden_columns: set[str] = field(default_factory=set)
    # What stands above headings in another row and says nothing of where they belong, by heading.
    groups: dict[str, str] = field(default_factory=dict)
    # The code of before Unicode that its texts came in, None where they did not.
    letters: object = None
    # The texts above the headings.
    titles: tuple[str, ...] = ()
    # What else a person should know of the file.
    remarks: tuple[str, ...] = ()
    # Whether the sheet itself is not shown.
    is_hidden: bool = False
    # What a workbook that the book gave out says of itself; None for any other.
    mould: object = None


class SheetTable:
    """A sheet's columns, each coded, with the numbers its rows have in the file."""

    def __init__(self, headers, columns, row_numbers, title="", origin=None):
        self.headers = headers
        self.columns = columns
        self.row_numbers = row_numbers
        self.title = title
        self.origin = origin or Origin()
        # The other sheets of its file.
        self.others = ()

    @classmethod
    def of(cls, dataset):
        """A dataset of tablib's, which code makes, as such a table."""
        columns = [Coded.of(["" if cell is None else cell for cell in cells]) for cells in zip(*dataset, strict=True)]
        headers = dataset.headers or []
        return cls(headers, columns or [Coded([], b"") for _ in headers], range(2, len(dataset) + 2), dataset.title)

    def __len__(self):
        return len(self.row_numbers)

    def __getitem__(self, key):
        """The cells of a row by its position, or of a column by its heading."""
        if isinstance(key, str):
            return list(self.columns[self.headers.index(key)])
        return tuple(column[key] for column in self.columns)

    def with_columns(self, headers, columns):
        """The table with other columns, for the same rows."""
        table = SheetTable(headers, columns, self.row_numbers, self.title, self.origin)
        table.others = self.others
        return table

    def only(self, rows):
        """The table of some of its rows."""
        columns = [column.taken(rows) for column in self.columns]
        numbers = [self.row_numbers[row] for row in rows]
        return SheetTable(self.headers, columns, numbers, self.title, self.origin)

    def cell(self, row, position):
        """The cell of a row by its position and that of its column, as the spreadsheet names it."""
        return f"{letters(position)}{self.row_numbers[row]}"

    def told(self, row):
        """How a row is named to a person."""
        return self.row_numbers[row]


@dataclass(frozen=True)
class Unfolding:
    """What a sheet of another layout was taken for, besides its rows."""

    # What was understood, what is odd, and why it cannot be taken as it is.
    notes: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    # What a person is shown of it, to be confirmed or corrected: plain data, `template` is what draws it; {} for none.
    screen: dict = field(default_factory=dict)
    # What of it is kept with what the sheet changes, beside what a person said.
    kept: dict = field(default_factory=dict)
    # What is asked of it as of any sheet: values that are lacking, rows that may be stored ones.
    lacking: list[dict] = field(default_factory=list)
    asked_rows: list[dict] = field(default_factory=list)
    # What of it the sheet does not show, in words.
    hidden: list[str] = field(default_factory=list)
    # A number with a dot that two readers read differently, where the sheet has one that is not read yet.
    dotted: str = ""
    # Columns that state no unit; the headings by which what is said of the sheet is remembered.
    unitless: list[dict] = field(default_factory=list)
    headings: tuple[str, ...] = ()
    # Why it must wait for another part of the file.
    waiting: list[str] = field(default_factory=list)


class UnfoldedTable(SheetTable):
    """Rows of which each is one cell of a sheet that is laid out in another way than the register.

    Nothing in it is a total, a numbering or a heading any more; `cells` name where each row stands, «D5».
    """

    def __init__(self, headers, rows, row_numbers, cells, title, unfolding):
        columns = [Coded.of(column) for column in zip(*rows, strict=True)] or [Coded([], b"") for _ in headers]
        super().__init__(headers, columns, row_numbers, title)
        self.cells = cells
        self.unfolding = unfolding

    def only(self, rows):
        cells = [self.cells[row] for row in rows]
        numbers = [self.row_numbers[row] for row in rows]
        return UnfoldedTable(self.headers, [self[row] for row in rows], numbers, cells, self.title, self.unfolding)

    def cell(self, row, position):
        return self.cells[row]

    def told(self, row):
        return self.cells[row]


def letters(position):
    """A for 0, Z for 25, AA for 26: the column as the spreadsheet names it."""
    name = ""
    position += 1
    while position:
        position, letter = divmod(position - 1, 26)
        name = chr(ord("A") + letter) + name
    return name
