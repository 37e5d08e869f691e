"""A register as a table: each box is one field of one row, stored or to be made; its screen says who may write what."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from django import forms
from django.core.paginator import Paginator
from django.db.models import Field, Model
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html

from config.models import take_turn
from indicators.grids.reading import text_of
from indicators.rights import answerers, answers_for

STORED = re.compile(r"r([0-9]{1,18})")
# A row to be made under its owner: a line of the page, or where a row stood that was deleted.
NEW = re.compile(r"([0-9]{1,18})[nd][0-9]{1,18}")


@dataclass(frozen=True)
class Column:
    """A column of the table; the words of its group stand over its own."""

    head: str
    group: str = ""
    # typed, or only to be read: shown, total; «words» where its boxes hold words and not numbers
    content: str = "typed"


@dataclass
class Record:
    """A row of the register that boxes type; without a row, one that was deleted meanwhile."""

    name: str
    row: Model | None
    # Why it may not be written here; empty where it may.
    locked: str = ""


@dataclass
class Box:
    """One field of one row, to be typed."""

    record: Record
    field: Field
    # What the book says otherwise, to be compared with: its text, and of when it is.
    beside: tuple[str, str] | None = None

    @property
    def name(self):
        return f"o-{self.record.name}-{self.field.name}"

    @property
    def is_open(self):
        return self.record.row is not None and not self.record.locked

    @property
    def text(self):
        """What stands in the box: typed again as it stands, it means the same."""
        return "" if self.record.row is None else text_of(self.field, self.record.row)

    @property
    def value(self):
        """The number that totals of the page add up; None for whatever is none."""
        value = getattr(self.record.row, self.field.attname, None)
        return value if isinstance(value, Decimal) else None


@dataclass(frozen=True)
class Told:
    """A box to be read: what the book knows or computes."""

    key: str
    text: str = ""
    value: Decimal | None = None
    # The names of the boxes it adds up, for the page to follow while somebody types.
    parts: tuple[str, ...] = ()
    is_words: bool = False


@dataclass(frozen=True)
class Line:
    """A line of the table, or one under a heading; a heading has no cells."""

    key: str
    head: str
    cells: list[Box | Told]
    is_under: bool = False
    # The record of a line that is to become a row; the page puts another such line under it once it is one.
    new: str = ""

    @property
    def is_heading(self):
        return not self.cells


def told_in(lines):
    """The boxes of these lines that are to be read."""
    return [cell for line in lines for cell in line.cells if isinstance(cell, Told)]


def linked(row):
    """The name of a row, leading to its screen."""
    address = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    return marked(format_html('<a href="{}">{}</a>', address, row), row.is_demonstration)


def marked(name, is_demonstration):
    """A name that says of what is made up that it is."""
    tag = format_html(' <span class="tag tag-demonstration">{}</span>', "minh họa") if is_demonstration else ""
    return format_html("{}{}", name, tag)


class RegisterGrid:
    """The rows of a register as lines of boxes.

    A box is named by its record and its field, and the name of a record says by itself which row it is, so that what
    was typed finds its row whatever the page shows: the id of a stored one, the owner of one to be made, or, where a
    place in the table is one row at most («keyed»: of a year, of a day), what a row at that place is given.
    """

    title = help = ""
    # What the lines are, and how their heads look.
    lead, lead_class = "", "name"
    # What the rows of a page are called where they are counted.
    counted = ""
    page = None
    # What is typed of a row.
    fields: ClassVar[tuple[str, ...]] = ()
    # The field that names what a row is a part of; "" where the grid is keyed.
    owner = ""
    # What the table may be narrowed to, and what it is narrowed to by itself.
    Where: ClassVar[type[forms.Form]] = forms.Form
    rows_a_page = 50

    def __init__(self, screen, request):
        self.screen, self.request, self.model = screen, request, screen.model

    @property
    def defaults(self) -> dict:
        return {}

    @cached_property
    def where(self):
        """What was asked of the table, bound: with what is asked by itself where nothing was."""
        where = self.Where({**self.defaults, **self.request.GET.dict()}, auto_id="loc-%s", label_suffix="")
        where.is_valid()
        return where

    def asked(self, name):
        """What was asked by this name, as it was understood; by itself where that is not to be read."""
        return self.where.cleaned_data.get(name) or self.where.fields[name].clean(self.defaults.get(name, ""))

    def page_of(self, rows):
        self.page = Paginator(rows, self.rows_a_page).get_page(self.request.GET.get("trang"))
        return list(self.page.object_list)

    # What each register says

    @property
    def columns(self) -> list[Column]:
        raise NotImplementedError

    def lines(self) -> list[Line]:
        raise NotImplementedError

    def beside(self, records: Iterable[Record]) -> list[Told]:
        """What is read beside these records, after they were written."""
        return []

    # What holds for all

    @cached_property
    def is_open(self):
        """Whether this person may write anything here."""
        return self.screen.has_change_permission(self.request) or self.screen.has_add_permission(self.request)

    @cached_property
    def shut(self):
        """Why this person may write nothing here; empty where they may write something."""
        if self.is_open:
            return ""
        is_own = answers_for(self.request.user, self.model)
        return "tài khoản không được ghi vào sổ này" if is_own else f"{answerers(self.model)} phụ trách sổ này"

    @cached_property
    def form(self):
        """The form of the register's screen, with the boxes of the table."""
        return self.screen.get_form(self.request, fields=list(self.fields))

    @cached_property
    def model_fields(self):
        return {name: self.model._meta.get_field(name) for name in self.fields}

    def name_of(self, row) -> str:
        """The name of the record of a row."""
        return f"r{row.pk}"

    def new_name(self, row) -> str:
        """The name of a record to be made where this stored row stands."""
        return f"{getattr(row, f'{self.owner}_id')}d{row.pk}" if self.owner else self.name_of(row)

    def given(self, name) -> dict | None:
        """What a row to be made under this name is given; None where the name means none."""
        found = NEW.fullmatch(name)
        return {f"{self.owner}_id": int(found[1])} if found else None

    def record(self, row, name=""):
        return Record(name or self.name_of(row), row, self.why_locked(row))

    def why_locked(self, row):
        if row.pk is None:
            return "" if self.screen.has_add_permission(self.request) else "tài khoản không được thêm dòng ở sổ này"
        is_open = self.screen.has_change_permission(self.request, row)
        return "" if is_open else "tài khoản không được sửa dòng này"

    def boxes(self, record):
        return [Box(record, field) for field in self.model_fields.values()]

    def stored_at(self, places):
        """The rows of a keyed table at places that `given` tells, and others nearby."""
        keys = {key for values in places for key in values}
        at = {f"{key}__in": {values[key] for values in places} for key in keys}
        return self.model._base_manager.filter(**at) if at else self.model._base_manager.none()

    def records_named(self, names):
        """The records of these names, held until the transaction ends; one query. What means none is left out."""
        ids = {name: int(found[1]) for name in names if self.owner and (found := STORED.fullmatch(name))}
        given = {name: values for name in names - ids.keys() if (values := self.given(name)) is not None}
        wanted = self.model._base_manager.filter(pk__in=ids.values())
        if not self.owner:
            wanted = self.stored_at(given.values())
        take_turn(self.model)
        stored = {self.name_of(row): row for row in wanted.select_for_update().order_by("pk")}
        records = {name: self.record(stored[name], name) for name in names & stored.keys()}
        records |= {name: Record(name, None) for name in ids.keys() - stored.keys()}
        new = {name: self.model(**values) for name, values in given.items() if name not in stored}
        return records | {name: self.record(row, name) for name, row in new.items()}
