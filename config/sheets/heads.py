"""Which column a heading of a file stands for: by its name, its words without marks, or the words of departments."""

from dataclasses import dataclass
from decimal import Decimal

from config.sheets.columns import NumberColumn, WholeColumn, identity
from config.sheets.synonyms import are_one, in_full
from config.values.numbers import EXACT, plain_decimal
from config.values.text import fold, nfc
from config.values.units import known_unit, parted, units_like

# A numbering of lines says nothing of them; the sheets of departments begin with one.
NUMBERING_HEADINGS = frozenset({"stt", "tt", "số tt", "số thứ tự"})
# What stands in brackets after a heading and is no unit.
REMARKS = frozenset({"*", "bắt buộc", "nếu có", "dd/mm/yyyy", "ngày/tháng/năm", "ngày, tháng, năm"})


@dataclass(frozen=True)
class Place:
    """The column that a heading stands for."""

    name: str
    heading: str
    # What its cells are multiplied by to come to the column's unit.
    times: Decimal = Decimal(1)
    # The unit that is stated of them, where each row has a unit of its own.
    unit: str = ""
    # Why its cells cannot be taken; and the units of which one, where it is told, lets them be.
    fault: str = ""
    units: tuple[str, ...] = ()


class Heads:
    """The headings of one sheet."""

    def __init__(self, fields):
        self.columns = dict(fields)
        self.exact = {column.heading_key: name for name, column in self.columns.items()}
        self.stems = {name: identity(column.stem) for name, column in self.columns.items()}
        self.bare = {name: {fold(column.column_name), fold(column.stem)} for name, column in self.columns.items()}
        self.placed = {}

    def place(self, heading, corner="", chosen=""):
        """Where a heading belongs, None for nowhere.

        `corner` is the unit stated above the table, `chosen` the column that a person says it means.
        """
        key = nfc(heading), corner, chosen
        if key not in self.placed:
            self.placed[key] = self._place(*key)
        return self.placed[key]

    def _place(self, heading, corner, chosen):
        if chosen in self.columns:
            return self._fitting([chosen], heading, parted(heading)[1], corner) or Place(chosen, heading)
        exact = self.exact.get(identity(heading))
        if exact and not (corner and is_measured_by_row(self.columns[exact])):
            return Place(exact, heading)
        if not any(map(str.isalpha, heading)):
            return None
        stem, aside = parted(heading)
        names = [exact] if exact else self._named(heading) or self._named(stem)
        return self._fitting(names, heading, aside, corner) if names else None

    def _named(self, text):
        """The columns of a name: as it is written, without marks where it has none, then in other words."""
        full = identity(in_full(text))
        for key in (identity(text), full):
            if found := [name for name, stem in self.stems.items() if key in (stem, self.columns[name].heading_key)]:
                return found
        if text.isascii() and (found := [name for name, bare in self.bare.items() if fold(text) in bare]):
            return found
        return [name for name, stem in self.stems.items() if are_one(full, stem)]

    def _fitting(self, names, heading, aside, corner):
        """Of the columns of one name that whose unit the heading's converts into."""
        measured = [name for name in names if own_unit(self.columns[name]) or is_measured_by_row(self.columns[name])]
        if not measured:
            return self._unmeasured(names, heading, aside)
        stated = (aside if identity(aside) not in REMARKS else "") or corner
        if is_measured_by_row(self.columns[measured[0]]):
            return Place(measured[0], heading, unit=stated)
        unit = known_unit(stated)
        if unit is None:
            fault = self._unknown_unit(measured, heading, stated)
            return Place(measured[0], heading, fault=fault, units=() if stated else self._fitting_units(measured))
        for name in measured:
            own = own_unit(self.columns[name])
            if own.dimension == unit.dimension:
                return Place(name, heading, plain_decimal(EXACT.divide(unit.factor, own.factor)))
        units = " hay ".join(own_unit(self.columns[name]).name for name in measured)
        fault = f"Cột «{heading}» tính bằng {unit.name}, không đổi sang {units} được: hãy đổi số liệu rồi sửa tên cột."
        return Place(measured[0], heading, fault=fault + self._fit(measured))

    def _unmeasured(self, names, heading, aside):
        """A column without a unit takes remarks in brackets, and no unit."""
        is_number = isinstance(self.columns[names[0]], NumberColumn | WholeColumn)
        # «Số giấy chứng nhận (GCNĐKĐT)»: letters that stand for the words before them.
        is_short_form = aside.isupper() and not is_number and not known_unit(aside)
        # «Lao động (người)» is counted by nothing else.
        is_of_people = isinstance(self.columns[names[0]], WholeColumn) and identity(aside) == identity("người")
        is_remark = not aside or identity(aside) in REMARKS or is_short_form or is_of_people
        return Place(names[0], heading) if is_remark and len(names) == 1 else None

    def _unknown_unit(self, names, heading, stated):
        what = f"theo đơn vị «{stated}» không rõ" if stated else "không ghi đơn vị"
        return f"Cột «{heading}» {what}: hãy ghi đơn vị trong ngoặc ở tên cột.{self._fit(names)}"

    def _fit(self, names):
        return f" Đơn vị hợp với cột: {', '.join(self._fitting_units(names))}."

    def _fitting_units(self, names):
        return tuple(each for name in names for each in units_like(own_unit(self.columns[name])))


def own_unit(column):
    """The unit that a column of numbers keeps."""
    return column.unit if isinstance(column, NumberColumn) else None


def is_measured_by_row(column):
    """Whether each row says by another of its columns in which unit its number is."""
    return bool(getattr(column, "measured_beside", ""))


def is_numbering(heading):
    return identity(heading) in NUMBERING_HEADINGS
