"""Empty cells under «Ghi chú»: many lists have such a column that nobody fills in, and a note is lost unseen.

So an empty cell leaves the stored note alone, unless it stood in that very cell when the book gave the file out.
"""

from config.sheets.moulds.codes import Kind

NOTE = "note"


def keep_notes(plan):
    """Leave alone the notes that a sheet says nothing of; what empties one all the same is told."""
    if NOTE not in plan.columns or NOTE in plan.key_columns:
        return
    column, _ = plan.columns[NOTE]
    emptied = [row for row in sorted(plan.changes) if NOTE in plan.changes[row] and not plan.after(NOTE, row)]
    gave = _given_out(plan)
    erased = [row for row in emptied if gave(row)]
    kept = [row for row in emptied if not gave(row)]
    for row in kept:
        plan.keep(NOTE, row)
    if kept:
        plan.note(f"Ô «{column.column_name}» để trống thì ghi chú đang có trong sổ được giữ nguyên", kept)
    if erased:
        plan.warn(f"Ghi chú đang có bị xóa ở {plan.lines(erased)}: ô ghi chú trong tệp xuất ra từ sổ nay để trống.")


def _given_out(plan):
    """A test of a row: whether the book gave it out, with its note, in this very file."""
    mould = plan.table.origin.mould
    if mould is None:
        is_export = _headings_out(plan.resource) <= set(plan.table.headers)
        return lambda row: is_export
    if mould.stamp.kind == Kind.BLANK:
        return lambda row: False
    codes = plan.table.columns[mould.codes_at]
    return lambda row: codes[row] != ""


def _headings_out(resource):
    """The headings that every export of a register has, whoever takes it out."""
    personal = getattr(resource._meta.model, "PERSONAL_FIELDS", ())
    return {column.column_name for name, column in resource.fields.items() if name not in personal}
