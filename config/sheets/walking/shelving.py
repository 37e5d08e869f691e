"""What of a plan is shown, put on a shelf: column by column, as each different value is made ready once."""

import re
from collections import Counter

from config.sheets.accepting import problems_of
from config.sheets.cells import text_of_any
from config.sheets.coded import Coded
from config.sheets.planned import FATES, Fate
from config.sheets.table import UnfoldedTable
from config.sheets.walking.shelf import Shelf
from config.sheets.walking.views import PROBLEM_PARTS

# What is rarer than this many kinds of errors is one more, of all that is left.
KINDS = 40
OTHERS = "Các lỗi khác"
_PARTICULAR = re.compile(r"(?:«[^»]*»|\d[\d.,/]*)(?:[,;] (?:«[^»]*»|\d[\d.,/]*))*")


def shelved(plan) -> bytes:
    """The rows of a plan, its problems and warnings, to be walked."""
    shelf = Shelf()
    told = {"plan": _rows(shelf, plan), "changes": _changes(shelf, plan), "left": _left(shelf, plan)}
    problems = problems_of(plan)
    told["refused"] = _lines(shelf, problems, [f"{each.column}: " if each.column else "" for each in problems])
    told["refused"]["rows"] = shelf.put_numbers(each.row or 0 for each in problems)
    told["refused"] |= {
        part: shelf.put_texts(Coded.of([str(getattr(each, part) or "") for each in problems])) for part in PROBLEM_PARTS
    }
    warnings = plan.warnings
    told["warnings"] = _lines(shelf, warnings, [""] * len(warnings)) | {"message": shelf.put_texts(Coded.of(warnings))}
    return shelf.dump(told)


def _rows(shelf, plan):
    """The planned rows, each under the headings of the file, and which of them are new, changed and the same."""
    columns = {name: (column, plan.cells[name]) for name, (column, _) in plan.columns.items() if name in plan.cells}
    keys = {name: (column, plan.keys[name]) for name, column in plan.key_columns.items()} if columns else {}
    put = {name: _shown(shelf, plan, name, *each) for name, each in (keys | columns).items()}
    fates = {str(fate): [row for row, each in enumerate(plan.fates) if each == code] for code, fate in enumerate(FATES)}
    return {
        "count": len(plan.fates),
        "keys": [[column.column_name, put[name]] for name, (column, _) in keys.items()],
        "cells": [[column.column_name, put[name]] for name, (column, _) in columns.items()],
        "numbers": shelf.put_numbers(plan.table.row_numbers),
        "cells_named": _names(shelf, plan.table),
        **{fate: shelf.put_numbers(rows) for fate, rows in fates.items() if fate != Fate.REFUSED},
    }


def _shown(shelf, plan, name, column, coded):
    bad = plan.bad_codes.get(name, ())
    texts = ["" if code in bad else column.show(value) for code, value in enumerate(coded.different)]
    return shelf.put_texts(Coded(texts, coded.at))


def _names(shelf, table):
    """The cells that rows of a sheet of another layout are named by; None where the number of a row names it."""
    return shelf.put_texts(Coded.of(table.cells)) if isinstance(table, UnfoldedTable) else None


def _changes(shelf, plan):
    """Of each column that changes: the rows it does so in, and what stands there before and after."""
    rows_of = {}
    for row in sorted(plan.changes):
        for name in plan.changes[row]:
            rows_of.setdefault(name, []).append(row)
    return [_change(shelf, plan, plan.resource.fields[name], rows_of[name]) for name in plan.columns if name in rows_of]


def _change(shelf, plan, column, rows):
    overrides, cells = plan.overrides.get(column.name, {}), plan.cells[column.name]
    before = Coded.of([plan.held(column, plan.before[row]) for row in rows])
    after = Coded.of([overrides[row] if row in overrides else cells[row] for row in rows])
    texts = [shelf.put_texts(each.made(lambda value: column.show(value) or "—")) for each in (before, after)]
    return [column.column_name, shelf.put_numbers(rows), *texts]


def _left(shelf, plan):
    """The rows that a person leaves out, as they stand in the file."""
    table = plan.left_table
    return {
        "count": len(table),
        "cells": [
            [heading, shelf.put_texts(Coded.of(column).made(text_of_any))]
            for heading, column in zip(table.headers, table.columns, strict=True)
        ],
        "numbers": shelf.put_numbers(table.row_numbers),
        "cells_named": _names(shelf, table),
    }


def _lines(shelf, lines, openings):
    """The kinds of what is wrong or odd, the most frequent first, and of which kind each line is."""
    messages = [getattr(each, "message", each) for each in lines]
    kinds = [f"{opening}{kind_of(message)}" for opening, message in zip(openings, messages, strict=True)]
    counted = Counter(kinds).most_common(KINDS)
    places = {kind: place for place, (kind, _) in enumerate(counted)}
    if rest := len(kinds) - sum(count for _, count in counted):
        counted.append((OTHERS, rest))
    alone = {kind: f"{opening}{message}" for kind, opening, message in zip(kinds, openings, messages, strict=True)}
    named = [[alone[kind] if count == 1 else kind, count] for kind, count in counted]
    return {
        "count": len(kinds),
        "kinds": named,
        "kind_of": shelf.put_numbers(places.get(kind, len(places)) for kind in kinds),
    }


def kind_of(message):
    """A message without what only this row says in it."""
    return _PARTICULAR.sub("…", message)
