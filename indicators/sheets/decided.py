"""What a table is taken for: as its words say, as a table like it was confirmed before, as a person says of it now."""

import json
from collections import Counter
from dataclasses import dataclass, field, replace

from config.sheets.choices import LAYOUT
from config.sheets.totals import TOTAL_WORDS
from config.values.text import identity_key, unmarked
from indicators.periods import Period, PeriodError, PeriodKind
from indicators.sheets.bare import MONTH, QUARTER, in_words, speaks_of_all
from indicators.sheets.groups import decide_groups, taught_of_groups
from indicators.sheets.heads import Base, Degree, understood
from indicators.sheets.laid import Role
from indicators.sheets.memory import keep_layout, known_layout, remembered
from indicators.sheets.nouns import decide_nouns, taught_of_nouns
from indicators.sheets.places import WHOLE, SaidPlace
from indicators.sheets.sheet_names import doubts_of_name, narrowed, period_of_file, period_of_name
from indicators.sheets.sums import settle_sums, take_unfinished

FIGURES = "indicators.Figure"
LEFT_OUT = "-"
BLANK, ZERO = "blank", "zero"
# The role of a column of the second indicator of each line.
BESIDE = "beside"
_ROLES = (Role.VALUE, BESIDE, Role.COMPARED, Role.NAME, Role.UNIT, Role.UNKNOWN)
# What the book is to remember of a layout, kept with what the sheet changes.
TAUGHT = f"{LAYOUT}taught"
BARE = f"{LAYOUT}bare"


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
    # Whether it speaks of the second indicator of each line; and the group that it is in, "" for none.
    is_beside: bool = False
    group: str = ""
    others: tuple = ()
    # The code of the place that its head names, "" for the report's own.
    place: str = ""
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
    # The word that it counts by, where it is another than the indicator's, and that one.
    noun: str = ""
    own_noun: str = ""

    @property
    def box(self):
        return f"{LAYOUT}r{self.line.number}"

    @property
    def noun_box(self):
        return f"{self.box}-noun"


@dataclass
class Decided:
    """All that is decided of one table, and what is still asked."""

    laid: object
    own: Period | None
    place: str = ""
    # The place that its titles name, or the one province there was; what was said of it holds for no other.
    named: str = ""
    # By the name of the sheet, the place that was said of a table that names none.
    sheets: dict = field(default_factory=dict)
    source: str = ""
    zeros: str = ""
    # What the bare numbers over columns count, where no word says it.
    bare: str = ""
    columns: list[DecidedColumn] = field(default_factory=list)
    lines: list[DecidedLine] = field(default_factory=list)
    is_known: bool = False
    is_seen: bool = False
    # What of the words contradicts itself.
    warnings: list[str] = field(default_factory=list)
    groups: list = field(default_factory=list)
    # What the cells of a line in a group are, by the number of the line and the key of the group.
    pairs: dict = field(default_factory=dict)
    # By indicator, the words that count what it counts by its own.
    nouns: dict = field(default_factory=dict)
    # Cells of quarters and years that sum only the months so far.
    unfinished: list[str] = field(default_factory=list)

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
        said = {"place": self.place, "named": self.named, "zeros": self.zeros, "columns": columns, "lines": lines}
        said |= taught_of_nouns(self) | ({"sheets": self.sheets} if self.sheets else {})
        said |= taught_of_groups(self) | ({"bare": self.bare} if self.bare else {})
        # A line whose cells are all in groups is known again too, though it is no indicator by itself.
        return {"keys": sorted([*columns, *(each.key for each in self.lines)]), "said": said}


def decide(laid, names, layout, places, *, is_part=False):
    """What a table is taken for, given the boxes of the form; `is_part` where its file has other tables."""
    own, _ = _own_period(laid, layout)
    columns = [DecidedColumn(column, _column_key(column, own), column.role) for column in laid.columns]
    lines = _keyed_lines(laid)
    known = known_layout(FIGURES, {each.key for each in [*columns, *lines]})
    said = known.said if known else {}
    bare = layout.get(BARE, said.get("bare", ""))
    _say_bare(laid, bare)
    settle_sums(laid.columns, laid.lines)
    own, warnings = _own_period(laid, layout)
    shown = _shown_period(layout, own)
    written, named = (ask(laid.titles, laid.sheet, own) for ask in (places.written, places.of_report))
    of_place = SaidPlace(said, laid, is_part)
    place = layout.get(f"{LAYOUT}place", of_place.recalled(written, named))
    if written is None and place and of_place.tells_places:
        warnings = [*warnings, f"Địa bàn được lấy theo tên trang «{laid.sheet}», như đã chọn lần trước: hãy kiểm tra."]
    decided = Decided(
        laid,
        own,
        place=place,
        named=named,
        sheets=of_place.taught(place) if written is None else {},
        source=layout.get(f"{LAYOUT}source", ""),
        zeros=layout.get(f"{LAYOUT}zeros", said.get("zeros", "")),
        bare=bare,
        columns=columns,
        lines=lines,
        is_known=known is not None,
        is_seen=layout.get(f"{LAYOUT}seen") == laid.sheet,
        warnings=warnings,
        unfinished=take_unfinished(laid),
    )
    for each in columns:
        _decide_column(each, decided, names, said.get("columns", {}).get(each.key), layout, shown)
    for each in lines:
        _decide_line(each, laid, names, said.get("lines", {}).get(each.key), layout)
    decide_groups(decided, names, places, said, layout)
    decide_nouns(decided, names, remembered(FIGURES, "nouns"), layout)
    return decided


def _say_bare(laid, counts):
    """Read the heads that are a bare number as what a person said that they count."""
    for column in laid.columns:
        if column.bare and counts in (MONTH, QUARTER) and column.bare <= (12 if counts == MONTH else 4):
            column.said = understood(f"{column.name} {in_words(counts, column.bare)}")
        elif column.bare and counts == LEFT_OUT:
            column.role = Role.UNKNOWN


def _own_period(laid, layout):
    """The period that the sheet reports, by what was said, its heads, its titles; and where these differ."""
    typed = layout.get(f"{LAYOUT}period", "").strip()
    if typed:
        try:
            return Period.parse(typed), []
        except PeriodError as error:
            return None, [str(error)]
    titles = narrowed(laid, list(filter(None, map(_period_of_title, laid.titles))) or period_of_name(laid))
    own = _reported(laid, titles)
    if own is None and (own := period_of_file(laid)):
        return own, [f"Kỳ {own.phrase} được lấy theo tên tệp «{laid.file}»: hãy kiểm tra, hoặc ghi kỳ ở tiêu đề."]
    heads = _periods_of(laid.of_role(Role.VALUE, Role.COMPARED), None)
    differing = [title for title in titles if own and title.end.year != own.end.year and title not in heads]
    return own, _other_years(laid, titles) or [
        f"Tiêu đề ghi {title.phrase}, đầu cột ghi {own.phrase}: số liệu được lấy theo đầu cột, hãy kiểm tra."
        for title in differing[:1]
    ] or doubts_of_name(laid, own)


def _other_years(laid, titles):
    """A title of a year that none of the years down a table is."""
    years = {line.said.year for line in laid.lines if laid.periods_down and line.said.year}
    named = {title.end.year for title in titles}
    if not (years and named) or any(min(years) <= year <= max(years) for year in named):
        return []
    return [
        f"Tiêu đề ghi {titles[0].phrase}, các dòng ghi từ {min(years)} đến {max(years)}: số liệu được lấy theo các "
        "dòng, hãy kiểm tra."
    ]


def _reported(laid, titles):
    """The period that the heads estimate, or the last that they speak of; of several the one that the titles say."""
    values = [column for column in laid.of_role(Role.VALUE, Role.COMPARED) if not column.said.is_planned]
    estimates = [column for column in values if column.said.degree == Degree.ESTIMATE]
    title = titles[0] if titles else None
    found = _periods_of(estimates, title)
    if title in found:
        return title
    found = found or _periods_of(values, None)
    # «Ước cả năm» beside «Ước tháng 11»: the report is the month's.
    parts = [period for period in found if period.kind not in (PeriodKind.YEAR, PeriodKind.YEARS)]
    if title and not parts and any(period.contains(title) for period in found):
        return title
    last = max(parts or found, key=lambda period: (period.end, period.start), default=title)
    is_later = title and title.kind != PeriodKind.YEAR and title.end.year == last.end.year and title.end >= last.end
    return title if is_later else last


def _periods_of(columns, own):
    return [period for column in columns if (period := _period_in_words(column, own)[0])]


def _period_of_title(title):
    """The period that a title names; the day on which a paper was signed is none."""
    said = replace(understood(title), span=None)
    if speaks_of_all(title):
        said = replace(said, relative=None)
    try:
        return said.period(None)
    except PeriodError:
        return None


def _shown_period(layout, own):
    """The report's period as the page showed it whose boxes these are."""
    try:
        return Period.parse(layout[f"{LAYOUT}shown"]) if layout.get(f"{LAYOUT}shown") else None
    except PeriodError:
        return None
    except KeyError:
        return own


# Columns


def _column_key(column, own):
    """What the column of next month's sheet shares with this one: its words, and where its period lies from the own."""
    if column.bare:
        return f"{unmarked(column.head)} @"
    words = "".join("#" if letter.isdigit() else letter for letter in unmarked(column.head))
    period, _ = _period_in_words(column, own)
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
    understood_as, _ = _period_in_words(each.column, own)
    return _distance(each.period, own) if each.period and each.period != understood_as else ""


def _decide_column(each, decided, names, said, layout, shown):
    own, box = decided.own, each.box
    each.place = each.column.place if each.column.place != WHOLE else ""
    if decided.laid.periods_down and each.role in (Role.VALUE, Role.COMPARED):
        _name_column(each, names)
    each.is_beside = identity_key(each.column.said.rest) in names.heads_beside
    if said:
        each.role = said["role"]
        each.indicator, each.is_beside = said["indicator"] or each.indicator, said["is_beside"]
    each.period, each.degree, each.fault = _proposed(each, decided, said, own)
    chosen = layout.get(f"{box}-role", "")
    if chosen in _ROLES:
        each.role, each.is_beside = (Role.VALUE if chosen == BESIDE else chosen), chosen == BESIDE
    each.indicator = _code_of(layout.get(f"{box}-indicator", each.indicator), names)
    # A box that still holds what the page proposed says nothing where the report's period was said to be another.
    before, degree, _ = _proposed(each, decided, said, shown)
    chosen = layout.get(f"{box}-degree", degree)
    if chosen != degree and chosen in list(Degree):
        each.degree = chosen
    if (typed := layout.get(f"{box}-period", "").strip()) not in ("", str(before or "")):
        try:
            each.period = Period.parse(typed)
        except PeriodError as error:
            each.fault = f"Cột {each.column.letter}: {error}"


def _name_column(each, names):
    """Of a table whose lines are periods: the indicator that a head names, also where it reads like a comparison."""
    unit = each.column.unit
    whole, match = names.of(each.column.name, unit), names.of_head(each.column.said.rest, unit)
    match = whole if whole.indicator or each.role == Role.COMPARED else match
    if each.role == Role.VALUE or match.indicator:
        each.role, each.others = Role.VALUE, match.others
        each.indicator = match.indicator.code if match.indicator else ""


def _proposed(each, decided, said, own):
    """The period and the degree of a column by its words, and by what was said of it before; and what is wrong."""
    period, fault = _period_in_words(each.column, own)
    if said and said["moved"] and own:
        try:
            period = _at_distance(said["moved"], own)
        except PeriodError as error:
            period, fault = None, str(error)
    degree = said["degree"] if said else each.column.said.degree or _degree_without_words(each, decided, own, period)
    return period, degree, fault


def _period_in_words(column, own):
    """What the words over a column say; None where some of its words for a time were not understood."""
    try:
        is_untold = column.bare and not column.said.part
        unsure = is_untold or (column.said.is_unsure and not column.said.base)
        if column.place and not column.said.names_time and not unsure:
            return own, ""
        return (None if unsure else column.said.period(own)), ""
    except PeriodError as error:
        return None, f"Cột {column.letter} «{column.head}»: {error}"


def _degree_without_words(each, decided, own, period):
    """What ends with an estimate is one; so is an index printed as a comparison in its own month."""
    if not (own and period and period.end >= own.end):
        return Degree.DONE
    if period.end > own.end or each.column.said.base == Base.YEAR_AGO:
        return Degree.ESTIMATE
    estimates = [column for column in decided.laid.columns if column.said.degree == Degree.ESTIMATE]
    return Degree.ESTIMATE if period.end in {one.end for one in _periods_of(estimates, own)} else Degree.DONE


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
    if not each.indicator and not match.others and identity_key(each.line.name).rstrip(" :.") in TOTAL_WORDS:
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
