"""What of a sheet's figures should be looked at twice: told in the preview, and never refused."""

from functools import cache
from typing import NamedTuple

from config.sheets import stored
from config.values.numbers import format_number
from indicators.measures import is_plausible, is_thousandfold
from indicators.models import Figure, Indicator
from indicators.models.figures import ACTUAL_KINDS
from indicators.periods import Period, PeriodError

# As in the checks before a release: more than five times what stood before, or less than a fifth.
JUMP = 5
TOLD = 10
# Larger sheets hold the years before themselves; they are not held against what is stored.
MOST_HELD_AGAINST_STORED = 5_000
KEY = ("indicator_id", "place_id", "period_start", "period_end", "kind")


class Doubt(NamedTuple):
    """One thing to look at: how grave (the smaller the graver), in which row, and the words."""

    weight: int
    row: int
    words: str


class Facts(NamedTuple):
    name: str
    lowest: object
    highest: object


def tell_doubts(plan):
    """Warn of values beyond the plausible range, and of leaps from what the figure was or the year before was."""
    writing = list(plan.writing)
    values = list(plan.written("value"))
    if not any(value is not None for value in values):
        return
    keys = list(zip(*map(plan.written, KEY), strict=True))
    facts = {
        pk: Facts(*rest)
        for pk, *rest in Indicator.objects.order_by().values_list("pk", "name", "plausible_min", "plausible_max")
    }
    before = _Before(keys, values)
    found = []
    for row, key, value in zip(writing, keys, values, strict=True):
        if value is not None:
            found += _doubts(plan, row, key, value, facts[key[0]], before)
    for doubt in sorted(found)[:TOLD]:
        plan.warn(f"{_where(plan, doubt.row)}: {doubt.words}.")
    if len(found) > TOLD:
        plan.warn(f"Còn {format_number(len(found) - TOLD)} số khác nên xem lại như vậy.")


def _doubts(plan, row, key, value, facts, before):
    """The gravest thing to say of one value."""
    place = plan.paths.index("value")
    own = plan.before[row][place] if row in plan.before else None
    period = Period(key[2], key[3])
    bases = [(own, "số đang có"), (before.year_ago(key), "cùng kỳ năm trước")]
    if is_thousandfold(value, last := before.last(key)):
        # From one month to the next figures leap for good reasons, but not a thousandfold.
        bases.append((last, "kỳ liền trước"))
    for base, named in bases:
        if leap := _leap(value, base):
            thousandfold, words = leap
            text = f"«{facts.name}» {period} ghi {format_number(value)}, {words} {named} ({format_number(base)})"
            return [Doubt(0 if thousandfold else 1, row, f"{text}: kiểm tra dấu chấm, phẩy và đơn vị")]
    if not is_plausible(value, facts.lowest, facts.highest):
        text = f"«{facts.name}» {period} ghi {format_number(value)}, nằm ngoài khoảng hợp lý của chỉ tiêu"
        return [Doubt(2, row, text)]
    return []


def _leap(value, base):
    """Whether the value is about a thousand times the base or the other way, and how far it leaps; None for no leap."""
    if not base or base <= 0 or value <= 0:
        return None
    times = max(value / base, base / value)
    if times <= JUMP:
        return None
    larger = value > base
    if is_thousandfold(value, base):
        return True, "gấp khoảng 1.000 lần" if larger else "chỉ bằng khoảng 1/1.000"
    return False, f"gấp hơn {JUMP} lần" if larger else f"chưa bằng 1/{JUMP}"


class _Before:
    """The most mature value of each figure a year and a period before: as the sheet says it, else as it is stored."""

    def __init__(self, keys, values):
        self.values = {}
        own = {Period(start, end) for _, _, start, end, _ in set(keys)}
        periods = {before(period) for period in own for before in (_year_before, _previous)} - {None}
        starts = [period.start for period in periods]
        if starts and len(keys) <= MOST_HELD_AGAINST_STORED:
            self._read_stored(keys, min(starts), max(starts))
        for key, value in zip(keys, values, strict=True):
            if key[4] in ACTUAL_KINDS and value is not None:
                self.values[key[:4]] = value

    def _read_stored(self, keys, first, last):
        rows = Figure.objects.order_by("maturity").filter(kind__in=ACTUAL_KINDS, value__isnull=False)
        rows = rows.filter(indicator__in={key[0] for key in keys}, place__in={key[1] for key in keys})
        for columns in stored.portions(rows.filter(period_start__range=(first, last)), [*KEY[:4], "value"]):
            for *key, value in zip(*columns, strict=True):
                self.values[tuple(key)] = value

    def year_ago(self, key):
        """What the figure was a year before; None for what is no actual figure, and for what nobody knows."""
        return self._at(key, _year_before)

    def last(self, key):
        """What the figure was in the period just before; None as above."""
        return self._at(key, _previous)

    def _at(self, key, before):
        period = before(Period(key[2], key[3])) if key[4] in ACTUAL_KINDS else None
        return period and self.values.get((key[0], key[1], period.start, period.end))


@cache
def _year_before(period):
    """The same period of the year before; None before the first year there is."""
    try:
        return period.year_before()
    except PeriodError:
        return None


@cache
def _previous(period):
    """The period of the same shape just before; None before the first there is."""
    try:
        return period.previous()
    except PeriodError:
        return None


def _where(plan, row):
    cell = plan.table.cell(row, plan.columns["value"][1])
    return f"Ô {cell}"
