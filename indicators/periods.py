"""The stretch of time a figure speaks of: a year, a plan period, half a year, a quarter, a month, a day."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Self

from config.values.dates import DateError, NoSuchDayError, parse_date
from config.values.text import nfc, unmarked

FIRST_YEAR, LAST_YEAR = 1900, 2100
ONE_DAY = timedelta(days=1)
LONGEST = 100
ROMAN = ("I", "II", "III", "IV")

FORMS = (
    "2022; 2016-2020; 6 tháng đầu năm 2023; 9 tháng 2023; quý I/2023; tháng 5/2023; 31/12/2020; 15/12/2022-14/12/2023"
)

_OPENING = re.compile(r"^(?:giai doan|thoi ky|ca nam|nam|tu|ngay)\s+")
_WORDS = {"ba": 3, "sau": 6, "chin": 9}


class PeriodError(ValueError):
    """Text or dates that name no period; the message lists the forms that do."""


class PeriodKind(StrEnum):
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
        _check_year(self.start.year)
        _check_year(self.end.year)

    @classmethod
    def parse(cls, text: str) -> Self:
        """The period a Vietnamese text names, in one of FORMS or their usual variants; PeriodError otherwise."""
        if len(text) > LONGEST:
            raise PeriodError(f"«{nfc(text)[:40]}…» quá dài, không phải kỳ: hãy gõ theo một trong các dạng {FORMS}.")
        return _parse(text)

    @classmethod
    def from_cell(cls, value: object) -> Self | None:
        """The period in a spreadsheet cell: 2022 as a number is the year, a date is that day; None if empty."""
        if value is None or (isinstance(value, str) and not nfc(value)):
            return None
        if isinstance(value, datetime):
            return cls.on(value.date())
        if isinstance(value, date):
            return cls.on(value)
        if isinstance(value, float) and value.is_integer():
            return cls.parse(str(int(value)))
        return cls.parse(str(value))

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
    def kind(self) -> PeriodKind:
        if self.start == self.end:
            return PeriodKind.DATE
        if self.start.day != 1 or self.stop.day != 1:
            return PeriodKind.SPAN
        months, first = self.length_in_months, self.start.month
        if first == 1 and months % 12 == 0:
            return PeriodKind.YEAR if months == 12 else PeriodKind.YEARS
        if months == 1:
            return PeriodKind.MONTH
        if months == 3 and first % 3 == 1:
            return PeriodKind.QUARTER
        if months == 6 and first % 6 == 1:
            return PeriodKind.HALF
        in_one_year = self.start.year == self.end.year
        return PeriodKind.MONTHS if in_one_year and (first == 1 or self.end.month == 12) else PeriodKind.SPAN

    def __str__(self) -> str:
        """The one canonical spelling, which parse reads back as the same period."""
        year = self.start.year
        match self.kind:
            case PeriodKind.YEAR:
                return f"{year}"
            case PeriodKind.YEARS:
                return f"{year}-{self.end.year}"
            case PeriodKind.HALF:
                return f"6 tháng {'đầu' if self.start.month == 1 else 'cuối'} năm {year}"
            case PeriodKind.MONTHS if self.start.month == 1:
                return f"{self.length_in_months} tháng {year}"
            case PeriodKind.MONTHS:
                return f"{self.length_in_months} tháng cuối năm {year}"
            case PeriodKind.QUARTER:
                return f"quý {ROMAN[self.start.month // 3]}/{year}"
            case PeriodKind.MONTH:
                return f"tháng {self.start.month}/{year}"
            case PeriodKind.DATE:
                return _day(self.start)
            case _:
                return f"{_day(self.start)}-{_day(self.end)}"

    @property
    def phrase(self) -> str:
        """The period inside a sentence: «năm 2022», «giai đoạn 2016-2020», «ngày 31/12/2020»."""
        opening = {
            PeriodKind.YEAR: "năm ",
            PeriodKind.YEARS: "giai đoạn ",
            PeriodKind.DATE: "ngày ",
            PeriodKind.SPAN: "kỳ ",
        }
        return opening.get(self.kind, "") + str(self)

    def previous(self) -> Self:
        """The period of the same shape just before; for a day or «9 tháng» the one of the year before."""
        return self._moved(-1)

    def next(self) -> Self:
        """The period of the same shape just after; for a day or «9 tháng» the one of the year after."""
        return self._moved(1)

    def year_before(self) -> Self:
        """The same period one year earlier («cùng kỳ năm trước»)."""
        return self.years_before(1)

    def years_before(self, years: int) -> Self:
        return self._shifted(-12 * years)

    def contains(self, other: "date | Period") -> bool:
        """Whether the day, or all of the other period, lies in this one."""
        if isinstance(other, Period):
            return self.start <= other.start and other.end <= self.end
        return self.start <= other <= self.end

    def _moved(self, steps: int) -> Self:
        if self.kind in (PeriodKind.DATE, PeriodKind.MONTHS):
            return self._shifted(12 * steps)
        if months := self.length_in_months:
            return self._shifted(months * steps)
        length = self.stop - self.start
        return type(self)(self.start + steps * length, self.end + steps * length)

    def _shifted(self, months: int) -> Self:
        if self.kind == PeriodKind.DATE:
            return self.on(_shift_day(self.start, months))
        # The day after the end is moved, not the end: February then keeps its last day.
        return type(self)(_shift(self.start, months), _shift(self.stop, months) - ONE_DAY)

    @classmethod
    def _of_months(cls, first_year: int, first_month: int, last_year: int, last_month: int) -> Self:
        for year, month in (first_year, first_month), (last_year, last_month):
            if not 1 <= month <= 12:
                raise PeriodError(f"Năm {year} chỉ có các tháng 1-12 và các quý I-IV: hãy sửa lại kỳ.")
            _check_year(year)
        return cls(date(first_year, first_month, 1), _shift(date(last_year, last_month, 1), 1) - ONE_DAY)


@lru_cache(maxsize=4096)
def _parse(text: str) -> Period:
    # Remembered: a sheet of 100.000 figures names a few dozen periods.
    plain = _plain(text)
    found = _named(plain) or _between(plain)
    if found is None:
        raise PeriodError(f"Không hiểu kỳ «{nfc(text)[:40]}»: hãy gõ theo một trong các dạng {FORMS}.")
    return found


def _named(plain: str) -> Period | None:
    """The period of a text that names one year, half, quarter, month or day."""
    plain = _OPENING.sub("", plain)
    for pattern, read in _READERS:
        if match := pattern.fullmatch(plain):
            return read(*match.groups())
    try:
        return Period.on(parse_date(plain))
    except NoSuchDayError as error:
        raise PeriodError(str(error)) from error
    except DateError:
        return None


def _between(plain: str) -> Period | None:
    """The period of a text that names two of one kind with a dash or «đến» between them."""
    plain = _OPENING.sub("", plain)
    for dash in re.finditer(r"-| (?:den|toi) ", plain):
        first = _named(plain[: dash.start()])
        last = first and _named(plain[dash.end() :])
        if first and last and first.kind == last.kind:
            return Period(first.start, last.end)
    return None


def _months(number: str, part: str | None, year: str) -> Period:
    months = _WORDS.get(number) or int(number)
    return Period.last_months(int(year), months) if part == "cuoi" else Period.first_months(int(year), months)


def _quarter(number: str, year: str) -> Period:
    return Period.quarter(int(year), int(number) if number.isdigit() else ROMAN.index(number.upper()) + 1)


def _end_of(text: str) -> Period | None:
    """«đến cuối năm 2020» is its last day."""
    whole = _named(text)
    return whole and Period.on(whole.end)


def _until(text: str) -> Period | None:
    """«đến 31/12/2020» is that day; «đến năm 2020» could be the year or its last day and is not guessed."""
    day = _named(text)
    return day if day and day.kind == PeriodKind.DATE else None


_READERS = (
    (re.compile(r"(\d{4})"), lambda year: Period.year(int(year))),
    (re.compile(r"(\d{1,2}|ba|sau|chin) ?(?:thang|t)(?: (dau|cuoi))?(?: cua)?(?: nam)?[ /-]?(\d{4})"), _months),
    (re.compile(r"nua (dau|cuoi)(?: cua)?(?: nam)? (\d{4})"), lambda part, year: _months("6", part, year)),
    (re.compile(r"(?:qu[iy]|q) ?([1-4]|i{1,3}|iv)(?: nam |[ /-])(\d{4})"), _quarter),
    (
        re.compile(r"(?:thang|t) ?(\d{1,2})(?: nam |[ /-])(\d{4})"),
        lambda month, year: Period.month(int(year), int(month)),
    ),
    (re.compile(r"(\d{1,2})/(\d{4})"), lambda month, year: Period.month(int(year), int(month))),
    (re.compile(r"(\d{1,2}) thang (\d{1,2}) nam (\d{4})"), lambda *parts: _named("/".join(parts))),
    (re.compile(r"(?:tinh )?(?:den |toi )?(?:cuoi|het) (.+)"), _end_of),
    (re.compile(r"(?:tinh )?(?:den|toi) (.+)"), _until),
)


def _plain(text: str) -> str:
    dashes = re.sub(r"[‐‑‒–—−]", "-", unmarked(nfc(text)))
    return re.sub(r" ?([-/.]) ?", r"\1", dashes).rstrip(".")


def _day(day: date) -> str:
    return f"{day:%d/%m}/{day.year:04d}"


def _check_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise PeriodError(f"Năm {year} nằm ngoài các năm {FIRST_YEAR}-{LAST_YEAR}: hãy kiểm tra lại.")


def _shift(day: date, months: int) -> date:
    """The same day of another month, or its last day where that month is shorter."""
    year, month = divmod(12 * day.year + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _shift_day(day: date, months: int) -> date:
    """Like _shift, but the last day of a month stays the last: 28/02/2023 and 29/02/2024 are one series."""
    if (day + ONE_DAY).day == 1:
        return _shift(day + ONE_DAY, months) - ONE_DAY
    return _shift(day, months)
