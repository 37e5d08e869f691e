"""The staff site: its index, and the door to it."""

from django.contrib import admin
from django.http import HttpResponseRedirect

from config.staff.admin import Section
from config.staff.browser import remember
from config.staff.throttle import forget_failures


class BookAdminSite(admin.AdminSite):
    """The stock staff site, its index grouped by section and not by app."""

    site_header = "Sở Công Thương"
    site_title = "Sổ số liệu"
    index_title = "Sổ số liệu ngành Công Thương"
    empty_value_display = "—"

    def login(self, request, extra_context=None):
        answer = super().login(request, extra_context)
        if request.method == "POST" and isinstance(answer, HttpResponseRedirect):
            forget_failures(request, request.user)
            remember(request, answer, request.user)
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
