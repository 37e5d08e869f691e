"""A register's workbook that the book gave out, known again by its stamp: its codes say what each column is.

Columns may stand elsewhere by now, bear other headings or be gone, and the sheet another name. A heading that says
another column or another unit than its code is no mere other name: it is refused, or taken by its unit.
"""

from collections import Counter
from dataclasses import dataclass, field

from config.sheets.heads import Heads, is_measured_by_row, own_unit
from config.sheets.layout import plain
from config.sheets.moulds.codes import COLUMN, EDITION, HEADINGS, READING, Stamp
from config.sheets.sheet import Sheet, SheetError
from config.sheets.stamps import refuse_unfit, stamp_in
from config.sheets.table import letters
from config.values.text import nfc
from config.values.units import parted

# Of the columns that are only read; no register has more.
NUMBERS = frozenset(map(str, range(100)))
MOVED = "Phần nhìn thấy của tệp đã bị chuyển chỗ riêng, mã ẩn thì không: hãy tải lại mẫu rồi điền lại."


@dataclass
class Mould:
    """What a stamped sheet says of itself besides its rows."""

    stamp: Stamp
    # Where the codes of rows stand, and the columns that are only read, in the order of what the codes tell of them.
    codes_at: int
    read_at: dict[int, int] = field(default_factory=dict)


@dataclass
class _Found:
    """The table of a stamped sheet, as the search for headings would have found it."""

    sheet: Sheet
    index: int
    cells: list[str]
    unread: frozenset[int]
    mould: Mould

    @property
    def first(self):
        return self.index


def mould_in(sheets, resource):
    """The table of the sheet that bears the stamp of a resource; None where no sheet bears one.

    SheetError where the stamp is another register's, and where codes and headings contradict each other.
    """
    stamped = [(sheet, *spot) for sheet in sheets if (spot := stamp_in(sheet, Stamp.read))]
    own = [one for one in stamped if one[1].register == resource._meta.model._meta.label]
    own = [one for one in own if not one[0].is_hidden] or own
    if not own:
        _refuse_other(stamped, resource)
        return None
    refuse_unfit([one[0] for one in own], [one[1].edition for one in own], EDITION, "mẫu")
    sheet, stamp, row, column = own[0]
    index = next(
        (at for at, cells in enumerate(sheet.head) if at > row and cells[column : column + 1] == [HEADINGS]), None
    )
    return None if index is None else _table(sheet, Mould(stamp, column), row, index, resource)


def moulds_among(sheets):
    """The names of the sheets that bear the stamp of a register; what stands beside them are our guide and lists."""
    return [sheet.name for sheet in sheets if stamp_in(sheet, Stamp.read)]


def _refuse_other(stamped, resource):
    if stamped:
        label = resource._meta.model._meta.verbose_name
        raise SheetError(f"Tệp là mẫu của {stamped[0][1].name}, không phải {label}: hãy nhập ở danh sách ấy.")


def _table(sheet, mould, row, index, resource):
    codes = [nfc(plain(cell)) for cell in sheet.head[row]]
    seen = [nfc(plain(cell)) for cell in sheet.head[index]]
    width = max(len(codes), len(seen))
    codes, seen = (texts + [""] * (width - len(texts)) for texts in (codes, seen))
    _refuse_twice(codes)
    heads = Heads(resource.fields)
    cells, unread = [], {mould.codes_at}
    for place, (code, heading) in enumerate(zip(codes, seen, strict=True)):
        number = code.removeprefix(READING)
        if number != code and number in NUMBERS:
            mould.read_at[int(number)] = place
            unread.add(place)
        column = resource.fields.get(code.removeprefix(COLUMN)) if code.startswith(COLUMN) else None
        cells.append("" if place in unread else _heading(column, heading, heads, letters(place), sheet))
    return _Found(sheet, index, cells, frozenset(unread), mould)


def _heading(column, heading, heads, where, sheet):
    """The heading under which a column is taken: its own, unless what stands there says what the numbers are in."""
    if column is None or heading == column.column_name:
        return heading
    place = heads.place(heading)
    if place and place.name != column.name:
        raise SheetError(f"Cột {where} ghi «{heading}» mà mã ẩn là «{column.column_name}». {MOVED}")
    aside = parted(heading)[1]
    if place and place.name == column.name:
        return heading
    if aside and (own_unit(column) or is_measured_by_row(column)):
        return f"{column.stem} ({aside})"
    if heading:
        sheet.remarks += (f"Cột «{heading}» được đọc là «{column.column_name}» theo mã ẩn của mẫu.",)
    return column.column_name


def _refuse_twice(codes):
    for code, count in Counter(filter(None, codes)).items():
        if count > 1 and code.startswith((COLUMN, READING)):
            where = ", ".join(letters(place) for place, one in enumerate(codes) if one == code)
            raise SheetError(f"Cột {where} mang cùng một mã, chắc do chép cả cột: hãy bỏ bớt, chỉ để lại một.")
