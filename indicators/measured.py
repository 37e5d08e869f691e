"""Sheets whose numbers are in the unit of the indicator that a row names, or in one that converts into it."""

from collections import defaultdict
from decimal import Decimal
from typing import NamedTuple

from django.core.exceptions import ValidationError

from config.sheets.coded import Coded
from config.sheets.columns import NO_PERCENT, CellError, NumberColumn, ReadingColumn, identity
from config.sheets.resources import RecordedResource
from config.sheets.shown import ShownCell
from config.values.numbers import DECIMALS, EXACT, NumberError, format_number, plain_decimal
from config.values.units import COUNTED_APART, counted, spelling_key, spellings
from indicators.entry.typing import AmbiguousTyping, Qualifier, Scale, TypingError, understand
from indicators.models import Indicator, Unit
from indicators.models.indicators import SIGNED_DIMENSIONS

SHARES = frozenset({Unit.Dimension.PERCENT, Unit.Dimension.PERCENT_A_YEAR, Unit.Dimension.POINT})


class IndicatorFacts(NamedTuple):
    """What an indicator asks of its figures."""

    unit: str
    unit_code: str
    dimension: str
    factor: Decimal
    may_be_negative: bool

    @property
    def takes_negatives(self):
        return self.may_be_negative or self.dimension in SIGNED_DIMENSIONS

    def times(self, text, units):
        """What numbers in a unit are multiplied by to come to the indicator's; None where they do not convert."""
        if not text or identity(text) in (identity(self.unit), identity(self.unit_code)):
            return Decimal(1)
        unit = units.get(spelling_key(text))
        if unit is not None and not unit.dimension and self.dimension not in SHARES:
            # Nghìn, triệu, tỷ alone count what the indicator's unit counts by name.
            return plain_decimal(EXACT.divide(unit.factor, counted(self.unit)[0]))
        if unit is None or unit.dimension != self.dimension:
            return None
        if unit.dimension == COUNTED_APART and counted(unit.name)[1] != counted(self.unit)[1]:
            return None
        return plain_decimal(EXACT.divide(unit.factor, self.factor))


# A cell of which nothing is known: what reads here reads the same in every cell.
_ANY_CELL = Scale(DECIMALS, None, None, "", "", Decimal(1), {}, may_be_negative=True)


def phrase(text):
    """What «trên 30», «khoảng 4,5» or «5-7» says; None for any other text."""
    try:
        typed = understand(text, _ANY_CELL)
    except AmbiguousTyping as error:
        raise CellError(str(error)) from error
    except TypingError:
        return None
    return typed if typed and typed.value is not None and typed.qualifier != Qualifier.EXACT else None


class MeasuredColumn(NumberColumn):
    """A number in the unit of the row's indicator."""

    measured_beside = "indicator"

    def taken(self, cell):
        try:
            return super().taken(cell)
        except NumberError:
            if isinstance(cell, str) and (said := phrase(cell)):
                return said.value
            raise

    def in_percent(self, cell):
        # Whether the indicator is a share is asked of each row.
        return cell.in_percent


class IndicatorUnitColumn(ReadingColumn):
    """The unit of the figure's indicator: stated for the reader, and refused where it does not convert into it."""

    beside = "indicator"

    def __init__(self, resource):
        super().__init__("indicator__unit__name", Indicator._meta.get_field("unit"), "đơn vị tính")
        self.resource = resource

    def disagrees(self, value, indicator):
        facts = self.resource.indicators()[indicator]
        return "" if facts.times(value, self.resource.units()) is not None else no_conversion(value, facts)

    def hint(self):
        return "Nếu ghi thì phải là đơn vị tính của chỉ tiêu, hoặc đơn vị đổi sang được."


def _is_phrase(text):
    try:
        return phrase(text) is not None
    except CellError:
        return False


def no_conversion(text, facts):
    return (
        f"Đơn vị «{text}» khác đơn vị của chỉ tiêu là «{facts.unit}»: hãy đổi số liệu sang {facts.unit} "
        "rồi sửa ô đơn vị, hoặc kiểm tra mã chỉ tiêu."
    )


class MeasuredResource(RecordedResource):
    """A sheet of numbers by indicator."""

    _indicators = _units = None

    def indicators(self):
        """By id, what a row is held against."""
        if self._indicators is None:
            names = ("unit__name", "unit__code", "unit__dimension", "unit__factor", "may_be_negative")
            rows = Indicator.objects.order_by().values_list("pk", *names)
            self._indicators = {pk: IndicatorFacts(*facts) for pk, *facts in rows}
        return self._indicators

    def units(self):
        """The units of the book by their spellings."""
        if self._units is None:
            self._units = spellings(Unit.objects.order_by().values_list("code", "name", "dimension", "factor"))
        return self._units

    def forget(self):
        super().forget()
        self._indicators = self._units = None

    def grounds(self):
        yield from super().grounds()
        yield sorted(self.indicators().items())
        yield list(Unit.objects.order_by("pk").values_list("pk", "name", "dimension", "factor"))

    def column_of(self, field, **kwargs):
        is_measured = field.model is self._meta.model and field.name in ("value", "upper")
        return MeasuredColumn(field, **kwargs) if is_measured else super().column_of(field, **kwargs)

    def measure(self, plan):
        if "indicator" not in plan.columns:
            return
        self._write_out(plan)
        converted = set()
        for name, (column, position) in plan.columns.items():
            if isinstance(column, MeasuredColumn):
                self._refuse_shares(plan, column, plan.table.columns[position])
                converted |= self._convert(plan, name, column)
        if converted and "unit" in plan.columns:
            # Beside a number that was converted no other unit than its own is shown.
            facts = self.indicators()
            plan.put("unit", {row: facts[plan.cells["indicator"][row]].unit for row in converted})

    def _write_out(self, plan):
        """Bring what a phrase says beside its number into the columns of the upper end and of the kind of value."""
        column, position = plan.columns.get("value", (None, None))
        cells = plan.table.columns[position] if column else ()
        rows = cells.rows_where(lambda cell: isinstance(cell, str) and _is_phrase(cell)) if column else []
        written = {"upper": {}, "qualifier": {}}
        for row in rows:
            said = phrase(cells[row])
            wanted = {"qualifier": said.qualifier} | ({"upper": said.upper} if said.upper is not None else {})
            if why := self._why_not(plan, row, wanted):
                plan.refuse(f"«{cells[row]}» {why}", row, column.column_name, cells[row])
                continue
            for name, value in wanted.items():
                written[name][row] = value
        for name, values in written.items():
            if values:
                plan.put(name, values)

    def _why_not(self, plan, row, wanted):
        for name, value in wanted.items():
            if name not in self.fields:
                return "là một khoảng: cột này chỉ giữ một số, hãy gõ một số."
            heading = self.fields[name].column_name
            if name not in plan.columns:
                return f"không chỉ là một số: hãy thêm vào tệp cột «{heading}» (để trống), hoặc gõ một số."
            if str(plan.table.columns[plan.columns[name][1]][row] or "").strip() and plan.cells[name][row] != value:
                return f"khác với ô ở cột «{heading}» cùng dòng: hãy sửa một trong hai ô."
        return ""

    def _refuse_shares(self, plan, column, cells):
        """A cell shown as a percentage is one only where its indicator is a share."""
        indicators = self.indicators()
        for row in cells.rows_where(lambda cell: isinstance(cell, ShownCell) and cell.is_percent):
            facts = indicators.get(plan.cells["indicator"][row])
            if facts and facts.dimension not in SHARES:
                cell = cells[row]
                message = NO_PERCENT.format(shown=cell.shown, held=format_number(cell.exact))
                plan.refuse(message, row, column.column_name, cell.shown)

    def _convert(self, plan, name, column):
        """Bring the numbers of a column into the units of their indicators; gives the rows of those that were not."""
        stated = plan.stated_units.get(name, "")
        of_rows = plan.cells.get("unit") or Coded.constant("", len(plan.fates))
        if stated:
            self._refuse_contradictions(plan, column, stated, of_rows)
        of_rows = self._with_those_of_cells(plan, name, column, of_rows)
        indicators = plan.cells["indicator"]
        pairs = set(zip(of_rows.at, indicators.at, strict=True))
        times = {
            pair: self._times(of_rows.different[pair[0]] or stated, indicators.different[pair[1]]) for pair in pairs
        }
        if set(times.values()) == {1}:
            return set()
        values, converted, told = plan.cells[name], {}, defaultdict(list)
        for row, pair in enumerate(zip(of_rows.at, indicators.at, strict=True)):
            if times[pair] is None and not of_rows.different[pair[0]]:
                facts = self.indicators()[indicators.different[pair[1]]]
                plan.refuse(no_conversion(stated, facts), row, column.column_name)
            elif times[pair] not in (None, 1) and values[row] is not None:
                converted[row] = EXACT.multiply(values[row], times[pair])
                unit = self.indicators()[indicators.different[pair[1]]].unit
                told[spelling_key(of_rows.different[pair[0]] or stated), unit].append(row)
        if converted:
            plan.put(name, converted)
            for (_, unit), rows in told.items():
                printed = of_rows[rows[0]] or stated
                plan.note(f"Cột «{column.column_name}»: số được đổi từ «{printed}» sang «{unit}»", rows)
            self._check(plan, column, converted)
        return converted.keys()

    def _with_those_of_cells(self, plan, name, column, of_rows):
        """The units of the rows, and before these what the cells themselves print, which may contradict no other."""
        printed = plan.units_in_cells.get(name)
        if not printed:
            return of_rows
        units, indicators = self.units(), plan.cells["indicator"]
        for row, unit in printed.items():
            beside, facts = of_rows[row], self.indicators().get(indicators[row])
            if beside and units.get(spelling_key(beside)) != units.get(spelling_key(unit)):
                message = f"Ô đơn vị tính ghi «{beside}» mà ô này ghi «{unit}»: hãy sửa một trong hai."
                plan.refuse(message, row, column.column_name)
            elif facts and facts.times(unit, units) is None:
                plan.refuse(no_conversion(unit, facts), row, column.column_name)
        return Coded.of([printed.get(row, unit) for row, unit in enumerate(of_rows)])

    def _check(self, plan, column, converted):
        for row, value in converted.items():
            try:
                column.checked(value)
            except ValidationError as error:
                plan.refuse(" ".join(error.messages), row, column.column_name, format_number(value))

    def _refuse_contradictions(self, plan, column, stated, of_rows):
        """The unit of a row and that over the column are one, or nobody knows which was meant."""
        units = self.units()
        over = units.get(spelling_key(stated))
        for row in of_rows.rows_where(lambda text: text and units.get(spelling_key(text)) != over):
            message = f"Ô đơn vị tính ghi «{of_rows[row]}» mà bảng ghi «{stated}»: hãy sửa một trong hai."
            plan.refuse(message, row, column.column_name)

    def _times(self, text, indicator):
        facts = self.indicators().get(indicator)
        return facts.times(text, self.units()) if facts and text else Decimal(1)
