"""Brings a file in by two steps, in a request or in a job: look at it, and write what was seen of it."""

from django.core.exceptions import ValidationError

from config.sheets import memory, originals, sharing, uploads
from config.sheets.accepting import changes_of, plan_of_good_rows
from config.sheets.applying import write
from config.sheets.changeset import Changeset
from config.sheets.choices import Choices
from config.sheets.finding import dataset_from, opened
from config.sheets.history import Arrival, keeper
from config.sheets.preview import Preview
from config.sheets.progress import Stage, untold
from config.sheets.returning import Returned


def look(resource, content, filename, user, progress=untold, choices=None, sheets=None) -> Preview:
    """What a file would change, kept so that it can be written; SheetError where it cannot be read.

    `sheets` are those of the file where it has been opened already.
    """
    if sheets is None and resource.shared_with:
        # Its sister registers read it too.
        progress(Stage.OPENING, 0, 0)
        sheets = opened(content, filename, resource)
    version, plan = _planned(resource, content, filename, user, progress, choices, sheets)
    return _shown(plan, version, content, filename, sheets=sheets)


def write_seen(resource, kept, filename, user, *, progress=untold, seal):
    """Write changes as they were kept: gives None, or a preview to look at again where nothing was written.

    `seal` gets the counts of what is written and its place in the history, inside the transaction that writes it.
    """
    content, dumped = uploads.parted(kept)
    changes = Changeset.load(dumped)
    choices = Choices.of(changes.choices)
    if resource.version() != changes.version:
        version, plan = _planned(resource, content, filename, user, progress, choices)
        if not _says_still(plan, changes):
            return _shown(plan, version, content, filename, has_changed=not plan.problems)
    history = keeper()
    begun, digest = history.begin(), originals.keep(content)
    returned = originals.keep(Returned.of(changes).dump()) if changes.returned else ""

    def recorded(pks):
        memory.keep(resource, choices, user)
        counts, size = changes.counts, len(content)
        written = changes.letters, pks, changes.numbers
        arrival = Arrival(resource._meta.model, filename, changes.sheet, digest, size, counts, *written, returned)
        seal(counts, history.record(begun, arrival))

    try:
        write(changes, resource, user, progress=progress, seal=recorded)
    except ValidationError as error:
        version, plan = _planned(resource, content, filename, user, progress, choices)
        if not _says_still(plan, changes):
            return _shown(plan, version, content, filename, has_changed=not plan.problems)
        for message in error.messages:
            plan.refuse(message)
        return _shown(plan, version, content, filename)
    return None


def _planned(resource, content, filename, user, progress, choices, sheets=None):
    """The plan of a file, and the version of what it is looked up in, which is read before the plan is made."""
    choices = (choices or Choices()).arriving(resource._meta.model._meta.label)
    table = dataset_from(content, filename, resource, progress, choices, user, sheets)
    choices = memory.recalled(choices, resource, table)
    return resource.version(), plan_of_good_rows(resource, table, user, progress, choices)


def _shown(plan, version, content, filename, *, has_changed=False, sheets=None):
    preview = Preview.of(plan, filename)
    preview.has_changed = has_changed
    preview.came = keeper().earlier(plan.model, uploads.digest(content), plan.sheet) or ()
    found = sharing.others(plan, content, filename, sheets)
    preview.parts = [other.label for other in found]
    preview.keep(plan, version, content, sharing.questions_of(plan, found))
    return preview


def _says_still(plan, changes):
    """Whether a file that was planned anew would do what was seen of it."""
    return not plan.problems and changes.says_the_same_as(changes_of(plan))
