"""Screens of khuyến công: budgets, schemes and their whole life, establishments, contents and ceilings."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html

from config.models import latest
from config.staff.admin import SOURCE_AND_NOTE, DayPicker, RowsInline, Section, number_cell
from config.staff.boxes import names_a_row
from config.values.forms import DayField, TextLineField
from indicators.grids.screen import GridAdmin
from indicators.rights import answers_for
from indicators.trail.history import AuditedAdmin, PartAdmin, RegisterAdmin
from projects.actions import MAY_APPROVE, NEXT_STEPS, approve_scheme, scheme_rules
from projects.admin.owners import NamesKeptForm, OwnedAdmin
from projects.grids import BudgetGrid
from projects.models import (
    Beneficiary,
    ContentLine,
    ExtensionBudget,
    ExtensionScheme,
    SchemeFunding,
    SchemeResult,
    SchemeStep,
    SupportCeiling,
)
from projects.resources import (
    BeneficiaryResource,
    ContentLineResource,
    ExtensionBudgetResource,
    ExtensionSchemeResource,
    SchemeFundingResource,
    SchemeResultResource,
    SchemeStepResource,
    SupportCeilingResource,
)


class MoneyAdmin(AuditedAdmin):
    """A screen whose writes may touch committed money or the steps that commit it."""

    section = Section.EXTENSION
    # The way from a row of the screen to its schemes.
    scheme_path = "scheme"

    def rules(self, request, rows):
        schemes = set(rows.values_list(self.scheme_path, flat=True))
        chosen = request.POST.get("scheme", "")
        if names_a_row(chosen):
            schemes.add(int(chosen))
        return scheme_rules(by=request.user, schemes=schemes)


class FundingInline(RowsInline):
    model = SchemeFunding
    fields = ["year", "fund", "committed", "disbursed", "settled"]


class StepInline(RowsInline):
    model = SchemeStep
    fields = ["on", "status", "document"]


class ResultInline(RowsInline):
    model = SchemeResult
    fields = ["name", "quantity", "unit"]


class CeilingInline(RowsInline):
    model = SupportCeiling
    fields = ["percent", "cap_million_vnd", "legal_basis", "valid_from", "valid_to"]


class StepFilter(admin.SimpleListFilter):
    """Schemes whose latest step this is."""

    title = "bước hiện nay"
    parameter_name = "buoc"

    def lookups(self, request, model_admin):
        return SchemeStep.Status.choices

    def queryset(self, request, queryset):
        return queryset.filter(step_now=self.value()) if self.value() else queryset


class ApprovalForm(forms.Form):
    """By which document, of which day, a scheme is approved."""

    document = TextLineField(label="Văn bản phê duyệt", max_length=200, help_text="Ví dụ: Quyết định 123/QĐ-SCT.")
    on = DayField(label="Ngày phê duyệt", widget=DayPicker)


@admin.register(ExtensionScheme)
class ExtensionSchemeAdmin(OwnedAdmin, MoneyAdmin, RegisterAdmin):
    owner = "implementer"
    scheme_path = "pk"
    resource_classes = [ExtensionSchemeResource]
    inlines = [FundingInline, StepInline, ResultInline]
    corrected_in_list = ["implementer"]
    list_display = ["code", "name", "years", "content", "support_number", "disbursed_number", "settled_number", "step"]
    list_filter = [StepFilter, "first_year", "content"]
    list_select_related = ["content"]
    search_help_text = "Tìm theo mã, tên đề án, đơn vị thực hiện; gõ không dấu cũng được."
    autocomplete_fields = ["content", "beneficiaries", "source"]
    fieldsets = [
        (None, {"fields": ["code", "name", "content", ("first_year", "last_year")]}),
        ("Thực hiện", {"fields": [("implementer", "implementer_kind"), "beneficiaries", "summary"]}),
        SOURCE_AND_NOTE,
    ]

    def get_queryset(self, request):
        schemes = super().get_queryset(request).with_money()
        return schemes.annotate(step_now=latest(SchemeStep.objects, "scheme", "status"))

    @admin.display(description="năm", ordering="first_year")
    def years(self, scheme):
        return (
            f"{scheme.first_year}"
            if scheme.first_year == scheme.last_year
            else f"{scheme.first_year}-{scheme.last_year}"
        )

    @admin.display(description="hỗ trợ (triệu đồng)", ordering="support")
    def support_number(self, scheme):
        return number_cell(scheme.support)

    @admin.display(description="giải ngân (triệu đồng)", ordering="disbursed")
    def disbursed_number(self, scheme):
        return number_cell(scheme.disbursed)

    @admin.display(description="quyết toán (triệu đồng)", ordering="settled")
    def settled_number(self, scheme):
        return number_cell(scheme.settled)

    @admin.display(description="bước hiện nay", ordering="step_now")
    def step(self, scheme):
        if scheme.step_now is None:
            return None
        return format_html(
            '<span class="tag tag-{}">{}</span>', scheme.step_now, SchemeStep.Status(scheme.step_now).label
        )

    def tasks(self, request):
        if not self.has_view_permission(request):
            return []
        waiting = SchemeStep.Status.APPRAISAL
        count = self.get_queryset(request).filter(step_now=waiting).count()
        address = reverse("admin:projects_extensionscheme_changelist")
        return [{"name": "Đề án chờ thẩm định", "count": count, "url": f"{address}?buoc={waiting}"}] if count else []

    def get_urls(self):
        approve = self.admin_site.admin_view(self.approve_view)
        return [
            path("<int:pk>/phe-duyet/", approve, name="projects_extensionscheme_approve"),
            *super().get_urls(),
        ]

    def has_approve_permission(self, request):
        return request.user.has_perm(MAY_APPROVE) and answers_for(request.user, self.model)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        last = obj.steps.order_by("on", "pk").last() if obj else None
        context["can_approve"] = (
            obj is not None
            and self.has_approve_permission(request)
            and SchemeStep.Status.APPROVED in NEXT_STEPS[last.status if last else None]
        )
        return super().render_change_form(request, context, add, change, form_url, obj)

    def approve_view(self, request, pk):
        scheme = self.get_object(request, str(pk))
        if scheme is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(pk))
        if not self.has_approve_permission(request):
            raise PermissionDenied
        form = ApprovalForm(request.POST or None)
        if form.is_valid():
            try:
                approve_scheme(scheme, by=request.user, **form.cleaned_data)
            except ValidationError as error:
                form.add_error(None, error.messages)
            else:
                self.message_user(request, f"Đã phê duyệt đề án «{scheme}».", messages.SUCCESS)
                return redirect("admin:projects_extensionscheme_change", pk)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Phê duyệt đề án «{scheme}»",
            "opts": self.opts,
            "original": scheme,
            "form": form,
            "funding": scheme.funding.all(),
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/projects/extensionscheme/approve.html", context)


@admin.register(SchemeFunding)
class SchemeFundingAdmin(MoneyAdmin, PartAdmin):
    part_of = "scheme"
    resource_classes = [SchemeFundingResource]
    list_display = ["scheme", "year", "fund", "committed", "disbursed", "settled"]
    list_filter = ["year", "fund"]
    fields = ["scheme", ("year", "fund"), ("committed", "disbursed", "settled")]


@admin.register(SchemeStep)
class SchemeStepAdmin(MoneyAdmin, PartAdmin):
    part_of = "scheme"
    resource_classes = [SchemeStepResource]
    list_display = ["scheme", "status", "on", "document"]
    list_filter = ["status"]
    date_hierarchy = "on"
    fields = ["scheme", ("status", "on"), "document"]


@admin.register(SchemeResult)
class SchemeResultAdmin(PartAdmin):
    section = Section.EXTENSION
    part_of = "scheme"
    resource_classes = [SchemeResultResource]
    list_display = ["scheme", "name", "quantity", "unit"]
    search_fields = ["name"]
    fields = ["scheme", "name", ("quantity", "unit")]


@admin.register(ExtensionBudget)
class ExtensionBudgetAdmin(MoneyAdmin, GridAdmin):
    grid = BudgetGrid
    resource_classes = [ExtensionBudgetResource]
    list_display = [
        "year",
        "fund",
        "allocated",
        "committed_number",
        "left_number",
        "disbursed_number",
        "settled_number",
        "use_tag",
    ]
    list_display_links = ["year", "fund"]
    list_filter = ["year", "fund"]
    autocomplete_fields = ["source"]
    fieldsets = [
        (None, {"fields": [("year", "fund"), "allocated", "decision"]}),
        SOURCE_AND_NOTE,
    ]

    def rules(self, request, rows):
        return scheme_rules(by=request.user, years_and_funds=rows.values_list("year", "fund"))

    def get_queryset(self, request):
        return super().get_queryset(request).with_use()

    @admin.display(description="đã phê duyệt", ordering="committed")
    def committed_number(self, budget):
        return number_cell(budget.committed)

    @admin.display(description="còn lại")
    def left_number(self, budget):
        return number_cell(budget.allocated - (budget.committed or 0))

    @admin.display(description="giải ngân", ordering="disbursed")
    def disbursed_number(self, budget):
        return number_cell(budget.disbursed)

    @admin.display(description="quyết toán", ordering="settled")
    def settled_number(self, budget):
        return number_cell(budget.settled)

    @admin.display(description="phần sử dụng", empty_value="")
    def use_tag(self, budget):
        """Marks a budget, which may itself be real, that invented schemes took from."""
        if budget.use_is_demonstration:
            return format_html('<span class="tag tag-demonstration">{}</span>', "minh họa")
        return None


@admin.register(Beneficiary)
class BeneficiaryAdmin(MoneyAdmin, RegisterAdmin):
    form = NamesKeptForm
    scheme_path = "schemes"
    resource_classes = [BeneficiaryResource]
    corrected_in_list = ["legal_form", "commune", "representative", "phone"]
    list_display = ["code", "name", "legal_form", "commune"]
    list_filter = ["legal_form"]
    autocomplete_fields = ["place"]
    fieldsets = [
        (None, {"fields": ["code", "name", "legal_form"]}),
        ("Địa điểm", {"fields": [("place", "commune")]}),
        ("Ghi chú", {"fields": ["note", "is_demonstration"]}),
        ("Thông tin cá nhân (chỉ nội bộ)", {"fields": [("representative", "phone")]}),
    ]


@admin.register(ContentLine)
class ContentLineAdmin(AuditedAdmin):
    section = Section.CATALOGUES
    resource_classes = [ContentLineResource]
    inlines = [CeilingInline]
    list_display = ["position", "code", "name", "valid_from", "valid_to"]
    list_display_links = ["code", "name"]
    search_fields = ["code", "name"]
    fields = ["code", "name", "position", ("valid_from", "valid_to")]


@admin.register(SupportCeiling)
class SupportCeilingAdmin(AuditedAdmin):
    section = Section.CATALOGUES
    part_of = "content"
    resource_classes = [SupportCeilingResource]
    list_display = ["content", "percent", "cap_million_vnd", "legal_basis", "valid_from", "valid_to"]
    list_select_related = ["content"]
    search_fields = ["content__code", "content__name", "legal_basis"]
    autocomplete_fields = ["content"]
    fields = ["content", ("percent", "cap_million_vnd"), "legal_basis", ("valid_from", "valid_to")]
