"""The screen of the trail: every change of every table, to read."""

from django.contrib import admin
from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.db.models import Q
from django.db.models.constants import LOOKUP_SEP
from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.text import Truncator, capfirst

from config.staff.admin import ReadOnly, Section
from config.values.numbers import MISSING
from indicators.audit.tables import audited_models
from indicators.imports.tracing import traced
from indicators.models import AuditEntry
from indicators.trail.history import screen_address
from indicators.trail.reading import name_of, read, who_of

MOST_COUNTED = 10_000
# Enough to see in the list what was done; the entry's own page has it all.
CHANGES_SHOWN = 3


class CountedToALimit(Paginator):
    """Pages over the newest entries; counting all of a trail of millions takes longer than reading it."""

    @cached_property
    def count(self):
        return self.object_list[:MOST_COUNTED].count()


class TableFilter(admin.SimpleListFilter):
    title = "bảng"
    parameter_name = "bang"

    def lookups(self, request, model_admin):
        shown = [model for model in audited_models() if not model._meta.auto_created]
        return sorted(
            ((model._meta.db_table, capfirst(model._meta.verbose_name)) for model in shown), key=lambda x: x[1]
        )

    def queryset(self, request, queryset):
        return (
            queryset.filter(owner_table=self.value()) | queryset.filter(table=self.value())
            if self.value()
            else queryset
        )


class PersonFilter(admin.SimpleListFilter):
    title = "người thực hiện"
    parameter_name = "nguoi"

    def lookups(self, request, model_admin):
        people = User.objects.filter(is_staff=True).order_by("first_name", "last_name", "username")
        return [(str(user.pk), name_of(user)) for user in people]

    def queryset(self, request, queryset):
        known = {str(pk) for pk, _ in self.lookup_choices}
        return queryset.filter(user_id=self.value()) if self.value() in known else queryset


@admin.register(AuditEntry)
class TrailAdmin(ReadOnly, admin.ModelAdmin):
    section = Section.TRAIL
    list_display = ["at", "who", "action", "row_name", "summary"]
    list_filter = [("at", admin.DateFieldListFilter), PersonFilter, TableFilter, "action", "origin"]
    list_per_page = 50
    list_select_related = ["user"]
    show_full_result_count = False
    paginator = CountedToALimit
    search_fields = ["via"]
    search_help_text = "Tìm theo số của dòng (id) hoặc mã yêu cầu trong nhật ký máy chủ."
    fields = readonly_fields = [
        "at",
        "who",
        "origin",
        "via",
        "action",
        "row_name",
        "row_number",
        "origin_in_file",
        "all_changes",
    ]

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": "Nhật ký thay đổi", **(extra_context or {})})

    def get_changelist_instance(self, request):
        """The list, with what its entries say looked up for the whole page at once."""
        changelist = super().get_changelist_instance(request)
        changelist.result_list = list(changelist.result_list)
        for row in read(changelist.result_list, reader=request.user):
            row.entry.told = row
        return changelist

    def get_object(self, request, object_id, from_field=None):
        entry = super().get_object(request, object_id, from_field)
        if entry:
            (entry.told,) = read([entry], reader=request.user)
        return entry

    def lookup_allowed(self, lookup, value, request):
        """By its own filters only: what a row held is not guessed through the address."""
        return lookup.split(LOOKUP_SEP)[0] not in ("before", "after") and super().lookup_allowed(lookup, value, request)

    def get_search_results(self, request, queryset, search_term):
        term = search_term.strip()
        if term.isdecimal():
            return queryset.filter(Q(row=term) | Q(owner_row=term)), False
        return queryset.filter(via=term) if term else queryset, False

    @admin.display(description="người thực hiện")
    def who(self, entry):
        return who_of(entry)

    @admin.display(description="dòng")
    def row_name(self, entry):
        text = f"{entry.told.kind}: {entry.told.name}"
        address = screen_address(entry.owner_table, entry.owner_row, "history")
        return format_html('<a href="{}">{}</a>', address, text) if address else text

    @admin.display(description="số của dòng (id)")
    def row_number(self, entry):
        return entry.row

    @admin.display(description="nhập từ")
    def origin_in_file(self, entry):
        origin = traced([entry]).get(entry.pk)
        return format_html('<a href="{}">{}</a>', origin.address, origin) if origin else MISSING

    @admin.display(description="nội dung")
    def summary(self, entry):
        texts = {
            AuditEntry.Action.INSERT: "{0.label}: {0.new}",
            AuditEntry.Action.UPDATE: "{0.label}: {0.old} → {0.new}",
            AuditEntry.Action.DELETE: "{0.label}: {0.old}",
        }
        changes = entry.told.changes
        shown = Truncator("; ".join(texts[entry.action].format(change) for change in changes[:CHANGES_SHOWN])).chars(
            200
        )
        more = len(changes) - CHANGES_SHOWN
        return f"{shown}; và {more} mục khác" if more > 0 else shown or None

    @admin.display(description="thay đổi")
    def all_changes(self, entry):
        return render_to_string("admin/trail_changes.html", {"changes": entry.told.changes, "action": entry.action})
