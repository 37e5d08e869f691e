"""Releases («đợt công bố»): which versions the public reads, from when until when."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from config.values.fields import Prose, TextLine
from indicators.models.figures import Figure
from indicators.models.versions import Version


class ReleaseQuerySet(models.QuerySet):
    def published(self):
        """Releases that are decided: those whose hour has come and those whose hour lies ahead."""
        return self.filter(published_at__isnull=False)

    def in_preparation(self):
        return self.filter(published_at__isnull=True)

    def out(self, at=None):
        """Releases whose hour has come."""
        return self.published().filter(public_from__lte=at or timezone.now())

    def announced(self, at=None):
        """What the calendar promises: releases decided for an hour ahead, and those in preparation that may be told."""
        return self.filter(public_from__gt=at or timezone.now()).filter(
            Q(published_at__isnull=False) | Q(is_announced=True)
        )

    def called_off(self, at=None):
        """What the calendar promised and takes back: until the hour it was promised for, or until it is told anew."""
        return self.in_preparation().filter(is_announced=False, called_off_hour__gt=at or timezone.now())


class Release(models.Model):
    """A titled set of approved versions made public together; once published it stands as it is."""

    class Kind(models.TextChoices):
        REGULAR = "release", "công bố"
        CORRECTION = "correction", "đính chính"

    code = models.SlugField(
        "mã đợt", max_length=60, unique=True,
        help_text="Nằm trong địa chỉ cố định của đợt: chữ không dấu, số, gạch nối.",
    )  # fmt: skip
    title = TextLine("tên đợt công bố", max_length=200)
    kind = models.CharField(
        "loại đợt", max_length=12, choices=Kind, default=Kind.REGULAR,
        help_text="Đính chính: chỉ gồm số thay hoặc rút số đang công khai; lời báo ở lại trang của chỉ tiêu.",
    )  # fmt: skip
    note = Prose("lời dẫn", blank=True, help_text="Người đọc thấy lời dẫn này ở trang của đợt công bố.")
    public_from = models.DateTimeField(
        "công khai từ", null=True, blank=True, help_text="Để trống: công khai ngay khi bấm công bố."
    )
    is_announced = models.BooleanField(
        "báo trước trên lịch", default=False, help_text="Lịch công bố nêu tên và giờ của đợt này khi còn đang chuẩn bị."
    )
    published_at = models.DateTimeField("quyết định lúc", null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="người công bố", null=True, editable=False,
        related_name="+",
    )  # fmt: skip
    called_off_hour = models.DateTimeField("giờ đã hủy hẹn", null=True, editable=False)
    called_off_reason = Prose("lý do hủy hẹn", blank=True, editable=False)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "đợt công bố"
        ordering = [F("public_from").desc(nulls_first=True), "-id"]
        permissions = [("publish_release", "Được công bố")]
        # Every page asks which hour came last.
        indexes = [
            models.Index(fields=["public_from"], name="release_by_hour"),
            models.Index(fields=["called_off_hour"], name="release_by_hour_called_off"),
        ]
        constraints = [
            models.CheckConstraint(
                name="release_published_has_its_hour",
                condition=Q(published_at__isnull=True) | Q(public_from__isnull=False),
                violation_error_message="Đợt đã công bố phải có giờ công khai.",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def is_published(self):
        return self.published_at is not None

    @property
    def is_out(self):
        """Whether its hour has come."""
        return self.is_published and self.public_from <= timezone.now()


class ReleaseItemQuerySet(models.QuerySet):
    def in_force(self, at=None):
        """What is public, or withdrawn, at a moment: from the hour of its release until a later one takes its place."""
        at = at or timezone.now()
        return self.filter(Q(public_until__isnull=True) | Q(public_until__gt=at), public_from__lte=at)

    def decided(self):
        """Items of published releases, whether their hour has come or not."""
        return self.filter(public_from__isnull=False)

    def out(self, at=None):
        """Items whose hour has come, whatever came after."""
        return self.filter(public_from__lte=at or timezone.now())

    def last(self):
        """The last word on each figure, in force or still ahead."""
        return self.decided().filter(public_until__isnull=True)


class ReleaseItem(models.Model):
    """One version in one release: public from the release's hour until a later release replaces or withdraws it."""

    owned_by = "release"

    release = models.ForeignKey(Release, models.CASCADE, verbose_name="đợt công bố", related_name="items")
    figure = models.ForeignKey(Figure, models.PROTECT, verbose_name="số liệu", related_name="items")
    version = models.ForeignKey(Version, models.PROTECT, verbose_name="bản đã duyệt", related_name="items")
    withdraws = models.BooleanField("rút khỏi trang công khai", default=False)
    reason = Prose("lý do rút", blank=True)
    replaces = models.ForeignKey(
        Version, models.PROTECT, verbose_name="thay cho bản", null=True, editable=False, related_name="+"
    )
    public_from = models.DateTimeField("công khai từ", null=True, editable=False)
    public_until = models.DateTimeField("công khai đến", null=True, editable=False)

    objects = ReleaseItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "số liệu trong đợt công bố"
        ordering = ["release", "id"]
        indexes = [
            models.Index(fields=["version", "public_from", "public_until"], name="item_in_force"),
            models.Index(fields=["-public_from", "-id"], name="item_by_hour"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["release", "figure"],
                name="item_once_a_release",
                violation_error_message="Số liệu đã có trong đợt này.",
            ),
            models.UniqueConstraint(
                fields=["figure"],
                condition=Q(public_from__isnull=False, public_until__isnull=True),
                name="item_one_last_word_a_figure",
                violation_error_message="Số liệu vừa được công bố trong một đợt khác.",
            ),
            models.CheckConstraint(
                name="item_ends_after_it_begins",
                condition=Q(public_until__isnull=True) | Q(public_until__gte=F("public_from")),
                violation_error_message="Giờ thôi công khai phải sau giờ công khai.",
            ),
            models.CheckConstraint(
                name="item_withdrawal_says_why",
                condition=Q(withdraws=False) | ~Q(reason=""),
                violation_error_message="Rút số liệu phải ghi lý do để người đọc biết.",
            ),
        ]

    def __str__(self):
        return f"{self.version} ({self.release})"


class WarningRead(models.Model):
    """A warning of a release's checklist, of one version or of the release itself, that somebody read and took on."""

    release = models.ForeignKey(Release, models.CASCADE, verbose_name="đợt công bố", related_name="warnings_read")
    version = models.ForeignKey(Version, models.CASCADE, verbose_name="bản đã duyệt", null=True, related_name="+")
    warning = models.CharField("điều cảnh báo", max_length=20)
    text = Prose("lời cảnh báo")
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="người đã đọc", related_name="+")
    read_at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = verbose_name_plural = "cảnh báo đã đọc"
        default_permissions = []
        ordering = ["release", "id"]
        constraints = [
            models.UniqueConstraint(fields=["release", "version", "warning"], name="warning_read_once_a_release"),
            models.UniqueConstraint(
                fields=["release", "warning", "text"],
                condition=Q(version__isnull=True),
                name="warning_of_release_read_once",
            ),
        ]

    def __str__(self):
        return self.text
