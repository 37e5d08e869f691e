"""What the book gives out, opened in LibreOffice and saved there again: the same cells, and no change when it is back."""

import io

import openpyxl
import pytest
from django.db import transaction
from odf import opendocument, table

from config.sheets.reading import read_sheets
from config.sheets.shown import ShownCell
from config.values.numbers import format_input, plain_decimal
from tests.libreoffice.book import Book
from tests.sheets import told

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

KINDS = ["xlsx", "ods", "xls"]


@pytest.fixture(scope="module")
def book(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield Book()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def again(book, libreoffice):
    """All files as LibreOffice saves them, by kind and name."""
    return {kind: libreoffice.saved_as(kind, book.files) for kind in KINDS}


def pages_of(content, name):
    """The sheets of a file with their cells as values, as far as they are filled, and what of them is hidden."""
    return [
        (
            sheet.name,
            filled([list(map(plain, row)) for row in sheet.rows]),
            sheet.is_hidden,
            *map(sorted, hidden(sheet)),
        )
        for sheet in read_sheets(content, name, [])
    ]


def hidden(sheet):
    return sheet.hidden_rows, sheet.hidden_columns


def plain(cell):
    if getattr(cell, "is_merged", False):
        return ""
    return cell.shown if isinstance(cell, ShownCell) else cell


def filled(rows):
    for row in rows:
        while row and row[-1] == "":
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    return rows


@pytest.mark.parametrize("kind", KINDS)
def test_libreoffice_has_read_every_cell_as_it_was_written(book, again, kind):
    for name, content in again[kind].items():
        if not name.endswith(".csv"):
            assert pages_of(content, name) == pages_of(book.files[name], name), name
