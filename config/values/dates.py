"""Dates as they are written in Vietnam: the day first, so that 05/03/2026 is the fifth of March."""

import re
from datetime import date, datetime

from django.utils import timezone

from config.values.numbers import MISSING
from config.values.text import nfc

_DAY_FIRST = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})")
# Where a document names its day: «4257/QĐ-UBND ngày 12/3/2015», «ngày 12 tháng 3 năm 2015».
_DAY_IN_TEXT = re.compile(
    r"(?<![\d/.-])(\d{1,2}) ?(?:[/.-]| tháng ) ?(\d{1,2}) ?(?:[/.-]| năm ) ?(\d{4}|\d{2})(?![\d/])"
)
# No series of year-ends is longer, whatever day is asked for.
MOST_YEARS = 60
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")


class DateError(ValueError):
    """Text that is no date; the message says what to type instead."""


class NoSuchDayError(DateError):
    """Text in the shape of a date, such as 31/02/2026, that is in no calendar."""


def parse_date(text: str) -> date:
    """The day a text such as 05/03/2026, 5/3/2026, 05-03-2026 or 2026-03-05 names."""
    shown = nfc(text)
    plain = shown.replace(" ", "")
    if match := _DAY_FIRST.fullmatch(plain):
        day, month, year = int(match[1]), int(match[3]), int(match[4])
    elif match := _ISO.fullmatch(plain):
        year, month, day = (int(number) for number in match.groups())
    else:
        raise DateError(f"«{shown[:40]}» không phải ngày: hãy gõ ngày/tháng/năm, ví dụ 05/03/2026.")
    try:
        return date(year, month, day)
    except ValueError as error:
        raise NoSuchDayError(f"Không có ngày «{shown[:40]}»: hãy gõ ngày/tháng/năm, ví dụ 05/03/2026.") from error


def days_in(text: str) -> list[str]:
    """All that is written like a day in a text, as day/month/year; whether a calendar has it is not asked."""
    return ["/".join(found) for found in _DAY_IN_TEXT.findall(nfc(text).casefold())]


def date_from_cell(value: object) -> date | None:
    """The day in a spreadsheet cell, None for an empty one; a bare number is refused, never counted up."""
    if value is None or (isinstance(value, str) and not nfc(value)):
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return parse_date(str(value))


def format_moment(value: datetime | None) -> str:
    """08:30 ngày 05/03/2026 by the clock here, or «—» where no moment is known."""
    if value is None:
        return MISSING
    here = timezone.localtime(value)
    return f"{here:%H:%M} ngày {format_date(here.date())}"


def format_date(value: date | None) -> str:
    """05/03/2026, or «—» where no day is known."""
    return MISSING if value is None else f"{value:%d/%m}/{value.year:04d}"


def time_between(first: date, last: date) -> str:
    """«2 năm 3 tháng», «5 tháng», «12 ngày»: whole months where there is one, else days; «0 ngày» for the same day."""
    months = (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
    if months < 1:
        return f"{(last - first).days} ngày"
    parts = [(months // 12, "năm"), (months % 12, "tháng")]
    return " ".join(f"{number} {unit}" for number, unit in parts if number)


def year_ends(first: int, day: date) -> list[date]:
    """The ends of the years from a first one up to a day, the day itself last; of a longer time the last 60."""
    years = range(max(first, day.year - MOST_YEARS + 1), day.year + 1)
    return [min(date(year, 12, 31), day) for year in years]
