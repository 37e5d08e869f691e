"""Finds the sheet of a file and its heading row: the right one may be the third, below a title."""

import tablib

from config.sheets.columns import text_of
from config.sheets.reading import MAX_ROWS, BadCell, SheetError, read_sheets
from config.values.forms import LEGACY_MESSAGE
from config.values.text import identity_key, looks_legacy, nfc

ROWS_TO_LOOK_AT = 50


class SheetDataset(tablib.Dataset):
    """A sheet's rows under their headings, with the numbers the rows have in the file."""

    def __init__(self, *rows, row_numbers=(), **kwargs):
        super().__init__(*rows, **kwargs)
        self.row_numbers = list(row_numbers)


class _Candidate:
    """A row that could be the heading row of a sheet."""

    def __init__(self, sheet, index, wanted, required):
        self.sheet, self.index = sheet, index
        self.cells = [_heading(cell) for cell in sheet.rows[index]]
        found = {identity_key(cell) for cell in self.cells if cell}
        self.known = found & wanted
        self.unknown = found - wanted
        self.missing = required - found

    @property
    def fits(self):
        return not self.missing

    @property
    def is_sure(self):
        """Whether more than one heading is known: a single one is found in instructions too."""
        return self.fits and len(self.known) > 1

    @property
    def score(self):
        return len(self.known) - len(self.unknown)

    @property
    def has_rows(self):
        return any(any(not _is_blank(cell) for cell in row) for row in self.sheet.rows[self.index + 1 :])


def dataset_from(content: bytes, filename: str, resource) -> SheetDataset:
    """The rows of the one sheet that has the resource's headings; SheetError where there is none, or several."""
    columns = resource.fields.values()
    headings = [column.column_name for column in columns]
    sheets = read_sheets(content, filename, headings)
    if not any(not _is_blank(cell) for sheet in sheets for row in sheet.rows for cell in row):
        raise SheetError("Tệp không có ô nào có dữ liệu: hãy kiểm tra lại tệp.")
    found = _find(sheets, resource)
    return _dataset(found)


def _find(sheets, resource):
    wanted = {column.heading_key for column in resource.fields.values()}
    required = {resource.fields[name].heading_key for name in resource.key_names if resource.fields[name].is_required}
    rows = [
        _Candidate(sheet, index, wanted, required)
        for sheet in sheets
        for index in range(min(len(sheet.rows), ROWS_TO_LOOK_AT))
    ]
    fitting = [row for row in rows if row.is_sure or (row.fits and not row.unknown)]
    if fitting and all(row.sheet.is_hidden for row in fitting):
        raise SheetError(f"Trang «{fitting[0].sheet.name}» đang ẩn nên không nhập: hãy bỏ ẩn trang rồi nhập lại.")
    fitting = [row for row in fitting if not row.sheet.is_hidden]
    if not fitting:
        raise SheetError(_nothing_fits(rows, sheets, resource))
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
    return first


def _nothing_fits(rows, sheets, resource):
    label = resource._meta.model._meta.verbose_name
    seen = ", ".join(f"«{sheet.name}»" for sheet in sheets[:10])
    keys = [resource.fields[name] for name in resource.key_names]
    needed = ", ".join(f"«{column.column_name}»" for column in keys)
    nearest = max(rows, key=lambda row: len(row.known), default=None)
    if nearest is not None and nearest.known:
        missing = ", ".join(f"«{c.column_name}»" for c in keys if c.heading_key in nearest.missing)
        if missing:
            return (
                f"Thiếu cột {missing}: trang «{nearest.sheet.name}», dòng {nearest.index + 1} có vài cột của {label} "
                "nhưng không đủ để biết dòng nào là dòng nào."
            )
    if any(isinstance(cell, str) and looks_legacy(cell) for row in rows for cell in row.sheet.rows[row.index]):
        return LEGACY_MESSAGE
    return (
        f"Không tìm thấy bảng {label}: cần một dòng tiêu đề có các cột {needed} (trong {ROWS_TO_LOOK_AT} dòng đầu). "
        f"Tệp có các trang: {seen}. Hãy tải mẫu trống để xem đúng tên cột."
    )


def _dataset(found):
    width = max((index + 1 for index, cell in enumerate(found.cells) if cell), default=0)
    rows, numbers = [], []
    for index, cells in enumerate(found.sheet.rows[found.index + 1 :], start=found.index + 2):
        if all(_is_blank(cell) or (isinstance(cell, BadCell) and cell.is_merged) for cell in cells):
            continue
        for position, cell in enumerate(cells):
            if not _is_blank(cell) and (position >= width or not found.cells[position]):
                raise SheetError(
                    f"Dòng {index}: ô ở cột {_letters(position)} có giá trị mà cột không có tên "
                    f"(dòng tiêu đề là dòng {found.index + 1}): hãy đặt tên cột hoặc xóa ô."
                )
        rows.append([*cells[:width], *[""] * (width - len(cells))])
        numbers.append(index)
        if len(rows) > MAX_ROWS:
            raise SheetError(f"Trang «{found.sheet.name}» có quá {MAX_ROWS} dòng dữ liệu: hãy chia thành nhiều tệp.")
    return SheetDataset(*rows, headers=found.cells[:width], title=found.sheet.name, row_numbers=numbers)


def _heading(cell):
    return "" if isinstance(cell, BadCell) else nfc(_plain(cell))


def _plain(cell):
    try:
        return text_of(cell)
    except ValueError:
        return str(cell)


def _is_blank(cell):
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _letters(position):
    """A for 0, Z for 25, AA for 26: the column as the spreadsheet names it."""
    name = ""
    position += 1
    while position:
        position, letter = divmod(position - 1, 26)
        name = chr(ord("A") + letter) + name
    return name
