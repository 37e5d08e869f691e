"""Finds the stored rows that a sheet's rows name by their keys, and the cells in which the two differ."""

from collections import Counter
from itertools import compress
from operator import ne

from config.sheets import stored
from config.sheets.moulds.rows import refuse_contradicting
from config.sheets.progress import Stage
from config.sheets.references import KEY_SEPARATOR, LOST_ZERO, ReferenceColumn, Unsaved, without_zeros

# The number of a value that the sheet has nowhere.
NOWHERE = 0


class KeyPart:
    """One column of the key, its values numbered: two spellings of one value have one number."""

    def __init__(self, column, cells, bad_codes):
        self.column = column
        self.cells = cells
        self.numbers = {}
        self.number_of_code = [
            NOWHERE if code in bad_codes else self.numbers.setdefault(column.match(value), len(self.numbers) + 1)
            for code, value in enumerate(cells.different)
        ]
        self.stored_numbers = StoredNumbers(self)

    def of_rows(self, rows):
        return map(self.number_of_code.__getitem__, map(self.cells.at.__getitem__, rows))

    def of_stored(self, by_path):
        """The numbers of stored values, and those they would have without zeros in front."""
        paths = self.column.paths
        held = by_path[paths[0]] if len(paths) == 1 else list(zip(*(by_path[path] for path in paths), strict=True))
        numbers = list(map(self.stored_numbers.__getitem__, held))
        short = self.stored_numbers.short
        return numbers, [short.get(parts, number) for parts, number in zip(held, numbers, strict=True)] if short else ()


class StoredNumbers(dict):
    """The number of each stored value, by what the database holds; `short` are those of codes with zeros in front."""

    def __init__(self, part):
        super().__init__()
        self.part = part
        self.short = {}

    def __missing__(self, held):
        column, numbers = self.part.column, self.part.numbers
        value = column.match(column.joined(held if len(column.paths) > 1 else (held,)))
        self[held] = number = numbers.get(value, NOWHERE)
        if (short := without_zeros(value)) != value:
            self.short[held] = numbers.get(short, NOWHERE)
        return number


class Match:
    """The sheet's keys against the stored ones: one look through the stored rows, in which all else is settled."""

    def __init__(self, plan):
        self.plan = plan
        self.rows = plan.sound_rows
        self.parts = [
            KeyPart(column, plan.keys[name], plan.bad_codes.get(name, ())) for name, column in plan.key_columns.items()
        ]
        self.keys = list(zip(*(part.of_rows(self.rows) for part in self.parts), strict=True))
        # The first row of each key; of the keys that come twice, and of those that fit two stored rows, all of both.
        self.wanted = dict(zip(reversed(self.keys), reversed(self.rows), strict=True))
        self.candidates = {}
        # The rows that a stored one has been found for.
        self.found = set()
        if len(self.wanted) < len(self.keys):
            self.candidates = {key: [] for key, count in Counter(self.keys).items() if count > 1}
        # Stored keys that the sheet has without their zeros in front.
        self.padded = {}

    def look_through(self):
        plan = self.plan
        compared = [(name, column) for name, column in plan.given if not column.is_list]
        lists = [(name, column) for name, column in plan.given if column.is_list]
        columns = [*plan.key_columns.values(), *(column for _, column in compared)]
        paths = list(dict.fromkeys(["pk", *(path for column in columns for path in column.paths)]))
        found = 0
        for portion in stored.portions(self._narrowed(), paths, plan.plain_numbers):
            plan.progress(Stage.MATCHING, found, len(self.rows))
            by_path = dict(zip(paths, portion, strict=True))
            positions, rows = self._hits(by_path)
            found += len(rows)
            if not rows:
                continue
            for name, column in compared:
                self._compare(name, rows, held_at(column, by_path, positions))
            for name, column in lists:
                pks = [by_path["pk"][position] for position in positions]
                members = stored.members_of(column, pks)
                self._compare(name, rows, [members[pk] for pk in pks])

    def _narrowed(self):
        rows = self.plan.resource.get_queryset().order_by()
        for part in self.parts:
            codes = set(map(part.cells.at.__getitem__, self.rows))
            rows = part.column.narrowed(rows, {part.cells.different[code] for code in codes})
        return rows

    def _hits(self, by_path):
        """Where stored rows stand that the sheet names, and the rows that name them."""
        numbers, short = zip(*(part.of_stored(by_path) for part in self.parts), strict=True)
        named = list(map(self.wanted.get, zip(*numbers, strict=True)))
        positions = [position for position, row in enumerate(named) if row is not None]
        rows = list(map(named.__getitem__, positions))
        once = set(rows)
        if self.candidates or len(once) < len(rows) or not once.isdisjoint(self.found):
            positions = [at for at in positions if self._is_first(named[at], by_path["pk"][at])]
            rows = list(map(named.__getitem__, positions))
        else:
            for position, row in zip(positions, rows, strict=True):
                self.plan.pks[row] = by_path["pk"][position]
        self.found |= once
        if any(short):
            self._note_padded(by_path, numbers, short)
        return positions, rows

    def _is_first(self, row, pk):
        """Whether a stored row is the only one so far that a row may be; the row is given it then."""
        key, pks = self.key_of(row), self.plan.pks
        if key in self.candidates:
            self.candidates[key].append(pk)
            return False
        if pks[row]:
            self.candidates[key] = [pks[row], pk]
            return False
        pks[row] = pk
        return True

    def key_of(self, row):
        return tuple(part.number_of_code[part.cells.at[row]] for part in self.parts)

    def _note_padded(self, by_path, numbers, short):
        without = [few or all_ for few, all_ in zip(short, numbers, strict=True)]
        for position, (key, full) in enumerate(
            zip(zip(*without, strict=True), zip(*numbers, strict=True), strict=True)
        ):
            if key != full and key in self.wanted:
                parts = [held_at(part.column, by_path, [position])[0] for part in self.parts]
                self.padded[key] = stored_key(self.parts, parts)

    def _compare(self, name, rows, held):
        cells, changes = self.plan.cells[name], self.plan.changes
        said = map(cells.different.__getitem__, map(cells.at.__getitem__, rows))
        for row in compress(rows, map(ne, held, said)):
            changes.setdefault(row, []).append(name)

    def settle(self):
        """What could not be told while looking through: keys that come twice or fit several, zeros that got lost."""
        plan = self.plan
        if not (self.candidates or self.padded):
            return
        held = stored.values(plan.resource, {pk for pks in self.candidates.values() for pk in pks})
        first = {}
        for row, key in zip(self.rows, self.keys, strict=True):
            pks = self.candidates.get(key)
            if pks:
                plan.pks[row] = pk = self._of_several(row, pks, held)
                if not pk:
                    plan.refuse(f"{plan.key_shown(row)} khớp nhiều dòng chỉ khác cách viết: hãy ghi đúng.", row)
                    continue
            elif key in self.padded and not plan.pks[row]:
                plan.refuse(f"{plan.key_shown(row)} chưa có, đã có «{self.padded[key]}»: {LOST_ZERO}", row)
                continue
            if pks is None:
                continue
            other = first.setdefault(plan.pks[row] or key, row)
            if other != row:
                plan.refuse(self._twin(row, other), row)
                plan.doubt(self._twin(other, row), other)
            elif plan.pks[row]:
                plan.changes[row] = plan.differences(row, held[plan.pks[row]])

    def _twin(self, row, other):
        same = self.plan.lines([other])
        return f"Trùng với {same} ({self.plan.key_shown(row)}): hãy xóa một trong hai {same.partition(' ')[0]}."

    def _of_several(self, row, pks, held):
        """The stored row with exactly this key, else the only one; 0 for several."""
        exact = [pk for pk in pks if self.plan.stored_key(held[pk]) == self.plan.key(row)]
        return (exact or pks)[0] if exact or len(pks) == 1 else 0


def match(plan):
    """Give each row of a plan the stored row it names and what differs; what names none is new."""
    if plan.sound_rows:
        found = Match(plan)
        found.look_through()
        found.settle()
        plan.take_stored()
        refuse_contradicting(plan)
    resolve_unsaved(plan)


def resolve_unsaved(plan):
    """A reference to a row of the same sheet must find it there."""
    new_keys = None
    for name, (column, _) in plan.columns.items():
        if not isinstance(column, ReferenceColumn):
            continue
        cells = plan.cells[name]
        for code, value in enumerate(cells.different):
            if not isinstance(value, Unsaved):
                continue
            new_keys = {plan.loose_key(row) for row in plan.new_rows} if new_keys is None else new_keys
            if value.key not in new_keys:
                for row in cells.rows_at({code}):
                    plan.refuse(column.unknown(str(value)), row, column.column_name, str(value))


def held_at(column, by_path, positions):
    """The values of a column in some of the stored rows."""
    if len(column.paths) == 1:
        held = by_path[column.paths[0]]
        return [held[position] for position in positions]
    parts = [by_path[path] for path in column.paths]
    return [column.joined([part[position] for part in parts]) for position in positions]


def stored_key(parts, values):
    """A stored key as a message names it."""
    return KEY_SEPARATOR.join(str(part.column.match(value)) for part, value in zip(parts, values, strict=True))
