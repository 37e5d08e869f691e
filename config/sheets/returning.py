"""What goes back to whoever sent a file: their own workbook, with what is wrong marked where it stands and listed.

An xlsx file stays as it was sent; any other comes back as an xlsx file of the same cells. Of a large one only the rows
that are wrong come back, under its headings.
"""

import io
import json
import re
from copy import copy
from dataclasses import astuple, dataclass
from datetime import date

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import coordinate_to_tuple, get_column_letter

from config.sheets.columns import DITTO_MARKS, LONGEST_DITTO, identity
from config.sheets.planned import Problem
from config.sheets.reading import read_sheets, weight
from config.sheets.sheet import MEGABYTE, BadCell
from config.sheets.shown import ShownCell

# What is opened whole: a few seconds and some hundred megabytes of memory.
MOST_WHOLE = 8 * MEGABYTE
AUTHOR = "Sổ số liệu"
LIST = "Lỗi"
HEADINGS = ["Trang", "Ô", "Dòng", "Cột", "Giá trị", "Sai gì", "Làm gì"]
WIDTHS = [18, 8, 8, 24, 24, 60, 60]
MARK = PatternFill("solid", fgColor="FFC7CE")
_ADVICE = re.compile(r"(?P<what>.+?)[:;.,]\s+(?P<advice>hãy .+)", re.IGNORECASE | re.DOTALL)
_NAME = re.compile(r"[\[\]:*?/\\]")


@dataclass
class Returned:
    """What is wrong with a file, row by row, and where its table stands."""

    sheet: str
    head: int
    problems: list[Problem]

    @classmethod
    def of(cls, changes):
        return cls(changes.sheet, changes.head, [Problem(*parts) for parts in changes.returned])

    def dump(self) -> bytes:
        parts = {"sheet": self.sheet, "head": self.head, "returned": list(map(astuple, self.problems))}
        return json.dumps(parts, ensure_ascii=False).encode()

    @classmethod
    def load(cls, content: bytes):
        """What was dumped, here or as a part of a changeset."""
        parts = json.loads(content)
        return cls(parts["sheet"], parts["head"], [Problem(*problem) for problem in parts["returned"]])


def workbook_of(content, filename, headings, returned) -> bytes:
    """The file with what is wrong marked in it, as xlsx; `headings` are the register's."""
    places = None
    if weight(content) > MOST_WHOLE:
        book, places = _of_wrong_rows(content, filename, headings, returned)
    else:
        book = _as_sent(content) or _of_same_cells(content, filename, headings)
    names = returned.sheet, _title(returned.sheet)
    page = next((one for one in book.worksheets if one.title in names), book.worksheets[0])
    _unmark(book)
    marked = [(problem, _place(page, problem, places)) for problem in returned.problems]
    _mark(page, marked)
    _list(book, page, marked)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def parted(message):
    """What is wrong, and what to do."""
    match = _ADVICE.fullmatch(message)
    if not match:
        return message, "Hãy sửa rồi gửi lại tệp."
    return match["what"] + ".", match["advice"][0].upper() + match["advice"][1:]


def _as_sent(content):
    if not content.startswith(b"PK"):
        return None
    try:
        return load_workbook(io.BytesIO(content), rich_text=True)
    except Exception:
        # An ods file, or one that Excel opens and openpyxl does not: its cells go back without their looks.
        return None


def _of_same_cells(content, filename, headings):
    book = _empty()
    for sheet in read_sheets(content, filename, headings):
        page = book.create_sheet(_title(sheet.name))
        for number, row in enumerate(sheet.read(), start=1):
            _fill_row(page, number, row)
        _merge(page, sheet.merged)
        page.sheet_state = "hidden" if sheet.is_hidden else "visible"
    return book


def _of_wrong_rows(content, filename, headings, returned):
    """The heading rows and the rows that go back; and where each of these stands now."""
    sheets = read_sheets(content, filename, headings)
    sheet = next((one for one in sheets if one.name == returned.sheet), sheets[0])
    wanted = {problem.row for problem in returned.problems}
    book = _empty()
    page = book.create_sheet(_title(sheet.name))
    places, above = {}, []
    for number, row in enumerate(sheet.read(), start=1):
        is_head = number <= returned.head
        above = row if is_head else [_repeated(cell, *above[at : at + 1]) for at, cell in enumerate(row)]
        if is_head or number in wanted:
            places[number] = len(places) + 1
            _fill_row(page, places[number], above)
    _merge(page, [(first, last) for first, last in sheet.merged if last[0] < returned.head])
    return book, places


def _repeated(cell, above=""):
    """What a cell says that stands for the one above it: the row above may not come back."""
    if isinstance(cell, BadCell) and cell.is_merged:
        return above
    is_ditto = isinstance(cell, str) and 0 < len(cell) <= LONGEST_DITTO and identity(cell) in DITTO_MARKS
    return above if is_ditto else cell


def _empty():
    book = Workbook()
    book.remove(book.active)
    return book


def _title(name):
    return _NAME.sub(" ", name)[:31] or "Trang 1"


def _fill_row(page, number, row):
    for at, value in enumerate(row, start=1):
        if value is not None and value != "":
            _fill(page.cell(number, at), value)


def _fill(cell, value):
    if isinstance(value, ShownCell) and value.is_percent:
        cell.value, cell.number_format = value.value, "0.00%"
    elif isinstance(value, str | BadCell | ShownCell):
        # A text that begins with = is none to compute.
        cell.value, cell.data_type = _plain(str(value)), "s"
    else:
        cell.value = value
        if isinstance(value, date):
            cell.number_format = "dd/mm/yyyy"


def _plain(text):
    return ILLEGAL_CHARACTERS_RE.sub("", text)[:32_767]


def _merge(page, ranges):
    for (top, left), (bottom, right) in ranges:
        page.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)


def _place(page, problem, places):
    """Where a problem stands in what goes back: its cell, else the first filled one of its row; "" without a row."""
    if not problem.row:
        return ""
    number = places.get(problem.row, 0) if places is not None else problem.row
    if problem.cell:
        return f"{problem.cell.rstrip('0123456789')}{number}"
    filled = (cell for cell in page[number] if cell.value is not None)
    return next((cell.coordinate for cell in filled), f"A{number}")


def _unmark(book):
    """Take off what was marked when the same workbook went back before."""
    if LIST in book.sheetnames and [cell.value for cell in book[LIST][1]] == HEADINGS:
        del book[LIST]
    for page in book.worksheets:
        marked = [cell for cell in page._cells.values() if cell.comment and cell.comment.author == AUTHOR]
        for cell in marked:
            cell.comment = None
            cell.fill = PatternFill()


def _mark(page, marked):
    told = {}
    for problem, place in marked:
        if place:
            told.setdefault(place, []).append(problem.message)
    for place, messages in told.items():
        cell = page[place]
        cell.fill = copy(MARK)
        cell = _holder(page, cell)
        own = [cell.comment.text] if cell.comment else []
        cell.comment = Comment("\n".join([*own, *dict.fromkeys(messages)]), AUTHOR, width=320, height=140)


def _holder(page, cell):
    """The cell that can bear a comment: of merged ones the first."""
    if not isinstance(cell, MergedCell):
        return cell
    area = next(each for each in page.merged_cells.ranges if cell.coordinate in each)
    return page.cell(area.min_row, area.min_col)


def _list(book, page, marked):
    """The sheet that lists all that is wrong, each with a way to its cell."""
    name = LIST if LIST not in book.sheetnames else f"{LIST} ({AUTHOR})"
    listing = book.create_sheet(name)
    for at, (heading, width) in enumerate(zip(HEADINGS, WIDTHS, strict=True), start=1):
        listing.cell(1, at, heading).font = Font(bold=True)
        listing.column_dimensions[get_column_letter(at)].width = width
    listing.freeze_panes = "A2"
    for number, (problem, place) in enumerate(marked, start=2):
        what, advice = parted(problem.message)
        row = coordinate_to_tuple(place)[0] if place else ""
        texts = [page.title, place, row, problem.column, problem.shown, what, advice]
        for at, text in enumerate(texts, start=1):
            _fill(listing.cell(number, at), text)
            listing.cell(number, at).alignment = Alignment(wrap_text=True, vertical="top")
        if place:
            link = listing.cell(number, 2)
            link.hyperlink = f"#'{page.title.replace(chr(39), chr(39) * 2)}'!{place}"
            link.font = Font(underline="single", color="0563C1")
