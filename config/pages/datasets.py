"""The public tables of the book as a catalogue tells of them.

An app that has public tables defines `datasets(self)` in its AppConfig and gives a list of Dataset. The app that knows
defines `last_changes(self, tables)`: when a row of each of these database tables last changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.apps import apps
from django.db.models import QuerySet

from config.pages.described import described
from config.pages.tables import BookTable


@dataclass
class Dataset:
    """One public table: where it stands, what it holds, and in which parts it is taken if not as a whole."""

    code: str
    title: str
    description: str
    address: str
    table: BookTable
    changed: datetime | None = None
    parts: Sequence[tuple[str, str]] = ()

    @property
    def rows(self):
        return self.table.data.data

    @cached_property
    def count(self):
        return self.rows.count() if self.is_stored else len(self.rows)

    @cached_property
    def invented(self):
        """How many of the rows are demonstration rows."""
        names = {field.name for field in self.rows.model._meta.get_fields()} if self.is_stored else set()
        has_mark = self.is_stored and "is_demonstration" in names | self.rows.query.annotations.keys()
        return self.rows.filter(is_demonstration=True).count() if has_mark else 0

    @property
    def told(self):
        """The description where no mark stands beside it."""
        invented = f" Trong đó {self.invented} dòng minh họa, không phải số liệu thật." if self.invented else ""
        return self.description + invented

    @property
    def is_stored(self):
        return isinstance(self.rows, QuerySet)

    @cached_property
    def columns(self):
        return described(self.table)

    @property
    def files(self):
        """(name, address) of what a file can be taken of."""
        return self.parts or [(self.title, self.address)]


def of_the_book() -> list[Dataset]:
    """Every public table, in the order of the apps; of rows that do not say when they changed their table is asked."""
    found = [each for app in apps.get_app_configs() if hasattr(app, "datasets") for each in app.datasets()]
    unknown = [each for each in found if each.changed is None and each.is_stored]
    changes = _last_changes({each.rows.model._meta.db_table for each in unknown})
    for each in unknown:
        each.changed = changes.get(each.rows.model._meta.db_table)
    return found


def _last_changes(tables):
    changes = {}
    for app in apps.get_app_configs():
        if hasattr(app, "last_changes"):
            changes |= app.last_changes(tables)
    return changes
