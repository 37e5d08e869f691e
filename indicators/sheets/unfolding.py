"""Makes of a table with indicators down and periods across the rows of the register of figures, one for each value."""

import json
from collections import Counter, defaultdict
from decimal import ROUND_HALF_UP, Decimal

from config.sheets.choices import LAYOUT
from config.sheets.layout import plain
from config.sheets.sheet import SheetError
from config.sheets.shown import ShownCell
from config.sheets.table import UnfoldedTable, Unfolding
from config.values.numbers import (
    DECIMALS,
    EXACT,
    format_number,
    is_ambiguous,
    is_missing_mark,
    plain_decimal,
)
from config.values.units import spelling_key
from indicators.entry.periods import held_over
from indicators.models import Kind
from indicators.periods import PeriodError
from indicators.rights import other_offices
from indicators.sheets.asking import faults_of, may_be_index, some
from indicators.sheets.cells import is_number, read_number
from indicators.sheets.checking import differences
from indicators.sheets.decided import BLANK, LEFT_OUT, TAUGHT, decide
from indicators.sheets.differing import chosen, sentences, with_remarks
from indicators.sheets.groups import left_out
from indicators.sheets.heads import Degree
from indicators.sheets.hidden import take_hidden
from indicators.sheets.laid import Role, laid_out
from indicators.sheets.names import Names
from indicators.sheets.nouns import in_own_noun
from indicators.sheets.places import PlaceNames
from indicators.sheets.screen import screen_of
from indicators.sheets.values import PLANNED, Book, Key, Known, Printed

COLUMNS = ("indicator", "place", "period", "kind", "value", "upper", "qualifier", "unit")
# How many revised cells are named.
NAMED = 10


def unfold(resource, sheets, choices, user):
    """The figures of the one table of figures in these sheets, None where there is none.

    SheetError where there are several: which one is meant nobody says. Of figures of other offices than the person's it
    makes no rows, if there are others.
    """
    places = PlaceNames()
    tables = [table for sheet in sheets if not sheet.is_hidden and (table := laid_out(sheet, places))]
    if not tables:
        return None
    if len(tables) > 1:
        names = ", ".join(f"«{table.sheet}»" for table in tables)
        raise SheetError(f"Tệp có nhiều trang số liệu: {names}. Hãy để mỗi tệp một trang rồi nhập từng tệp.")
    table = _Unfolder(resource, tables[0], places, choices, user).table()
    if passed_over := [f"«{sheet.name}»" for sheet in sheets if sheet.is_hidden and _holds_table(sheet, places)]:
        table.unfolding.notes.append(f"Trang ẩn {', '.join(passed_over)} cũng có bảng số liệu, không được đọc.")
    return table


def tables_of_figures(sheets):
    """The names of the sheets that each hold a table of figures, if only to say what is wrong with it."""
    places = PlaceNames()
    return [each.name for each in sheets if _holds_table(each, places)]


def _holds_table(sheet, places):
    try:
        return laid_out(sheet, places) is not None
    except SheetError:
        return True


class _Unfolder:
    def __init__(self, resource, laid, places, choices, user):
        self.resource = resource
        self.laid = laid
        self.names = Names()
        self.places = places.places
        self.hidden = take_hidden(laid, choices.without_hidden)
        self.decided = decide(laid, self.names, choices.layout, places, is_part=bool(choices.sheet))
        self.columns = {each.column.position: each for each in self.decided.columns}
        self.lines = {each.line.number: each for each in self.decided.lines}
        self.notes, self.warnings = [], list(self.decided.warnings)
        self.counts = Counter()
        self.untimed, self.unfitting = [], []
        # Who answers for figures that are not this person's, by indicator; and where these stand, by who answers.
        self.answerers = other_offices(user)
        self.of_others = defaultdict(list)
        # Units that were read as others, with an indicator of theirs.
        self.renamed = {}
        self.revised = []
        self.rows, self.numbers, self.cells = [], [], []
        self.printed, self.keys = [], []
        # What differs, and what of it goes into the notes of figures, by their cells.
        self.differences, self.remarks = [], {}
        self.layout = choices.layout

    def table(self):
        faults = faults_of(self)
        if not faults:
            book = self._unfold()
            found = differences(self, Known(self.printed, book, self.names))
            self.differences = [each if each.figure in self.cells else each._replace(figure="") for each in found]
            self._add_notes(book)
            self._tell()
        headers = [self.resource.fields[name].column_name for name in self._named_columns()]
        layout = {f"{LAYOUT}seen": self.laid.sheet, TAUGHT: json.dumps(self.decided.taught())}
        # Asked with what else is asked, and not on a screen of its own once that is answered.
        dotted = next(filter(is_ambiguous, self._cells_of_values()), "") if faults else ""
        kept = {} if faults else layout
        told = Unfolding(self.notes, self.warnings, faults, screen_of(self), kept, hidden=self.hidden, dotted=dotted)
        return UnfoldedTable(headers, self.rows, self.numbers, self.cells, self.laid.sheet, told)

    def _named_columns(self):
        source = ("source",) if self.decided.source else ()
        return (*COLUMNS, *source, *(("note",) if self.remarks else ()))

    def index_columns(self):
        """The comparisons that are figures themselves, because lines of the table are indices."""
        has_index = any(map(self.is_index, self.decided.lines))
        return [each for each in self.decided.columns if has_index and may_be_index(each)]

    def is_index(self, line):
        indicator = self.names.indicators.get(line.indicator)
        return bool(indicator) and indicator.measure == indicator.Measure.INDEX

    @property
    def has_zeros(self):
        return any(map(_is_zero, self._cells_of_values()))

    def _cells_of_values(self):
        for line in self.laid.lines:
            yield from (cell for place, cell in line.cells.items() if self.columns[place].role == Role.VALUE)

    # The rows

    def _unfold(self):
        found = list(self._different_values())
        book = self._book(found)
        are_others = {indicator.pk for _, _, indicator, *_ in found} <= self.answerers.keys()
        for line, each, indicator, period, cell in found:
            place, unit = each.place or self.decided.place, self._unit(line, each, indicator)
            at = f"{each.column.letter}{line.number}"
            held = book.degrees.get((indicator.code, place, period.start, period.end), {})
            kind = self._kind(line, each, held, period)
            value = self._clean(cell, indicator, unit)
            key = Key(indicator.code, place, period, kind in PLANNED)
            if printed := self._printed(key, value, at, line, each):
                self.printed.append(printed)
                self._note_revision(printed, kind, held)
            if indicator.pk in self.answerers and not are_others:
                self.of_others[self.answerers[indicator.pk]].append((line, each))
                continue
            row = [indicator.code, place, str(period), Kind(kind).label, value, "", "", unit]
            self.rows.append([*row, self.decided.source] if self.decided.source else row)
            self.keys.append((indicator.code, place, period.start, period.end, kind))
            self.numbers.append(line.number)
            self.cells.append(at)
        return book

    def _printed(self, key, value, at, line, each):
        """What is checked of a figure: its number in the unit of the indicator; None where it has none."""
        number = value.in_percent if isinstance(value, ShownCell) and value.is_percent else read_number(value)
        if number is None:
            return None
        indicator = self.names.indicators[key.indicator]
        times = self.times(indicator, self._unit(line, each, indicator))
        return Printed(key, EXACT.multiply(number, times), at, line, each, indicator, times)

    def _values(self):
        """Each cell that holds a figure: its line, its column, the indicator and the period it is kept under."""
        for line in self.laid.lines:
            for position, cell in line.cells.items():
                each = self.columns[position]
                indicator = self.indicator(line, each)
                if indicator is None or not self._is_value(each, indicator) or self._is_blank(cell):
                    continue
                period = self._period(line, each)
                if each.column.unit and not self.names.takes(indicator, each.column.unit):
                    self.unfitting.append(f"{each.column.letter}{line.number}")
                elif period is None:
                    self.untimed.append(f"{each.column.letter}{line.number}")
                else:
                    yield line, each, indicator, held_over(indicator.measure, period), cell

    def _different_values(self):
        """January is its own cumulated month: a figure that stands twice with one value is one."""
        seen = {}
        for line, each, indicator, period, cell in self._values():
            key = (indicator.code, each.place, period, self._degree(line, each))
            if key not in seen or plain(cell) != seen[key]:
                seen[key] = plain(cell)
                yield line, each, indicator, period, cell

    def _is_value(self, each, indicator):
        """Whether a cell is a figure; of an index, what is printed as «so cùng kỳ» is the figure itself."""
        is_index = indicator.measure == indicator.Measure.INDEX
        return each.role == Role.VALUE or (is_index and may_be_index(each))

    def key(self, indicator, each, period):
        """What an actual value of a column would be of."""
        return Key(indicator.code, each.place or self.decided.place, held_over(indicator.measure, period))

    def indicator(self, line, each):
        """What a cell is of; None where nobody says."""
        if self.laid.periods_down:
            return self.names.indicators.get(each.indicator) if each.role == Role.VALUE else None
        pair = self.decided.pairs.get((line.number, each.group))
        return self.names.indicators.get(pair.code if pair else self.lines[line.number].indicator)

    def _period(self, line, each):
        if not self.laid.periods_down:
            return each.period
        # «Tổng cộng», «Bình quân 2016-2020» among the periods are none.
        if not line.said.names_time or line.said.is_unsure:
            return None
        try:
            return line.said.with_(each.column.said).period(self.decided.own)
        except PeriodError:
            return None

    def _degree(self, line, each):
        """What a line that is a period says of its degree comes before what its column does not say."""
        says = self.laid.periods_down and not each.column.said.degree and line.said.degree
        return says or each.degree

    def _unit(self, line, each, indicator):
        printed = each.column.unit or line.unit or self.laid.corner
        unit = in_own_noun(printed, indicator, self.decided)
        if unit != printed:
            self.renamed[printed, unit] = indicator.name
        return unit

    def _is_blank(self, cell):
        if isinstance(cell, str) and is_missing_mark(cell):
            self.counts["missing"] += 1
            return True
        if _is_zero(cell) and self.decided.zeros == BLANK:
            self.counts["zeros"] += 1
            return True
        return False

    def _book(self, found):
        """What the book holds already of these figures, of what they are parts of, and around their periods."""
        by_id = {each.pk: each for each in self.names.indicators.values()}
        indicators = {indicator.code for _, _, indicator, *_ in found}
        wholes = {self.names.indicators[code].parent_id for code in indicators} - {None}
        places = {each.place or self.decided.place for _, each, *_ in found}
        return Book(indicators | {by_id[pk].code for pk in wholes}, places, [period for *_, period, _ in found])

    def _add_notes(self, book):
        """Write into the notes of figures what a person has chosen of the differences; the others keep theirs."""
        self.remarks = chosen(self.differences, self.layout)
        if self.remarks:
            for row, key, cell in zip(self.rows, self.keys, self.cells, strict=True):
                row.append(with_remarks(book.notes.get(key, ""), self.remarks.get(cell, ()), self.laid.file))

    def _note_revision(self, printed, kind, held):
        """What was estimated, where the sheet now says what came of it: the estimate stays, the new value beside it."""
        estimate = held.get(Kind.ESTIMATE)
        is_new = kind in (Kind.PRELIMINARY, Kind.OFFICIAL) and kind not in held
        if is_new and estimate not in (None, printed.number):
            self.revised.append(f"{printed.cell}: {format_number(estimate)} → {format_number(printed.number)}")

    def _kind(self, line, each, stored, period):
        """«Thực hiện» is as mature as the book holds it; new, it is preliminary until a year has passed."""
        if (degree := self._degree(line, each)) != Degree.DONE:
            return degree
        if Kind.OFFICIAL in stored:
            return Kind.OFFICIAL
        if Kind.PRELIMINARY in stored:
            return Kind.PRELIMINARY
        own = self.decided.own
        is_old = own and 12 * (own.end.year - period.end.year) + own.end.month - period.end.month >= 12
        return Kind.OFFICIAL if is_old and Kind.ESTIMATE not in stored else Kind.PRELIMINARY

    def _clean(self, cell, indicator, unit):
        """A number without the noise that formulas leave behind the places anybody wrote."""
        value = cell.exact if isinstance(cell, ShownCell) and not cell.is_percent else cell
        if not isinstance(value, float | Decimal):
            return cell
        number, times = plain_decimal(value), self.times(indicator, unit)
        converted = EXACT.multiply(number, times)
        if max(_decimals(number), _decimals(converted)) <= DECIMALS:
            return cell
        self.counts["rounded"] += 1
        places = indicator.decimals if _decimals(number) > DECIMALS else DECIMALS
        rounded = converted.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP, context=EXACT)
        return plain_decimal(EXACT.divide(rounded, times))

    def times(self, indicator, unit):
        """What a number in a unit is multiplied by to come to the indicator's."""
        unit = self.names.units.get(spelling_key(unit))
        fits = unit and unit.dimension == indicator.unit.dimension
        return EXACT.divide(unit.factor, indicator.unit.factor) if fits else Decimal(1)

    # What is told

    def _tell(self):
        said = {
            "missing": "ô ghi «-», «…» là chưa có số nên được bỏ qua",
            "zeros": "ô ghi 0 được hiểu là chưa có số nên được bỏ qua",
            "rounded": "ô có phần lẻ do công thức để lại được làm tròn",
        }
        self.notes += [f"{self.counts[name]} {words}." for name, words in said.items() if self.counts[name]]
        self.notes += [
            f"Đơn vị «{printed}» của «{name}» được hiểu là «{unit}», như đã xác nhận."
            for (printed, unit), name in self.renamed.items()
        ]
        self._tell_passed_over()
        left = [str(each.line.number) for each in self.decided.lines if each.indicator == LEFT_OUT]
        if left:
            self.notes.append(f"Dòng {', '.join(left)} không phải chỉ tiêu của sổ nên được bỏ qua.")
        self._tell_of_others()
        figures = self.index_columns()
        computed = [each for each in self.decided.columns if each.role == Role.COMPARED and each not in figures]
        printed = [each.column.letter for each in computed]
        if printed:
            self.notes.append(f"Cột {', '.join(printed)} là cột tính: không ghi vào sổ, chỉ để so với số tính lại.")
        has_unit = self.laid.corner or any(each.unit for each in [*self.laid.lines, *self.laid.columns])
        if not has_unit:
            self.warnings.append("Bảng không ghi đơn vị tính: số được hiểu theo đơn vị của từng chỉ tiêu.")
        if self.revised:
            more = f" và {len(self.revised) - NAMED} ô nữa" if len(self.revised) > NAMED else ""
            self.notes.append(
                f"Số ước tính trước đây nay có số thực hiện, được ghi bên cạnh, số ước tính còn giữ: "
                f"{'; '.join(self.revised[:NAMED])}{more}."
            )
        self.warnings += sentences(self.differences)

    def _tell_of_others(self):
        for office, places in self.of_others.items():
            is_by_column = self.laid.periods_down
            told = dict.fromkeys(each.column.letter if is_by_column else str(line.number) for line, each in places)
            self.notes.append(
                f"{'Cột' if is_by_column else 'Dòng'} {', '.join(told)} do {office} phụ trách nên không được ghi: "
                "đơn vị ấy nhập cùng tệp này."
            )

    def _tell_passed_over(self):
        """Numbers that are in the sheet and go nowhere."""
        if self.untimed:
            self.warnings.append(f"Ô {some(self.untimed)} không rõ kỳ nên được bỏ qua.")
        if self.decided.unfinished:
            self.warnings.append(
                f"Ô {some(self.decided.unfinished)} mới cộng các tháng đã có số, chưa đủ tháng, nên được bỏ qua."
            )
        told, passed_over = left_out(self.decided)
        if passed_over:
            self.notes.append(f"Ô {some(passed_over)} trong nhóm cột được bỏ qua theo lựa chọn.")
        if unfitting := [*self.unfitting, *told]:
            self.warnings.append(
                f"Ô {some(unfitting)} tính bằng đơn vị ghi ở đầu cột, khác đơn vị của chỉ tiêu, nên được bỏ qua."
            )
        unknown = [
            each.column.letter
            for each in self.decided.columns
            if each.role == Role.UNKNOWN
            and each.column.position > self.laid.of_role(Role.NAME)[0].position
            and sum(is_number(line.cells.get(each.column.position)) for line in self.laid.lines) > 0
        ]
        if unknown:
            self.warnings.append(f"Cột {', '.join(unknown)} có số mà không rõ là gì nên được bỏ qua.")


def _decimals(number):
    return max(-plain_decimal(number).as_tuple().exponent, 0)


def _is_zero(cell):
    return read_number(cell) == 0
