"""Files that hold rows of several registers: clusters with their areas, works of the grid, schemes with their money."""

from django.apps import apps
from django.contrib import admin

from config.sheets.cells import text_of_any
from config.sheets.columns import identity
from config.sheets.finding import dataset_from
from config.sheets.sheet import SheetError
from config.sheets.table import UnfoldedTable


def others(plan, content, filename, sheets=None):
    """The other registers that the file of a plan has rows for, by their models' labels, in the order of writing.

    `sheets` are those of the file where it has been opened already.
    """
    labels = [label for label in plan.resource.shared_with if label != plan.model._meta.label]
    tables = {label: _table(label, content, filename, plan.choices.of_file, sheets) for label in labels}
    # A list of one register is no list of several only because another one knows its headings.
    if not any(isinstance(table, UnfoldedTable) for table in [plan.table, *tables.values()]):
        return []
    return [label for label, table in tables.items() if table is not None]


def screen_of(label):
    """The screen of a register, by the label of its model."""
    return admin.site._registry[apps.get_model(label)]


def _table(label, content, filename, choices, sheets):
    """The rows that a file has for a register; None where it has none."""
    resource = screen_of(label).resource_classes[0]()
    try:
        table = dataset_from(content, filename, resource, choices=choices, sheets=sheets)
    except SheetError:
        return None
    headings = " ".join(identity(text_of_any(header)) for header in table.headers)
    return table if not resource.own_words or any(identity(word) in headings for word in resource.own_words) else None
