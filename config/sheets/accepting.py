"""What of a file can be written: the plan of its good rows, beside the rows that go back to whoever sent them."""

from dataclasses import astuple, replace

from config.sheets.changeset import Changeset
from config.sheets.choices import Choices
from config.sheets.plan import Plan
from config.sheets.planned import Problem
from config.sheets.progress import untold
from config.sheets.table import UnfoldedTable

LEFT = "Dòng này được bỏ lại, chưa ghi: hãy gửi lại khi cần ghi."


def plan_of_good_rows(resource, table, user=None, progress=untold, choices=None):
    """The plan of the rows that can be written without the others; in it what was wrong with these, `returned`.

    Rules over several rows hold for what is written: each time rows are refused, the rest is planned anew.
    """
    returned = {}
    first = plan = Plan(resource, table, user, progress, choices)
    while plan.problems_of_rows and not plan.file_problems:
        returned |= refused_of(plan)
        plan = Plan(resource, table, user, progress, choices, without=frozenset(returned))
    plan.take_questions(_once_placed(first, resource, table, user, choices or Choices()))
    plan.returned = dict(sorted(returned.items()))
    return plan


def _once_placed(first, resource, table, user, choices):
    """The plan whose rows are read though some columns wait for an answer: what it asks is asked along with them."""
    if isinstance(table, UnfoldedTable) or not (first.unplaced or first.unitless):
        return first
    units = {each["heading"]: each["options"][0] for each in first.unitless}
    left_out = (*choices.left_out, *first.unplaced)
    return Plan(resource, table, user, choices=replace(choices, left_out=left_out, units=choices.units | units))


def refused_of(plan):
    """What is wrong with the rows of a plan, by their places; also with those as doubtful as a refused one."""
    wrong = plan.doubts | plan.problems_of_rows
    return {plan.places[row]: problems for row, problems in wrong.items()}


def problems_of(plan):
    """All that keeps rows of a file from being written: of the whole file, then row by row."""
    of_rows = [problem for problems in plan.returned.values() for problem in problems]
    return [*plan.file_problems, *of_rows, *plan.problems[len(plan.file_problems) :]]


def going_back(plan):
    """All that whoever sent the file gets back: what is wrong, and the rows they left out."""
    return [*problems_of(plan), *(Problem(LEFT, number) for number in plan.left)]


def changes_of(plan, version=""):
    """What is written of a file, with what comes of all its other rows."""
    returned = list(map(list, map(astuple, going_back(plan))))
    made = Changeset.of(plan) if not plan.problems else Changeset(sheet=plan.sheet, head=plan.table.origin.last)
    return replace(made, version=version, counts=counts_of(plan), returned=returned)


def counts_of(plan):
    """What comes of each row of the file, counted: nothing is passed over."""
    counts = {str(fate): count for fate, count in plan.counts.items()}
    return counts | {"refused": counts["refused"] + len(plan.returned), "left": len(plan.left)}
