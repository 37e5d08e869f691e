"""What the registers above count for figures: each count is declared once, and asked of its register with the others.

An app that keeps registers defines `counts(self, codes)` in its AppConfig and gives a list of RegisterCount; what must
be looked up to be declared may be left out where none of the codes speaks of it (None asks for all). Invented rows are
never counted: a figure of the book must not be made of them.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property, partial

from django.apps import apps
from django.db.models import Q, QuerySet

from config.values.numbers import plain_decimal
from indicators.asked import asked_together
from indicators.models import Place, Qualifier, Unit
from indicators.periods import Period, PeriodKind

# Rows that fall together: their number, `is_demonstration`, what they share, and of each amount that is added up its
# sum and, as `with_…`, how many rows have it.
Group = dict


@dataclass(frozen=True)
class Answer:
    """The groups a register gives for a place and period, and whether it holds any real row there at all."""

    groups: list[Group]
    is_filled: bool


@dataclass(frozen=True)
class Where:
    """Where rows are counted: the ids of a place and of all that lies under it."""

    places: list[int]
    # Whether it is the one province there is on the day: then what names no place lies in it.
    is_whole: bool

    def of(self, rows, path="place"):
        """Of a register's rows those that lie here; `path` is None where its rows name no place."""
        if path is None:
            return rows if self.is_whole else rows.none()
        here = Q(**{f"{path}__in": self.places})
        return rows.filter(here | Q(**{path: None}) if self.is_whole else here)


class Ground:
    """A place with all under it, as registers are asked for it on any day; a query for each level, and one."""

    def __init__(self, place):
        self._place = place
        self._provinces = list(Place.objects.filter(level=Place.Level.PROVINCE))
        self._places = sorted(Place.objects.ids_within(place))

    def on(self, day) -> Where:
        standing = [one for one in self._provinces if one.stands_on(day)]
        return Where(self._places, standing == [self._place])


@dataclass(frozen=True)
class Question:
    """What a register is asked: its rows here, the groups of those that count, and what is made of what they say."""

    register: QuerySet
    groups: QuerySet
    made: Callable[[list[Group]], list[Group]] = list


# Of a period that a register does not tell apart: one that counts by years, asked for a month.
UNTOLD = Answer([], is_filled=False)


def answers(questions: list[Question]) -> list[Answer]:
    """What registers say, all in one query; a list that nobody brought in is not a count of 0."""
    whole = [question.register.filter(is_demonstration=False) for question in questions]
    tables, filled = asked_together([question.groups for question in questions], whole)
    return [
        Answer(question.made(groups), is_filled)
        for question, groups, is_filled in zip(questions, tables, filled, strict=True)
    ]


def years_of(period: Period) -> tuple[int, int] | None:
    """The first and the last year of a period of whole years; None of any other."""
    whole = period.kind in (PeriodKind.YEAR, PeriodKind.YEARS)
    return (period.start.year, period.end.year) if whole else None


@dataclass(frozen=True)
class Register:
    """One register, and how it is asked for all its counts at once."""

    name: str
    # None for a period that it does not tell apart.
    ask: Callable[[Where, Period], Question | None]


@dataclass(frozen=True)
class Counted:
    """What a register counts, in the base unit of a dimension; None where it cannot say."""

    amount: Decimal | None = None
    dimension: str = ""
    # How many invented rows would have been counted too.
    left_out: int = 0

    def as_figure_of(self, indicator) -> Decimal | None:
        """The count as a figure of the indicator would say it: in its unit, with its decimals."""
        unit = indicator.unit
        if self.amount is None or unit.dimension != self.dimension:
            return None
        return rounded(self.amount / unit.factor, indicator.decimals)


@dataclass(frozen=True)
class RegisterCount:
    """One thing a register counts: of the groups that are kept the rows, or an amount in so many base units."""

    code: str
    label: str
    register: Register
    keep: Callable[[Group], bool]
    of: str = "rows"
    dimension: str = Unit.Dimension.COUNT
    factor: Decimal = Decimal(1)

    def counted(self, said: Answer) -> Counted:
        """The sum; None where a row lacks the amount, since a sum with a gap is no total."""
        kept = [group for group in said.groups if self.keep(group)]
        real = [group for group in kept if not group["is_demonstration"]]
        left_out = sum(group["rows"] for group in kept if group["is_demonstration"])
        has_gap = self.of != "rows" and any(group[f"with_{self.of}"] < group["rows"] for group in real)
        if has_gap or not said.is_filled:
            return Counted(None, self.dimension, left_out)
        return Counted(sum((group[self.of] for group in real), Decimal()) * self.factor, self.dimension, left_out)


def having(**wanted) -> Callable[[Group], bool]:
    """Keeps the groups of which each named thing is the one that is wanted, or one of a set."""
    sets = {name: one if isinstance(one, set | frozenset) else {one} for name, one in wanted.items()}
    return lambda group: all(group[name] in these for name, these in sets.items())


def all_counts(codes=None) -> dict[str, RegisterCount]:
    """Every declared count by its code, in the order of the apps; at least those of these codes."""
    configs = [app for app in apps.get_app_configs() if hasattr(app, "counts")]
    return {count.code: count for app in configs for count in app.counts(codes)}


def choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """The declared counts under the names of their registers, to choose from."""
    found = defaultdict(list)
    for count in all_counts().values():
        found[count.register.name].append((count.code, count.label))
    return list(found.items())


def refusal(code, unit, declared) -> str:
    """Why an indicator of a unit is not counted by this code; "" where it may be."""
    count = declared.get(code)
    if count is None:
        return f"Không sổ nào có cách đếm «{code}»: hãy chọn một cách đếm ở màn hình của chỉ tiêu, hoặc để trống."
    if count.dimension != unit.dimension:
        return (
            f"Sổ đếm «{count.label}» theo {Unit.Dimension(count.dimension).label}, chỉ tiêu tính bằng {unit}: hãy chọn "
            "cách đếm khác hoặc sửa đơn vị tính."
        )
    return ""


def count_for(codes, place, period) -> dict[str, Counted]:
    """What the registers count in a place and all under it in one period, by code."""
    return counts_for({period: codes}, place)[period]


def counts_for(wanted, place) -> dict[Period, dict[str, Counted]]:
    """What the registers count in a place and all under it, by period and code, of the codes wanted of each period.

    All registers are asked in one query. What is counted at a moment is counted on the last day of the period. Codes
    that nobody declares are left out.
    """
    declared = all_counts({code for codes in wanted.values() for code in codes})
    asked = {period: [declared[code] for code in codes if code in declared] for period, codes in wanted.items()}
    ground = Ground(place) if any(asked.values()) else None
    pairs = {(period, one.register) for period, counts in asked.items() for one in counts}
    questions = {pair: pair[1].ask(ground.on(pair[0].end), pair[0]) for pair in pairs}
    told = [pair for pair, question in questions.items() if question]
    said = dict.fromkeys(pairs, UNTOLD) | dict(zip(told, answers([questions[pair] for pair in told]), strict=True))
    return {
        period: {one.code: one.counted(said[period, one.register]) for one in counts}
        for period, counts in asked.items()
    }


class Tally:
    """What the registers count for a whole screen in one place: wanted one by one, asked together when first needed."""

    def __init__(self, place):
        self._place, self._wanted = place, defaultdict(set)

    def of(self, code, period) -> Callable[[], Counted]:
        """Want a count; what is given tells it later."""
        self._wanted[period].add(code)
        return partial(self._told, code, period)

    def _told(self, code, period):
        return self._found[period].get(code, Counted())

    @cached_property
    def _found(self):
        return counts_for(self._wanted, self._place)


def agrees(figure, count: Decimal) -> bool:
    """Whether a figure says what was counted, as exactly as it says it: 86,4 agrees with 86,37.

    «Khoảng 1.600» agrees with what rounds to it, «gần 7.400» with what lies less than a hundred below.
    """
    value, upper = figure.value, figure.upper
    last_digit = value.normalize().as_tuple().exponent
    match figure.qualifier:
        case Qualifier.OVER:
            return count >= value
        case Qualifier.UNDER:
            return count <= value
        case Qualifier.NEAR:
            return value - Decimal(1).scaleb(last_digit) < count <= value
        case Qualifier.RANGE:
            return value <= count <= upper
        case Qualifier.ABOUT:
            return rounded(count, -last_digit) == value
    return rounded(count, max(0, -last_digit)) == value


def rounded(value: Decimal, decimals: int) -> Decimal:
    """To so many decimals, or with less than none to tens and hundreds; halves go up."""
    return plain_decimal(value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))
