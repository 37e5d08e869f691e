"""Figures as staff write them: the working rows, and what other sources say beside them."""

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When

from config.models import Recorded
from config.values.fields import Prose, Quantity, TextLine
from indicators.models.indicators import Indicator
from indicators.models.vocabulary import Place, Source, source_field
from indicators.periods import Period


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
    NEAR = "<", "gần"
    UNDER = "under", "dưới"
    RANGE = "range", "từ … đến …"


class State(models.TextChoices):
    DRAFT = "draft", "nháp"
    SUBMITTED = "submitted", "chờ duyệt"
    APPROVED = "approved", "đã duyệt"
    RETURNED = "returned", "trả lại"


READERS_SEE_IT = "Người đọc thấy ghi chú này ở trang công khai: không ghi tên, số điện thoại của ai."


class StatedQuerySet(models.QuerySet):
    """Questions asked of working rows and of their versions alike."""

    def actual(self):
        """What was, as against what is meant to be."""
        return self.filter(kind__in=ACTUAL_KINDS)

    def current(self):
        """The most mature of these for each indicator, place and period."""
        more_mature = self.actual().filter(
            indicator=OuterRef("indicator"),
            place=OuterRef("place"),
            period_start=OuterRef("period_start"),
            period_end=OuterRef("period_end"),
            maturity__gt=OuterRef("maturity"),
        )
        return self.actual().exclude(Exists(more_mature))

    def sources(self):
        """The documents these are quoted from, and those of what others say of them."""
        reported = self.model.reported_values.rel
        of_others = reported.related_model.objects.filter(**{f"{reported.field.name}__in": self}, source=OuterRef("pk"))
        return Source.objects.filter(Exists(self.filter(source=OuterRef("pk"))) | Exists(of_others))

    def of_period(self, period):
        return self.filter(period_start=period.start, period_end=period.end)


class Stated(models.Model):
    """What is said of one indicator in one place over one period: all that a reader is shown of a figure."""

    # What an approval is about; the rest names the figure.
    CONTENT = (
        "value", "upper", "qualifier", "as_printed", "note", "is_break", "has_other_definition", "is_unreliable",
        "in_doubt", "source", "locator",
    )  # fmt: skip
    KEY = ("indicator", "place", "period_start", "period_end", "kind")

    indicator = models.ForeignKey(Indicator, models.PROTECT, verbose_name="chỉ tiêu")
    place = models.ForeignKey(Place, models.PROTECT, verbose_name="địa bàn")
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
        help_text=READERS_SEE_IT,
    )
    is_break = models.BooleanField("đứt chuỗi", default=False)
    has_other_definition = models.BooleanField("khác khái niệm", default=False)
    is_unreliable = models.BooleanField("độ tin cậy thấp", default=False)
    in_doubt = models.BooleanField("còn nghi vấn", default=False)
    source = source_field()
    locator = TextLine("vị trí trong nguồn", max_length=150, blank=True)

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.indicator}, {self.period}, {self.get_kind_display()}"

    @property
    def period(self):
        """The nominal period, as a value that prints and steps."""
        return Period(self.period_start, self.period_end)


class FigureQuerySet(StatedQuerySet):
    def approved_before(self):
        """Figures that have a version: approved once, whatever became of the working row since."""
        return self.filter(Exists(self.model.versions.rel.related_model.objects.filter(figure=OuterRef("pk"))))

    def changed_since_approval(self):
        """Figures approved once, whose working row waits to be approved again."""
        return self.approved_before().exclude(state=State.APPROVED)


class Figure(Recorded, Stated):
    """The working row of a figure: what staff write. The public reads its released versions, never this row.

    «Đã duyệt» holds as long as the row says what its newest version says: the database itself turns a changed row
    back into a draft (see indicators.audit.guards).
    """

    key_fields = Stated.KEY

    state = models.CharField("trạng thái", max_length=10, choices=State, default=State.DRAFT)
    return_reason = Prose("lý do trả lại", blank=True)
    change_reason = Prose(
        "lý do sửa",
        blank=True,
        help_text="Bắt buộc khi sửa số đã có bản được duyệt. Người đọc thấy lý do này ở bảng các lần sửa.",
    )

    objects = FigureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "số liệu"
        default_related_name = "figures"
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


class Reported(models.Model):
    """What another source, or an earlier document, says of the same figure."""

    CONTENT = ("value", "qualifier", "source", "locator", "note")

    value = Quantity("giá trị nêu")
    qualifier = models.CharField("dạng giá trị", max_length=5, choices=Qualifier, default=Qualifier.EXACT)
    source = models.ForeignKey(Source, models.PROTECT, verbose_name="nguồn")
    locator = TextLine("vị trí trong nguồn", max_length=150, blank=True)
    note = Prose("ghi chú", blank=True, help_text=READERS_SEE_IT)

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.value} ({self.source})"


class ReportedValue(Recorded, Reported):
    """What another source, or an earlier estimate, says of the same figure: kept beside it, never lost."""

    key_fields = ("figure", "source", "locator")

    figure = models.ForeignKey(Figure, models.CASCADE, verbose_name="số liệu")

    class Meta:
        verbose_name = verbose_name_plural = "số do nguồn khác nêu"
        default_related_name = "reported_values"
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
