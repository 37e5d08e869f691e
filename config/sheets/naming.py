"""Gives the rows of a list without codes the codes that the register knows them by, and new rows new ones."""

from difflib import get_close_matches
from itertools import count

from config.models import RegisterRow
from config.sheets.cells import read_cell, text_of_any
from config.sheets.choices import NEW_ROW
from config.sheets.coded import Coded
from config.sheets.synonyms import in_full
from config.values.numbers import format_number
from config.values.text import fold, identity_key, nfc

NAME = "name"
# How alike two names are that may be one, and up to how many pairs of names that is asked.
ALIKE, MOST_PAIRS = 0.9, 400_000
PROPOSED = 3
LONGEST_CODE = 36


def may_be_named(resource):
    """Whether rows of this register are known by their names where a list gives no codes."""
    model = resource._meta.model
    return issubclass(model, RegisterRow) and tuple(resource.key_names) == ("code",) and NAME in resource.fields


def name_rows(plan):
    """Add the column of codes to a list that has none: of rows that the register has, and of new ones.

    A row that may be one that is stored, and may be another, is asked about.
    """
    if may_be_named(plan.resource) and "code" not in plan.columns and NAME in plan.columns:
        plan.is_named = True
        _Naming(plan).name()


def keep_names(plan):
    """A name that only told which row is meant changes nothing of the row."""
    if plan.is_named:
        for row in [row for row, names in plan.changes.items() if NAME in names]:
            plan.keep(NAME, row)


class _Naming:
    def __init__(self, plan):
        self.plan = plan
        model = plan.model
        # By these a row is told from another of its name.
        self.telling = [name for name in model.told_by if name in plan.columns]
        columns = [plan.resource.fields[name] for name in self.telling]
        rows = model._default_manager.order_by("pk").values_list("code", *(column.attname for column in columns))
        self.stored = [(code, dict(zip(self.telling, values, strict=True))) for code, *values in rows]
        self.by_name, self.by_end, self.by_fold = {}, {}, {}
        for code, values in self.stored:
            name = spelt_out(values[NAME])
            self.by_name.setdefault(name, []).append((code, values))
            for end in _ends(name):
                self.by_end.setdefault(end, []).append((code, values))
            self.by_fold.setdefault(_words(values[NAME]), []).append((code, values))
        self.codes = {code for code, _ in self.stored}
        self.seen = {}

    def name(self):
        plan = self.plan
        codes = [self._code(row) for row in range(len(plan.table))]
        column = plan.resource.fields["code"]
        plan.table.headers = [*plan.table.headers, column.column_name]
        plan.table.columns = [*plan.table.columns, Coded.of(codes)]
        plan.columns["code"] = column, len(plan.table.columns) - 1
        stored = {code for code, _ in self.stored}
        known = sum(code in stored for code in codes)
        plan.note(
            f"Danh sách không có cột «{column.column_name}»: {format_number(known)} dòng được nhận ra theo tên, "
            f"{format_number(len(codes) - known)} dòng mới được đặt mã"
        )

    def _code(self, row):
        values = self._values(row)
        name = values.get(NAME) or ""
        if not name:
            # The empty name is refused where it is read.
            return f"?{row}"
        chosen = self.plan.choices.same.get(str(self.plan.table.told(row)), "")
        if chosen in self.codes:
            return chosen
        alike = [(code, stored) for code, stored in self.by_name.get(spelt_out(name), ()) if _agree(values, stored)]
        exact = [code for code, stored in alike if identity_key(stored[NAME]) == identity_key(name)]
        same = exact or [code for code, _ in alike]
        if len(same) == 1:
            return same[0]
        others = same or self._alike(name, values)
        if others and chosen != NEW_ROW:
            self.plan.ask_of_row(row, name, [(code, self._label(code)) for code in others[:PROPOSED]])
        return self._new_code(values)

    def _values(self, row):
        """What the row says of itself, read as it would be stored; what cannot be read is refused later."""
        values = {}
        for name in self.telling:
            column, position = self.plan.columns[name]
            value, _ = read_cell(column, self.plan.table.columns[position][row])
            values[name] = value
        if not values.get(NAME):
            column, position = self.plan.columns[NAME]
            values[NAME] = nfc(text_of_any(self.plan.table.columns[position][row]))
        return values

    def _alike(self, name, values):
        """Stored rows that may be this one: another owner's, other marks, a slip of the hand, first words left out."""
        found = dict.fromkeys(code for code, _ in self.by_name.get(spelt_out(name), ()))
        spelt = spelt_out(name)
        near = [*self.by_fold.get(_words(name), ()), *self.by_end.get(spelt, ())]
        near += [row for end in _ends(spelt) for row in self.by_name.get(end, ())]
        found |= dict.fromkeys(code for code, stored in near if _agree(values, stored))
        if not found and len(self.stored) * len(self.plan.table) <= MOST_PAIRS:
            near = get_close_matches(spelt, list(self.by_name), PROPOSED, ALIKE)
            found |= dict.fromkeys(code for key in near for code, stored in self.by_name[key] if _agree(values, stored))
        return list(found)

    def _label(self, code):
        values = next(values for each, values in self.stored if each == code)
        said = [self._shown(name, value) for name, value in values.items() if name != NAME and isinstance(value, str)]
        owner = said[0] if said else ""
        return f"{values[NAME]} ({owner})" if owner else values[NAME]

    def _shown(self, name, value):
        return dict(self.plan.resource.fields[name].field.flatchoices).get(value, value)

    def _new_code(self, values):
        """A code made of the name; the second of two rows that are one has the same, and is refused for it."""
        known = tuple(_key(value) for value in values.values())
        if known not in self.seen:
            words = fold(values[NAME]).upper().replace(" ", "-")
            base = (
                words if len(words) <= LONGEST_CODE else words[:LONGEST_CODE].rpartition("-")[0] or words[:LONGEST_CODE]
            )
            self.seen[known] = next(code for code in _numbered(base) if code not in self.codes)
            self.codes.add(self.seen[known])
        return self.seen[known]


def spelt_out(name):
    """What two spellings of one name share, also where one has words cut short: «CCN Tiên Tiến»."""
    return identity_key(in_full(identity_key(name)))


def _ends(name):
    """A name without its first words: «Khoang U» of «cụm công nghiệp Khoang U»."""
    words = name.split()
    return [" ".join(words[at:]) for at in range(1, len(words))]


def _numbered(base):
    yield base
    for number in count(2):
        yield f"{base}-{number}"


def _agree(values, stored):
    """Whether nothing that both say beside the name tells the two rows apart."""
    return all(
        _key(value) == _key(stored[name])
        for name, value in values.items()
        if name != NAME and value not in (None, "") and stored[name] not in (None, "")
    )


def _key(value):
    return identity_key(value) if isinstance(value, str) else value


def _words(name):
    return tuple(sorted(fold(name).split()))
