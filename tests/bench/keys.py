"""What one key costs in a form of a thousand rows, in the page and at the server."""

import json
import time
from dataclasses import dataclass
from statistics import median

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from playwright.sync_api import expect

from indicators.models import FormRow, Indicator
from tests import makers
from tests.bench.browser import page_of
from tests.bench.parts import signed_in

ROWS = 1_000
BLOCK = "\r\n".join("\t".join(["1234,5"] * 4) for _ in range(50))
# Shown, typed and computed columns as printed forms have them; the typed ones stand beside one another.
COLUMNS = [
    {"content": "shown", "relative": "year_ago"},
    {"kind": "plan", "is_required": True},
    {"kind": "estimate"},
    {"kind": "preliminary"},
    {"kind": "official"},
    {"content": "computed", "formula": "ratio", "of_number": 3, "base_number": 2},
    {"content": "computed", "formula": "movement", "of_number": 3, "base_number": 1},
    {"content": "computed", "formula": "movement", "of_number": 5, "base_number": 1},
]
# A quick typist's pause between two keys: what is saved meanwhile gets in the way as it does in use.
PAUSE_MS = 60
BOXES = 60
TIMES = 5

# Of each key two things. Its work: what the handlers of its events take, and then the frame that shows it (a message
# sent from a frame's beginning arrives when styles, layout and painting are done). And the time until it is shown: from
# the moment of the key to the end of that frame, the wait for the next frame of the screen in it.
MEASURE = """
const OF_A_KEY = ["keydown", "keypress", "beforeinput", "paste", "input"];
window.keys = [];
let current = null;
const begun = new Map();
const { port1, port2 } = new MessageChannel();
const frames = [];
port2.onmessage = () => {
  const { key, at } = frames.shift();
  const now = performance.now();
  key.work += now - at;
  key.shown = now - key.at;
};
function awaitFrame(key) {
  if (key.waits) return;
  key.waits = true;
  requestAnimationFrame(() => {
    key.waits = false;
    frames.push({ key, at: performance.now() });
    port1.postMessage(0);
  });
}
for (const type of OF_A_KEY) {
  addEventListener(type, (event) => {
    if (type === "keydown") current = { name: event.key, at: event.timeStamp, work: 0, shown: 0, waits: false };
    if (type === "keydown" && !["Control", "Shift"].includes(event.key)) window.keys.push(current);
    begun.set(type, performance.now());
  }, true);
}
addEventListener("load", () => setTimeout(() => {
  for (const type of OF_A_KEY) {
    addEventListener(type, () => {
      if (!current) return;
      current.work += performance.now() - begun.get(type);
      awaitFrame(current);
    });
  }
}));
"""


@dataclass
class Costs:
    """Milliseconds of the keys of one sort: of work, and until they were shown."""

    name: str
    work: list
    shown: list

    @property
    def line(self):
        cells = [f"{of(each):.1f}" for each in (self.work, self.shown) for of in (median, _most_of, max)]
        return f"| {' | '.join([self.name, str(len(self.work)), *cells])} |"


def _most_of(values):
    return sorted(values)[int(len(values) * 0.95)]


def long_form():
    """A form of so many rows that nothing is typed into yet."""
    form = makers.make_report_form(makers.make_indicator(decimals=1), columns=COLUMNS)
    first = form.rows.get().indicator
    shared = {"unit": first.unit, "topic": first.topic, "decimals": 1, "measure": first.measure}
    codes = [f"phim-{number}" for number in range(1, ROWS)]
    Indicator.objects.bulk_create(Indicator(code=code, name=f"Chỉ tiêu {code}", **shared) for code in codes)
    added = Indicator.objects.filter(code__in=codes)
    FormRow.objects.bulk_create(
        FormRow(form=form, code=one.code, position=position, indicator=one)
        for position, one in enumerate(added, start=2)
    )
    return form


def where(form, view="entry"):
    query = {"ky": "2022", "dia-ban": form.places.get().code}
    return reverse(f"admin:indicators_reportform_{view}", args=[form.code], query=query)


# In the page


def keys(browser, home, form):
    """The costs of a key in an empty page, which is the least, and of each sort of key in the form."""
    with page_of(browser, home, MEASURE) as page:
        page.goto(f"{home}/suc-khoe/")
        page.evaluate("document.body.innerHTML = '<input>'; document.querySelector('input').focus()")
        yield measured(page, "a digit in the one box of an empty page", lambda: digits(page))
    with page_of(browser, home, MEASURE) as page:
        page.goto(where(form))
        expect(page.locator("form.alive")).to_be_attached()
        page.wait_for_timeout(1_000)
        page.locator("td.typed > input").first.focus()
        # The sorts of keys are told apart afterwards: they are typed in turns, as they are in use.
        pressed = pressed_keys(page, lambda: [(digits(page, 5), press(page, "Enter")) for _ in range(BOXES)])
        yield costs("a digit", [key for key in pressed if key["name"].isdigit()])
        yield costs("Enter, saving a box", [key for key in pressed if key["name"] == "Enter"])
        arrows = ["ArrowUp", "ArrowDown", "ArrowRight", "ArrowLeft"] * (BOXES // 4)
        yield measured(page, "an arrow", lambda: press(page, *arrows))
        far = ["Control+End", "Control+Home"] * TIMES
        yield measured(page, "to the last box and back", lambda: press(page, *far))
        yield measured(page, "200 cells pasted", lambda: [paste(page, turn) for turn in range(TIMES)], name="v")


def digits(page, count=BOXES):
    page.keyboard.type("12345"[:count] if count < BOXES else "1" * count, delay=PAUSE_MS)


def press(page, *names):
    for name in names:
        page.keyboard.press(name)
        page.wait_for_timeout(PAUSE_MS)


def paste(page, turn):
    """A block into rows that are empty so far, saved before the next."""
    page.evaluate("text => navigator.clipboard.writeText(text)", BLOCK)
    page.locator(".grid tbody tr").nth(200 + 100 * turn).locator("td.typed > input").first.focus()
    page.wait_for_timeout(PAUSE_MS)
    press(page, "Control+v")
    expect(page.locator("#entry-line")).to_have_text("Đã dán 200 ô.")
    expect(page.locator("#entry-state")).to_contain_text("Đã lưu lúc", timeout=60_000)


def pressed_keys(page, work):
    page.evaluate("keys.length = 0")
    work()
    page.wait_for_timeout(500)
    return page.evaluate("keys")


def measured(page, told, work, name=None):
    return costs(told, [key for key in pressed_keys(page, work) if name in (None, key["name"])])


def costs(told, pressed):
    return Costs(told, [key["work"] for key in pressed], [key["shown"] for key in pressed])


# At the server


def server_costs(form):
    """Queries and milliseconds of opening the form and of saving one of its boxes."""
    client, row = signed_in(), form.rows.order_by("-position").first()
    texts = iter(map(str, range(1, 100)))
    name, shown = f"o-{row.pk}-2", ""

    def save():
        nonlocal shown
        body = {"cells": [{"name": name, "text": next(texts), "seen": shown}], "whole": False}
        answer = client.post(where(form, "save"), json.dumps(body), content_type="application/json")
        cell = answer.json()["cells"][name]
        assert cell["state"] == "saved", cell
        shown = cell["shown"]

    for told, work in [("the form opened", lambda: client.get(where(form))), ("one box saved", save)]:
        work()
        with CaptureQueriesContext(connection) as asked:
            work()
        yield told, len(asked), [_milliseconds(work) for _ in range(2 * TIMES)]


def _milliseconds(work):
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000
