"""The base of every public filter form: folded search, Vietnamese words, and no address that breaks it."""

import re
from urllib.parse import urlencode

import django_filters
from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone

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

    def filter(self, queryset, value):
        folded = fold(value or "")
        return self.holding(queryset, (QUESTION.sub("", folded).strip() or folded).split())

    def holding(self, queryset, words):
        for word in words:
            queryset = queryset.filter(self.holds(word))
        return queryset

    def holds(self, word):
        found = Q()
        for path in self.paths:
            found |= Q(**{f"{path}__contains": word})
        return found


class BookFilterSet(django_filters.FilterSet):
    """A filter form read from the address; what it cannot understand it reports beside the field and leaves out."""

    def __init__(self, data=None, *args, **kwargs):
        super().__init__(_without_nul(data), *args, **kwargs)
        for field in self.form.fields.values():
            field.error_messages["invalid_choice"] = "Không có lựa chọn này: hãy chọn lại trong danh sách."

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
        return getattr(self.form, "cleaned_data", {}).get("ngay") or timezone.localdate()

    def leave(self, queryset, name, value):
        """The day has been counted in before the other filters."""
        return queryset

    def filter_queryset(self, queryset):
        return super().filter_queryset(queryset.as_of(self.day))

    def whenever(self):
        """What the address asks for, whatever day it stood on: its conditions without the day and the state on it."""
        rows = self.queryset
        for name, value in getattr(self.form, "cleaned_data", {}).items():
            if self.filters[name].field_name != "status_then":
                rows = self.filters[name].filter(rows, value)
        return rows


def _without_nul(data):
    """The query without NUL characters: PostgreSQL refuses text that holds one."""
    clean = QueryDict(mutable=True)
    for name, values in (data or QueryDict()).lists():
        clean.setlist(name, [value.replace("\x00", "") for value in values])
    return clean
