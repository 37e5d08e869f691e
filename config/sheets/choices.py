"""What a person decides of one file where the file alone does not tell: kept with it from preview to preview."""

import re
from bisect import bisect_right
from dataclasses import asdict, dataclass, field, replace
from operator import itemgetter
from string import ascii_letters

from django.utils.datastructures import MultiValueDict

from config.sheets.columns import identity
from config.values.legacy import Code

# What the dot of 1.234 stands before.
THOUSANDS, DECIMALS = "thousands", "decimals"
# That years of two digits are years.
SHORT_YEARS = "short"
# How the boxes begin in which a person says what a layout means.
LAYOUT = "layout-"
SAME_ROW, UNIT, CONSTANT, PLACED = "same-", "unit-", "constant-", "placed-"
# How those begin that ask for another register of the file; its label follows.
PART = "part-"
# What a row of a list without codes is said to be that is none of the stored ones.
NEW_ROW = "new"
# What a heading is said to mean whose column is passed over.
LEFT_OUT = "-"
# That the letters of a file are no older code, whatever they look like.
AS_THEY_ARE = "as_they_are"
_CELL = re.compile(r"[A-Za-z]{1,3}[0-9]{1,7}")
_RANGE = re.compile(r"([0-9]{1,7})(?:-([0-9]{1,7}))?")


@dataclass(frozen=True)
class Choices:
    # Headings that have no place in the register, whose columns are passed over.
    left_out: tuple[str, ...] = ()
    dots: str = ""
    without_hidden: bool = False
    # SHORT_YEARS where 5/3/26 is a day.
    years: str = ""
    # What was said of a sheet that is laid out in another way than the register, by the names of the form's boxes.
    layout: dict[str, str] = field(default_factory=dict)
    # Which stored row a row of a list without codes is, by its number; the unit of a column that states none, by its
    # heading; what new rows hold in a required column that the file has not, by its name.
    same: dict[str, str] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    # The column of the register that a heading means, by the heading.
    placed: dict[str, str] = field(default_factory=dict)
    # The headings of the file that these were said of.
    headings: tuple[str, ...] = ()
    # Whether some of this was said of an earlier file; and whether the file is to be asked about from the beginning.
    is_recalled: bool = False
    is_fresh: bool = False
    # The code of before Unicode that the file's texts are in.
    letters: str = ""
    # The rows not to be written, from one number in the file to another.
    skipped: tuple[tuple[int, int], ...] = ()
    # Headings that were passed over in another register that the file has rows for.
    left_out_elsewhere: tuple[str, ...] = ()
    # The one sheet that is meant, "" where the file has but one table; and the batch that this is a part of.
    sheet: str = ""
    batch: str = ""
    # What was said for other registers of the file before it came to them, by their labels.
    elsewhere: dict[str, dict] = field(default_factory=dict)

    def leaves_out(self, heading):
        return identity(heading) in map(identity, self.left_out)

    def skips(self, number):
        return spans(self.skipped, number)

    @property
    def of_file(self):
        """What was said of the file, whatever register it goes into: a heading states one unit, and means nothing in
        one register or in another, and a row that is a stored one is it for all that belongs to it."""
        settled = (*self.left_out_elsewhere, *self.left_out, *self.placed)
        same = {row: code for row, code in self.same.items() if code != NEW_ROW}
        left_out = tuple(dict.fromkeys(settled))
        of_all = replace(self._of_sheet, same=same, units=self.units, left_out_elsewhere=left_out)
        return replace(of_all, elsewhere=self.elsewhere)

    def arriving(self, label):
        """These in the register of a label, with what was said for it on the way there."""
        said = Choices.of(self.elsewhere.get(label, {}))
        return replace(
            self,
            left_out=(*self.left_out, *said.left_out),
            same=self.same | said.same,
            constants=self.constants | said.constants,
            placed=self.placed | said.placed,
            elsewhere={other: told for other, told in self.elsewhere.items() if other != label},
        )

    @property
    def _of_sheet(self):
        """Which sheet is meant, of what batch, and how it is read."""
        said = {"dots": self.dots, "years": self.years, "letters": self.letters}
        said["without_hidden"] = self.without_hidden
        return Choices(**said, sheet=self.sheet, batch=self.batch)

    def plain(self):
        return asdict(self)

    @classmethod
    def of(cls, plain):
        lists = {name: tuple(plain.get(name, ())) for name in ("left_out", "headings", "left_out_elsewhere")}
        return cls(**plain | lists | {"skipped": tuple(map(tuple, plain.get("skipped", ())))})

    def posted(self, data):
        """These and what a form says; on the way to another register only what was said of the file itself."""
        if "door" in data:
            return self.of_file
        if "fresh" in data:
            return replace(self._of_sheet, is_fresh=True)
        layout = {name: value for name, value in data.items() if name.startswith(LAYOUT)}
        return Choices(
            (
                *self.left_out,
                *data.getlist("left_out"),
                *(heading for heading, name in _boxes(data, PLACED).items() if name == LEFT_OUT),
            ),
            data.get("dots", "") if data.get("dots") in (THOUSANDS, DECIMALS) else self.dots,
            "without_hidden" in data,
            SHORT_YEARS if data.get("years") == SHORT_YEARS else self.years,
            layout or self.layout,
            self.same | _boxes(data, SAME_ROW),
            self.units | _boxes(data, UNIT),
            self.constants | _boxes(data, CONSTANT),
            self.placed | {heading: name for heading, name in _boxes(data, PLACED).items() if name != LEFT_OUT},
            is_fresh=self.is_fresh,
            letters=data.get("letters", "") if data.get("letters") in (AS_THEY_ARE, *Code) else self.letters,
            skipped=self.skipped,
            left_out_elsewhere=self.left_out_elsewhere,
            sheet=self.sheet,
            batch=self.batch,
            elsewhere=self.elsewhere | self._posted_elsewhere(data),
        )

    def _posted_elsewhere(self, data):
        """What the boxes say that ask for other registers, with what was said of these before, by their labels."""
        boxes = {}
        for name in data:
            if name.startswith(PART):
                label, _, box = name.removeprefix(PART).partition("-")
                boxes.setdefault(label, MultiValueDict()).setlist(box, data.getlist(name))
        return {label: Choices.of(self.elsewhere.get(label, {})).posted(said).plain() for label, said in boxes.items()}


def _boxes(data, opening):
    """What was said in the boxes whose names begin so, by the rest of the name; those left empty say nothing."""
    return {name.removeprefix(opening): value for name, value in data.items() if name.startswith(opening) and value}


def ranges(text):
    """Rows as a person types them, «12, 40-55»; ValueError, with what to do, for what names no rows."""
    found = []
    for part in filter(None, re.split(r"[\s,;]+", re.sub(r"\s*[-–]\s*", "-", text.strip()))):
        if _CELL.fullmatch(part):
            raise ValueError(
                f"«{part}» là một ô, ở đây chỉ bỏ được cả dòng: hãy ghi «{part.lstrip(ascii_letters)}», hoặc để trống "
                "ô ấy trong bảng tính rồi chọn lại tệp."
            )
        match = _RANGE.fullmatch(part)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (1, 0)
        if first > last:
            raise ValueError(f"«{part[:20]}» không phải số dòng: hãy ghi như «12, 40-55».")
        found.append((first, last))
    return found


def joined(found):
    """Ranges in their order, those that touch as one."""
    whole = []
    for first, last in sorted(found):
        if whole and first <= whole[-1][1] + 1:
            whole[-1] = whole[-1][0], max(last, whole[-1][1])
        else:
            whole.append((first, last))
    return tuple(whole)


def spans(found, number):
    """Whether a number is in one of the ranges, which are in their order."""
    at = bisect_right(found, number, key=itemgetter(0)) - 1
    return at >= 0 and number <= found[at][1]


def typed(found):
    """Ranges as a person types them: «12, 40-55»."""
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in found)


def minus(found, taken):
    """Ranges without what others take of them; both in their order, those that touch as one."""
    left, at = [], 0
    for first, last in found:
        while at < len(taken) and taken[at][0] <= last:
            out_first, out_last = taken[at]
            if out_last > last:
                break
            if first < out_first:
                left.append((first, out_first - 1))
            first = max(first, out_last + 1)
            at += 1
        if at < len(taken) and taken[at][0] <= last:
            last = max(first, taken[at][0]) - 1
        if first <= last:
            left.append((first, last))
    return tuple(left)
