"""Percentages as sheets print them: rounded, as fractions, or made of other percentages in place of sums."""

from decimal import Decimal

# What rounding to one decimal of a percentage may differ by, and a little more for values rounded before.
TOLERANCE = Decimal("0.11")
HUNDRED = Decimal(100)
# Above it, a number is taken for a percentage and not for a fraction.
LARGEST_FRACTION = 3


def is_percentage(printed, ratio):
    """Whether a percentage printed as 56,2 or as the fraction 0,562 is this one; 56 may be rounded."""
    exponent = printed.as_tuple().exponent
    rounding = Decimal("0.5").scaleb(exponent) if exponent <= 0 else Decimal(0)
    as_fraction = max(TOLERANCE / HUNDRED, rounding if exponent < -1 else Decimal(0))
    return abs(printed - ratio) <= max(TOLERANCE, rounding) or abs(printed - ratio / HUNDRED) <= as_fraction


def made_of(printed, parts):
    """How a percentage was made of others where it is their sum or their mean, in words; "" for neither."""
    if len(parts) < 2:
        return ""
    margin = TOLERANCE if abs(printed) > LARGEST_FRACTION else TOLERANCE / HUNDRED
    if abs(printed - sum(parts)) <= margin:
        return "tổng"
    return "trung bình cộng" if abs(printed - sum(parts) / len(parts)) <= margin else ""
