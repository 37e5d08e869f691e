"""Screens of mineral sites and their licences."""

from django.contrib import admin
from django.db.models import Count, Q
from django.utils import timezone

from config.staff.admin import SOURCE_AND_NOTE, RowsInline, Section, number_cell
from indicators.trail.history import PartAdmin, RegisterAdmin
from projects.admin.owners import NamesKeptForm, OwnedAdmin
from projects.models import MineralSite, MiningLicence
from projects.resources import MineralSiteResource, MiningLicenceResource


class LicenceInline(RowsInline):
    model = MiningLicence
    form = NamesKeptForm
    fields = [
        "number",
        "issued_on",
        "expires_on",
        "revoked_on",
        "holder",
        "holder_kind",
        "area_ha",
        "reserve",
        "capacity_per_year",
        "quantity_unit",
    ]


class InForceFilter(admin.SimpleListFilter):
    """Licences in force today, and the others."""

    title = "hiệu lực hôm nay"
    parameter_name = "hieu_luc"

    def lookups(self, request, model_admin):
        return [("con", "còn hiệu lực"), ("het", "hết hiệu lực, thu hồi hoặc chưa cấp")]

    def queryset(self, request, queryset):
        in_force = MiningLicence.objects.as_of(timezone.localdate()).values("pk")
        match self.value():
            case "con":
                return queryset.filter(pk__in=in_force)
            case "het":
                return queryset.exclude(pk__in=in_force)
            case _:
                return queryset


@admin.register(MineralSite)
class MineralSiteAdmin(RegisterAdmin):
    form = NamesKeptForm
    section = Section.MINERALS
    resource_classes = [MineralSiteResource]
    inlines = [LicenceInline]
    corrected_in_list = ["mineral", "commune"]
    list_display = ["code", "name", "mineral", "commune", "licences_number"]
    list_filter = ["mineral"]
    autocomplete_fields = ["place", "source"]
    fieldsets = [
        (None, {"fields": ["code", "name", "mineral"]}),
        ("Địa điểm", {"fields": [("place", "commune")]}),
        SOURCE_AND_NOTE,
    ]

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .annotate(
                licences_now=Count("licences", filter=Q(licences__in=MiningLicence.objects.as_of(timezone.localdate())))
            )
        )

    @admin.display(description="giấy phép còn hiệu lực", ordering="licences_now")
    def licences_number(self, site):
        return number_cell(site.licences_now)


@admin.register(MiningLicence)
class MiningLicenceAdmin(OwnedAdmin, PartAdmin):
    owner = "holder"
    section = Section.MINERALS
    part_of = "site"
    resource_classes = [MiningLicenceResource]
    corrected_in_list = ["holder", "holder_kind", "area_ha"]
    list_display = ["number", "site", "issued_on", "expires_on", "revoked_on", "holder", "holder_kind", "area_ha"]
    list_filter = [InForceFilter]
    search_fields = ["number", "holder"]
    date_hierarchy = "issued_on"
    fieldsets = [
        (None, {"fields": ["site", "number", ("holder", "holder_kind")]}),
        ("Thời hạn", {"fields": [("issued_on", "expires_on", "revoked_on")]}),
        ("Quy mô", {"fields": ["area_ha", ("reserve", "capacity_per_year", "quantity_unit")]}),
    ]
