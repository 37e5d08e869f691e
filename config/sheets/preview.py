"""What a person is shown of a plan before anything is written: plain data, made where the plan is and shown later."""

import json
from dataclasses import asdict, dataclass, field

from config.sheets import uploads
from config.sheets.accepting import changes_of, counts_of, problems_of
from config.sheets.planned import Fate, Problem

SHOWN_ROWS = 100
SHOWN_PROBLEMS = 200


@dataclass
class Preview:
    """Counts, the first problems and the first rows of each fate; and what is kept of the plan, to be written."""

    filename: str
    sheet: str
    counts: dict[str, int]
    problems: list[Problem]
    problem_count: int
    headings: list[str]
    key_headings: list[str]
    # The number of each row in the file, and its cells or its key; a change is a column's name, before and after.
    new_rows: list = field(default_factory=list)
    changed_rows: list = field(default_factory=list)
    same_rows: list = field(default_factory=list)
    # What was understood of the file, and what of it a person should look at.
    notes: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    # What is asked of the file; {} for no question. What was said of it already.
    asks: dict = field(default_factory=dict)
    choices: dict = field(default_factory=dict)
    # Where the file lies with what it would change, the digest of both, and how many rows it would write.
    kept: str = ""
    digest: str = ""
    writes: int = 0
    # The numbers of the rows that are shown with a box to leave them out, and of the rows left out, as they are typed.
    shown: list[int] = field(default_factory=list)
    skipped: str = ""
    # Whether somebody has seen another preview of this file, which does not hold any more.
    has_changed: bool = False
    # When the same file came before, in a sentence, and the address of that import; () for one that never did.
    came: tuple[str, str] | tuple[()] = ()
    # The other registers that the file has rows for, by the labels of their models.
    parts: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, plan, filename):
        given = [column for column, _ in plan.columns.values()]
        problems = problems_of(plan)
        return cls(
            filename=filename,
            sheet=plan.sheet,
            counts=counts_of(plan),
            problems=problems[:SHOWN_PROBLEMS],
            problem_count=len(problems),
            headings=[column.column_name for column in given],
            key_headings=[column.column_name for column in plan.key_columns.values()],
            new_rows=[
                (row.told, [plan.shown(row, column.name) for column in given]) for row in plan.of(Fate.NEW)[:SHOWN_ROWS]
            ],
            changed_rows=[
                (row.told, _key_cells(plan, row), list(map(_told, row.changes)))
                for row in plan.of(Fate.CHANGED)[:SHOWN_ROWS]
            ],
            notes=plan.notes,
            warnings=plan.warnings,
            same_rows=[(row.told, _key_cells(plan, row)) for row in plan.of(Fate.SAME)[:SHOWN_ROWS]],
        )

    def keep(self, plan, version, content):
        """Keep the file with what it would change, where that is to be written, to be asked about or to go back."""
        asked = {"unplaced": plan.unplaced, "dotted": plan.dotted, "hidden": plan.hidden, "letters": plan.letters}
        asked |= {
            "columns": plan.free_columns,
            "same": plan.asked_rows,
            "units": plan.unitless,
            "constants": plan.lacking,
            "layout": plan.screen,
        }
        is_asked = any(asked.values()) or plan.choices.without_hidden or plan.choices.is_recalled
        self.asks = asked if is_asked else {}
        self.choices, self.skipped = plan.choices.plain(), plan.choices.skipped_text
        changes = changes_of(plan, version)
        self.writes = len(changes)
        if self.writes or self.asks or changes.returned or self.parts:
            both = uploads.bound(content, changes.dump())
            self.kept, self.digest = uploads.keep(both), uploads.digest(both)
        if self.writes:
            # Of a sheet of another layout, whose rows are cells, all or none of a line is written.
            self.shown = [told for told, *_ in [*self.new_rows, *self.changed_rows] if isinstance(told, int)]

    @property
    def total(self):
        return sum(self.counts.values())

    def dump(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def load(cls, content: bytes):
        parts = json.loads(content)
        return cls(**parts | {"problems": [Problem(**problem) for problem in parts["problems"]]})


def _key_cells(plan, row):
    return [column.show(value) for column, value in zip(plan.key_columns.values(), row.key, strict=True)]


def _told(change):
    return change.column.column_name, change.shown_before, change.shown_after
