"""What a department's workbook is taken for as a layout: as it says itself, and as a person says of it."""

from collections import Counter
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.utils import timezone
from openpyxl.cell.rich_text import CellRichText
from openpyxl.utils import column_index_from_string

from config.sheets.sheet import SheetError
from indicators.entry import periods
from indicators.entry.grid import Grid
from indicators.periods import Period, PeriodError
from indicators.sheets.cells import text_of
from indicators.sheets.decided import decide
from indicators.sheets.forms.own.bound import Bound
from indicators.sheets.forms.own.columns import numbers_of_columns
from indicators.sheets.forms.own.dated import Times
from indicators.sheets.forms.own.lines import codes_of_lines, other_unit
from indicators.sheets.forms.own.tables import numbering_row, numbers_of, tables_in
from indicators.sheets.forms.own.taking import formula_of, opened
from indicators.sheets.laid import Role
from indicators.sheets.names import Names
from indicators.sheets.places import PlaceNames

SHEET, OWN = "trang", "ky-cua-khuon"
COLUMN, LINE, OTHER, WORDS = "cot-", "dong-", "dong-khac-", "chu-"
LEFT_OUT, MOVES, STAYS = "-", "doi", "giu"
# Words of a layout that name a time; more is no head.
MOST_WORDS = 200


class Taken(NamedTuple):
    """A column or a line with what of the form it is, "" or None for nothing; and what speaks against it."""

    what: object
    is_of: object
    against: str = ""


class Words(NamedTuple):
    """A cell that names a time: as it stands, as it would read for another period, and whether it is to be said so."""

    cell: str
    before: str
    after: str
    moves: bool | None


class Proposal:
    """A workbook as the layout of a form; `said` are the boxes of the page, by their names."""

    def __init__(self, form, content, filename, said, *, user):
        self.form, self.said = form, said
        self.tables = tables_in(content, filename)
        names = [laid.sheet for _, laid in self.tables]
        self.sheet_name = said[SHEET] if said.get(SHEET) in names else names[0]
        self._sheet, self.laid = self.tables[names.index(self.sheet_name)]
        self._names = Names()
        self._decided = decide(self.laid, self._names, {}, PlaceNames())
        self.faults = []
        self.own = self._own_period()
        self.grid = Grid(form, self.own, _place_of(form), user=user)
        self.rows = {line.row.code: line.row for line in self.grid.lines}
        self._page = opened(content)[self.sheet_name]
        self._rows = self._sheet.rows
        self._numbered = numbering_row(self._rows)
        self.columns = self._columns()
        self.lines = self._lines()
        self.faults += self._against()

    @cached_property
    def wanted(self):
        """The period for which words are shown again: the one people fill now, or the one after the layout's."""
        current = periods.current(self.form.frequency, timezone.localdate())
        return current if current != self.own else current.next()

    def _own_period(self):
        """The period that the layout itself was drawn for."""
        frequency, typed = self.form.frequency, self.said.get(OWN, "").strip()
        found = self._decided.own
        try:
            if typed:
                found = Period.parse(typed)
        except PeriodError as error:
            self.faults.append(f"Kỳ của khuôn: {error}")
        if found and not periods.has_years_around(found):
            self.faults.append(f"Kỳ của khuôn: {found} không có năm trước hoặc năm sau trong sổ.")
            found = None
        if found is None:
            self.faults.append("Không rõ khuôn đang ghi kỳ nào: hãy gõ ở ô «Khuôn đang ghi kỳ».")
            return periods.current(frequency, timezone.localdate())
        if typed and not periods.fits(frequency, found):
            self.faults.append(f"Biểu lập theo {self.form.get_frequency_display()}, không cho kỳ {found}.")
        return found if periods.fits(frequency, found) else periods.holding(frequency, found.end)

    # The table

    def _columns(self):
        numbers = numbers_of(self._rows[self._numbered]) if self._numbered is not None else {}
        proposed = numbers_of_columns(self._decided, self.grid, numbers)
        known = {str(column.number): column.number for column in self.grid.columns}
        found = []
        for each in self._decided.columns:
            if each.role in (Role.NAME, Role.UNIT):
                continue
            number = proposed.get(each.column.position)
            chosen = self.said.get(f"{COLUMN}{each.column.letter}")
            if chosen is not None:
                number = known.get(chosen)
            found.append(Taken(each.column, number, self._other_period(each, number)))
        return found

    def _other_period(self, each, number):
        """What a head says where that is not the period of the form's column."""
        column = next((one for one in self.grid.columns if one.number == number), None)
        meant = column and column.content != column.Content.COMPUTED and periods.period_of(column.relative, self.own)
        if not meant or each.role != Role.VALUE or each.period in (None, meant):
            return ""
        return f"Đầu cột ghi {each.period}, cột {number} của biểu là {meant}."

    def _lines(self):
        rows = list(self.rows.values())
        proposed = codes_of_lines(self.laid, rows, self._names)
        found = []
        for line in self.laid.lines:
            code = self.said.get(f"{OTHER}{line.number}", "").strip() or self.said.get(f"{LINE}{line.number}")
            if code is None:
                code = proposed.get(line.number, "" if line.has_values else LEFT_OUT)
            code = code if code in self.rows or code == LEFT_OUT else ""
            stated = other_unit(line, self.laid, self.rows[code], self._names) if code in self.rows else ""
            against = f"ghi «{stated}», sổ tính bằng «{self.rows[code].indicator.unit}»" if stated else ""
            found.append(Taken(line, code, against))
        return found

    def written(self, line, position):
        """What the workbook itself has in a column of a line."""
        row = self._rows[line.number - 1]
        return text_of(row[position]) if position < len(row) else ""

    @cached_property
    def bound_columns(self):
        return {each.what.letter: each.is_of for each in self.columns if each.is_of is not None}

    @cached_property
    def bound_rows(self):
        return {each.what.number: each.is_of for each in self.lines if each.is_of in self.rows}

    @cached_property
    def missing(self):
        """The rows of the form that no line is of."""
        return [row for code, row in self.rows.items() if code not in self.bound_rows.values()]

    @cached_property
    def missing_columns(self):
        return [head for head in self.grid.heads if head[0].number not in self.bound_columns.values()]

    # Words that name a time

    @cached_property
    def words(self):
        first = min((line.number for line in self.laid.lines), default=1)
        places = {column_index_from_string(letter) for letter in self.bound_columns}
        found = []
        for cell in self._page._cells.values():
            value = str(cell.value) if isinstance(cell.value, CellRichText) else cell.value
            is_amount = not isinstance(value, str) and not (isinstance(value, int | date) and cell.row < first)
            if is_amount or formula_of(cell) or (cell.row in self.bound_rows and cell.column in places):
                continue
            if told := Times.told(value, self.own, self.wanted):
                moves = {MOVES: True, STAYS: False}.get(self.said.get(f"{WORDS}{cell.coordinate}"))
                moves = True if moves is None and told.is_sure else moves
                found.append(Words(cell.coordinate, _shown(value), _shown(told.text), moves))
        return found[:MOST_WORDS]

    # What it does not hold together

    def _against(self):
        if not self.bound_rows or not self.bound_columns:
            yield "Chưa có dòng hay cột nào của khuôn được gắn với biểu: hãy chọn ở bảng dưới."
        for what, bound in [("Dòng", self.bound_rows), ("Cột", self.bound_columns)]:
            for code, count in Counter(bound.values()).items():
                if count > 1:
                    where = ", ".join(str(at) for at, one in bound.items() if one == code)
                    yield f"{what} {where} cùng gắn với «{code}» của biểu: hãy chọn lại, mỗi chỗ một lần."
        unclear = [str(each.what.number) for each in self.lines if each.is_of == ""]
        if unclear:
            yield f"Dòng {', '.join(unclear)} chưa rõ là dòng nào của biểu: hãy chọn, hay bỏ qua."
        for each in self.lines:
            if each.against:
                yield f"Dòng {each.what.number} {each.against}: hãy sửa đơn vị tính trong khuôn rồi tải lại."
        yield from self._merged()
        asked = [one.cell for one in self.words if one.moves is None]
        if asked:
            yield f"Ô {', '.join(asked)} có lời ghi kỳ chưa rõ: hãy chọn đổi theo kỳ hay giữ nguyên."

    def _merged(self):
        places = {column_index_from_string(letter) for letter in self.bound_columns}
        for area in self._page.merged_cells.ranges:
            rows = [number for number in self.bound_rows if area.min_row <= number <= area.max_row]
            if rows and any(area.min_col <= place <= area.max_col for place in places):
                yield f"Ô {area.coord} gộp nhiều ô số: hãy bỏ gộp trong khuôn rồi tải lại."

    def bound(self):
        """What is kept of it."""
        units = self.laid.of_role(Role.UNIT)
        return Bound(
            sheet=self.sheet_name,
            own=self.own,
            meant=self.grid.layout,
            names=self.laid.of_role(Role.NAME)[0].letter,
            units=units[0].letter if units else "",
            numbering=0 if self._numbered is None else self._numbered + 1,
            columns=self.bound_columns,
            rows=self.bound_rows,
            words=[one.cell for one in self.words if one.moves],
        )


def _place_of(form):
    """A place of the form: what its columns and rows are is the same in each."""
    place = form.places.first()
    if place is None:
        raise SheetError("Biểu chưa có địa bàn nào: hãy chọn địa bàn ở màn hình của biểu trước.")
    return place


def _shown(value):
    return f"{value.month}/{value.year}" if isinstance(value, date) else str(value)
