"""What the form as a grid gains: the same figures entered in each way there is, and what a key costs in a long form."""

import os
import tempfile
from statistics import median

from django.contrib.auth import get_user_model
from django.core.management import call_command

from indicators import loading
from tests.bench.browser import chromium, server
from tests.bench.databases import make, use
from tests.bench.keys import COLUMNS, ROWS, keys, long_form, server_costs
from tests.bench.ways import FIGURES, KEY_SECONDS, POINTING_SECONDS, ways

TYPING = "bench_typing"


def typing():
    """The tables of one run, on the book as a first start fills it."""
    make(TYPING)
    use(TYPING)
    call_command("migrate", verbosity=0)
    loading.load(loading.BOOK)
    get_user_model().objects.create_superuser("nguoi-nhap", password=None)
    form = long_form()
    at_server = list(server_costs(form))
    with tempfile.TemporaryDirectory() as folder, server(folder) as home, chromium() as browser:
        load = f"{os.getloadavg()[0]:.1f}"
        in_page = list(keys(browser, home, form))
        yield of_ways(list(ways(browser, home, folder)))
    yield of_keys(in_page, load)
    yield of_server(at_server)


def of_ways(efforts):
    grid = efforts[0]
    lines = [
        f"### {FIGURES} figures entered, at {KEY_SECONDS} s a key and {POINTING_SECONDS} s a pointing (KLM)",
        "",
        "Hands and waiting, without reading or thinking. Spreadsheets are counted, not driven.",
        "",
        "| | keys | clicks | hands s | waiting s | together s | times |",
        "| --- | --: | --: | --: | --: | --: | --: |",
    ]
    for each in efforts:
        lines.append(
            f"| {each.name} | {each.keys:.0f} | {each.clicks:.0f} | {each.by_hand:.0f} | {each.waited:.1f} "
            f"| {each.seconds:.0f} | {each.seconds / grid.seconds:.2f} |"
        )
    return "\n".join([*lines, ""])


def of_keys(costs, load):
    head = "| | keys | work ms | 95 % | max | until shown ms | 95 % | max |"
    lines = [f"### A key in a form of {ROWS} rows and {len(COLUMNS)} columns, load {load}", "", head]
    return "\n".join([*lines, "| --- | --: | --: | --: | --: | --: | --: | --: |", *(each.line for each in costs), ""])


def of_server(costs):
    lines = [
        f"### The same form at the server, {len(costs[0][2])} times",
        "",
        "| | queries | min ms | median ms | max ms |",
    ]
    lines.append("| --- | --: | --: | --: | --: |")
    for name, queries, milliseconds in costs:
        found = [f"{of(milliseconds):.0f}" for of in (min, median, max)]
        lines.append(f"| {name} | {queries} | {' | '.join(found)} |")
    return "\n".join([*lines, ""])
