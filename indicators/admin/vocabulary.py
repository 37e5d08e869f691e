"""Screens of the shared catalogues: indicators and the words they are described in."""

from django.contrib import admin

from config.staff.admin import Section
from config.values.numbers import MISSING
from indicators.admin.forms import IndicatorForm
from indicators.models import Indicator, Industry, Office, Place, Topic, Unit
from indicators.resources import (
    IndicatorResource,
    IndustryResource,
    OfficeResource,
    PlaceResource,
    TopicResource,
    UnitResource,
)
from indicators.rights import KEEPS, sections_of
from indicators.trail.history import AuditedAdmin
from indicators.trail.reading import name_of


class CatalogueAdmin(AuditedAdmin):
    section = Section.CATALOGUES


@admin.register(Indicator)
class IndicatorAdmin(CatalogueAdmin):
    form = IndicatorForm
    resource_classes = [IndicatorResource]
    corrected_in_list = ["position", "headline", "decimals", "plausible_min", "plausible_max"]
    list_display = ["code", "name", "topic", "unit", "measure", "office", "is_public"]
    list_display_links = ["code", "name"]
    list_filter = ["topic", "measure", "office", "agency", "is_public"]
    list_select_related = ["topic", "unit", "office"]
    search_fields = ["folded"]
    autocomplete_fields = ["parent", "numerator", "denominator", "replaces"]
    fieldsets = [
        (None, {"fields": ["code", "name", "name_en", ("topic", "position", "headline")]}),
        ("Cách đo", {"fields": [("unit", "decimals"), ("measure", "price_basis")]}),
        ("Trong đó, tử số và mẫu số, kế tiếp", {"fields": ["parent", "numerator", "denominator", "replaces"]}),
        ("Phụ trách", {"fields": ["office", "agency", "counted_by", "is_public"]}),
        ("Khái niệm và căn cứ", {"fields": ["definition", "method", "legal_basis"]}),
        (
            "Khoảng giá trị hợp lý",
            {
                "fields": [("plausible_min", "plausible_max"), "may_be_negative"],
                "description": "Số nằm ngoài khoảng này chỉ duyệt được khi đã đánh dấu «còn nghi vấn» và ghi vì sao.",
            },
        ),
    ]


@admin.register(Topic)
class TopicAdmin(CatalogueAdmin):
    resource_classes = [TopicResource]
    corrected_in_list = ["name", "name_en", "position"]
    list_display = ["position", "code", "name", "name_en"]
    list_display_links = ["code", "name"]
    search_fields = ["code", "name"]
    fields = ["code", "name", "name_en", "description", "position"]


@admin.register(Unit)
class UnitAdmin(CatalogueAdmin):
    resource_classes = [UnitResource]
    list_display = ["code", "name", "dimension", "factor"]
    list_display_links = ["code", "name"]
    list_filter = ["dimension"]
    search_fields = ["code", "name"]
    fields = ["code", "name", "dimension", "factor"]


@admin.register(Place)
class PlaceAdmin(CatalogueAdmin):
    resource_classes = [PlaceResource]
    corrected_in_list = ["name", "valid_from", "valid_to"]
    list_display = ["code", "name", "level", "parent", "valid_from", "valid_to"]
    list_display_links = ["code", "name"]
    list_filter = ["level"]
    list_select_related = ["parent"]
    search_fields = ["folded"]
    autocomplete_fields = ["parent"]
    fields = ["code", "name", "level", "parent", ("valid_from", "valid_to")]


@admin.register(Office)
class OfficeAdmin(CatalogueAdmin):
    resource_classes = [OfficeResource]
    corrected_in_list = ["name"]
    list_display = ["code", "name", "kept", "is_external"]
    list_display_links = ["code", "name"]
    list_filter = ["is_external"]
    search_fields = ["code", "name"]
    readonly_fields = ["accounts"]
    fieldsets = [
        (None, {"fields": ["code", "name", "is_external"]}),
        (
            "Giữ các sổ",
            {
                "fields": [*KEEPS.values()],
                "description": "Chỉ tài khoản của đơn vị giữ sổ mới sửa được sổ. Sổ không đơn vị nào giữ thì mọi tài "
                "khoản có vai trò đều sửa được. Chỉ tiêu thì giao cho đơn vị ở màn hình của chỉ tiêu.",
            },
        ),
        ("Người của đơn vị", {"fields": ["accounts"]}),
    ]

    @admin.display(description="giữ các sổ")
    def kept(self, office):
        return ", ".join(section.label for section in Section if section in sections_of(office)) or None

    @admin.display(description="tài khoản")
    def accounts(self, office):
        postings = office.postings.select_related("user") if office.pk else []
        return ", ".join(name_of(posting.user) for posting in postings) or MISSING


@admin.register(Industry)
class IndustryAdmin(CatalogueAdmin):
    resource_classes = [IndustryResource]
    corrected_in_list = ["name"]
    list_display = ["code", "name", "version", "level", "parent"]
    list_display_links = ["code", "name"]
    list_filter = ["version", "level"]
    list_select_related = ["parent"]
    search_fields = ["folded"]
    autocomplete_fields = ["parent"]
    fields = [("code", "version"), "name", "level", "parent"]
