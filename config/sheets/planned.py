"""The rows of a plan as they are shown: made when they are looked at."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from config.sheets.columns import Column


class Fate(StrEnum):
    """What applying the plan does with a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


FATES = list(Fate)
NEW, CHANGED, SAME, REFUSED = range(len(FATES))


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, where, and what to do; a problem of the whole file has no row."""

    message: str
    row: int | None = None
    column: str = ""
    shown: str = ""
    # As the spreadsheet names it, «D3».
    cell: str = ""

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


class PlannedRow:
    """One row of a plan, to be shown: what its cells say, the stored row it names, and what differs."""

    __slots__ = ("at", "plan")

    def __init__(self, plan, at):
        self.plan = plan
        self.at = at

    @property
    def number(self):
        """The number the row has in the file."""
        return self.plan.table.row_numbers[self.at]

    @property
    def told(self):
        """How the row is named to a person."""
        return self.plan.table.told(self.at)

    @property
    def fate(self):
        return FATES[self.plan.fates[self.at]]

    @property
    def pk(self):
        return self.plan.pks[self.at] or None

    @property
    def key(self):
        return self.plan.key(self.at)

    @property
    def cells(self):
        """What the cells say by column, but for those that were refused."""
        plan = self.plan
        return {name: column[self.at] for name, column in plan.cells.items() if plan.is_read(name, self.at)}

    @property
    def before(self):
        """The stored row a change starts from, by path."""
        return dict(zip(self.plan.paths, self.plan.before.get(self.at, ()), strict=False))

    @property
    def values(self):
        """What the row would be, by path; of a row that does not change only what the sheet says."""
        return {path: self.plan.value(path, self.at) for path in self.plan.known_paths(self.at)}

    @property
    def changed_columns(self):
        """The names of the columns that differ."""
        return self.plan.changes.get(self.at, [])

    @property
    def changes(self):
        before = self.plan.before.get(self.at)
        return [
            Change(column, self.plan.held(column, before), self.plan.after(name, self.at))
            for name, column in ((name, self.plan.resource.fields[name]) for name in self.changed_columns)
        ]

    @property
    def problems(self):
        return self.plan.problems_of_rows.get(self.at, [])


class Rows(Sequence):
    """Some of a plan's rows, made when they are looked at."""

    def __init__(self, plan, positions):
        self.plan = plan
        self.positions = positions

    def __len__(self):
        return len(self.positions)

    def __getitem__(self, key):
        if isinstance(key, slice):
            return Rows(self.plan, self.positions[key])
        return PlannedRow(self.plan, self.positions[key])
