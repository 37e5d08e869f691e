"""Which years an address asks for: fixed ones, the newest that have figures, or the last ones of the calendar."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from indicators.periods import FIRST_YEAR, LAST_YEAR

MOST_YEARS = 40
FORMS = "moi-nhat-5 (5 năm mới nhất có số), gan-day-5 (5 năm lịch, kể cả năm nay), 2020,2021 hay 2016-2020"
USUAL = {
    "moi-nhat-5": "5 năm mới nhất có số",
    "moi-nhat-10": "10 năm mới nhất có số",
    "moi-nhat-1": "năm mới nhất có số",
    "gan-day-5": "5 năm gần đây, kể cả năm nay",
}
LONGEST = 300


class YearsError(ValueError):
    """Text that asks for no years; the message says what can be asked."""


@dataclass(frozen=True)
class AskedYears:
    """Fixed years, or how many of the newest (`newest`) or of the calendar's last (`rolling`)."""

    text: str
    fixed: tuple[int, ...] = ()
    newest: int = 0
    rolling: int = 0

    @classmethod
    def parse(cls, text: str) -> "AskedYears":
        """What the text asks for, in one of FORMS; YearsError otherwise."""
        plain = re.sub(r"\s+", "", text)
        if match := re.fullmatch(r"(moi-nhat|gan-day)-([0-9]{1,2})", plain):
            count = int(match[2])
            if not 1 <= count <= MOST_YEARS:
                raise YearsError(f"Số năm phải từ 1 đến {MOST_YEARS}.")
            return cls(plain, **{"newest" if match[1] == "moi-nhat" else "rolling": count})
        return cls(plain, fixed=_fixed(plain))

    def of(self, known: Iterable[int], this_year: int) -> list[int]:
        """The years of this question, of those that have figures."""
        years = sorted(known)
        if self.newest:
            return years[-self.newest :]
        wanted = set(range(this_year - self.rolling + 1, this_year + 1)) if self.rolling else set(self.fixed)
        return [year for year in years if year in wanted]


def _fixed(plain):
    years = set()
    for part in plain.split(",") if len(plain) <= LONGEST else [""]:
        match = re.fullmatch(r"([0-9]{4})(?:[-–]([0-9]{4}))?", part)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        if not FIRST_YEAR <= first <= last <= LAST_YEAR:
            raise YearsError(f"Không đọc được các năm «{plain[:40]}»: hãy ghi {FORMS}.")
        years |= set(range(first, last + 1))
    if len(years) > MOST_YEARS:
        raise YearsError(f"Mỗi bảng nhiều nhất {MOST_YEARS} năm: hãy chọn ít năm hơn.")
    return tuple(sorted(years))
