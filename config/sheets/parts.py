"""One upload feeds one register after another where its file holds rows of several."""

from django.urls import reverse

from config.sheets import jobs, uploads
from config.sheets.changeset import Changeset
from config.sheets.choices import Choices
from config.sheets.importing import look
from config.sheets.sharing import screen_of
from config.sheets.sheet import SheetError


def doors(screen, request, preview):
    """For each other register of a file its name, where it is looked at there, and the token of what was seen here."""
    others = [other for other in map(screen_of, preview.parts) if other.has_import_permission(request)]
    return [
        (
            other.opts.verbose_name,
            reverse("admin:{}_{}_answer".format(*other.get_model_info())),
            other.signed(request, preview=preview.place),
        )
        for other in others
    ]


def next_preview(screen, request, kept, filename):
    """Of a file that was just written into one register, the preview of the next that it has something new for."""
    content, dumped = uploads.parted(kept)
    order = screen.resource(request).shared_with
    if not order or jobs.is_heavy(content):
        return None
    choices = Choices.of(Changeset.load(dumped).choices).of_file
    for label in order[order.index(screen.opts.label) + 1 :]:
        other = screen_of(label)
        if other.has_import_permission(request) and (preview := _part(other, request, content, filename, choices)):
            return other.preview_page(request, preview)
    return None


def _part(screen, request, content, filename, choices):
    """What a file would change in another register; None where it has no rows for it, or all are stored as they are."""
    try:
        preview = look(screen.resource(request), content, filename, request.user, choices=choices)
    except SheetError:
        return None
    if preview.parts and not (preview.writes or preview.problem_count):
        uploads.drop(preview.kept)
    return preview if preview.parts and (preview.writes or preview.problem_count) else None
