"""Screens of industrial zones and clusters."""

from django.contrib import admin
from django.utils import timezone

from config.staff.admin import SOURCE_AND_NOTE, RowsInline, Section, number_cell
from indicators.grids.screen import GridAdmin
from indicators.trail.history import AuditedAdmin, PartAdmin, RegisterAdmin
from projects.admin.owners import OwnedAdmin
from projects.grids import AreaGrid
from projects.models import Estate, EstateArea, EstateStatus, InfrastructureSupport
from projects.resources import (
    EstateAreaResource,
    EstateResource,
    EstateStatusResource,
    InfrastructureSupportResource,
)


class StatusInline(RowsInline):
    model = EstateStatus
    fields = ["on", "status", "document"]


class AreaInline(RowsInline):
    model = EstateArea
    fields = ["kind", "hectares", "on", "decision"]


@admin.register(Estate)
class EstateAdmin(OwnedAdmin, RegisterAdmin):
    grid_page = "admin:projects_estatearea_grid"
    section = Section.ESTATES
    resource_classes = [EstateResource]
    inlines = [StatusInline, AreaInline]
    corrected_in_list = ["communes", "investor", "wastewater"]
    list_display = ["code", "name", "kind", "communes", "status", "industrial_number", "leased_number", "wastewater"]
    list_filter = ["kind", "wastewater"]
    autocomplete_fields = ["place", "source"]
    fieldsets = [
        (None, {"fields": ["code", "name", "kind"]}),
        ("Địa điểm", {"fields": ["place", "communes"]}),
        ("Hạ tầng", {"fields": [("investor", "investor_kind"), "capital_billion_vnd", "wastewater"]}),
        SOURCE_AND_NOTE,
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).with_state(timezone.localdate())

    @admin.display(description="trạng thái", ordering="status_then")
    def status(self, estate):
        return EstateStatus.Status(estate.status_then).label if estate.status_then else None

    @admin.display(description="đất công nghiệp (ha)", ordering="industrial_then")
    def industrial_number(self, estate):
        return number_cell(estate.industrial_then)

    @admin.display(description="đã cho thuê (ha)", ordering="leased_then")
    def leased_number(self, estate):
        return number_cell(estate.leased_then)


@admin.register(EstateStatus)
class EstateStatusAdmin(PartAdmin):
    section = Section.ESTATES
    part_of = "estate"
    resource_classes = [EstateStatusResource]
    list_display = ["estate", "status", "on", "document"]
    list_filter = ["status"]
    date_hierarchy = "on"
    fields = ["estate", ("status", "on"), "document"]


@admin.register(EstateArea)
class EstateAreaAdmin(GridAdmin, PartAdmin):
    grid = AreaGrid
    section = Section.ESTATES
    part_of = "estate"
    resource_classes = [EstateAreaResource]
    list_display = ["estate", "kind", "hectares", "on", "decision"]
    list_filter = ["kind"]
    date_hierarchy = "on"
    fields = ["estate", ("kind", "hectares"), "on", "decision"]


@admin.register(InfrastructureSupport)
class InfrastructureSupportAdmin(AuditedAdmin):
    section = Section.ESTATES
    resource_classes = [InfrastructureSupportResource]
    list_display = ["code", "clusters", "first_year", "last_year", "amount_million_vnd", "legal_basis"]
    list_filter = ["first_year"]
    list_select_related = ["legal_basis"]
    search_fields = ["code", "estates__folded"]
    autocomplete_fields = ["estates", "legal_basis", "source"]
    fieldsets = [
        (None, {"fields": ["code", "estates", ("first_year", "last_year"), "amount_million_vnd"]}),
        ("Nguồn và ghi chú", {"fields": ["legal_basis", "source", "note", "is_demonstration"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("estates")

    @admin.display(description="cụm được hỗ trợ")
    def clusters(self, support):
        return ", ".join(estate.name for estate in support.estates.all())
