"""The history of imports: every file that was brought in, what came of it, and the file itself for a while."""

from django.contrib import admin, messages
from django.contrib.admin.views.main import PAGE_VAR
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.text import capfirst

from config.sheets import jobs, originals
from config.sheets.admin import download
from config.sheets.returning import Returned
from config.sheets.standing import undone
from config.staff.admin import ReadOnly, RecordedAdmin, Section, number_column
from config.values.dates import format_moment
from config.values.numbers import format_number
from indicators.imports.recording import address, who_brought
from indicators.imports.taking_back import DONE, undo
from indicators.imports.telling import told_kept, told_to
from indicators.imports.tracing import entries_of
from indicators.imports.undoing import look
from indicators.models import Figure, SheetImport
from indicators.trail.history import ENTRIES_A_PAGE
from indicators.trail.reading import name_of, steps_of

COUNTS = ["new", "changed", "same", "refused", "left"]


def registers(request):
    """The registers that a person may see, by their tables."""
    return {
        model._meta.db_table: screen
        for model, screen in admin.site._registry.items()
        if isinstance(screen, RecordedAdmin) and screen.has_view_permission(request)
    }


class RegisterFilter(admin.SimpleListFilter):
    title = "sổ"
    parameter_name = "so"

    def lookups(self, request, model_admin):
        used = set(SheetImport.objects.order_by().values_list("table", flat=True).distinct())
        shown = [
            (table, screen) for table, screen in registers(request).items() if table in used or table == self.value()
        ]
        return sorted(((table, capfirst(screen.opts.verbose_name)) for table, screen in shown), key=lambda one: one[1])

    def queryset(self, request, queryset):
        return queryset.filter(table=self.value()) if self.value() else queryset


class OwnImports(admin.SimpleListFilter):
    title = "người nhập"
    parameter_name = "nguoi"

    def lookups(self, request, model_admin):
        return [("toi", "tôi"), ("khac", "người khác")]

    def queryset(self, request, queryset):
        if self.value() == "toi":
            return queryset.filter(user=request.user.pk)
        return queryset.exclude(user=request.user.pk) if self.value() == "khac" else queryset


@admin.register(SheetImport)
class SheetImportAdmin(ReadOnly, admin.ModelAdmin):
    """Seen by whoever may see the register; the file, which may hold personal data, by who may change its rows."""

    section = Section.TRAIL
    change_form_template = "admin/indicators/sheetimport/change_form.html"
    list_display = [
        "moment",
        "filename",
        "register_name",
        "who",
        *(number_column(SheetImport._meta.get_field(name)) for name in COUNTS),
        "standing",
    ]
    list_display_links = ["moment", "filename"]
    list_filter = [("at", admin.DateFieldListFilter), RegisterFilter, OwnImports]
    list_select_related = ["user", "undone_by"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["filename", "digest"]
    search_help_text = "Tìm theo tên tệp hoặc mã băm của tệp."
    fields = readonly_fields = ["moment", "who", "register_name", "standing", "file", "sheet", "digest"]

    def get_urls(self):
        views = [
            ("tep", self.original_view, "original"),
            ("tra-lai", self.returned_view, "returned"),
            ("hoan-tac", self.undo_view, "undo"),
        ]
        ours = [
            path(f"<int:pk>/{route}/", self.admin_site.admin_view(view), name=f"indicators_sheetimport_{name}")
            for route, view, name in views
        ]
        return [*ours, *super().get_urls()]

    # Who sees what

    def has_module_permission(self, request):
        return bool(registers(request))

    def has_view_permission(self, request, obj=None):
        seen = registers(request)
        return obj.table in seen if obj else bool(seen)

    def get_queryset(self, request):
        rows = super().get_queryset(request).filter(table__in=registers(request))
        return rows.defer("rows", "letters")

    def may_undo(self, request, one):
        """To take back is to write: whoever may bring rows in, whether or not it was them."""
        screen = registers(request).get(one.table)
        return screen is not None and screen.has_import_permission(request)

    def may_have_file(self, request, one):
        """Whatever else a file holds beside its columns nobody knows."""
        screen = registers(request).get(one.table)
        return screen is not None and screen.has_change_permission(request)

    # Pages

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": "Lịch sử nhập tệp", **(extra_context or {})})

    def change_view(self, request, object_id, form_url="", extra_context=None):
        one = self.get_object(request, object_id)
        told = {"title": "Lần nhập tệp"} | (
            self.told(request, one) if one and self.has_view_permission(request, one) else {}
        )
        return super().change_view(request, object_id, form_url, told | (extra_context or {}))

    def told(self, request, one):
        """What the page of an import says beside its own fields: its files, and what it wrote row by row."""
        entries = entries_of(one).select_related("user")
        page = self.get_paginator(request, entries, ENTRIES_A_PAGE).get_page(request.GET.get(PAGE_VAR))
        has_file = self.may_have_file(request, one) and originals.is_kept(one.digest)
        return {
            "told_kept": told_to(one.told_kept, one.model, request.user),
            "steps": steps_of(page.object_list, reader=request.user),
            "page": page,
            "page_range": page.paginator.get_elided_page_range(page.number),
            "page_var": PAGE_VAR,
            "original_url": has_file and self._url("original", one),
            "returned_url": has_file and originals.is_kept(one.returned) and self._url("returned", one),
            "undo_url": not one.is_undone and self.may_undo(request, one) and self._url("undo", one),
            "register_url": reverse("admin:{}_{}_changelist".format(*registers(request)[one.table].get_model_info())),
        }

    def _url(self, name, one):
        return reverse(f"admin:indicators_sheetimport_{name}", args=[one.pk])

    # Taking back

    def undo_view(self, request, pk):
        """What taking an import back would do, counted and listed; once confirmed, it is done."""
        one = self._found(request, pk)
        if not self.may_undo(request, one):
            raise PermissionDenied
        if one.is_undone:
            messages.warning(request, DONE)
            return redirect(address(one.pk))
        seen = request.POST.get("seen", "")
        if seen and (answer := self._undo(request, one, seen)):
            return answer
        screen = registers(request)[one.table]
        undoing = look(one, screen, request)
        request.current_app = self.admin_site.name
        context = {
            **self.admin_site.each_context(request),
            "title": "Hoàn tác lần nhập này",
            "opts": self.opts,
            "one": one,
            "is_of_figures": one.model is Figure,
            "undoing": undoing,
            "told": told_kept(undoing),
            "seen": undoing.fingerprint,
            "import_url": address(one.pk),
        }
        return TemplateResponse(request, "admin/indicators/sheetimport/undo.html", context)

    def _undo(self, request, one, seen):
        """Take back what was looked at: where that is much, by the worker. None where it is to be looked at again."""
        screen = registers(request)[one.table]
        if one.new + one.changed > jobs.FEW_ROWS:
            job = jobs.hand_over_undo(request, screen.model, one.pk, one.filename, seen)
            return redirect("admin:{}_{}_job".format(*screen.get_model_info()), pk=job)
        sealed = []
        try:
            undo(screen, request, one.pk, seen, seal=sealed.append)
        except ValidationError as error:
            for message in error.messages:
                messages.error(request, message)
            return None
        messages.success(request, undone(sealed[0]))
        return redirect(address(one.pk))

    # Files

    def original_view(self, request, pk):
        """The file as it was brought in."""
        one = self._with_file(request, pk)
        return download(self._kept(one.digest), one.filename)

    def returned_view(self, request, pk):
        """The file with the rows that were not written marked in it."""
        one = self._with_file(request, pk)
        content, returned = self._kept(one.digest), Returned.load(self._kept(one.returned))
        return registers(request)[one.table].download_returned(request, content, one.filename, returned)

    def _with_file(self, request, pk):
        one = self._found(request, pk)
        if not self.may_have_file(request, one):
            raise PermissionDenied
        return one

    def _found(self, request, pk):
        one = self.get_queryset(request).filter(pk=pk).first()
        if one is None:
            raise Http404
        return one

    def _kept(self, digest):
        content = originals.read(digest)
        if content is None:
            raise Http404
        return content

    # Columns

    @admin.display(description="lúc", ordering="at")
    def moment(self, one):
        return format_moment(one.at)

    @admin.display(description="người nhập")
    def who(self, one):
        return who_brought(one)

    @admin.display(description="tình trạng", ordering="undone_at")
    def standing(self, one):
        if not one.is_undone:
            return "đã ghi"
        by = name_of(one.undone_by) if one.undone_by else "phần mềm"
        return f"{by} đã hoàn tác lúc {format_moment(one.undone_at)}"

    @admin.display(description="sổ", ordering="table")
    def register_name(self, one):
        return capfirst(one.register)

    @admin.display(description="tệp")
    def file(self, one):
        days = originals.KEPT_DAYS
        kept = (
            f"giữ {days} ngày kể từ lần nhập gần nhất" if originals.is_kept(one.digest) else f"đã hết {days} ngày giữ"
        )
        return format_html("{} ({} byte; {})", one.filename, format_number(one.size), kept)
