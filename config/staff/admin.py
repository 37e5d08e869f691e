"""The staff site, and the base classes of every screen on it."""

from contextlib import contextmanager, nullcontext

from django.contrib import admin, messages
from django.contrib.admin.utils import flatten, lookup_spawns_duplicates, unquote
from django.contrib.admin.widgets import (
    AdminDateWidget,
    AdminSplitDateTime,
    AdminTextareaWidget,
    RelatedFieldWidgetWrapper,
)
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.db.models.constants import LOOKUP_SEP
from django.forms.models import BaseInlineFormSet
from django.shortcuts import redirect
from django.utils.html import format_html

from config.databases import rule_broken
from config.models import RegisterRow
from config.sheets.admin import SheetsAdmin
from config.staff.boxes import ChosenRows, RowBoxes, names_a_row
from config.values.fields import WholeNumber
from config.values.forms import DayField, MomentField, NumberBox, QuantityField, WholeNumberField
from config.values.numbers import format_number


class Section(models.TextChoices):
    """The parts of the staff's index, in the order staff think of them."""

    FORMS = "forms", "Biểu nhập số liệu"
    FIGURES = "figures", "Số liệu"
    RELEASES = "releases", "Công bố"
    PROJECTS = "projects", "Dự án đầu tư"
    ESTATES = "estates", "Khu, cụm công nghiệp"
    MINERALS = "minerals", "Khoáng sản"
    EXTENSION = "extension", "Khuyến công, tiểu thủ công nghiệp"
    POWER = "power", "Điện"
    CATALOGUES = "catalogues", "Danh mục dùng chung"
    ACCOUNTS = "accounts", "Tài khoản"
    TRAIL = "trail", "Nhật ký"


class DayPicker(AdminDateWidget):
    """The admin's calendar beside a box that takes the day first."""

    def __init__(self, attrs=None, format=None):
        super().__init__({"placeholder": "dd/mm/yyyy", "autocomplete": "off", **(attrs or {})}, format)


class MomentPicker(AdminSplitDateTime):
    """A day and an hour, each in a box of its own that says what it takes."""

    def __init__(self, attrs=None):
        super().__init__(attrs)
        for widget, label, shape in zip(self.widgets, ["Ngày", "Giờ"], ["dd/mm/yyyy", "hh:mm"], strict=True):
            widget.attrs |= {"aria-label": label, "placeholder": shape, "autocomplete": "off"}


# Stock form fields read 1.000 as 1 and 05/03/2026 as the third of May.
VIETNAMESE_ENTRY = {
    models.DecimalField: {"form_class": QuantityField, "widget": NumberBox},
    models.IntegerField: {"form_class": WholeNumberField, "widget": NumberBox(inputmode="numeric")},
    models.DateField: {"form_class": DayField, "widget": DayPicker},
    models.DateTimeField: {"form_class": MomentField, "widget": MomentPicker},
    models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 3})},
}


def is_quantity(field):
    """Whether a model field holds an amount, which is grouped by dots; a year or an order number is not."""
    return isinstance(field, models.DecimalField | WholeNumber)


def number_cell(value):
    """A number as lists show it: set right, in figures of one width; «—» where there is none."""
    return format_html('<span class="number">{}</span>', format_number(value))


def number_column(field):
    """A list column that prints an amount as 9.417,1 and sorts by it."""

    def column(row):
        return number_cell(getattr(row, field.attname))

    # The name becomes the heading's CSS class, by which it is set right.
    column.__name__ = f"{field.name}_number"
    return admin.display(description=field.verbose_name, ordering=field.name)(column)


def answer_column(field):
    """A list column that says có or không; the stock icons are read aloud as True, False and None."""

    def column(row):
        return {True: "có", False: "không"}.get(getattr(row, field.attname))

    column.__name__ = field.name
    return admin.display(description=field.verbose_name, ordering=field.name)(column)


def list_column(field, name):
    """What a list shows for a name: a column of ours where the stock one would print a number or an answer poorly."""
    if is_quantity(field):
        return number_column(field)
    return answer_column(field) if isinstance(field, models.BooleanField) else name


def demonstration_column(path):
    """A list column that marks rows made up to show how the book works, or parts of such rows."""

    def demonstration_tag(row):
        for name in path.split("__"):
            row = getattr(row, name)
        return format_html('<span class="tag tag-demonstration">{}</span>', "minh họa") if row else None

    return admin.display(description="minh họa", ordering=path, empty_value="")(demonstration_tag)


def quietly_related(field):
    """The field of a relation without the links that change or delete what it points to: one slip hits many rows."""
    if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
        field.widget.can_change_related = field.widget.can_delete_related = False
    return field


class RowsFormSet(BaseInlineFormSet):
    """Rows under a form; the box that deletes one says so to those who do not see its column's heading."""

    def get_unique_error_message(self, unique_check):
        """Two rows of one key, told by what the columns are called and not by what the code calls them."""
        names = [name for name in unique_check if name != self.fk.name]
        return super().get_unique_error_message(
            [f"«{self.model._meta.get_field(name).verbose_name}»" for name in names]
        )

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].widget.attrs["aria-label"] = "Xóa dòng này"


class RowsInline(RowBoxes, admin.TabularInline):
    """Child rows in a table under their parent, every box labelled by its column."""

    formset = RowsFormSet
    formfield_overrides = VIETNAMESE_ENTRY
    extra = 0

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = quietly_related(super().formfield_for_dbfield(db_field, request, **kwargs))
        if field:
            widget = getattr(field.widget, "widget", field.widget)
            field.widget.can_view_related = False
            widget.attrs["aria-label"] = str(field.label)
        return field


class FormAdmin(ChosenRows, RowBoxes, admin.ModelAdmin):
    """A screen where staff write: Vietnamese numbers and days, folded search, rules told in the form."""

    section = Section.CATALOGUES
    # The field that names the row this one is a part of: entered there, its own screen is for searching and sheets.
    part_of = ""
    formfield_overrides = VIETNAMESE_ENTRY
    # The name of the address where rows of this list are typed in a table; "" where there is none.
    grid_page = ""
    list_per_page = 50
    show_full_result_count = False

    class Media:
        js = ["js/box-names.js", "js/choice-keys.js"]

    def tasks(self, request):
        """What waits for this user on this screen: dicts of `name`, `count` and `url` for the index."""
        return []

    def boards(self, request):
        """What this screen shows of itself on the index: dicts of a `template` and what it prints."""
        return []

    @property
    def demonstration_path(self):
        """Where a row says that it is made up: itself, or the row it is a part of; "" where neither can be."""
        whole = self.opts.get_field(self.part_of).related_model if self.part_of else self.model
        path = f"{self.part_of}__is_demonstration" if self.part_of else "is_demonstration"
        return path if issubclass(whole, RegisterRow) else ""

    def get_list_display(self, request):
        fields = {field.name: field for field in self.opts.concrete_fields}
        columns = [list_column(fields.get(name), name) for name in super().get_list_display(request)]
        return [*columns, demonstration_column(self.demonstration_path)] if self.demonstration_path else columns

    def get_list_filter(self, request):
        filters = super().get_list_filter(request)
        return [*filters, self.demonstration_path] if self.demonstration_path else filters

    def get_fieldsets(self, request, obj=None):
        """Personal data is shown to those who keep it, not to everyone who may look."""
        fieldsets = super().get_fieldsets(request, obj)
        personal = set(getattr(self.model, "PERSONAL_FIELDS", ()))
        if (
            not personal
            or self.has_change_permission(request, obj)
            or (obj is None and self.has_add_permission(request))
        ):
            return fieldsets
        return [part for part in fieldsets if personal.isdisjoint(flatten(part[1]["fields"]))]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        return quietly_related(super().formfield_for_dbfield(db_field, request, **kwargs))

    def lookup_allowed(self, lookup, value, request):
        """Personal data is not guessed by filters typed into the address either."""
        personal = getattr(self.model, "PERSONAL_FIELDS", ())
        if lookup.split(LOOKUP_SEP)[0] in personal and not self.has_change_permission(request):
            return False
        return super().lookup_allowed(lookup, value, request)

    def get_search_results(self, request, queryset, search_term):
        """Each word somewhere in the searched columns; a folded column folds the word as it was folded."""
        names = self.get_search_fields(request)
        for word in search_term.split():
            found = Q()
            for name in names:
                found |= Q(**{f"{name}__contains" if name.endswith("folded") else f"{name}__icontains": word})
            queryset = queryset.filter(found)
        # Found through several of its parts, a row would be listed as often.
        return queryset, any(lookup_spawns_duplicates(self.opts, name) for name in names)

    def rules(self, request, rows):
        """What holds rules over several rows around a write of these stored rows, or of a new one where there are none.

        It raises ValidationError at its end, and the write is undone.
        """
        return nullcontext()

    @contextmanager
    def _writing(self, request, object_id):
        """One transaction under the rules, entered before any row of the form is held."""
        pk = unquote(object_id or "")
        rows = self.model._base_manager.filter(pk=pk) if names_a_row(pk) else self.model._base_manager.none()
        with transaction.atomic(), self.rules(request, rows):
            yield

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        try:
            with self._writing(request, object_id):
                return super().changeform_view(request, object_id, form_url, extra_context)
        except ValidationError as error:
            request.broken_rule = error
        except IntegrityError as error:
            request.broken_rule = refusal_of(error)
        # The same form comes again with all that was typed, and the reason.
        self._unsay(request)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        error = getattr(request, "broken_rule", None)
        return refusing(form, error) if error else form

    def delete_queryset(self, request, queryset):
        with transaction.atomic(), self.rules(request, queryset):
            super().delete_queryset(request, queryset)

    def delete_view(self, request, object_id, extra_context=None):
        try:
            with self._writing(request, object_id) if request.method == "POST" else nullcontext():
                return super().delete_view(request, object_id, extra_context)
        except ValidationError as error:
            return self._told(request, error)

    def changelist_view(self, request, extra_context=None):
        try:
            return super().changelist_view(request, extra_context)
        except ValidationError as error:
            if request.method != "POST":
                raise
            return self._told(request, error)

    def _unsay(self, request):
        """What was written is undone, so what was said of it is not said."""
        messages.get_messages(request)._queued_messages.clear()

    def _told(self, request, error):
        self._unsay(request)
        for message in error.messages:
            self.message_user(request, message, messages.ERROR)
        return redirect(request.get_full_path())


class RecordedAdmin(SheetsAdmin, FormAdmin):
    """A register's screen, with sheets in and out."""


# The end of the form of every register.
SOURCE_AND_NOTE = ("Nguồn và ghi chú", {"fields": ["source", "note", "is_demonstration"]})


class ReadOnly(ChosenRows):
    """A screen on which nothing is written, whoever looks."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


def refusal_of(error):
    """What a person is told of a write that the database itself refused."""
    return ValidationError(
        rule_broken(error)
        or "Chưa lưu: người khác vừa ghi một dòng trùng hoặc vừa xóa dòng được chọn. Hãy kiểm tra rồi lưu lại."
    )


def refusing(form, error):
    """The same form, which refuses whatever it is given for this reason."""

    class Refusing(form):
        def clean(self):
            super().clean()
            raise error

    return Refusing
