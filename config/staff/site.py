"""The staff site: its index, and the door to it."""

import time
from functools import update_wrapper

from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from config.staff.admin import Section
from config.staff.browser import remember
from config.staff.idle import RENEWED
from config.staff.kept import Kept, is_ours
from config.staff.throttle import forget_failures


class BookAdminSite(admin.AdminSite):
    """The stock staff site, its index grouped by section and not by app."""

    site_header = "Sở Công Thương"
    site_title = "Sổ số liệu"
    index_title = "Sổ số liệu ngành Công Thương"
    empty_value_display = "—"

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
        answer = super().login(request, {"kept": kept, **(extra_context or {})})
        if request.method == "POST" and isinstance(answer, HttpResponseRedirect):
            return self.entered(request, answer.url, kept)
        return answer

    def entered(self, request, address, kept=None):
        """What a person gets who has shown who they are: what they had typed before, or the page they asked for."""
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
        return self._page(request, "admin/resend.html", {"title": title, "kept": kept, "is_own": is_own}, status)

    def after_csrf_failure(self, request):
        """The token of a form is good for one log-in: what was typed under an earlier one is not lost for that.

        None for whatever no form of this site sent, and where nothing tells whose it was.
        """
        if not is_ours(request):
            return None
        is_login = request.path == reverse("admin:login")
        kept = Kept.read(request) if is_login else Kept.of(request)
        if is_login and not kept:
            return redirect("admin:login")
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
        tasks = [task for screen in self._registry.values() for task in getattr(screen, "tasks", no_tasks)(request)]
        return super().index(request, {"tasks": tasks, **(extra_context or {})})


def no_tasks(request):
    return []
