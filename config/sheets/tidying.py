"""Makes of the lines as a department wrote them rows of a register: no totals, no numbering, nothing left to repeat."""

import re

from config.sheets.cells import text_of_any
from config.sheets.coded import Coded, packed
from config.sheets.columns import DITTO_MARKS, LONGEST_DITTO, NumberColumn, TextColumn, WholeColumn, identity
from config.sheets.grouping import heads_with_sums
from config.sheets.moulds.rows import unfilled
from config.sheets.ratios import check_ratios
from config.sheets.sheet import BadCell
from config.sheets.totals import check_totals, has_key, total_rows
from config.values.text import nfc

_NUMBERING = re.compile(r"\(?(?:[A-E]|[1-9][0-9]?)\)?(?: ?=.*)?")
_NUMBER = re.compile(r"\(?(\d+)")
FEWEST_NUMBERS = 3
MOST_SIGNING = 4
_SIGNING = re.compile(
    r"(?:kt\. ?|tl\. ?|q\. ?)?(?:phó )?(?:giám đốc|chủ tịch|chánh văn phòng|thủ trưởng|trưởng phòng)(?: sở| đơn vị)?"
    r"|người (?:lập|tổng hợp)(?: biểu| bảng| báo cáo)?|kế toán(?: trưởng)?|nơi nhận:?.*"
    r"|\(?ký(?: tên)?,.*|.*\bngày ?[\d.…]* ?tháng ?[\d.…]* ?năm ?[\d.…]*"
)


def tidy(plan):
    """Leave out the lines that are no rows, and write out what a line takes from the one above; all of it is told."""
    _leave_out_hidden(plan)
    _leave_out(plan, unfilled(plan), "Dòng của mẫu chưa điền ô nào được bỏ qua")
    _leave_out(plan, _headings(plan), "Dòng tiêu đề lặp lại được bỏ qua")
    _leave_out(plan, _numbering(plan), "Dòng đánh số cột được bỏ qua")
    _leave_out(plan, _of_sister(plan), "Dòng của sổ khác được bỏ qua")
    _leave_out(plan, _signers(plan), "Dòng người lập, người ký ở cuối bảng được bỏ qua")
    totals = total_rows(plan)
    heads = heads_with_sums(plan)
    check_totals(plan, totals, heads)
    check_ratios(plan, totals, heads)
    _leave_out(plan, totals, "Dòng tổng cộng không phải dữ liệu nên được bỏ qua")
    for name, (column, position) in plan.columns.items():
        _fill_down(plan, name, column, position)


def _leave_out(plan, rows, says):
    rows = set(rows)
    if rows:
        plan.note(says, sorted(rows))
        plan.table = plan.table.only([row for row in range(len(plan.table)) if row not in rows])


def _leave_out_hidden(plan):
    hidden = plan.table.origin.hidden_rows
    if plan.table.origin.is_hidden:
        plan.hidden.append(f"trang «{plan.sheet}»")
    rows = [row for row, number in enumerate(plan.table.row_numbers) if number in hidden] if hidden else []
    if plan.choices.without_hidden:
        _leave_out(plan, rows, "Dòng ẩn được bỏ qua")
    elif rows:
        plan.hidden.append(plan.lines(rows))
    if plan.hidden:
        plan.note(f"Trong tệp đang ẩn {' và '.join(plan.hidden)}: vẫn được đọc như các ô khác")


def _headings(plan):
    keys = [plan.columns[name] for name in plan.key_columns if name in plan.columns]
    candidates = None
    for column, position in keys:
        rows = plan.table.columns[position].rows_where(lambda cell, key=column.heading_key: identity(str(cell)) == key)
        candidates = set(rows) if candidates is None else candidates.intersection(rows)
    return candidates or ()


def _numbering(plan):
    """The line right below the headings, where all it says is the number of each column: (1) (2) (3), A B 1 2."""
    if not len(plan.table):
        return
    if is_numbering_line([text_of_any(column[0]).strip() for column in plan.table.columns]):
        yield 0


def is_numbering_line(texts):
    """Whether all that the cells of a line say is the number of each column."""
    marks = list(filter(None, texts))
    ones = {"1", "A", "(1)", "(A)"}
    is_numbering = all(map(_NUMBERING.fullmatch, marks)) and len(set(marks)) == len(marks)
    return len(marks) >= FEWEST_NUMBERS and is_numbering and marks[0] in ones and _goes_on(marks)


def _goes_on(marks):
    """Whether the numbers among the marks go up by one: a row of data hardly does."""
    numbers = [int(number[1]) for mark in marks if (number := _NUMBER.match(mark))]
    return numbers == list(range(1, len(numbers) + 1))


def _of_sister(plan):
    """Rows of a list of two registers of which only columns of the other one are filled."""
    resource = plan.resource
    own = _under(plan, resource.own_words)
    sister = _under(plan, resource.sister_words)
    if not (own and sister):
        return []
    rows = (set(column.rows_where(_is_told)) for column in sister)
    return sorted(set().union(*rows) - set().union(*(column.rows_where(_is_told) for column in own)))


def _under(plan, words):
    """The columns whose headings have one of these words."""
    headings = [identity(str(heading)) for heading in plan.table.headers]
    return [
        column
        for column, heading in zip(plan.table.columns, headings, strict=True)
        if any(identity(word) in heading for word in words)
    ]


def _signers(plan):
    """The lines at the end from the one that says who signs: few words each, and no number."""
    first = len(plan.table)
    for row in reversed(range(len(plan.table))):
        if "code" in plan.columns and has_key(plan, row):
            break
        texts = [text for cell in plan.table[row] if (text := nfc(text_of_any(cell)))]
        if len(texts) > MOST_SIGNING or any(text.replace(".", "").isdigit() for text in texts):
            break
        if any(_SIGNING.fullmatch(text.casefold()) for text in texts):
            first = row
    return range(first, len(plan.table))


def _is_told(cell):
    return bool(text_of_any(cell).strip())


def _fill_down(plan, name, column, position):
    """Ditto marks, and cells merged downwards of what is no amount, say what the line above says."""
    cells = plan.table.columns[position]
    takes_merged = name in plan.key_columns or not isinstance(column, NumberColumn | WholeColumn)
    ditto = {code for code, cell in enumerate(cells.different) if _is_ditto(cell, column)}
    merged = {code for code, cell in enumerate(cells.different) if takes_merged and _is_merged(cell)}
    above = ditto | merged
    if not above:
        return
    at, filled = list(cells.at), {True: [], False: []}
    for row, code in enumerate(at):
        if code in above and row:
            at[row] = at[row - 1]
            filled[code in ditto].append(row)
    plan.table.columns[position] = Coded(cells.different, packed(at))
    heading = plan.table.headers[position]
    if filled[True]:
        plan.note(f"Cột «{heading}»: dấu lặp lại được hiểu là giá trị của dòng trên", filled[True])
    if filled[False]:
        plan.note(f"Cột «{heading}»: ô gộp được điền giá trị cho từng dòng", filled[False])


def _is_ditto(cell, column):
    if not isinstance(cell, str) or len(cell) > LONGEST_DITTO:
        return False
    # Two apostrophes may be a text; they are no number and no choice.
    return identity(cell) in DITTO_MARKS or (identity(cell) == "''" and not isinstance(column, TextColumn))


def _is_merged(cell):
    return isinstance(cell, BadCell) and cell.is_merged
