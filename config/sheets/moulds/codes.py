"""The hidden words of a register's workbook: whose it is, what its columns are, which row of the book each row was."""

import json
from enum import StrEnum
from typing import NamedTuple

from config.sheets.stamps import parts_of, signed

SIGN = "so-so-lieu:so"
# Raised when a workbook written from then on can no more be read by what is written here.
EDITION = 1
# The row of headings; a column of the register, and one beside it that is only read.
HEADINGS, COLUMN, READING = "#đầu-cột", "#cột:", "#đọc:"


class Kind(StrEnum):
    """What rows a workbook was given out with."""

    BLANK = "trống"
    STANDING = "đang có"
    CARRIED = "kỳ mới"


class Stamp(NamedTuple):
    """Which register a workbook is of, as software and as people name it."""

    register: str
    name: str
    kind: str
    edition: int = EDITION

    @classmethod
    def of(cls, resource, kind):
        meta = resource._meta.model._meta
        return cls(meta.label, str(meta.verbose_name), kind.value)

    @classmethod
    def read(cls, cell):
        parts = parts_of(cell, SIGN) or []
        return cls(*parts) if [type(part) for part in parts] == [str, str, str, int] else None

    def written(self):
        return signed(SIGN, self)


class RowCode(NamedTuple):
    """What a row was when it was given out: its key, and what its columns to be read said, as people see them."""

    key: tuple[str, ...]
    told: tuple[str, ...] = ()

    @classmethod
    def read(cls, cell):
        try:
            key, told = json.loads(cell)
            return cls(tuple(map(str, key)), tuple(map(str, told)))
        except (ValueError, TypeError, RecursionError):
            return None

    def written(self):
        return json.dumps(self, ensure_ascii=False)
