"""What a query finds: each kind of rows in one bounded question, the best of them first."""

from dataclasses import dataclass

from django.apps import apps
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from config.search.asking import Asked, marked
from config.search.declared import declared
from config.search.index import HoldsWords

MOST_COUNTED = 500
SHOWN = 5
# Of a kind without a list of its own nothing would lead to the rest.
SHOWN_WITHOUT_LIST = 20
# No column of codes is longer.
LONGEST_CODE = 60


@dataclass(frozen=True)
class Hit:
    """One thing found, as the page prints it."""

    title: SafeString
    address: str
    details: tuple[SafeString, ...] = ()
    code: str = ""
    is_demonstration: bool = False


@dataclass(frozen=True)
class Group:
    """What was found of one kind; `is_more` when there are more than were counted."""

    heading: str
    hits: list[Hit]
    count: int
    is_more: bool = False
    list_address: str = ""
    is_named: bool = True

    @property
    def hidden(self):
        """How many of those counted are not shown."""
        return self.count - len(self.hits)


def find(asked: Asked) -> list[Group]:
    """Every kind of which something is found: the pages of the book, what bears the words as its name, the others."""
    if asked.is_too_short:
        return [group for kind in declared() if asked.words and (group := _group(kind, asked, _of_code(kind, asked)))]
    found = [_pages(asked), *(_group(kind, asked, _rows(kind, asked)) for kind in declared())]
    return sorted(filter(None, found), key=lambda group: not group.is_named)


def _rows(kind, asked):
    """The rows that hold the words, one more than are counted, and the row of exactly this code among them."""
    rows = list(read_rows(kind, kind.rows().filter(HoldsWords(kind, asked)))[: MOST_COUNTED + 1])
    if len(rows) > MOST_COUNTED:
        first = _of_code(kind, asked)
        rows = first + [row for row in rows if row not in first]
    return rows


def _of_code(kind, asked):
    if kind.code not in kind.columns or " " in asked.text or len(asked.text) > LONGEST_CODE:
        return []
    spellings = {asked.text, asked.text.upper(), asked.text.lower()}
    return list(read_rows(kind, kind.rows().filter(**{f"{kind.code}__in": spellings}))[: len(spellings)])


def read_rows(kind, rows):
    """What the page shows of rows of a kind, in no order."""
    names = {kind.title, kind.code, *kind.details}
    if any(field.name == "is_demonstration" for field in kind.model._meta.fields):
        names.add("is_demonstration")
    return rows.order_by().values(*sorted(names))


def _group(kind, asked, rows):
    if not rows:
        return None
    best = sorted(rows, key=lambda row: asked.rank(str(row[kind.title]), str(row[kind.code])))
    return Group(
        heading=kind.heading,
        hits=[_hit(kind, asked, row) for row in best[: SHOWN if kind.list_name else SHOWN_WITHOUT_LIST]],
        count=min(len(rows), MOST_COUNTED),
        is_more=len(rows) > MOST_COUNTED,
        list_address=kind.list_of(asked.text) if kind.list_name else "",
        is_named=asked.is_held_by(str(best[0][kind.title])),
    )


def _hit(kind, asked, row):
    return Hit(
        title=marked(str(row[kind.title]), asked),
        address=kind.address(row),
        details=tuple(_detail(kind, asked, row, path) for path in kind.details if row[path]),
        code=row[kind.code] if kind.code in kind.columns else "",
        is_demonstration=row.get("is_demonstration", False),
    )


def _detail(kind, asked, row, path):
    words = marked(str(row[path]), asked)
    return format_html('<span lang="en">{}</span>', words) if path in kind.in_english else words


def _pages(asked):
    """The pages of the menus whose label holds the words."""
    labels = {}
    for app in apps.get_app_configs():
        for name, label in [*getattr(app, "public_pages", []), *getattr(app, "footer_pages", [])]:
            labels.setdefault(reverse(name), label)
    held = {address: label for address, label in labels.items() if asked.is_held_by(label)}
    hits = [Hit(marked(label, asked), address) for address, label in held.items()]
    return Group("Trang", hits, len(hits)) if hits else None
