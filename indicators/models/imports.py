"""The history of imports: which file was brought into which register, by whom, and what came of it."""

from django.conf import settings
from django.db import models
from django.utils.text import capfirst

from indicators.audit.tables import model_of


class SheetImport(models.Model):
    """One file brought into one register. What it wrote is told by the trail, between two of its entries."""

    at = models.DateTimeField("lúc")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, verbose_name="người nhập", null=True, db_constraint=False,
        db_index=False, related_name="+",
    )  # fmt: skip
    table = models.CharField("bảng", max_length=63)
    filename = models.CharField("tệp", max_length=255)
    sheet = models.CharField("trang", max_length=255)
    digest = models.CharField("mã băm SHA-256", max_length=64)
    size = models.BigIntegerField("số byte")
    new = models.PositiveIntegerField("dòng mới")
    changed = models.PositiveIntegerField("dòng sửa")
    same = models.PositiveIntegerField("dòng không đổi")
    refused = models.PositiveIntegerField("dòng có lỗi, không ghi", default=0)
    left = models.PositiveIntegerField("dòng bỏ lại", default=0)
    # Under which digest lies what was wrong with the rows that went back.
    returned = models.CharField("trả lại", max_length=64, default="", blank=True)
    letters = models.JSONField("cột của tệp")
    # Which row of the file each written row was, packed.
    rows = models.BinaryField("dòng của tệp")
    # Its entries of the trail lie after `first`, up to `last`, and bear its request.
    via = models.CharField("mã yêu cầu", max_length=64)
    first = models.BigIntegerField("sau mục nhật ký")
    last = models.BigIntegerField("đến mục nhật ký")

    # Taking it back: who, when, what came of it, and where that stands in the trail.
    undone_at = models.DateTimeField("hoàn tác lúc", null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, verbose_name="người hoàn tác", null=True, blank=True,
        db_constraint=False, db_index=False, related_name="+",
    )  # fmt: skip
    undone_via = models.CharField("mã yêu cầu hoàn tác", max_length=64, default="", blank=True)
    undone_first = models.BigIntegerField("hoàn tác sau mục nhật ký", null=True, blank=True)
    undone_last = models.BigIntegerField("hoàn tác đến mục nhật ký", null=True, blank=True)
    restored = models.PositiveIntegerField("ô trở lại như trước", default=0)
    removed = models.PositiveIntegerField("dòng mới đã bỏ", default=0)
    kept = models.PositiveIntegerField("chỗ giữ nguyên", default=0)
    # The first of what was kept, as it was told.
    told_kept = models.JSONField("những chỗ giữ nguyên", default=list, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = "lần nhập tệp", "lịch sử nhập tệp"
        ordering = ["-id"]
        # Whoever sees a register sees what was brought into it.
        default_permissions = []
        indexes = [
            models.Index(fields=["table", "-id"], name="imports_of_a_register"),
            models.Index(fields=["digest"], name="imports_of_a_file"),
            models.Index(fields=["via"], name="imports_of_a_request"),
            models.Index(fields=["undone_via"], name="imports_undone_by_a_request"),
        ]

    def __str__(self):
        return f"{capfirst(self.register)}: {self.filename}"

    @property
    def rows_read(self):
        """How many rows of data the file had: each came to one of these."""
        return self.new + self.changed + self.same + self.refused + self.left

    @property
    def is_undone(self):
        return self.undone_at is not None

    @property
    def model(self):
        """The register; None where the models no longer know it."""
        return model_of(self.table)

    @property
    def register(self):
        return str(self.model._meta.verbose_name) if self.model else self.table
