"""Which tables leave a trail, and what of a row stays out of it."""

from dataclasses import dataclass

from django.apps import apps
from django.db import models

from config.values.fields import is_derived

TRAIL = "indicators_auditentry"
# Everything else leaves a trail, so that a new table cannot be forgotten.
WITHOUT_TRAIL = {
    "admin.LogEntry",  # our screens read the trail instead
    # Wrong passwords are counted for a quarter of an hour; the other tables of axes stay empty.
    "axes.AccessAttempt",
    "axes.AccessAttemptExpiration",
    "axes.AccessFailureLog",
    "axes.AccessLog",
    "auth.Permission",
    "django_tasks_database.DBTaskResult",  # who waits for what; what a job writes leaves its trail
    "contenttypes.ContentType",
    "indicators.AuditEntry",
    "indicators.FormPresence",  # who is looking, not what was written
    "indicators.TablePresence",
    "indicators.FormReminder",  # who was told, not what was written
    # Secrets; that an account has a second factor is a row of indicators.SecondFactor, which leaves its trail.
    "otp_static.StaticDevice",
    "otp_static.StaticToken",
    "otp_totp.TOTPDevice",
    "sessions.Session",
}
LEFT_OUT = {
    "auth.User": {"last_login"},
    "indicators.FormLayout": {"content"},  # its digest says that it changed
    "indicators.SheetImport": {"rows", "letters", "told_kept"},
}
# That it changed is recorded, never what it is.
SECRET = {"auth.User": {"password"}}


@dataclass(frozen=True)
class Table:
    """One audited table, in the words of the database."""

    name: str
    key: str
    owner: str
    owner_key: str
    left_out: tuple[str, ...]
    secret: tuple[str, ...]


def audited_models():
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.label not in WITHOUT_TRAIL
    ]


def model_of(table):
    """The model whose rows are in a table, None for a table the models no longer know."""
    return next((model for model in audited_models() if model._meta.db_table == table), None)


def audited_tables():
    return [table_of(model) for model in audited_models()]


def table_of(model):
    meta = model._meta
    owner = owner_field(model)
    computed = {field.column for field in meta.local_concrete_fields if is_derived(field)}
    return Table(
        name=meta.db_table,
        key=meta.pk.column,
        owner=owner.related_model._meta.db_table if owner else meta.db_table,
        owner_key=owner.column if owner else meta.pk.column,
        left_out=tuple(sorted(computed | LEFT_OUT.get(meta.label, set()))),
        secret=tuple(sorted(SECRET.get(meta.label, set()))),
    )


def owner_field(model):
    """The field naming the row this one is part of, which it says or goes with; None for a row that stands alone."""
    if hasattr(model, "owned_by"):
        return model._meta.get_field(model.owned_by)
    return next(
        (
            field
            for field in model._meta.local_concrete_fields
            if field.remote_field and field.remote_field.on_delete is models.CASCADE and not field.null
        ),
        None,
    )
