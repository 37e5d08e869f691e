"""What a plan would write, as plain data: kept from the preview to the confirmation, and then written as it was seen.

Values are as both engines take them: numbers of any length and days as text, ids and counts as numbers. A list of one
number stands for the id that the new row at this place will have.
"""

import base64
import hashlib
import json
from array import array
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from django.db.models.constants import LOOKUP_SEP

from config.sheets import stored
from config.sheets.coded import Coded
from config.sheets.planned import CHANGED, NEW
from config.sheets.references import Unsaved
from config.sheets.table import UnfoldedTable, letters
from config.values.fields import FoldedText

LIST_MARK = ","
COLUMNS = ("new", "named", "before", "after")


@dataclass
class Changeset:
    """New rows by column; changed rows by id, with all that was stored of them and what some columns come to."""

    counts: dict[str, int] = field(default_factory=dict)
    pks: list[int] = field(default_factory=list)
    new: dict[str, Coded] = field(default_factory=dict)
    # How the sheet names the rows that new ones belong to, where it does so by keys of theirs, by path.
    named: dict[str, Coded] = field(default_factory=dict)
    before: dict[str, Coded] = field(default_factory=dict)
    after: dict[str, Coded] = field(default_factory=dict)
    # Of each list column: what comes to new rows (by place) and to stored ones (by id), and what goes from these.
    links: dict[str, list] = field(default_factory=dict)
    # The sheet of the file, where its columns stood by the register's, and the number of each row there, the new first.
    sheet: str = ""
    letters: dict[str, str] = field(default_factory=dict)
    # The last of the heading rows; and what goes back to whoever sent the file, each problem as its parts.
    head: int = 1
    returned: list[list] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    # What a person had decided of the file.
    choices: dict = field(default_factory=dict)
    # What the plan's references and keys were looked up in.
    version: str = ""

    @classmethod
    def of(cls, plan):
        made = cls({str(fate): count for fate, count in plan.counts.items()}, choices=plan.choices.plain())
        new = [place for place, row in enumerate(plan.writing) if plan.fates[row] == NEW]
        changed = [place for place, row in enumerate(plan.writing) if plan.fates[row] == CHANGED]
        rows = [plan.writing[place] for place in changed]
        made.pks = [plan.pks[row] for row in rows]
        plainly = Plainly(plan)
        fields = stored.stored_fields(plan.model)
        folded = [each for each in plan.model._meta.concrete_fields if isinstance(each, FoldedText)]
        if new:
            places = range(len(plan.writing)) if not changed else new
            made.new = {each.attname: plan.written(each.attname).taken(places).made(plainly) for each in fields}
            made.new |= {each.attname: folded_column(plan, each).taken(places) for each in folded}
            through = [path for path in plan.sources if LOOKUP_SEP in path]
            made.named = {path: plan.written(path).taken(places).made(plainly) for path in through}
        if changed:
            columns = zip(*(plan.before[row] for row in rows), strict=True)
            made.before = {
                path: Coded.of(column).made(plainly) for path, column in zip(plan.paths, columns, strict=True)
            }
            names = {name for row in rows for name in plan.changes[row]}
            paths = {path for name in names for path in plan.resource.fields[name].paths}
            written = [each for each in fields if each.attname in paths]
            made.after = {each.attname: plan.written(each.attname).taken(changed).made(plainly) for each in written}
            if written:
                made.after |= {each.attname: folded_column(plan, each).taken(changed) for each in folded}
        made.links = {column.name: links_of(plan, column) for column in stored.lists_of(plan.resource)}
        made.sheet, made.letters, made.head = plan.sheet, letters_of(plan), plan.table.origin.last
        made.numbers = [plan.table.row_numbers[plan.writing[place]] for place in [*new, *changed]]
        return made

    def written(self, path):
        """What the rows to be written will hold at a path: the new ones first."""
        changed = self.after.get(path) or self.before.get(path) or ()
        return [*self.new.get(path, ()), *changed]

    def __len__(self):
        return len(self.pks) + len(next(iter(self.new.values()), ()))

    @property
    def fingerprint(self):
        return hashlib.sha256(self.dump()).hexdigest()

    def says_the_same_as(self, other):
        """Whether both would write the same over the same stored values, whatever else has changed."""
        return replace(self, version="").dump() == replace(other, version="").dump()

    def dump(self) -> bytes:
        parts = vars(self) | {name: _packed(getattr(self, name)) for name in COLUMNS}
        return json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def load(cls, content: bytes):
        parts = json.loads(content)
        return cls(**parts | {name: _unpacked(parts[name]) for name in COLUMNS})


class Plainly:
    """Makes values plain; of a reference to a new row, the place of this among the new rows."""

    def __init__(self, plan):
        self.plan = plan
        self.places = None

    def __call__(self, value):
        match value:
            case None | bool() | int() | str():
                return value
            case Decimal():
                return format(value, "f")
            case frozenset():
                return LIST_MARK.join(map(str, sorted(value)))
            case Unsaved():
                return [self._place(value.key)]
            case date():
                return value.isoformat()
        raise TypeError(f"{value!r} has no plain form")

    def _place(self, key):
        if self.places is None:
            self.places = {self.plan.loose_key(row): place for place, row in enumerate(self.plan.new_rows)}
        return self.places[key]


def folded_column(plan, field):
    """What search reads of the rows to be written."""
    attnames = [plan.model._meta.get_field(name).attname for name in field.made_of]
    return Coded.of([field.folded(parts) for parts in zip(*map(plan.written, attnames), strict=True)])


def letters_of(plan):
    """Where the sheet's columns stand, by the columns of the register's own table that they fill."""
    if isinstance(plan.table, UnfoldedTable):
        # Each row is a cell of its own.
        return {}
    columns = {field.attname: field.column for field in plan.model._meta.concrete_fields}
    return {
        columns[path]: letters(position)
        for column, position in plan.columns.values()
        if not column.for_reading
        for path in column.paths
        if path in columns
    }


def links_of(plan, column):
    """What comes to and goes from the lists of one column."""
    new, added, dropped = [], [], []
    place = 0
    before_at = plan.paths.index(column.attname)
    for row, after in zip(plan.writing, plan.written(column.attname), strict=True):
        if plan.fates[row] == NEW:
            new += [[place, other] for other in sorted(after)]
            place += 1
            continue
        before, pk = plan.before[row][before_at], plan.pks[row]
        added += [[pk, other] for other in sorted(after - before)]
        dropped += [[pk, other] for other in sorted(before - after)]
    return [new, added, dropped]


def _packed(columns):
    return {name: [column.different, *_codes(column)] for name, column in columns.items()}


def _codes(column):
    """The codes of a column in as few bytes as their number takes: none where all rows have the same value."""
    many = len(column.different)
    if many == 1:
        return "", len(column)
    kind = "B" if many <= 1 << 8 else "H" if many <= 1 << 16 else "I"
    return kind, base64.b64encode(array(kind, column.at).tobytes()).decode()


def _unpacked(packed):
    columns = {}
    for name, (different, kind, codes) in packed.items():
        at = array(kind, base64.b64decode(codes)) if kind else bytes(codes)
        columns[name] = Coded(different, at)
    return columns
