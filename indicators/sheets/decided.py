"""What a table is taken for: as its words say, as a table like it was confirmed before, as a person says of it now."""

import json
from collections import Counter
from dataclasses import dataclass, field

from config.sheets.choices import LAYOUT
from config.values.text import identity_key, unmarked
from config.values.units import parted
from indicators.models import Place
from indicators.periods import Period, PeriodError
from indicators.sheets.heads import Base, Degree, understood
from indicators.sheets.laid import Role
from indicators.sheets.memory import keep_layout, known_layout

FIGURES = "indicators.Figure"
LEFT_OUT = "-"
BLANK, ZERO = "blank", "zero"
# What the book is to remember of a layout, kept with what the sheet changes.
TAUGHT = f"{LAYOUT}taught"
_TOTALS = ("tổng", "cộng")


@dataclass
class DecidedColumn:
    """What a column is taken for."""

    column: object
    key: str
    role: str
    degree: str = ""
    period: Period | None = None
    # Of a table whose lines are periods.
    indicator: str = ""
    # Whether it speaks of the second indicator of each line.
    is_beside: bool = False
    others: tuple = ()
    fault: str = ""

    @property
    def box(self):
        return f"{LAYOUT}c{self.column.letter}"


@dataclass
class DecidedLine:
    """Which indicator a line is taken for; "" for not known, LEFT_OUT for none."""

    line: object
    key: str
    indicator: str = ""
    others: tuple = ()

    @property
    def box(self):
        return f"{LAYOUT}r{self.line.number}"


@dataclass
class Decided:
    """All that is decided of one table, and what is still asked."""

    laid: object
    own: Period | None
    place: str = ""
    source: str = ""
    zeros: str = ""
    columns: list[DecidedColumn] = field(default_factory=list)
    lines: list[DecidedLine] = field(default_factory=list)
    is_known: bool = False
    is_seen: bool = False
    # What of the words contradicts itself.
    warnings: list[str] = field(default_factory=list)

    def taught(self):
        """What the book remembers of it for the next table of this layout."""
        columns = {
            each.key: {
                "role": each.role,
                "degree": each.degree,
                "indicator": each.indicator,
                "is_beside": each.is_beside,
                "moved": _moved(each, self.own),
            }
            for each in self.columns
        }
        lines = {each.key: each.indicator for each in self.lines if each.indicator}
        said = {"place": self.place, "zeros": self.zeros, "columns": columns, "lines": lines}
        return {"keys": sorted([*columns, *lines]), "said": said}


def decide(laid, names, layout, places):
    """What a table is taken for, given the boxes of the form; `places` are those of the book by code."""
    own, warnings = _own_period(laid, layout)
    columns = [DecidedColumn(column, _column_key(column, own), column.role) for column in laid.columns]
    lines = _keyed_lines(laid)
    known = known_layout(FIGURES, {each.key for each in [*columns, *lines]})
    said = known.said if known else {}
    decided = Decided(
        laid,
        own,
        place=layout.get(f"{LAYOUT}place", said.get("place") or _place_in(laid.titles, places, own)),
        source=layout.get(f"{LAYOUT}source", ""),
        zeros=layout.get(f"{LAYOUT}zeros", said.get("zeros", "")),
        columns=columns,
        lines=lines,
        is_known=known is not None,
        is_seen=layout.get(f"{LAYOUT}seen") == laid.sheet,
        warnings=warnings,
    )
    for each in columns:
        _decide_column(each, decided, names, said.get("columns", {}).get(each.key), layout)
    for each in lines:
        _decide_line(each, laid, names, said.get("lines", {}).get(each.key), layout)
    return decided


def _own_period(laid, layout):
    """The period that the sheet reports, by what was said, its heads, its titles; and where these differ."""
    typed = layout.get(f"{LAYOUT}period", "").strip()
    if typed:
        try:
            return Period.parse(typed), []
        except PeriodError as error:
            return None, [str(error)]
    heads = [(column, column.said.period(None)) for column in laid.of_role(Role.VALUE, Role.COMPARED)]
    heads = [(column, period) for column, period in heads if period and not _is_meant(column)]
    titles = [period for title in laid.titles if (period := understood(title).period(None))]
    if not heads:
        return (titles[0] if titles else None), []
    estimates = [(column, period) for column, period in heads if column.said.degree == Degree.ESTIMATE]
    own = max((period for _, period in estimates or heads), key=lambda period: (period.end, period.start))
    differing = [title for title in titles if title.end.year != own.end.year and title not in {one for _, one in heads}]
    return own, [
        f"Tiêu đề ghi {title.phrase}, đầu cột ghi {own.phrase}: số liệu được lấy theo đầu cột, hãy kiểm tra."
        for title in differing[:1]
    ]


def _is_meant(column):
    return column.said.degree in (Degree.PLAN, Degree.TARGET)


def _place_in(titles, places, own):
    """The one place that the lines above the table name, else the one province there was at the time."""
    standing = [place for place in places.values() if own is None or place.stands_on(own.end)]
    text = f" {identity_key(' '.join(titles))} "
    named = [place.code for place in standing if f" {identity_key(parted(place.name)[0])} " in text]
    provinces = [place.code for place in standing if place.level == Place.Level.PROVINCE]
    found = named or provinces
    return found[0] if len(found) == 1 else ""


# Columns


def _column_key(column, own):
    """What the column of next month's sheet shares with this one: its words, and where its period lies from the own."""
    words = "".join("#" if letter.isdigit() else letter for letter in unmarked(column.head))
    period = column.said.period(own)
    return f"{' '.join(words.replace('#', ' # ').split())} @{_distance(period, own)}"


def _distance(period, own):
    if not (period and own):
        return ""
    months = 12 * (period.end.year - own.end.year) + period.end.month - own.end.month
    return f"{months}/{period.length_in_months or 0}"


def _at_distance(distance, own):
    months, _, length = distance.partition("/")
    last = 12 * own.end.year + own.end.month - 1 + int(months)
    first = last - int(length) + 1
    return Period(
        Period.month(first // 12, first % 12 + 1).start,
        Period.month(last // 12, last % 12 + 1).end,
    )


def _moved(each, own):
    """Where the period lies from the own, where a person said another than the words do."""
    understood_as = each.column.said.period(own)
    return _distance(each.period, own) if each.period and each.period != understood_as else ""


def _decide_column(each, decided, names, said, layout):
    own, box = decided.own, each.box
    each.period = _period_of(each, own)
    each.degree = each.column.said.degree or _degree_without_words(each, decided)
    if decided.laid.periods_down and each.role == Role.VALUE:
        match = names.of(each.column.said.rest)
        each.indicator, each.others = (match.indicator.code if match.indicator else ""), match.others
    each.is_beside = identity_key(each.column.said.rest) in names.heads_beside
    if said:
        each.role, each.degree = said["role"], said["degree"]
        each.indicator, each.is_beside = said["indicator"] or each.indicator, said["is_beside"]
        each.period = _at_distance(said["moved"], own) if said["moved"] and own else each.period
    each.role = layout.get(f"{box}-role", each.role)
    each.degree = layout.get(f"{box}-degree", each.degree)
    each.is_beside = layout.get(f"{box}-role") == "beside" if f"{box}-role" in layout else each.is_beside
    each.role = Role.VALUE if each.role == "beside" else each.role
    each.indicator = _code_of(layout.get(f"{box}-indicator", each.indicator), names)
    if typed := layout.get(f"{box}-period", "").strip():
        try:
            each.period = Period.parse(typed)
        except PeriodError as error:
            each.fault = f"Cột {each.column.letter}: {error}"


def _period_of(each, own):
    try:
        return each.column.said.period(own)
    except PeriodError as error:
        each.fault = f"Cột {each.column.letter} «{each.column.head}»: {error}"
        return None


def _degree_without_words(each, decided):
    """What ends with an estimate is one; so is an index printed as a comparison in its own month."""
    own = decided.own
    if not (own and each.period and each.period.end == own.end):
        return Degree.DONE
    is_index = each.column.said.base == Base.YEAR_AGO
    ends_with_it = any(column.said.degree == Degree.ESTIMATE for column in decided.laid.columns)
    return Degree.ESTIMATE if is_index or ends_with_it else Degree.DONE


# Lines


def _keyed_lines(laid):
    if laid.periods_down:
        return []
    seen, lines = Counter(), []
    for line in laid.lines:
        if line.has_values:
            key = f"{line.above}/{identity_key(line.name)}"
            seen[key] += 1
            lines.append(DecidedLine(line, key if seen[key] == 1 else f"{key}#{seen[key]}"))
    return lines


def _decide_line(each, laid, names, said, layout):
    unit = each.line.unit or laid.corner
    match = names.of(each.line.name, unit)
    each.others = match.others
    each.indicator = match.indicator.code if match.indicator else ""
    if not each.indicator and not match.others and identity_key(each.line.name).startswith(_TOTALS):
        each.indicator = LEFT_OUT
    if said == LEFT_OUT or said in names.indicators:
        each.indicator = said
    chosen = layout.get(f"{each.box}-other", "").strip() or layout.get(each.box, "")
    if each.box in layout:
        each.indicator = _code_of(chosen, names)


def _code_of(chosen, names):
    """A code that was chosen, or the code of a name that was typed."""
    if chosen in names.indicators or chosen in ("", LEFT_OUT):
        return chosen
    match = names.of(chosen)
    return match.indicator.code if match.indicator else ""


def remember(text, user):
    """Keep what was confirmed of a layout."""
    taught = json.loads(text)
    keep_layout(FIGURES, taught["keys"], taught["said"], user)
