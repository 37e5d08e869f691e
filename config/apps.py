from django.apps import AppConfig
from django.contrib.admin import apps as stock
from django.db.models.signals import post_migrate, pre_migrate


class BookConfig(AppConfig):
    """Boots the project and lends base classes; owns no table."""

    name = "config"
    default = True
    verbose_name = "cấu hình"

    def ready(self):
        from config.search import index

        # The word indexes follow the tables by themselves.
        pre_migrate.connect(index.make_way, sender=self)
        post_migrate.connect(index.follow_tables, sender=self)


class BookAdminConfig(stock.AdminConfig):
    """The stock admin under our own site: Vietnamese names, our skin."""

    default = False
    default_site = "config.staff.site.BookAdminSite"
