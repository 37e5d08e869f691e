"""What readers saw before figures were published by releases, they see still: page by page, file by file.

numbers_before_releases.json.gz holds every number of every page, csv and xlsx file of the book as `prepare` filled it,
read by reading.py from the last code whose public pages read the working rows. The overview and the pages of topics
tell of one place at a time since; of topics the files are held.
"""

import csv
import gzip
import json
from pathlib import Path

import pytest
from django.db import connection

from tests.indicators.public.reading import numbers_of_pages, rows_of_csv

BEFORE = Path(__file__).parent / "numbers_before_releases.json.gz"

# That each engine holds the figures is tested figure by figure in test_fixtures.
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture(scope="module")
def before():
    with gzip.open(BEFORE, "rt", encoding="utf-8") as file:
        # «dưới» and «gần» were one word then; the figures of the reports are all «gần».
        found = json.loads(file.read().replace("dưới, gần", "gần"))
    # Both kinds of files are written of the same rows: what an engine gives is in one as in the other.
    left_out = () if connection.vendor == "sqlite" else "tai=xlsx"
    return {address: said for address, said in found.items() if not address.endswith(left_out)}


def is_told_of_one_place(address):
    return "tai=" not in address and (address == "/" or address.startswith("/chu-de/"))


@pytest.mark.long
def test_every_number_of_every_page_and_file_is_the_same(filled_book, client, before):
    now = numbers_of_pages(client, known=before)
    assert before.keys() - now.keys() == set()
    held = [address for address in before if not is_told_of_one_place(address)]
    assert {address: now[address] for address in held if not alike(address, now[address], before[address])} == {}


def alike(address, now, before):
    """Whether an address says what it said; files of topics have since got a note and a code after each row.

    A page wrote the sign of a number below zero as a hyphen then; files do so still.
    """
    if "tai=" not in address:
        now, before = ([said.replace("−", "-") for said in numbers] for numbers in (now, before))
    if not (address.startswith("/chu-de/") and "?tai=" in address):
        return now == before
    if address.endswith("=csv"):
        now, before = (list(csv.reader(lines, delimiter=";")) for lines in (now, before))
    return [row[: len(old)] for row, old in zip(now, before, strict=True)] == before


def test_the_reader_of_pages_sees_numbers_and_rows(filled_book, client):
    address = "/chi-tieu/grdp-so-sanh/"
    now = numbers_of_pages(client, known={"/chu-de/tong-quan/", address, f"{address}?tai=csv"})
    assert any("30.132,47" in number for number in now[address])
    assert any("30132,47" in row for row in now[f"{address}?tai=csv"])
    assert len(now) == 4
    assert len(rows_of_csv("\ufeffMã;Tên\r\na;b\r\n".encode())) == 2
