"""Fills the book from the sheets under fixtures/, by the same door as the staff's imports: it only adds."""

import csv
from datetime import datetime, time
from importlib import import_module

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.module_loading import module_has_submodule

from config.planner import tell_planner
from config.sheets.applying import apply
from config.sheets.finding import dataset_from
from config.sheets.plan import Plan
from config.sheets.sheet import SheetError
from config.values.dates import parse_date
from indicators.actions.approving import write_versions
from indicators.actions.releasing import decide
from indicators.models import Figure, Release, ReleaseItem, Version

BOOK = settings.BASE_DIR / "fixtures"
DEMONSTRATION = BOOK / "demonstration"
RELEASES = "releases.csv"
# More lines than these help nobody: one missing catalogue makes an error of every row.
NAMED = 20


class LoadError(ValueError):
    """A sheet that cannot be loaded; the message names the file, the row and the column."""


def sheets():
    """File names and resources of all apps, lower apps first; before them what counts are declared by."""
    own = [app.name for app in apps.get_app_configs() if module_has_submodule(app.module, "fixtures")]
    modules = [import_module(f"{name}.fixtures") for name in own]
    for module in modules:
        yield from getattr(module, "NAMED_BY_INDICATORS", ())
    for module in modules:
        yield from module.SHEETS


@transaction.atomic
def load(folder):
    """Add the rows that are missing from all sheets of a folder, or none; gives how many for each file.

    One transaction, longer than a clerk's may be: half a book would look like a whole one to the next start.
    """
    found = ((folder / name, resource) for name, resource in sheets())
    newest = Figure.objects.aggregate(newest=Max("pk"))["newest"] or 0
    added = {path.name: add_missing(path, resource()) for path, resource in found if path.exists()}
    release_as_documented(folder / RELEASES, Figure.objects.filter(pk__gt=newest))
    if any(added.values()):
        tell_planner(apps.get_models(include_auto_created=True))
    return added


def release_as_documented(path, figures):
    """Approve the figures that were just loaded, and make each public in the release of its document.

    The line of the releases that names no source takes what the others leave. A release that is published already
    takes nothing more: what a newer version of the book adds comes in a release of its own, from today.
    """
    waiting = list(figures.select_related("source", "indicator").order_by("pk"))
    if not waiting or not path.exists():
        return
    write_versions(waiting, by=None)
    for line in csv.DictReader(path.read_text("utf-8-sig").splitlines(), delimiter=";"):
        sources = set(filter(None, (code.strip() for code in line["Nguồn"].split(","))))
        chosen = [figure for figure in waiting if not sources or (figure.source and figure.source.code in sources)]
        waiting = [figure for figure in waiting if figure not in chosen]
        _release(line, [figure for figure in chosen if figure.indicator.is_public])


def _release(line, figures):
    if not figures:
        return
    hour = datetime.combine(parse_date(line["Công khai từ"]), time(), timezone.get_current_timezone())
    code, title = line["Mã đợt"], line["Tên đợt công bố"]
    if Release.objects.filter(code=code).exists():
        code, title, hour = f"{code}-{timezone.localdate()}", f"{title} (bổ sung)", timezone.now()
    release = Release.objects.create(code=code, title=title, note=line["Lời dẫn"])
    versions = Version.objects.newest().filter(figure__in=figures).order_by("figure")
    ReleaseItem.objects.bulk_create(
        ReleaseItem(release=release, version=version, figure_id=version.figure_id) for version in versions
    )
    decide(release, hour, by=None)


def add_missing(path, resource):
    """Add the rows of a sheet whose key is not stored yet; a row that is there stays as someone left it."""
    try:
        sheet = dataset_from(path.read_bytes(), path.name, resource)
        plan = Plan(resource, sheet)
        missing = [row for row, pk in enumerate(plan.pks) if not pk]
        if not missing and not plan.file_problems:
            return 0
        if len(missing) < len(plan.rows):
            # What stands in the others must not be checked against what a clerk changed.
            plan = Plan(resource, sheet.only(missing))
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
