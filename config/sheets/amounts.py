"""Cells of a column of numbers that print a unit of their own, or how much the number grew."""

from config.sheets.columns import NumberColumn
from config.sheets.heads import is_measured_by_row, own_unit
from config.sheets.sheet import BadCell
from config.values.amounts import amount, with_arrows
from config.values.units import counting_unit, times_between

_TOLD_GROWTHS = 5


class Amounts:
    """What the cells of one column print beside their numbers, by the codes of the cells."""

    def __init__(self, plan, name, column):
        self.plan = plan
        self.name = name
        self.column = column
        self.units = {}
        self.converted = set()
        self.growths = {}
        self.arrows = set()

    def parted(self, code, cell):
        """The number of a cell, and the column that brings it to its unit; a cell of one number as it is."""
        if not isinstance(cell, str):
            return self.column, cell
        said = amount(cell) if isinstance(self.column, NumberColumn) else None
        if said is None:
            return self.column, self._with_arrows(code, cell)
        reader, number = self._with_unit(code, cell, said)
        if said.growth and number == said.number:
            self.growths[code] = said.growth
        return reader, number

    def _with_arrows(self, code, cell):
        shown = cell if cell.isascii() else with_arrows(cell)
        if shown != cell:
            self.arrows.add(code)
        return shown

    def _with_unit(self, code, cell, said):
        own = own_unit(self.column)
        if not said.unit:
            return self.column, said.number
        if is_measured_by_row(self.column):
            self.units[code] = said.unit
            return self.column, said.number
        unit = counting_unit(said.unit)
        if own is None or unit is None:
            return self.column, cell
        times = times_between(unit, own)
        if times is None:
            shown = f"Ô tính bằng {unit.name}, không đổi sang {own.name} được: hãy gõ số theo {own.name}."
            return self.column, BadCell(cell, shown)
        if times != 1:
            self.converted.add(code)
        return self.plan.resource.fields[self.name].converted(times), said.number

    def tell(self, written, complaints):
        plan, heading = self.plan, self.column.column_name
        if self.units:
            plan.units_in_cells[self.name] = {row: self.units[code] for row, code in self._rows(written, self.units)}
        if rows := written.rows_at(self.arrows):
            plan.note(f"Cột «{heading}»: mũi tên của phông Symbol, Wingdings được đổi thành mũi tên thường", rows)
        if rows := written.rows_at(self.converted - complaints.keys()):
            plan.note(f"Cột «{heading}»: ô ghi kèm đơn vị, số được đổi sang {own_unit(self.column).name}", rows)
        if told := self._rows(written, self.growths.keys() - complaints.keys()):
            some = [f"dòng {plan.table.row_numbers[row]} ({self.growths[code]})" for row, code in told[:_TOLD_GROWTHS]]
            more = f" và {len(told) - len(some)} dòng nữa" if len(told) > len(some) else ""
            plan.warn(
                f"Cột «{heading}»: mức tăng, giảm in trong ô không được ghi; hãy đối chiếu với mức sổ tính từ số liệu: "
                f"{', '.join(some)}{more}."
            )

    def _rows(self, written, codes):
        return [(row, written.at[row]) for row in written.rows_at(set(codes))]
