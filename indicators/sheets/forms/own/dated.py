"""The words of a layout that name a time, said again for another period in their own manner of writing.

«Thực hiện tháng 04/2021» in a layout of April 2022 is a year before its own period; filled for January 2026 it reads
«Thực hiện tháng 01/2025».
"""

import re
from datetime import date, datetime
from typing import NamedTuple

from indicators.periods import FIRST_YEAR, LAST_YEAR, ROMAN, Period, PeriodKind

_YEAR = r"(?:19|20)\d\d"
_OF_YEAR = rf"(?:(?:\s+(?:của\s+)?năm\s+|\s*[/.-]\s*|\s+)(?P<{{}}>{_YEAR})(?![\d/.-]*\d))?"
_TIMES = re.compile(
    # The day on which a paper is signed.
    r"(?P<signed>\bngày[\s\d.…_/]*tháng[\s\d.…_/]*năm(?:[\s.…_]*\d{2,4}|[\s.…_]*))"
    # Numbers that are no time of the report: days, prices of a year, plan periods, documents.
    rf"|(?P<fixed>\bgiá\s+(?:so\s+sánh|SS|cố\s+định|hiện\s+hành)(?:\s+năm)?\s+{_YEAR}"
    rf"|\b\d{{1,2}}[/.-]\d{{1,2}}[/.-]{_YEAR}|\b{_YEAR}\s*[-–—]\s*{_YEAR}|\b\d+/(?:{_YEAR}/)?[A-ZĐ]+(?:-[A-ZĐ]+)*\b)"
    rf"|\b(?P<months>\d{{1,2}})\s*(?:tháng(?:\s+đầu)?|T)\b{_OF_YEAR.format('months_year')}"
    rf"|(?:\btháng\s*[:.]?\s*|\bT\.?\s?)(?P<month>\d{{1,2}})\b{_OF_YEAR.format('month_year')}"
    rf"|(?<![\d/.,-])(?P<short>\d{{1,2}})/(?P<short_year>{_YEAR})(?!\d)"
    rf"|\bqu[ýí]\s*(?P<quarter>I{{1,3}}|IV|[1-4])\b{_OF_YEAR.format('quarter_year')}"
    rf"|(?<![\d/.,-])(?P<year>{_YEAR})(?![\d/]|[.,]\d)",
    re.IGNORECASE,
)
# A year farther from the report's own is hardly told from it.
NEAR = 2
SIGNED = "ngày …… tháng …… năm ………"


class Told(NamedTuple):
    """Words for another period, and whether every time in them was understood."""

    text: object
    is_sure: bool


class Times:
    """The times that words of a layout name, told from the layout's own period."""

    def __init__(self, own: Period, wanted: Period):
        self.own, self.wanted = own, wanted
        self.is_sure = True

    @classmethod
    def told(cls, value, own: Period, wanted: Period) -> Told | None:
        """What a cell says for another period; None where it names no time that moves.

        A year as a number and a date that shows a month are such words too.
        """
        times = cls(own, wanted)
        if isinstance(value, datetime | date):
            month, year = times._moved(value.month, value.year)
            return Told(value.replace(month=month, year=year, day=1), times.is_sure) if value.day == 1 else None
        if isinstance(value, int) and not isinstance(value, bool) and FIRST_YEAR < value < LAST_YEAR:
            return Told(times._year(value), times.is_sure)
        if not isinstance(value, str) or not any(not match["fixed"] for match in _TIMES.finditer(value)):
            return None
        return Told(_TIMES.sub(times._said, value), times.is_sure)

    def _said(self, match):
        """One time of a text as it is said for the wanted period; every other word stays."""
        text = match[0]
        if match["fixed"]:
            return text
        if match["signed"]:
            return SIGNED if text[0].islower() else SIGNED.capitalize()
        if match["year"]:
            return str(self._year(int(match["year"])))
        part = next(name for name in ("months", "month", "short", "quarter") if match[name])
        year = match[f"{part}_year"]
        return self._half(match) or self._put(match, part, *self._of(match, part, year and int(year)))

    def _half(self, match):
        """A half of a year is followed by its other half, and not by twelve months."""
        is_half = match["months"] and self.own.kind == self.wanted.kind == PeriodKind.HALF
        if not is_half or match["months_year"] is None or self._first_months(match) != self.own:
            return ""
        return str(self.wanted)

    def _first_months(self, match):
        return Period.first_months(int(match["months_year"]), int(match["months"]))

    def _of(self, match, part, year):
        """The month and the year that the words come to; the last month of a quarter."""
        said = match[part]
        month = 3 * _quarter(said) if part == "quarter" else int(said)
        if not 1 <= month <= 12:
            self.is_sure = False
            return month, year
        if part == "quarter" and self.own.kind == PeriodKind.MONTH:
            self.is_sure = False
        if year is None:
            year = self._year_of_bare(month, part)
        return self._moved(month, year) if year else (month, None)

    def _year_of_bare(self, month, part):
        """«Tháng 4», «4 tháng»: of the own year where it is the own month or the one before, else nobody knows."""
        own = self.own.end
        before = 3 if part == "quarter" else 1
        if month == own.month:
            return own.year
        if part != "months" and month == (own.month - before - 1) % 12 + 1:
            return own.year if month < own.month else own.year - 1
        self.is_sure = False
        return None

    def _moved(self, month, year):
        """A month as far from the wanted period's end as this one is from the own."""
        moved = _count(month, year) - _count(self.own.end.month, self.own.end.year)
        year, month = divmod(_count(self.wanted.end.month, self.wanted.end.year) + moved, 12)
        return month + 1, year

    def _year(self, year):
        self.is_sure = self.is_sure and abs(year - self.own.end.year) <= NEAR
        return year - self.own.end.year + self.wanted.end.year

    def _put(self, match, part, month, year):
        """The words of one time with other numbers in their places."""
        spans = [(match.span(part), self._number(match[part], part, month))]
        if year and match[f"{part}_year"]:
            spans.append((match.span(f"{part}_year"), str(year)))
        text, start = match[0], match.start()
        for (first, last), new in reversed(spans):
            text = f"{text[: first - start]}{new}{text[last - start :]}"
        return text

    def _number(self, said, part, month):
        if part != "quarter":
            return str(month).zfill(len(said)) if said.startswith("0") else str(month)
        number = (month + 2) // 3
        return str(number) if said.isdigit() else ROMAN[number - 1]


def times_in(values) -> list[str]:
    """The times that cells name, each as it is written but for case and spaces: what must come back unchanged."""
    found = []
    for value in values:
        if isinstance(value, datetime | date):
            found.append(f"{value.month}/{value.year}")
        elif isinstance(value, str):
            found += [
                " ".join(match[0].casefold().split())
                for match in _TIMES.finditer(value)
                if not (match["fixed"] or match["signed"])
            ]
    return sorted(found)


def _count(month, year):
    return 12 * year + month - 1


def _quarter(said):
    return int(said) if said.isdigit() else ROMAN.index(said.upper()) + 1
