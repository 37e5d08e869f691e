"""The staff site and the base class of every admin."""

from django.contrib import admin


class BookAdminSite(admin.AdminSite):
    site_header = "Sở Công Thương"
    site_title = "Sổ số liệu"
    index_title = "Sổ số liệu ngành Công Thương"
