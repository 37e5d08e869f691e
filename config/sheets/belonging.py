"""Rows of a register that belongs to another, written across a list of that other: the areas of each cluster."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from config.sheets.cells import text_of_any
from config.sheets.choices import CONSTANT, Choices
from config.sheets.columns import identity
from config.sheets.finding import table_in
from config.sheets.plan import Plan
from config.sheets.planned import NEW, REFUSED
from config.sheets.sheet import SheetError
from config.sheets.table import UnfoldedTable, Unfolding, letters

_DAY = re.compile(r"(?<!\d)(\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2}))(?!\d)")
NAMED = 5


def one_row(cell):
    """Most cells are one row: what they hold."""
    return [{None: cell}]


@dataclass(frozen=True)
class Across:
    """A column of the list whose cells are rows of this register."""

    # What its heading has in it, and what it has not.
    words: tuple[str, ...]
    without: tuple[str, ...] = ()
    # The column of this register that its cells fill, and what the others of it say, by name.
    fills: str = ""
    says: dict[str, str] = field(default_factory=dict)
    # Words of the column of the list that says by which document; a day in it is the day since when.
    document: tuple[str, ...] = ()
    # The rows that one cell is, each what it says by column; the one it fills has no name there.
    rows: Callable = one_row

    def is_headed(self, heading):
        said = identity(heading)
        has = all(identity(word) in said for word in self.words)
        return has and not any(identity(word) in said for word in self.without)


def unfold_list(resource, owners, across, sheets, choices, *, document="", since=""):
    """The rows that a list of `owners` (the name of the reference, and its resource) says of this register.

    `document` and `since` are this register's columns of the document and of the day since when. None where there is
    no such list in the sheets, or it has none of the columns.
    """
    name, owner_resource = owners
    try:
        table = table_in(sheets, owner_resource)
    except SheetError:
        return None
    headings = [text_of_any(header) for header in table.headers]
    columns = [(each, place) for each in across for place, heading in enumerate(headings) if each.is_headed(heading)]
    if not columns:
        return None
    plan = Plan(owner_resource, table, choices=Choices(left_out=tuple(headings), same=choices.same))
    return _Unfolder(resource, name, plan, columns, choices, document, since).table()


class _Unfolder:
    def __init__(self, resource, owner, plan, columns, choices, document, since):
        self.resource, self.owner, self.plan, self.columns = resource, owner, plan, columns
        self.choices, self.document, self.since = choices, document, since
        self.rows, self.numbers, self.cells, self.undated = [], [], [], []
        said = {name for each, _ in columns for name in each.says} | {each.fills for each, _ in columns}
        of_cells = {name for each, _ in columns for row in each.rows("1") for name in row if name}
        self.names = [owner, *sorted(said | of_cells), *filter(None, [document, since])]

    def table(self):
        plan = self.plan
        for row in range(len(plan.fates)):
            if plan.fates[row] not in (NEW, REFUSED):
                self._take(row)
        new = [plan.rows[row].cells.get("name", "") for row in range(len(plan.fates)) if plan.fates[row] == NEW]
        # Of what is not stored yet the rules of its register say nothing here.
        faults = [] if new else [str(problem) for problem in plan.problems]
        if new:
            label = plan.model._meta.verbose_name
            names = ", ".join(f"«{name}»" for name in new[:NAMED]) + (" …" if new[NAMED:] else "")
            faults.append(f"Chưa có {label} {names}: hãy nhập tệp này vào danh sách {label} trước.")
        lacking = []
        if self.undated:
            heading = self.resource.fields[self.since].column_name
            cells = ", ".join(self.undated[:NAMED]) + (" …" if self.undated[NAMED:] else "")
            faults.append(f"Ô {cells} không kèm ngày: hãy ghi «{heading}» cho các ô ấy ở dưới.")
            lacking.append({"box": f"{CONSTANT}{self.since}", "heading": heading, "said": self.said_day, "options": []})
        headers = [self.resource.fields[name].column_name for name in self.names]
        told = Unfolding(self._notes(), list(plan.warnings), faults, lacking=lacking, asked_rows=plan.asked_rows)
        return UnfoldedTable(headers, self.rows, self.numbers, self.cells, plan.sheet, told)

    def _notes(self):
        """Which columns were read; of what the list is taken for otherwise, all but its own columns."""
        read = ", ".join(f"«{text_of_any(self.plan.table.headers[place])}»" for _, place in self.columns)
        label = self.plan.model._meta.verbose_name
        others = [note for note in self.plan.notes if not note.startswith("Cột ")]
        return [f"Tệp được đọc như một danh sách {label}, mỗi ô ở cột {read} là một dòng.", *others]

    @property
    def said_day(self):
        return self.choices.constants.get(self.since, "")

    def _take(self, row):
        plan = self.plan
        for each, place in self.columns:
            cell = plan.table.columns[place][row]
            if not text_of_any(cell).strip():
                continue
            paper = self._paper(each, row)
            at = f"{letters(place)}{plan.table.row_numbers[row]}"
            for said in each.rows(cell):
                values = {self.owner: plan.keys["code"][row], each.fills: said.get(None), **each.says}
                values |= {name: value for name, value in said.items() if name}
                if self.document:
                    values[self.document] = paper
                if self.since:
                    values[self.since] = self._day(paper, at)
                self.rows.append([values.get(name, "") for name in self.names])
                self.numbers.append(plan.table.row_numbers[row])
                self.cells.append(at)

    def _paper(self, each, row):
        """What the column of documents beside this one says in a row."""
        for place, heading in enumerate(self.plan.table.headers):
            if any(identity(word) in identity(text_of_any(heading)) for word in each.document):
                return text_of_any(self.plan.table.columns[place][row]).strip()
        return ""

    def _day(self, paper, at):
        found = _DAY.search(paper)
        if not found and not self.said_day and at not in self.undated:
            self.undated.append(at)
        return found[1] if found else self.said_day
