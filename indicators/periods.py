"""The stretch of time a figure speaks of: a year, a plan period, half a year, a quarter, a month, a day."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Self

from config.dates import DateError, parse_date
from config.text import unmarked

FIRST_YEAR, LAST_YEAR = 1900, 2100
ONE_DAY = timedelta(days=1)
ROMAN = ("I", "II", "III", "IV")

FORMS = (
    "2022; 2016-2020; 6 tháng đầu năm 2023; 9 tháng 2023; quý I/2023; tháng 5/2023; 31/12/2020; 15/12/2022-14/12/2023"
)

_OPENING = re.compile(r"^(?:giai doan|thoi ky|ca nam|nam|tu|ngay)\s+")
_YEAR = re.compile(r"(\d{4})")
_DATE_IN_WORDS = re.compile(r"(\d{1,2}) thang (\d{1,2}) nam (\d{4})")
_MONTHS = re.compile(r"(\d{1,2}|ba|sau|chin) ?(?:thang|t)(?: (dau|cuoi))?(?: cua)?(?: nam)?[ /-]?(\d{4})")
_HALF = re.compile(r"nua (dau|cuoi)(?: nam)? (\d{4})")
_QUARTER = re.compile(r"(?:quy|q) ?([1-4]|i{1,3}|iv)(?: nam |[ /-])(\d{4})")
_MONTH = re.compile(r"(?:(?:thang|t) ?(\d{1,2})(?: nam |[ /-])|(\d{1,2})/)(\d{4})")
_END_OF = re.compile(r"(?:tinh )?(?:den |toi )?(?:cuoi|het) (.+)")
_UNTIL = re.compile(r"(?:tinh )?(?:den|toi) (?:ngay )?(.+)")
_WORDS = {"ba": 3, "sau": 6, "chin": 9}


class PeriodError(ValueError):
    """Text or dates that name no period; the message lists the forms that do."""


class Kind(StrEnum):
    """The shapes a period can have; `span` is any other pair of dates."""

    YEAR = "year"
    YEARS = "years"
    HALF = "half"
    MONTHS = "months"
    QUARTER = "quarter"
    MONTH = "month"
    DATE = "date"
    SPAN = "span"


@dataclass(frozen=True, order=True)
class Period:
    """A first and a last day, both included; sorted by the first, then by the last."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.start > self.end:
            raise PeriodError(f"Kỳ bắt đầu {_day(self.start)} sau ngày kết thúc {_day(self.end)}: hãy đổi lại.")
        if self.start.year < FIRST_YEAR or self.end.year > LAST_YEAR:
            raise PeriodError(f"Kỳ phải nằm trong các năm {FIRST_YEAR}-{LAST_YEAR}.")

    @classmethod
    def parse(cls, text: str) -> Self:
        """The period a Vietnamese text names, in any of FORMS and their usual variants; PeriodError otherwise."""
        plain = _plain(text)
        found = cls._simple(plain) or cls._between(plain)
        if found is None:
            shown = " ".join(text.split())[:40]
            raise PeriodError(f"Không hiểu kỳ «{shown}»: hãy gõ theo một trong các dạng {FORMS}.")
        return found

    @classmethod
    def year(cls, year: int) -> Self:
        return cls.years(year, year)

    @classmethod
    def years(cls, first: int, last: int) -> Self:
        """All of the years from the first to the last, such as the plan period 2016-2020."""
        return cls._of_months(first, 1, last, 12)

    @classmethod
    def half(cls, year: int, half: int) -> Self:
        return cls._of_months(year, 6 * half - 5, year, 6 * half)

    @classmethod
    def quarter(cls, year: int, quarter: int) -> Self:
        return cls._of_months(year, 3 * quarter - 2, year, 3 * quarter)

    @classmethod
    def month(cls, year: int, month: int) -> Self:
        return cls._of_months(year, month, year, month)

    @classmethod
    def first_months(cls, year: int, months: int) -> Self:
        """From 1 January to the end of the nth month: «9 tháng 2023»."""
        return cls._of_months(year, 1, year, months)

    @classmethod
    def last_months(cls, year: int, months: int) -> Self:
        """The last n months of the year: «6 tháng cuối năm 2023»."""
        return cls._of_months(year, 13 - months, year, 12)

    @classmethod
    def on(cls, day: date) -> Self:
        """One day, for a stock counted at a date."""
        return cls(day, day)

    @property
    def stop(self) -> date:
        """The first day after the period."""
        return self.end + ONE_DAY

    @property
    def length_in_months(self) -> int | None:
        """Whole months from the first day to the last; None where the period is no whole months."""
        if self.start.day != self.stop.day or self.start.day > 28:
            return None
        return 12 * (self.stop.year - self.start.year) + self.stop.month - self.start.month

    @property
    def length_in_years(self) -> int | None:
        """Whole years from the first day to the last; None where the period is no whole years."""
        months = self.length_in_months
        return months // 12 if months and months % 12 == 0 else None

    @property
    def kind(self) -> Kind:
        if self.start == self.end:
            return Kind.DATE
        if self.start.day != 1 or self.stop.day != 1:
            return Kind.SPAN
        months, first = self.length_in_months, self.start.month
        if first == 1 and months % 12 == 0:
            return Kind.YEAR if months == 12 else Kind.YEARS
        if months == 1:
            return Kind.MONTH
        if months == 3 and first % 3 == 1:
            return Kind.QUARTER
        if months == 6 and first % 6 == 1:
            return Kind.HALF
        in_one_year = self.start.year == self.end.year
        return Kind.MONTHS if in_one_year and (first == 1 or self.end.month == 12) else Kind.SPAN

    def __str__(self) -> str:
        """The one canonical spelling, which parse reads back as the same period."""
        year = self.start.year
        match self.kind:
            case Kind.YEAR:
                return f"{year}"
            case Kind.YEARS:
                return f"{year}-{self.end.year}"
            case Kind.HALF:
                return f"6 tháng {'đầu' if self.start.month == 1 else 'cuối'} năm {year}"
            case Kind.MONTHS if self.start.month == 1:
                return f"{self.length_in_months} tháng {year}"
            case Kind.MONTHS:
                return f"{self.length_in_months} tháng cuối năm {year}"
            case Kind.QUARTER:
                return f"quý {ROMAN[self.start.month // 3]}/{year}"
            case Kind.MONTH:
                return f"tháng {self.start.month}/{year}"
            case Kind.DATE:
                return _day(self.start)
            case _:
                return f"{_day(self.start)}-{_day(self.end)}"

    @property
    def phrase(self) -> str:
        """The period inside a sentence: «năm 2022», «giai đoạn 2016-2020», «ngày 31/12/2020»."""
        opening = {Kind.YEAR: "năm ", Kind.YEARS: "giai đoạn ", Kind.DATE: "ngày ", Kind.SPAN: "kỳ "}
        return opening.get(self.kind, "") + str(self)

    def previous(self) -> Self:
        """The period of the same shape just before; of a date or of the first months, that of the year before."""
        return self._moved(-1)

    def next(self) -> Self:
        """The period of the same shape just after; of a date or of the first months, that of the year after."""
        return self._moved(1)

    def year_before(self) -> Self:
        """The same period one year earlier («cùng kỳ năm trước»)."""
        return self._shifted(-12)

    def contains(self, other: "date | Period") -> bool:
        """Whether the day, or all of the other period, lies in this one."""
        if isinstance(other, Period):
            return self.start <= other.start and other.end <= self.end
        return self.start <= other <= self.end

    def _moved(self, steps: int) -> Self:
        if self.kind in (Kind.DATE, Kind.MONTHS):
            return self._shifted(12 * steps)
        if months := self.length_in_months:
            return self._shifted(months * steps)
        length = self.stop - self.start
        return type(self)(self.start + steps * length, self.end + steps * length)

    def _shifted(self, months: int) -> Self:
        if self.kind == Kind.DATE:
            return self.on(_shift_day(self.start, months))
        # The day after the end is moved, not the end: February then keeps its last day.
        return type(self)(_shift(self.start, months), _shift(self.stop, months) - ONE_DAY)

    @classmethod
    def _of_months(cls, first_year: int, first_month: int, last_year: int, last_month: int) -> Self:
        try:
            stop = _shift(date(last_year, last_month, 1), 1)
            return cls(date(first_year, first_month, 1), stop - ONE_DAY)
        except PeriodError:
            raise
        except ValueError as error:
            raise PeriodError(f"Không có tháng {first_month}/{first_year} hoặc {last_month}/{last_year}.") from error

    @classmethod
    def _simple(cls, plain: str) -> Self | None:
        """The period of a text that names one year, half, quarter, month or day."""
        plain = _OPENING.sub("", plain)
        if match := _YEAR.fullmatch(plain):
            return cls.year(int(match[1]))
        if match := _MONTHS.fullmatch(plain):
            months = _WORDS.get(match[1]) or int(match[1])
            make = cls.last_months if match[2] == "cuoi" else cls.first_months
            return make(int(match[3]), months)
        if match := _HALF.fullmatch(plain):
            return cls.half(int(match[2]), 1 if match[1] == "dau" else 2)
        if match := _QUARTER.fullmatch(plain):
            number = int(match[1]) if match[1].isdigit() else ROMAN.index(match[1].upper()) + 1
            return cls.quarter(int(match[2]), number)
        if match := _MONTH.fullmatch(plain):
            return cls.month(int(match[3]), int(match[1] or match[2]))
        if match := _DATE_IN_WORDS.fullmatch(plain):
            plain = "/".join(match.groups())
        elif match := _END_OF.fullmatch(plain):
            whole = cls._simple(match[1])
            return whole and cls.on(whole.end)
        elif match := _UNTIL.fullmatch(plain):
            day = cls._simple(match[1])
            return day if day and day.kind == Kind.DATE else None
        try:
            return cls.on(parse_date(plain))
        except DateError:
            return None

    @classmethod
    def _between(cls, plain: str) -> Self | None:
        """The period of a text that names two of one kind with a dash or «đến» between them."""
        plain = _OPENING.sub("", plain)
        for dash in re.finditer(r"-| den ", plain):
            first, last = cls._simple(plain[: dash.start()]), cls._simple(plain[dash.end() :])
            if first and last and first.kind == last.kind:
                return cls(first.start, last.end)
        return None


def _plain(text: str) -> str:
    spaced = " ".join(re.sub(r"[‐‑‒–—−]", "-", unmarked(text)).split())
    return re.sub(r" ?([-/.]) ?", r"\1", spaced).rstrip(".")


def _day(day: date) -> str:
    return f"{day:%d/%m}/{day.year:04d}"


def _shift(day: date, months: int) -> date:
    """The same day of another month, or its last day where the month is shorter."""
    year, month = divmod(12 * day.year + day.month - 1 + months, 12)
    for number in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    raise PeriodError(f"Năm {year} nằm ngoài các năm {FIRST_YEAR}-{LAST_YEAR}.")


def _shift_day(day: date, months: int) -> date:
    """Like _shift, but the last day of a month stays the last: 28/02/2023 and 29/02/2024 answer each other."""
    if (day + ONE_DAY).day == 1:
        return _shift(day + ONE_DAY, months) - ONE_DAY
    return _shift(day, months)
