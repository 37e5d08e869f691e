"""Khuyến công, industrial extension: budgets by year and fund source, schemes and their whole life.

Nghị định 45/2012/NĐ-CP amended by 235/2025/NĐ-CP; money by Thông tư 28/2018/TT-BTC amended by 64/2024.
Amounts are million VND, and four of them never mix: allocated, committed, disbursed, settled.
"""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Sum

from config.models import Dated, OpenQuerySet, Recorded, RegisterRow, RowQuerySet, YearlyQuerySet, dated
from config.values.fields import FoldedText, Prose, Quantity, TextLine, Year
from indicators.models import place_field, source_field


class FundSource(models.TextChoices):
    NATIONAL = "national", "khuyến công quốc gia"
    LOCAL = "local", "khuyến công địa phương"
    COUNTERPART = "counterpart", "vốn đối ứng"


BUDGET_SOURCES = [FundSource.NATIONAL, FundSource.LOCAL]


class ExtensionBudgetQuerySet(YearlyQuerySet):
    def with_use(self, day=None):
        """With what schemes took of each budget: `committed`, `disbursed`, `settled` (None when none).

        Of a day, by the schemes that committed money then; `use_is_demonstration` where an invented scheme took some.
        """
        schemes = ExtensionScheme.objects.approved() if day is None else ExtensionScheme.objects.as_of(day)
        lines = SchemeFunding.objects.filter(
            year=OuterRef("year"), fund=OuterRef("fund"), scheme__in=schemes.values("pk")
        )

        def total(field):
            return Subquery(lines.values("year", "fund").annotate(total=Sum(field)).values("total"))

        return self.annotate(
            committed=total("committed"),
            disbursed=total("disbursed"),
            settled=total("settled"),
            use_is_demonstration=Exists(lines.filter(scheme__is_demonstration=True)),
        )


class ExtensionBudget(RegisterRow):
    """Money allocated (kinh phí được giao) for one year from one fund source."""

    key_fields = ("year", "fund")

    year = Year("năm")
    fund = models.CharField(
        "nguồn kinh phí", max_length=12, choices=[(fund.value, fund.label) for fund in BUDGET_SOURCES]
    )
    allocated = Quantity("kinh phí được giao (triệu đồng)")
    decision = TextLine("quyết định giao", max_length=200, blank=True)
    source = source_field()

    objects = ExtensionBudgetQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "kinh phí khuyến công"
        ordering = ["year", "fund"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "fund"],
                name="extension_budget_once_a_year_and_fund",
                violation_error_message="Năm này đã có kinh phí của nguồn này.",
            ),
            models.CheckConstraint(
                name="extension_budget_is_not_negative",
                condition=Q(allocated__gte=0),
                violation_error_message="Kinh phí không thể âm.",
            ),
        ]

    def __str__(self):
        return f"{self.year}, {self.get_fund_display()}"


class ContentLine(Recorded):
    """A kind of work the law lets khuyến công pay for, with the dates it holds."""

    key_fields = ("code",)

    code = TextLine("mã nội dung", max_length=40, unique=True)
    name = TextLine("nội dung khuyến công", max_length=250)
    valid_from = models.DateField("hiệu lực từ", null=True, blank=True)
    valid_to = models.DateField("hiệu lực đến", null=True, blank=True)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "nội dung khuyến công"
        ordering = ["position", "code"]

    def __str__(self):
        return self.name


class SupportCeiling(Recorded):
    """The most a content line may receive: percent of the total cost and an absolute cap, by a legal basis."""

    key_fields = ("content", "valid_from")

    content = models.ForeignKey(ContentLine, models.CASCADE, verbose_name="nội dung", related_name="ceilings")
    percent = Quantity("tỷ lệ hỗ trợ tối đa (%)", null=True, blank=True)
    cap_million_vnd = Quantity("mức hỗ trợ tối đa (triệu đồng)", null=True, blank=True)
    legal_basis = TextLine("căn cứ", max_length=250, blank=True)
    valid_from = models.DateField("hiệu lực từ")
    valid_to = models.DateField("hiệu lực đến", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "mức hỗ trợ tối đa"
        ordering = ["content", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["content", "valid_from"],
                name="ceiling_once_a_start",
                violation_error_message="Nội dung này đã có mức hỗ trợ từ ngày này.",
            ),
            models.CheckConstraint(
                name="ceiling_percent_is_a_percent",
                condition=Q(percent__isnull=True) | Q(percent__gt=0, percent__lte=100),
                violation_error_message="Tỷ lệ hỗ trợ phải trên 0 và không quá 100 %%.",
            ),
        ]

    def __str__(self):
        return f"{self.content}: {self.valid_from:%d/%m/%Y}"

    def is_in_force(self, day):
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class BeneficiaryQuerySet(OpenQuerySet):
    def as_of(self, day):
        """Establishments that a scheme approved by a day supports."""
        return self.filter(schemes__in=ExtensionScheme.objects.as_of(day)).distinct()


class Beneficiary(RegisterRow):
    """A rural industrial establishment (cơ sở công nghiệp nông thôn) that schemes support."""

    class LegalForm(models.TextChoices):
        COMPANY = "company", "công ty"
        COOPERATIVE = "cooperative", "hợp tác xã"
        GROUP = "group", "tổ hợp tác"
        HOUSEHOLD = "household", "hộ kinh doanh"
        OTHER = "other", "khác"

    PERSONAL_FIELDS = ("representative", "phone")
    key_fields = ("code",)
    told_by = ("name", "place")

    code = TextLine("mã cơ sở", max_length=40, unique=True)
    name = TextLine("tên cơ sở", max_length=250)
    legal_form = models.CharField("loại hình", max_length=15, choices=LegalForm, default=LegalForm.COMPANY)
    place = place_field()
    commune = TextLine("xã, phường", max_length=120, blank=True)
    representative = TextLine("người đại diện", max_length=120, blank=True)
    phone = TextLine("điện thoại", max_length=40, blank=True)
    folded = FoldedText(of=("code", "name", "commune"))

    objects = BeneficiaryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "cơ sở công nghiệp nông thôn"
        ordering = ["code"]

    def __str__(self):
        return self.name

    @property
    def public_name(self):
        """The name readers may see: that of a household business is its owner's (Luật 91/2025/QH15)."""
        return "Một hộ kinh doanh" if self.legal_form == self.LegalForm.HOUSEHOLD else self.name


class ExtensionSchemeQuerySet(RowQuerySet):
    def approved(self):
        """Schemes whose latest step commits money: approved, running, paused, accepted or settled."""
        return self.as_of(None)

    def public(self):
        """The one door of pages and downloads: schemes once approved, drafts never; `as_of` leaves out the ended."""
        return self.filter(Exists(SchemeStep.objects.filter(scheme=OuterRef("pk"), status__in=SchemeStep.COMMITTED)))

    def as_of(self, day):
        """Schemes that had committed money by a day, with `status_then`."""
        steps = self.annotate(step_held=dated("steps", day), status_then=F("step_held__status"))
        return steps.filter(status_then__in=SchemeStep.COMMITTED)

    def with_money(self):
        """With totals over the funding lines: `support`, `counterpart`, `disbursed`, `settled` (None when none)."""
        lines = SchemeFunding.objects.filter(scheme=OuterRef("pk")).order_by().values("scheme")
        support = lines.filter(fund__in=BUDGET_SOURCES)

        def total(rows, field):
            return Subquery(rows.annotate(total=Sum(field)).values("total"))

        return self.annotate(
            support=total(support, "committed"),
            counterpart=total(lines.filter(fund=FundSource.COUNTERPART), "committed"),
            disbursed=total(support, "disbursed"),
            settled=total(support, "settled"),
        )


class ExtensionScheme(RegisterRow):
    """A khuyến công scheme (đề án); a group scheme (đề án nhóm) has several beneficiaries."""

    key_fields = ("code",)
    told_by = ("name", "first_year")

    code = TextLine("mã đề án", max_length=40, unique=True)
    name = TextLine("tên đề án", max_length=300)
    content = models.ForeignKey(
        ContentLine, models.PROTECT, verbose_name="nội dung", null=True, blank=True, related_name="schemes"
    )
    first_year = Year("từ năm")
    last_year = Year("đến năm")
    implementer = TextLine("đơn vị thực hiện", max_length=250, blank=True)
    beneficiaries = models.ManyToManyField(
        Beneficiary, verbose_name="cơ sở thụ hưởng", related_name="schemes", blank=True
    )
    summary = Prose("tóm tắt", blank=True)
    source = source_field()
    folded = FoldedText(of=("code", "name", "implementer"))

    objects = ExtensionSchemeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "đề án khuyến công"
        ordering = ["first_year", "code"]
        permissions = [("approve_extensionscheme", "Được phê duyệt đề án khuyến công")]
        constraints = [
            models.CheckConstraint(
                name="scheme_years_are_ordered",
                condition=Q(last_year__gte=F("first_year")),
                violation_error_message="Năm cuối phải từ năm đầu trở đi.",
            )
        ]

    def __str__(self):
        return self.name


class SchemeFunding(Recorded):
    """One line of a scheme's money: a year, a fund source, and the amounts that never mix (million VND)."""

    key_fields = ("scheme", "year", "fund")

    scheme = models.ForeignKey(ExtensionScheme, models.CASCADE, verbose_name="đề án", related_name="funding")
    year = Year("năm")
    fund = models.CharField("nguồn kinh phí", max_length=12, choices=FundSource)
    committed = Quantity("hỗ trợ phê duyệt (triệu đồng)", null=True, blank=True)
    disbursed = Quantity("giải ngân, tạm ứng (triệu đồng)", null=True, blank=True)
    settled = Quantity("quyết toán (triệu đồng)", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "kinh phí đề án"
        ordering = ["scheme", "year", "fund"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "year", "fund"],
                name="scheme_funding_once_a_year_and_fund",
                violation_error_message="Đề án đã có dòng kinh phí của nguồn này trong năm.",
            ),
            models.CheckConstraint(
                name="scheme_funding_is_not_negative",
                condition=(Q(committed__isnull=True) | Q(committed__gte=0))
                & (Q(disbursed__isnull=True) | Q(disbursed__gte=0))
                & (Q(settled__isnull=True) | Q(settled__gte=0)),
                violation_error_message="Kinh phí không thể âm.",
            ),
        ]

    def __str__(self):
        return f"{self.scheme}: {self.year}, {self.get_fund_display()}"


class SchemeStep(Dated):
    """From a date on, a scheme is at this step of its life, by this document."""

    class Status(models.TextChoices):
        DRAFT = "draft", "dự thảo"
        APPRAISAL = "appraisal", "chờ thẩm định"
        AMEND = "amend", "yêu cầu bổ sung"
        REFUSED = "refused", "từ chối"
        APPROVED = "approved", "đã phê duyệt"
        RUNNING = "running", "đang thực hiện"
        ACCEPTED = "accepted", "đã nghiệm thu"
        SETTLED = "settled", "đã quyết toán"
        PAUSED = "paused", "tạm dừng"
        ENDED = "ended", "chấm dứt"

    COMMITTED = ["approved", "running", "accepted", "settled", "paused"]
    key_fields = ("scheme", "on")

    scheme = models.ForeignKey(ExtensionScheme, models.CASCADE, verbose_name="đề án", related_name="steps")
    status = models.CharField("bước", max_length=10, choices=Status)
    on = models.DateField("ngày")
    document = TextLine("văn bản", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "các bước của đề án"
        ordering = ["scheme", "on"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "on"],
                name="scheme_step_once_a_day",
                violation_error_message="Đề án đã có bước ghi cho ngày này.",
            )
        ]

    def __str__(self):
        return f"{self.scheme}: {self.get_status_display()}"


class SchemeResult(Recorded):
    """What a scheme brought: workers trained, models built, machines, establishments, stands."""

    key_fields = ("scheme", "name")

    scheme = models.ForeignKey(ExtensionScheme, models.CASCADE, verbose_name="đề án", related_name="results")
    name = TextLine("kết quả", max_length=150)
    quantity = Quantity("số lượng", null=True, blank=True)
    unit = TextLine("đơn vị tính", max_length=40, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "kết quả đề án"
        ordering = ["scheme", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "name"],
                name="scheme_result_once_a_name",
                violation_error_message="Đề án đã có kết quả này.",
            )
        ]

    def __str__(self):
        return f"{self.scheme}: {self.name}"
