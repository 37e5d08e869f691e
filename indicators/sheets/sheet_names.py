"""What the name of a sheet or of its file says of the period of its table: «T1» of a workbook of months, «XK 2025»."""

import re
from pathlib import PurePath

from indicators.periods import Period, PeriodError, PeriodKind
from indicators.sheets.heads import understood
from indicators.sheets.laid import Role

_SEPARATORS = re.compile(r"[_+]+")


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


def period_of_file(laid):
    """The period that only the name of the file says, «khuyến công năm 2024.xlsx», of a table that says no time."""
    said = understood(_SEPARATORS.sub(" ", PurePath(laid.file).stem))
    if (
        not said.year
        or said.base
        or any(line.said.names_time for line in laid.lines)
        or any(map(_is_dated, _heads(laid)))
    ):
        return None
    return next(iter(_part_of_years(said.part, [said.year])), None) if said.part else Period.year(said.year)


def narrowed(laid, titles):
    """The periods of titles that only say a year, where the sheet is named by a part of it and no head says a time."""
    said = understood(laid.sheet)
    if not said.part or laid.periods_down or any(map(_is_dated, _heads(laid))):
        return titles
    years = [title.end.year for title in titles if title.kind == PeriodKind.YEAR]
    return _part_of_years(said.part, years) if titles and len(years) == len(titles) else titles


def doubts_of_name(laid, own):
    """What to look at where the name of a sheet says a part of a year, and its table another one or none."""
    part = understood(laid.sheet).part
    if not (part and own) or laid.periods_down:
        return []
    heads = [head for head in _heads(laid) if _is_dated(head)]
    named = _part_of_years(part, [own.end.year])
    if own.kind == PeriodKind.YEAR and named != [own] and heads and not any(head.part for head in heads):
        return [
            f"Trang tên là «{laid.sheet}» mà đầu cột chỉ ghi năm: số liệu được hiểu là của cả {own.phrase}. Nếu là số "
            "của một tháng, một quý thì ghi kỳ ở đầu cột."
        ]
    if named == [own] and not heads and not any(understood(title).part for title in laid.titles):
        return [f"Kỳ {own.phrase} được lấy theo tên trang «{laid.sheet}»: hãy kiểm tra, hoặc ghi kỳ ở tiêu đề."]
    periods = [own, *_parts_of(heads, own.end.year)]
    if any(one.contains(period) or period.contains(one) for one in named for period in periods):
        return []
    return [f"Trang tên là «{laid.sheet}» mà bảng ghi {own.phrase}: số liệu được lấy theo bảng, hãy kiểm tra."]


def _heads(laid):
    return [column.said for column in laid.of_role(Role.VALUE, Role.COMPARED)]


def _is_dated(said):
    return bool(said.year or said.part or said.span)


def _part_of_years(part, years):
    try:
        return [part.of(year) for year in years]
    except PeriodError:
        return []


def _parts_of(heads, year):
    """The periods that heads name, those of no year in the year of the report."""
    return [period for head in heads if head.part for period in _part_of_years(head.part, [head.year or year])]
