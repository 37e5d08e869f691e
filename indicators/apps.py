from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate


class IndicatorsConfig(AppConfig):
    name = "indicators"
    verbose_name = "số liệu"
    public_pages = [("overview", "Tổng quan"), ("topic-list", "Chủ đề"), ("figure-list", "Số liệu")]
    footer_pages = [
        ("release-list", "Đợt công bố, lịch công bố"),
        ("compare", "So sánh chỉ tiêu"),
        ("build-table", "Lập bảng"),
        ("source-list", "Nguồn tài liệu"),
        ("catalogue", "Dữ liệu mở"),
        ("terms", "Thuật ngữ"),
        ("guide", "Cách đọc số liệu, khả năng tiếp cận"),
    ]

    def ready(self):
        from indicators.audit import actor, triggers

        # The audit triggers follow the tables by themselves, and know the application by its connections.
        pre_migrate.connect(triggers.make_way, sender=self)
        post_migrate.connect(triggers.follow_tables, sender=self)
        connection_created.connect(actor.introduce)

    def public_version(self):
        """The name of what the public reads now."""
        from indicators.public.versions import public_version

        return public_version()

    def next_hour(self):
        """When what the public reads changes next without a write, None where nothing is to come."""
        from indicators.public.versions import next_hour

        return next_hour()

    def last_change(self):
        """When what the public reads last changed."""
        from indicators.public.versions import last_change

        return last_change()

    def last_changes(self, tables):
        """When a row of each of these tables last changed, of those that ever did."""
        from indicators.public.versions import last_changes

        return {table: at for table, at in last_changes().items() if table in tables}

    def sitemaps(self):
        """The pages of figures (see config.pages.sitemaps)."""
        from indicators.public import sitemaps

        return sitemaps.declared()

    def datasets(self):
        """The public tables of figures (see config.pages.datasets)."""
        from indicators.public import datasets

        return datasets.declared()

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

    def abbreviations(self):
        """What readers shorten when they search (see config.search.abbreviations)."""
        from indicators.glossary import ABBREVIATIONS

        return ABBREVIATIONS
