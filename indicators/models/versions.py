"""Versions: what an approval fixed of a figure, for ever."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from config.values.fields import Prose
from indicators.models.figures import Figure, Reported, Stated, StatedQuerySet


class VersionQuerySet(StatedQuerySet):
    def public(self, at=None):
        """The one door of pages, downloads and reports: what is released and in force at a moment, now unless told."""
        in_force = self.model.items.rel.related_model.objects.in_force(at)
        return self.filter(Exists(in_force.filter(version=OuterRef("pk"), withdraws=False)))

    def newest(self):
        """The last version of each figure."""
        later = Version.objects.filter(figure=OuterRef("figure"), number__gt=OuterRef("number"))
        return self.exclude(Exists(later))

    def once_public(self, at=None):
        """Versions that were public at some time up to a moment, whatever replaced them since."""
        items = self.model.items.rel.related_model.objects.filter(
            Q(public_until__isnull=True) | Q(public_until__gt=F("public_from")),
            version=OuterRef("pk"),
            withdraws=False,
            public_from__lte=at or timezone.now(),
        )
        return self.filter(Exists(items))


class Version(Stated):
    """All that a reader is shown of a figure, as it was approved; the database refuses to change or delete it."""

    # The row whose history tells of this one.
    owned_by = "figure"

    figure = models.ForeignKey(Figure, models.PROTECT, verbose_name="số liệu")
    number = models.PositiveSmallIntegerField("bản số")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="người duyệt", null=True, related_name="+"
    )
    approved_at = models.DateTimeField("duyệt lúc")
    reason = Prose("lý do sửa", blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "bản đã duyệt"
        default_related_name = "versions"
        default_permissions = ["view"]
        ordering = ["figure", "number"]
        indexes = [models.Index(fields=["period_end", "id"], name="version_by_period")]
        constraints = [
            models.UniqueConstraint(fields=["figure", "number"], name="version_once_a_number"),
            models.CheckConstraint(name="version_counts_from_one", condition=Q(number__gte=1)),
        ]

    def __str__(self):
        return f"{super().__str__()}, bản {self.number}"


class ReportedInVersion(Reported):
    """What other sources said of a figure when it was approved."""

    version = models.ForeignKey(Version, models.CASCADE, verbose_name="bản đã duyệt", related_name="reported_values")

    class Meta:
        verbose_name = verbose_name_plural = "số do nguồn khác nêu, trong bản đã duyệt"
        default_related_name = "reported_in_versions"
        default_permissions = ["view"]
        ordering = ["version", "id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "source", "locator"], name="reported_once_a_version_and_source")
        ]
