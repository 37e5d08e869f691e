"""The trail: who changed what, when, from what to what. Written by database triggers only."""

import json
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.text import capfirst

from indicators.audit.tables import model_of, owner_field


class ExactDecoder(json.JSONDecoder):
    """Reads the numbers of a row as they were: a float would change one of 20 digits."""

    def __init__(self, **kwargs):
        super().__init__(**{"parse_float": Decimal, **kwargs})


class AuditQuerySet(models.QuerySet):
    def of_row(self, model, pk):
        """What happened to a row and to the rows that are part of it; to a part, only its own."""
        table = model._meta.db_table
        if owner_field(model):
            return self.filter(table=table, row=pk)
        return self.filter(owner_table=table, owner_row=pk)


class AuditEntry(models.Model):
    """One insert, change or deletion of one row, whatever door it came through.

    The database lets it be read and added to, never changed or deleted; only `flush`, which empties everything, may.
    """

    class Action(models.TextChoices):
        INSERT = "I", "thêm"
        UPDATE = "U", "sửa"
        DELETE = "D", "xóa"

    class Origin(models.TextChoices):
        APPLICATION = "app", "phần mềm"
        OUTSIDE = "outside", "ngoài phần mềm (SQL)"

    at = models.DateTimeField("lúc")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, verbose_name="người thực hiện", null=True, db_constraint=False,
        db_index=False, related_name="+",
    )  # fmt: skip
    origin = models.CharField("cửa ghi", max_length=10, choices=Origin)
    # The request's id, as in the logs; from outside, the account of the database server.
    via = models.CharField("mã yêu cầu", max_length=64)
    table = models.CharField("bảng", max_length=63)
    row = models.BigIntegerField("dòng")
    # The row whose page tells of this change: the row itself, or the one it is part of.
    owner_table = models.CharField("bảng chủ", max_length=63)
    owner_row = models.BigIntegerField("dòng chủ")
    action = models.CharField("thao tác", max_length=1, choices=Action)
    before = models.JSONField("trước", null=True, decoder=ExactDecoder)
    after = models.JSONField("sau", null=True, decoder=ExactDecoder)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "nhật ký thay đổi"
        ordering = ["-id"]
        default_permissions = ["view"]
        indexes = [
            models.Index(fields=["table", "row", "-id"], name="trail_of_a_row"),
            models.Index(fields=["owner_table", "owner_row", "-id"], name="trail_of_an_owner"),
            models.Index(fields=["user", "-id"], condition=Q(user__isnull=False), name="trail_of_a_person"),
            models.Index(fields=["at"], name="trail_by_time"),
        ]

    def __str__(self):
        model = model_of(self.table)
        name = model._meta.verbose_name if model else self.table
        return f"{capfirst(self.get_action_display())} {name} số {self.row}"


class TableChange(models.Model):
    """That a table which readers see was changed: what the version of the public pages is read from.

    Written by database triggers only. On PostgreSQL there is a row for each transaction and table, whose mark is the
    transaction's id; on SQLite, which has one writer at a time, a row for each table, whose mark counts its changes.
    """

    table = models.CharField("bảng", max_length=63)
    mark = models.BigIntegerField("dấu")
    at = models.DateTimeField("lúc", db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "bảng đã đổi"
        default_permissions = []
        constraints = [models.UniqueConstraint(fields=["mark", "table"], name="change_once_a_transaction")]

    def __str__(self):
        return f"{self.table}: {self.mark}"
