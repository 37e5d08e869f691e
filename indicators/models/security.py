"""Which accounts ask for a code after the password."""

from django.conf import settings
from django.db import models


class SecondFactor(models.Model):
    """Since when an account has one: what may be told of it. The secrets stand in tables without a trail."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="tài khoản", related_name="second_factor"
    )
    since = models.DateTimeField("bật lúc")
    codes_made_at = models.DateTimeField("lập mã dự phòng lúc")

    class Meta:
        verbose_name = verbose_name_plural = "xác thực hai bước"
        # Turned on and off on pages of its own.
        default_permissions = []

    def __str__(self):
        return f"Xác thực hai bước của {self.user}"
