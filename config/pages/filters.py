"""The base of every public filter form: folded search, Vietnamese words, and no address that breaks it."""

import re
from functools import reduce
from operator import and_, itemgetter, or_
from urllib.parse import urlencode

import django_filters
from django import forms
from django.apps import apps
from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber
from django.forms.utils import flatatt
from django.http import QueryDict
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import mark_safe

from config.at_once import asked
from config.pages.kept import kept
from config.search.abbreviations import ways_of
from config.values.dates import format_date
from config.values.forms import DayField, WholeNumberField
from config.values.text import fold

SEARCH_LENGTH = 200
# What people put before what they look for; folded, as the search is.
QUESTION = re.compile(r"\b(?:hien )?(?:co )?bao nhieu\b")


class FoldedSearchFilter(django_filters.CharFilter):
    """Rows that hold every word searched: case, accents, đ and the place of the tone do not count.

    `paths` are folded columns, also over relations ("folded", "indicator__folded"); each word may stand in any of them.
    """

    def __init__(self, *paths, **kwargs):
        kwargs.setdefault("label", "Tìm")
        kwargs.setdefault("max_length", SEARCH_LENGTH)
        kwargs.setdefault("widget", forms.TextInput(attrs={"type": "search", "autocomplete": "off"}))
        super().__init__(**kwargs)
        self.paths = paths or ("folded",)
        self._owners = {}

    def filter(self, queryset, value):
        folded = fold(value or "")
        return self.holding(queryset, (QUESTION.sub("", folded).strip() or folded).split())

    def holding(self, queryset, words):
        all_ways = ways_of(words)
        if len(self.paths) > 1:
            self._find_owners([word for ways in all_ways for way in ways for word in way])
        for ways in all_ways:
            queryset = queryset.filter(reduce(or_, [reduce(and_, map(self.holds, way)) for way in ways]))
        return queryset

    def holds(self, word):
        found = Q()
        for path in self.paths:
            found |= self._found(path, word)
        return found

    def _found(self, path, word):
        """Rows whose column holds a word; of another table's the ids come first, or no index would serve either."""
        if (path, word) not in self._owners:
            return Q(**{f"{path}__contains": word})
        return Q(**{f"{path.rpartition('__')[0]}__in": self._owners[path, word]})

    def _find_owners(self, words):
        """Ask each other table once which of its rows hold which of the words."""
        for path in self.paths:
            relation, _, column = path.rpartition("__")
            missing = [word for word in words if (path, word) not in self._owners]
            if relation and missing:
                holds_any = reduce(or_, [Q(**{f"{column}__contains": word}) for word in missing])
                owners = list(self._model_at(relation).objects.filter(holds_any).values_list("pk", column))
                for word in missing:
                    self._owners[path, word] = [pk for pk, folded in owners if word in folded]

    def _model_at(self, relation):
        owner = self.model
        for name in relation.split("__"):
            owner = owner._meta.get_field(name).related_model
        return owner


class QuickSelect(forms.Select):
    """The stock list of choices; Django renders a template for each choice, which of 500 took half of a page's time."""

    def render(self, name, value, attrs=None, renderer=None):
        chosen = set(self.format_value(value))
        options = [
            f'<option value="{escape(code)}"{" selected" if str(code) in chosen else ""}>{escape(label)}</option>'
            for code, label in self.choices
        ]
        told = self.build_attrs({"name": name, **self.attrs}, attrs)
        return mark_safe("\n".join([f"<select{flatatt(told)}>", *options, "</select>"]))


class BookFilterSet(django_filters.FilterSet):
    """A filter form read from the address; what it cannot understand it reports beside the field and leaves out."""

    def __init__(self, data=None, *args, **kwargs):
        super().__init__(_without_nul(data), *args, **kwargs)
        for field in self.form.fields.values():
            field.error_messages["invalid_choice"] = "Không có lựa chọn này: hãy chọn lại trong danh sách."
            if type(field.widget) is forms.Select:
                field.widget = QuickSelect(field.widget.attrs, field.widget.choices)

    @property
    def said(self):
        """What is understood of the address, by filter, whoever asks for it first; nothing where nothing came."""
        self.form.is_valid()
        return getattr(self.form, "cleaned_data", {})

    @property
    def is_active(self):
        """Whether the address narrows the list at all."""
        return any(self.data.get(self.form.add_prefix(name)) for name in self.form.fields)

    def address_of(self, page, **asked):
        """The list of a page with these conditions; the others of this address stay."""
        kept = {name: value for name, value in self.data.items() if value and name in self.filters}
        return f"{page}?{urlencode(kept | asked)}#danh-sach"


class DayFilter(django_filters.DateFilter):
    """A day typed day first."""

    field_class = DayField


class YearFilter(django_filters.Filter):
    """A calendar year; one no calendar has is said to be wrong, not asked of the database."""

    field_class = WholeNumberField

    def __init__(self, *args, **kwargs):
        super().__init__(*args, min_value=1900, max_value=2100, **{"label": "Năm", **kwargs})


@kept
def values_in_use(model, field):
    """The values that public rows of a model, told by its label, have in a column."""
    rows = apps.get_model(model).objects.public().order_by(field)
    return list(rows.values_list(field, flat=True).distinct())


def choices(rows, *order, **said):
    """A question for `at_once`: the codes and names of rows, to be read by `listed`."""
    said = said or {"code": F("code"), "label": F("name")}
    return asked(rows, at=Window(RowNumber(), order_by=order), **said)


def listed(told):
    """The answers to `choices` in their order."""
    return sorted(told, key=itemgetter("at"))


class ValueFilter(django_filters.ChoiceFilter):
    """Rows of one value, chosen among those there are."""

    @property
    def field(self):
        self.extra["choices"] = [(value, value) for value in values_in_use(self.model._meta.label, self.field_name)]
        return super().field


class AsOfFilterSet(BookFilterSet):
    """A register as it stood on a day: the day asked for, or today.

    The register's query set answers `as_of(day)`; the other filters then narrow what stood.
    """

    ngay = DayFilter(label="Tính đến ngày", method="leave")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.form.fields["ngay"].widget.attrs["placeholder"] = format_date(timezone.localdate())

    @property
    def day(self):
        return self.said.get("ngay") or timezone.localdate()

    def leave(self, queryset, name, value):
        """The day has been counted in before the other filters."""
        return queryset

    def filter_queryset(self, queryset):
        return super().filter_queryset(queryset.as_of(self.day))

    def whenever(self):
        """What the address asks for, whatever day it stood on: its conditions without the day and the state on it."""
        rows = self.queryset
        for name, value in self.said.items():
            if self.filters[name].field_name != "status_then":
                rows = self.filters[name].filter(rows, value)
        return rows


def _without_nul(data):
    """The query without NUL characters: PostgreSQL refuses text that holds one."""
    clean = QueryDict(mutable=True)
    for name, values in (data or QueryDict()).lists():
        clean.setlist(name, [value.replace("\x00", "") for value in values])
    return clean
