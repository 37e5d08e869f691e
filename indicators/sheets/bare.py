"""Heads and lines that are a bare 1, 2, 3 or I, II, III: months or quarters, and never the numbers of the columns."""

import re
from itertools import pairwise
from typing import NamedTuple

from config.sheets.sheet import SheetError
from config.sheets.table import letters
from config.values.text import nfc, unmarked
from indicators.sheets.cells import is_like_number, is_year, text_of
from indicators.sheets.heads import understood

MONTH, QUARTER = "tháng", "quý"
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_WRITTEN = re.compile(r"0?[1-9]|1[0-2]")
# «Quy mô», «thắng» are other words without their marks.
_SAYS = {
    MONTH: re.compile(r"\bth[áa]ng\b(?! ?\.?\d)"),
    QUARTER: re.compile(r"\bqu[ýí]\b(?! ?(?:\d|i{1,3}\b|iv\b))"),
}
# The month or the quarter of a report has one; of many at once a title speaks in these words.
_TITLE_SAYS = {
    MONTH: re.compile(r"\b(?:các|cac|theo|từng|tung|hàng|hằng|hang|12) th[áa]ng\b"),
    QUARTER: re.compile(r"\b(?:các|theo|từng|hàng|hằng|4|bốn) qu[ýí]\b"),
}
_QUARTER = re.compile(r"\b(?:quy|qui|q) ?(?P<quarter>i{1,3}|iv|[1-4])\b")
_SUM_OF_MONTHS = re.compile(rf"{_QUARTER.pattern}|\b\d{{1,2}} ?thang\b")
# What stands beside bare numbers in a row of a head; any other words name a line of values.
_HEADS = re.compile(
    r"stt|tt|so tt|ma(?: so)?|dvt|don vi(?: tinh)?|ghi chu|chi tieu.*|ten(?: [a-z ]+)?|danh muc.*|noi dung|mat hang"
    r"|dien giai|hang muc|san pham|cong|tong(?: cong| so)?|luy ke|ca nam|nam.*|kh\b.*|ke hoach.*|th\b.*|thuc hien.*"
    r"|uoc\b.*|so (?:sanh|voi|cung).*|.*%.*|(?:quy|qui|q) ?(?:i{1,3}|iv|[1-4])|\d{1,2} ?thang.*|.*\bthang\b"
)
# A head that says periods and not which; there are no more quarters than these, so that further numbers are months.
_ANY_PERIOD = re.compile(r"ky(?: bao cao)?")
QUARTERS = 4
# The fewest numbers that are asked about where no word says what they count.
FEWEST = 3
# Of the steps from one number down to the next, the part that is one.
MOSTLY = 0.6
# How far up the words over a bare number are looked for: a year of months, its sums, and a head.
DEEPEST = 24


class Bare(NamedTuple):
    """A bare number of a head, and what the words around it say that it counts: "" where they do not."""

    number: int
    counts: str

    @property
    def words(self):
        return in_words(self.counts, self.number)


def in_words(counts, number):
    """The period as a head would say it in full: «tháng 3», «quý II»."""
    return f"{MONTH} {number}" if counts == MONTH else f"{QUARTER} {_ROMAN[number - 1]}"


def number_of(cell):
    """The bare number from 1 to 12 in a cell, None for any other cell."""
    text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else text_of(cell)
    if text in _ROMAN:
        return _ROMAN.index(text) + 1
    return int(text) if _WRITTEN.fullmatch(text) else None


def says(text, patterns=None):
    """What the words around numbers say that they count: MONTH, QUARTER, or "" for neither."""
    words = nfc(text).casefold()
    return next((counts for counts, pattern in (patterns or _SAYS).items() if pattern.search(words)), "")


def speaks_of_all(title):
    """Whether a title speaks of all months or quarters of a year: «các tháng năm 2025»."""
    return bool(says(title, _TITLE_SAYS))


def bare_head(sheet, rows, at):
    """The bare numbers of a row of a head by position, {} for any other row.

    What numbers the columns stands under heads of their own; months stand under one that they share, or under none.
    """
    found = {place: number for place, cell in enumerate(rows[at]) if (number := number_of(cell))}
    if len(found) < 2 or not _is_of_heads(rows[at], found):
        return {}
    above = _above(sheet, rows, at, found)
    runs = _runs(rows[at], found, above)
    if len(runs) > len(found) // 2:
        return {}
    around = _around(rows, at, min(found))
    heads = {place: Bare(found[place], _counts(rows[at], place, found[place], above[place], around)) for place in found}
    is_told = any(head.counts for head in heads.values())
    is_asked = all(run == list(range(1, len(run) + 1)) and len(run) >= FEWEST for run in runs)
    return heads if is_told or is_asked else {}


def bare_line(rows, at):
    """Where a row without a name has a bare number that a head says to be a month or a quarter; else None."""
    row = rows[at]
    worded = [
        place for place, cell in enumerate(row) if any(map(str.isalpha, text_of(cell))) and not is_like_number(cell)
    ]
    # What follows are values, and a note at the end.
    if len(worded) > 1 or (worded and any(map(text_of, row[worded[0] + 1 :]))):
        return None
    return next((place for place, cell in enumerate(row) if number_of(cell) and counted_down(rows, at, place)), None)


def counted_down(rows, at, place):
    """What the head over a cell says that the bare numbers down from it count; years and sums may stand between."""
    for row in range(at - 1, max(at - DEEPEST, -1), -1):
        text = _text(rows, row, place)
        said = understood(text)
        if text and not (number_of(text) or (said.names_time and not said.rest and not says(text))):
            return says(text) or (MONTH if _is_any_period(text) and _most(rows[row + 1 :], place) > QUARTERS else "")
    return ""


def refuse_unsaid(sheet, rows):
    """SheetError where a head «Kỳ» stands over numbers that may be months or quarters."""
    cells = ((at, place, text_of(cell)) for at, row in enumerate(rows) for place, cell in enumerate(row))
    for at, place, head in cells:
        if not _is_any_period(head):
            continue
        down = [below[place] for below in rows[at + 1 :] if place < len(below) and text_of(below[place])]
        if len(down) > 1 and all(map(number_of, down)):
            raise SheetError(
                f"Trang «{sheet.name}», cột «{head}» (ô {letters(place)}{at + 1}) chỉ ghi 1, 2, 3… nên chưa rõ là "
                "tháng hay quý: hãy đổi đầu cột thành «Tháng» hay «Quý» rồi chọn lại tệp."
            )


def goes_down(rows, place):
    """Whether the numbers down a column are months or quarters: most of them one more than the last."""
    found = [number for row in rows if place < len(row) and (number := number_of(row[place]))]
    steps = sum(after == before + 1 for before, after in pairwise(found))
    return len(found) == 1 or steps > MOSTLY * (len(found) - 1)


def _is_any_period(text):
    return text[:1] in "Kk" and bool(_ANY_PERIOD.fullmatch(unmarked(text).strip(" .:")))


def _most(rows, place):
    return max((number for row in rows if place < len(row) and (number := number_of(row[place]))), default=0)


def _runs(row, found, above):
    """The numbers of each head in turn, as long as they go up; Roman ones apart."""
    runs, last = {}, {}
    for place, number in found.items():
        head = above[place], _is_roman(row[place])
        of_head = runs.setdefault(head, [])
        if head not in last or number <= last[head]:
            of_head.append([])
        of_head[-1].append(number)
        last[head] = number
    return [run for of_head in runs.values() for run in of_head]


def _is_of_heads(row, found):
    others = [cell for place, cell in enumerate(row) if place not in found and not is_year(cell) and text_of(cell)]
    return all(not is_like_number(cell) and _HEADS.fullmatch(unmarked(text_of(cell)).strip(" .:()")) for cell in others)


def _is_roman(cell):
    return text_of(cell) in _ROMAN


def _above(sheet, rows, at, found):
    """The words of the head right above each number; a group that nobody merged stands over those to its right."""
    spread = {}
    for (top, left), (bottom, right) in sheet.merged:
        for row in range(top, min(bottom, at - 1) + 1):
            spread |= {(row, place): (top, left) for place in range(left, right + 1)}
    above, carried = {}, ""
    for place in sorted(found):
        texts = (_text(rows, *spread.get((row, place), (row, place))) for row in range(at - 1, -1, -1))
        carried = above[place] = next(filter(None, texts), carried)
    return above


def _text(rows, row, place):
    return text_of(rows[row][place]) if place < len(rows[row]) else ""


def _around(rows, at, first):
    """What is said of all of them: over the names, «Chỉ tiêu/Tháng», or in a title, «các tháng»."""
    names = " ".join(_text(rows, row, place) for row in range(max(at - 1, 0), at + 1) for place in range(first))
    titles = " ".join(text_of(cell) for row in rows[:at] for cell in row if isinstance(cell, str))
    return says(names) if len(names) < 60 and says(names) else says(titles, _TITLE_SAYS)


def _counts(row, place, number, above, around):
    is_roman = _is_roman(row[place])
    quarter = _QUARTER.search(unmarked(above))
    if quarter and not is_roman:
        return MONTH if number_of(quarter["quarter"].upper()) == (number + 2) // 3 else ""
    counts = says(above) or around
    romans = [number_of(cell) for cell in row if _is_roman(cell)]
    if is_roman and max(romans) <= 4 and (counts == QUARTER or len(romans) < sum(map(bool, map(number_of, row)))):
        return QUARTER
    if not counts and not is_roman and any(_SUM_OF_MONTHS.search(unmarked(text_of(cell))) for cell in row):
        return MONTH
    return counts if counts == MONTH or number <= 4 else ""
