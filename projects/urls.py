"""Public pages of the registers of projects."""

from django.urls import path

from projects import views

urlpatterns = [
    path("du-an/", views.project_list, name="project-list"),
    path("du-an/<path:code>/", views.project, name="project"),
    path("khu-cum/", views.estate_list, name="estate-list"),
    path("khu-cum/<path:code>/", views.estate, name="estate"),
    path("khoang-san/", views.mineral_list, name="mineral-list"),
    path("khuyen-cong/", views.extension, name="extension"),
    path("khuyen-cong/<path:code>/", views.scheme, name="scheme"),
    path("san-pham-tieu-bieu/", views.product_list, name="product-list"),
    path("tieu-thu-cong/", views.handicraft_list, name="handicraft-list"),
]
