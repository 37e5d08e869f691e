"""Groups of columns that are no time: for each line and group it is decided which indicator their cells are of."""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from config.sheets.choices import LAYOUT
from config.sheets.totals import TOTAL_WORDS
from config.values.text import identity_key, unmarked
from indicators.sheets.laid import Role
from indicators.sheets.variants import Variants, is_known_group, kind_of

# What a person says of a whole group: its cells are of the line's own indicator; what is not found is left out; all is.
OWN, REST_OUT, OUT = "own", "rest", "-"
_PRICE_YEAR = re.compile(r"\bgia (?:so sanh|ss|co dinh)(?: nam)? ((?:19|20)\d\d)\b")
BASE_YEAR = "2010"
# What only says that groups follow.
_LEADING = re.compile(r"^(?:(?:chia ra|trong đó|bao gồm|gồm|phân theo [\w ]+:)\s*:?\s*)+", re.IGNORECASE)
# The words of a column that a person said to be of the second indicator, and that has none.
SECOND = "chỉ tiêu thứ hai trong biểu"


@dataclass
class Group:
    """Columns under one head that is no time, by the words of it."""

    key: str
    words: str
    box: str
    columns: list = field(default_factory=list)
    choice: str = ""


@dataclass
class Pair:
    """The cells of a line in a group: of which indicator they are, "" for not known, OUT for none."""

    line: object
    group: Group
    code: str = ""
    others: tuple = ()
    is_chosen: bool = False

    @property
    def box(self):
        return f"{LAYOUT}p{self.line.line.number}-{self.group.box.removeprefix(LAYOUT)}"

    @property
    def key(self):
        return f"{self.line.key}|{self.group.key}"


def decide_groups(decided, names, places, said, layout):
    """Find the groups of a table, and say of each of its columns in which it is; what was said of them comes first."""
    groups = _groups(decided, places)
    for group in groups.values():
        group.choice = layout.get(group.box, said.get("groups", {}).get(group.key, ""))
        for each in group.columns:
            each.group = group.key
    decided.groups = list(groups.values())
    variants = Variants(names) if groups else None
    for line in decided.lines:
        for group in decided.groups:
            if line.indicator != OUT and any(each.column.position in line.line.cells for each in group.columns):
                pair = _decided(Pair(line, group), decided, variants, said.get("pairs", {}), layout)
                decided.pairs[line.line.number, group.key] = pair


def _groups(decided, places):
    if decided.laid.periods_down:
        return {}
    values = [each for each in decided.columns if each.role == Role.VALUE]
    words = {each.column.position: _words(each.column, places) for each in values}
    slots = defaultdict(set)
    for each in values:
        if each.period:
            slots[each.period, each.degree, each.place].add(words[each.column.position])
    # Where columns are places, words that are not known are the name of one more.
    are_places = any(each.place for each in values)
    apart = set() if are_places else {text for texts in slots.values() if len(texts) > 1 for text in texts}
    kinds = {text: kind for text in words.values() if (kind := kind_of(text)[0])}
    apart |= set(kinds) if len(set(kinds.values())) > 1 else set()
    groups = {}
    for each in values:
        text = words[each.column.position] or (SECOND if each.is_beside else "")
        key = identity_key(text)
        if text and (text in apart or each.is_beside or is_known_group(text)):
            group = groups.setdefault(key, Group(key, text, f"{LAYOUT}g{len(groups)}"))
            group.columns.append(each)
    return groups


def _words(column, places):
    """What a head says that is no time, no place and no unit; "" for the whole: «Tổng số»."""
    text = _LEADING.sub("", column.said.rest.strip(" -.:/"))
    if places.find(text)[0] or identity_key(text) in TOTAL_WORDS:
        return ""
    year = _PRICE_YEAR.search(unmarked(column.name))
    return f"{text} {year[1]}" if year and year[1] != BASE_YEAR else text


def _decided(pair, decided, variants, said, layout):
    names, group = variants.names, pair.group
    own = names.indicators.get(pair.line.indicator)
    units = {each.column.unit for each in group.columns} - {""}
    unit = next(iter(units)) if len(units) == 1 else "" if units else pair.line.line.unit or decided.laid.corner
    match = variants.of(pair.line.line.name, own, group.words, unit)
    beside = names.beside.get(own.code) if own and any(each.is_beside for each in group.columns) else ""
    pair.others = match.others
    pair.code = beside or (match.indicator.code if match.indicator else "")
    if not pair.code and own and units and not any(names.takes(own, unit) for unit in units):
        # Another group may have the unit of the line's indicator.
        others = [each for each in decided.columns if each not in group.columns]
        pair.code = OUT if any(_takes(each, own, names) for each in others) else ""
    chosen = layout.get(f"{pair.box}-other", "").strip() or layout.get(pair.box, "") or said.get(pair.key, "")
    code = chosen if chosen in (*names.indicators, OUT) else _code(chosen, names)
    if code:
        pair.code, pair.is_chosen = code, True
    if group.choice == OWN and own:
        pair.code = own.code
    if group.choice == OUT or (group.choice == REST_OUT and not pair.code):
        pair.code = OUT
    return pair


def _takes(each, own, names):
    return each.role == Role.VALUE and each.column.unit and names.takes(own, each.column.unit)


def _code(text, names):
    found = names.of(text).indicator if text else None
    return found.code if found else ""


def needs_own(decided, line):
    """Whether a line has numbers in columns that are in no group, which are of its own indicator."""
    return any(
        each.role == Role.VALUE and not each.group and each.column.position in line.line.cells
        for each in decided.columns
    ) or not any(number == line.line.number for number, _ in decided.pairs)


def faults_of_groups(decided):
    unknown = [pair for pair in decided.pairs.values() if not pair.code]
    if not unknown:
        return []
    heads = ", ".join(dict.fromkeys(f"«{pair.group.words}»" for pair in unknown))
    lines = ", ".join(dict.fromkeys(str(pair.line.line.number) for pair in unknown))
    return [
        f"Nhóm cột {heads} của dòng {lines} chưa rõ là chỉ tiêu nào: hãy chọn ở mục «Nhóm cột», hoặc chọn «bỏ qua»."
    ]


def left_out(decided):
    """The cells in groups that are of no indicator: those whose unit tells, and those that a person left out."""
    told, chosen = [], []
    for pair in decided.pairs.values():
        if pair.code == OUT:
            cells = told if not (pair.is_chosen or pair.group.choice) else chosen
            places = [each.column for each in pair.group.columns if each.column.position in pair.line.line.cells]
            cells += [f"{column.letter}{pair.line.line.number}" for column in places]
    return told, chosen


def taught_of_groups(decided):
    """What the book remembers of them: what a person said, and nothing that the words say."""
    pairs = {pair.key: pair.code for pair in decided.pairs.values() if pair.is_chosen}
    groups = {group.key: group.choice for group in decided.groups if group.choice}
    return {name: said for name, said in [("groups", groups), ("pairs", pairs)] if said}


def screen_of_groups(decided, names):
    """The groups as they are shown: what each line is in them, and a choice where that is not known."""
    options = [
        ["", "theo tên chỉ tiêu"], [OWN, "chính chỉ tiêu của dòng"], [REST_OUT, "bỏ qua dòng chưa rõ"],
        [OUT, "bỏ qua cả nhóm"],
    ]  # fmt: skip
    return [
        {
            "words": group.words,
            "letters": ", ".join(each.column.letter for each in group.columns),
            "box": group.box,
            "choice": group.choice,
            "options": options,
            "pairs": [_shown(pair, names) for pair in decided.pairs.values() if pair.group is group],
        }
        for group in decided.groups
    ]


def _shown(pair, names):
    known = names.indicators.get(pair.code)
    return {
        "number": pair.line.line.number,
        "name": pair.line.line.name,
        "box": pair.box,
        "is_asked": not pair.code,
        "is_chosen": pair.is_chosen,
        "is_out": pair.code == OUT,
        "known": [known.code, known.name] if known else [],
        "others": [[each.code, each.name] for each in pair.others if each != known],
    }
