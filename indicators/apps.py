from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class IndicatorsConfig(AppConfig):
    name = "indicators"
    verbose_name = "số liệu"

    def ready(self):
        # The audit triggers follow the models by themselves: off before tables change, on again after.
        from indicators import audit

        pre_migrate.connect(audit.drop_triggers, dispatch_uid="drop_audit_triggers")
        post_migrate.connect(audit.create_triggers, dispatch_uid="create_audit_triggers")
