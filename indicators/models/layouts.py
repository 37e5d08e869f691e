"""Layouts of workbooks: those confirmed once, read next month without a question; those in which forms go out."""

from django.conf import settings
from django.db import models

from indicators.models.forms import ReportForm


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


class FormLayout(models.Model):
    """A department's own workbook as the layout of a form, with what its rows, columns and words were bound to."""

    form = models.OneToOneField(ReportForm, models.CASCADE, verbose_name="biểu", related_name="own_layout")
    filename = models.CharField("tệp", max_length=255)
    content = models.BinaryField("nội dung tệp")
    digest = models.CharField("mã băm SHA-256", max_length=64)
    # As indicators.sheets.forms.own.bound says it.
    bound = models.JSONField("đã gắn")
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="người xác nhận", null=True, related_name="+"
    )
    confirmed_at = models.DateTimeField("xác nhận lúc", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "khuôn riêng của biểu"
        # Whoever may change a form gives it its layout.
        default_permissions = []

    def __str__(self):
        return self.filename
