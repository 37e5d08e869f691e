"""What is measured: one unit, one way of measuring, one room that answers for it."""

from django.db import models
from django.db.models import F, Q

from config.models import Recorded
from config.values.fields import FoldedText, Prose, Quantity, TextLine
from indicators.models.vocabulary import Office, Topic, Unit

# Of these units a number below zero means a direction; of all others it is a slip unless the indicator allows it.
SIGNED_DIMENSIONS = [Unit.Dimension.PERCENT, Unit.Dimension.POINT, Unit.Dimension.PERCENT_A_YEAR]


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
    replaces = models.ForeignKey(
        "self", models.PROTECT, verbose_name="thay cho", null=True, blank=True, related_name="successors",
        help_text="Chỉ tiêu cũ mà chỉ tiêu này kế tiếp khi đơn vị, cách đo hay loại giá thay đổi; hai chuỗi không nối.",
    )  # fmt: skip
    price_basis = models.CharField("loại giá", max_length=20, choices=PriceBasis, blank=True)
    definition = Prose("khái niệm", blank=True)
    method = Prose("phương pháp tính", blank=True)
    legal_basis = TextLine("căn cứ pháp lý", max_length=300, blank=True)
    plausible_min = Quantity("giá trị hợp lý từ", null=True, blank=True)
    plausible_max = Quantity("giá trị hợp lý đến", null=True, blank=True)
    may_be_negative = models.BooleanField(
        "có thể âm",
        default=False,
        help_text="Tỷ lệ, tốc độ thì âm được sẵn; lượng, số đếm, số tiền chỉ âm được khi chọn ô này (xuất siêu, chênh "
        "lệch).",
    )
    counted_by = models.SlugField(
        "đếm từ sổ",
        max_length=60,
        blank=True,
        help_text="Số của sổ đứng cạnh ô nhập; khác số báo cáo thì hiện cho đến khi có lời giải thích.",
    )
    is_public = models.BooleanField("công khai", default=True)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    headline = models.PositiveSmallIntegerField(
        "tiêu biểu",
        null=True,
        blank=True,
        help_text="1, 2, 3…: thứ tự ưu tiên trong chủ đề. Trang tổng quan nêu chỉ tiêu đầu tiên có số; trang của chủ "
        "đề kể và vẽ các chỉ tiêu này. Để trống: không nêu.",
    )
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
            models.CheckConstraint(
                name="indicator_does_not_replace_itself",
                condition=Q(replaces__isnull=True) | ~Q(replaces=F("id")),
                violation_error_message="Chỉ tiêu không thể thay cho chính nó.",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def takes_negatives(self):
        """Whether a number below zero can be true of it; reads its unit."""
        return self.may_be_negative or self.unit.dimension in SIGNED_DIMENSIONS
