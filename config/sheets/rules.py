"""The rules of a model and of its resource, asked of a whole plan in a few queries."""

from config.sheets import stored
from config.sheets.cells import read_cell
from config.sheets.checks import checks_of
from config.sheets.choices import CONSTANT
from config.sheets.references import ReferenceColumn, Unsaved

TAKEN = "Giá trị này đã dùng cho dòng khác: giá trị của cột này không được trùng."


def check(plan):
    """Refuse what may not be written; each rule is asked of the rows the ones before it left."""
    check_columns_for_reading(plan)
    if not check_required_columns(plan):
        return
    plan.resource.complete(plan)
    for message, holds in checks_of(plan.model):
        check_condition(plan, message, holds)
    check_unique_values(plan)
    check_circles(plan)
    plan.resource.check_plan(plan)


def check_columns_for_reading(plan):
    """What a sheet only states for its reader must not contradict the row."""
    for name, (column, _) in plan.columns.items():
        if not column.for_reading or column.beside not in plan.cells:
            continue
        cells, beside = plan.cells[name], plan.cells[column.beside]
        pairs = {
            pair: "" for pair in zip(cells.at, beside.at, strict=True) if pair[1] not in plan.bad_codes[column.beside]
        }
        for code, other in pairs:
            pairs[code, other] = column.disagrees(cells.different[code], beside.different[other])
        if any(pairs.values()):
            for row, pair in enumerate(zip(cells.at, beside.at, strict=True)):
                if message := pairs.get(pair):
                    plan.refuse(message, row, column.column_name, cells[row])


def check_condition(plan, message, holds):
    """One CHECK of the database, asked of all rows together."""
    if not plan.writing:
        return
    answers = holds(Written(plan))
    rows = list(plan.writing)
    wrong = rows if answers is False else [] if not isinstance(answers, list) else [
        row for row, answer in zip(rows, answers, strict=True) if answer is False
    ]  # fmt: skip
    for row in wrong:
        plan.refuse(message, row)


class Written:
    """What a plan would write, by path."""

    def __init__(self, plan):
        self.plan = plan

    def __getitem__(self, path):
        return self.plan.written(path)


def check_required_columns(plan):
    """Whether new rows have all they need; a column that is missing is told once, not for each row."""
    new = plan.new_rows
    lacking = [
        column
        for name, column in plan.resource.fields.items()
        if column.is_required and not column.for_reading and name not in plan.columns
    ]
    missing = [f"«{column.column_name}»" for column in lacking if new and not fill_constant(plan, column, new)]
    if missing:
        rows = ", ".join(str(plan.table.row_numbers[row]) for row in new[:5]) + ("…" if len(new) > 5 else "")
        plan.refuse(
            f"Có {len(new)} dòng mới (dòng {rows}) nhưng thiếu cột bắt buộc {', '.join(missing)}: hãy thêm cột, hoặc "
            "kiểm tra lại mã."
        )
    return not missing


def fill_constant(plan, column, rows):
    """Give new rows what a person said of all of them; what was not said yet, or cannot be, is asked."""
    said = plan.choices.constants.get(column.name, "")
    value, complaint = read_cell(column, said) if said else (None, "")
    if said and not complaint:
        for path, part in zip(column.paths, column.parts(value), strict=True):
            plan.fill(path, dict.fromkeys(rows, part))
        plan.note(f"Cột «{column.column_name}» không có trong tệp: các dòng mới đều ghi «{column.show(value)}»")
        return True
    plan.lacking.append(
        {
            "box": f"{CONSTANT}{column.name}",
            "heading": column.column_name,
            "said": said,
            "fault": complaint,
            "options": column.offered(),
        }
    )
    return False


def check_unique_values(plan):
    """Fields that are unique beside the key, such as the name of a unit."""
    for column in plan.resource.fields.values():
        if column.for_reading or not column.field.unique or column.name in plan.resource.key_names:
            continue
        rewritten = {plan.pks[row] for row in plan.writing}
        owners = {value: pk for pk, value in stored.taken(plan.model, column.attname) if pk not in rewritten}
        first = {}
        for row, value in list(zip(plan.writing, plan.written(column.attname), strict=True)):
            owner = plan.pks[row] or plan.loose_key(row)
            other = first.setdefault(value, row)
            if owners.setdefault(value, owner) != owner:
                told = TAKEN, row, column.column_name, column.show(value)
                plan.refuse(*told)
                if other != row:
                    plan.doubt(TAKEN, other, *told[2:])


def check_circles(plan):
    """No row may come to lie under itself."""
    for name, (column, _) in plan.columns.items():
        if not (isinstance(column, ReferenceColumn) and column.within):
            continue
        moved = {
            plan.pks[row] or plan.loose_key(row): (row, value)
            for row, value in zip(plan.writing, plan.written(column.attname), strict=True)
            if value is not None
        }
        if not moved:
            continue
        above = dict(stored.taken(plan.model, column.attname))
        above |= {node: _node(value) for node, (_, value) in moved.items()}
        for node, (row, _) in moved.items():
            if _in_circle(node, above):
                shown = column.show(plan.after(name, row))
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
