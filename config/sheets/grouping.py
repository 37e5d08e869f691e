"""Lines of a list that only head the ones below: the cluster over its projects, «I. Dự án đã hoạt động»."""

import re

from config.sheets.cells import text_of_any
from config.sheets.coded import Coded
from config.sheets.naming import NAME, may_be_named
from config.sheets.references import ListColumn, ReferenceColumn
from config.sheets.synonyms import in_full
from config.values.text import identity_key, nfc

FEWEST_COLUMNS = 4
_MARK = re.compile(r"(?:[IVX]{1,5}|\d{1,2}|[A-Za-z])(?:\.\d{1,2})*[.)]\s*|[-+*•]\s*")


def take_groups(plan):
    """Leave out the lines that say one thing only; where that is a row of another register, those below are of it."""
    if not (may_be_named(plan.resource) and NAME in plan.columns and len(plan.table.columns) >= FEWEST_COLUMNS):
        return
    heads = {row: text for row in range(len(plan.table)) if (text := _only_text(plan.table[row]))}
    if not heads or len(heads) == len(plan.table):
        return
    lacking = _references_without_column(plan)
    named = {row: found for row, text in heads.items() if (found := _row_named(text, lacking))}
    for name, column in lacking.items():
        groups = {row: code for row, (of_column, code) in named.items() if of_column == name}
        if groups:
            _add_column(plan, name, column, groups)
    others = [row for row in heads if row not in named]
    if others:
        plan.warn(
            f"Dòng chỉ có một ô được hiểu là đề mục, không phải dữ liệu: {plan.lines(others)}. Nếu là dữ liệu thì hãy "
            "điền thêm các ô khác của dòng."
        )
    plan.table = plan.table.only([row for row in range(len(plan.table)) if row not in heads])


def _only_text(cells):
    """The one text of a line that says nothing else but perhaps a number before it."""
    filled = [text for cell in cells if (text := nfc(text_of_any(cell)))]
    words = [text for text in filled if any(map(str.isalpha, text))]
    is_numbered = len(filled) == 2 and _MARK.fullmatch(f"{filled[0].rstrip('.')}. ".strip())
    return words[-1] if words and (len(filled) == 1 or is_numbered) else ""


def _references_without_column(plan):
    return {
        name: column
        for name, column in plan.resource.fields.items()
        if isinstance(column, ReferenceColumn)
        and not isinstance(column, ListColumn)
        and not column.within
        and name not in plan.columns
    }


def _row_named(text, columns):
    """The column whose register has a row of this name, and the code of the row."""
    wanted = _spelt_out(_MARK.sub("", text, count=1) if _MARK.match(text) else text)
    for name, column in columns.items():
        found = [pk for pk, each in column.directory.names if _spelt_out(each) == wanted]
        if len(found) == 1:
            return name, column.directory.code(found[0])
    return None


def _spelt_out(text):
    return identity_key(in_full(identity_key(text)))


def _add_column(plan, name, column, groups):
    code, codes = "", []
    for row in range(len(plan.table)):
        code = groups.get(row, code)
        codes.append(code)
    plan.table.headers = [*plan.table.headers, column.column_name]
    plan.table.columns = [*plan.table.columns, Coded.of(codes)]
    plan.columns[name] = column, len(plan.table.columns) - 1
    told = ", ".join(dict.fromkeys(groups.values()))
    plan.note(f"Dòng đề mục cho biết «{column.column_name}» của các dòng dưới nó: {told}", sorted(groups))
