"""The arithmetic behind every comparison printed anywhere; an unknown answer is None, never 0."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from enum import StrEnum

from config.values.numbers import EXACT, MISSING, format_number

Number = Decimal | int

HUNDRED = Decimal(100)
# How far apart a misread dot, or a unit of thousands, sets two figures that are near each other.
THOUSANDFOLD = range(500, 2001)


class MeasureError(ValueError):
    """Arithmetic that would have no meaning, such as a sum of shares; the message says why."""


class MeasureKind(StrEnum):
    """What a figure measures, which decides what may be computed from it."""

    LEVEL = "level"
    FLOW = "flow"
    STOCK = "stock"
    RATE = "rate"
    SHARE = "share"
    INDEX = "index"
    RATIO = "ratio"

    @property
    def adds_up(self) -> bool:
        """Whether parts may be summed; of rates, shares, indices and ratios the sum means nothing."""
        return self in (MeasureKind.LEVEL, MeasureKind.FLOW, MeasureKind.STOCK)

    @property
    def compared_in(self) -> str:
        """The unit of a comparison with another period: %, percentage points, or points of an index."""
        if self == MeasureKind.INDEX:
            return "điểm"
        return "%" if self.adds_up else "điểm %"


@dataclass(frozen=True)
class Comparison:
    """How far a value lies from its base, and in which unit; the amount is None where that is unknown."""

    amount: Decimal | None
    unit: str

    def phrase(self, decimals: int = 1) -> str:
        """«tăng 8,9 %», «giảm 1,2 điểm %», «không đổi» or «—»."""
        return _movement(self.amount, self.unit, decimals)


def growth(value: Number | None, base: Number | None) -> Decimal | None:
    """Growth over the base in %; None where one is missing, the base is not above 0 or the value is below 0."""
    value, base = _decimal(value), _decimal(base)
    if value is None or base is None or base <= 0 or value < 0:
        return None
    return (value - base) / base * HUNDRED


def change(value: Number | None, base: Number | None) -> Decimal | None:
    """The difference in the figure's own unit."""
    value, base = _decimal(value), _decimal(base)
    return None if value is None or base is None else value - base


def points(value: Number | None, base: Number | None) -> Decimal | None:
    """The difference of two rates or shares, in percentage points («điểm phần trăm»)."""
    return change(value, base)


def ratio(value: Number | None, base: Number | None) -> Decimal | None:
    """The value as % of the base («bằng 108,9 %»); None where growth would be unknown."""
    value, base = _decimal(value), _decimal(base)
    if value is None or base is None or base <= 0 or value < 0:
        return None
    return value / base * HUNDRED


def of_plan(value: Number | None, plan: Number | None) -> Decimal | None:
    """The value as % of what was planned («đạt 108,2 % kế hoạch»)."""
    return ratio(value, plan)


def share(part: Number | None, whole: Number | None) -> Decimal | None:
    """The part as % of the whole («chiếm 56,2 %»)."""
    return ratio(part, whole)


def cagr(first: Number | None, last: Number | None, years: int) -> Decimal | None:
    """Average yearly growth in % from the first value to the last, that many years later: (last / first)^(1/years) - 1.

    It is the one rate that, applied each year, leads from the first to the last; not the mean of the yearly rates.
    """
    first, last = _decimal(first), _decimal(last)
    if first is None or last is None or first <= 0 or last < 0 or years <= 0:
        return None
    return (_root(last / first, years) - 1) * HUNDRED


def compound(rate: Number | None, years: int) -> Decimal | None:
    """What a yearly growth of rate % comes to over the years, in % of the start: 10,5 over 5 gives 164,7."""
    rate = _decimal(rate)
    if rate is None or rate < -HUNDRED or years < 0:
        return None
    return (1 + rate / HUNDRED) ** years * HUNDRED


def implied_base(value: Number | None, increase: Number | None) -> Decimal | None:
    """What the base must have been for a value reported with its increase."""
    return change(value, increase)


def convert(
    value: Number | None, from_dimension: str, from_factor: Number, to_dimension: str, to_factor: Number
) -> Decimal | None:
    """The value in another unit of the same dimension; MeasureError across dimensions."""
    if from_dimension != to_dimension:
        raise MeasureError(f"Không đổi được từ «{from_dimension}» sang «{to_dimension}»: hai đại lượng khác nhau.")
    value = _decimal(value)
    return None if value is None else value * _decimal(from_factor) / _decimal(to_factor)


def rounding_interval(printed: Number, decimals: int = 0) -> tuple[Decimal, Decimal]:
    """The numbers that would be printed so: 54 stands for 53,5 up to, but not with, 54,5."""
    half = Decimal(5).scaleb(-decimals - 1)
    printed = _decimal(printed)
    return printed - half, printed + half


def within_rounding(printed: Number | None, computed: Number | None, decimals: int = 0) -> bool | None:
    """Whether the computed number would be printed as it was; None where one of the two is missing."""
    printed, computed = _decimal(printed), _decimal(computed)
    if printed is None or computed is None:
        return None
    return computed.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, EXACT) == printed


def total(values: Iterable[Number | None], measure: MeasureKind = MeasureKind.LEVEL) -> Decimal | None:
    """The sum; unknown where a part is missing or there is none; MeasureError for what does not add up."""
    if not MeasureKind(measure).adds_up:
        raise MeasureError("Tỷ lệ, tỷ trọng, chỉ số không cộng được: hãy cộng tử số và mẫu số rồi chia.")
    numbers = [_decimal(value) for value in values]
    return None if not numbers or None in numbers else sum(numbers, Decimal(0))


def known_sum(values: Iterable[Number | None]) -> Number | None:
    """The sum of the amounts that are known, None where none is: for totals that say of how many parts they are."""
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def mean_rate(
    numerators: Iterable[Number | None], denominators: Iterable[Number | None], per: Number = HUNDRED
) -> Decimal | None:
    """The rate of several units together: sum over sum, not the mean of their rates; in % unless told."""
    parts, whole = total(numerators), total(denominators)
    return None if parts is None or not whole else parts / whole * _decimal(per)


def is_plausible(value: Number | None, lowest: Number | None, highest: Number | None) -> bool:
    """Whether a value lies in the range said to be plausible; an open end, or a missing value, refuses nothing."""
    if value is None:
        return True
    return (lowest is None or value >= lowest) and (highest is None or value <= highest)


def is_thousandfold(value: Number | None, base: Number | None) -> bool:
    """Whether one is about a thousand times the other, which a misread dot or unit makes of it."""
    if not value or not base or (value < 0) != (base < 0):
        return False
    return int(max(value / base, base / value)) in THOUSANDFOLD


def comparison(measure: MeasureKind | str, value: Number | None, base: Number | None) -> Comparison:
    """The value against its base as its measure allows: growth in %, or a difference in points."""
    unit = MeasureKind(measure).compared_in
    return Comparison(growth(value, base) if unit == "%" else points(value, base), unit)


def growth_phrase(rate: Number | None, decimals: int = 1) -> str:
    """«tăng 8,9 %», «giảm 0,9 %», «không đổi»; «—» where the growth is unknown."""
    return _movement(_decimal(rate), "%", decimals)


def yearly_growth_phrase(rate: Number | None, decimals: int = 1) -> str:
    """«bình quân tăng 5,2 %/năm», «bình quân không đổi»; «—» where the growth is unknown."""
    phrase = growth_phrase(rate, decimals)
    return phrase if rate is None else f"bình quân {phrase}{'' if rate == 0 else '/năm'}"


def points_phrase(difference: Number | None, decimals: int = 1) -> str:
    """«tăng 1,2 điểm %»; «—» where the difference is unknown."""
    return _movement(_decimal(difference), "điểm %", decimals)


def ratio_phrase(percent: Number | None, decimals: int = 1) -> str:
    """«bằng 108,9 %»; «—» where the ratio is unknown."""
    return MISSING if percent is None else f"bằng {format_number(percent, decimals)} %"


def plan_phrase(percent: Number | None, decimals: int = 1) -> str:
    """«đạt 108,2 % kế hoạch»; «—» where it is unknown."""
    return MISSING if percent is None else f"đạt {format_number(percent, decimals)} % kế hoạch"


def _movement(amount: Decimal | None, unit: str, decimals: int) -> str:
    if amount is None:
        return MISSING
    if amount == 0:
        return "không đổi"
    direction = "tăng" if amount > 0 else "giảm"
    smallest = Decimal(1).scaleb(-decimals)
    # «tăng 0,0 %» would say that something moved and that nothing did.
    if abs(amount) * 2 < smallest:
        return f"{direction} dưới {format_number(smallest)} {unit}"
    return f"{direction} {format_number(abs(amount), decimals)} {unit}"


def _root(number: Decimal, degree: int) -> Decimal:
    with localcontext() as context:
        context.prec += 12
        root = number ** (Decimal(1) / degree)
    return +root


def _decimal(value: Number | None) -> Decimal | None:
    """Exact arithmetic only: a float would bring its binary noise into a printed figure."""
    if value is None or isinstance(value, Decimal):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    raise TypeError(f"a figure is a Decimal or an int, not {type(value).__name__}")
