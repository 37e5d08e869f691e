"""The lines of a table of figures: what each names, under which others, in which unit."""

import re
from dataclasses import dataclass, field, replace

from config.sheets.sheet import BadCell
from config.values.text import identity_key
from indicators.sheets.bare import in_words, number_of
from indicators.sheets.cells import is_filled, is_like_number, is_number, is_numbering, text_of, unit_of, without_unit
from indicators.sheets.heads import Said, understood

NAMELESS = "(không có tên)"
_LEVELS = [
    re.compile(r"(?P<mark>[IVX]{1,5}[.)])\s*"),
    # «6 tháng» is a period, and no «tháng» of number 6.
    re.compile(r"(?!\d+ +[Tt]háng(?! ?\d{1,2}\b))(?P<mark>\d{1,2}(?:\.\d{1,2})*[.)]?)\s+|(?P<tight>\d{1,2}[.)])"),
    re.compile(r"(?P<mark>[a-zđ][.)])\s*"),
    re.compile(r"(?P<mark>[-–+*•])\s*"),
]
_AMONG = re.compile(r"(?:trong đó|tr\. ?đó|t\.đó)\s*:?\s*", re.IGNORECASE)
DITTO = frozenset({'"', "''", "”", "“", "〃", "nt", "-nt-", "như trên"})
_MERGED = "Ô gộp nhiều dòng hay nhiều cột: hãy bỏ gộp và ghi số vào từng ô."


@dataclass
class Line:
    """A line of the table: what it names, under which lines, and its cells by the position of their columns."""

    number: int
    name: str
    level: int
    said: Said
    unit: str = ""
    # The unit that its name states, which the lines under it share: «I. XUẤT NHẬP KHẨU (nghìn USD)».
    unit_of_parts: str = ""
    # The unit of the line above, where this one is in a column of units and says none.
    unit_above: str = ""
    above: str = ""
    cells: dict = field(default_factory=dict)
    # All that stands in the line.
    row: list = field(default_factory=list)

    @property
    def has_values(self):
        return bool(self.cells)

    def shown(self, position):
        """What stands in a column of the line, as the sheet shows it."""
        return _at(self.row, position)


@dataclass
class Places:
    """Where in a row the name of a line stands, and its other parts."""

    names: int
    values: list[int]
    units: list[int]
    numberings: list[int]
    # Columns without a meaning of their own, in which names are indented.
    others: list[int]
    # What bare numbers among the names count, and the columns that say the year of each.
    counts: str = ""
    years: list[int] = field(default_factory=list)


def lines_of(rows, first, places, merged):
    """The lines down to the last one of values; what stands below are signers and notes."""
    lines, above, unit, year = [], [], "", None
    amounts = _merged_amounts(rows, first, merged, places.values)
    for at in range(first, len(rows)):
        row = rows[at]
        number = places.counts and places.names < len(row) and number_of(row[places.names])
        if is_numbering(row) and not (number and _goes_on(rows, at, places, number)):
            continue
        name = in_words(places.counts, number) if number else _name(row, places, lines)
        if not name:
            continue
        mark = next((text for place in places.numberings if (text := _at(row, place))), "")
        level, bare = level_of(name)
        if level is None and mark:
            level = level_of(f"{mark} ")[0]
        stated = _unit_of(row, places, unit)
        stem, aside = without_unit(bare)
        bare, aside = (stem, aside) if stem else (bare, "")
        level = len(_LEVELS) if level is None else level
        line = Line(at + 1, bare, level, understood(bare), aside or stated)
        line.cells = {place: row[place] for place in places.values if place < len(row) and is_filled(row[place])}
        line.cells |= amounts.get(at, {})
        line.row = row
        year = _year_above(line, row, places, year)
        if year and line.said.part and not line.said.year:
            line.said = replace(line.said, year=year)
        # A heading without values and without a mark is over the lines that have none either.
        above = [one for one in above if one.level < level or (line.has_values and not one.has_values)]
        line.above = next((identity_key(one.name) for one in reversed(above) if one.level < level), "")
        line.unit_of_parts = aside
        line.unit = line.unit or next((one.unit_of_parts for one in reversed(above) if one.unit_of_parts), "")
        line.unit_above = "" if line.unit else unit
        unit = stated or unit
        above.append(line)
        lines.append(line)
    while lines and not any(map(is_like_number, lines[-1].cells.values())):
        lines.pop()
    return lines


def _goes_on(rows, at, places, number):
    """Whether the row below names what comes after: 1 with 2 and 3 beside it is January then, and no numbering."""
    below = rows[at + 1] if at + 1 < len(rows) else []
    return places.names < len(below) and number_of(below[places.names]) == number + 1


def _year_above(line, row, places, year):
    """The year that the months of a line and of those below are in: of a column of years, or of a line that is one."""
    said = next((understood(text).year for place in places.years if (text := _at(row, place))), None)
    is_year = line.said.year and not (line.said.part or line.said.rest or line.has_values)
    return said or (line.said.year if is_year else year)


def level_of(name):
    """How deep the mark before a name says that it stands, None for no mark; and the name without it."""
    name = _AMONG.sub("", name, count=1) if _AMONG.match(name) else name
    for level, pattern in enumerate(_LEVELS):
        if match := pattern.match(name):
            return level, name[match.end() :] or name
    return None, name


def _at(row, place):
    return text_of(row[place]) if place < len(row) else ""


def _name(row, places, lines):
    """What a row names: in the column of names, or one beside it; "" for a row that says nothing of values."""
    if name := _at(row, places.names):
        return name
    beside = [*range(places.names), *places.others]
    if name := next((text for place in beside if any(map(str.isalpha, text := _at(row, place)))), ""):
        return name
    if not any(is_like_number(row[place]) and text_of(row[place]) for place in places.values if place < len(row)):
        return ""
    cell = row[places.names] if places.names < len(row) else ""
    return lines[-1].name if isinstance(cell, BadCell) and cell.is_merged and lines else NAMELESS


def _unit_of(row, places, before):
    for place in places.units:
        cell = row[place] if place < len(row) else ""
        if isinstance(cell, BadCell) and cell.is_merged:
            return before
        text = text_of(cell)
        return before if identity_key(text) in DITTO else unit_of(text)
    return ""


def _merged_amounts(rows, first, merged, values):
    """Cells of a number that is merged over several: which of them it is for nobody can tell."""
    bad = {}
    for (top, left), (bottom, right) in merged:
        places = [place for place in values if left <= place <= right]
        is_amount = first <= top < len(rows) and left < len(rows[top]) and is_number(rows[top][left])
        if is_amount and places and (len(places) > 1 or bottom > top):
            for at in range(top, min(bottom + 1, len(rows))):
                bad[at] = bad.get(at, {}) | {place: BadCell(text_of(rows[top][left]), _MERGED) for place in places}
    return bad
