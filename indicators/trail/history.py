"""The history page of every register: what the trail tells of a row and of its parts, and the rows one wrote last."""

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import PAGE_VAR
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.forms.models import _get_foreign_key
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst

from config.models import take_turn
from config.staff.admin import RecordedAdmin, Section
from config.values.dates import format_moment
from indicators import rights
from indicators.audit.tables import model_of
from indicators.imports.tracing import with_origins
from indicators.models import AuditEntry
from indicators.trail.correcting import CorrectsInList
from indicators.trail.merging import SEEN, as_new_rows, merging, without_deleted
from indicators.trail.reading import Names, steps_of, who_of
from indicators.trail.versions import deletion_of, newest_entries, newest_of_members, written_down

ENTRIES_A_PAGE = 50
# Of an import's thousands only the last are read.
ENTRIES_READ = 100
# The largest number a database keeps as an id.
MOST = 2**63 - 1


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
            "steps": with_origins(steps_of(page.object_list, reader=request.user)),
            "module_name": capfirst(str(self.opts.verbose_name_plural)),
            "object": row,
            "opts": self.opts,
            **(extra_context or {}),
        }
        return TemplateResponse(request, self.object_history_template, context)

    # Two people at one form

    def get_object(self, request, object_id, from_field=None):
        """The row; held while a form of it is saved, so that what came meanwhile is seen and not overwritten."""
        row = super().get_object(request, object_id, from_field)
        if row is None or request.method != "POST" or not connection.in_atomic_block:
            return row
        take_turn(self.model)
        self.model._base_manager.select_for_update().filter(pk=row.pk).values_list("pk").first()
        return super().get_object(request, object_id, from_field)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        return merging(form, request) if request.method == "POST" and obj is not None else form

    def get_formsets_with_inlines(self, request, obj=None):
        for formset, inline in super().get_formsets_with_inlines(request, obj):
            if request.method == "POST" and obj is not None:
                rows = inline.model._base_manager.filter(**{formset.fk.name: obj}).order_by("pk")
                list(rows.select_for_update().values_list("pk"))
                formset.form = merging(formset.form, request)
            yield formset, inline

    def get_formset_kwargs(self, request, obj, inline, prefix):
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if "data" in kwargs and obj.pk is not None:
            formset = inline.get_formset(request, obj)
            stored = inline.model._base_manager.filter(**{formset.fk.name: obj}).values_list("pk", flat=True)
            kwargs["data"] = without_deleted(kwargs["data"], prefix, formset.form, set(stored))
        return kwargs

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            context["seen"] = request.POST.get(SEEN) if request.method == "POST" else self._versions(context, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _versions(self, context, obj):
        """The versions of all rows that stand in the form, as it carries them."""
        rows = [(self.opts.db_table, obj.pk)]
        for inline in context["inline_admin_formsets"]:
            rows += [(inline.opts.opts.db_table, row.pk) for row in inline.formset.get_queryset()]
        found = newest_entries(rows)
        for field in self.opts.many_to_many:
            through = field.remote_field.through._meta.db_table
            found |= {(through, obj.pk): newest_of_members(through, obj.pk)}
        return written_down(found)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        gone = request.method == "POST" and object_id is not None and self._deletion(unquote(object_id))
        if not gone or not self.has_add_permission(request):
            return super().changeform_view(request, object_id, form_url, extra_context)
        # What was typed stays, to be saved as a new row or left.
        inlines = self.get_inline_instances(request)
        parents = {_get_foreign_key(self.model, inline.model, fk_name=inline.fk_name).name for inline in inlines}
        request.POST = as_new_rows(request.POST, parents)
        request.broken_rule = ValidationError(
            f"{who_of(gone)} đã xóa dòng này lúc {format_moment(gone.at)}. Những gì đã gõ còn ở đây: bấm Lưu để ghi "
            "thành dòng mới, hoặc rời trang để bỏ."
        )
        address = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_add")
        return super().changeform_view(request, None, address, extra_context)

    def _deletion(self, key):
        """The entry that tells of this row's deletion, None where it stands or never was."""
        try:
            pk = self.opts.pk.to_python(key)
        except ValidationError:
            return None
        if not isinstance(pk, int) or abs(pk) > MOST or self.model._base_manager.filter(pk=pk).exists():
            return None
        return deletion_of(self.opts.db_table, pk)

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


class AuditedAdmin(CorrectsInList, ReadsTrail, RecordedAdmin):
    """A register's screen, with the page of all its changes; written by the office that answers for the row."""

    def has_add_permission(self, request):
        return super().has_add_permission(request) and rights.answers_for(request.user, self.model)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and rights.answers_for(request.user, obj or self.model)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and rights.answers_for(request.user, obj or self.model)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """A figure, or what stands beside one, is put only under what one's office answers for."""
        office = rights.reach_of(request.user).office
        if office and self.section == Section.FIGURES and db_field.related_model in rights.TO_OFFICE:
            kwargs["queryset"] = rights.own(db_field.related_model.objects, request.user)
            kwargs["error_messages"] = {
                "invalid_choice": f"{office} không phụ trách {db_field.verbose_name} này: hãy chọn lại, hoặc nhờ đơn "
                "vị phụ trách ghi."
            }
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_deleted_objects(self, objs, request):
        rights.refuse_foreign(objs, by=request.user)
        return super().get_deleted_objects(objs, request)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """A form of what another office answers for is there to read, and says whose it is."""
        if obj and not rights.answers_for(request.user, obj):
            context["answered_by"] = rights.answerers(obj)
        return super().render_change_form(request, context, add, change, form_url, obj)


class RegisterAdmin(AuditedAdmin):
    """The screen of rows that stand on their own, known by their code and name."""

    list_display_links = ["code", "name"]
    search_fields = ["folded"]


class PartAdmin(AuditedAdmin):
    """The screen of rows that are part of another: found by it, and listed with it."""

    def get_search_fields(self, request):
        return [f"{self.part_of}__folded", *self.search_fields]

    def get_list_select_related(self, request):
        return [self.part_of]

    def get_autocomplete_fields(self, request):
        return [self.part_of]
