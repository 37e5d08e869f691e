"""The rules of a model and of its resource, asked of a whole plan in a few queries."""

from config.sheets import stored
from config.sheets.checks import checks_of
from config.sheets.references import ReferenceColumn, Unsaved


def check(plan):
    """Refuse what may not be written; each rule is asked of the rows the ones before it left."""
    check_columns_for_reading(plan)
    if not check_required_columns(plan):
        return
    plan.resource.complete(plan)
    checks = checks_of(plan.model)
    for row in plan.to_write:
        for message, holds in checks:
            if holds(row.values) is False:
                plan.refuse(message, row)
    check_unique_values(plan)
    check_circles(plan)
    plan.resource.check_plan(plan)


def check_columns_for_reading(plan):
    """What a sheet only states for its reader must not contradict the row."""
    for name, (column, _) in plan.columns.items():
        if column.for_reading:
            for row in plan.rows:
                if message := column.disagrees(row.cells.get(name, ""), row.cells):
                    plan.refuse(message, row, column.column_name, row.cells[name])


def check_required_columns(plan):
    """Whether new rows have all they need; a column that is missing is told once, not for each row."""
    new = [row for row in plan.to_write if row.pk is None]
    missing = [
        f"«{column.column_name}»"
        for name, column in plan.resource.fields.items()
        if column.is_required and not column.for_reading and name not in plan.columns
    ]
    if new and missing:
        rows = ", ".join(str(row.number) for row in new[:5]) + ("…" if len(new) > 5 else "")
        plan.refuse(
            f"Có {len(new)} dòng mới (dòng {rows}) nhưng thiếu cột bắt buộc {', '.join(missing)}: hãy thêm cột, hoặc "
            "kiểm tra lại mã."
        )
    return not (new and missing)


def check_unique_values(plan):
    """Fields that are unique beside the key, such as the name of a unit."""
    for column in plan.resource.fields.values():
        if column.for_reading or not column.field.unique or column.name in plan.resource.key_names:
            continue
        rewritten = {row.pk for row in plan.to_write}
        owners = {value: pk for pk, value in stored.taken(plan.model, column.attname) if pk not in rewritten}
        for row in plan.to_write:
            value = row.values[column.attname]
            owner = row.pk or plan.loose_key(row)
            if owners.setdefault(value, owner) != owner:
                message = "Giá trị này đã dùng cho dòng khác: giá trị của cột này không được trùng."
                plan.refuse(message, row, column.column_name, column.show(value))


def check_circles(plan):
    """No row may come to lie under itself."""
    for name, (column, _) in plan.columns.items():
        if not (isinstance(column, ReferenceColumn) and column.within):
            continue
        moved = {row.pk or plan.loose_key(row): row for row in plan.to_write if row.values[column.attname] is not None}
        if not moved:
            continue
        above = dict(stored.taken(plan.model, column.attname))
        above |= {node: _node(row.values[column.attname]) for node, row in moved.items()}
        for node, row in moved.items():
            if _in_circle(node, above):
                shown = plan.shown(row, name)
                plan.refuse(f"«{shown}» nằm dưới chính dòng này, tạo thành vòng.", row, column.column_name, shown)


def _node(reference):
    """A row as a point of a tree: its id, or its key while it has none."""
    return reference.key if isinstance(reference, Unsaved) else reference


def _in_circle(node, above):
    seen, at = set(), above.get(node)
    while at is not None and at not in seen:
        if at == node:
            return True
        seen.add(at)
        at = above.get(at)
    return False
