"""Files that hold rows of several registers: clusters with their areas, works of the grid, schemes with their money."""

from dataclasses import dataclass, replace

from django.apps import apps
from django.contrib import admin

from config.sheets.accepting import plan_of_good_rows
from config.sheets.cells import text_of_any
from config.sheets.choices import PART, Choices
from config.sheets.columns import identity
from config.sheets.finding import dataset_from
from config.sheets.memory import recalled
from config.sheets.sheet import SheetError
from config.sheets.table import SheetTable, UnfoldedTable


@dataclass
class Other:
    """Another register that a file has rows for: its label, and what is read of the file for it."""

    label: str
    resource: object
    choices: Choices
    table: SheetTable


def others(plan, content, filename, sheets=None):
    """The other registers that the file of a plan has rows for, in the order of writing.

    `sheets` are those of the file where it has been opened already.
    """
    own, choices, found = plan.model._meta.label, plan.choices.of_file, []
    for label in plan.resource.shared_with:
        resource, choices = screen_of(label).resource_classes[0](), choices.arriving(label)
        if label != own and (table := _table(resource, content, filename, choices, sheets)):
            found.append(Other(label, resource, choices, table))
        choices = choices.of_file
    # A list of one register is no list of several only because another one knows its headings.
    return found if any(isinstance(table, UnfoldedTable) for table in [plan.table, *(o.table for o in found)]) else []


def asked_later(plan, found):
    """The plans of the registers after that of a plan, by its label: what they ask is asked now.

    Of a column that was asked about for one of them the others do not ask.
    """
    order, headings = plan.resource.shared_with, plan.unplaced
    for other in found:
        if order.index(other.label) > order.index(plan.model._meta.label):
            choices = replace(other.choices, left_out_elsewhere=(*other.choices.left_out_elsewhere, *headings))
            choices = recalled(choices, other.resource, other.table)
            later = plan_of_good_rows(other.resource, other.table, plan.user, choices=choices)
            headings = [*headings, *later.unplaced]
            yield other.label, later


def questions_of(plan, found):
    """What a file is asked for its other registers: by register, and of all of them alike (units, dots, days)."""
    parts, units, asked_rows = [], {each["heading"]: each for each in plan.unitless}, list(plan.asked_rows)
    dotted, short_day = plan.dotted, plan.short_day
    for label, later in asked_later(plan, found):
        units = {each["heading"]: each for each in later.unitless} | units
        dotted, short_day = dotted or later.dotted, short_day or later.short_day
        asked = {
            "unplaced": later.unplaced,
            "same": [each for each in later.asked_rows if each not in asked_rows],
            "constants": later.lacking,
        }
        asked_rows += later.asked_rows
        if any(asked.values()):
            told = {"label": label, "title": str(later.model._meta.verbose_name), "opening": f"{PART}{label}-"}
            parts.append(told | asked | {"columns": later.free_columns})
    return {"parts": parts, "units": list(units.values()), "dotted": dotted, "short_day": short_day}


def screen_of(label):
    """The screen of a register, by the label of its model."""
    return admin.site._registry[apps.get_model(label)]


def _table(resource, content, filename, choices, sheets):
    """The rows that a file has for a register; None where it has none."""
    try:
        table = dataset_from(content, filename, resource, choices=choices, sheets=sheets)
    except SheetError:
        return None
    headings = " ".join(identity(text_of_any(header)) for header in table.headers)
    return table if not resource.own_words or any(identity(word) in headings for word in resource.own_words) else None
