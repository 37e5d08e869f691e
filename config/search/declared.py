"""What can be searched: an app lists its kinds of rows in its AppConfig as `searched()`."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.apps import apps
from django.db.models import Model, QuerySet
from django.urls import reverse


@dataclass(frozen=True)
class Searched:
    """One kind of rows: who may be found, in which columns, and how each is shown.

    `columns` are those of the model's own table, none of them personal; they are indexed by themselves. `list_name` is
    the address of a list with the search box `tim`, where the kind has one; `in_english` those details whose words a
    reading machine must speak in English.
    """

    heading: str
    model: type[Model]
    rows: Callable[[], QuerySet]
    columns: tuple[str, ...]
    address: Callable[[dict], str]
    title: str = "name"
    code: str = "code"
    details: tuple[str, ...] = ()
    in_english: tuple[str, ...] = ()
    list_name: str = ""

    def list_of(self, words: str) -> str:
        """The list with these words in its own search box."""
        return searched_list(self.list_name, words)


def searched_list(name: str, words: str) -> str:
    return f"{reverse(name)}?{urlencode({'tim': words})}"


def page_of(name: str, path: str = "code") -> Callable[[dict], str]:
    """The rows have a page each, which their code names."""
    return lambda row: reverse(name, args=[row[path]])


def place_in(name: str) -> Callable[[dict], str]:
    """The rows have no page of their own: the list, narrowed to the row by its code."""
    return lambda row: searched_list(name, row["code"])


def declared() -> Iterator[Searched]:
    """Every kind, in the order of the apps."""
    for app in apps.get_app_configs():
        if hasattr(app, "searched"):
            yield from app.searched()
