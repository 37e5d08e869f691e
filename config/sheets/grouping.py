"""Lines of a list that only head the ones below: the cluster over its projects, «I. Dự án đã hoạt động»."""

import re

from config.sheets.cells import text_of_any
from config.sheets.coded import Coded
from config.sheets.heads import is_numbering
from config.sheets.naming import NAME, may_be_named, spelt_out
from config.sheets.references import ListColumn, ReferenceColumn
from config.values.numbers import AmbiguousNumberError, NumberError, number_from_cell
from config.values.text import identity_key, nfc

FEWEST_COLUMNS = 4
_MARK = re.compile(r"(?:[IVX]{1,5}|\d{1,2}|[A-Za-z])(?:\.\d{1,2})*[.)]\s*|[-+*•]\s*")
_ROMAN = re.compile(r"[IVX]{1,5}[.)]?")
_OF_HEADING = re.compile(r"(?:[IVX]{1,5}|[A-E])[.)]?")
_NUMBER = re.compile(r"\d+[.)]?")


def take_groups(plan):
    """Leave out the lines that only head others; where that is a row of another register, those below are of it."""
    if not _may_have_groups(plan):
        return
    lacking = _references_without_column(plan)
    heads = {row: text for row in range(len(plan.table)) if (text := _only_text(plan.table[row]))}
    sums = _with_sums(plan, lacking)
    if not (heads or sums) or len(heads) == len(plan.table):
        return
    named = {row: found for row, text in (sums | heads).items() if (found := _row_named(text, lacking))}
    for name, column in lacking.items():
        groups = {row: code for row, (of_column, code) in named.items() if of_column == name}
        if groups:
            _add_column(plan, name, column, groups | _ends_of_groups(plan, column, groups, heads | sums))
    if others := [row for row in heads if row not in named]:
        plan.warn(
            f"Dòng chỉ có một ô được hiểu là đề mục, không phải dữ liệu: {plan.lines(others)}. Nếu là dữ liệu thì hãy "
            "điền thêm các ô khác của dòng."
        )
    if sums:
        plan.warn(
            f"Dòng đề mục có số cộng của các dòng dưới nó, không phải dữ liệu nên được bỏ qua: {plan.lines(sums)}."
        )
    left = heads.keys() | sums.keys()
    plan.table = plan.table.only([row for row in range(len(plan.table)) if row not in left])


def _may_have_groups(plan):
    return may_be_named(plan.resource) and NAME in plan.columns and len(plan.table.columns) >= FEWEST_COLUMNS


def heads_with_sums(plan):
    """The lines that head others and print their sums."""
    return _with_sums(plan, _references_without_column(plan)) if _may_have_groups(plan) else {}


def _with_sums(plan, lacking):
    """Lines that head others and print their sums: «I», «CCN Tiên Tiến» and the capital of all its projects."""
    # With a code each row says itself whether it is one.
    if "code" in plan.columns:
        return {}
    at = plan.columns[NAME][1]
    known = {spelt_out(name) for column in lacking.values() for _, name in column.directory.names}
    texts = {row: text for row in range(len(plan.table)) if (text := nfc(text_of_any(plan.table.columns[at][row])))}
    numbers = {row: _number_of(plan, row) for row in texts}
    counted = {row for row, number in numbers.items() if _NUMBER.fullmatch(number)}
    stored = set(map(identity_key, plan.model._default_manager.values_list(NAME, flat=True)))
    return {
        row: text
        for row, text in texts.items()
        if row not in counted
        and identity_key(text) not in stored
        and _are_sums(plan, row, at)
        and (spelt_out(_bare(text)) in known or (counted and _OF_HEADING.fullmatch(numbers[row])))
    }


def _are_sums(plan, row, name):
    """Whether all that a line says beside its number and its name are numbers."""
    headings = [nfc(text_of_any(header)) for header in plan.table.headers]
    cells = [
        cell
        for place, cell in enumerate(plan.table[row])
        if place != name and not is_numbering(headings[place]) and text_of_any(cell).strip()
    ]
    return bool(cells) and all(_is_amount(cell) for cell in cells)


def _is_amount(cell):
    try:
        return number_from_cell(cell) is not None
    except AmbiguousNumberError:
        return True
    except NumberError:
        return False


def _number_of(plan, row):
    """The number that a line has in its list."""
    for heading, column in zip(plan.table.headers, plan.table.columns, strict=True):
        if is_numbering(nfc(text_of_any(heading))):
            return nfc(text_of_any(column[row]))
    return ""


def _ends_of_groups(plan, column, groups, heads):
    """Heads like those that name a row of the register, which name none: the lines below them are of no row."""
    styles = {_style(plan.table[row]) for row in groups}
    opening = {tuple(name.split()[:2]) for _, each in column.directory.names for name in [spelt_out(each)]}
    ends = [row for row in heads if row not in groups and row > min(groups)]
    ends = [row for row in ends if _style(plan.table[row]) in styles]
    for row in ends:
        if tuple(spelt_out(_bare(heads[row])).split()[:2]) in opening:
            plan.refuse(
                f"Dòng {plan.table.row_numbers[row]} «{heads[row]}» chưa có trong {column.directory.label}: hãy nhập "
                "vào sổ ấy trước, hoặc sửa tên."
            )
    if ends:
        plan.warn(
            f"Dòng đề mục không phải {column.directory.label} đã có: {plan.lines(ends)}. Các dòng dưới nó không được "
            f"ghi «{column.column_name}»."
        )
    return dict.fromkeys(ends, "")


def _style(cells):
    """How a heading is numbered: «I» and «II» alike, «1.1» and «2.3», names without a number."""
    text = next(text for cell in cells if (text := nfc(text_of_any(cell))))
    mark = _MARK.match(f"{text.rstrip('.')}. " if _ROMAN.fullmatch(text) or _NUMBER.fullmatch(text) else text)
    kind = mark[0].strip(" .)") if mark else ""
    is_roman = bool(kind) and _ROMAN.fullmatch(kind.partition(".")[0])
    return "I" if is_roman else "1" if kind[:1].isdigit() else "a" if kind else "", kind.count(".")


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
    wanted = spelt_out(_bare(text))
    for name, column in columns.items():
        found = [pk for pk, each in column.directory.names if spelt_out(each) == wanted]
        if len(found) == 1:
            return name, column.directory.code(found[0])
    return None


def _bare(text):
    return _MARK.sub("", text, count=1) if _MARK.match(text) else text


def _add_column(plan, name, column, groups):
    code, codes = "", []
    for row in range(len(plan.table)):
        code = groups.get(row, code)
        codes.append(code)
    plan.table.headers = [*plan.table.headers, column.column_name]
    plan.table.columns = [*plan.table.columns, Coded.of(codes)]
    plan.columns[name] = column, len(plan.table.columns) - 1
    told = ", ".join(filter(None, dict.fromkeys(groups.values())))
    rows = sorted(row for row, code in groups.items() if code)
    plan.note(f"Dòng đề mục cho biết «{column.column_name}» của các dòng dưới nó: {told}", rows)
