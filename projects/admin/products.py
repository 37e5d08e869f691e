"""Screens of typical rural industrial products and of kinds of handicraft."""

from django.contrib import admin

from config.staff.admin import Section
from indicators.trail.history import AuditedAdmin
from projects.models import HandicraftKind, TypicalProduct
from projects.resources import HandicraftKindResource, TypicalProductResource


@admin.register(TypicalProduct)
class TypicalProductAdmin(AuditedAdmin):
    section = Section.EXTENSION
    resource_classes = [TypicalProductResource]
    list_display = ["code", "name", "producer", "group", "level", "year"]
    list_display_links = ["code", "name"]
    list_filter = ["year", "level", "group"]
    search_fields = ["folded"]
    autocomplete_fields = ["place", "source"]
    fieldsets = [
        (None, {"fields": ["code", "name", "group"]}),
        ("Bình chọn", {"fields": [("level", "year"), "decision"]}),
        ("Cơ sở sản xuất", {"fields": ["producer", "place"]}),
        ("Nguồn và ghi chú", {"fields": ["source", "note", "is_demonstration"]}),
    ]


@admin.register(HandicraftKind)
class HandicraftKindAdmin(AuditedAdmin):
    section = Section.EXTENSION
    resource_classes = [HandicraftKindResource]
    list_display = ["code", "name", "since_year"]
    list_display_links = ["code", "name"]
    search_fields = ["folded"]
    autocomplete_fields = ["source"]
    fieldsets = [
        (None, {"fields": ["code", "name", "since_year"]}),
        ("Nguồn và ghi chú", {"fields": ["source", "note", "is_demonstration"]}),
    ]
