"""Fills the book from the sheets under fixtures/, by the same door as the staff's imports: it only adds."""

from importlib import import_module

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.module_loading import module_has_submodule

from config.sheets.applying import apply
from config.sheets.finding import dataset_from
from config.sheets.plan import Fate, Plan
from config.sheets.reading import SheetError

BOOK = settings.BASE_DIR / "fixtures"
DEMONSTRATION = BOOK / "demonstration"


class LoadError(ValueError):
    """A sheet that cannot be loaded; the message names the file, the row and the column."""


class Keeper:
    """Who loads: what stands under fixtures/ was approved before it came there."""

    def has_perm(self, permission):
        return True


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
        plan = Plan(resource, dataset_from(path.read_bytes(), path.name, resource), user=Keeper())
    except SheetError as error:
        raise LoadError(f"{path.name}: {error}") from error
    if not plan.problems:
        plan.rows = plan.of(Fate.NEW)
        try:
            apply(plan)
        except ValidationError as error:
            raise LoadError(f"{path.name}: {' '.join(error.messages)}") from error
    if plan.problems:
        raise LoadError("\n".join(f"{path.name}, {problem}" for problem in plan.problems))
    return len(plan.rows)
