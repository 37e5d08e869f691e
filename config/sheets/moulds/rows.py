"""The rows of a workbook that the book gave out, held against the codes beside them.

What a row says names it, as in any file; its code only tells where that was changed. A changed key is a slip (only what
one sees was sorted, an old row was typed over), so such a row is never written to either of the two it may be.
"""

from collections import Counter

from config.sheets.cells import text_of_any
from config.sheets.columns import identity
from config.sheets.moulds.codes import Kind, RowCode
from config.values.text import nfc

NAMED = 10


def unfilled(plan):
    """The rows given out to be filled in of which nobody filled in anything."""
    mould = plan.table.origin.mould
    if not mould or mould.stamp.kind != Kind.CARRIED:
        return []
    inputs = [position for name, (_, position) in plan.columns.items() if name not in plan.key_columns]
    rows = set(range(len(plan.table)))
    for position in inputs:
        rows.difference_update(plan.table.columns[position].rows_where(lambda cell: nfc(text_of_any(cell)) != ""))
    codes = plan.table.columns[mould.codes_at]
    return sorted(row for row in rows if codes[row] != "")


def refuse_contradicting(plan):
    """Refuse the rows whose key is not that of their code, and tell of cells to be read that were typed over."""
    mould = plan.table.origin.mould
    if not mould:
        return
    codes = plan.table.columns[mould.codes_at].made(RowCode.read)
    shown = {row: _key(plan, row) for row in plan.sound_rows if codes[row]}
    kept = Counter(codes[row].key for row, key in shown.items() if _same(key, codes[row].key))
    for row, key in shown.items():
        # A whole row copied to begin a new one from: the first is still there, and nobody has the new key.
        is_copy = kept[codes[row].key] and not plan.pks[row]
        if not _same(key, codes[row].key) and not is_copy:
            plan.refuse(
                f"Dòng này tải từ sổ là «{_told(codes[row].key)}», nay ghi «{_told(key)}»: hãy ghi lại như trước. Mục "
                "mới thì ghi ở dòng trống bên dưới; đổi mã thì sửa ở trang quản trị.",
                row,
            )
    _tell_typed_over(plan, mould, codes)


def _tell_typed_over(plan, mould, codes):
    changed = [
        plan.table.cell(row, place)
        for row, code in enumerate(codes)
        for number, place in mould.read_at.items()
        if code
        and number < len(code.told)
        and identity(text_of_any(plan.table.columns[place][row])) != identity(code.told[number])
    ]
    if changed:
        more = f" và {len(changed) - NAMED} ô nữa" if len(changed) > NAMED else ""
        plan.warn(f"Ô {', '.join(changed[:NAMED])}{more} chỉ để đọc mà đã bị sửa: không được ghi vào sổ.")


def _key(plan, row):
    return tuple(column.show(plan.keys[name][row]) for name, column in plan.key_columns.items())


def _same(key, other):
    return tuple(map(identity, key)) == tuple(map(identity, other))


def _told(key):
    return ", ".join(key)
