"""The rows that a person leaves out while walking a preview: noted beside it from page to page, planned at the end."""

from config.sheets import uploads
from config.sheets.choices import joined, minus, ranges


def left_out(preview):
    """The rows left out so far, in ranges."""
    noted = uploads.noted(preview.noted)
    return planned(preview) if noted is None else tuple(map(tuple, noted))


def planned(preview):
    """The rows that the plan itself leaves out."""
    return tuple(map(tuple, preview.choices["skipped"]))


def take(preview, data):
    """Note what a form says of the rows it showed and what is typed there; ValueError for what names no rows."""
    typed = ranges(data.get("skipped", ""))
    if preview.has_boxes:
        shown, out = ranges(data.get("shown", "")), ranges(data.get("out", ""))
        ticked = joined(ranges(" ".join(data.getlist("row"))))
        brought = minus(out, minus(out, ticked))
        typed = minus(joined([*left_out(preview), *typed, *minus(shown, ticked)]), brought)
    return note(preview, joined(typed))


def note(preview, found):
    if found != left_out(preview):
        uploads.put(preview.noted, found)
    return found


def leave_out(preview, numbers):
    note(preview, joined([*left_out(preview), *_ranges_of(numbers)]))


def bring_back(preview, numbers):
    note(preview, minus(left_out(preview), joined(_ranges_of(numbers))))


def _ranges_of(numbers):
    return ((number, number) for number in numbers)
