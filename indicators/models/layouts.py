"""Layouts of workbooks that were confirmed once: next month's sheet is then read without a question."""

from django.conf import settings
from django.db import models


class SheetLayout(models.Model):
    """What the heads and lines of a layout mean, as a person confirmed it."""

    register = models.CharField("sổ", max_length=80)
    # The heads and the names of lines it is known again by.
    keys = models.JSONField("đầu cột và tên dòng")
    # By head and by name, what each stands for.
    said = models.JSONField("cách hiểu")
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="người xác nhận", null=True, related_name="+"
    )
    confirmed_at = models.DateTimeField("xác nhận lúc", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "bố cục bảng tính đã nhớ"
        # Confirmed on the preview of a sheet, by whoever may bring in figures.
        default_permissions = []

    def __str__(self):
        return f"Bố cục {self.pk}"
