"""What a workbook taken out of the book says of itself where nobody looks: a stamp, and codes in the cells beside it.

The stamp stands in the corner of its sheet. Over each column and beside each row stands a code, in a hidden row and a
hidden column that move along when rows or columns are moved.
"""

import json

from config.sheets.sheet import SheetError


def signed(sign: str, parts) -> str:
    """The cell of a stamp."""
    return json.dumps([sign, *parts], ensure_ascii=False)


def parts_of(cell: object, sign: str) -> list | None:
    """What a stamp of this sign says; None for any other cell."""
    if not isinstance(cell, str) or sign not in cell:
        return None
    try:
        found, *parts = json.loads(cell)
    except (ValueError, TypeError, RecursionError):
        return None
    return parts if found == sign else None


def stamp_in(sheet, read):
    """What a function reads from the stamp of a sheet, with its row and column, from 0; None where there is none."""
    for row, cells in enumerate(sheet.head):
        for column, cell in enumerate(cells):
            if isinstance(cell, str) and cell.startswith("[") and (stamp := read(cell)):
                return stamp, row, column
    return None


def refuse_unfit(sheets, editions, known: int, what: str):
    """Refuse several stamped sheets of one kind, a hidden one, and one that later software wrote."""
    names = ", ".join(f"«{sheet.name}»" for sheet in sheets)
    if len(sheets) > 1:
        raise SheetError(f"Tệp có nhiều trang {what} tải từ sổ: {names}. Hãy để mỗi tệp một trang rồi nhập từng tệp.")
    if sheets[0].is_hidden:
        raise SheetError(f"Trang {names} đang ẩn nên không nhập: hãy bỏ ẩn trang rồi nhập lại.")
    if max(editions) > known:
        raise SheetError(f"Tệp do bản mới hơn của phần mềm làm ra: hãy tải lại {what} từ sổ này rồi điền lại.")
