"""The screens of releases: list and form, the desk where one is prepared, the one button of a small office."""

from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.safestring import mark_safe

from config.staff.admin import FormAdmin, Section, number_cell
from config.staff.boxes import names_a_row
from indicators.actions import releasing
from indicators.actions.releasing import MAY_PUBLISH
from indicators.admin.forms import RolesField
from indicators.models import BookSettings, Release
from indicators.releases import at_once, desk
from indicators.trail.history import ReadsTrail


@admin.register(Release)
class ReleaseAdmin(ReadsTrail, FormAdmin):
    section = Section.RELEASES
    list_display = ["title", "kind", "stage", "public_from", "item_count"]
    list_filter = ["kind"]
    search_fields = ["code", "title"]
    date_hierarchy = "public_from"
    prepopulated_fields = {"code": ["title"]}
    fieldsets = [
        (None, {"fields": ["title", "code", "kind"]}),
        ("Thời điểm", {"fields": ["public_from", "is_announced"]}),
        (None, {"fields": ["note"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(figures=Count("items"))

    @admin.display(description="số liệu", ordering="figures")
    def item_count(self, release):
        return number_cell(release.figures)

    @admin.display(description="tình trạng", ordering="published_at")
    def stage(self, release):
        if not release.is_published:
            return mark_safe('<span class="tag tag-draft">đang chuẩn bị</span>')
        if release.is_out:
            return mark_safe('<span class="tag tag-approved">đã công bố</span>')
        return mark_safe('<span class="tag tag-submitted">đã hẹn giờ</span>')

    def tasks(self, request):
        if not request.user.has_perm(MAY_PUBLISH):
            return []
        waiting = sum(releasing.releasable(kind).count() for kind in Release.Kind)
        preparing = Release.objects.in_preparation().count()
        return [
            {"name": name, "count": count, "url": reverse(url)}
            for name, count, url in [
                ("Số liệu đã duyệt, chưa công bố", waiting, "admin:indicators_release_now"),
                ("Đợt công bố đang chuẩn bị", preparing, "admin:indicators_release_changelist"),
            ]
            if count
        ]

    # A published release stands as it is.

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not (obj and obj.is_published)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and obj.is_published)

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields

    def response_add(self, request, obj, post_url_continue=None):
        if "_continue" in request.POST or "_addanother" in request.POST:
            return super().response_add(request, obj, post_url_continue)
        return redirect("admin:indicators_release_prepare", obj.pk)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["desk_url"] = obj and reverse("admin:indicators_release_prepare", args=[obj.pk])
        return super().render_change_form(request, context, add, change, form_url, obj)

    # The desk

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("cong-bo-ngay/", view(self.now_view), name="indicators_release_now"),
            path("<int:pk>/chuan-bi/", view(self.prepare_view), name="indicators_release_prepare"),
            *super().get_urls(),
        ]

    def prepare_view(self, request, pk):
        """The desk of one release: its figures, its checklist, the button that publishes it."""
        release = self.get_object(request, str(pk))
        if release is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(pk))
        if not self.has_view_permission(request, release):
            raise PermissionDenied
        forms = {name: form(request.POST if name in request.POST else None) for name, form in desk.FORMS.items()}
        if request.method == "POST" and self._done(request, release, forms):
            return redirect(request.path)
        may_publish = request.user.has_perm(MAY_PUBLISH)
        context = {
            **self.admin_site.each_context(request),
            **desk.page_of(release, forms, request.GET.get("trang")),
            "title": release.title,
            "opts": self.opts,
            "section": self.section,
            "release": release,
            "may_publish": may_publish and not release.is_published,
            "may_call_off": may_publish and release.is_published and not release.is_out,
            "media": self.media,
        }
        return TemplateResponse(request, "admin/indicators/release/desk.html", context)

    def _done(self, request, release, forms):
        """Whether the button that was pressed did something; refusals are told above the page."""
        name = next((name for name in desk.BUTTONS if name in request.POST), None)
        if name is None or not request.user.has_perm(MAY_PUBLISH):
            raise PermissionDenied
        try:
            message = desk.BUTTONS[name](release, forms.get(name), request)
        except ValidationError as error:
            for text in error.messages:
                self.message_user(request, text, messages.ERROR)
            return True
        if message:
            self.message_user(request, message, messages.SUCCESS)
        return bool(message)

    # One button

    def now_view(self, request):
        """Publish at once what is approved and, for who may approve too, approve it before: one button for both."""
        if not request.user.has_perm(MAY_PUBLISH):
            raise PermissionDenied
        # Nothing chosen means all that waits; what was chosen and is no row means none of it.
        chosen = [pk for pk in request.POST.getlist("figure") if names_a_row(pk)] if "figure" in request.POST else None
        if "confirmed" not in request.POST:
            return self.now_page(request, chosen)
        try:
            made = at_once.publish(
                chosen,
                by=request.user,
                shown=request.POST.get("shown", ""),
                read=request.POST.getlist("warning"),
                reason=request.POST.get("reason", ""),
            )
        except releasing.UnreadWarnings as unread:
            return self.now_page(request, chosen, points=unread.points)
        except ValidationError as error:
            return self.now_page(request, chosen, errors=error.messages)
        names = ", ".join(f"«{release}»" for release in made)
        text = f"Đã công bố: {names}." if made else "Không có số liệu nào chờ công bố."
        self.message_user(request, text, messages.SUCCESS if made else messages.WARNING)
        return redirect("admin:indicators_release_changelist")

    def now_page(self, request, chosen, *, points=(), errors=()):
        """What would be published at once, the warnings to read first, and what stands in the way."""
        context = {
            **self.admin_site.each_context(request),
            "title": "Công bố ngay",
            "opts": self.opts,
            "section": self.section,
            "chosen": chosen,
            "waiting": at_once.waiting_for(request.user, chosen),
            "points": points,
            "errors": errors,
            "reason": request.POST.get("reason", ""),
            "media": self.media,
        }
        return TemplateResponse(request, "admin/indicators/release/now.html", context)


@admin.register(BookSettings)
class BookSettingsAdmin(ReadsTrail, FormAdmin):
    """The one row of settings: its list is its form."""

    section = Section.ACCOUNTS
    fields = ["editor_may_approve", "second_factor_roles"]

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        return RolesField(
            Group.objects.order_by("pk"), required=False, label=db_field.verbose_name, help_text=db_field.help_text
        )

    def changelist_view(self, request, extra_context=None):
        return redirect("admin:indicators_booksettings_change", 1)

    def get_object(self, request, object_id, from_field=None):
        """The settings in force, also before anybody has changed them."""
        return super().get_object(request, object_id, from_field) or (BookSettings.get() if object_id == "1" else None)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
