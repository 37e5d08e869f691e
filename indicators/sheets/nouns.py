"""Units that count by another word than their indicator, «1000 cái» of one in triệu sản phẩm: a person is asked.

A set may be two pieces and a pair two shoes, so nothing is converted from one word to another before that was said.
"""

from config.values.text import nfc
from config.values.units import counted, spelling_key
from indicators.sheets.cells import text_of

# What reports and yearbooks count goods by.
NOUNS = frozenset(
    ("cái", "chiếc", "bộ", "sản phẩm", "con", "đôi", "quyển", "cuốn", "tờ", "bao", "thùng", "hộp", "chai", "lon", "gói")
    + ("viên", "tấm", "cây", "máy", "xe", "thiết bị", "linh kiện")
)
SAME = "same"


def noun_of(unit):
    """The word that a unit counts goods by, «cái» of «nghìn cái»; "" for any other unit."""
    _, noun = counted(nfc(unit).casefold())
    return noun if noun in NOUNS else ""


def other_noun(unit, indicator, units):
    """The word of a unit that is another than the indicator's, in which the book would know it; "" for any other."""
    noun, own = noun_of(unit), noun_of(indicator.unit.name)
    is_other = noun and own and noun != own and spelling_key(unit) not in units
    return noun if is_other and spelling_key(_in_noun(unit, own)) in units else ""


def decide_nouns(decided, names, remembered, layout):
    """Which words were said to be the indicator's own, before and by the boxes of the form; and where that is asked."""
    decided.nouns = {code: list(nouns) for code, nouns in remembered.items() if code in names.indicators}
    for each in decided.lines:
        known = names.indicators.get(each.indicator)
        units = _units_of(each.line, decided.laid)
        likely = [(unit, other) for unit in units for other in ([known] if known else each.others)]
        found = ((noun, other) for unit, other in likely if (noun := other_noun(unit, other, names.units)))
        each.noun, other = next(found, ("", None))
        each.own_noun = noun_of(other.unit.name) if other else ""
        if known and each.noun:
            before = decided.nouns.get(known.code, [])
            is_same = layout.get(each.noun_box, SAME if each.noun in before else "") == SAME
            decided.nouns[known.code] = [*(noun for noun in before if noun != each.noun), *[each.noun] * is_same]


def is_same_noun(decided, each):
    return each.noun in decided.nouns.get(each.indicator, ())


def taught_of_nouns(decided):
    """By indicator, the words to remember."""
    codes = {each.indicator for each in decided.lines}
    found = {code: nouns for code, nouns in decided.nouns.items() if code in codes}
    return {"nouns": found} if found else {}


def faults_of_nouns(decided, names):
    asked = [
        f"{each.line.number} (một «{each.noun}» là một «{each.own_noun}»?)"
        for each in decided.lines
        if each.noun and each.indicator in names.indicators and not is_same_noun(decided, each)
    ]
    if not asked:
        return []
    return [f"Đơn vị tính đếm bằng từ khác với chỉ tiêu ở dòng {', '.join(asked)}: hãy trả lời, hoặc bỏ qua dòng."]


def in_own_noun(unit, indicator, decided):
    """A unit in the word of its indicator, where that was said to be the same; as it is otherwise."""
    is_same = noun_of(unit) in decided.nouns.get(indicator.code, ())
    return _in_noun(unit, noun_of(indicator.unit.name)) if is_same else unit


def _in_noun(unit, noun):
    """A unit with another word to count by, «nghìn sản phẩm» of «nghìn cái»."""
    return f"{nfc(unit)[: -len(noun_of(unit))]}{noun}"


def _units_of(line, laid):
    columns = {column.position: column for column in laid.columns}
    filled = [columns[place] for place, cell in line.cells.items() if text_of(cell)]
    return dict.fromkeys(column.unit or line.unit or laid.corner for column in filled)
