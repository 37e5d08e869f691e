"""Addresses: public pages at the root, staff under /quan-tri/."""

from django.contrib import admin
from django.urls import include, path

from config.pages import views
from config.search.views import search

urlpatterns = [
    path("quan-tri/", admin.site.urls),
    path("suc-khoe/", views.health, name="health"),
    path("tim/", search, name="search"),
    path("", include("indicators.urls")),
    path("", include("projects.urls")),
    path("", include("power.urls")),
]

handler400 = "config.errors.bad_request"
handler403 = "config.errors.permission_denied"
handler404 = "config.errors.page_not_found"
handler500 = "config.errors.server_error"
