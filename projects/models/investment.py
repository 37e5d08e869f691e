"""Investment projects, what became of them and what was spent."""

from django.db import models
from django.db.models import F, FilteredRelation, Q

from config.models import Dated, Descending, OpenQuerySet, Recorded, RegisterRow, holding
from config.values.fields import FoldedText, Quantity, TextLine, WholeNumber
from indicators.models import Industry, place_field, source_field
from projects.models.estates import Estate
from projects.models.owners import owner_kind_field, shown_owner_field


class InvestmentProjectQuerySet(OpenQuerySet):
    def as_of(self, day):
        """Projects alive on a day, with `status_then`: those not yet ended or revoked by then."""
        return self._alive_in(holding(day, "statuses__"))

    def parts_as_of(self, day):
        """The same in two sets: those whose last status holds, told by an index of these alone, and the few others."""
        begun, lasting, passing = Q(statuses__on__lte=day), Q(statuses__until__isnull=True), Q(statuses__until__gt=day)
        # Each status is a range of the index by which those that are over are found.
        others = self._alive_in(begun & passing).filter(status_then__in=ProjectStatus.ALIVE)
        return self._alive_in(begun & lasting), others

    def _alive_in(self, held):
        """Those with a status of this kind, of which each has one at most, that is not their end."""
        return (
            self.annotate(
                status_held=FilteredRelation("statuses", condition=held), status_then=F("status_held__status")
            )
            .filter(status_then__isnull=False)
            .exclude(status_then=ProjectStatus.Status.ENDED)
        )

    def operating(self):
        """Of an `as_of` set: those already in production."""
        return self.filter(status_then=ProjectStatus.Status.OPERATING)

    def in_zones(self):
        return self.filter(estate__kind=Estate.Kind.ZONE)

    def in_clusters(self):
        return self.filter(estate__kind=Estate.Kind.CLUSTER)


# What readers sort projects by and may be missing.
SORTED_BY = {
    "certificate": "certificate_on",
    "vnd": "capital_billion_vnd",
    "usd": "capital_million_usd",
    "land": "land_ha",
    "workers": "workers",
}


class InvestmentProject(RegisterRow):
    """An investment project; it lies in a zone, in a cluster, or (no estate) outside both."""

    class Form(models.TextChoices):
        DOMESTIC = "domestic", "trong nước"
        FOREIGN = "foreign", "có vốn đầu tư nước ngoài (FDI)"

    PERSONAL_FIELDS = ("representative", "phone", "email")
    key_fields = ("code",)
    told_by = ("name", "investor", "place")

    code = TextLine("mã dự án", max_length=40, unique=True)
    name = TextLine("tên dự án", max_length=300)
    investor = TextLine("nhà đầu tư", max_length=250, blank=True)
    investor_kind = owner_kind_field("nhà đầu tư")
    investor_shown = shown_owner_field("investor", "nhà đầu tư")
    form = models.CharField("hình thức đầu tư", max_length=10, choices=Form, default=Form.DOMESTIC)
    country = TextLine("nước đầu tư", max_length=100, blank=True)
    certificate_number = TextLine("số giấy chứng nhận (GCNĐKĐT)", max_length=60, blank=True)
    certificate_on = models.DateField("ngày cấp giấy chứng nhận", null=True, blank=True)
    policy_decision = TextLine("chủ trương đầu tư", max_length=150, blank=True)
    industry = models.ForeignKey(
        Industry, models.PROTECT, verbose_name="ngành (VSIC)", null=True, blank=True, related_name="projects"
    )
    estate = models.ForeignKey(
        Estate, models.PROTECT, verbose_name="trong khu, cụm", null=True, blank=True, related_name="projects",
        help_text="Để trống nếu dự án nằm ngoài khu, cụm công nghiệp.",
    )  # fmt: skip
    place = place_field()
    commune = TextLine("xã, phường", max_length=120, blank=True)
    land_ha = Quantity("diện tích đất (ha)", null=True, blank=True)
    capital_billion_vnd = Quantity("vốn đăng ký (tỷ đồng)", null=True, blank=True)
    capital_million_usd = Quantity("vốn đăng ký (triệu USD)", null=True, blank=True)
    workers = WholeNumber("lao động", null=True, blank=True)
    capacity = TextLine("công suất thiết kế", max_length=200, blank=True)
    representative = TextLine("người đại diện", max_length=120, blank=True)
    phone = TextLine("điện thoại", max_length=40, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    source = source_field()
    folded = FoldedText(of=("code", "name", "investor", "commune"), kept_back={"investor": "investor_kind"})

    objects = InvestmentProjectQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "dự án đầu tư"
        ordering = ["code"]
        indexes = [
            Descending(fields=["-certificate_on", "name", "id"], name="project_newest_first"),
            models.Index(fields=["name", "id"], name="project_by_name"),
            models.Index(fields=["investor_shown", "id"], name="project_by_investor"),
            *(Descending(fields=[f"-{each}", "-id"], name=f"project_by_{name}") for name, each in SORTED_BY.items()),
            models.Index(fields=["id"], condition=Q(is_demonstration=True), name="project_demonstration"),
        ]
        constraints = [
            models.CheckConstraint(
                name="project_amounts_are_not_negative",
                condition=(Q(land_ha__isnull=True) | Q(land_ha__gte=0))
                & (Q(capital_billion_vnd__isnull=True) | Q(capital_billion_vnd__gte=0))
                & (Q(capital_million_usd__isnull=True) | Q(capital_million_usd__gte=0)),
                violation_error_message="Diện tích và vốn đăng ký không thể âm.",
            )
        ]

    def __str__(self):
        return self.name


class ProjectStatus(Dated):
    """From a date on, a project is in this status."""

    class Status(models.TextChoices):
        POLICY = "policy", "chấp thuận chủ trương"
        CERTIFIED = "certified", "đã cấp giấy chứng nhận"
        BUILDING = "building", "đang triển khai"
        OPERATING = "operating", "đã đi vào sản xuất kinh doanh"
        PAUSED = "paused", "tạm ngừng"
        LATE = "late", "chậm tiến độ"
        ENDED = "ended", "chấm dứt, thu hồi"

    ALIVE = (Status.POLICY, Status.CERTIFIED, Status.BUILDING, Status.OPERATING, Status.PAUSED, Status.LATE)

    key_fields = ("project", "on")

    project = models.ForeignKey(
        InvestmentProject,
        models.CASCADE,
        verbose_name="dự án",
        related_name="statuses",
        # An index of more begins with it.
        db_index=False,
    )
    status = models.CharField("trạng thái", max_length=10, choices=Status)
    on = models.DateField("từ ngày")
    document = TextLine("văn bản", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "trạng thái dự án"
        ordering = ["project", "on"]
        indexes = [
            models.Index(fields=["project", "on", "until", "status"], name="project_status_held"),
            models.Index(fields=["status", "project", "on", "until"], name="project_by_status"),
            models.Index(fields=["status", "on"], name="project_status_begun"),
            models.Index(fields=["status", "until"], condition=Q(until__isnull=False), name="project_status_over"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "on"],
                name="project_status_once_a_day",
                violation_error_message="Dự án đã có trạng thái từ ngày này.",
            )
        ]

    def __str__(self):
        return f"{self.project}: {self.get_status_display()}"


class Disbursement(Recorded):
    """Capital spent on a project up to a date since the row before; VND and USD apart."""

    key_fields = ("project", "on")

    project = models.ForeignKey(InvestmentProject, models.CASCADE, verbose_name="dự án", related_name="disbursements")
    on = models.DateField("ngày")
    billion_vnd = Quantity("vốn thực hiện (tỷ đồng)", null=True, blank=True)
    million_usd = Quantity("vốn thực hiện (triệu USD)", null=True, blank=True)
    document = TextLine("chứng từ", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "vốn thực hiện"
        ordering = ["project", "on"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "on"],
                name="disbursement_once_a_day",
                violation_error_message="Dự án đã có vốn thực hiện ghi cho ngày này.",
            ),
            models.CheckConstraint(
                name="disbursement_has_an_amount",
                condition=Q(billion_vnd__isnull=False) | Q(million_usd__isnull=False),
                violation_error_message="Ghi vốn thực hiện bằng tỷ đồng hoặc bằng triệu USD.",
            ),
        ]

    def __str__(self):
        return f"{self.project}: {self.on:%d/%m/%Y}"
