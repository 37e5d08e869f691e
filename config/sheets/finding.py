"""Finds the sheet of a file and its heading row: the right one may be the third, below a title."""

from array import array
from dataclasses import replace
from itertools import islice, zip_longest

from config.sheets.choices import Choices
from config.sheets.coded import Coder
from config.sheets.heads import Heads, is_numbering
from config.sheets.layout import corner_of, depths, groups_over, headings_of, plain
from config.sheets.moulds.known import mould_in, moulds_among
from config.sheets.naming import NAME, may_be_named
from config.sheets.old_letters import OldLetters
from config.sheets.progress import Stage, untold
from config.sheets.reading import MAX_ROWS, read_sheets
from config.sheets.sheet import ROWS_TO_LOOK_AT, BadCell, SheetError
from config.sheets.table import Origin, SheetTable, letters
from config.values.forms import LEGACY_MESSAGE
from config.values.legacy import looks_legacy
from config.values.numbers import format_number
from config.values.text import identity_key, nfc

PORTION = 5_000
FEW_HEADINGS = 2


class _Candidate:
    """A row, or a few merged ones, that could be the headings of a sheet."""

    # Columns that are no part of the rows, and what a workbook of ours says of itself.
    unread, mould = frozenset(), None

    def __init__(self, sheet, first, depth, heads, required):
        self.sheet, self.first, self.index = sheet, first, first + depth - 1
        self.cells = headings_of(sheet, first, depth, heads)
        named = {cell: heads.place(cell) for cell in self.cells if cell and not is_numbering(cell)}
        self.known = {place.name for place in named.values() if place}
        self.unknown = {identity_key(cell) for cell, place in named.items() if place is None}
        self.missing = required - self.known

    @property
    def fits(self):
        return not self.missing

    @property
    def is_sure(self):
        """Whether more than one heading is known: a single one is found in instructions too."""
        return self.fits and len(self.known) > 1

    @property
    def score(self):
        """Of two that say as much the one that names each column by itself, and then the one of fewer rows."""
        named = list(filter(None, self.cells))
        unknown = sum(identity_key(cell) in self.unknown for cell in named)
        return len(self.known) - unknown, len(set(named)) - len(named), self.first - self.index

    def is_like(self, other):
        """Whether most of its headings are those of another one, and not just a few words."""
        headings, others = ({*map(identity_key, filter(None, each.cells))} for each in (self, other))
        shared = len(headings & others)
        return shared > FEW_HEADINGS and 2 * shared > max(len(headings), len(others))

    @property
    def has_rows(self):
        below = islice(self.sheet.read(), self.index + 1, None)
        return any(not _is_blank(cell) for row in below for cell in row)


def opened(content: bytes, filename: str, resource):
    """The sheets of a file; SheetError where nothing stands in them."""
    headings = [column.column_name for column in resource.fields.values()]
    sheets = [replace(sheet, file=filename) for sheet in read_sheets(content, filename, headings)]
    if not any(not _is_blank(cell) for sheet in sheets for row in sheet.read() for cell in row):
        raise SheetError("Tệp không có ô nào có dữ liệu: hãy kiểm tra lại tệp.")
    return sheets


def tables_among(sheets, resource):
    """The names of the sheets that each hold a table of the resource; of hidden ones only where no other does."""
    sheets = [replace(each) for each in sheets]
    OldLetters(sheets)
    shown = [each for each in sheets if not each.is_hidden]
    return _holding(shown, resource) or _holding([each for each in sheets if each.is_hidden], resource)


def _holding(sheets, resource):
    if moulds := moulds_among(sheets):
        return moulds
    heads, keys = Heads(resource.fields), set(resource.key_names)
    required = {name for name in keys if resource.fields[name].is_required}
    others = resource.other_layouts(sheets)
    known = [
        sheet.name
        for sheet in sheets
        # Keys alone beside columns of something else are those of another register.
        if sheet.name in others
        or any(row.is_sure and (row.known - keys or not row.unknown) for row in _filled_heads(sheet, heads, required))
    ]
    return _with_named(known, sheets, heads) if may_be_named(resource) else known


def _with_named(known, sheets, heads):
    """Also sheets that names tell: by most of their headings where none has keys, or by a head like that of another."""
    found = {sheet.name: max(_filled_heads(sheet, heads, {NAME}), key=_score, default=None) for sheet in sheets}
    rows = {name: row for name, row in found.items() if row}
    sure = [name for name, row in rows.items() if row.is_sure and len(row.known) > len(row.unknown)]
    told = {*(known or sure)}
    alike = {name for name, row in rows.items() if any(row.is_like(each) for each in rows.values() if each is not row)}
    return [sheet.name for sheet in sheets if sheet.name in told | alike]


def _score(row):
    return row.score


def _filled_heads(sheet, heads, required):
    rows = _candidates([sheet], heads, required)
    return (row for row in rows if row.fits and row.has_rows)


def dataset_from(
    content: bytes, filename: str, resource, progress=untold, choices=None, user=None, sheets=None
) -> SheetTable:
    """The rows of the one sheet that has the resource's headings; SheetError where there is none, or several.

    `sheets` are those of the file where somebody has opened it already.
    """
    progress(Stage.OPENING, 0, 0)
    meant = choices.sheet if choices else ""
    of_file = [replace(each) for each in sheets or opened(content, filename, resource)]
    sheets = [each for each in of_file if meant in ("", each.name)]
    own = resource.recognise(sheets, user)
    if own is not None:
        return own
    letters = OldLetters(of_file, choices.letters if choices else "")
    try:
        found = mould_in(sheets, resource) or _find(sheets, resource, choices and choices.without_hidden)
    except SheetError:
        unfolded = resource.unfold(sheets, choices or Choices(), user)
        if unfolded is not None:
            return letters.of(unfolded)
        raise
    return letters.of(_with_others(_table(found, progress), of_file, found))


def table_in(sheets, resource) -> SheetTable:
    """The one table of a resource among sheets that were read; SheetError where there is none, or several."""
    found = _find(sheets, resource)
    return _with_others(_table(found, untold), sheets, found)


def _with_others(table, sheets, found):
    table.others = tuple(sheet for sheet in sheets if sheet is not found.sheet)
    return table


def _find(sheets, resource, without_hidden=False):
    heads = Heads(resource.fields)
    required = {name for name in resource.key_names if resource.fields[name].is_required}
    try:
        return _found(sheets, resource, heads, required, without_hidden)
    except SheetError:
        if named := _without_codes(sheets, resource, heads, without_hidden):
            return named
        raise


def _without_codes(sheets, resource, heads, without_hidden):
    """A list that has no codes is known by the names in it."""
    try:
        return _found(sheets, resource, heads, {NAME}, without_hidden, 1) if may_be_named(resource) else None
    except SheetError:
        return None


def _found(sheets, resource, heads, required, without_hidden, fewest=2):
    """The one heading row that knows the required columns, and so many columns at least."""
    rows = _candidates(sheets, heads, required)
    fitting = [row for row in rows if row.fits and (len(row.known) >= fewest or not row.unknown)]
    shown = [row for row in fitting if not row.sheet.is_hidden]
    if fitting and not shown and without_hidden:
        raise SheetError(f"Trang «{fitting[0].sheet.name}» đang ẩn nên không nhập: hãy bỏ ẩn trang rồi nhập lại.")
    if not fitting:
        raise SheetError(_nothing_fits(rows, sheets, resource))
    passed_over = dict.fromkeys(f"«{row.sheet.name}»" for row in fitting if shown and row.sheet.is_hidden)
    fitting = shown or fitting
    best = {}
    for row in fitting:
        current = best.get(row.sheet.name)
        if current is None or row.score > current.score:
            best[row.sheet.name] = row
    ranked = sorted(best.values(), key=lambda row: (row.has_rows, row.score), reverse=True)
    first = ranked[0]
    rivals = [row for row in ranked[1:] if row.is_sure and row.has_rows and not row.unknown and not first.unknown]
    if rivals:
        names = ", ".join(f"«{row.sheet.name}»" for row in [first, *rivals])
        raise SheetError(f"Tệp có nhiều trang cùng hợp: {names}. Hãy để mỗi tệp một trang rồi nhập từng tệp.")
    if passed_over:
        first.sheet.remarks += (f"Trang ẩn {', '.join(passed_over)} cũng có bảng như vậy, không được đọc.",)
    return first


def _candidates(sheets, heads, required):
    return [
        _Candidate(sheet, first, depth, heads, required)
        for sheet in sheets
        for first in range(len(sheet.head))
        for depth in depths(sheet, first)
    ]


def _nothing_fits(rows, sheets, resource):
    label = resource._meta.model._meta.verbose_name
    seen = ", ".join(f"«{sheet.name}»" for sheet in sheets[:10])
    keys = [resource.fields[name] for name in resource.key_names]
    needed = ", ".join(f"«{column.column_name}»" for column in keys)
    nearest = max(rows, key=lambda row: len(row.known), default=None)
    if nearest is not None and nearest.known:
        missing = ", ".join(f"«{c.column_name}»" for c in keys if c.name in nearest.missing)
        if missing:
            return (
                f"Thiếu cột {missing}: trang «{nearest.sheet.name}», dòng {nearest.index + 1} có vài cột của {label} "
                "nhưng không đủ để biết dòng nào là dòng nào."
            )
    if any(isinstance(cell, str) and looks_legacy(cell) for row in rows for cell in row.sheet.head[row.index]):
        return LEGACY_MESSAGE
    return (
        f"Không tìm thấy bảng {label}: cần một dòng tiêu đề có các cột {needed} (trong {ROWS_TO_LOOK_AT} dòng đầu). "
        f"Tệp có các trang: {seen}. Hãy tải mẫu trống để xem đúng tên cột."
    )


def _table(found, progress):
    """The rows below the headings, coded as they are read; blank lines are none."""
    coders, numbers = [], array("I")
    rows, first = islice(found.sheet.read(), found.index + 1, None), found.index + 2
    while portion := list(islice(rows, PORTION)):
        filled = _filled_lines(portion)
        columns = list(zip_longest(*(portion[line] for line in filled), fillvalue=""))
        while len(coders) < len(columns):
            coders.append(Coder())
            coders[-1].add([""] * len(numbers))
        for coder, cells in zip_longest(coders, columns, fillvalue=("",) * len(filled)):
            coder.add(cells)
        numbers.extend(line + first for line in filled)
        first += len(portion)
        progress(Stage.READING, first, max(found.sheet.length, first))
        if len(numbers) > MAX_ROWS:
            raise SheetError(
                f"Trang «{found.sheet.name}» có quá {format_number(MAX_ROWS)} dòng dữ liệu: hãy chia thành nhiều tệp."
            )
    width = max(
        (position + 1 for position, cell in enumerate(found.cells) if cell or position in found.unread), default=0
    )
    while len(coders) < width:
        coders.append(Coder())
        coders[-1].add([""] * len(numbers))
    table = SheetTable(found.cells, [coder.coded() for coder in coders], numbers, found.sheet.name)
    table = _without_blank_lines(table)
    _refuse_unnamed(table, found)
    origin = Origin(
        found.first + 1,
        found.index + 1,
        corner_of(found.sheet, found.first),
        {row + 1 for row in found.sheet.hidden_rows},
        {found.cells[place] for place in found.sheet.hidden_columns if place < width},
        groups_over(found.sheet, found.first, found.index, found.cells),
        titles=tuple(text for row in found.sheet.head[: found.first] for cell in row if (text := nfc(plain(cell)))),
        remarks=found.sheet.remarks,
        is_hidden=found.sheet.is_hidden,
        mould=found.mould,
    )
    return SheetTable(found.cells[:width], table.columns[:width], table.row_numbers, table.title, origin)


def _filled_lines(rows):
    """Where lines stand that are not all empty cells."""
    if all(row and row[0] != "" for row in rows):
        return range(len(rows))
    return [line for line, row in enumerate(rows) if row.count("") < len(row)]


def _without_blank_lines(table):
    """Lines of spaces, and those that are only part of merged cells, are no lines of their own."""
    rows = range(len(table))
    for column in table.columns:
        blank = {code for code, cell in enumerate(column.different) if _is_blank(cell) or _is_merged(cell)}
        rows = [row for row in rows if column.at[row] in blank] if blank else []
        if not rows:
            return table
    blank = set(rows)
    return table.only([row for row in range(len(table)) if row not in blank])


def _refuse_unnamed(table, found):
    """A value under no heading would be lost without a word."""
    places = [place for place in range(len(table.columns)) if place not in found.unread]
    unnamed = [place for place in places if not "".join(found.cells[place : place + 1])]
    filled = [(row, place) for place in unnamed for row in table.columns[place].rows_where(_is_filled)[:1]]
    if filled:
        row, place = min(filled)
        raise SheetError(
            f"Dòng {table.row_numbers[row]}: ô ở cột {letters(place)} có giá trị mà cột không có tên "
            f"(dòng tiêu đề là dòng {found.index + 1}): hãy đặt tên cột hoặc xóa ô."
        )


def _is_blank(cell):
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _is_filled(cell):
    return not _is_blank(cell)


def _is_merged(cell):
    return isinstance(cell, BadCell) and cell.is_merged
