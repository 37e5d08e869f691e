from django.apps import AppConfig
from django.contrib.admin import apps as stock


class BookConfig(AppConfig):
    """Boots the project and lends base classes; owns no table."""

    name = "config"
    default = True
    verbose_name = "cấu hình"


class BookAdminConfig(stock.AdminConfig):
    """The stock admin under our own site: Vietnamese names, our skin."""

    default = False
    default_site = "config.staff.site.BookAdminSite"
