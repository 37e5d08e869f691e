"""Plan, then apply: what a sheet would change, found without writing, and then written in one short transaction.

A stock import writes and rolls back for its preview, which holds the only write lock of SQLite twice. A plan holds
columns and what differs; a row is made an object only where it is shown.
"""

from array import array
from decimal import Decimal

from config.sheets import cells, old_letters, rules, stored
from config.sheets.apostrophes import keep_guarded
from config.sheets.changeset import Changeset
from config.sheets.choices import SAME_ROW, Choices
from config.sheets.coded import Coded, packed
from config.sheets.columns import Column
from config.sheets.grouping import take_groups
from config.sheets.matching import match
from config.sheets.naming import keep_names, name_rows
from config.sheets.notes import keep_notes
from config.sheets.placing import place_columns, take_unfolding
from config.sheets.planned import CHANGED, FATES, NEW, REFUSED, SAME, Fate, Problem, Rows
from config.sheets.progress import untold
from config.sheets.table import SheetTable, UnfoldedTable
from config.sheets.tidying import tidy

# Rows that a note names.
NAMED_ROWS = 10
NO_ROWS = "Trang chỉ có dòng tiêu đề, không có dòng dữ liệu nào: hãy điền dữ liệu rồi nhập lại."
NO_CELLS = "Trang không có ô nào để ghi: các dòng, cột có số đều để trống hoặc được bỏ qua, hãy xem lại cách hiểu."


class Plan:
    """All rows of one sheet against what is stored. Building it reads; it never writes and holds no lock."""

    def __init__(self, resource, table, user=None, progress=untold, choices=None, without=frozenset()):
        """`without` are rows that are no part of the plan, by their places among the rows of data."""
        self.resource = resource
        self.progress = progress
        self.model = resource._meta.model
        self.user = user
        self.choices = choices or Choices()
        self.table = table if isinstance(table, SheetTable) else SheetTable.of(table)
        self.sheet = self.table.title or ""
        self.file_problems: list[Problem] = []
        self.problems_of_rows: dict[int, list[Problem]] = {}
        # What speaks against rows of which one may be written, but nobody can tell which: only the others are refused.
        self.doubts: dict[int, list[Problem]] = {}
        # The numbers of rows that a person has left out, and what was wrong with those refused before, by their places.
        self.without = without
        self.left: list[int] = []
        self.left_table = SheetTable([], [], [])
        # Where the planned rows stand among all rows of data.
        self.places = range(0)
        self.returned: dict[int, list[Problem]] = {}
        # What was understood of the file and is no error; of these, what a person should look at.
        self.notes: list[str] = []
        self.warnings: list[str] = []
        # What is asked of a person: headings without a place, a number with a dot, a day with a year of two digits
        # and what it would be, what is hidden, letters.
        self.unplaced: list[str] = []
        self.free_columns: list[list[str]] = []
        self.dotted = ""
        self.short_day: list[str] = []
        self.hidden: list[str] = []
        # Rows that may be stored ones; columns that state no unit; required columns that new rows lack.
        self.asked_rows: list[dict] = []
        self.unanswered: dict[int, str] = {}
        # Whether its rows are known by their names, and not by codes.
        self.is_named = False
        self.unitless: list[dict] = []
        self.lacking: list[dict] = []
        # Why it cannot be written before the rows that it names are, which another part of the file tells.
        self.waiting: list[str] = []
        # What is shown of a sheet of another layout, to be confirmed or corrected.
        self.screen: dict = {}
        # The code of before Unicode that its texts seem to be in, with a few of them; {} for Unicode.
        self.letters: dict = {}
        # The units that headings state where each row has its own, and those that cells print, by their rows.
        self.stated_units: dict[str, str] = {}
        self.units_in_cells: dict[str, dict[int, str]] = {}
        # The sheet's columns that have a place here, with where they stand; and those that name a row.
        self.columns: dict[str, tuple[Column, int]] = {}
        # Columns of numbers that go into another register, whose totals are checked here too.
        self.beside: list[tuple[Column, int]] = []
        # The headings of columns that are passed over, by place: what they print is checked all the same.
        self.passed_over: dict[int, str] = {}
        self.key_columns = {name: resource.fields[name] for name in resource.key_names}
        # What the cells of each column say, and of which codes they say nothing.
        self.cells: dict[str, Coded] = {}
        self.bad_codes: dict[str, set[int]] = {}
        # Numbers of a column's cells, by what a cell holds: what is stored is often the same.
        self.plain_numbers: dict[str, dict[float, Decimal]] = {}
        self.fates = bytearray()
        self.pks = array("q")
        # Of rows that change: the columns that differ, and all that is stored of the row, by path.
        self.changes: dict[int, list[str]] = {}
        self.paths = [*stored.paths_of(resource), *(column.attname for column in stored.lists_of(resource))]
        self.before: dict[int, tuple] = {}
        # What rules put in the place of cells, and into rows that no cell speaks of.
        self.overrides: dict[str, dict[int, object]] = {}
        self._forget_written()
        self._make()

    def _make(self):
        for remark in self.table.origin.remarks:
            self.note(remark)
        take_unfolding(self) if isinstance(self.table, UnfoldedTable) else place_columns(self)
        if not self.file_problems:
            self._plan_rows()
        for message in self.waiting:
            self.refuse(message)
        old_letters.tell(self)

    def _plan_rows(self):
        if self.choices.is_recalled:
            self.note("Cột được hiểu như đã chọn cho tệp trước có cùng các cột")
        if not isinstance(self.table, UnfoldedTable):
            tidy(self)
            take_groups(self)
        self._leave_out()
        if not isinstance(self.table, UnfoldedTable):
            name_rows(self)
        self.fates = bytearray(len(self.table))
        self.pks = array("q", bytes(8 * len(self.table)))
        for row, message in self.unanswered.items():
            self.refuse(message, row)
        cells.read(self)
        self.resource.measure(self)
        if not (self.fates or self.left or self.without):
            self.refuse(NO_CELLS if isinstance(self.table, UnfoldedTable) else NO_ROWS)
        self.keys = {
            name: self.cells[name] if name in self.cells else Coded.constant(column.empty(), len(self.fates))
            for name, column in self.key_columns.items()
        }
        self.given = [
            (name, column)
            for name, (column, _) in self.columns.items()
            if name not in self.key_columns and not column.for_reading
        ]
        given = [*self.given, *self.key_columns.items()]
        self.sources = {path: (name, part) for name, column in given for part, path in enumerate(column.paths)}
        self.defaults = stored.defaults(self.model)
        match(self)
        keep_names(self)
        keep_notes(self)
        keep_guarded(self)
        rules.check(self)

    def _leave_out(self):
        numbers = self.table.row_numbers
        self.places = range(len(numbers))
        skips = self.choices.skips
        left = {place for place, number in enumerate(numbers) if skips(number)} if self.choices.skipped else set()
        self.left_table = self.table.only(sorted(left))
        self.left = list(self.left_table.row_numbers)
        if out := left | self.without:
            self.places = [place for place in self.places if place not in out]
            self.table = self.table.only(self.places)
            # What only those rows said is said by none any more.
            self.table.columns = [Coded.of(column) for column in self.table.columns]

    # What the plan says

    @property
    def rows(self):
        return Rows(self, range(len(self.fates)))

    def of(self, fate: Fate):
        code = FATES.index(fate)
        return Rows(self, [row for row, each in enumerate(self.fates) if each == code])

    @property
    def counts(self):
        return {fate: self.fates.count(code) for code, fate in enumerate(FATES)}

    @property
    def problems(self):
        """All of them, those of the whole file first."""
        of_rows = self.problems_of_rows
        return [*self.file_problems, *(problem for row in sorted(of_rows) for problem in of_rows[row])]

    def shown(self, row, name):
        """A cell of a row as the preview prints it."""
        return self.resource.fields[name].show(self.cells[name][row.at]) if name in row.cells else ""

    # What is to be written

    @property
    def to_write(self):
        return Rows(self, self.writing)

    @property
    def writing(self):
        """Where the new and the changed rows stand."""
        if self._writing is None:
            codes = set(self.fates)
            everything = range(len(self.fates))
            self._writing = everything if codes <= {NEW, CHANGED} else [
                row for row in everything if self.fates[row] in (NEW, CHANGED)
            ]  # fmt: skip
        return self._writing

    @property
    def fingerprint(self):
        """The same for two plans that would write the same over the same stored values."""
        return Changeset.of(self).fingerprint

    @property
    def new_rows(self):
        return [row for row in self.writing if self.fates[row] == NEW]

    def written(self, path):
        """What the rows to be written would hold at a path, in their order."""
        if path not in self._written:
            self._written[path] = self._written_at(path)
        return self._written[path]

    def _written_at(self, path):
        if path == self.model._meta.pk.attname:
            return Coded.of([self.pks[row] or None for row in self.writing])
        name, part = self.sources.get(path, (None, 0))
        if name is None:
            column = Coded.constant(self.defaults.get(path), len(self.writing))
        else:
            parts = self.resource.fields[name].parts
            source = self.keys[name] if name in self.key_columns else self.cells[name]
            column = source.taken(self.writing).made(lambda value: None if value is None else parts(value)[part])
        others = self._not_from_cells(path, name, part)
        if not others:
            return column
        return Coded.of([others.get(row, value) for row, value in zip(self.writing, column, strict=True)])

    def _not_from_cells(self, path, name, part):
        """The values at a path that come from elsewhere: from the stored row, or from a rule."""
        others = {}
        if name is None or name in self.key_columns:
            place = self.paths.index(path)
            others = {row: before[place] for row, before in self.before.items()}
        parts = self.resource.fields[name].parts if name else lambda value: (value,)
        return others | {row: parts(value)[part] for row, value in self.overrides.get(name or path, {}).items()}

    def value(self, path, row):
        """What one row would hold at a path."""
        if path == self.model._meta.pk.attname:
            return self.pks[row] or None
        name, part = self.sources.get(path, (None, 0))
        overrides = self.overrides.get(name or path, {})
        if row in overrides:
            return self.resource.fields[name].parts(overrides[row])[part] if name else overrides[row]
        if row in self.before and (name is None or name in self.key_columns):
            return self.before[row][self.paths.index(path)]
        if name is None:
            return self.defaults.get(path)
        value = self.keys[name][row] if name in self.key_columns else self.cells[name][row]
        return None if value is None else self.resource.fields[name].parts(value)[part]

    def known_paths(self, row):
        """Where it is known what a row would hold: of one that stays as it is, only what the sheet says."""
        written = self.fates[row] in (NEW, CHANGED)
        return dict.fromkeys([*self.defaults, *self.paths, *self.sources]) if written else self.sources

    def after(self, name, row):
        overrides = self.overrides.get(name, {})
        return overrides[row] if row in overrides else self.cells[name][row]

    # Keys and stored rows

    @property
    def sound_rows(self):
        rows = range(len(self.fates))
        return [row for row in rows if self.fates[row] != REFUSED] if REFUSED in self.fates else rows

    def key(self, row):
        return tuple(column[row] for column in self.keys.values())

    def loose_key(self, row):
        """The row's key as two spellings of it share it."""
        return tuple(column.match(self.keys[name][row]) for name, column in self.key_columns.items())

    def key_shown(self, row):
        return ", ".join(
            f"{column.column_name} «{column.show(self.keys[name][row])}»" for name, column in self.key_columns.items()
        )

    def stored_key(self, held):
        return tuple(self.held(column, held) for column in self.key_columns.values())

    def held(self, column, held):
        """The value of a column in what is stored of a row."""
        paths = [column.attname] if column.is_list else column.paths
        return column.joined([held[self.paths.index(path)] for path in paths])

    def differences(self, row, held):
        """The columns in which a row differs from what is stored."""
        return [name for name, column in self.given if self.held(column, held) != self.cells[name][row]]

    def take_stored(self):
        """Sort the rows by what was found of them; of those that change, keep what they change from."""
        for row in self.sound_rows:
            self.fates[row] = SAME if self.pks[row] else NEW
        changed = {row: self.pks[row] for row, names in self.changes.items() if names and self.fates[row] == SAME}
        held = stored.values(self.resource, changed.values())
        self.changes = {}
        for row, pk in changed.items():
            if pk in held and (names := self.differences(row, held[pk])):
                self.before[row], self.changes[row], self.fates[row] = held[pk], names, CHANGED
        self._forget_written()

    # What reading and rules find

    def take_cells(self, name, values, complaints):
        """The cells of a column as they were read; what is complained of names the codes of cells that were not."""
        self.cells[name] = values
        self.bad_codes[name] = set(complaints)
        for row in values.rows_at(self.bad_codes[name]):
            message, column, shown = complaints[values.at[row]]
            self.refuse(message, row, column, shown)

    def put(self, name, values):
        """Let some rows of a column say another thing than their cells do, before they are matched."""
        cells, codes = self.cells[name], {}
        different, at = list(cells.different), list(cells.at)
        for row, value in values.items():
            if value not in codes:
                codes[value] = len(different)
                different.append(value)
            at[row] = codes[value]
        self.cells[name] = Coded(different, packed(at))

    def is_read(self, name, row):
        return self.cells[name].at[row] not in self.bad_codes[name]

    def refuse(self, message, row=None, column="", shown=""):
        """Tell what is wrong with the file, or with a row of it, which is given by its place."""
        if row is None:
            self.file_problems.append(Problem(message))
            return
        self.problems_of_rows.setdefault(row, []).append(self._problem(message, row, column, shown))
        self.fates[row] = REFUSED
        self._forget_written()

    def doubt(self, message, row, column="", shown=""):
        """Tell what speaks against a row where another one is refused beside it."""
        self.doubts.setdefault(row, []).append(self._problem(message, row, column, shown))

    def _problem(self, message, row, column, shown):
        return Problem(message, self.table.row_numbers[row], column, shown, self._cell(column, row))

    def _cell(self, heading, row):
        """The cell of a row under one of the register's headings, as the spreadsheet names it."""
        positions = [position for column, position in self.columns.values() if column.column_name == heading]
        return self.table.cell(row, positions[0]) if positions else ""

    def take_questions(self, other):
        """Ask what the plan of all rows asks: the rows that wait for the answers may be refused by now."""
        self.dotted, self.asked_rows, self.lacking = other.dotted, other.asked_rows, other.lacking
        self.short_day = other.short_day

    def ask_of_row(self, row, name, options):
        """Ask which stored row a row is; until that is answered it is refused."""
        told = self.table.told(row)
        self.asked_rows.append({"box": f"{SAME_ROW}{told}", "row": told, "name": name, "options": options})
        likely = "; ".join(f"«{label}»" for _, label in options)
        self.unanswered[row] = f"Có thể là dòng đã có {likely}: hãy chọn ở phần «Điều tệp chưa nói rõ»."

    def note(self, message, rows=()):
        """Tell what was understood, and of which rows."""
        self.notes.append(f"{message}: {self.lines(rows)}." if rows else message.removesuffix(".") + ".")

    def warn(self, message):
        """Tell what is odd and keeps nothing from being written."""
        self.warnings.append(message)

    def lines(self, rows):
        """Rows by their numbers in the file, the first few of many."""
        word = "ô" if isinstance(self.table, UnfoldedTable) else "dòng"
        numbers = [str(self.table.told(row)) for row in rows]
        more = f" và {len(numbers) - NAMED_ROWS} {word} nữa" if len(numbers) > NAMED_ROWS else ""
        return f"{word} {', '.join(numbers[:NAMED_ROWS])}{more}"

    def fill(self, path, values):
        """What rows hold at a path that no column of the sheet speaks of."""
        self.overrides.setdefault(path, {}).update(values)
        self._forget_written()

    def change(self, name, row, value):
        """Let a changed row change in one more column, or to another value than its cell's."""
        names = self.changes[row]
        if name not in names:
            names.append(name)
        self.fill(name, {row: value})

    def keep(self, name, row):
        """Leave a column of a changed row as it is stored."""
        self.changes[row].remove(name)
        self.fill(name, {row: self.held(self.resource.fields[name], self.before[row])})
        if not self.changes[row]:
            del self.changes[row], self.before[row]
            self.fates[row] = SAME

    def _forget_written(self):
        self._written, self._writing = {}, None
