"""The history page of every register: what the trail tells of a row and of its parts, and the rows one wrote last."""

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import PAGE_VAR
from django.core.exceptions import PermissionDenied, ValidationError
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst

from config.staff.admin import RecordedAdmin
from indicators.audit.tables import model_of
from indicators.models import AuditEntry
from indicators.trail.reading import Names, steps_of

ENTRIES_A_PAGE = 50
# Of an import's thousands only the last are read.
ENTRIES_READ = 100


def screen_address(table, pk, page="change"):
    """Where the screen of a row is, None for a row without one."""
    model = model_of(table)
    if model is None or not admin.site.is_registered(model):
        return None
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=[pk])


def recent_rows(user, count=8):
    """The rows a person wrote last, each once, newest first, to go on where they left off."""
    newest = {}
    for entry in AuditEntry.objects.filter(user=user)[:ENTRIES_READ]:
        newest.setdefault((entry.owner_table, entry.owner_row), entry.at)
    book = Names()
    for table, pk in newest:
        book.note_row(table, pk)
    book.look_up()
    shown = [
        {"at": at, "kind": model_of(table)._meta.verbose_name, "name": book.name(table, pk), "address": address}
        for (table, pk), at in newest.items()
        if (table, pk) in book.rows and (address := screen_address(table, pk))
    ]
    return shown[:count]


class ReadsTrail(admin.ModelAdmin):
    """A screen whose history page reads the trail; Django's own log, which sees only the admin, is not kept."""

    object_history_template = "admin/trail_of_row.html"

    def history_view(self, request, object_id, extra_context=None):
        row = self.get_object(request, unquote(object_id))
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        entries = self._trail(row.pk if row else unquote(object_id))
        if row is None and not entries.exists():
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        page = self.get_paginator(request, entries, ENTRIES_A_PAGE).get_page(request.GET.get(PAGE_VAR))
        request.current_app = self.admin_site.name
        context = {
            **self.admin_site.each_context(request),
            "title": f"Lịch sử thay đổi: {row or 'dòng đã xóa'}",
            "page": page,
            "page_range": page.paginator.get_elided_page_range(page.number),
            "page_var": PAGE_VAR,
            "steps": steps_of(page.object_list, reader=request.user),
            "module_name": capfirst(str(self.opts.verbose_name_plural)),
            "object": row,
            "opts": self.opts,
            **(extra_context or {}),
        }
        return TemplateResponse(request, self.object_history_template, context)

    def _trail(self, key):
        try:
            pk = self.opts.pk.to_python(key)
        except ValidationError:
            return AuditEntry.objects.none()
        return AuditEntry.objects.of_row(self.model, pk).select_related("user")

    def log_addition(self, request, obj, message):
        """Nothing: the trail has it."""

    def log_change(self, request, obj, message):
        """Nothing: the trail has it."""

    def log_deletions(self, request, queryset):
        """Nothing: the trail has it."""


class AuditedAdmin(ReadsTrail, RecordedAdmin):
    """A register's screen, with the page of all its changes."""
