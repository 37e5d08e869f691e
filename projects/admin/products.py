"""Screens of typical rural industrial products and of kinds of handicraft."""

from django.contrib import admin

from config.staff.admin import SOURCE_AND_NOTE, Section
from indicators.trail.history import RegisterAdmin
from projects.admin.owners import OwnedAdmin
from projects.models import HandicraftKind, TypicalProduct
from projects.resources import HandicraftKindResource, TypicalProductResource


@admin.register(TypicalProduct)
class TypicalProductAdmin(OwnedAdmin, RegisterAdmin):
    owner = "producer"
    section = Section.EXTENSION
    resource_classes = [TypicalProductResource]
    corrected_in_list = ["name", "producer", "producer_kind", "decision"]
    list_display = ["code", "name", "producer", "producer_kind", "group", "level", "year"]
    list_filter = ["year", "level", "group"]
    autocomplete_fields = ["place", "source"]
    fieldsets = [
        (None, {"fields": ["code", "name", "group"]}),
        ("Bình chọn", {"fields": [("level", "year"), "decision"]}),
        ("Cơ sở sản xuất", {"fields": [("producer", "producer_kind"), "place"]}),
        SOURCE_AND_NOTE,
    ]


@admin.register(HandicraftKind)
class HandicraftKindAdmin(RegisterAdmin):
    section = Section.EXTENSION
    resource_classes = [HandicraftKindResource]
    corrected_in_list = ["name", "since_year"]
    list_display = ["code", "name", "since_year"]
    autocomplete_fields = ["source"]
    fieldsets = [
        (None, {"fields": ["code", "name", "since_year"]}),
        SOURCE_AND_NOTE,
    ]
