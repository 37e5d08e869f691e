"""Days whose year has two digits, «5/3/26»: read as days once a person has said so for the whole file."""

import re

from config.sheets.choices import SHORT_YEARS
from config.sheets.columns import DayColumn
from config.values.dates import DateError, format_date, parse_date
from config.values.numbers import plain_text

_SHORT = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{2})")
# From here on years of two digits are of the last century.
LAST_CENTURY = 80


class ShortYears:
    """The days of a plan that are written so."""

    def __init__(self, plan):
        self.plan = plan

    def settled(self, column, cell):
        """The cell with its whole year, where it was said that it is one."""
        return (_whole(column, cell) or cell) if self.plan.choices.years == SHORT_YEARS else cell

    def ask(self, column, cell):
        """Keep one such day and what it would be, to ask of it."""
        if not self.plan.short_day and not self.plan.choices.years and (whole := _whole(column, cell)):
            self.plan.short_day = [plain_text(cell), whole]


def _whole(column, cell):
    """The day with a year of four digits, "" for what is no such day."""
    match = _SHORT.fullmatch(plain_text(cell)) if isinstance(column, DayColumn) and isinstance(cell, str) else None
    if match is None:
        return ""
    century = 1900 if int(match[4]) >= LAST_CENTURY else 2000
    try:
        return format_date(parse_date(f"{match[1]}/{match[3]}/{century + int(match[4])}"))
    except DateError:
        return ""
