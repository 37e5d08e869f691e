"""The staff site, and the base classes of every screen on it."""

from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.forms.models import BaseInlineFormSet
from django.shortcuts import redirect
from django.utils.html import format_html
from import_export.admin import ImportExportModelAdmin

from config.fields import FoldedText, Quantity, WholeNumber
from config.forms import DayField, NumberBox, QuantityField, WholeNumberField
from config.numbers import format_number
from config.text import fold


class Section(models.TextChoices):
    """The parts of the staff's index, in the order staff think of them."""

    FIGURES = "figures", "Số liệu"
    PROJECTS = "projects", "Dự án đầu tư"
    ESTATES = "estates", "Khu, cụm công nghiệp"
    MINERALS = "minerals", "Khoáng sản"
    EXTENSION = "extension", "Khuyến công"
    POWER = "power", "Điện"
    CATALOGUES = "catalogues", "Danh mục dùng chung"
    ACCOUNTS = "accounts", "Tài khoản"
    TRAIL = "trail", "Nhật ký"


class BookAdminSite(admin.AdminSite):
    """The stock staff site, its index grouped by section and not by app."""

    site_header = "Sở Công Thương"
    site_title = "Sổ số liệu"
    index_title = "Sổ số liệu ngành Công Thương"
    empty_value_display = "—"

    def get_app_list(self, request, app_label=None):
        shown = {
            model["model"]: {**model, "is_part": getattr(self._registry[model["model"]], "is_part", False)}
            for app in self._build_app_dict(request, app_label).values()
            for model in app["models"]
        }
        sections = {section: [] for section in Section}
        # The registry keeps the order of registration: the order of the admin modules is the order on the page.
        for model, screen in self._registry.items():
            if model in shown:
                sections[getattr(screen, "section", Section.ACCOUNTS)].append(shown[model])
        return [
            {"name": section.label, "app_label": section.value, "app_url": "", "has_module_perms": True, "models": rows}
            for section, rows in sections.items()
            if rows
        ]


class DayPicker(AdminDateWidget):
    """The admin's calendar beside a box that takes the day first."""

    def __init__(self, attrs=None, format=None):
        super().__init__({"placeholder": "dd/mm/yyyy", "autocomplete": "off", **(attrs or {})}, format)


# Stock form fields read 1.000 as 1 and 05/03/2026 as the third of May.
VIETNAMESE_ENTRY = {
    models.DecimalField: {"form_class": QuantityField},
    models.IntegerField: {"form_class": WholeNumberField, "widget": NumberBox(inputmode="numeric")},
    models.DateField: {"form_class": DayField, "widget": DayPicker},
}


def number_column(field):
    """A list column that prints a number field as 9.417,1 and sorts by it."""

    def column(row):
        value = getattr(row, field.attname)
        return None if value is None else format_html('<span class="number">{}</span>', format_number(value))

    column.__name__ = f"{field.name}_number"
    return admin.display(description=field.verbose_name, ordering=field.name)(column)


class RowsFormSet(BaseInlineFormSet):
    """Rows under a form; each box says which column it is, for those who do not see the heading."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].widget.attrs["aria-label"] = "Xóa dòng này"


class RowsInline(admin.TabularInline):
    """Child rows in a table under their parent."""

    formset = RowsFormSet
    formfield_overrides = VIETNAMESE_ENTRY
    extra = 0

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field:
            widget = getattr(field.widget, "widget", field.widget)
            widget.attrs["aria-label"] = str(field.label)
        return field


class RecordedAdmin(ImportExportModelAdmin):
    """A register's screen: Vietnamese numbers and days, folded search, sheets in and out, rules told in the form."""

    section = Section.CATALOGUES
    is_part = False
    formfield_overrides = VIETNAMESE_ENTRY
    list_per_page = 50
    show_full_result_count = False

    def get_list_display(self, request):
        return [self._column(name) for name in super().get_list_display(request)]

    def _column(self, name):
        fields = {field.name: field for field in self.opts.concrete_fields}
        field = fields.get(name)
        return number_column(field) if isinstance(field, Quantity | WholeNumber) else name

    def get_search_results(self, request, queryset, search_term):
        """Each word of the search, folded, somewhere in the folded column."""
        folded = [field.name for field in self.opts.concrete_fields if isinstance(field, FoldedText)]
        if not folded:
            return super().get_search_results(request, queryset, search_term)
        for word in fold(search_term).split():
            queryset = queryset.filter(**{f"{folded[0]}__contains": word})
        return queryset, False

    def check_rules(self, request, obj):
        """Raise ValidationError when what was saved breaks a rule over several rows; the save is then undone."""

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        self.check_rules(request, form.instance)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except ValidationError as error:
            # The transaction is undone; the same form is shown again with all that was typed, and the reason.
            request.broken_rule = error
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        error = getattr(request, "broken_rule", None)
        return refused(form, error) if error else form

    def delete_queryset(self, request, queryset):
        with transaction.atomic():
            super().delete_queryset(request, queryset)

    def changelist_view(self, request, extra_context=None):
        try:
            return super().changelist_view(request, extra_context)
        except ValidationError as error:
            return self._told(request, error, request.get_full_path())

    def delete_view(self, request, object_id, extra_context=None):
        try:
            return super().delete_view(request, object_id, extra_context)
        except ValidationError as error:
            return self._told(request, error, request.path)

    def _told(self, request, error, address):
        for message in error.messages:
            self.message_user(request, message, messages.ERROR)
        return redirect(address)


def refused(form, error):
    """The same form, which now refuses what was typed for this reason."""

    class Refused(form):
        def clean(self):
            super().clean()
            raise error

    return Refused
