from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate


class IndicatorsConfig(AppConfig):
    name = "indicators"
    verbose_name = "số liệu"
    public_pages = [("overview", "Tổng quan"), ("topic-list", "Chủ đề"), ("figure-list", "Số liệu")]
    footer_pages = [
        ("release-list", "Đợt công bố, lịch công bố"),
        ("source-list", "Nguồn tài liệu"),
        ("guide", "Cách đọc số liệu, khả năng tiếp cận"),
    ]

    def ready(self):
        from indicators.audit import actor, triggers

        # The audit triggers follow the tables by themselves, and know the application by its connections.
        pre_migrate.connect(triggers.make_way, sender=self)
        post_migrate.connect(triggers.follow_tables, sender=self)
        connection_created.connect(actor.introduce)

    def last_change(self):
        """When a row of the book last changed; accounts are not part of it."""
        from indicators.models import AuditEntry, BookSettings, Posting, SecondFactor

        of_accounts = [Posting, SecondFactor, BookSettings.second_factor_roles.through]
        tables = [model._meta.db_table for model in of_accounts]
        of_the_book = AuditEntry.objects.exclude(table__startswith="auth_").exclude(table__in=tables)
        return of_the_book.values_list("at", flat=True).first()

    def next_step(self, request):
        """What a person who gave the right password must do before anything else on the staff site."""
        from indicators.security.gate import next_step

        return next_step(request)

    def recent_rows(self, request):
        """The rows this person wrote last, each with its screen."""
        from indicators.trail.history import recent_rows

        return recent_rows(request.user)
