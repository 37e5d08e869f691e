"""Rows of a register that belongs to another, written across a list of that other: the areas of each cluster."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from config.sheets.across import crossings, has_words, headings_of
from config.sheets.cells import read_cell, text_of_any
from config.sheets.choices import CONSTANT, Choices
from config.sheets.dots import Dotted
from config.sheets.finding import table_in
from config.sheets.memory import recalled_for
from config.sheets.plan import Plan
from config.sheets.planned import NEW, REFUSED, Fate
from config.sheets.sheet import BadCell, SheetError
from config.sheets.table import UnfoldedTable, Unfolding, letters
from config.values.dates import days_in, format_date

NAMED = 5
SEVERAL_DAYS = "Ô «{paper}» có nhiều ngày: hãy để mỗi ô một văn bản, hoặc ghi ngày vào cột riêng."


def as_it_is(values, choices, owner):
    return values


@dataclass(frozen=True)
class Belonging:
    """How rows of a register stand across a list of their owners."""

    # The name of the reference to the owner, and the sheet of the owners.
    owner: str
    owners: object
    across: list | Callable
    # The columns of the document, and of the day since when.
    document: str = ""
    since: str = ""
    # Other columns that every row must have and that the list may not tell, and what is offered for them.
    asked: dict[str, list] = field(default_factory=dict)
    # What else is known of a row, by what it says, what was said of the file and what the line says of its owner (by
    # path); None for none to be brought in.
    settle: Callable = as_it_is
    # The day that the lines above a table name for all that is in it, with the words; None where they name none.
    day_above: Callable | None = None


def unfold_list(resource, belonging, sheets, choices):
    """The rows that a list of owners says of this register; None where there is no such list, or no such column."""
    try:
        table = table_in(sheets, belonging.owners)
    except SheetError:
        return None
    headings = headings_of(table)
    choices = recalled_for(choices, resource, list(filter(None, headings)))
    across = belonging.across(headings) if callable(belonging.across) else belonging.across
    found = crossings(across, table, resource, choices.units)
    if not found:
        return None
    said = {"dots": choices.dots, "years": choices.years, "same": choices.same, "constants": choices.constants}
    own = Choices(left_out=tuple(headings), **said)
    plan = Plan(belonging.owners, table, choices=own)
    return _Unfolder(resource, belonging, plan, (headings, found), choices).table()


class _Unfolder:
    def __init__(self, resource, belonging, plan, table, choices):
        self.resource, self.belonging, self.plan, self.choices = resource, belonging, plan, choices
        self.headings, self.found = table
        self.above = belonging.day_above and belonging.day_above(plan.table.origin.titles)
        self.rows, self.numbers, self.cells = [], [], []
        # By column, the cells whose rows lack it; the cells dated by what stands above the table.
        self.lacking = {}
        self.dated_above = []
        self.dotted = Dotted(plan)
        across = [each.across for each in self.found]
        said = {name for each in across for name in each.says} | {each.fills for each in across} | {*belonging.asked}
        of_cells = {name for each in across for row in each.rows("1") for name in row if name}
        self.names = [
            belonging.owner,
            *sorted({*said, *of_cells, *filter(None, [belonging.document, belonging.since])}),
        ]

    def table(self):
        plan = self.plan
        for row in range(len(plan.fates)):
            # Owners that wait for an answer are refused until then, and what is lacking of theirs is asked with it.
            if plan.fates[row] != REFUSED or plan.lacking:
                self._take(row)
        headers = [self.resource.fields[name].column_name for name in self.names]
        told = Unfolding(
            self._notes(),
            [*plan.warnings, *self._warnings()],
            self._faults(),
            lacking=[self._question(name) for name in self.lacking],
            asked_rows=plan.asked_rows,
            unitless=[each.question for each in self.found if each.units],
            headings=tuple(filter(None, self.headings)),
            waiting=self._waiting(),
        )
        return UnfoldedTable(headers, self.rows, self.numbers, self.cells, plan.sheet, told)

    def _waiting(self):
        """Owners that are not stored yet."""
        names = [row.cells.get("name", "") for row in self.plan.of(Fate.NEW)]
        label = self.plan.model._meta.verbose_name
        told = f"Chưa có {label} {_some(map('«{}»'.format, names))}: hãy nhập tệp này vào sổ {label} trước."
        return [told] if names else []

    def _faults(self):
        plan = self.plan
        # Of what is not stored yet the rules of its register say nothing here.
        faults = [] if NEW in plan.fates else [str(problem) for problem in plan.problems]
        for each in self.found:
            if each.units:
                faults.append(f"Cột «{each.heading}» không ghi đơn vị: hãy chọn ở dưới, hoặc ghi ở tên cột.")
        for name, cells in self.lacking.items():
            heading = self.resource.fields[name].column_name
            why = "không kèm ngày" if name == self.belonging.since else f"không cho biết «{heading}»"
            faults.append(f"Ô {_some(cells)} {why}: hãy ghi «{heading}» cho các ô ấy ở dưới.")
        return faults

    def _question(self, name):
        column, said = self.resource.fields[name], self.choices.constants.get(name, "")
        offered = self.belonging.asked.get(name) or column.offered()
        return {"box": f"{CONSTANT}{name}", "heading": column.column_name, "said": said, "options": offered}

    def _notes(self):
        """Which columns were read; of what the list is taken for otherwise, all but its own columns."""
        read = ", ".join(f"«{each.heading}»" for each in self.found)
        label = self.plan.model._meta.verbose_name
        notes = [f"Tệp được đọc như một danh sách {label}, mỗi ô ở cột {read} là một dòng."]
        for each in self.found:
            if getattr(each.reader, "times", 1) != 1:
                notes.append(f"Cột «{each.heading}»: các số được đổi sang {each.reader.unit.name}.")
            if each.is_of_others:
                notes.append(f"Cột «{each.heading}» không ghi đơn vị, được hiểu theo đơn vị của các cột bên cạnh.")
        return [*notes, *(note for note in self.plan.notes if not note.startswith("Cột "))]

    def _warnings(self):
        if self.dated_above:
            day, words = self.above
            yield (
                f"Ô {_some(self.dated_above)} không kèm ngày: được ghi từ {format_date(day)}, theo dòng «{words}» của "
                "tệp. Nếu không đúng thì sửa dòng ấy, hoặc ghi ngày vào ô văn bản."
            )

    def _take(self, row):
        plan, belonging = self.plan, self.belonging
        for each in self.found:
            cell = plan.table.columns[each.place][row]
            if not text_of_any(cell).strip():
                continue
            at = f"{letters(each.place)}{plan.table.row_numbers[row]}"
            paper = self._paper(each.across, row)
            for said in each.across.rows(cell):
                values = {belonging.owner: plan.keys["code"][row], each.across.fills: self._read(each, said.get(None))}
                values |= each.across.says | {name: value for name, value in said.items() if name}
                if belonging.document:
                    values.setdefault(belonging.document, paper)
                if belonging.since and belonging.since != each.across.fills:
                    values[belonging.since] = _day_of(text_of_any(values[belonging.document]))
                if values := belonging.settle(values, self.choices, partial(plan.value, row=row)):
                    self._keep(values, plan.table.row_numbers[row], at)

    def _read(self, crossing, cell):
        """The cell in the unit of this register; as it is where it is in this already."""
        reader = crossing.reader
        if getattr(reader, "times", 1) == 1:
            return cell
        value, complaint = read_cell(reader, self.dotted.settled(reader, cell))
        return BadCell(text_of_any(cell), complaint) if complaint else value

    def _keep(self, values, number, at):
        since = self.belonging.since
        for name in filter(None, [since, *self.belonging.asked]):
            if values.get(name, "") == "":
                values[name] = self._said(name, at)
        self.rows.append([values.get(name, "") for name in self.names])
        self.numbers.append(number)
        self.cells.append(at)

    def _said(self, name, at):
        """What a person, or the lines above the table, said of all cells that do not say it themselves."""
        if said := self.choices.constants.get(name):
            return said
        if name == self.belonging.since and self.above:
            self.dated_above.append(at)
            return self.above[0]
        self.lacking.setdefault(name, []).append(at)
        return ""

    def _paper(self, across, row):
        """What the column of documents beside this one says in a row."""
        for place, heading in enumerate(self.headings):
            if any(has_words(heading, [word]) for word in across.document):
                return text_of_any(self.plan.table.columns[place][row]).strip()
        return ""


def _day_of(paper):
    days = days_in(paper)
    if len(set(days)) > 1:
        return BadCell(paper, SEVERAL_DAYS.format(paper=paper[:60]))
    return days[0] if days else ""


def _some(names):
    names = list(dict.fromkeys(names))
    return ", ".join(names[:NAMED]) + (" …" if names[NAMED:] else "")
