"""Fills the book from the sheets under fixtures/, by the same door as the staff's imports: it only adds."""

from importlib import import_module

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.module_loading import module_has_submodule

from config.sheets.applying import apply
from config.sheets.finding import SheetDataset, dataset_from
from config.sheets.plan import Plan
from config.sheets.reading import SheetError

BOOK = settings.BASE_DIR / "fixtures"
DEMONSTRATION = BOOK / "demonstration"
# More lines than these help nobody: one missing catalogue makes an error of every row.
NAMED = 20


class LoadError(ValueError):
    """A sheet that cannot be loaded; the message names the file, the row and the column."""


def sheets():
    """File names and resources of all apps, lower apps first."""
    for app in apps.get_app_configs():
        if module_has_submodule(app.module, "fixtures"):
            yield from import_module(f"{app.name}.fixtures").SHEETS


@transaction.atomic
def load(folder):
    """Add the rows that are missing from all sheets of a folder, or none; gives how many for each file.

    One transaction, longer than a clerk's may be: half a book would look like a whole one to the next start.
    """
    found = ((folder / name, resource) for name, resource in sheets())
    return {path.name: add_missing(path, resource()) for path, resource in found if path.exists()}


def add_missing(path, resource):
    """Add the rows of a sheet whose key is not stored yet; a row that is there stays as someone left it."""
    try:
        sheet = dataset_from(path.read_bytes(), path.name, resource)
        plan = Plan(resource, sheet)
        missing = {row.number for row in plan.rows if row.pk is None}
        if not missing and not plan.file_problems:
            return 0
        if len(missing) < len(plan.rows):
            plan = Plan(resource, _only(sheet, missing))
        apply(plan)
    except SheetError as error:
        raise LoadError(f"{path.name}: {error}") from error
    except ValidationError as error:
        raise LoadError(f"{path.name}: {' '.join(error.messages)}") from error
    if plan.problems:
        raise LoadError(_told(path, plan.problems))
    return len(plan.rows)


def _told(path, problems):
    lines = [f"{path.name}, {problem}" for problem in problems[:NAMED]]
    others = len(problems) - NAMED
    return "\n".join([*lines, f"… và {others} lỗi khác trong tệp này."] if others > 0 else lines)


def _only(sheet, numbers):
    """The rows with these numbers: what stands in the others must not be checked against what a clerk changed."""
    kept = [(row, number) for row, number in zip(sheet, sheet.row_numbers, strict=True) if number in numbers]
    return SheetDataset(
        *(row for row, _ in kept), headers=sheet.headers, title=sheet.title, row_numbers=[number for _, number in kept]
    )
