"""Screens of investment projects."""

from django.contrib import admin

from config.models import latest
from config.staff.admin import SOURCE_AND_NOTE, RowsInline, Section
from indicators.grids.screen import GridAdmin
from indicators.trail.history import PartAdmin, RegisterAdmin
from projects.admin.owners import OwnedAdmin
from projects.grids import StatusGrid
from projects.models import Disbursement, InvestmentProject, ProjectStatus
from projects.resources import DisbursementResource, InvestmentProjectResource, ProjectStatusResource


class StatusInline(RowsInline):
    model = ProjectStatus
    fields = ["on", "status", "document"]


class DisbursementInline(RowsInline):
    model = Disbursement
    fields = ["on", "billion_vnd", "million_usd", "document"]


@admin.register(InvestmentProject)
class InvestmentProjectAdmin(OwnedAdmin, RegisterAdmin):
    grid_page = "admin:projects_projectstatus_grid"
    section = Section.PROJECTS
    resource_classes = [InvestmentProjectResource]
    inlines = [StatusInline, DisbursementInline]
    corrected_in_list = ["investor", "investor_kind", "land_ha", "workers", "capacity"]
    list_display = [
        "code",
        "name",
        "investor",
        "investor_kind",
        "status",
        "estate",
        "land_ha",
        "capital_billion_vnd",
        "capital_million_usd",
    ]
    list_filter = ["form", "estate__kind", ("estate", admin.RelatedOnlyFieldListFilter), "industry__version"]
    list_select_related = ["estate"]
    search_help_text = "Tìm theo mã, tên dự án, nhà đầu tư, xã; gõ không dấu cũng được."
    date_hierarchy = "certificate_on"
    autocomplete_fields = ["industry", "estate", "place", "source"]
    fieldsets = [
        (None, {"fields": ["code", "name", ("investor", "investor_kind"), ("form", "country")]}),
        ("Địa điểm và ngành", {"fields": ["estate", ("place", "commune"), "industry"]}),
        ("Pháp lý", {"fields": [("certificate_number", "certificate_on"), "policy_decision"]}),
        (
            "Quy mô",
            {"fields": [("capital_billion_vnd", "capital_million_usd"), ("land_ha", "workers"), "capacity"]},
        ),
        SOURCE_AND_NOTE,
        ("Thông tin cá nhân (chỉ nội bộ)", {"fields": ["representative", ("phone", "email")]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(latest_status=latest(ProjectStatus.objects, "project", "status"))

    @admin.display(description="trạng thái", ordering="latest_status")
    def status(self, project):
        return ProjectStatus.Status(project.latest_status).label if project.latest_status else None


@admin.register(ProjectStatus)
class ProjectStatusAdmin(GridAdmin, PartAdmin):
    grid = StatusGrid
    section = Section.PROJECTS
    part_of = "project"
    resource_classes = [ProjectStatusResource]
    list_display = ["project", "status", "on", "document"]
    list_filter = ["status"]
    date_hierarchy = "on"
    fields = ["project", ("status", "on"), "document"]


@admin.register(Disbursement)
class DisbursementAdmin(PartAdmin):
    section = Section.PROJECTS
    part_of = "project"
    resource_classes = [DisbursementResource]
    list_display = ["project", "on", "billion_vnd", "million_usd", "document"]
    date_hierarchy = "on"
    fields = ["project", "on", ("billion_vnd", "million_usd"), "document"]
