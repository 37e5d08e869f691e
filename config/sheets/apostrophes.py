"""Texts of a csv file of ours that a program saved as a workbook: what it sees of a guard is an apostrophe more."""

from collections import defaultdict

from config.sheets.writing.csv import guarded


def keep_guarded(plan):
    """Leave alone the texts that differ from what is stored by the apostrophe alone that csv puts before a formula."""
    kept = defaultdict(list)
    for row in sorted(plan.changes):
        for name in list(plan.changes[row]):
            if _is_only_guarded(plan, name, row):
                plan.keep(name, row)
                kept[plan.resource.fields[name].column_name].append(row)
    for heading, rows in kept.items():
        plan.note(f"Cột «{heading}»: dấu nháy mà tệp csv đặt trước chữ giống công thức được bỏ", rows)


def _is_only_guarded(plan, name, row):
    said = plan.after(name, row)
    if not isinstance(said, str) or not said.startswith("'"):
        return False
    return said == guarded(plan.held(plan.resource.fields[name], plan.before[row]) or "")
