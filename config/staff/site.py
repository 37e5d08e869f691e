"""The staff site: its index, and the door to it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial, update_wrapper
from urllib.parse import urlencode

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.functional import SimpleLazyObject
from django.utils.text import capfirst

from config.sheets.standing import jobs_of
from config.staff.admin import Section
from config.staff.browser import remember
from config.staff.idle import RENEWED
from config.staff.kept import DOORS, Kept, is_ours, screen_of
from config.staff.throttle import forget_failures


@dataclass(frozen=True)
class Step:
    """What a person must do after the password: where, and its page with what is carried there."""

    address: str
    show: Callable


class BookAdminSite(admin.AdminSite):
    """The stock staff site, its index grouped by section and not by app."""

    site_header = "Sở Công Thương"
    site_title = "Sổ số liệu"
    index_title = "Sổ số liệu ngành Công Thương"
    empty_value_display = "—"

    def has_permission(self, request):
        """Whether every screen is open to this person: the one place where a second step is asked for."""
        if not super().has_permission(request):
            return False
        # Whoever cannot give a code may still leave.
        return request.path == reverse("admin:logout") or self.next_step(request) is None

    def next_step(self, request):
        """What an app still asks of who has given the right password (AppConfig.next_step); asked once a request."""
        asked = (request.user.pk, getattr(request.user, "otp_device", None))
        if getattr(request, "step_asked", None) != asked:
            steps = (app.next_step(request) for app in apps.get_app_configs() if hasattr(app, "next_step"))
            request.step_asked, request.step = asked, next(filter(None, steps), None)
        return request.step

    def admin_view(self, view, cacheable=False):
        """A screen of staff; what was posted to it after the session ended is kept over the log-in."""
        stock = super().admin_view(view, cacheable)

        def screen(request, *args, **kwargs):
            kept = None if self.has_permission(request) else Kept.of(request)
            return self.ask_again(request, kept) if kept else stock(request, *args, **kwargs)

        return update_wrapper(screen, stock)

    def login(self, request, extra_context=None):
        kept = Kept.read(request) if request.method == "POST" else None
        if kept and "username" not in request.POST:
            return self.ask_again(request, kept)
        if request.method == "GET" and super().has_permission(request) and self.next_step(request):
            return self.to_next_step(request, request.GET.get(REDIRECT_FIELD_NAME, ""))
        answer = super().login(request, {"kept": kept, **(extra_context or {})})
        if request.method == "POST" and isinstance(answer, HttpResponseRedirect):
            return self.entered(request, answer.url, kept)
        return answer

    def to_next_step(self, request, address, kept=None):
        step = self.next_step(request)
        # A redirect carries no field: the page itself answers.
        return step.show(request, address, kept) if kept else redirect(f"{step.address}?{urlencode({'next': address})}")

    def entered(self, request, address, kept=None):
        """What a person gets who has shown who they are: a second step, what they had typed, or the page asked for."""
        if self.next_step(request):
            return self.to_next_step(request, address, kept)
        request.session[RENEWED] = int(time.time())
        forget_failures(request, request.user)
        answer = self.resend(request, kept) if kept else redirect(address)
        remember(request, answer, request.user)
        return answer

    def ask_again(self, request, kept):
        """The log-in page, with all that was typed before it: nothing was written, so the answer is no good news."""
        address = reverse("admin:login")
        context = {
            "title": "Đăng nhập",
            "form": AdminAuthenticationForm(request),
            "app_path": address,
            REDIRECT_FIELD_NAME: kept.path if kept else reverse("admin:index"),
            "kept": kept,
            "username": request.user.get_username(),
        }
        return self._page(request, "admin/login.html", context, status=403)

    def resend(self, request, kept, status=200):
        """What was typed, to be sent again by who typed it and by nobody else."""
        is_own = kept.user == request.user.pk
        title = "Gửi lại những gì đã gõ" if is_own else "Những gì đã gõ không phải của tài khoản này"
        context = {"title": title, "kept": kept, "is_own": is_own, "typed": self.told(kept) if is_own else []}
        return self._page(request, "admin/resend.html", context, status)

    def told(self, kept):
        """What was typed, each value under the label of its box where that is a field of the row."""
        fields = {}
        for model in self._registry:
            if kept.path.startswith(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")):
                fields = {field.name: capfirst(field.verbose_name) for field in model._meta.fields}
        return [(fields.get(name, name), value) for name, value in kept.typed]

    def after_csrf_failure(self, request):
        """The token of a form is good for one log-in: what was typed under an earlier one is not lost for that.

        None for whatever no form of this site sent, and where nothing tells whose it was.
        """
        if not is_ours(request):
            return None
        is_door = screen_of(request.path_info) in DOORS
        kept = Kept.read(request) if is_door else Kept.of(request)
        if is_door and not kept:
            return redirect(request.path)
        if kept is None or kept.user is None:
            return None
        return self.resend(request, kept, 403) if self.has_permission(request) else self.ask_again(request, kept)

    def _page(self, request, template, context, status):
        answer = render(request, template, {**self.each_context(request), **context}, status=status)
        add_never_cache_headers(answer)
        return answer

    def section_of(self, model):
        return getattr(self._registry[model], "section", Section.CATALOGUES)

    def get_app_list(self, request, app_label=None):
        """The sections with their lists: handed to every screen, made for those that print them."""
        return SimpleLazyObject(partial(self._sections, request, app_label))

    def _sections(self, request, app_label):
        listed = {
            row["model"]: row for app in self._build_app_dict(request, app_label).values() for row in app["models"]
        }
        sections = {section: [] for section in Section}
        # The registry keeps the order of registration: the order of the admin modules is the order on the page.
        for model, screen in self._registry.items():
            if model in listed:
                row = {**listed[model], "is_part": bool(getattr(screen, "part_of", ""))}
                sections[self.section_of(model)].append(row)
        return [
            {"name": section.label, "app_label": section.value, "app_url": "#" + section.value, "models": rows}
            for section, rows in sections.items()
            if rows
        ]

    def index(self, request, extra_context=None):
        told = {"tasks": self._told("tasks", request), "boards": self._told("boards", request)}
        told["jobs"] = jobs_of(request.user)
        return super().index(request, told | (extra_context or {}))

    def _told(self, what, request):
        """What every screen says for the index, in the order of the screens."""
        return [one for screen in self._registry.values() for one in getattr(screen, what, nothing)(request)]


def nothing(request):
    return []
