"""Boxes of the staff site that hold rows: what names no row is told at its box, never an error of the server."""

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.forms import CheckboxSelectMultiple
from django.shortcuts import redirect

# The largest number a database keeps as an id; larger ones end in its own error.
LARGEST = 2**63 - 1


def names_a_row(value):
    """Whether a value that was sent could be the id of a row."""
    text = str(value)
    return text.isascii() and text.isdecimal() and len(text) < 20 and int(text) <= LARGEST


class Refusing:
    """A box for rows: a number that no database holds is refused by its field and asked of no database."""

    def value_from_datadict(self, data, files, name):
        value = super().value_from_datadict(data, files, name)
        if isinstance(value, list):
            return [_refusable(one) for one in value]
        return _refusable(value)


class Searched(Refusing):
    """A box that searches its rows: what is no id is shown as nothing chosen."""

    def optgroups(self, name, value, attr=None):
        return super().optgroups(name, [one for one in value if names_a_row(one)], attr)


class TickBoxes(Refusing, CheckboxSelectMultiple):
    """Rows to tick."""


class RowBox(Searched, AutocompleteSelect):
    """One row, found by typing."""


class RowsBox(Searched, AutocompleteSelectMultiple):
    """Several rows, found by typing.

    Each is taken out by itself: the cross that takes out all stands where a reading machine is told of a list's items.
    """

    def build_attrs(self, base_attrs, extra_attrs=None):
        return super().build_attrs(base_attrs, extra_attrs) | {"data-allow-clear": "false"}


def _refusable(value):
    return value if value in (None, "") or names_a_row(value) else f"«{value}»"


class RowBoxes:
    """A form of the admin whose boxes that search are ours."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = RowBox(db_field, self.admin_site, using=kwargs.get("using"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = RowsBox(db_field, self.admin_site, using=kwargs.get("using"))
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class ChosenRows:
    """A list of rows that no number in its address or among its ticks breaks."""

    def changelist_view(self, request, extra_context=None):
        try:
            return super().changelist_view(request, extra_context)
        except OverflowError:
            # SQLite takes no number of more than 64 bits, no calendar a year of six digits.
            self.message_user(request, "Bộ lọc trong địa chỉ có số quá lớn nên đã bỏ qua.", messages.WARNING)
            return redirect(request.path)

    def response_action(self, request, queryset):
        posted = request.POST.copy()
        chosen = posted.getlist(ACTION_CHECKBOX_NAME)
        posted.setlist(ACTION_CHECKBOX_NAME, [one for one in chosen if names_a_row(one)])
        request.POST = posted
        return super().response_action(request, queryset)
