"""What a person asks to see of a preview, as an address says it."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from config.sheets.planned import Fate

WARNINGS, LEFT = "warnings", "left"
# What is looked at first: what is wrong, then what is written.
VIEWS = (Fate.REFUSED, Fate.CHANGED, Fate.NEW, Fate.SAME, LEFT, WARNINGS)
LONGEST_WORDS = 200


@dataclass(frozen=True)
class Wanted:
    """One of the views, narrowed to a column that changes, to a kind of lines, to words; and which page of it."""

    view: str = ""
    column: int | None = None
    kind: int | None = None
    words: str = ""
    page: int = 1

    @classmethod
    def of(cls, data):
        """What an address or a form asks for; what it says wrongly is not asked."""
        view = data.get("xem", "")
        return cls(
            view if view in VIEWS else "",
            _number(data.get("cot", "")),
            _number(data.get("loai", "")),
            data.get("tim", "").strip()[:LONGEST_WORDS],
            _number(data.get("trang", "")) or 1,
        )

    @property
    def is_narrowed(self):
        return self.column is not None or self.kind is not None or bool(self.words)

    @property
    def query(self):
        parts = {"xem": self.view, "cot": self.column, "loai": self.kind, "tim": self.words, "trang": self.page}
        return urlencode({name: part for name, part in parts.items() if part not in ("", None)})

    def at(self, page):
        return replace(self, page=page)

    def of_kind(self, kind):
        return replace(self, kind=kind, page=1)


def _number(text):
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else None
