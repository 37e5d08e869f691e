"""The dot in the numbers of a text file: what it stands before is asked once for the whole file."""

import re

from config.sheets.choices import DECIMALS
from config.sheets.columns import NumberColumn, WholeColumn
from config.values.numbers import plain_text

_DOTTED = re.compile(r"[+-]?[0-9]+\.[0-9]+")
_GROUPED = re.compile(r"[+-]?[1-9][0-9]{0,2}(\.[0-9]{3})+")
# As English writes it: 1,234.5
_ENGLISH = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+\.[0-9]+")
_SWAPPED = str.maketrans(",.", ".,")


class Dotted:
    """Numbers with a dot that two readers read differently."""

    def __init__(self, plan):
        self.plan = plan

    def settled(self, column, cell):
        """The cell as Vietnam writes it, by what was said of the file."""
        dots = self.plan.choices.dots
        if not dots or not _is_dotted(column, cell):
            return cell
        text = plain_text(cell)
        if dots == DECIMALS:
            return text.translate(_SWAPPED)
        return text.replace(".", "") if _GROUPED.fullmatch(text) else cell

    def ask(self, column, cell):
        """Keep one such number, to ask of it."""
        if not self.plan.dotted and not self.plan.choices.dots and _is_dotted(column, cell):
            self.plan.dotted = plain_text(cell)


def _is_dotted(column, cell):
    if not isinstance(column, NumberColumn | WholeColumn) or not isinstance(cell, str):
        return False
    text = plain_text(cell)
    return bool(_DOTTED.fullmatch(text) or _ENGLISH.fullmatch(text))
