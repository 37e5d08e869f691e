"""Screens of forms («biểu»): how they are arranged, when they are due, and the doors to fill them."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth.models import User
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.views.decorators.http import require_http_methods

from config.sheets.formats import PRINTED_FORMATS
from config.staff.admin import RowsFormSet, RowsInline, Section
from config.values.dates import format_moment
from config.values.numbers import MISSING, format_number
from indicators.actions.closing import close_periods, reopen_periods
from indicators.admin.forms import ClosingForm, PeriodBox
from indicators.entry import periods, screen
from indicators.entry.columns import FIELDS, columns_fit, faults
from indicators.entry.differences import differences_page
from indicators.entry.presence import last_opened
from indicators.entry.progress import forms_to_fill, progress_of, progress_page
from indicators.models import FormColumn, FormException, FormPeriod, FormRow, Office, ReportForm
from indicators.resources import FormColumnResource, FormPeriodResource, FormRowResource, ReportFormResource
from indicators.rights import own, reach_of
from indicators.sheets.forms.brought import upload
from indicators.sheets.forms.out import download
from indicators.sheets.forms.own.screen import layout_file, layout_page
from indicators.trail.history import AuditedAdmin
from indicators.trail.reading import name_of


class FormRowForm(forms.ModelForm):
    """A row of a form; a code left empty is that of its indicator."""

    class Meta:
        model = FormRow
        fields = []
        help_texts = {"code": "Để trống thì lấy mã chỉ tiêu; dòng đề mục, dòng tổng phải có."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if code := self.fields.get("code"):
            code.required = False

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("code") == "" and "indicator" in cleaned:
            if cleaned["indicator"]:
                cleaned["code"] = cleaned["indicator"].code
            else:
                self.add_error("code", "Dòng không có chỉ tiêu thì phải có mã dòng.")
        return cleaned


class FormRowInline(RowsInline):
    model = FormRow
    form = FormRowForm
    fields = ["position", "code", "number", "wording", "level", "indicator", "beside", "is_total"]
    autocomplete_fields = ["indicator", "beside"]
    ordering = ["position", "id"]

    class Media:
        js = [forms.Script("js/arrange-rows.js", type="module")]


class ColumnsFormSet(RowsFormSet):
    """The columns of a form together: each asks for something else, what is computed names columns that are there."""

    def clean(self):
        super().clean()
        rows = {
            row.cleaned_data["number"]: row
            for row in self.forms
            if "number" in row.cleaned_data and not row.cleaned_data.get("DELETE")
        }
        given = [{name: row.cleaned_data.get(name) for name in FIELDS} for row in rows.values()]
        for number, field, message in faults(given):
            rows[number].add_error(field, message)


class FormColumnInline(RowsInline):
    model = FormColumn
    formset = ColumnsFormSet
    fields = [
        "number", "group", "heading", "content", "relative", "kind", "is_beside", "is_required", "formula", "of_number",
        "base_number",
    ]  # fmt: skip
    ordering = ["number"]


class FormsAdmin(AuditedAdmin):
    """A screen of forms: arranged by the office that answers for them."""

    section = Section.FORMS

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        office = reach_of(request.user).office
        if office and db_field.related_model is ReportForm:
            kwargs["queryset"] = own(ReportForm.objects, request.user)
        elif office and db_field.related_model is Office:
            kwargs["queryset"] = Office.objects.filter(pk=office.pk)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class ReportFormForm(forms.ModelForm):
    """A form, whose code is given once."""

    class Meta:
        model = ReportForm
        fields = []
        help_texts = {
            "code": "Đặt một lần, sau không đổi được: địa chỉ của biểu, tệp bảng tính và các ô đang giữ ở máy người "
            "nhập mang mã này."
        }


@admin.register(ReportForm)
class ReportFormAdmin(FormsAdmin):
    form = ReportFormForm
    resource_classes = [ReportFormResource]
    inlines = [FormColumnInline, FormRowInline]
    corrected_in_list = ["name", "position", "due_days", "is_in_use"]
    list_display = ["code", "name", "fill", "files", "office", "frequency", "is_in_use"]
    list_display_links = ["code", "name"]
    list_filter = ["frequency", "is_in_use", ("office", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["office"]
    search_fields = ["folded"]
    autocomplete_fields = ["places"]
    fieldsets = [
        (None, {"fields": ["code", "name", ("office", "position"), "is_in_use"]}),
        ("Kỳ và địa bàn", {"fields": [("frequency", "due_days"), "places"]}),
        (None, {"fields": ["note"]}),
    ]

    def get_readonly_fields(self, request, obj=None):
        return ["code"] if obj else []

    def boards(self, request):
        """The forms that are one's office's to fill, in their current period, the one opened last first."""
        if not request.user.has_perm("indicators.add_figure"):
            return []
        rows = progress_of(forms_to_fill(request.user), periods_shown=1, office=reach_of(request.user).office)
        opened = {one.form_id: at for at, one in enumerate(last_opened(request.user))}
        rows.sort(key=lambda row: opened.get(row.form.pk, len(opened)))
        board = {"template": "admin/indicators/reportform/board.html", "rows": rows}
        return [board] if rows else []

    @admin.display(description="nhập số liệu")
    def fill(self, form):
        period = periods.current(form.frequency, timezone.localdate())
        address = reverse("admin:indicators_reportform_entry", args=[form.code])
        act = "Nhập" if form.is_in_use else "Xem"
        return format_html('<a href="{}" aria-label="{} {}, {}">{} {}</a>', address, act, form, period, act, period)

    @admin.display(description="tải biểu")
    def files(self, form):
        period = periods.current(form.frequency, timezone.localdate())
        address = reverse("admin:indicators_reportform_file", args=[form.code])
        return format_html_join(
            " ",
            '<a href="{}?tep={}" aria-label="Tải biểu {}, {}, tệp {}">{}</a>',
            [(address, extension, form, period, extension, extension) for extension in PRINTED_FORMATS],
        )

    def get_urls(self):
        def view(page, *methods):
            allowed = require_http_methods(methods or ["GET", "HEAD", "POST"])
            return self.admin_site.admin_view(allowed(lambda request, code: page(self, request, code)))

        progress = self.admin_site.admin_view(lambda request: progress_page(self, request))
        differences = self.admin_site.admin_view(lambda request: differences_page(self, request))
        return [
            path("tien-do/", progress, name="indicators_reportform_progress"),
            path("so-va-so-lieu/", differences, name="indicators_reportform_differences"),
            path("<slug:code>/nhap/", view(screen.entry), name="indicators_reportform_entry"),
            path("<slug:code>/nhap/luu/", view(screen.save, "POST"), name="indicators_reportform_save"),
            path("<slug:code>/nhap/o/", view(screen.cell), name="indicators_reportform_cell"),
            path("<slug:code>/nhap/gui/", view(screen.hand_in), name="indicators_reportform_hand_in"),
            path("<slug:code>/nhap/khoa/", view(screen.close, "POST"), name="indicators_reportform_close"),
            path("<slug:code>/nhap/moi/", view(screen.changes, "GET"), name="indicators_reportform_changes"),
            path("<slug:code>/nhap/tai/", view(download, "GET", "HEAD"), name="indicators_reportform_file"),
            path("<slug:code>/khuon/", view(layout_page), name="indicators_reportform_layout"),
            path("<slug:code>/khuon/tep/", view(layout_file, "GET", "HEAD"), name="indicators_reportform_layout_file"),
            path("<slug:code>/nhap/tep/", view(upload, "POST"), name="indicators_reportform_upload"),
            *super().get_urls(),
        ]


@admin.register(FormRow)
class FormRowAdmin(FormsAdmin):
    form = FormRowForm
    part_of = "form"
    resource_classes = [FormRowResource]
    corrected_in_list = ["position", "number", "wording", "level"]
    told_in_list = ["form", "code"]
    list_display = ["form", "position", "code", "number", "__str__", "level", "indicator"]
    list_display_links = ["code"]
    list_filter = [("form", admin.RelatedOnlyFieldListFilter), "is_total"]
    list_select_related = ["form", "indicator"]
    search_fields = ["code", "wording", "indicator__folded", "form__folded"]
    autocomplete_fields = ["form", "indicator", "beside"]
    fields = [
        "form", ("position", "code", "number"), "wording", "level", "indicator", "beside", "is_total",
    ]  # fmt: skip


@admin.register(FormColumn)
class FormColumnAdmin(FormsAdmin):
    part_of = "form"
    resource_classes = [FormColumnResource]
    corrected_in_list = ["group", "heading", "is_required"]
    told_in_list = ["form", "number"]
    list_display = ["form", "number", "heading", "content", "relative", "kind", "formula"]
    list_display_links = ["number"]
    list_filter = [("form", admin.RelatedOnlyFieldListFilter), "content"]
    list_select_related = ["form"]
    search_fields = ["heading", "group", "form__folded"]
    autocomplete_fields = ["form"]
    fields = [
        "form", ("number", "group", "heading"), ("content", "relative", "kind"), ("is_beside", "is_required"),
        ("formula", "of_number", "base_number"),
    ]  # fmt: skip

    def rules(self, request, rows):
        return columns_fit()


class FormPeriodForm(PeriodBox):
    """What is set for a form in one period, which is typed as it is said."""

    class Meta:
        model = FormPeriod
        fields = []

    def clean(self):
        cleaned = super().clean()
        period = self.cleaned_data.get("period")
        form = self.cleaned_data.get("form") or (self.instance.form_id and self.instance.form)
        if period and form and not periods.fits(form.frequency, period):
            self.add_error("period", f"Biểu này lập theo {form.get_frequency_display()}, không cho kỳ {period}.")
        return cleaned


class FormExceptionInline(RowsInline):
    """Exceptions stand on no screen of their own: who may set a period may give and take them."""

    model = FormException
    fields = ["user", "until", "reason"]

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("indicators.view_formperiod")

    def has_add_permission(self, request, obj=None):
        return request.user.has_perm("indicators.change_formperiod")

    has_change_permission = has_delete_permission = has_add_permission

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "user":
            kwargs["queryset"] = User.objects.filter(is_active=True, is_staff=True).order_by("last_name", "username")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(FormPeriod)
class FormPeriodAdmin(FormsAdmin):
    form = FormPeriodForm
    resource_classes = [FormPeriodResource]
    inlines = [FormExceptionInline]
    actions = ["close", "reopen"]
    corrected_in_list = ["due_on", "contact"]
    told_in_list = ["form", "period"]
    list_display = ["form", "period", "due_on", "closed", "source"]
    list_filter = [("form", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["form", "source", "closed_by"]
    search_fields = ["form__folded"]
    date_hierarchy = "period_end"
    autocomplete_fields = ["form", "source"]
    readonly_fields = ["closed"]
    fieldsets = [
        (None, {"fields": ["form", "period"]}),
        ("Hạn và nguồn", {"fields": [("counted_from", "counted_to"), "due_on", "source"]}),
        (
            "Khóa kỳ",
            {
                "fields": ["closed", "contact"],
                "description": "Khóa hoặc mở lại: đánh dấu kỳ ở danh sách rồi chọn việc. Kỳ đã khóa thì không ai nhập "
                "được vào biểu nữa, cũng không sửa được các số ấy ở màn hình số liệu hay bằng tệp, trừ các ngoại lệ "
                "bên dưới còn hạn.",
            },
        ),
    ]

    @admin.display(description="kỳ", ordering="period_end")
    def period(self, settings):
        return str(settings.period)

    @admin.display(description="đã khóa", ordering="closed_at")
    def closed(self, settings):
        if not settings.closed_at:
            return MISSING
        who = f", {name_of(settings.closed_by)}" if settings.closed_by else ""
        return f"từ {format_moment(settings.closed_at)}{who}: {settings.closed_because}"

    @admin.action(description="Khóa các kỳ đã chọn…", permissions=["change"])
    def close(self, request, settings):
        form = ClosingForm(request.POST if "confirmed" in request.POST else None)
        if form.is_valid():
            count = close_periods(settings, by=request.user, reason=form.cleaned_data["reason"])
            self.message_user(request, f"Đã khóa {format_number(count)} kỳ.", messages.SUCCESS)
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": "Khóa kỳ",
            "opts": self.opts,
            "form": form,
            "periods": settings.select_related("form"),
            "checkbox_name": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/indicators/formperiod/close.html", context)

    @admin.action(description="Mở lại các kỳ đã chọn", permissions=["change"])
    def reopen(self, request, settings):
        count = reopen_periods(settings, by=request.user)
        self.message_user(request, f"Đã mở lại {format_number(count)} kỳ.", messages.SUCCESS)
