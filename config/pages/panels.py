"""What a register adds up to, for people who look before they read: a chart, and its table one click below."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from config.pages.charts.bars import bars, words_of
from config.pages.charts.columns import columns
from config.pages.charts.values import Drawing, Item, Point, Strand
from config.values.dates import format_date
from config.values.numbers import format_number

# What a chart has room for; the table below it holds the others too.
MOST_BARS = 10
MOST_SLOTS = 15
MOST_STRANDS = 4
TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Line:
    """One line of a panel: what it is of, its numbers by column, the list it leads to; `tick` names it on an axis."""

    label: str
    numbers: list[Decimal | int | None]
    address: str = ""
    is_demonstration: bool = False
    tick: str = ""


@dataclass(frozen=True)
class Panel:
    """A chart with its title, the table it is made of, and what must be known to read both."""

    title: str
    head: str
    heads: list[str]
    lines: list[Line]
    drawing: Drawing | None
    note: str = ""

    @property
    def is_demonstration(self):
        return any(line.is_demonstration for line in self.lines)


def bar_panel(title, *, head, heads, lines, unit, whole=None, total=None, most=MOST_BARS, note=""):
    """Bars of the first numbers of lines, `most` of them; `whole` is the column of what each is a part of."""
    items = [
        Item(
            line.label,
            _decimal(line.numbers[0]),
            None if whole is None else _decimal(line.numbers[whole]),
            address=line.address,
        )
        for line in lines[:most]
    ]
    drawing = None
    if any(item.value is not None for item in items):
        told = "; ".join(f"{item.label}: {words_of(item, _decimal(total))}" for item in items)
        drawing = bars(items, title=title, description=_in_words(told, unit), unit=unit, total=_decimal(total))
        note = f"{_of_rounding(items, total)} {note}".strip()
    if len(lines) > most:
        note = f"Biểu đồ vẽ {most} dòng đầu trong {format_number(len(lines))} dòng của bảng. {note}".strip()
    return Panel(title, head, heads, lines, drawing, note)


def column_panel(title, *, head, heads, lines, unit, drawn=None, stacked=False, note=""):
    """Columns over time, a line for each slot in the order of time; `drawn` are the columns shown, all unless told.

    Side by side they may be four, the most a chart has colours for; stacked, those past it are drawn together.
    """
    drawn = list(range(len(heads))) if drawn is None else drawn
    shown = _in_time(lines)
    strands = [Strand(heads[at], [_point(slot, line, at, heads[at]) for slot, line in shown]) for at in drawn]
    if stacked:
        # A part of which there is nothing has no place in the stack.
        strands = [Strand(one.name, [point for point in one.known if point.value]) for one in strands]
    strands = [strand for strand in strands if strand.known]
    strands = _few(strands) if stacked else strands
    drawing = None
    if strands:
        times = _names_of(shown)
        last = lines[-1]
        if last.tick and last.tick != last.label:
            note = f"Cột cuối tính đến ngày {last.label}. {note}".strip()
        told = "; ".join(_course(strand, {slot: line.label for slot, line in shown}) for strand in strands)
        drawing = columns(strands, times, title=title, description=_in_words(told, unit), unit=unit, stacked=stacked)
    return Panel(title, head, heads, lines, drawing, note)


def year_line(until, numbers, *, is_demonstration=False):
    """What stood at the end of a year, or on the day the year has come to."""
    year = str(until.year)
    label = year if (until.month, until.day) == (12, 31) else format_date(until)
    return Line(label, numbers, is_demonstration=is_demonstration, tick=year)


def _in_time(lines):
    """The last lines with their slots: years as far apart as they are, whatever else side by side."""
    ticks = [line.tick or line.label for line in lines]
    slots = [int(tick) if tick.isdecimal() else None for tick in ticks]
    if None in slots:
        return list(enumerate(lines[-MOST_SLOTS:]))
    return [(slot, line) for slot, line in zip(slots, lines, strict=True) if slot > slots[-1] - MOST_SLOTS]


def _names_of(shown):
    """The label of every slot, a year without a line too."""
    names = {slot: line.tick or line.label for slot, line in shown}
    return {slot: names.get(slot, str(slot)) for slot in range(min(names), max(names) + 1)}


def _few(parts):
    """The parts of a stack, as many as a chart has colours for: those past them together, so that none is left out."""
    if len(parts) <= MOST_STRANDS:
        return parts
    amounts = {}
    for part in parts[MOST_STRANDS - 1 :]:
        for point in part.known:
            amounts[point.slot] = amounts.get(point.slot, 0) + point.value
    words = "các loại còn lại"
    rest = [Point(slot, value, words=f"{words}: {format_number(value)}") for slot, value in amounts.items()]
    return [*parts[: MOST_STRANDS - 1], Strand(words, rest)]


def _in_words(told, unit):
    """What a chart shows, for whoever does not see it."""
    return f"Đơn vị: {unit}. {told[0].upper()}{told[1:]}." if unit else f"{told[0].upper()}{told[1:]}."


def _course(strand, labels):
    """«dự án từ 95 (2012) đến 376 (2025)»."""
    first, last = strand.known[0], strand.known[-1]
    ends = [f"{format_number(point.value)} ({labels[point.slot]})" for point in (first, last)]
    return f"{strand.name} {ends[0]}" if first is last else f"{strand.name} từ {ends[0]} đến {ends[1]}"


def _of_rounding(items, total):
    """What is to be said where all parts of a total are drawn and their rounded shares do not add up."""
    amounts = [item.value for item in items]
    if not total or None in amounts or sum(amounts) != total:
        return ""
    shares = sum((amount / total * 100).quantize(TENTH, ROUND_HALF_UP) for amount in amounts)
    return "" if shares == 100 else f"Các tỷ lệ đã làm tròn nên cộng lại được {format_number(shares, 1)} %."


def _point(slot, line, at, name):
    value = _decimal(line.numbers[at])
    shown = format_number(value)
    return Point(slot, value, label=shown, words=f"{line.label}, {name}: {shown}")


def _decimal(number):
    return None if number is None else Decimal(number)
