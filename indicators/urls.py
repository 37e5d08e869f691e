"""Addresses of the public pages of figures."""

from django.urls import path

from indicators.public import views

urlpatterns = [
    path("", views.overview, name="overview"),
    path("chu-de/", views.topic_list, name="topic-list"),
    path("chu-de/<slug:code>/", views.topic, name="topic"),
    path("chi-tieu/<slug:code>/", views.indicator, name="indicator"),
    path("so-lieu/", views.figure_list, name="figure-list"),
    path("huong-dan/", views.guide, name="guide"),
    path("nguon/", views.source_list, name="source-list"),
]
