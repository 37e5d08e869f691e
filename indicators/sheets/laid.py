"""Finds the table in a sheet of figures: its head, the column of names, the lines, and what stands above them."""

import re
from dataclasses import dataclass, field

from config.sheets.heads import NUMBERING_HEADINGS
from config.sheets.layout import corner_of, plain
from config.sheets.sheet import BadCell, Sheet
from config.sheets.shown import ShownCell
from config.sheets.table import letters
from config.sheets.tidying import is_numbering_line
from config.values.text import identity_key, nfc, unmarked
from config.values.units import known_unit, parted
from indicators.sheets.heads import Said, understood

# What a sheet of this kind has at most; a longer one is a list.
MAX_LINES, MAX_COLUMNS = 3_000, 200
DEEPEST_HEAD = 6
# Of the lines, the part that names periods where periods stand down.
MOSTLY = 0.6

_NAMES = re.compile(r"\b(?:chi tieu|ten|san pham|danh muc|noi dung|mat hang|nganh|dien giai|hang muc|ky|thang|nam)\b")
_UNIT = re.compile(r"^(?:dvt|don vi(?: tinh)?|dv tinh)$")
_CODE = re.compile(r"^(?:ma|ma so|ma chi tieu|ma san pham|ma vsic)$")
_NOTE = re.compile(r"^(?:ghi chu|chu thich)$")
_TEXT_NUMBER = re.compile(r"[~<>≈+-]? ?[\d.,\s]*\d[\d.,\s]*%?")
_LEVELS = [
    re.compile(r"(?P<mark>[IVX]{1,5}[.)])\s*"),
    re.compile(r"(?P<mark>\d{1,2}(?:\.\d{1,2})*[.)]?)\s+|(?P<tight>\d{1,2}[.)])"),
    re.compile(r"(?P<mark>[a-zđ][.)])\s*"),
    re.compile(r"(?P<mark>[-–+*•])\s*"),
]
_AMONG = re.compile(r"(?:trong đó|tr\. ?đó|t\.đó)\s*:?\s*", re.IGNORECASE)
_THOUSANDS = re.compile(r"^1[. ]?000 ?(?=\D)")
_DITTO = frozenset({'"', "''", "”", "“", "〃", "nt", "-nt-", "như trên"})


class Role:
    """What a column is."""

    NAME, UNIT, NUMBERING, CODE, NOTE, VALUE, COMPARED, UNKNOWN = (
        "name", "unit", "numbering", "code", "note", "value", "compared", "unknown",
    )  # fmt: skip


@dataclass
class Column:
    """A column of the table, by its position in the sheet."""

    position: int
    head: str
    said: Said
    role: str

    @property
    def letter(self):
        return letters(self.position)


@dataclass
class Line:
    """A line of the table: what it names, under which lines, and its cells by the position of their columns."""

    number: int
    name: str
    level: int
    said: Said
    unit: str = ""
    above: str = ""
    cells: dict = field(default_factory=dict)
    # All that stands in the line, as the sheet shows it, by position.
    shown: dict = field(default_factory=dict)

    @property
    def has_values(self):
        return bool(self.cells)


@dataclass
class Laid:
    """A table as it stands in its sheet."""

    sheet: str
    titles: list[str]
    corner: str
    columns: list[Column]
    lines: list[Line]
    # Whether its lines are periods and its columns name what is measured.
    periods_down: bool

    def of_role(self, *roles):
        return [column for column in self.columns if column.role in roles]


def laid_out(sheet: Sheet) -> Laid | None:
    """The table of figures in a sheet; None where there is none to be found."""
    rows = sheet.rows
    if not rows or len(rows) > MAX_LINES or max(map(len, rows)) > MAX_COLUMNS:
        return None
    for at, row in enumerate(rows):
        if at and _is_of_values(row) and (found := _with_head(sheet, rows, at)):
            return found
    return None


def _with_head(sheet, rows, first):
    """The table whose first line of values is this one, if what stands above it is its head."""
    last = first - 1
    while last >= 0 and (is_numbering_line(list(map(_text, rows[last]))) or _is_heading(sheet, rows, last)):
        last -= 1
    top = last
    while top >= 0 and last - top < DEEPEST_HEAD and _is_head(sheet, rows, top):
        top -= 1
    if top == last:
        return None
    columns = _columns(sheet, rows, top + 1, last)
    names = _name_column(columns, rows[first:])
    if names is None:
        return None
    names.role = Role.NAME
    lines = _lines(rows, last + 1, columns, names.position)
    periods_down = _are_periods(lines)
    for column in columns:
        _settle(column, periods_down)
    laid = Laid(
        sheet.name,
        [text for row in rows[: top + 1] for cell in row if (text := _text(cell))],
        corner_of(sheet, top + 1),
        columns,
        lines,
        periods_down,
    )
    values = laid.of_role(Role.VALUE, Role.COMPARED)
    is_told = any(column.said.names_time or column.said.degree or column.said.base for column in values) or periods_down
    return laid if is_told and any(line.has_values for line in lines) else None


# Rows of the sheet


def _is_of_values(row):
    """A name, or a year, and numbers to its right that are no years of a head."""
    texts = [(place, cell) for place, cell in enumerate(row) if _text(cell)]
    named = next((place for place, cell in texts if isinstance(cell, str) and any(map(str.isalpha, cell))), None)
    if named is None:
        named = texts[0][0] if texts and _is_year(texts[0][1]) else None
    if named is None or is_numbering_line(list(map(_text, row))):
        return False
    numbers = [cell for place, cell in texts if place > named and is_number(cell)]
    return bool(numbers) and not all(map(_is_year, numbers))


def _is_heading(sheet, rows, at):
    """A line of the table that only names what follows, right below the head: «A. CÔNG NGHIỆP»."""
    texts = [place for place, cell in enumerate(rows[at]) if _text(cell)]
    is_merged = any(top == at and bottom == at and right > left for (top, left), (bottom, right) in sheet.merged)
    is_below_head = at > 0 and len(_different(sheet, rows, at - 1)) > 1
    return len(texts) in (1, 2) and texts[0] <= 1 and not is_merged and is_below_head and len(texts) == _few(rows[at])


def _few(row):
    """How many cells of a heading line are its number and its words."""
    texts = [_text(cell) for cell in row if _text(cell)]
    return len(texts) if len(texts) == 1 or _level_of(f"{texts[0]} ")[0] is not None else 0


def _is_head(sheet, rows, at):
    """Whether a row is one of a head: words over more than one column, and no number that is no year."""
    filled = [cell for cell in rows[at] if _text(cell)]
    if any(is_number(cell) and not _is_year(cell) for cell in filled):
        return False
    if filled and len(filled) + len(_different(sheet, rows, at) - set(map(_text, filled))) > 1:
        return True
    # A group over a few columns, in a row of its own: «Năm báo cáo» over «KCĐP» and «KCQG».
    places = [place for place, cell in enumerate(rows[at]) if _text(cell)]
    return len(places) == 1 and places[0] > 1 and not corner_of(sheet, at + 1)


def _different(sheet, rows, at):
    """The different texts that stand in a row, those of cells merged into it from above too."""
    texts = {_text(cell) for cell in rows[at]}
    for (top, left), (bottom, _) in sheet.merged:
        if top < at <= bottom and left < len(rows[top]):
            texts.add(_text(rows[top][left]))
    return texts - {""}


# Columns


def _columns(sheet, rows, top, last):
    width = max(len(row) for row in rows[top:])
    stacks = [[] for _ in range(width)]
    for at in range(top, last + 1):
        for place, text in enumerate(_across(sheet, rows, at, width)):
            if text and text not in stacks[place]:
                stacks[place].append(text)
    return [_column(place, " ".join(stack)) for place, stack in enumerate(stacks)]


def _across(sheet, rows, at, width):
    texts = [_text(cell) for cell in rows[at]] + [""] * (width - len(rows[at]))
    for (top, left), (_, right) in sheet.merged:
        if top == at and left < width:
            texts[left : right + 1] = [texts[left]] * (min(right + 1, width) - left)
    return texts


def _column(place, head):
    said = understood(head)
    words = unmarked(nfc(head)).strip(" .:")
    if identity_key(head) in NUMBERING_HEADINGS:
        role = Role.NUMBERING
    elif _UNIT.match(words):
        role = Role.UNIT
    elif _CODE.match(words):
        role = Role.CODE
    elif _NOTE.match(words):
        role = Role.NOTE
    else:
        role = Role.COMPARED if said.base else Role.VALUE
    return Column(place, head, said, role)


def _settle(column, periods_down):
    """A column of values that says nothing of time and degree is one only where the lines say the time."""
    said = column.said
    if column.role == Role.VALUE and not (said.names_time or said.degree or (periods_down and said.rest)):
        column.role = Role.UNKNOWN


def _name_column(columns, rows):
    """The column that says what each line is: by its head, else the one of words, or of years, in most lines."""
    for column in columns:
        is_free = column.role == Role.VALUE and not column.said.degree
        if is_free and _NAMES.search(unmarked(column.head)) and _is_of_names(column, rows):
            return column
    return next((column for column in columns if column.role == Role.VALUE and _is_of_names(column, rows)), None)


def _is_of_names(column, rows):
    cells = [row[column.position] for row in rows if column.position < len(row) and _text(row[column.position])]
    named = [cell for cell in cells if not is_number(cell) or _is_year(cell)]
    return len(cells) > 0 and len(named) > MOSTLY * len(cells)


# Lines


def _lines(rows, first, columns, names):
    """The lines down to the last one of values; what stands below are signers and notes."""
    values = [column.position for column in columns if column.role in (Role.VALUE, Role.COMPARED)]
    units = [column.position for column in columns if column.role == Role.UNIT]
    numberings = [column.position for column in columns if column.role == Role.NUMBERING]
    lines, above, unit = [], [], ""
    for at in range(first, len(rows)):
        row = rows[at]
        name = _text(row[names]) if names < len(row) else ""
        # The name may stand one column to the left of where it stands in the other lines.
        name = name or next((text for cell in row[:names] if any(map(str.isalpha, text := _text(cell)))), "")
        if not name or is_numbering_line(list(map(_text, row))):
            continue
        mark = next((_text(row[place]) for place in numberings if place < len(row) and _text(row[place])), "")
        level, bare = _level_of(name)
        if level is None and mark:
            level = _level_of(f"{mark} ")[0]
        unit = _unit_of([_text(row[place]) for place in units if place < len(row)], unit)
        bare, aside = _with_its_unit(bare)
        line = Line(at + 1, bare, len(_LEVELS) if level is None else level, understood(bare), aside or unit)
        above = [one for one in above if one[0] < line.level]
        line.above = above[-1][1] if above else ""
        above.append((line.level, identity_key(bare)))
        line.cells = {place: row[place] for place in values if place < len(row) and _is_filled(row[place])}
        line.shown = {place: text for place, cell in enumerate(row) if (text := _text(cell))}
        lines.append(line)
    while lines and not any(map(is_number, lines[-1].cells.values())):
        lines.pop()
    return lines


def _level_of(name):
    """How deep the mark before a name says that it stands, None for no mark; and the name without it."""
    name = _AMONG.sub("", name, count=1) if _AMONG.match(name) else name
    for level, pattern in enumerate(_LEVELS):
        if match := pattern.match(name):
            return level, name[match.end() :] or name
    return None, name


def _unit_of(texts, before):
    text = texts[0] if texts else ""
    return before if identity_key(text) in _DITTO else _THOUSANDS.sub("nghìn ", text)


def _with_its_unit(name):
    """«Xi măng (nghìn tấn)» is Xi măng, in thousand tons."""
    stem, aside = parted(name)
    return (stem, aside) if known_unit(aside) else (name, "")


def _are_periods(lines):
    named = [line for line in lines if line.has_values]
    periods = [line for line in named if line.said.names_time and not line.said.rest]
    return bool(named) and len(periods) > MOSTLY * len(named)


# Cells


def is_number(cell):
    if isinstance(cell, str):
        return bool(_TEXT_NUMBER.fullmatch(nfc(cell)))
    return isinstance(cell, int | float | ShownCell) and not isinstance(cell, bool)


def _is_year(cell):
    text = _text(cell)
    return len(text) == 4 and text.isdigit() and text[:2] in ("19", "20")


def _is_filled(cell):
    return bool(_text(cell)) or (isinstance(cell, BadCell) and not cell.is_merged)


def _text(cell):
    return "" if cell is None else nfc(plain(cell))
