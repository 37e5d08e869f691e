"""One column of a sheet: what a cell says, what the row stores, and what goes out again."""

from copy import copy
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property, lru_cache

from django.db import models
from django.utils.text import capfirst
from import_export.fields import Field

from config.sheets.sheet import BadCell
from config.sheets.shown import ShownCell
from config.values.dates import date_from_cell, format_date
from config.values.fields import Quantity
from config.values.forms import LEGACY_MESSAGE
from config.values.legacy import looks_legacy
from config.values.numbers import (
    EXACT,
    NumberError,
    format_input,
    format_number,
    is_missing_mark,
    number_from_cell,
    short_decimal,
    short_number,
)
from config.values.text import identity_key, nfc
from config.values.units import PERCENT, known_unit, parted

YES, NO = "có", "không"
_YES_WORDS = frozenset({"có", "x", "1", "true", "đúng", "yes", "✓"})
_NO_WORDS = frozenset({"không", "0", "false", "sai", "no"})
LIST_SEPARATOR = ";"
EXCEL_DIGITS_LIMIT = 10**15
# What people write in place of the value of the line above.
DITTO_MARKS = frozenset({'"', "〃", "nt", "-nt-", "như trên"})
LONGEST_DITTO = 40
# Excel counts days from here: the number 2022 in a cell of days shows as 14/07/1905.
EXCEL_DAY_ZERO = date(1899, 12, 30)
YEARS = range(1900, 2101)
NO_PERCENT = (
    "Ô định dạng phần trăm hiện {shown} nhưng chứa {held}: hãy bỏ định dạng % và gõ đúng con số theo đơn vị tính."
)


# Sheets say the same words thousands of times.
identity = lru_cache(maxsize=50_000)(identity_key)


class CellError(ValueError):
    """A cell that cannot be taken as it is; the message says why and what to do."""


class Column(Field):
    """A column over one model field; subclasses read and write one kind of value.

    A value is compared and kept as the model stores it: None or "" where the cell is empty.
    """

    # Columns a person reads and an import only checks or ignores.
    for_reading = False
    # Whether «-» and «…» can only mean that there is nothing to say; text may well be a dash.
    marks_are_empty = False
    # Columns of several rows each, kept in a table of their own.
    is_list = False

    def __init__(self, field, heading=None, path=None):
        super().__init__(attribute=field.attname, column_name=capfirst(heading or field.verbose_name))
        self.field = field
        self.attname = path or field.attname
        # Where the database keeps the value; a column of several paths makes one cell of them.
        self.paths = (self.attname,)
        self.heading_key = identity_key(self.column_name)
        # The name without its unit, and the unit where it states one.
        self.stem, aside = parted(self.column_name)
        self.unit = known_unit(aside)
        # The name the resource knows it by; the resource sets it.
        self.name = field.name

    def read(self, cell):
        """The value a cell stands for; CellError or ValidationError where it stands for none."""
        if isinstance(cell, BadCell):
            raise CellError(cell.message)
        if isinstance(cell, str) and len(cell) <= LONGEST_DITTO and identity(cell) in DITTO_MARKS:
            raise CellError(f"«{cell}» là dấu lặp lại dòng trên: hãy ghi đủ giá trị vào từng dòng.")
        _refuse_year_as_day(cell)
        value = None if self.marks_are_empty and isinstance(cell, str) and is_missing_mark(cell) else self.taken(cell)
        return self.empty() if value is None or value == "" else self.checked(value)

    def checked(self, value):
        """The value after the field's own validation; ValidationError where it does not pass."""
        return self.field.clean(value, None)

    def taken(self, cell):
        """The Python value of a cell that is not damaged."""
        raise NotImplementedError

    def empty(self):
        """What an empty cell stores: the field's default where it has one, else nothing."""
        if self.field.blank or self.field.null:
            return self.nothing
        if self.field.has_default():
            return self.field.get_default()
        raise CellError("Ô trống: cột này bắt buộc, hãy điền giá trị.")

    @property
    def nothing(self):
        return None if self.field.null else ""

    @property
    def is_required(self):
        return not (self.field.blank or self.field.null or self.field.has_default())

    def joined(self, parts):
        """The value of a stored row, from what its paths hold."""
        return parts[0]

    def parts(self, value):
        """What the paths of a row hold to store a value."""
        return (value,)

    def offered(self):
        """What a person may choose from, each with its label; nothing where any text will do."""
        return []

    def match(self, value):
        """What two spellings of the same key value share."""
        return value

    def narrowed(self, rows, wanted):
        """Of a query set, at least the rows that hold one of the wanted values: as part of a key, to read fewer."""
        return rows

    def show(self, value):
        """The value as the preview prints it, «» where there is none."""
        out = self.write(value)
        if isinstance(out, Decimal | int):
            return format_input(out)
        return format_date(out) if isinstance(out, date) else str(out or "")

    def write(self, value):
        """The cell that goes out: text, a number, a day or None."""
        return value

    @cached_property
    def goes_out_as_stored(self):
        """Whether the cell that goes out is what the row holds, and nothing is made of it."""
        return type(self).write is Column.write and type(self).joined is Column.joined

    def hint(self):
        """What the template's instructions say of this column."""
        return ""


class TextColumn(Column):
    """Text; a number typed where text is meant comes in as the text one sees."""

    def match(self, value):
        return identity(value)

    def taken(self, cell):
        text = text_of(cell)
        if looks_legacy(text):
            raise CellError(LEGACY_MESSAGE)
        return getattr(self.field, "cleaned", nfc)(text)

    def hint(self):
        return (
            self.field.help_text or f"Chữ, tối đa {self.field.max_length} ký tự." if self.field.max_length else "Chữ."
        )


# What reads the numbers of every day without asking all that may be wrong with a cell.
_SHORT = {float: short_decimal, str: short_number}


class NumberColumn(Column):
    """An exact number; text that two readers would read differently is refused."""

    # What a cell's number is multiplied by to come to the column's unit.
    times = Decimal(1)

    def read(self, cell):
        short = _SHORT.get(type(cell)) if self.is_plain and self.times == 1 else None
        number = short(cell, self.field.max_digits, self.field.decimal_places) if short else None
        return super().read(cell) if number is None else number

    @cached_property
    def is_plain(self):
        """Whether the field asks nothing of a number but its length, which short numbers have for sure."""
        return isinstance(self.field, Quantity) and self.field.validators == [self.field.length]

    def taken(self, cell):
        _refuse_rounded(cell)
        _refuse_moment(cell)
        if isinstance(cell, ShownCell):
            number = self.in_percent(cell) if cell.is_percent else cell.exact
        else:
            number = number_from_cell(cell)
        return number if number is None or self.times == 1 else EXACT.multiply(number, self.times)

    def in_percent(self, cell):
        """The number a percentage stands for, where the column counts in per cent."""
        if self.unit is None or self.unit.dimension != PERCENT:
            raise CellError(NO_PERCENT.format(shown=cell.shown, held=format_number(cell.exact)))
        return cell.in_percent

    def converted(self, times):
        """The same column for cells in another unit."""
        column = copy(self)
        column.times = times
        return column

    def hint(self):
        return "Số; phần thập phân sau dấu phẩy. Để trống nếu không có số."


class WholeColumn(Column):
    """A whole number: a count, a year, a position."""

    def taken(self, cell):
        _refuse_rounded(cell)
        _refuse_moment(cell)
        if isinstance(cell, ShownCell) and cell.is_percent:
            raise CellError(NO_PERCENT.format(shown=cell.shown, held=format_number(cell.exact)))
        number = cell.exact if isinstance(cell, ShownCell) else number_from_cell(cell)
        if number is not None and number != int(number):
            raise CellError(f"«{format_input(number)}» không phải số nguyên: hãy gõ số không có phần thập phân.")
        return None if number is None else int(number)

    def hint(self):
        return self.field.help_text or "Số nguyên."


class DayColumn(Column):
    """A day, day first."""

    marks_are_empty = True

    def taken(self, cell):
        if isinstance(cell, int | float | Decimal | ShownCell) and not isinstance(cell, bool):
            raise CellError(
                f"«{text_of(cell)}» là số, không phải ngày: hãy định dạng ô là ngày, hoặc gõ ngày/tháng/năm, "
                "ví dụ 05/03/2026."
            )
        day = date_from_cell(cell)
        if day and day.year < YEARS.start:
            # A slip of the hand: 0026 for 2026.
            raise CellError(f"«{format_date(day)}» có năm {day.year}: hãy gõ đủ bốn chữ số của năm, ví dụ 05/03/2026.")
        return day

    def hint(self):
        return "Ngày/tháng/năm, ví dụ 05/03/2026."


class ChoiceColumn(Column):
    """One of a list, by its Vietnamese label; its code is understood too."""

    marks_are_empty = True

    def __init__(self, field, heading=None, path=None):
        super().__init__(field, heading, path)
        self.labels = {value: str(label) for value, label in field.flatchoices}
        self.values = {identity_key(str(value)): value for value in self.labels}
        self.values |= {identity_key(label): value for value, label in self.labels.items()}

    def taken(self, cell):
        text = nfc(text_of(cell))
        if not text:
            return ""
        try:
            return self.values[identity(text)]
        except KeyError:
            if looks_legacy(text_of(cell)):
                raise CellError(LEGACY_MESSAGE) from None
            choices = ", ".join(f"«{label}»" for label in self.labels.values())
            raise CellError(f"«{_short(text)}» không có trong danh sách: hãy chọn một trong {choices}.") from None

    def offered(self):
        return [[label, label] for label in self.labels.values()]

    def write(self, value):
        return self.labels.get(value, value) or None

    def hint(self):
        return "Chọn một trong: " + "; ".join(f"«{label}»" for label in self.labels.values()) + "."


class YesNoColumn(Column):
    """Yes or no, or, where the field allows, not known."""

    def taken(self, cell):
        if isinstance(cell, bool):
            return cell
        text = nfc(text_of(cell))
        if not text:
            return None
        word = identity(text)
        if word in _YES_WORDS:
            return True
        if word in _NO_WORDS:
            return False
        raise CellError(f"«{_short(text)}» không rõ: hãy ghi «{YES}» hoặc «{NO}».")

    def empty(self):
        return None if self.field.null else False

    @property
    def is_required(self):
        return False

    def write(self, value):
        return None if value is None else YES if value else NO

    def hint(self):
        unknown = "để trống nếu chưa rõ" if self.field.null else "để trống là không"
        return f"«{YES}» (hoặc x) hay «{NO}»; {unknown}."


class ReadingColumn(Column):
    """A column only people read, such as the name behind a code; what an import brings in it is not stored."""

    for_reading = True

    def __init__(self, path, field, heading):
        super().__init__(field, heading, path)

    def read(self, cell):
        return "" if isinstance(cell, BadCell) else nfc(text_of(cell))

    @property
    def is_required(self):
        return False

    # The other column of its row that the cell may contradict.
    beside = None

    def disagrees(self, value, other):
        """Why the cell contradicts what stands beside it; "" where it does not."""
        return ""

    def hint(self):
        return "Chỉ để đọc; khi nhập không ghi cột này."


def text_of(cell) -> str:
    """The text one sees in a cell; a number a spreadsheet has rounded is refused."""
    match cell:
        case None:
            return ""
        case str():
            return cell
        case ShownCell():
            return cell.shown
        case bool():
            return "TRUE" if cell else "FALSE"
        case int() | float() | Decimal():
            _refuse_rounded(cell)
            return format_input(number_from_cell(cell))
        case datetime() if cell.time() != time():
            return f"{cell:%d/%m/%Y %H:%M}"
        case date():
            return format_date(cell)
        case time():
            return f"{cell:%H:%M}"
        case timedelta():
            # The code 2018:11 typed into a spreadsheet becomes so many hours and minutes.
            hours, minutes = divmod(round(cell.total_seconds() / 60), 60)
            return f"{hours}:{minutes:02}"
    return str(cell)


def _refuse_rounded(cell):
    """A spreadsheet keeps 15 digits of a number: of a longer one the last are already lost."""
    if isinstance(cell, float) and abs(cell) >= EXCEL_DIGITS_LIMIT:
        raise NumberError(
            "Số dài quá 15 chữ số, bảng tính đã làm tròn: hãy định dạng ô là văn bản (Text) rồi gõ lại đủ chữ số."
        )


def _refuse_moment(cell):
    if isinstance(cell, date | time | timedelta):
        raise CellError(f"Ô là ngày giờ ({text_of(cell)}): cột này cần một số, hãy định dạng ô là số rồi gõ lại.")


def _refuse_year_as_day(cell):
    """A year typed into a cell formatted as a day has become a day of 1905."""
    if isinstance(cell, date):
        counted = (date(cell.year, cell.month, cell.day) - EXCEL_DAY_ZERO).days
        if counted in YEARS:
            raise CellError(
                f"Ô là ngày {text_of(cell)}, chắc là số {counted} gõ vào ô định dạng ngày: hãy định dạng ô là số hoặc "
                "văn bản rồi gõ lại."
            )


def _short(text):
    return text if len(text) <= 40 else f"{text[:39]}…"


def column_for(field: models.Field, **kwargs) -> Column:
    """The column of a model field that is neither a reference nor a list of them."""
    if field.choices:
        return ChoiceColumn(field, **kwargs)
    for kind, column in _COLUMNS:
        if isinstance(field, kind):
            return column(field, **kwargs)
    raise TypeError(f"{field} has no column type")


_COLUMNS = [
    (models.BooleanField, YesNoColumn),
    (models.IntegerField, WholeColumn),
    (models.DecimalField, NumberColumn),
    (models.DateField, DayColumn),
    (models.CharField, TextColumn),
    (models.TextField, TextColumn),
]
