"""Indicators and their figures."""

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When

from config.models import Recorded
from config.values.fields import FoldedText, Prose, Quantity, TextLine
from indicators.models.vocabulary import Office, Place, Source, Topic, Unit
from indicators.periods import Period


class IndicatorQuerySet(models.QuerySet):
    def public(self):
        """Indicators the public may read."""
        return self.filter(is_public=True)


class Indicator(Recorded):
    """Something that is measured: one unit, one way of measuring, one room that answers for it."""

    class Measure(models.TextChoices):
        LEVEL = "level", "mức"
        FLOW = "flow", "lượng phát sinh trong kỳ"
        STOCK = "stock", "lượng có tại thời điểm"
        RATE = "rate", "tốc độ, tỷ suất"
        SHARE = "share", "tỷ trọng, tỷ lệ"
        INDEX = "index", "chỉ số (kỳ gốc = 100)"
        RATIO = "ratio", "so với kế hoạch, mục tiêu"

    class PriceBasis(models.TextChoices):
        CONSTANT_2010 = "constant_2010", "giá so sánh 2010"
        CURRENT = "current", "giá hiện hành"

    key_fields = ("code",)

    code = models.SlugField("mã chỉ tiêu", max_length=60, unique=True)
    name = TextLine("tên chỉ tiêu", max_length=250)
    name_en = TextLine("tên tiếng Anh", max_length=250, blank=True)
    topic = models.ForeignKey(Topic, models.PROTECT, verbose_name="chủ đề", related_name="indicators")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="đơn vị tính", related_name="indicators")
    measure = models.CharField("cách đo", max_length=10, choices=Measure)
    decimals = models.PositiveSmallIntegerField("số chữ số thập phân", default=2)
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name="trong đó của", null=True, blank=True, related_name="parts"
    )
    numerator = models.ForeignKey(
        "self", models.PROTECT, verbose_name="tử số", null=True, blank=True, related_name="as_numerator",
        help_text="Tỷ lệ giữ cả tử số và mẫu số để tính lại được.",
    )  # fmt: skip
    denominator = models.ForeignKey(
        "self", models.PROTECT, verbose_name="mẫu số", null=True, blank=True, related_name="as_denominator"
    )
    office = models.ForeignKey(
        Office,
        models.PROTECT,
        verbose_name="đơn vị phụ trách",
        null=True,
        blank=True,
        related_name="indicators",
    )
    agency = models.ForeignKey(
        Office,
        models.PROTECT,
        verbose_name="cơ quan cung cấp",
        null=True,
        blank=True,
        related_name="supplies",
    )
    price_basis = models.CharField("loại giá", max_length=20, choices=PriceBasis, blank=True)
    definition = Prose("khái niệm", blank=True)
    method = Prose("phương pháp tính", blank=True)
    legal_basis = TextLine("căn cứ pháp lý", max_length=300, blank=True)
    plausible_min = Quantity("giá trị hợp lý từ", null=True, blank=True)
    plausible_max = Quantity("giá trị hợp lý đến", null=True, blank=True)
    is_public = models.BooleanField("công khai", default=True)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    folded = FoldedText(of=("code", "name"))

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "chỉ tiêu"
        ordering = ["topic__position", "position", "code"]
        constraints = [
            models.CheckConstraint(
                name="indicator_share_keeps_both_terms",
                condition=Q(numerator__isnull=True, denominator__isnull=True)
                | Q(numerator__isnull=False, denominator__isnull=False),
                violation_error_message="Tỷ lệ phải có cả tử số và mẫu số, hoặc không có cả hai.",
            ),
            models.CheckConstraint(
                name="indicator_plausible_range_is_ordered",
                condition=Q(plausible_min__isnull=True)
                | Q(plausible_max__isnull=True)
                | Q(plausible_max__gte=F("plausible_min")),
                violation_error_message="Khoảng giá trị hợp lý phải đi từ nhỏ đến lớn.",
            ),
            models.CheckConstraint(
                name="indicator_is_not_its_own_part",
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                violation_error_message="Chỉ tiêu không thể là «trong đó» của chính nó.",
            ),
        ]

    def __str__(self):
        return self.name


class Kind(models.TextChoices):
    """Two families that never mix: targets and plans; and the three degrees of an actual figure.

    Luật Thống kê 2015, Điều 3 and 48: ước tính (the period still runs), sơ bộ (not yet confirmed), chính thức.
    """

    TARGET = "target", "mục tiêu"
    PLAN = "plan", "kế hoạch"
    ESTIMATE = "estimate", "ước tính"
    PRELIMINARY = "preliminary", "sơ bộ"
    OFFICIAL = "official", "chính thức"


ACTUAL_KINDS = [Kind.ESTIMATE, Kind.PRELIMINARY, Kind.OFFICIAL]


class Qualifier(models.TextChoices):
    EXACT = "=", "đúng bằng"
    ABOUT = "~", "khoảng"
    OVER = ">", "trên"
    UNDER = "<", "dưới, gần"
    RANGE = "range", "từ … đến …"


class State(models.TextChoices):
    DRAFT = "draft", "nháp"
    SUBMITTED = "submitted", "chờ duyệt"
    APPROVED = "approved", "đã duyệt"
    RETURNED = "returned", "trả lại"


class FigureQuerySet(models.QuerySet):
    def public(self):
        """The one door of pages and downloads: approved figures of public indicators."""
        return self.filter(state=State.APPROVED, indicator__is_public=True)

    def actual(self):
        """What was, as against what is meant to be."""
        return self.filter(kind__in=ACTUAL_KINDS)

    def current(self):
        """The most mature of these figures for each indicator, place and period."""
        more_mature = self.actual().filter(
            indicator=OuterRef("indicator"),
            place=OuterRef("place"),
            period_start=OuterRef("period_start"),
            period_end=OuterRef("period_end"),
            maturity__gt=OuterRef("maturity"),
        )
        return self.actual().exclude(Exists(more_mature))

    def sources(self):
        """The documents these figures, and what others say of them, are quoted from."""
        of_figures = self.filter(source=OuterRef("pk"))
        of_others = ReportedValue.objects.filter(figure__in=self, source=OuterRef("pk"))
        return Source.objects.filter(Exists(of_figures) | Exists(of_others))

    def of_period(self, period):
        return self.filter(period_start=period.start, period_end=period.end)


class Figure(Recorded):
    """What one indicator was, or is meant to be, in one place over one period."""

    key_fields = ("indicator", "place", "period_start", "period_end", "kind")

    indicator = models.ForeignKey(Indicator, models.PROTECT, verbose_name="chỉ tiêu", related_name="figures")
    place = models.ForeignKey(Place, models.PROTECT, verbose_name="địa bàn", related_name="figures")
    period_start = models.DateField("từ ngày")
    period_end = models.DateField("đến ngày")
    kind = models.CharField("loại số liệu", max_length=15, choices=Kind)
    maturity = models.GeneratedField(
        expression=Case(
            *[When(kind=kind, then=Value(degree)) for degree, kind in enumerate(ACTUAL_KINDS, start=1)],
            default=Value(0),
        ),
        output_field=models.PositiveSmallIntegerField(),
        db_persist=True,
        verbose_name="độ chín",
    )
    value = Quantity("giá trị", null=True, blank=True, help_text="Để trống khi không có số; 0 là số không đã báo cáo.")
    upper = Quantity("giá trị trên", null=True, blank=True, help_text="Chỉ dùng cho số dạng khoảng, như 5-7.")
    qualifier = models.CharField("dạng giá trị", max_length=5, choices=Qualifier, default=Qualifier.EXACT)
    as_printed = TextLine(
        "in trong nguồn",
        max_length=100,
        blank=True,
        help_text="Con số đúng như nguồn in, giữ nguyên dấu chấm, phẩy.",
    )
    note = Prose(
        "ghi chú",
        blank=True,
        help_text="Người đọc thấy ghi chú này ở trang công khai: không ghi tên, số điện thoại của ai.",
    )
    is_break = models.BooleanField("đứt chuỗi", default=False)
    has_other_definition = models.BooleanField("khác khái niệm", default=False)
    is_unreliable = models.BooleanField("độ tin cậy thấp", default=False)
    in_doubt = models.BooleanField("còn nghi vấn", default=False)
    source = models.ForeignKey(
        Source, models.PROTECT, verbose_name="nguồn", null=True, blank=True, related_name="figures"
    )
    locator = TextLine("vị trí trong nguồn", max_length=150, blank=True)
    state = models.CharField("trạng thái", max_length=10, choices=State, default=State.DRAFT)
    return_reason = Prose("lý do trả lại", blank=True)

    objects = FigureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "số liệu"
        ordering = ["indicator", "place", "period_start", "period_end", "maturity"]
        permissions = [("approve_figure", "Được duyệt số liệu")]
        indexes = [models.Index(fields=["period_end", "id"], name="figure_by_period")]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "place", "period_start", "period_end", "kind"],
                name="figure_once_a_period_and_kind",
                violation_error_message="Chỉ tiêu đã có số liệu loại này trong kỳ.",
            ),
            models.CheckConstraint(
                name="figure_period_ends_after_it_starts",
                condition=Q(period_end__gte=F("period_start")),
                violation_error_message="Ngày cuối kỳ phải từ ngày đầu kỳ trở đi.",
            ),
            models.CheckConstraint(
                name="figure_range_has_both_ends",
                condition=Q(qualifier="range", value__isnull=False, upper__isnull=False, upper__gt=F("value"))
                | (~Q(qualifier="range") & Q(upper__isnull=True)),
                violation_error_message="Chỉ số dạng khoảng mới có giá trị trên, và nó phải lớn hơn giá trị dưới.",
            ),
            models.CheckConstraint(
                name="figure_doubt_says_why",
                condition=Q(in_doubt=False) | ~Q(note=""),
                violation_error_message="Số liệu còn nghi vấn phải ghi rõ vì sao ở ô ghi chú.",
            ),
            models.CheckConstraint(
                name="figure_return_says_why",
                condition=~Q(state="returned") | ~Q(return_reason=""),
                violation_error_message="Số liệu bị trả lại phải ghi lý do.",
            ),
        ]

    def __str__(self):
        return f"{self.indicator}, {self.period}, {self.get_kind_display()}"

    @property
    def period(self):
        """The nominal period, as a value that prints and steps."""
        return Period(self.period_start, self.period_end)


class ReportedValue(Recorded):
    """What another source, or an earlier estimate, says of the same figure: kept beside it, never lost."""

    key_fields = ("figure", "source", "locator")

    figure = models.ForeignKey(Figure, models.CASCADE, verbose_name="số liệu", related_name="reported_values")
    value = Quantity("giá trị nêu")
    qualifier = models.CharField("dạng giá trị", max_length=5, choices=Qualifier, default=Qualifier.EXACT)
    source = models.ForeignKey(Source, models.PROTECT, verbose_name="nguồn", related_name="reported_values")
    locator = TextLine("vị trí trong nguồn", max_length=150, blank=True)
    note = Prose(
        "ghi chú",
        blank=True,
        help_text="Người đọc thấy ghi chú này ở trang công khai: không ghi tên, số điện thoại của ai.",
    )

    class Meta:
        verbose_name = verbose_name_plural = "số do nguồn khác nêu"
        ordering = ["figure", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["figure", "source", "locator"],
                name="reported_value_once_a_source",
                violation_error_message="Nguồn này đã được ghi cho số liệu này.",
            ),
            models.CheckConstraint(
                name="reported_value_is_no_range",
                condition=~Q(qualifier="range"),
                violation_error_message="Số do nguồn khác nêu không ghi dạng khoảng.",
            ),
        ]

    def __str__(self):
        return f"{self.value} ({self.source})"
