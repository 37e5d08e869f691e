"""The trail: who changed what, when, from what to what. Written by database triggers only."""

from django.conf import settings
from django.db import models


class AuditEntry(models.Model):
    """One insert, change or deletion of one business row, whatever door it came through."""

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
        related_name="+",
    )  # fmt: skip
    origin = models.CharField("cửa ghi", max_length=10, choices=Origin)
    table = models.CharField("bảng", max_length=63)
    row = models.BigIntegerField("dòng")
    action = models.CharField("thao tác", max_length=1, choices=Action)
    before = models.JSONField("trước", null=True)
    after = models.JSONField("sau", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "nhật ký thay đổi"
        ordering = ["-id"]
        default_permissions = ["view"]
        indexes = [models.Index(fields=["table", "row", "-id"], name="trail_of_a_row")]

    def __str__(self):
        return f"{self.table} {self.row}: {self.get_action_display()}"
