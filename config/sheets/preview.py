"""What a person is shown of a plan before anything is written: plain data, made where the plan is and shown later."""

import json
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from uuid import uuid4

from config.sheets import uploads
from config.sheets.accepting import changes_of, counts_of, problems_of
from config.sheets.planned import Problem
from config.sheets.table import UnfoldedTable
from config.sheets.walking.shelf import Shelved
from config.sheets.walking.shelving import shelved
from config.sheets.walking.views import views_of

# So many of the problems are told without the rest being walked.
TOLD_PROBLEMS = 200


@dataclass
class Preview:
    """Counts, the first problems, and all rows on a shelf to be walked; and what is kept of the plan, to be written."""

    filename: str
    sheet: str
    counts: dict[str, int]
    problems: list[Problem]
    problem_count: int
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
    # Whether rows can be left out by boxes; where it is noted which are, until the file is planned without them.
    has_boxes: bool = False
    noted: str = field(default_factory=lambda: uuid4().hex)
    # Whether somebody has seen another preview of this file, which does not hold any more.
    has_changed: bool = False
    # When the same file came before, in a sentence, and the address of that import; () for one that never did.
    came: tuple[str, str] | tuple[()] = ()
    # All its rows, and where both lie: the name and the digest.
    shelf: bytes | memoryview = b""
    place: tuple[str, str] | tuple[()] = ()
    # The other registers that the file has rows for, by the labels of their models.
    parts: list[str] = field(default_factory=list)
    # Whether it can only be written after another of these.
    waits: bool = False
    # Whether it was made outside the request, where the file is written too.
    is_large: bool = False

    @classmethod
    def of(cls, plan, filename):
        problems = problems_of(plan)
        return cls(
            filename=filename,
            sheet=plan.sheet,
            counts=counts_of(plan),
            problems=problems[:TOLD_PROBLEMS],
            problem_count=len(problems),
            notes=plan.notes,
            warnings=plan.warnings,
            # Of a sheet of another layout, whose rows are cells, all or none of a line is written.
            has_boxes=not isinstance(plan.table, UnfoldedTable),
            shelf=shelved(plan),
            waits=bool(plan.waiting),
        )

    def keep(self, plan, version, content, of_others):
        """Keep the file with what it would change, where that is to be written, to be asked about or to go back.

        `of_others` is what the other registers of the file ask, asked here too.
        """
        asked = {"unplaced": plan.unplaced, "hidden": plan.hidden, "letters": plan.letters}
        asked |= {
            "columns": plan.free_columns,
            "same": plan.asked_rows,
            "constants": plan.lacking,
            "layout": plan.screen,
        }
        asked |= of_others
        said = plan.choices.without_hidden or plan.choices.is_recalled or plan.choices.left_out_elsewhere
        is_asked = any(asked.values()) or said
        self.asks = asked if is_asked else {}
        self.choices = plan.choices.plain()
        changes = changes_of(plan, version)
        self.writes = len(changes)
        if self.writes or self.asks or changes.returned or self.parts:
            both = uploads.bound(content, changes.dump())
            self.kept, self.digest = uploads.keep(both), uploads.digest(both)

    @property
    def total(self):
        return sum(self.counts.values())

    @cached_property
    def views(self):
        return views_of(Shelved(self.shelf))

    def put(self):
        """Keep it, to be shown and walked later; gives where it lies."""
        told = asdict(replace(self, shelf=b"", place=()))
        del told["shelf"], told["place"]
        head = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
        content = uploads.bound(head, self.shelf)
        self.place = uploads.keep(content), uploads.digest(content)
        return self.place

    @classmethod
    def at(cls, name, digest):
        """The one that lies there; None where it is gone or was altered: who can write there confirms no other one."""
        content = uploads.mapped(name)
        # One that was kept by an earlier version, the day before, began with its plain data.
        if content is None or content[:1] == b"{" or uploads.digest(content) != digest:
            return None
        head, shelf = uploads.parted(memoryview(content))
        told = json.loads(bytes(head))
        problems = [Problem(**problem) for problem in told["problems"]]
        return cls(**told | {"problems": problems}, shelf=shelf, place=(name, digest))
