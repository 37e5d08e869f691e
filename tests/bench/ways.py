"""The same 200 figures entered in each way there is: what hands do for it, and how long they wait."""

import random
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

from django.urls import reverse
from playwright.sync_api import expect

from config.sheets.writing.sheets import ColumnOut, SheetOut
from config.sheets.writing.xlsx import write_xlsx
from config.values.text import fold
from indicators.models import Figure, Indicator, Kind, Place, Source
from indicators.periods import Period
from tests import makers
from tests.bench import book
from tests.bench.browser import Clerk, page_of
from tests.bench.parts import signed_in

KINDS = [Kind.PLAN, Kind.ESTIMATE, Kind.PRELIMINARY, Kind.OFFICIAL]
INDICATORS = 50
FIGURES = INDICATORS * len(KINDS)
# How many the form of one figure is really filled with; the rest is reckoned from them.
DRIVEN = 10
# The keystroke-level model (Card, Moran and Newell, 1980): an average typist's key, and pointing at something.
KEY_SECONDS, POINTING_SECONDS = 0.28, 1.1
# The window in which the system asks for a file is not the browser's: the file and «Open».
FILE_WINDOW_CLICKS = 2


@dataclass
class Effort:
    """What one way costs: keys, clicks, and seconds of waiting for pages."""

    name: str
    keys: float
    clicks: float
    waited: float

    def and_again(self, other, times):
        """This, and so many times what came after it up to `other`."""
        grown = {
            name: getattr(self, name) + (getattr(other, name) - getattr(self, name)) * times
            for name in ("keys", "clicks", "waited")
        }
        return replace(self, **grown)

    @property
    def by_hand(self):
        return self.keys * KEY_SECONDS + self.clicks * POINTING_SECONDS

    @property
    def seconds(self):
        return self.by_hand + self.waited


@dataclass
class Task:
    """The figures of one year: what is on the paper before the clerk, kind by kind."""

    year: int
    place: Place
    source: Source
    values: dict

    @classmethod
    def of(cls, year):
        chance = random.Random(0)
        indicators = Indicator.objects.filter(measure=Indicator.Measure.FLOW, plausible_max=None)[:INDICATORS]
        values = {(one, kind): chance.randrange(1_000, 1_000_000) for kind in KINDS for one in indicators}
        return cls(year, Place.objects.get(code="HB"), Source.objects.order_by("code")[0], values)

    @property
    def rows(self):
        """The values as lines of a table, a column for each kind."""
        indicators = list(dict.fromkeys(one for one, _ in self.values))
        return [[str(self.values[one, kind]) for kind in KINDS] for one in indicators]

    def form(self):
        indicators = dict.fromkeys(one for one, _ in self.values)
        columns = [{"kind": kind, "is_required": kind == KINDS[0]} for kind in KINDS]
        form = makers.make_report_form(*indicators, columns=columns, places=[self.place])
        span = Period.year(self.year)
        makers.make_form_period(form=form, period_start=span.start, period_end=span.end, source=self.source)
        return f"{reverse('admin:indicators_reportform_entry', args=[form.code])}?ky={self.year}"

    def some(self, count):
        """So many of the figures, of one kind and from all over the list."""
        found = [(key, value) for key, value in self.values.items() if key[1] == KINDS[0]]
        return dict(found[:: len(found) // count][:count])

    def check(self, values=None):
        """Every way writes the same: no less, no other."""
        stored = Figure.objects.filter(period_start=Period.year(self.year).start, place=self.place, source=self.source)
        found = {(one.indicator, one.kind): one.value for one in stored.select_related("indicator")}
        assert found == (values or self.values)


def ways(browser, home, folder):
    """The efforts of all ways, each in a page of its own and for a year of its own."""
    for year, way in enumerate([by_keyboard, by_block, by_form, by_stock_form, by_file], start=2001):
        with page_of(browser, home) as page:
            clerk = Clerk(page)
            yield from way(clerk, Task.of(year), Path(folder))


def effort(name, clerk, keys=0, clicks=0):
    """What a clerk did and waited, and what was done where no page counts it."""
    counted_keys, counted_clicks = clerk.counted()
    return Effort(name, counted_keys + keys, counted_clicks + clicks, clerk.waited)


# The form as a grid


def open_grid(clerk, task):
    clerk.open(task.form())
    expect(clerk.page.locator("form.alive")).to_be_attached()


def is_saved(clerk, task):
    with clerk.waiting():
        expect(clerk.page.locator("#entry-state")).to_contain_text("Đã lưu lúc", timeout=60_000)
    task.check()


def by_keyboard(clerk, task, folder):
    """Down each column by Enter; the top of the next is reached by Ctrl+Home and arrows."""
    open_grid(clerk, task)
    for column, values in enumerate(zip(*task.rows, strict=True)):
        if column:
            clerk.press("Control+Home", *["ArrowRight"] * column)
        for value in values:
            clerk.type(value)
            clerk.press("Enter")
    is_saved(clerk, task)
    yield effort("the form as a grid, box after box", clerk)


def by_block(clerk, task, folder):
    """The values stand in a spreadsheet: two clicks choose them, Ctrl+C takes them, both outside the page."""
    open_grid(clerk, task)
    text = "".join("\t".join(row) + "\r\n" for row in task.rows)
    clerk.page.evaluate("text => navigator.clipboard.writeText(text)", text)
    clerk.press("Control+v")
    is_saved(clerk, task)
    yield effort("the form as a grid, pasted as one block", clerk, keys=2, clicks=2)


# The form of one figure


def by_form(clerk, task, folder):
    """Place, kind, period and source stand there from the figure before: chosen once, they are left as they are."""
    add, finder = reverse("admin:indicators_figure_add"), Finder()
    clerk.open(add)
    name = f"the form of one figure as it is here, {DRIVEN} filled, the rest reckoned"
    driven = task.some(DRIVEN + 1)
    for number, ((indicator, kind), value) in enumerate(driven.items()):
        choose(clerk, "indicator", finder.shortest("indicator", indicator))
        if number:
            clerk.page.locator("#id_value").click()
            clerk.type(str(value))
            save_and_add_another(clerk)
        else:
            fill_rest(clerk, task, finder, kind, value)
            save_and_add_another(clerk)
            first = effort(name, clerk)
    task.check(driven)
    yield first.and_again(effort(name, clerk), (FIGURES - 1) / DRIVEN)


def by_stock_form(clerk, task, folder):
    """As Django's own admin: the form for another figure comes empty."""
    add, finder = reverse("admin:indicators_figure_add"), Finder()
    clerk.open(add)
    name = f"the same without what it carries over, as stock Django, {DRIVEN} filled, the rest reckoned"
    begun = effort(name, clerk)
    driven = task.some(DRIVEN)
    for (indicator, kind), value in driven.items():
        choose(clerk, "indicator", finder.shortest("indicator", indicator))
        fill_rest(clerk, task, finder, kind, value)
        save_and_add_another(clerk)
        # What is carried over here is taken away again; nobody waits for that.
        clerk.page.goto(add)
    task.check(driven)
    yield begun.and_again(effort(name, clerk), FIGURES / DRIVEN)


def fill_rest(clerk, task, finder, kind, value):
    """From the indicator on by Tab, over the links beside the boxes: place, kind, period, value, source."""
    choose(clerk, "place", finder.shortest("place", task.place))
    for box, text in [("#id_kind", kind.label[0]), ("#id_period", str(task.year)), ("#id_value", str(value))]:
        tab_to(clerk, box)
        clerk.type(text)
    choose(clerk, "source", finder.shortest("source", task.source))


def choose(clerk, field, found):
    """Tab to a box that searches, open it, type the least that finds the row, go down to it, take it."""
    letters, down, text = found
    tab_to(clerk, f"#id_{field} + .select2 .select2-selection")
    clerk.press("Enter")
    expect(clerk.page.locator(".select2-search__field")).to_be_focused()
    clerk.type(letters[:-1])
    asked = f"term={quote(letters)}&"
    with clerk.waiting():
        with clerk.page.expect_response(lambda answer: asked in f"{answer.url}&"):
            clerk.type(letters[-1])
        options = clerk.page.locator(".select2-results__option:not(.loading-results)")
        expect(options.nth(down)).to_have_text(text)
    clerk.press(*["ArrowDown"] * down, "Enter")
    expect(clerk.page.locator(f"#select2-id_{field}-container")).to_have_attribute("title", text)


def tab_to(clerk, box):
    while not clerk.page.locator(box).evaluate("box => box === document.activeElement"):
        clerk.press("Tab")


def save_and_add_another(clerk):
    """A click: Enter would save and leave, and by Tab the button is further than a hand to the mouse."""
    with clerk.waiting():
        clerk.page.locator("[name=_addanother]").click()
        clerk.page.locator(".messagelist .success").wait_for()


class Finder:
    """The least a clerk must type to find a row: letters and steps down, of the name or of the code."""

    def __init__(self):
        self.client = signed_in()

    def shortest(self, field, row):
        texts = [fold(str(row)), fold(row.code)]
        tries = [text[:length] for length in range(1, 20) for text in texts if len(text) >= length]
        best = None
        for letters in tries:
            if best and len(letters) >= len(best[0]) + best[1]:
                break
            found = self.steps(field, row, letters)
            if found and (best is None or len(letters) + found[0] < len(best[0]) + best[1]):
                best = (letters, *found)
        return best

    def steps(self, field, row, letters):
        """How far down a row stands in the answer to these letters, and how it reads there."""
        if letters != letters.strip():
            return None
        asked = {"app_label": "indicators", "model_name": "figure", "field_name": field, "term": letters}
        results = self.client.get(reverse("admin:autocomplete"), asked).json()["results"]
        return next(((at, one["text"]) for at, one in enumerate(results) if one["id"] == str(row.pk)), None)


# A sheet brought in


def by_file(clerk, task, folder):
    """The other columns stand ready in the sheet; the values are typed there, each with its Enter."""
    path = folder / "so-lieu.xlsx"
    cells = [
        [one.code, task.place.code, str(task.year), kind.label, value, task.source.code, ""]
        for (one, kind), value in task.values.items()
    ]
    path.write_bytes(b"".join(write_xlsx([SheetOut("Số liệu", [ColumnOut(each) for each in book.HEAD], cells)])))
    clerk.open(reverse("admin:indicators_figure_import"))
    with clerk.page.expect_file_chooser() as chooser:
        clerk.page.locator("#id_import_file").click()
    chooser.value.set_files(path)
    with clerk.waiting():
        clerk.page.get_by_role("button", name="Xem trước").click()
        confirm = clerk.page.get_by_role("button", name="Xác nhận ghi")
        confirm.wait_for()
    with clerk.waiting():
        confirm.click()
        clerk.page.locator(".messagelist .success").wait_for()
    task.check()
    typed = sum(len(str(value)) + 1 for value in task.values.values())
    yield effort("a sheet, its values typed, brought in by file", clerk, keys=typed, clicks=FILE_WINDOW_CLICKS)
    yield effort("a sheet that holds the values already, brought in by file", clerk, clicks=FILE_WINDOW_CLICKS)
