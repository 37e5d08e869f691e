"""What a person decides of one file where the file alone does not tell: kept with it from preview to preview."""

import re
from dataclasses import asdict, dataclass, replace

from config.sheets.columns import identity

# What the dot of 1.234 stands before.
THOUSANDS, DECIMALS = "thousands", "decimals"
_RANGE = re.compile(r"([0-9]{1,7})(?:-([0-9]{1,7}))?")


@dataclass(frozen=True)
class Choices:
    # Headings that have no place in the register, whose columns are passed over.
    left_out: tuple[str, ...] = ()
    dots: str = ""
    without_hidden: bool = False
    # The rows not to be written, from one number in the file to another.
    skipped: tuple[tuple[int, int], ...] = ()

    def leaves_out(self, heading):
        return identity(heading) in map(identity, self.left_out)

    def skips(self, number):
        return any(first <= number <= last for first, last in self.skipped)

    @property
    def skipped_text(self):
        """The rows not to be written, as a person types them: «12, 40-55»."""
        return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in self.skipped)

    def plain(self):
        return asdict(self)

    @classmethod
    def of(cls, plain):
        lists = {"left_out": tuple(plain.get("left_out", ())), "skipped": tuple(map(tuple, plain.get("skipped", ())))}
        return cls(**plain | lists)

    def posted(self, data):
        """These and what a form says."""
        return Choices(
            (*self.left_out, *data.getlist("left_out")),
            data.get("dots", "") if data.get("dots") in (THOUSANDS, DECIMALS) else self.dots,
            "without_hidden" in data,
            self.skipped,
        )

    def chosen(self, data, shown):
        """These, with the rows that a form says are not to be written: typed, or shown there and not ticked."""
        ticked = set(data.getlist("row"))
        unticked = [(number, number) for number in shown if str(number) not in ticked]
        return replace(self, skipped=joined([*ranges(data.get("skipped", "")), *unticked]))


def ranges(text):
    """Rows as a person types them, «12, 40-55»; ValueError, with what to do, for what names no rows."""
    found = []
    for part in filter(None, re.split(r"[\s,;]+", re.sub(r"\s*[-–]\s*", "-", text.strip()))):
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
