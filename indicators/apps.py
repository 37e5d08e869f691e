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
        """When what the public reads last changed: a row of a register or a catalogue, or the hour of a release."""
        from indicators import models

        # A reader sees figures by releases alone; accounts and settings not at all.
        unseen = [
            models.Figure, models.ReportedValue, models.Version, models.ReportedInVersion, models.Release,
            models.ReleaseItem, models.WarningRead, models.BookSettings, models.Posting, models.SecondFactor,
            models.BookSettings.second_factor_roles.through, models.SheetImport,
        ]  # fmt: skip
        tables = [model._meta.db_table for model in unseen]
        rows = models.AuditEntry.objects.exclude(table__startswith="auth_").exclude(table__in=tables)
        hours = models.Release.objects.out().order_by("-public_from")
        newest = [rows.values_list("at", flat=True).first(), hours.values_list("public_from", flat=True).first()]
        return max(filter(None, newest), default=None)

    def acting_as(self, user, via):
        """Sign what is written outside a request with who asked for it."""
        from indicators.audit import acting_as

        return acting_as(user, via=via)

    def known_layout(self, register, headings):
        """What was said of the columns of a list with these headings, None where nothing was."""
        from indicators.sheets.memory import known_layout

        known = known_layout(register, headings)
        return known and known.said

    def keep_layout(self, register, headings, said, user):
        """Keep what was said of the columns of a list."""
        from indicators.sheets.memory import keep_layout

        keep_layout(register, headings, said, user)

    @property
    def import_history(self):
        """The history of imports (see config.sheets.history)."""
        from indicators.imports import keeper

        return keeper

    def next_step(self, request):
        """What a person who gave the right password must do before anything else on the staff site."""
        from indicators.security.gate import next_step

        return next_step(request)

    def recent_rows(self, request):
        """The rows this person wrote last, each with its screen."""
        from indicators.trail.history import recent_rows

        return recent_rows(request.user)

    def searched(self):
        """What readers may search here (see config.search.declared)."""
        from indicators.searched import SEARCHED

        return SEARCHED
