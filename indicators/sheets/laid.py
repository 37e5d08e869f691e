"""Finds the table in a sheet of figures: its head, the column of names, the lines, and what stands above them."""

import re
from dataclasses import dataclass, field
from datetime import date

from config.sheets.heads import NUMBERING_HEADINGS
from config.sheets.layout import corner_in, corner_of
from config.sheets.sheet import Sheet, SheetError
from config.sheets.table import letters
from config.values.text import identity_key, nfc, unmarked
from config.values.units import known_unit
from indicators.sheets.bare import bare_head, bare_line, counted_down, goes_down, refuse_unsaid
from indicators.sheets.cells import (
    is_filled,
    is_like_number,
    is_number,
    is_numbering,
    is_year,
    text_of,
    unit_of,
    without_unit,
)
from indicators.sheets.heads import Said, understood
from indicators.sheets.lines import Line, Places, level_of, lines_of

# What a sheet of this kind has at most; a longer one is a list.
MAX_LINES, MAX_COLUMNS = 3_000, 200
DEEPEST_HEAD = 6
# Of the lines, the part that names periods where periods stand down.
MOSTLY = 0.6

_NAMES = re.compile(r"\b(?:chi tieu|ten|san pham|danh muc|noi dung|mat hang|nganh|dien giai|hang muc|ky|thang|nam)\b")
_ONLY_NAMES = re.compile(r"chi tieu|ten [a-z ]+|san pham|danh muc|noi dung|mat hang|dien giai|hang muc")
_UNIT = re.compile(r"^(?:dvt|don vi(?: tinh)?|dv tinh)$")
_CODE = re.compile(r"^(?:ma|ma so|ma chi tieu|ma san pham|ma vsic)$")
_NOTE = re.compile(r"^(?:ghi chu|chu thich)$")
# Who sends the report, to whom and on what day: above a table, and never its head.
_LETTERHEAD = re.compile(
    r"\bxã hội chủ nghĩa\b|\bđộc lập\b|\bubnd\b|\bban nhân dân\b|^sở |\bngày .*\btháng .*\bnăm\b|^số: ?"
)

_ASIDE = re.compile(r"[(\[]([^()\[\]]+)[)\]]")


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
    # The unit that its head states; the code of the place that it names, and a place's name that no place has.
    unit: str = ""
    place: str = ""
    stray: str = ""
    # Its head without the unit.
    name: str = ""
    # The number that it is headed by, where no word says what that counts.
    bare: int = 0

    @property
    def letter(self):
        return letters(self.position)


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
    # Rows and columns of it that the sheet does not show, from 0.
    hidden_rows: frozenset[int] = field(default_factory=frozenset)
    hidden_columns: frozenset[int] = field(default_factory=frozenset)
    # The file it stands in.
    file: str = ""

    def of_role(self, *roles):
        return [column for column in self.columns if column.role in roles]


def laid_out(sheet: Sheet, places) -> Laid | None:
    """The table of figures in a sheet; None where there is none to be found.

    `places` finds the place that some words of a head name. SheetError where there are two tables.
    """
    rows = sheet.rows
    if not rows or len(rows) > MAX_LINES or max(map(len, rows)) > MAX_COLUMNS:
        return None
    for at in range(1, len(rows)):
        if _is_of_values(sheet, rows, at) and (found := _with_head(sheet, rows, at, places)):
            return found
    refuse_unsaid(sheet, rows)
    return None


def _with_head(sheet, rows, first, place_names):
    """The table whose first line of values is this one, if what stands above it is its head."""
    last = first - 1
    while last >= 0 and _is_below_head(sheet, rows, last):
        last -= 1
    top = last
    while top >= 0 and last - top < DEEPEST_HEAD and _is_head(sheet, rows, top):
        top -= 1
    if top == last:
        return None
    columns = _columns(sheet, rows, top + 1, last, place_names)
    names = _name_column(columns, rows, first)
    if names is None:
        return None
    names.role = Role.NAME
    _refuse_second_table(sheet, rows, first, columns, names)
    places = _places(columns, names, rows[first:])
    places.counts = counted_down(rows, first, names.position)
    if places.counts:
        places.years = _year_columns(columns, names, rows[first:])
    lines = lines_of(rows, last + 1, places, sheet.merged)
    lines = [line for line in lines if not _repeats(rows[line.number - 1], columns, names)]
    periods_down = _are_periods(lines)
    for column in columns:
        _settle(column, periods_down)
    # A line of several numbers above the head, «KH | 1900 | 2100», is no title, and its numbers are no years.
    spoken = [row for row in rows[: top + 1] if sum(map(is_like_number, row)) < 2]
    titles = [text for row in spoken for cell in row if (text := text_of(cell))]
    laid = Laid(sheet.name, titles, _corner(sheet, titles, first), columns, lines, periods_down)
    laid.hidden_rows, laid.hidden_columns, laid.file = sheet.hidden_rows, sheet.hidden_columns, sheet.file
    values = laid.of_role(Role.VALUE, Role.COMPARED)
    is_told = periods_down or any(map(_is_told, values))
    return laid if is_told and any(line.has_values for line in lines) else None


def _is_below_head(sheet, rows, at):
    if bare_head(sheet, rows, at):
        return False
    is_empty = not any(map(text_of, rows[at]))
    return is_empty or is_numbering(rows[at]) or _is_corner(sheet, at) or _is_heading(sheet, rows, at)


def _places(columns, names, rows):
    def at(*roles):
        return [column.position for column in columns if column.role in roles]

    values = at(Role.VALUE, Role.COMPARED)
    told = next((place for place in values if _is_told(columns[place])), 0)
    others = [place for place in values if names.position < place < told and _is_of_names(columns[place], rows)]
    values = [place for place in values if place not in others]
    return Places(names.position, values, at(Role.UNIT), at(Role.NUMBERING), others)


def _corner(sheet, titles, first):
    """The unit that stands above the table, with «Đơn vị tính:» before it or alone; "" for none, or several."""
    if stated := corner_of(sheet, first):
        return stated
    asides = [aside for title in titles for aside in (title, *_ASIDE.findall(title))]
    alone = {unit for aside in asides if known_unit(unit := unit_of(aside))}
    return alone.pop() if len(alone) == 1 else ""


# Rows of the sheet


def _is_of_values(sheet, rows, at):
    """A name, or a period, and numbers to its right that are no years of a head."""
    row = rows[at]
    texts = [(place, cell) for place, cell in enumerate(row) if text_of(cell) or is_like_number(cell)]
    named = bare_line(rows, at)
    if named is None:
        named = next((place for place, cell in texts if isinstance(cell, str) and any(map(str.isalpha, cell))), None)
    if named is None:
        named = texts[0][0] if texts and _is_period(texts[0][1]) else None
    if named is None or is_numbering(row) or bare_head(sheet, rows, at):
        return False
    numbers = [cell for place, cell in texts if place > named and is_like_number(cell)]
    return bool(numbers) and not all(map(is_year, numbers))


def _is_period(cell):
    """«2019-2021», «31/12/2020», a day of a month: what names a line without a letter."""
    return is_year(cell) or (not is_number(cell) and understood(text_of(cell)).names_time)


def _is_heading(sheet, rows, at):
    """A line of the table that only names what follows, right below the head: «A. CÔNG NGHIỆP»."""
    texts = [place for place, cell in enumerate(rows[at]) if text_of(cell)]
    is_below_head = at > 0 and len(_different(sheet, rows, at - 1)) > 1
    return len(texts) in (1, 2) and texts[0] <= 1 and is_below_head and len(texts) == _few(rows[at])


def _few(row):
    """How many cells of a heading line are its number and its words."""
    texts = [text_of(cell) for cell in row if text_of(cell)]
    return len(texts) if len(texts) == 1 or level_of(f"{texts[0]} ")[0] is not None else 0


def _is_head(sheet, rows, at):
    """Whether a row is one of a head: words over more than one column, and no number that is no year or month."""
    if bare_head(sheet, rows, at):
        return True
    filled = [cell for cell in rows[at] if text_of(cell)]
    if any(is_like_number(cell) and not is_year(cell) for cell in rows[at]):
        return False
    if any(_LETTERHEAD.search(text_of(cell).casefold()) for cell in filled):
        return False
    if _is_corner(sheet, at):
        return False
    if filled and len(filled) + len(_different(sheet, rows, at) - set(map(text_of, filled))) > 1:
        return True
    # A group over a few columns, in a row of its own: «Năm báo cáo» over «KCĐP» and «KCQG».
    places = [place for place, cell in enumerate(rows[at]) if text_of(cell)]
    return len(places) == 1 and places[0] > 1 and not known_unit(unit_of(text_of(rows[at][places[0]])))


def _is_corner(sheet, at):
    """A row that states the unit of the table, alone or beside a title: «NĂM 2022», «ĐVT: triệu đồng»."""
    texts = list(filter(None, map(text_of, sheet.head[at]))) if at < len(sheet.head) else []
    return 0 < len(texts) < 3 and any(corner_in(text) for text in texts)


def _different(sheet, rows, at):
    """The different texts that stand in a row, those of cells merged into it from above too."""
    texts = {text_of(cell) for cell in rows[at]}
    for (top, left), (bottom, _) in sheet.merged:
        if top < at <= bottom and left < len(rows[top]):
            texts.add(text_of(rows[top][left]))
    return texts - {""}


def _refuse_second_table(sheet, rows, first, columns, names):
    """Another table beside or below the first would be read under its heads."""
    told = next((each.position for each in columns if each.position > names.position and _is_told(each)), None)
    beside = [
        each
        for each in columns
        if told is not None
        and each.position > told
        and _is_named_alike(each, names)
        and _is_of_names(each, rows[first:])
    ]
    if beside:
        where = f"cột {beside[0].letter}"
        raise SheetError(_two_tables(sheet, where))
    for at in range(first + 1, len(rows)):
        if _is_another_head(rows[at], columns, names):
            raise SheetError(_two_tables(sheet, f"dòng {at + 1}"))


def _two_tables(sheet, where):
    return (
        f"Trang «{sheet.name}» có hai bảng số liệu, bảng sau ở {where}: hãy để mỗi bảng một trang của một tệp rồi nhập "
        "từng tệp."
    )


def _is_named_alike(column, names):
    is_same = column.head != "" and identity_key(column.head) == identity_key(names.head)
    return is_same or bool(_ONLY_NAMES.fullmatch(unmarked(column.head).strip(" .:")))


def _is_another_head(row, columns, names):
    """Whether a row below the first values is a head again, and not the same one of a new page."""
    told = _told(row, columns)
    heads = [cell for _, cell in told if isinstance(cell, str | date) and not is_number(cell) and _is_time(cell)]
    is_named = _says_names(row, names)
    is_head = len(heads) > 1 or (is_named and bool(told) and (bool(heads) or all(is_year(cell) for _, cell in told)))
    return is_head and not _repeats(row, columns, names)


def _repeats(row, columns, names):
    """Whether a row says over each column what its head says."""
    told = _told(row, columns) if _says_names(row, names) else []
    return bool(told) and all(identity_key(text_of(cell)) in identity_key(column.head) for column, cell in told)


def _told(row, columns):
    """What stands in the columns of values of a row, each with its column."""
    pairs = zip(columns, row, strict=False)
    return [(column, cell) for column, cell in pairs if column.role in (Role.VALUE, Role.COMPARED) and is_filled(cell)]


def _says_names(row, names):
    """Whether a row says over its names what their head says: «Chỉ tiêu»."""
    name = text_of(row[names.position]) if names.position < len(row) else ""
    return bool(name) and identity_key(name) in identity_key(names.head)


def _is_time(cell):
    said = understood(text_of(cell))
    return bool(said.names_time or said.degree)


# Columns


def _columns(sheet, rows, top, last, place_names):
    width = max(len(row) for row in rows[top:])
    across = [_across(sheet, rows, at, width) for at in range(top, last + 1)]
    bare = {}
    for at, texts in enumerate(across, top):
        for place, head in bare_head(sheet, rows, at).items():
            bare[place], texts[place] = head, head.words if head.counts else f"{head.number}"
    _spread_groups(sheet, across, top)
    stacks = [[] for _ in range(width)]
    for texts in across:
        for place, text in enumerate(texts):
            if text and text not in stacks[place] and not (place in bare and text.casefold() == bare[place].counts):
                stacks[place].append(text)
    return [_column(place, stack, place_names, bare.get(place)) for place, stack in enumerate(stacks)]


def _across(sheet, rows, at, width):
    texts = [text_of(cell) for cell in rows[at]] + [""] * (width - len(rows[at]))
    for (top, left), (_, right) in sheet.merged:
        if top == at and left < width:
            texts[left : right + 1] = [texts[left]] * (min(right + 1, width) - left)
    return texts


def _spread_groups(sheet, across, first):
    """«Năm 2021» over «Kế hoạch» and «Thực hiện» that nobody merged: it stands over both."""
    for depth in range(len(across) - 1):
        texts, below = across[depth], across[depth + 1]
        merged = {
            place
            for (top, left), (bottom, right) in sheet.merged
            if top <= first + depth <= bottom
            for place in range(left, right + 1)
        }
        group = ""
        for place, text in enumerate(texts):
            is_own = _role(below[place], understood(below[place])) in (Role.NUMBERING, Role.UNIT, Role.CODE, Role.NOTE)
            if text or place in merged or is_own or not below[place]:
                group = text if place not in merged and below[place] else ""
            else:
                texts[place] = group


def _column(place, stack, place_names, bare):
    is_asked = bool(bare) and not bare.counts
    parts = [without_unit(text) for text in (stack[:-1] if is_asked else stack)]
    head, name = " ".join(stack), " ".join(filter(None, [words for words, _ in parts]))
    unit = next((unit for _, unit in reversed(parts) if unit), "%" if "%" in head else "")
    said = understood(name)
    column = Column(place, head, said, _role(head, said), unit, name=name, bare=bare.number if is_asked else 0)
    column.place, column.stray = place_names.find(said.rest)
    if not column.place and (apart := place_names.find_apart([words for words, _ in parts])):
        column.place, others = apart
        column.stray, column.said = "", understood(others)
    return column


def _role(head, said):
    words = unmarked(nfc(head)).strip(" .:")
    if identity_key(head) in NUMBERING_HEADINGS:
        return Role.NUMBERING
    for pattern, role in ((_UNIT, Role.UNIT), (_CODE, Role.CODE), (_NOTE, Role.NOTE)):
        if pattern.match(words):
            return role
    return Role.COMPARED if said.base else Role.VALUE


def _is_told(column):
    said = column.said
    return bool(said.names_time or said.degree or said.base or column.place or column.stray or column.bare)


def _settle(column, periods_down):
    """A column of values that says nothing of time and degree is one only where the lines say the time."""
    if column.role == Role.VALUE and not (_is_told(column) or (periods_down and column.said.rest)):
        column.role = Role.UNKNOWN


def _name_column(columns, rows, first):
    """The column that says what each line is: by its head, else the one of words, or of years, in most lines."""
    lines = rows[first:]
    place = bare_line(rows, first)
    if place is not None and columns[place].role == Role.VALUE and goes_down(lines, place):
        return columns[place]
    for column in columns:
        is_free = column.role == Role.VALUE and not column.said.degree
        if is_free and _NAMES.search(unmarked(column.head)) and _is_of_names(column, lines):
            return column
    return next((column for column in columns if column.role == Role.VALUE and _is_of_names(column, lines)), None)


def _year_columns(columns, names, rows):
    """Columns before the months in which the year of each stands: «Năm» beside «Tháng»."""
    found = [each for each in columns[: names.position] if each.role == Role.VALUE and _is_of_names(each, rows)]
    for each in found:
        each.role = Role.NAME
    return [each.position for each in found]


def _is_of_names(column, rows):
    cells = [row[column.position] for row in rows if column.position < len(row) and text_of(row[column.position])]
    named = [cell for cell in cells if not is_number(cell) or is_year(cell)]
    return len(cells) > 0 and len(named) > MOSTLY * len(cells)


def _are_periods(lines):
    named = [line for line in lines if line.has_values]
    periods = [line for line in named if line.said.names_time and not line.said.rest]
    return bool(named) and len(periods) > MOSTLY * len(named)
