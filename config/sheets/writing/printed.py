"""A page laid out as it is printed and signed: each cell with its look; what may be typed in; what stays hidden."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from math import ceil

from config.sheets.writing.cells import Cells, decimals_of
from config.values.dates import format_date

FONT, SIZE = "Times New Roman", 12
POINTS_A_LINE = 16
# Letters are mostly narrower than the digit that widths are counted in; lines break at words.
LETTERS_A_WIDTH = 1.05


@dataclass(frozen=True)
class Look:
    """How a cell looks, and whether it is open to typing on a page that is locked."""

    is_bold: bool = False
    is_italic: bool = False
    size: int = SIZE
    # «left», «center» or «right»; empty for numbers to the right and texts to the left.
    across: str = ""
    indent: int = 0
    wraps: bool = False
    is_boxed: bool = False
    # Colours as six hexadecimal digits.
    fill: str = ""
    colour: str = ""
    # How many decimals a number shows at least; a finer one shows its own.
    decimals: int = 0
    # What stands behind a number.
    mark: str = ""
    is_open: bool = False


@dataclass(frozen=True)
class Rule:
    """What a cell is to be given: a number between bounds. Anything else is asked about by the program, not refused."""

    lowest: Decimal
    highest: Decimal
    # Shown beside the cell while it is typed in, and where something else was typed.
    prompt: str
    warning: str


@dataclass(frozen=True)
class PrintedCell:
    value: object = None
    look: Look = field(default_factory=Look)
    # Over how many columns and rows it is merged.
    wide: int = 1
    high: int = 1
    rule: Rule | None = None


@dataclass(frozen=True)
class PrintedRow:
    """The cells of a row by the number of their column, counted from 0."""

    cells: Mapping[int, PrintedCell] = field(default_factory=dict)
    # In points; None where the program finds it by what the cells hold.
    height: float | None = None
    is_hidden: bool = False


@dataclass
class PrintedSheet:
    """One page: its rows, and how it is set up for the screen and for paper."""

    name: str
    # Of each column in digits.
    widths: Sequence[float]
    rows: Sequence[PrintedRow] = ()
    hidden_columns: frozenset[int] = frozenset()
    frozen_rows: int = 0
    frozen_columns: int = 0
    # The first and the last of the rows printed on top of each sheet of paper, counted from 0.
    repeated: tuple[int, int] | None = None
    is_landscape: bool = True
    is_locked: bool = False


class LookedCells(Cells):
    """The cells of one look, whose numbers bear as many decimals as they need."""

    groups_long_numbers = True

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look

    def day(self, day):
        return self.text(format_date(day))

    def decimals(self, digits: str) -> int:
        return max(self.look.decimals, decimals_of(digits))


def covered(sheet: PrintedSheet) -> dict[tuple[int, int], PrintedCell]:
    """The merged cell that each place lies under, by row and column, but for the place that it begins at."""
    return {
        (row, column): cell
        for top, line in enumerate(sheet.rows)
        for left, cell in line.cells.items()
        for row in range(top, top + cell.high)
        for column in range(left, left + cell.wide)
        if (row, column) != (top, left)
    }


def in_rows(sheet: PrintedSheet):
    """Each row with its cells in order, those that lie under a merged one with that one and True."""
    under = covered(sheet)
    for number, row in enumerate(sheet.rows):
        placed = {column: (cell, False) for column, cell in row.cells.items()}
        placed |= {column: (cell, True) for (at, column), cell in under.items() if at == number}
        yield row, sorted(placed.items(), key=lambda one: one[0])


def lines_of(text: str, width: float, size: int = SIZE) -> int:
    """How many lines a text takes in a cell so wide: programs do not find that for merged cells."""
    room = max(1.0, width * LETTERS_A_WIDTH * SIZE / size)
    return sum(max(1, ceil(len(line) / room)) for line in text.split("\n"))


def height_of(text: str, width: float, size: int = SIZE) -> float:
    return lines_of(text, width, size) * POINTS_A_LINE * size / SIZE + 2
