"""What the name of a sheet says of the period of its table: «T1» of a workbook of months, «XK 2025»."""

from indicators.periods import Period, PeriodError, PeriodKind
from indicators.sheets.heads import understood
from indicators.sheets.laid import Role


def period_of_name(laid):
    """The period that only the name of the sheet says: a year, or a month that its heads name without a year."""
    said = understood(laid.sheet)
    if not said.year or said.base:
        return []
    if not said.part:
        return [Period.year(said.year)]
    heads = _heads(laid)
    fits = not any(_is_dated(head) for head in heads) or any(head.part == said.part and not head.year for head in heads)
    return _part_of_years(said.part, [said.year]) if fits else []


def narrowed(laid, titles):
    """The periods of titles that only say a year, where the sheet is named by a part of it and no head says a time."""
    said = understood(laid.sheet)
    if not said.part or laid.periods_down or any(map(_is_dated, _heads(laid))):
        return titles
    years = [title.end.year for title in titles if title.kind == PeriodKind.YEAR]
    return _part_of_years(said.part, years) if titles and len(years) == len(titles) else titles


def told_of_years(laid, own):
    """What to look at where a sheet named by a month has heads that only say years."""
    said, heads = understood(laid.sheet), _heads(laid)
    is_of_year = own and own.kind == PeriodKind.YEAR and any(map(_is_dated, heads)) and not any(h.part for h in heads)
    if not (said.part and is_of_year) or laid.periods_down:
        return []
    return [
        f"Trang tên là «{laid.sheet}» mà đầu cột chỉ ghi năm: số liệu được hiểu là của cả {own.phrase}. Nếu là số của "
        "một tháng, một quý thì ghi kỳ ở đầu cột."
    ]


def _heads(laid):
    return [column.said for column in laid.of_role(Role.VALUE, Role.COMPARED)]


def _is_dated(said):
    return bool(said.year or said.part or said.span)


def _part_of_years(part, years):
    try:
        return [part.of(year) for year in years]
    except PeriodError:
        return []
