"""One upload feeds one register after another where its file holds rows of several."""

from django.urls import reverse

from config.sheets import uploads
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


def first_of(screen, request, preview, content, sheets):
    """Of a file that cannot be written into a register before another of its parts, this part: its screen, and the
    preview there; None where there is none that this person may write."""
    order = screen.resource(request).shared_with
    for other in map(screen_of, order[: order.index(screen.opts.label)] if preview.waits else ()):
        if other.has_import_permission(request):
            choices = Choices.of(preview.choices).of_file
            if found := _part(other, request, content, preview.filename, choices, sheets):
                uploads.drop(preview.kept)
                return other, found
    return None


def asked(request, preview):
    """What is asked of a file, of its other registers where this person may write into them."""
    parts = preview.asks.get("parts", [])
    mine = [each for each in parts if screen_of(each["label"]).has_import_permission(request)]
    asks = preview.asks | ({"parts": mine} if parts else {})
    return asks if mine == parts or any(asks.values()) else {}


def label_after(screen, request, labels):
    """Of the other registers of a file the next after this one, by its label; "" where there is none."""
    return next((each.opts.label for each in _later(screen, request) if each.opts.label in labels), "")


def next_of(screen, request, kept, filename):
    """Of a file that was just written into one register, the next that it has something new for: its screen, and the
    preview there; None where there is none."""
    content, dumped = uploads.parted(kept)
    choices = Choices.of(Changeset.load(dumped).choices).of_file
    for other in _later(screen, request):
        if preview := _part(other, request, content, filename, choices):
            return other, preview
    return None


def _later(screen, request):
    """The registers that lists are written into after this one, of those that this person may write."""
    order = screen.resource(request).shared_with
    screens = map(screen_of, order[order.index(screen.opts.label) + 1 :] if order else ())
    return [each for each in screens if each.has_import_permission(request)]


def _part(screen, request, content, filename, choices, sheets=None):
    """What a file would change in another register; None where it has no rows for it, or all are stored as they are."""
    try:
        preview = look(screen.resource(request), content, filename, request.user, choices=choices, sheets=sheets)
    except SheetError:
        return None
    if preview.parts and not (preview.writes or preview.problem_count):
        uploads.drop(preview.kept)
    return preview if preview.parts and (preview.writes or preview.problem_count) else None
