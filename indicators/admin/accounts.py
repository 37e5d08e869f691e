"""Screens of accounts and of the roles they hold; accounts are locked, never deleted: their traces keep a name."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group, User
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_tasks_db.models import DBTaskResult

from config.staff.admin import ReadOnly, Section, answer_column
from config.staff.boxes import ChosenRows
from config.staff.roles import meaning_of
from config.staff.throttle import locks
from config.values.numbers import MISSING
from indicators.admin.forms import PostingBox, RolesField
from indicators.models import Posting
from indicators.security import entry, pages
from indicators.trail.history import ReadsTrail
from indicators.trail.reading import name_of

VERBS = {"view": "xem", "add": "thêm", "change": "sửa", "delete": "xóa", "approve": "duyệt", "publish": "công bố"}

# The screens of django-otp would show the secrets; a job is shown to who asked for it.
admin.site.unregister([User, Group, TOTPDevice, StaticDevice, DBTaskResult])


class AccountForm(PostingBox, UserChangeForm):
    """An account with its office."""


class NewAccountForm(PostingBox, AdminUserCreationForm):
    """A new account with its office."""


@admin.register(User)
class AccountAdmin(ChosenRows, ReadsTrail, UserAdmin):
    section = Section.ACCOUNTS
    form = AccountForm
    add_form = NewAccountForm
    in_use = answer_column(User._meta.get_field("is_active"))
    list_display = ["username", "last_name", "first_name", "roles", "office", in_use, "last_login"]
    list_display_links = ["username", "last_name", "first_name"]
    list_filter = ["is_active", "groups", ("posting__office", admin.RelatedOnlyFieldListFilter), "is_superuser"]
    list_select_related = ["posting__office"]
    list_per_page = 50
    search_fields = ["username", "last_name", "first_name", "email"]
    filter_horizontal = []
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("Người dùng", {"fields": [("last_name", "first_name"), "email"]}),
        ("Quyền", {"fields": ["is_active", "is_staff", "groups", "office", "is_superuser"]}),
        ("Thời điểm", {"fields": [("last_login", "date_joined")]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "password1", "password2"]}),
        ("Người dùng", {"fields": [("last_name", "first_name"), "email"]}),
        ("Quyền", {"fields": ["is_staff", "groups", "office"]}),
    ]

    def get_urls(self):
        def page(view):
            return self.admin_site.admin_view(lambda request, **given: view(request, self, **given))

        return [
            # One's own pages: open to whoever has given the password, also before the second step.
            path("bao-mat/", pages.security, name="auth_user_security"),
            path("bao-mat/ma/", pages.second_step, name="auth_user_second_step"),
            path("khoa-dang-nhap/", page(entry.locked_list), name="auth_user_locks"),
            path("<pk>/dang-nhap/", page(entry.entry_of_account), name="auth_user_entry"),
            *super().get_urls(),
        ]

    def tasks(self, request):
        count = len(locks()) if self.has_change_permission(request) else 0
        return [{"name": "đăng nhập bị khóa", "count": count, "url": reverse("admin:auth_user_locks")}] if count else []

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description="vai trò")
    def roles(self, user):
        if user.is_superuser:
            return "toàn quyền"
        return ", ".join(group.name for group in user.groups.all()) or None

    @admin.display(description="phòng, đơn vị", ordering="posting__office")
    def office(self, user):
        posting = getattr(user, "posting", None)
        return posting.office if posting else "cả Sở"

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        Posting.set(obj, form.cleaned_data["office"])

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        if db_field.name == "groups":
            return RolesField(Group.objects.order_by("pk"), required=False, label="vai trò")
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_changeform_initial_data(self, request):
        return {"is_staff": True, **super().get_changeform_initial_data(request)}

    def get_readonly_fields(self, request, obj=None):
        # Only one who holds everything may hand everything out.
        given = super().get_readonly_fields(request, obj)
        return given if request.user.is_superuser else [*given, "is_superuser"]

    def has_change_permission(self, request, obj=None):
        may = super().has_change_permission(request, obj)
        return may and (request.user.is_superuser or not (obj and obj.is_superuser))

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Group)
class RoleAdmin(ReadOnly, ReadsTrail):
    """What each role may do, to read; roles are changed in the code, where they are reviewed."""

    section = Section.ACCOUNTS
    list_display = ["name", "meaning", "holders"]
    search_fields = ["name"]
    fields = ["name", "meaning", "rights", "holders"]
    readonly_fields = ["meaning", "rights", "holders"]

    @admin.display(description="dùng để")
    def meaning(self, group):
        return meaning_of(group)

    @admin.display(description="được làm gì")
    def rights(self, group):
        verbs = {}
        for permission in group.permissions.select_related("content_type"):
            model = permission.content_type.model_class()
            if model:
                verb = VERBS.get(permission.codename.split("_")[0], permission.codename)
                verbs.setdefault(model._meta.verbose_name_plural, []).append(verb)
        rows = [(name, ", ".join(verb for verb in VERBS.values() if verb in does)) for name, does in verbs.items()]
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}: {}</li>", rows))

    @admin.display(description="người giữ vai trò")
    def holders(self, group):
        return ", ".join(name_of(user) for user in group.user_set.all()) or MISSING

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("user_set")
