"""Holds quarters and cumulated months against their months, and a cumulated series against what it was before."""

from decimal import Decimal

from config.values.numbers import plain_decimal
from indicators.models import Indicator
from indicators.periods import Period, PeriodError
from indicators.sheets.differing import Difference
from indicators.sheets.ratios import months_in
from indicators.sheets.values import Held, where_it_is

# Of so many rounded numbers the last place of the sum is uncertain by one.
SUMMANDS_A_PLACE = 4


def wrong_sums(known):
    """Quarters, halves and first months that are not the sum of their months; cumulated ones that fall."""
    for each in known.sheet.values():
        if _is_sum(each):
            fall = _fall(each, known)
            found = [known.at(each, month) for month in months_in(each.key.period)]
            if fall:
                yield fall
            if None not in found:
                yield from _wrong_sum(each, found)
            elif not fall:
                yield from _below_months(each, [month for month in found if month])


def _is_sum(each):
    """Whether a value is of some months of one year, of what is summed over them."""
    period = each.key.period
    is_flow = each.indicator.measure == Indicator.Measure.FLOW and not each.key.is_planned
    return is_flow and (period.length_in_months or 0) > 1 and period.start.year == period.end.year


def _wrong_sum(each, months):
    total = sum(month.number for month in months)
    if abs(total - each.number) > rounding(each, months):
        stored = [month for month in months if isinstance(month, Held)]
        where = f" (lấy trong sổ: {_listed(stored)})" if stored else ""
        told = (
            f"Ô {each.cell} ({each.name}): tệp ghi {each.told()}, cộng các tháng{where} được {each.told(total)}; các "
            "tháng trước có thể đã được sửa."
        )
        short = f"{each.key.period} ghi {each.told()}, cộng các tháng được {each.told(total)}"
        yield Difference(each.cell, told, short, each.cell)


def _below_months(each, months):
    """Less than the months that are known, though not all of them are."""
    total = sum((month.number for month in months), Decimal(0))
    if not each.indicator.may_be_negative and total - each.number > rounding(each, months):
        told = (
            f"Ô {each.cell} ({each.name}): tệp ghi {each.told()}, nhỏ hơn {each.told(total)} là {_listed(months)} cộng "
            "lại."
        )
        short = f"{each.key.period} ghi {each.told()}, riêng {_listed(months)} đã là {each.told(total)}"
        yield Difference(each.cell, told, short, each.cell)


def _listed(months):
    return ", ".join(str(month.key.period) for month in months)


def _fall(each, known):
    """A value of the first months that is less than that of fewer of them."""
    period = each.key.period
    if period.start.month != 1 or each.indicator.may_be_negative:
        return None
    before = (known.at(each, Period.first_months(period.end.year, n)) for n in range(period.end.month - 1, 0, -1))
    earlier = next(filter(None, before), None)
    if earlier is None or earlier.number <= each.number:
        return None
    told = (
        f"Ô {each.cell} ({each.name}): tệp ghi {each.told()}, số cộng dồn giảm: {earlier.key.period} "
        f"({where_it_is(earlier)}) đã là {each.told(earlier.number)}."
    )
    short = f"{each.key.period} ghi {each.told()}, nhỏ hơn {earlier.key.period} là {each.told(earlier.number)}"
    return Difference(each.cell, told, short, each.cell)


def rounding(each, others):
    """By how much a sum may differ because its parts are printed rounded."""
    exponents = [plain_decimal(one.number).as_tuple().exponent for one in [each, *others]]
    return Decimal(1).scaleb(min(0, *exponents)) * max(1, len(others) // SUMMANDS_A_PLACE)


def repeated(known):
    """Values of several digits that are last year's to the last digit."""
    for each in known.sheet.values():
        is_telling = each.indicator.measure in (Indicator.Measure.FLOW, Indicator.Measure.LEVEL)
        if not is_telling or each.key.is_planned or len(each.number.normalize().as_tuple().digits) < 3:
            continue
        before = _year_before(known, each)
        if before and before.number == each.number:
            where = f" ({where_it_is(before)})" if isinstance(before, Held) else ""
            told = (
                f"Ô {each.cell} ({each.name}): {each.key.period.phrase} và cùng kỳ năm trước{where} cùng ghi "
                f"{each.told()}."
            )
            short = f"{each.key.period} ghi {each.told()}, đúng bằng {before.key.period}"
            yield Difference(each.cell, told, short, each.cell)


def _year_before(known, each):
    try:
        return known.at(each, each.key.period.year_before())
    except PeriodError:
        return None
