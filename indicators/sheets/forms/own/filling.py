"""A form filled into the workbook of its department, with the codes by which it is known when it comes back."""

import io
import re
from decimal import Decimal
from functools import cached_property

from openpyxl.cell.rich_text import CellRichText
from openpyxl.utils import column_index_from_string, get_column_letter

from config.sheets.sheet import SheetError
from config.sheets.shown import shows_percent
from config.sheets.writing.cells import EXACT_DIGITS, legible
from config.values.numbers import format_number, significant_digits
from config.values.text import identity_key
from indicators.counts import rounded
from indicators.entry.cells import Cell, Computed, Total
from indicators.models import FormLayout
from indicators.sheets.cells import text_of
from indicators.sheets.forms.codes import (
    CODES_ROW,
    NAME_COLUMN,
    NUMBERING_ROW,
    TIMES_ROW,
    UNIT_COLUMN,
    ColumnCode,
    RowCode,
    Stamp,
)
from indicators.sheets.forms.own.bound import Bound
from indicators.sheets.forms.own.dated import Times, times_in
from indicators.sheets.forms.own.formulas import Formulas
from indicators.sheets.forms.own.notes import add_notes
from indicators.sheets.forms.own.taking import formula_of, opened
from indicators.sheets.forms.pages import COMPARED_DECIMALS, printed
from indicators.sheets.forms.stamped import number_told
from indicators.sheets.forms.words import unit_of
from indicators.sheets.lines import DITTO

_DECIMALS = re.compile(r"\.(0+)")


def filled(grid, *, by, is_template=False) -> bytes:
    """The file of a form in its own layout; SheetError where it has none, or none that still fits."""
    layout = FormLayout.objects.filter(form=grid.form).first()
    if layout is None:
        raise SheetError(f"Biểu «{grid.form}» chưa có khuôn riêng: hãy tải khuôn lên ở màn hình của biểu.")
    bound = Bound.of(layout.bound)
    if bound.meant != grid.layout:
        raise SheetError("Cột của biểu đã đổi từ khi gắn khuôn riêng: hãy mở «Khuôn riêng» của biểu, tải khuôn lại.")
    return OwnPage(layout, bound, grid, is_template=is_template).written(by=by)


class OwnPage:
    """One form in the page of its own layout."""

    def __init__(self, layout, bound, grid, *, is_template=False):
        self.bound, self.grid, self.is_template = bound, grid, is_template
        self.book = opened(bytes(layout.content))
        self.page = self.book[bound.sheet]
        self.lines = {line.row.code: line for line in grid.lines}
        self.by_number = {column.number: place for place, column in enumerate(grid.columns)}

    def places(self):
        """Every box with where it stands: its row and column, counted from 0."""
        for number, code in self.bound.rows.items():
            line = self.lines.get(code)
            for letter, column in self.bound.columns.items() if line else ():
                yield number - 1, column_index_from_string(letter) - 1, line.cells[self.by_number[column]]

    @cached_property
    def missing(self):
        """The rows of the form that the layout has no line for."""
        bound = set(self.bound.rows.values())
        return [line.row for line in self.grid.lines if line.row.code not in bound and not line.is_heading]

    @cached_property
    def strange(self):
        """The lines among those of the form whose numbers are the layout's own, and of no period of the book."""
        bound = self.bound.rows
        return [
            number
            for number in range(min(bound), max(bound) + 1)
            if number not in bound and number != self.bound.numbering
            if any(isinstance(self.page[f"{letter}{number}"].value, int | float) for letter in self.bound.columns)
        ]

    @cached_property
    def strange_columns(self):
        """The columns beside those of the form of which the same holds; ahead of the names stand numbers of lines."""
        own = {self.bound.names, self.bound.units, *self.bound.columns}
        first = column_index_from_string(self.bound.names) + 1
        letters = [get_column_letter(column) for column in range(first, self.page.max_column + 1)]
        return [
            letter
            for letter in letters
            if letter not in own
            if any(isinstance(self.page[f"{letter}{number}"].value, int | float) for number in self.bound.rows)
        ]

    def written(self, *, by) -> bytes:
        formulas = {(row, column): formula_of(self.page.cell(row + 1, column + 1)) for row, column, _ in self.places()}
        self._empty_what_is_gone()
        for row, column, box in self.places():
            cell = self.page.cell(row + 1, column + 1)
            cell.value = self._value(box, cell.number_format)
            if isinstance(cell.value, str):
                cell.data_type = "s"
        self._say_times()
        self._stamp()
        add_notes(self, Formulas(self.page).differing(self, formulas), by=by)
        # Programs compute what is left of the layout's own formulas when they open it.
        self.book.calculation.fullCalcOnLoad = True
        stream = io.BytesIO()
        self.book.save(stream)
        return stream.getvalue()

    def _value(self, box, code):
        """What a cell says of its box, in the manner of the cell's own number format."""
        if self.is_template and (not isinstance(box, Cell) or box.is_open):
            return None
        if isinstance(box, Computed):
            return None if box.amount is None else compared(box.amount, code)
        value = box.value if isinstance(box, Total) else printed(box) if box.indicator else None
        if isinstance(value, Decimal) and significant_digits(value) > EXACT_DIGITS:
            return format_number(value)
        return legible(value) if isinstance(value, str) else value

    def _empty_what_is_gone(self):
        """Lines whose row the form no longer has say nothing, least of all the numbers of the layout."""
        for number, code in self.bound.rows.items():
            if code not in self.lines:
                for letter in self.bound.columns:
                    self.page[f"{letter}{number}"].value = None

    def _say_times(self):
        for name in self.bound.words:
            cell = self.page[name]
            value = _plain(cell.value)
            told = Times.told(value, self.bound.own, self.grid.period)
            if told and told.text != value:
                cell.value = told.text
                cell.data_type = "s" if isinstance(told.text, str) else cell.data_type

    # What makes it known again

    def _stamp(self):
        """The stamp and the codes of rows in a hidden last column, those of columns in a hidden last row."""
        page = self.page
        filled = [cell for cell in page._cells.values() if cell.value is not None]
        ends = [(area.max_row, area.max_col) for area in page.merged_cells.ranges]
        last = max([cell.row for cell in filled] + [row for row, _ in ends]) + 1
        beside = max([cell.column for cell in filled] + [column for _, column in ends]) + 1
        _hide_column(page, beside)
        page.row_dimensions[last].hidden = True
        told = dict(self._rows_told())
        # Among the first rows, where a stamp is looked for.
        free = next(number for number in range(1, last) if number not in told)
        codes = {(free, beside): Stamp.of(self.grid, is_template=self.is_template).written(), (last, beside): CODES_ROW}
        heads = {column.number: ColumnCode.of_column(column, self.grid.period) for column in self.grid.columns}
        for letter, number in self.bound.columns.items():
            codes[last, column_index_from_string(letter)] = heads[number].written()
        codes[last, column_index_from_string(self.bound.names)] = NAME_COLUMN
        if self.bound.units and self._says_units():
            codes[last, column_index_from_string(self.bound.units)] = UNIT_COLUMN
        codes |= {(number, beside): code for number, code in told.items()}
        for (row, column), code in codes.items():
            cell = page.cell(row, column, code)
            cell.data_type = "s"

    def _rows_told(self):
        """The codes of rows: of those of the form, of the one that numbers columns, of those that name times."""
        for number, code in self.bound.rows.items():
            if code in self.lines:
                yield number, RowCode.of(self.lines[code].row).written()
        for number in {self.page[name].row for name in self.bound.words} - set(self.bound.rows):
            # What a formula will say is not known here.
            is_fixed = not any(map(formula_of, self.page[number]))
            if is_fixed and (said := times_in(_plain(cell.value) for cell in self.page[number])):
                yield number, TIMES_ROW + "; ".join(said)
        if self.bound.numbering and self._numbers_agree():
            yield self.bound.numbering, NUMBERING_ROW

    def _numbers_agree(self):
        at = self.bound.numbering
        told = {letter: number_told(text_of(self.page[f"{letter}{at}"].value)) for letter in self.bound.columns}
        return all(told[letter] == number for letter, number in self.bound.columns.items())

    def _says_units(self):
        """Whether the units of the layout are written as the book writes them, so that another one is a change."""
        for number, code in self.bound.rows.items():
            text = text_of(self.page[f"{self.bound.units}{number}"].value)
            own = unit_of(self.lines[code]) if code in self.lines else ""
            if text and own and identity_key(text) not in DITTO and identity_key(text) != identity_key(own):
                return False
        return True


def compared(amount, code):
    """A computed amount with the decimals that a number format shows; a fraction where the format shows per cent."""
    match = _DECIMALS.search(code)
    decimals = max(COMPARED_DECIMALS, len(match[1]) if match else 0)
    shown = rounded(amount, decimals)
    return shown.scaleb(-2) if shows_percent(code) else shown


def _plain(value):
    return str(value) if isinstance(value, CellRichText) else value


def _hide_column(page, place):
    """Hide one column, also where the page gives it a width together with others."""
    letter = get_column_letter(place)
    for dimension in list(page.column_dimensions.values()):
        if dimension.min and dimension.min < place <= dimension.max:
            dimension.max = place - 1
    dimension = page.column_dimensions[letter]
    dimension.min = dimension.max = place
    dimension.hidden = True
