"""Where the holders of accounts work, and what they have open."""

from django.conf import settings
from django.db import models

from indicators.models.vocabulary import Office


class Posting(models.Model):
    """The one office an account belongs to; an account without one answers for the whole department."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="tài khoản", related_name="posting"
    )
    office = models.ForeignKey(Office, models.PROTECT, verbose_name="phòng, đơn vị", related_name="postings")

    class Meta:
        verbose_name = verbose_name_plural = "nơi công tác"
        # Given and taken on the account's own screen.
        default_permissions = []

    def __str__(self):
        return f"{self.user}, {self.office}"

    @classmethod
    def set(cls, user, office):
        """Put an account into an office, or into none."""
        if office is None:
            cls.objects.filter(user=user).delete()
        else:
            cls.objects.update_or_create(user=user, defaults={"office": office})


class TablePresence(models.Model):
    """Who has a register open as a table, and when they were last there; leaves no trail."""

    # The register, by the name of its own table in the database.
    register = models.CharField(max_length=63)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "người đang mở bảng"
        default_permissions = []
        constraints = [models.UniqueConstraint(fields=["register", "user"], name="table_presence_once")]

    def __str__(self):
        return f"{self.user}, {self.register}"
