"""Screens of the power grid."""

from django.contrib import admin
from django.db.models import Count, Q, Sum
from django.utils import timezone

from config.staff.admin import SOURCE_AND_NOTE, RowsInline, Section, number_cell
from indicators.grids.screen import GridAdmin
from indicators.trail.history import PartAdmin, RegisterAdmin
from power.grids import TransformerGrid
from power.models import GridProject, Line, PowerPlant, PowerTransformer, Substation, in_service_on
from power.resources import (
    GridProjectResource,
    LineResource,
    PowerPlantResource,
    PowerTransformerResource,
    SubstationResource,
)

IN_SERVICE = ("Vận hành", {"fields": [("commissioned_on", "decommissioned_on")]})


class TransformerInline(RowsInline):
    model = PowerTransformer
    fields = ["name", "rated_mva", "voltages", "commissioned_on", "decommissioned_on"]


@admin.register(Substation)
class SubstationAdmin(RegisterAdmin):
    grid_page = "admin:power_powertransformer_grid"
    section = Section.POWER
    resource_classes = [SubstationResource]
    inlines = [TransformerInline]
    corrected_in_list = ["commune", "has_scada", "has_full_signals", "is_unmanned"]
    list_display = [
        "code",
        "name",
        "nominal_voltage_kv",
        "transformers_number",
        "rating_number",
        "commissioned_on",
        "has_scada",
        "has_full_signals",
        "is_unmanned",
    ]
    list_filter = ["nominal_voltage_kv", "owner", "has_scada", "has_full_signals", "is_unmanned"]
    date_hierarchy = "commissioned_on"
    autocomplete_fields = ["place", "source"]
    fieldsets = [
        (None, {"fields": ["code", "name", ("nominal_voltage_kv", "owner")]}),
        ("Địa điểm", {"fields": [("place", "commune")]}),
        IN_SERVICE,
        ("Điều khiển", {"fields": [("has_scada", "has_full_signals", "is_unmanned")]}),
        SOURCE_AND_NOTE,
    ]

    def get_queryset(self, request):
        # By their own days: staff see the machines of a substation that nobody has dated yet.
        in_service = Q(transformers__in=PowerTransformer.objects.filter(in_service_on(timezone.localdate())))
        counts = {
            "machines": Count("transformers", filter=in_service),
            "rating": Sum("transformers__rated_mva", filter=in_service),
        }
        return super().get_queryset(request).annotate(**counts)

    @admin.display(description="máy đang vận hành", ordering="machines")
    def transformers_number(self, substation):
        return number_cell(substation.machines)

    @admin.display(description="công suất (MVA)", ordering="rating")
    def rating_number(self, substation):
        return number_cell(substation.rating)


@admin.register(PowerTransformer)
class PowerTransformerAdmin(GridAdmin, PartAdmin):
    grid = TransformerGrid
    section = Section.POWER
    part_of = "substation"
    resource_classes = [PowerTransformerResource]
    list_display = ["substation", "name", "rated_mva", "voltages", "commissioned_on", "decommissioned_on"]
    list_display_links = ["substation", "name"]
    list_filter = ["rated_mva"]
    search_fields = ["name"]
    date_hierarchy = "commissioned_on"
    fieldsets = [(None, {"fields": ["substation", "name", ("rated_mva", "voltages")]}), IN_SERVICE]


@admin.register(Line)
class LineAdmin(RegisterAdmin):
    section = Section.POWER
    resource_classes = [LineResource]
    corrected_in_list = ["circuits", "conductor", "length_km"]
    list_display = ["code", "name", "nominal_voltage_kv", "circuits", "conductor", "length_km", "commissioned_on"]
    list_filter = ["nominal_voltage_kv", "circuits"]
    date_hierarchy = "commissioned_on"
    autocomplete_fields = ["source"]
    fieldsets = [
        (None, {"fields": ["code", "name"]}),
        ("Kỹ thuật", {"fields": [("nominal_voltage_kv", "circuits"), ("conductor", "length_km")]}),
        IN_SERVICE,
        SOURCE_AND_NOTE,
    ]


@admin.register(PowerPlant)
class PowerPlantAdmin(RegisterAdmin):
    section = Section.POWER
    resource_classes = [PowerPlantResource]
    corrected_in_list = ["installed_capacity_mw", "commune"]
    list_display = ["code", "name", "type", "installed_capacity_mw", "commune", "commissioned_on"]
    list_filter = ["type"]
    date_hierarchy = "commissioned_on"
    autocomplete_fields = ["place", "source"]
    fieldsets = [
        (None, {"fields": ["code", "name", ("type", "installed_capacity_mw")]}),
        ("Địa điểm", {"fields": [("place", "commune")]}),
        IN_SERVICE,
        SOURCE_AND_NOTE,
    ]


@admin.register(GridProject)
class GridProjectAdmin(RegisterAdmin):
    section = Section.POWER
    resource_classes = [GridProjectResource]
    corrected_in_list = ["status", "capital_billion_vnd"]
    list_display = ["code", "name", "year", "nominal_voltage_kv", "capital_billion_vnd", "status"]
    list_filter = ["year", "status", "nominal_voltage_kv"]
    autocomplete_fields = ["place", "source"]
    fieldsets = [
        (None, {"fields": ["code", "name", ("year", "status")]}),
        ("Quy mô", {"fields": [("nominal_voltage_kv", "capital_billion_vnd"), "place"]}),
        SOURCE_AND_NOTE,
    ]
