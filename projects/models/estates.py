"""Industrial zones (KCN) and industrial clusters (CCN), their areas by date and the support they were given."""

from django.db import models
from django.db.models import F, Q

from config.models import Dated, OpenQuerySet, RegisterRow, dated
from config.values.fields import FoldedText, Quantity, TextLine, Year
from indicators.models import Source, place_field, source_field


class EstateQuerySet(OpenQuerySet):
    def with_state(self, day):
        """With `status_then` and the areas in force on a day (`planned_then`, `leased_then`…), None when unknown."""
        areas = [
            EstateArea.Kind.PLANNED,
            EstateArea.Kind.ESTABLISHED,
            EstateArea.Kind.INDUSTRIAL,
            EstateArea.Kind.LEASED,
        ]
        return self.annotate(
            status_held=dated("statuses", day),
            **{f"{kind}_held": dated("areas", day, kind=kind) for kind in areas},
        ).annotate(
            status_then=F("status_held__status"),
            **{f"{kind}_then": F(f"{kind}_held__hectares") for kind in areas},
        )

    def as_of(self, day):
        """Estates known on a day, with their state then."""
        return self.with_state(day).filter(status_then__isnull=False)


class Estate(RegisterRow):
    """An industrial zone (khu công nghiệp, KCN) or an industrial cluster (cụm công nghiệp, CCN)."""

    class Kind(models.TextChoices):
        ZONE = "zone", "khu công nghiệp"
        CLUSTER = "cluster", "cụm công nghiệp"

    class Wastewater(models.TextChoices):
        NONE = "none", "chưa có"
        BUILDING = "building", "đang xây dựng"
        WORKING = "working", "có"

    key_fields = ("code",)
    told_by = ("name", "kind")

    code = TextLine("mã khu, cụm", max_length=40, unique=True)
    kind = models.CharField("loại", max_length=10, choices=Kind)
    name = TextLine("tên khu, cụm", max_length=200)
    place = place_field()
    communes = TextLine("xã, phường", max_length=200, blank=True)
    investor = TextLine("chủ đầu tư hạ tầng", max_length=250, blank=True)
    capital_billion_vnd = Quantity("vốn đầu tư hạ tầng (tỷ đồng)", null=True, blank=True)
    wastewater = models.CharField("xử lý nước thải", max_length=10, choices=Wastewater, blank=True)
    source = source_field()
    folded = FoldedText(of=("code", "name", "communes", "investor"))

    objects = EstateQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "khu, cụm công nghiệp"
        ordering = ["kind", "name"]

    def __str__(self):
        return self.name


class EstateStatus(Dated):
    """From a date on, an estate is in this status."""

    class Status(models.TextChoices):
        PLANNED = "planned", "quy hoạch"
        ESTABLISHED = "established", "thành lập"
        CLEARING = "clearing", "giải phóng mặt bằng"
        BUILDING = "building", "xây dựng hạ tầng"
        OPERATING = "operating", "hoạt động"
        DROPPED = "dropped", "đưa ra khỏi quy hoạch"

    key_fields = ("estate", "on")

    estate = models.ForeignKey(Estate, models.CASCADE, verbose_name="khu, cụm", related_name="statuses")
    status = models.CharField("trạng thái", max_length=15, choices=Status)
    on = models.DateField("từ ngày")
    document = TextLine("văn bản", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "trạng thái khu, cụm"
        ordering = ["estate", "on"]
        constraints = [
            models.UniqueConstraint(
                fields=["estate", "on"],
                name="estate_status_once_a_day",
                violation_error_message="Khu, cụm đã có trạng thái từ ngày này.",
            )
        ]

    def __str__(self):
        return f"{self.estate}: {self.get_status_display()}"


class EstateArea(Dated):
    """From a date on, an estate has this area of this kind, by this decision."""

    class Kind(models.TextChoices):
        PLANNED = "planned", "diện tích quy hoạch"
        ESTABLISHED = "established", "diện tích thành lập"
        EXTENDED = "extended", "diện tích mở rộng"
        DETAILED = "detailed", "diện tích quy hoạch chi tiết"
        INDUSTRIAL = "industrial", "đất công nghiệp"
        LEASED = "leased", "đất công nghiệp đã cho thuê"

    key_fields = ("estate", "kind", "on")

    estate = models.ForeignKey(Estate, models.CASCADE, verbose_name="khu, cụm", related_name="areas")
    kind = models.CharField("loại diện tích", max_length=15, choices=Kind)
    hectares = Quantity("diện tích (ha)")
    on = models.DateField("từ ngày")
    decision = TextLine("quyết định", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "diện tích khu, cụm"
        ordering = ["estate", "kind", "on"]
        constraints = [
            models.UniqueConstraint(
                fields=["estate", "kind", "on"],
                name="estate_area_once_a_kind_and_day",
                violation_error_message="Khu, cụm đã có loại diện tích này từ ngày này.",
            ),
            models.CheckConstraint(
                name="estate_area_is_not_negative",
                condition=Q(hectares__gte=0),
                violation_error_message="Diện tích không thể âm.",
            ),
        ]

    def __str__(self):
        return f"{self.estate}: {self.get_kind_display()}"


class SupportQuerySet(OpenQuerySet):
    def as_of(self, day):
        """Support begun by the year of a day."""
        return self.filter(first_year__lte=day.year)


class InfrastructureSupport(RegisterRow):
    """Money the province gave to build clusters' infrastructure (Nghị quyết 67/2017/NQ-HĐND).

    One row is one reported sum; it names several clusters where the report gives no split between them.
    """

    key_fields = ("code",)

    code = TextLine("mã khoản hỗ trợ", max_length=40, unique=True)
    estates = models.ManyToManyField(Estate, verbose_name="cụm được hỗ trợ", related_name="supports")
    first_year = Year("từ năm")
    last_year = Year("đến năm")
    amount_million_vnd = Quantity("kinh phí hỗ trợ (triệu đồng)", null=True, blank=True)
    legal_basis = models.ForeignKey(
        Source, models.PROTECT, verbose_name="căn cứ", null=True, blank=True, related_name="supports"
    )
    source = source_field(related_name="reported_supports")

    objects = SupportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "hỗ trợ hạ tầng cụm công nghiệp"
        ordering = ["first_year", "code"]
        constraints = [
            models.CheckConstraint(
                name="support_years_are_ordered",
                condition=Q(last_year__gte=F("first_year")),
                violation_error_message="Năm cuối phải từ năm đầu trở đi.",
            ),
            models.CheckConstraint(
                name="support_is_not_negative",
                condition=Q(amount_million_vnd__isnull=True) | Q(amount_million_vnd__gte=0),
                violation_error_message="Kinh phí không thể âm.",
            ),
        ]

    def __str__(self):
        return self.code
