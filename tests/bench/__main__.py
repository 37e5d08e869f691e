"""Measures sheets, the trail and lists against the least that a machine can do, and ways of typing: `./dev bench`."""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent.parent


def arguments():
    parser = argparse.ArgumentParser(prog="./dev bench")
    parser.add_argument(
        "--part",
        choices=["import", "export", "trail", "beside", "lists", "pages", "cache", "search", "typing", "all"],
        default="all",
    )
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--register-rows", type=int, default=200_000, help="số dự án của phần lists")
    parser.add_argument("--times", type=int, default=3, help="số lần đo mỗi việc")
    parser.add_argument("--write", action="store_true", help="ghi thêm bảng vào BENCHMARKS.md")
    return parser.parse_args()


def main():
    options = arguments()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DEBUG"] = "1"
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        os.environ["STATIC_ROOT"] = folder
        os.environ["IMPORT_FOLDER"] = f"{folder}/imports"
        os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL") or f"sqlite:///{folder}/bench_base.sqlite3"
        report = "\n".join(tables(options))
    print(report)
    if options.write:
        with (HOME / "BENCHMARKS.md").open("a", encoding="utf-8") as file:
            file.write(f"\n{report}")


def tables(options):
    import django
    from django.test.utils import setup_test_environment

    django.setup()
    setup_test_environment(debug=False)
    from django.db import connection
    from django.utils.timezone import localdate

    from tests.bench.beside import beside
    from tests.bench.cache import cache
    from tests.bench.lists import PLAIN, lists
    from tests.bench.measuring import table
    from tests.bench.pages import EMPTY, pages
    from tests.bench.parts import AGAINST, PARTS
    from tests.bench.searching import LOOKUP, searches
    from tests.bench.typing import typing

    if options.part not in ("lists", "pages", "cache", "search", "typing"):
        print("making the book …", file=sys.stderr, flush=True)
        prepare(options.rows)
    yield f"## {localdate():%Y-%m-%d}, {connection.vendor}, commit {commit()}, {machine()}\n"
    for name, part in PARTS.items():
        if options.part in (name, "all"):
            for title, measures in part(options.rows, options.times):
                yield table(title, measures, AGAINST[name])
    if options.part in ("beside", "all"):
        yield beside(options.rows)
    if options.part in ("lists", "all"):
        for title, measures in lists(options.register_rows, options.times):
            yield table(title, measures, PLAIN)
    if options.part in ("pages", "all"):
        for title, measures in pages(options.times):
            yield table(title, measures, EMPTY)
    if options.part in ("cache", "all"):
        yield cache(options.times)
    if options.part in ("search", "all"):
        for title, measures in searches(options.times):
            yield table(title, measures, LOOKUP)
    if options.part in ("typing", "all"):
        yield from typing()


def prepare(rows):
    """The two databases that each run copies: a vocabulary without figures, and one with all of them."""
    from django.core.management import call_command

    from tests.bench import bare, book
    from tests.bench.databases import BASE, FULL, make, use

    make(BASE)
    use(BASE)
    call_command("migrate", verbosity=0)
    book.make_vocabulary(rows)
    make(FULL, BASE)
    use(FULL)
    bare.write_new(book.workbook(rows))


def commit():
    told = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=HOME, capture_output=True, text=True)
    return told.stdout.strip() or "unknown"


def machine():
    """The processor, how many of it, and how busy it was."""
    names = [line.partition(":")[2].strip() for line in cpu_lines() if line.startswith("model name")]
    load = " ".join(f"{each:.1f}" for each in os.getloadavg())
    return f"{os.cpu_count()} cores of {names[0] if names else 'unknown make'}, load {load}, Python {sys.version[:6]}"


def cpu_lines():
    path = Path("/proc/cpuinfo")
    return path.read_text().splitlines() if path.exists() else []


if __name__ == "__main__":
    main()
