"""What the words of a head, of a line or of a title say: the period, the degree, what is compared with what."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple, Self

from config.values.text import nfc, unmarked
from indicators.periods import ROMAN, Period


class Degree(StrEnum):
    """How a value is meant; DONE is «thực hiện», which is as mature as the book already holds it."""

    PLAN = "plan"
    TARGET = "target"
    ESTIMATE = "estimate"
    DONE = "done"
    PRELIMINARY = "preliminary"
    OFFICIAL = "official"


class Base(StrEnum):
    """What a printed comparison compares with; such a column is computed, and never stored."""

    PREVIOUS = "previous"
    YEAR_AGO = "year_ago"
    PLAN = "plan"
    WHOLE = "whole"
    OTHER = "other"


class Relative(StrEnum):
    """A period told from the report's own."""

    SAME = "same"
    PREVIOUS = "previous"
    YEAR_AGO = "year_ago"
    YEAR = "year"
    YEAR_BEFORE = "year_before"


class Part(NamedTuple):
    """A part of a year: the month 4, the quarter 2, the first 6 months, the whole of it."""

    shape: str
    number: int = 0

    def of(self, year: int) -> Period:
        """The period of this part in a year; PeriodError where a year has no such part."""
        match self.shape:
            case "month":
                return Period.month(year, self.number)
            case "quarter":
                return Period.quarter(year, self.number)
            case "first":
                return Period.first_months(year, self.number)
            case "last":
                return Period.last_months(year, self.number)
        return Period.year(year)


@dataclass(frozen=True)
class Said:
    """What was understood of some words; `rest` is what was not."""

    year: int | None = None
    part: Part | None = None
    relative: Relative | None = None
    is_cumulated: bool = False
    degree: Degree | None = None
    base: Base | None = None
    rest: str = ""
    # From a day to a day, or some years: «đến 30/9/2023», «2016-2020».
    span: Period | None = None
    # Whether a comparison says how much more, and not how much of it.
    is_growth: bool = False

    @property
    def names_time(self) -> bool:
        return bool(self.span or self.year or self.part or self.relative or self.is_cumulated)

    @property
    def is_unsure(self) -> bool:
        """Whether some of the words that were not understood speak of time: «Quý một», «T4/22», «Bình quân»."""
        return bool(_OF_TIME.search(self.rest.casefold()))

    def with_(self, other: Self) -> Self:
        """These words and those of the other direction of the table; what stands here comes first."""
        return Said(
            self.year or other.year,
            self.part or other.part,
            self.relative or other.relative,
            self.is_cumulated or other.is_cumulated,
            self.degree or other.degree,
            self.base or other.base,
            " ".join(filter(None, [self.rest, other.rest])),
            self.span or other.span,
            self.is_growth or other.is_growth,
        )

    def period(self, own: Period | None) -> Period | None:
        """The period meant, in a report of its own period; None where the words and it do not tell."""
        if self.span:
            return self.span
        if self.part:
            return self._part_of_year(own)
        if not own:
            return Period.year(self.year) if self.year and not self._needs_own else None
        if self.year and self._needs_own:
            return self._in_year(own)
        if self.year:
            return Period.year(self.year)
        if self.relative:
            return self._cumulated(_MOVED[self.relative](own))
        if self.is_cumulated:
            return Period.first_months(own.end.year, own.end.month)
        if self.is_planned:
            return Period.year(own.end.year)
        return own if self.degree else None

    @property
    def is_planned(self) -> bool:
        return self.degree in (Degree.PLAN, Degree.TARGET)

    @property
    def _needs_own(self) -> bool:
        """«Cùng kỳ 2021», «Lũy kế năm 2021»: a year of which the report's own period says the part."""
        return self.is_cumulated or self.relative in (Relative.SAME, Relative.PREVIOUS, Relative.YEAR_AGO)

    def _part_of_year(self, own: Period | None) -> Period | None:
        is_before = self.relative in (Relative.YEAR_AGO, Relative.YEAR_BEFORE)
        year = self.year or (own and own.end.year - is_before)
        found = year and self._cumulated(self.part.of(year))
        # In a report of January «Tháng 12» is hardly the one to come.
        is_bare = not (self.year or self.relative) and self.part.shape == "month"
        is_ahead = found and is_bare and found.start > own.end
        return None if is_ahead and not self.is_planned and self.degree != Degree.ESTIMATE else found or None

    def _in_year(self, own: Period) -> Period | None:
        """The report's own period, or the one before it, in the year that is named; None where it lies in another."""
        moved = own.previous() if self.relative == Relative.PREVIOUS else own
        while moved.end.year > self.year and self.relative != Relative.PREVIOUS:
            moved = moved.year_before()
        return self._cumulated(moved) if moved.end.year == self.year else None

    def _cumulated(self, period: Period) -> Period:
        return Period.first_months(period.end.year, period.end.month) if self.is_cumulated else period


_MOVED = {
    Relative.SAME: lambda own: own,
    Relative.PREVIOUS: Period.previous,
    Relative.YEAR_AGO: Period.year_before,
    Relative.YEAR: lambda own: Period.year(own.end.year),
    Relative.YEAR_BEFORE: lambda own: Period.year(own.end.year - 1),
}

_YEAR = r"(?P<year>(?:19|20)\d\d)"
_COMPARED = re.compile(
    r"\bso\b(?: sanh)?(?: voi)?|\bmuc tang\b|(?<!gia )\btang\b(?! them)|\btoc do\b|\bty (?:trong|le)\b|\bco cau\b"
    r"|(?<!uoc )\bdat\b|hoan thanh|chenh lech|\bsvck\b|\+ ?/ ?-|%(?= ?(?:kh\b|ke hoach|cung ky|ck\b|th\b|thuc hien))"
    r"|(?:19|20)\d\d ?/ ?(?:19|20)\d\d|/ ?(?:kh|ke hoach|ck|cung ky|u?th|uoc|thuc hien)\b"
)
# Words of a comparison that are other words with another mark: «số», «đất».
_MARKED = {"so": ("so",), "dat": ("đạt", "dat")}
_GROWTH = re.compile(r"(?<!gia )\btang\b(?! them)|\btoc do\b")
# A price of a year is no year of a figure; the number of a document is no month.
_PRICES = re.compile(r"\bgia (?:so sanh|ss|co dinh)(?: nam)?(?: (?:19|20)\d\d)?")
_DIGITS = re.compile(r" ?\d+")
_DOCUMENT = re.compile(r"\b\d+/(?:(?:19|20)\d\d/)?[a-z]+-[a-z]\S*")
_BASES = [
    (Base.PLAN, re.compile(r"\bkh\b|ke hoach|k\. ?hoach")),
    (Base.YEAR_AGO, re.compile(r"cung ky|\bs?v?ck\b|nam truoc|cung thang|(?:19|20)\d\d ?/ ?(?:19|20)\d\d")),
    (Base.PREVIOUS, re.compile(r"(?:thang|quy|qui|ky) truoc")),
    (Base.WHOLE, re.compile(r"ty trong|co cau|ty le")),
    (Base.YEAR_AGO, re.compile(r"tang truong|toc do|\btang\b")),
]
_DEGREES = [
    (
        Degree.PLAN,
        re.compile(
            r"\bkh\b|\bke hoach\b|\bk\. ?hoach\b|\bdu toan\b|\bphan dau\b|\bnghi quyet\b"
            r"|\b(?:duoc )?giao\b(?! thong| duc)"
        ),
    ),
    (Degree.TARGET, re.compile(r"\bmuc tieu\b")),
    (Degree.ESTIMATE, re.compile(r"\b(?:uoc(?: tinh)?(?: thuc hien| th\b| dat\b)?|uth|du kien|du bao)\b")),
    (Degree.PRELIMINARY, re.compile(r"\bso bo\b")),
    (Degree.OFFICIAL, re.compile(r"\bchinh thuc\b")),
    (Degree.DONE, re.compile(r"\bthuc hien\b|\bth\b")),
]
_CUMULATED = re.compile(r"\b(?:cong don|luy ke|tu dau nam)\b|\bden (?:het |cuoi )?(?=thang)|\bcuoi (?=thang)")
_MONTHS = re.compile(
    rf"\b(?P<first>\d{{1,2}}|ba|sau|chin) ?(?:thang|t)\b(?: (?P<which>dau|cuoi))?(?: nam)?(?:[ /]{_YEAR})?"
)
_MONTH = re.compile(rf"\b(?:thang|t) ?\.?(?P<month>\d{{1,2}})\b(?:(?: nam|[/.-])? ?{_YEAR})?")
_SHORT_MONTH = re.compile(rf"(?<![\w/.-])(?P<month>\d{{1,2}})/{_YEAR}\b")
_QUARTER = re.compile(
    rf"\b(?:quy|qui|q) ?(?P<quarter>i{{1,3}}|iv|[1-4]|mot|hai|ba|bon|tu)\b(?:(?: nam|[/.-])? ?{_YEAR})?"
)
_WHOLE = re.compile(r"\bca nam\b")
_ONE_YEAR = re.compile(rf"\b(?:nam )?{_YEAR}\b")
_RELATIVES = [
    (Relative.YEAR_AGO, re.compile(r"\bcung (?:ky|thang|quy)(?: nam truoc)?\b(?! \d)")),
    (Relative.YEAR_BEFORE, re.compile(r"\bnam truoc\b")),
    (Relative.PREVIOUS, re.compile(r"\b(?:thang|quy|qui|ky) truoc\b")),
    (Relative.YEAR, re.compile(r"\bnam (?:bao cao|nay)\b")),
    (Relative.SAME, re.compile(r"\b(?:thang|quy|qui|ky) (?:bao cao|nay)\b")),
]
_BARE = re.compile(r"\b(?:tháng|quý|quí)\b", re.IGNORECASE)
_NUMBERS = {"ba": 3, "sau": 6, "chin": 9}
_QUARTERS = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4}
_DATE = r"(?P<day>\d{1,2})(?:[/.-]| thang )(?P<month>\d{1,2})(?:[/.-]| nam )(?P<year>(?:19|20)\d\d)\b"
_DAYS = re.compile(
    r"(?:\btu (?:ngay )?(?P<first>\d{1,2})[/.-](?P<of>\d{1,2})(?:[/.-](?P<in>(?:19|20)\d\d))? )?"
    r"(?:- ?|\b(?:tinh )?(?:den|toi) )?(?:het |cuoi |tai )?(?:\bngay )?(?<![\d/.-])" + _DATE
)
_YEARS = re.compile(
    r"(?:\b(?:giai doan|thoi ky) )?(?:\btu )?(?:\bnam )?\b(?P<first>(?:19|20)\d\d)(?: ?[-–—] ?| (?:den|toi) )(?:nam )?"
    r"(?P<last>(?:19|20)\d\d)\b"
)
_OF_TIME = re.compile(r"\d|\b(?:tháng|qu[ýí]|k[ỳì]|tuần|ngày|giai đoạn|đầu(?! tư)|sau|tới|bình quân)\b")
_PUNCTUATION = re.compile(r"[:;,()\[\]\"«»_]")


def _first_months(match) -> Part:
    number = _NUMBERS.get(match["first"]) or int(match["first"])
    return Part("last" if match["which"] == "cuoi" else "first", number)


def _number_of_quarter(text) -> int:
    return int(text) if text.isdigit() else ROMAN.index(text.upper()) + 1


def understood(text: str) -> Said:
    """What the words of a head, a row or a title say."""
    return _Reading(text).said()


@dataclass
class _Reading:
    """Words of which one thing after another is taken out; `plain` and `text` have the same length."""

    text: str
    plain: str = ""
    # What stands after the word of comparison.
    compared_with: str = ""
    year_of_part: int | None = None
    # What is set aside, because its numbers are no time.
    aside: str = ""

    def __post_init__(self):
        self.text = nfc(_PUNCTUATION.sub(" ", self.text))
        self.plain = unmarked(self.text)
        if len(self.plain) != len(self.text):
            self.text = self.plain

    def said(self) -> Said:
        self._set_aside()
        base = self._base()
        span = self._days() or self._years()
        # «Cùng kỳ» is a period where nothing is compared with it.
        is_cumulated = self._cumulated() or bool(_CUMULATED.search(self.compared_with))
        part = self._part() or self._months_of(self.compared_with)
        year = self._year() or self.year_of_part
        relative = self._first(_RELATIVES) or self._reported()
        degree = None if base else self._first(_DEGREES)
        rest = "" if base else nfc(f"{self.text} {self.aside}")
        is_growth = bool(_GROWTH.search(self.compared_with))
        return Said(year, part, relative, is_cumulated, degree, base, rest, span, is_growth)

    def _reported(self) -> Relative | None:
        """«Ước tính tháng», «Kế hoạch quý»: of the report's own; «quỹ» and «quy» are other words."""
        match = _BARE.search(self.text)
        if match:
            self._cut(*match.span())
        return Relative.SAME if match else None

    def _set_aside(self):
        self._take(_DOCUMENT)
        if match := _PRICES.search(self.plain):
            self.aside = _DIGITS.sub("", self.text[slice(*match.span())])
            self._cut(*match.span())

    def _days(self) -> Period | None:
        """A day, as a report says until when it counts: from the first of January, or from the day named."""
        match = _DAYS.search(self.plain)
        try:
            end = match and date(*map(int, match.group("year", "month", "day")))
            start = match and date(int(match["in"] or end.year), int(match["of"] or 1), int(match["first"] or 1))
        except ValueError:
            return None
        # The first of January is a cell of a spreadsheet that may show a month, or a year.
        if not match or start >= end:
            return None
        self._cut(*match.span())
        return Period(start, end)

    def _years(self) -> Period | None:
        match = _YEARS.search(self.plain)
        if not match or match["first"] >= match["last"]:
            return None
        self._cut(*match.span())
        return Period.years(int(match["first"]), int(match["last"]))

    def _base(self) -> Base | None:
        """What stands from the word of comparison on says what is compared with, and no period of its own."""
        for match in _COMPARED.finditer(self.plain):
            written = self.text[slice(*match.span())].casefold()
            if not written.startswith(_MARKED.get(match[0].split()[0], "")):
                continue
            after = self.plain[match.start() :]
            base = next((base for base, pattern in _BASES if pattern.search(after)), Base.OTHER)
            self.compared_with = after
            self._cut(match.start(), len(self.plain))
            return base
        return None

    def _cumulated(self) -> bool:
        found = False
        while self._take(_CUMULATED):
            found = True
        return found

    def _months_of(self, text) -> Part | None:
        """«So với cùng kỳ (%): 4 tháng» speaks of the four months."""
        match = _MONTHS.search(text)
        return _first_months(match) if match else None

    def _part(self) -> Part | None:
        if match := self._take(_MONTHS):
            self._note_year(match)
            return _first_months(match)
        if match := self._take(_MONTH) or self._take(_SHORT_MONTH):
            self._note_year(match)
            self._take_quarter_of(int(match["month"]))
            return Part("month", int(match["month"]))
        if match := self._take(_QUARTER):
            self._note_year(match)
            number = match["quarter"]
            return Part("quarter", _QUARTERS.get(number) or _number_of_quarter(number))
        return Part("year") if self._take(_WHOLE) else None

    def _take_quarter_of(self, month):
        """«Quý II» over «Tháng 4» says nothing more."""
        match = _QUARTER.search(self.plain)
        number = match and (_QUARTERS.get(match["quarter"]) or _number_of_quarter(match["quarter"]))
        if number and (month + 2) // 3 == number:
            self._note_year(match)
            self._cut(*match.span())

    def _note_year(self, match):
        if match["year"]:
            self.year_of_part = int(match["year"])

    def _year(self) -> int | None:
        match = self._take(_ONE_YEAR)
        return int(match["year"]) if match else None

    def _first(self, choices):
        for meaning, pattern in choices:
            if self._take(pattern):
                return meaning
        return None

    def _take(self, pattern):
        match = pattern.search(self.plain)
        if match:
            self._cut(*match.span())
        return match

    def _cut(self, start, end):
        self.plain = f"{self.plain[:start]} {self.plain[end:]}"
        self.text = f"{self.text[:start]} {self.text[end:]}"
