"""What a person is shown of a table that was understood: the sheet itself, with boxes to correct what is wrong."""

from config.sheets.choices import LAYOUT
from indicators.models import Source
from indicators.sheets.bare import MONTH, QUARTER
from indicators.sheets.decided import BARE, BESIDE, BLANK, LEFT_OUT, ZERO
from indicators.sheets.differing import offers
from indicators.sheets.groups import needs_own, screen_of_groups
from indicators.sheets.heads import Degree
from indicators.sheets.laid import Role
from indicators.sheets.nouns import SAME, is_same_noun

TEMPLATE = "indicators/sheets/layout.html"
# Longer tables are shown in part; what is asked of is always shown.
SHOWN_LINES = 400
LONGEST = 80

ROLES = [
    (Role.VALUE, "số liệu"),
    (BESIDE, "số liệu của chỉ tiêu thứ hai trong biểu"),
    (Role.COMPARED, "cột tính, chỉ để so"),
    (Role.NAME, "tên dòng"),
    (Role.UNIT, "đơn vị tính"),
    (Role.UNKNOWN, "bỏ qua"),
]
DEGREES = [
    (Degree.PLAN, "kế hoạch"),
    (Degree.TARGET, "mục tiêu"),
    (Degree.ESTIMATE, "ước tính"),
    (Degree.DONE, "thực hiện (theo sổ đang có)"),
    (Degree.PRELIMINARY, "sơ bộ"),
    (Degree.OFFICIAL, "chính thức"),
]
_PASSED_OVER = {Role.NUMBERING, Role.CODE, Role.NOTE}


def screen_of(unfolder):
    """Plain data for the template."""
    decided = unfolder.decided
    return {
        "template": TEMPLATE,
        "sheet": unfolder.laid.sheet,
        "seen_box": f"{LAYOUT}seen",
        "is_known": decided.is_known,
        "titles": unfolder.laid.titles[:8],
        "periods_down": unfolder.laid.periods_down,
        "place": {
            "box": f"{LAYOUT}place",
            "value": decided.place,
            "options": [[place.code, place.name] for place in unfolder.places.values()],
        },
        "source": {
            "box": f"{LAYOUT}source",
            "value": decided.source,
            "options": [[each.code, str(each)] for each in Source.objects.order_by("code")],
        },
        "period": {"box": f"{LAYOUT}period", "shown_box": f"{LAYOUT}shown", "value": str(decided.own or "")},
        "zeros": {"box": f"{LAYOUT}zeros", "value": decided.zeros, "blank": BLANK, "zero": ZERO}
        if unfolder.has_zeros
        else {},
        "bare": _bare(decided),
        "groups": screen_of_groups(decided, unfolder.names),
        "columns": [_column(each, unfolder) for each in decided.columns],
        "lines": list(_lines(unfolder)),
        "notes": offers(unfolder.differences, unfolder.layout),
        "indicators": [[each.code, each.name, each.unit.name] for each in unfolder.names.indicators.values()],
    }


def _bare(decided):
    """The one choice of what the bare numbers over columns are; {} where words say it."""
    if not any(each.column.bare for each in decided.columns):
        return {}
    options = [[MONTH, "là tháng"], [QUARTER, "là quý"], [LEFT_OUT, "không phải kỳ, bỏ qua các cột ấy"]]
    return {"box": BARE, "value": decided.bare, "options": options}


def _lines(unfolder):
    for at, line in enumerate(unfolder.laid.lines):
        shown = _line(line, unfolder)
        if at < SHOWN_LINES or shown.get("is_asked") or shown.get("noun"):
            yield shown


def _column(each, unfolder):
    role = BESIDE if each.is_beside and each.role == Role.VALUE else each.role
    return {
        "letter": each.column.letter,
        "head": each.column.head,
        "box": each.box,
        "role": Role.UNKNOWN if role in _PASSED_OVER else role,
        "roles": ROLES,
        "is_value": each.role == Role.VALUE,
        "is_compared": each.role == Role.COMPARED,
        "degree": each.degree,
        "degrees": DEGREES,
        "period": str(each.period or ""),
        "asks_indicator": unfolder.laid.periods_down and each.role == Role.VALUE,
        "indicator": each.indicator,
        "others": [[other.code, other.name] for other in each.others],
        "place": unfolder.places[each.place].name if each.place else "",
        "unit": each.column.unit,
    }


def _line(line, unfolder):
    each = unfolder.lines.get(line.number)
    shown = {
        "number": line.number,
        "name": line.name,
        "level": line.level,
        "cells": [line.shown(column.column.position)[:LONGEST] for column in unfolder.decided.columns],
        "is_heading": each is None,
    }
    if each is None:
        return shown
    known = unfolder.names.indicators.get(each.indicator)
    others = [[other.code, other.name] for other in each.others if other != known]
    return shown | {
        "box": each.box,
        "indicator": each.indicator,
        "left_out": LEFT_OUT,
        "known": [known.code, known.name] if known else [],
        "others": others,
        "is_asked": not each.indicator and needs_own(unfolder.decided, each),
        "noun": _noun(each, unfolder.decided) if each.noun else {},
    }


def _noun(each, decided):
    """The choice whether what a line counts by is what its indicator counts by."""
    is_same = is_same_noun(decided, each)
    return {"box": each.noun_box, "same": SAME, "word": each.noun, "own": each.own_noun, "is_same": is_same}
