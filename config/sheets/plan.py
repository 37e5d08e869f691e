"""Plan, then apply: what a sheet would change, found without writing, and then written in one short transaction.

A stock import writes and rolls back for its preview, which holds the only write lock of SQLite twice.
"""

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from django.core.exceptions import ValidationError

from config.sheets import rules, stored
from config.sheets.columns import CellError, Column, identity, text_of
from config.sheets.references import KEY_SEPARATOR, LOST_ZERO, ReferenceColumn, Unsaved, without_zeros
from config.values.dates import DateError
from config.values.numbers import NumberError
from config.values.text import nfc

CELL_ERRORS = (CellError, NumberError, DateError, ValidationError)
# A numbering of lines says nothing of them; the sheets of departments begin with one.
NUMBERING_HEADINGS = frozenset({"stt", "tt", "số tt", "số thứ tự"})
TOTAL_WORDS = frozenset({"tổng", "tổng cộng", "tổng số", "cộng", "cộng dồn", "total"})


class Fate(StrEnum):
    """What applying the plan does with a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, where, and what to do; a problem of the whole file has no row."""

    message: str
    row: int | None = None
    column: str = ""
    shown: str = ""

    def __str__(self):
        where = ", ".join(
            part for part in [self.row and f"Dòng {self.row}", self.column and f"cột «{self.column}»"] if part
        )
        return f"{where}: {self.message}" if where else self.message


@dataclass(frozen=True, slots=True)
class Change:
    """One cell that differs from what is stored."""

    column: Column
    before: object
    after: object

    @property
    def shown_before(self):
        return self.column.show(self.before) or "—"

    @property
    def shown_after(self):
        return self.column.show(self.after) or "—"


@dataclass(slots=True)
class PlannedRow:
    """One row of the sheet: what its cells say, the stored row it names, and what differs."""

    number: int
    cells: dict = field(default_factory=dict)
    key: tuple = ()
    pk: int | None = None
    # The id a new row was given when it was written.
    new_pk: int | None = None
    values: dict = field(default_factory=dict)
    before: dict = field(default_factory=dict)
    changes: list = field(default_factory=list)
    problems: list = field(default_factory=list)

    @property
    def fate(self):
        if self.problems:
            return Fate.REFUSED
        if self.pk is None:
            return Fate.NEW
        return Fate.CHANGED if self.changes else Fate.SAME


class Plan:
    """All rows of one sheet against what is stored. Building it reads; it never writes and holds no lock."""

    def __init__(self, resource, dataset, user=None):
        self.resource = resource
        self.model = resource._meta.model
        self.user = user
        self.sheet = dataset.title or ""
        self.file_problems: list[Problem] = []
        self.rows: list[PlannedRow] = []
        # The sheet's columns that have a place here, with where they stand; and those that name a row.
        self.columns: dict[str, tuple[Column, int]] = {}
        self.key_columns = {name: resource.fields[name] for name in resource.key_names}
        self._match_headings(dataset.headers or [])
        if self.file_problems:
            return
        self._read(dataset)
        self._find_stored()
        self._compare()
        rules.check(self)

    @property
    def problems(self):
        """All of them, those of the whole file first."""
        return [*self.file_problems, *(problem for row in self.rows for problem in row.problems)]

    @property
    def counts(self):
        found = Counter(row.fate for row in self.rows)
        return {fate: found[fate] for fate in Fate}

    def of(self, fate):
        return [row for row in self.rows if row.fate == fate]

    @property
    def to_write(self):
        return [row for row in self.rows if row.fate in (Fate.NEW, Fate.CHANGED)]

    @property
    def fingerprint(self):
        """The same for two plans that would write the same over the same stored values."""
        digest = hashlib.sha256()
        for row in self.to_write:
            cells = [(change.column.name, change.before, change.after) for change in row.changes] or row.cells.items()
            digest.update(repr((row.number, row.pk, [[_ordered(part) for part in cell] for cell in cells])).encode())
        return digest.hexdigest()

    def shown(self, row, name):
        """A cell of a row as the preview prints it."""
        column = self.resource.fields[name]
        return column.show(row.cells[name]) if name in row.cells else ""

    def refuse(self, message, row=None, column="", shown=""):
        problem = Problem(message, row and row.number, column, shown)
        (row.problems if row else self.file_problems).append(problem)

    def _match_headings(self, headers):
        by_key = {column.heading_key: name for name, column in self.resource.fields.items()}
        label = self.model._meta.verbose_name
        unknown, doubled = [], []
        for position, header in enumerate(headers):
            heading = nfc(text_of(header))
            name = by_key.get(identity(heading))
            if name in self.columns:
                doubled.append(heading)
            elif name:
                self.columns[name] = self.resource.fields[name], position
            elif heading and identity(heading) not in NUMBERING_HEADINGS:
                unknown.append(heading)
        for heading in doubled:
            self.refuse(f"Cột «{heading}» có hai lần: hãy xóa bớt một cột.")
        if unknown:
            self.refuse(
                f"Cột {', '.join(f'«{heading}»' for heading in unknown)} không có trong {label}: hãy xóa cột hoặc sửa "
                f"tên cột. Các cột nhập được: {', '.join(c.column_name for c in self.resource.fields.values())}."
            )
        missing = [
            f"«{column.column_name}»"
            for name, column in self.key_columns.items()
            if name not in self.columns and column.is_required
        ]
        if missing:
            self.refuse(f"Thiếu cột {', '.join(missing)}: không có nó thì không biết dòng nào là dòng nào.")

    def _read(self, dataset):
        """Clean every cell, each different one once; two lines of a row may not say the same."""
        numbers = getattr(dataset, "row_numbers", None) or range(2, len(dataset) + 2)
        known = {name: {} for name in self.columns}
        for number, cells in zip(numbers, dataset, strict=True):
            row = PlannedRow(number)
            for name, (column, position) in self.columns.items():
                cell = cells[position]
                at = (type(cell), cell)
                if at not in known[name]:
                    known[name][at] = self._read_cell(column, cell)
                value, message = known[name][at]
                if message:
                    self.refuse(message, row, column.column_name, text_of_any(cell))
                else:
                    row.cells[name] = value
            if message := self._not_a_row(row, cells):
                row.problems[:] = [Problem(message, number)]
            self.rows.append(row)
        if not self.rows:
            self.refuse("Trang chỉ có dòng tiêu đề, không có dòng dữ liệu nào: hãy điền dữ liệu rồi nhập lại.")

    def _read_cell(self, column, cell):
        try:
            return column.read(cell), None
        except ValidationError as error:
            return None, " ".join(error.messages)
        except CELL_ERRORS as error:
            return None, str(error)

    def _not_a_row(self, row, cells):
        """Why a line of the sheet is no row of data, "" where it is one."""
        keys = [name for name in self.resource.key_names if name in self.columns]
        # A total says so in place of its key, or anywhere while it has no key.
        looked_at = keys if all(name in row.cells for name in keys) else self.columns
        texts = (cells[self.columns[name][1]] for name in looked_at)
        if any(isinstance(text, str) and identity(text).rstrip(" :.") in TOTAL_WORDS for text in texts):
            return "Dòng tổng cộng, không phải dữ liệu: hãy xóa dòng này khỏi tệp."
        if str(cells[0]).strip(" ()") in ("1", "1.0"):
            marks = [text_of_any(cell).strip(" ()") for cell in cells[:4]]
            if marks == ["1", "2", "3", "4"][: len(cells)] and len(marks) > 2:
                return "Dòng đánh số cột, không phải dữ liệu: hãy xóa dòng này khỏi tệp."
        if all(identity(str(cells[self.columns[name][1]])) == self.key_columns[name].heading_key for name in keys):
            return "Dòng tiêu đề lặp lại, không phải dữ liệu: hãy xóa dòng này khỏi tệp."
        return ""

    def _find_stored(self):
        """Name each row by its key; refuse a key that comes twice; find the stored rows in a few queries."""
        for row in self.rows:
            if not row.problems:
                row.key = tuple(
                    row.cells[name] if name in row.cells else column.empty()
                    for name, column in self.key_columns.items()
                )
        named = [row for row in self.rows if row.key]
        if not named:
            return
        exact, alike = stored.keys(self.resource, [row.key for row in named])
        padded = {short: key for key in alike if (short := tuple(map(without_zeros, key))) != key}
        first = {}
        for row in named:
            key = self.loose_key(row)
            row.pk = exact.get(row.key)
            if row.pk is None and key in alike:
                if len(alike[key]) > 1:
                    self.refuse(f"{self._key_shown(row)} khớp nhiều dòng chỉ khác cách viết: hãy ghi đúng.", row)
                    continue
                row.pk = alike[key][0]
            elif row.pk is None and key in padded:
                shown = KEY_SEPARATOR.join(map(str, padded[key]))
                self.refuse(f"{self._key_shown(row)} chưa có, đã có «{shown}»: {LOST_ZERO}", row)
                continue
            other = first.setdefault(row.pk or key, row)
            if other is not row:
                self.refuse(f"Trùng với dòng {other.number} ({self._key_shown(row)}): hãy xóa một trong hai dòng.", row)
        self._resolve_unsaved({key for key, row in first.items() if row.pk is None})

    def loose_key(self, row):
        """The row's key as two spellings of it share it."""
        return stored.loose(self.key_columns.values(), row.key)

    def _key_shown(self, row):
        return ", ".join(
            f"{column.column_name} «{column.show(value)}»"
            for column, value in zip(self.key_columns.values(), row.key, strict=True)
        )

    def _resolve_unsaved(self, new_rows):
        """A reference to a row of the same sheet must find it there."""
        within = [name for name, (column, _) in self.columns.items() if isinstance(column, ReferenceColumn)]
        for row in self.rows:
            for name in within:
                value = row.cells.get(name)
                if isinstance(value, Unsaved) and value.key not in new_rows:
                    column, _ = self.columns[name]
                    self.refuse(column.unknown(str(value)), row, column.column_name, str(value))

    def _compare(self):
        """Old and new of each cell given; what the sheet has no column for stays as it is."""
        found = stored.values(self.resource, [row.pk for row in self.rows if row.pk is not None])
        defaults = stored.defaults(self.model)
        given = [
            (name, column)
            for name, (column, _) in self.columns.items()
            if name not in self.resource.key_names and not column.for_reading
        ]
        for row in self.rows:
            if row.problems:
                continue
            if row.pk is None:
                row.values = dict(defaults)
                for column, value in zip(self.key_columns.values(), row.key, strict=True):
                    column.assign(row.values, value)
                for name, column in given:
                    column.assign(row.values, row.cells[name])
                continue
            row.before = row.values = found[row.pk]
            for name, column in given:
                before, after = column.stored(row.before), row.cells[name]
                if before != after:
                    row.changes.append(Change(column, before, after))
            if row.changes:
                row.values = dict(row.before)
                for change in row.changes:
                    change.column.assign(row.values, change.after)


def _ordered(value):
    return sorted(value) if isinstance(value, frozenset) else value


def text_of_any(cell):
    """The text of a cell for a message, also of one that cannot be taken."""
    try:
        return text_of(cell)
    except CELL_ERRORS:
        return str(cell)
