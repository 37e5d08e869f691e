"""What is found out about cells besides the values that the fast reader gives."""

from dataclasses import dataclass, field
from datetime import timedelta

from config.sheets.sheet import OldText
from config.sheets.shown import ShownCell
from config.values.legacy import code_of_font

# No sign is longer; what lies across two pieces of a stream is seen in the second.
LONGEST_SIGN = 64


@dataclass
class Marks:
    """What the fast reader does not tell of a sheet, by rows and columns from 0."""

    # What a cell shows, its hours, what its text is written in, or what is shown of a bad one and why it is not to be
    # trusted.
    cells: dict[tuple[int, int], ShownCell | timedelta | OldText | tuple[str, str]] = field(default_factory=dict)
    hidden_rows: list[range] = field(default_factory=list)
    hidden_columns: list[range] = field(default_factory=list)
    # By their first and their last cell.
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)


class UnreadableError(ValueError):
    """The workbook's own description of its sheets does not hold together."""


class TooLargeError(ValueError):
    """A sheet so large when laid out that reading it would take the machine's memory; carries its name."""


def old_font(name: str) -> OldText | None:
    """What text in a font of before Unicode is written in; None for any other font."""
    code, is_capital = code_of_font(name)
    return OldText("", code, is_capital) if code else None
