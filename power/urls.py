"""Public pages of the power grid."""

from django.urls import path

from power import views

urlpatterns = [
    path("dien/", views.substation_list, name="power"),
    path("dien/may-bien-ap/", views.transformer_list, name="transformer-list"),
    path("dien/duong-day/", views.line_list, name="line-list"),
    path("dien/nha-may/", views.plant_list, name="plant-list"),
    path("dien/cong-trinh/", views.grid_project_list, name="grid-project-list"),
]
