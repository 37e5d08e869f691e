"""What the figures of a sheet are held against: each other, and what the book holds around them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from config.values.numbers import EXACT, format_number, plain_decimal
from indicators.entry.periods import held_over
from indicators.models import Figure, Kind, Qualifier
from indicators.models.figures import ACTUAL_KINDS
from indicators.periods import FIRST_YEAR, Period

# How far back the book is read: last year's values, and some more to see whether parts are complete.
YEARS_BACK = 3
PLANNED = (Kind.TARGET, Kind.PLAN)


class Key(NamedTuple):
    """What a value is of; of what is planned and of what was, the most mature is meant."""

    indicator: str
    place: str
    period: Period
    is_planned: bool = False


@dataclass(frozen=True)
class Printed:
    """A figure of the sheet, its number in the indicator's unit; `times` is what the printed one was multiplied by."""

    key: Key
    number: Decimal
    cell: str
    line: object
    column: object
    indicator: object
    times: Decimal

    @property
    def name(self):
        return f"«{self.line.name}», {self.column.column.head}"

    def told(self, number=None):
        """A number of the indicator's unit, its own unless told, as the sheet would print it."""
        return format_number(plain_decimal(EXACT.divide(self.number if number is None else number, self.times)))


@dataclass(frozen=True)
class Held:
    """A figure of the book."""

    key: Key
    number: Decimal
    kind: str


class Book:
    """What the book holds of some indicators in some places around some periods; one query."""

    def __init__(self, indicators, places, periods):
        # By indicator, place, first and last day: the values by kind; with the kind too: the notes.
        self.degrees, self.notes = defaultdict(dict), {}
        self.values = {}
        if not periods:
            return
        first = max(min(period.start.year for period in periods) - YEARS_BACK, FIRST_YEAR)
        rows = Figure.objects.order_by("maturity", "-kind").filter(
            indicator__code__in=indicators,
            place__code__in=places,
            period_end__gte=date(first, 1, 1),
            period_start__lte=max(period.end for period in periods),
        )
        paths = ("indicator__code", "place__code", "period_start", "period_end", "kind", "value", "qualifier", "note")
        for *key, kind, value, qualifier, note in rows.values_list(*paths):
            self.notes[*key, kind] = note
            if kind in ACTUAL_KINDS:
                self.degrees[tuple(key)][kind] = value
            if value is not None and qualifier == Qualifier.EXACT:
                code, place, *days = key
                known = Key(code, place, Period(*days), kind in PLANNED)
                self.values[known] = Held(known, value, kind)


class Known:
    """The values of a sheet, and behind them those of the book."""

    def __init__(self, printed, book, names):
        self.by_id = {each.pk: each for each in names.indicators.values()}
        self.sheet = {each.key: each for each in printed}
        self.by_cell = {each.cell: each for each in printed}
        self.book = book.values

    def get(self, key):
        return self.sheet.get(key) or self.book.get(key)

    def at(self, like, period, *, is_planned=False):
        """What the indicator of a value was, or was to be, in another period at its place."""
        period = held_over(like.indicator.measure, period)
        return self.get(like.key._replace(period=period, is_planned=is_planned))


def where_it_is(value):
    """Where a value stands: «ô C5», «trong sổ, ước tính»."""
    return f"ô {value.cell}" if isinstance(value, Printed) else f"trong sổ, {Kind(value.kind).label}"
