"""Addresses: public pages at the root, staff under /quan-tri/."""

from django.contrib import admin
from django.urls import include, path

from config.pages import catalogue, components, sitemaps, views
from config.search.views import search

urlpatterns = [
    path("quan-tri/thanh-phan/", components.components, name="components"),
    path("quan-tri/", admin.site.urls),
    path("suc-khoe/", views.health, name="health"),
    path("du-lieu/", catalogue.catalogue, name="catalogue"),
    path("du-lieu/catalogue.json", catalogue.catalogue_data, name="catalogue-data"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", sitemaps.sitemap_index, name="sitemap-index"),
    path("sitemap-<slug:section>.xml", sitemaps.sitemap_part, name="sitemap"),
    path("tim/", search, name="search"),
    path("", include("indicators.urls")),
    path("", include("projects.urls")),
    path("", include("power.urls")),
]

handler400 = "config.errors.bad_request"
handler403 = "config.errors.permission_denied"
handler404 = "config.errors.page_not_found"
handler500 = "config.errors.server_error"
