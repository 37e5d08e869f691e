"""The pages of a preview: the tables of one, what leads to the others, and what a person says there."""

from dataclasses import replace
from functools import cached_property

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.shortcuts import redirect

from config.sheets import uploads
from config.sheets.choices import Choices, joined, spans, typed
from config.sheets.planned import Fate
from config.sheets.walking import ticks
from config.sheets.walking.wanted import LEFT, VIEWS, WARNINGS, Wanted

PER_PAGE = 100
# Kinds of lines, and warnings, that are named; the others are behind a click.
KINDS_NAMED = 8
FEW_WARNINGS = 10
TITLES = {
    Fate.REFUSED: "Lỗi",
    Fate.CHANGED: "Dòng sửa",
    Fate.NEW: "Dòng mới",
    Fate.SAME: "Dòng không đổi",
    LEFT: "Dòng bỏ lại",
    WARNINGS: "Nên xem lại",
}
UNITS = {Fate.REFUSED: "lỗi", WARNINGS: "điều"}
COUNTED = {
    Fate.NEW: "dòng mới",
    Fate.CHANGED: "dòng sửa",
    Fate.SAME: "dòng không đổi",
    Fate.REFUSED: "dòng có lỗi",
    LEFT: "dòng bỏ lại",
}


class Page:
    """One table of a preview: a page of what is wanted of a view."""

    def __init__(self, preview, wanted, out):
        self.view = preview.views[wanted.view]
        self.name = wanted.view
        self.title = TITLES[wanted.view]
        self.out = out
        self.has_boxes = self.view.has_boxes and bool(preview.writes or self.name == LEFT)
        self.places = self.view.found(wanted)
        self.count = len(self.places)
        self.last = max(1, -(-self.count // PER_PAGE))
        self.wanted = wanted.at(min(wanted.page, self.last))

    @property
    def start(self):
        return (self.wanted.page - 1) * PER_PAGE

    @property
    def end(self):
        return min(self.start + PER_PAGE, self.count)

    @cached_property
    def rows(self):
        return self.view.drawn(self.places[self.start : self.end])

    @property
    def boxed_rows(self):
        """The rows, each with whether it is written as things stand."""
        return [(row, not spans(self.out, row.number or 0)) for row in self.rows]

    @property
    def numbers(self):
        """The numbers of the rows with a box here."""
        return [row.number for row in self.rows] if self.has_boxes else []

    @property
    def turns(self):
        """The pages to turn to, each with its query: the first, the last and those around this one."""
        page = self.wanted.page
        near = sorted({1, self.last, *range(max(1, page - 2), min(self.last, page + 2) + 1)})
        return [(each, self.wanted.at(each).query) for each in near]

    @property
    def previous_query(self):
        return self.wanted.at(self.wanted.page - 1).query if self.wanted.page > 1 else ""

    @property
    def next_query(self):
        return self.wanted.at(self.wanted.page + 1).query if self.wanted.page < self.last else ""

    @property
    def first(self):
        return self.start + 1

    @property
    def unit(self):
        return UNITS.get(self.name, "dòng")

    @cached_property
    def kinds(self):
        """The kinds of lines, where there are several: each with its count, what leads to it, whether it is shown."""
        told = [
            (text, count, self.wanted.of_kind(kind).query, kind == self.wanted.kind)
            for kind, (text, count) in enumerate(self.view.kinds)
        ]
        return told if len(told) > 1 else []

    @property
    def named_kinds(self):
        return self.kinds[:KINDS_NAMED]

    @property
    def more_kinds(self):
        return self.kinds[KINDS_NAMED:]


def shown_of(preview, wanted):
    """What the page of a preview shows: all tables of a small one, of a larger one the table that is wanted."""
    sizes = {name: len(preview.views[name]) for name in VIEWS}
    out = ticks.left_out(preview)
    is_whole = sum(sizes.values()) - sizes[WARNINGS] <= PER_PAGE and not wanted.is_narrowed
    first = next((name for name in VIEWS if sizes[name]), Fate.NEW)
    wanted = wanted if wanted.view else replace(wanted, view=first)
    names = [name for name in VIEWS if sizes[name] and name != WARNINGS] if is_whole else [wanted.view]
    pages = [Page(preview, Wanted(name) if is_whole else wanted, out) for name in names]
    boxed = [number for page in pages for number in page.numbers]
    waits = out != ticks.planned(preview)
    return {
        "is_whole": is_whole,
        "pages": pages,
        "page": None if is_whole else pages[0],
        "few_warnings": preview.warnings if is_whole else preview.warnings[:FEW_WARNINGS],
        "tabs": _tabs(preview, wanted, sizes),
        "boxed": typed(joined((number, number) for number in boxed)),
        "boxed_out": typed(joined((number, number) for number in boxed if spans(out, number))),
        "typed": "" if preview.has_boxes else typed(out),
        "may_choose": bool(preview.writes or out),
        "waits": waits,
        "left_out_count": _still_there(preview, out) if waits else 0,
    }


def _tabs(preview, wanted, sizes):
    """The counts of the file, each leading to its rows."""
    tabs = [
        (preview.counts[name], label, name, Wanted(name).query if sizes[name] else "", name == wanted.view)
        for name, label in COUNTED.items()
        if name != LEFT or preview.counts[LEFT]
    ]
    if warned := sizes[WARNINGS]:
        tabs.append((warned, "điều nên xem lại", WARNINGS, Wanted(WARNINGS).query, wanted.view == WARNINGS))
    return tabs


def _still_there(preview, out):
    """How many of the rows that the plan would write are left out by now."""
    views = [preview.views[name] for name in (Fate.NEW, Fate.CHANGED)]
    return sum(spans(out, number) for view in views for number in view.numbers(view.places))


class WalkedPreviews:
    """Lends a screen that imports sheets the pages of its previews."""

    def walk_view(self, request, token):
        """A page of a preview; what is said there is noted, and done where a button asks for it."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        preview = self._preview_of(request, token)
        if preview is None:
            return self._gone(request)
        if request.method == "POST":
            return self._walk(request, preview)
        # That the data changed was told where this was first shown.
        return self.preview_page(request, replace(preview, has_changed=False))

    def _walk(self, request, preview):
        data = request.POST
        try:
            out = ticks.take(preview, data)
        except ValueError as error:
            messages.error(request, str(error))
            return self._turn(request, Wanted.of(data))
        for name, change in (("leave_out", ticks.leave_out), ("bring_back", ticks.bring_back)):
            if name in data:
                wanted = Wanted.of(QueryDict(data[name]))
                view = preview.views[wanted.view or Fate.NEW]
                change(preview, view.numbers(view.found(wanted)))
                return self._turn(request, wanted)
        if "choose" in data or "confirm" in data and out != ticks.planned(preview):
            return self._look_without(request, preview, out)
        if "confirm" in data:
            return self._write(request, self._to_write(preview))
        return self._turn(request, Wanted.of(QueryDict(data["go"]) if "go" in data else data))

    def _turn(self, request, wanted):
        return redirect(f"{request.path}?{wanted.query}#rows")

    def _look_without(self, request, preview, out):
        """Plan the file anew without the rows that are left out."""
        kept = uploads.take(preview.kept)
        if kept is None or uploads.digest(kept) != preview.digest:
            return self._gone(request)
        if "confirm" in request.POST:
            messages.warning(request, "Chưa ghi gì: các dòng bỏ dấu đã được bỏ lại, hãy xem lại rồi ghi.")
        content, _ = uploads.parted(kept)
        return self._look_again(request, content, preview.filename, replace(Choices.of(preview.choices), skipped=out))
