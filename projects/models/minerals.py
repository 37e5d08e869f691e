"""Mineral sites and the licences to mine them."""

from datetime import date

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When

from config.models import OpenQuerySet, Recorded, RegisterRow
from config.values.fields import FoldedText, Quantity, TextLine
from indicators.models import place_field, source_field
from projects.models.owners import owner_kind_field, shown_owner_field


def a_year_after(day):
    """The same day 12 months later, the last of February for the 29th."""
    if day.year == date.max.year:
        return date.max
    return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


class MineralSiteQuerySet(OpenQuerySet):
    def as_of(self, day):
        """Sites with a mining licence still valid on a day: sites are counted, not licences."""
        return self.filter(Exists(MiningLicence.objects.filter(site=OuterRef("pk")).as_of(day)))


class MineralSite(RegisterRow):
    """A place minerals are mined (điểm mỏ)."""

    key_fields = ("code",)
    told_by = ("name", "place")

    code = TextLine("mã điểm mỏ", max_length=40, unique=True)
    name = TextLine("tên điểm mỏ", max_length=250)
    mineral = TextLine("loại khoáng sản", max_length=120)
    place = place_field()
    commune = TextLine("xã, phường", max_length=120, blank=True)
    source = source_field()
    folded = FoldedText(of=("code", "name", "mineral", "commune"))

    objects = MineralSiteQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "điểm mỏ khoáng sản"
        ordering = ["code"]

    def __str__(self):
        return self.name


class MiningLicenceQuerySet(models.QuerySet):
    def as_of(self, day):
        """Licences in force on a day: issued, not expired, not revoked. No expiry means no end."""
        return self.filter(
            Q(expires_on__isnull=True) | Q(expires_on__gte=day),
            Q(revoked_on__isnull=True) | Q(revoked_on__gt=day),
            issued_on__lte=day,
        )

    def with_validity(self, day):
        """Licences issued by a day, with `validity_then`; those in force that end within 12 months are told apart."""
        validity = MiningLicence.Validity
        return self.filter(issued_on__lte=day).annotate(
            validity_then=Case(
                When(revoked_on__lte=day, then=Value(validity.REVOKED)),
                When(expires_on__lt=day, then=Value(validity.EXPIRED)),
                When(expires_on__lte=a_year_after(day), then=Value(validity.ENDING)),
                default=Value(validity.VALID),
            )
        )


class MiningLicence(Recorded):
    """A licence to mine a site (giấy phép khai thác)."""

    class Validity(models.TextChoices):
        VALID = "valid", "còn hiệu lực trên 12 tháng"
        ENDING = "ending", "sắp hết hạn, trong 12 tháng tới"
        EXPIRED = "expired", "đã hết hạn"
        REVOKED = "revoked", "đã thu hồi"

    IN_FORCE = ["valid", "ending"]
    key_fields = ("number",)

    site = models.ForeignKey(MineralSite, models.CASCADE, verbose_name="điểm mỏ", related_name="licences")
    number = TextLine("số giấy phép", max_length=80, unique=True)
    issued_on = models.DateField("ngày cấp")
    expires_on = models.DateField("ngày hết hạn", null=True, blank=True)
    revoked_on = models.DateField("ngày thu hồi", null=True, blank=True)
    holder = TextLine("đơn vị được cấp phép", max_length=250, blank=True)
    holder_kind = owner_kind_field("đơn vị được cấp phép")
    holder_shown = shown_owner_field("holder", "đơn vị được cấp phép")
    area_ha = Quantity("diện tích (ha)", null=True, blank=True)
    reserve = Quantity("trữ lượng", null=True, blank=True)
    capacity_per_year = Quantity("công suất một năm", null=True, blank=True)
    quantity_unit = TextLine("đơn vị trữ lượng, công suất", max_length=30, blank=True, help_text="như m³, tấn")

    objects = MiningLicenceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "giấy phép khai thác"
        ordering = ["site", "issued_on"]
        constraints = [
            models.CheckConstraint(
                name="licence_expires_after_issue",
                condition=Q(expires_on__isnull=True) | Q(expires_on__gt=F("issued_on")),
                violation_error_message="Ngày hết hạn phải sau ngày cấp.",
            ),
            models.CheckConstraint(
                name="licence_is_revoked_after_issue",
                condition=Q(revoked_on__isnull=True) | Q(revoked_on__gte=F("issued_on")),
                violation_error_message="Ngày thu hồi phải từ ngày cấp trở đi.",
            ),
        ]

    def __str__(self):
        return self.number
