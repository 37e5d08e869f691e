"""Forms («Biểu»): which figures an office reports together, in which rows and columns, and until when.

One definition serves the grid on the screen, the workbook that comes in or goes out, and the count of what is missing.
"""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from config.models import Recorded
from config.values.fields import FoldedText, Prose, TextLine
from indicators.models.figures import Kind
from indicators.models.indicators import Indicator
from indicators.models.vocabulary import Office, Place, Source
from indicators.periods import Period


class ReportForm(Recorded):
    """A form («biểu»): rows of indicators, columns of periods and kinds, filled for each period and place."""

    class Frequency(models.TextChoices):
        MONTH = "month", "tháng"
        QUARTER = "quarter", "quý"
        HALF = "half", "6 tháng"
        NINE_MONTHS = "nine_months", "9 tháng"
        YEAR = "year", "năm"

    key_fields = ("code",)

    code = models.SlugField("mã biểu", max_length=40, unique=True)
    name = TextLine("tên biểu", max_length=250)
    office = models.ForeignKey(
        Office, models.PROTECT, verbose_name="đơn vị lập biểu", null=True, blank=True, related_name="report_forms"
    )
    frequency = models.CharField("kỳ báo cáo", max_length=15, choices=Frequency, default=Frequency.YEAR)
    places = models.ManyToManyField(Place, verbose_name="địa bàn", related_name="report_forms")
    due_days = models.SmallIntegerField(
        "hạn nộp, số ngày sau khi hết kỳ",
        default=0,
        validators=[MinValueValidator(-92), MaxValueValidator(366)],
        help_text="Số âm là trước khi hết kỳ: -5 với biểu tháng là khoảng ngày 25. Kỳ nào có hạn riêng thì ghi ở "
        "«kỳ của biểu».",
    )
    is_in_use = models.BooleanField("đang dùng", default=True)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    note = Prose("hướng dẫn", blank=True, help_text="Hiện trên đầu biểu khi nhập.")
    folded = FoldedText(of=("code", "name"))

    class Meta:
        verbose_name = verbose_name_plural = "biểu số liệu"
        ordering = ["position", "code"]

    def __str__(self):
        return self.name

    def indicators(self):
        """What its rows ask for."""
        asked = models.Q(pk__in=self.rows.values("indicator")) | models.Q(pk__in=self.rows.values("beside"))
        return Indicator.objects.filter(asked)


class FormRow(Recorded):
    """A line of a form: an indicator, a heading without values, or a total of the lines under it, never stored."""

    key_fields = ("form", "code")

    form = models.ForeignKey(ReportForm, models.CASCADE, verbose_name="biểu", related_name="rows")
    code = models.SlugField("mã dòng", max_length=60)
    position = models.PositiveSmallIntegerField("thứ tự")
    number = TextLine("số thứ tự in", max_length=10, blank=True, help_text="Như «1.», «a.», «-».")
    wording = TextLine(
        "lời của dòng", max_length=250, blank=True, help_text="Để trống thì lấy tên chỉ tiêu; dòng đề mục phải có."
    )
    level = models.PositiveSmallIntegerField("cấp", default=0, validators=[MaxValueValidator(6)])
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, verbose_name="chỉ tiêu", null=True, blank=True, related_name="form_rows"
    )
    beside = models.ForeignKey(
        Indicator,
        models.PROTECT,
        verbose_name="chỉ tiêu thứ hai",
        null=True,
        blank=True,
        related_name="form_rows_beside",
        help_text="Cho các cột ghi «chỉ tiêu thứ hai»: trị giá bên lượng, khuyến công địa phương bên quốc gia.",
    )
    is_total = models.BooleanField(
        "là dòng tổng", default=False, help_text="Cộng các dòng dưới nó, sâu hơn một cấp; chỉ để xem, không lưu."
    )

    class Meta:
        verbose_name = verbose_name_plural = "dòng của biểu"
        ordering = ["form", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["form", "code"],
                name="form_row_code_once",
                violation_error_message="Mã dòng đã có trong biểu này.",
            ),
            models.UniqueConstraint(
                fields=["form", "indicator"],
                name="form_row_indicator_once",
                violation_error_message="Chỉ tiêu này đã có một dòng trong biểu.",
            ),
            models.CheckConstraint(
                name="form_row_says_what_it_is",
                condition=Q(indicator__isnull=False) | ~Q(wording=""),
                violation_error_message="Dòng không có chỉ tiêu thì phải có lời của dòng.",
            ),
            models.CheckConstraint(
                name="form_row_total_is_not_entered",
                condition=Q(is_total=False) | Q(indicator__isnull=True, beside__isnull=True),
                violation_error_message="Dòng tổng được tính, không gắn với chỉ tiêu.",
            ),
            models.CheckConstraint(
                name="form_row_beside_another",
                condition=Q(beside__isnull=True) | Q(indicator__isnull=False),
                violation_error_message="Dòng có chỉ tiêu thứ hai thì phải có chỉ tiêu thứ nhất.",
            ),
        ]

    def __str__(self):
        return self.wording or str(self.indicator or self.code)


class FormColumn(Recorded):
    """A column of a form: figures that are typed, figures only shown, or what is computed from two other columns."""

    class Content(models.TextChoices):
        TYPED = "typed", "nhập"
        SHOWN = "shown", "chỉ xem"
        COMPUTED = "computed", "tính"

    class Relative(models.TextChoices):
        """The period of a column, told from the period of the form."""

        SAME = "same", "kỳ của biểu"
        PREVIOUS = "previous", "kỳ trước"
        YEAR_AGO = "year_ago", "cùng kỳ năm trước"
        CUMULATED = "cumulated", "lũy kế từ đầu năm"
        CUMULATED_YEAR_AGO = "cumulated_year_ago", "lũy kế cùng kỳ năm trước"
        YEAR = "year", "cả năm"
        YEAR_BEFORE = "year_before", "cả năm trước"
        NEXT_YEAR = "next_year", "cả năm sau"
        RELEASED = "released", "số công bố gần nhất"

    class Formula(models.TextChoices):
        """What is computed of the column, always by `indicators.measures`."""

        MOVEMENT = "movement", "tăng, giảm so với cột"
        RATIO = "ratio", "bằng bao nhiêu % cột"
        SHARE = "share", "tỷ trọng trong dòng trên"
        TERMS = "terms", "tỷ lệ tử số trên mẫu số của chỉ tiêu"

    key_fields = ("form", "number")

    form = models.ForeignKey(ReportForm, models.CASCADE, verbose_name="biểu", related_name="columns")
    number = models.PositiveSmallIntegerField("cột số", validators=[MinValueValidator(1)])
    group = TextLine("nhóm cột", max_length=100, blank=True, help_text="Đầu đề chung in trên các cột liền nhau.")
    heading = TextLine(
        "đầu cột", max_length=120, blank=True, help_text="Để trống thì tự ghi theo kỳ và loại số liệu: «Ước 4/2022»."
    )
    content = models.CharField("nội dung", max_length=10, choices=Content, default=Content.TYPED)
    relative = models.CharField("kỳ", max_length=20, choices=Relative, default=Relative.SAME)
    kind = models.CharField(
        "loại số liệu",
        max_length=15,
        choices=Kind,
        blank=True,
        help_text="Cột chỉ xem để trống thì lấy số chín nhất: chính thức, rồi sơ bộ, rồi ước tính.",
    )
    is_beside = models.BooleanField("của chỉ tiêu thứ hai", default=False)
    is_required = models.BooleanField(
        "phải có đủ", default=False, help_text="Ô trống của cột này được nhắc khi gửi duyệt và đếm ở tiến độ."
    )
    formula = models.CharField("phép tính", max_length=10, choices=Formula, blank=True)
    of_number = models.PositiveSmallIntegerField("tính từ cột số", null=True, blank=True)
    base_number = models.PositiveSmallIntegerField(
        "so với cột số", null=True, blank=True, help_text="«7 = 4/3»: tính từ cột 4, so với cột 3."
    )

    class Meta:
        verbose_name = verbose_name_plural = "cột của biểu"
        ordering = ["form", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["form", "number"],
                name="form_column_number_once",
                violation_error_message="Cột số này đã có trong biểu.",
            ),
            models.CheckConstraint(
                name="form_column_typed_has_a_kind",
                condition=~Q(content="typed") | (~Q(kind="") & ~Q(relative="released")),
                violation_error_message="Cột nhập phải có loại số liệu và một kỳ.",
            ),
            models.CheckConstraint(
                name="form_column_required_is_typed",
                condition=Q(is_required=False) | Q(content="typed"),
                violation_error_message="Chỉ cột nhập mới «phải có đủ».",
            ),
            models.CheckConstraint(
                name="form_column_computed_has_a_formula",
                condition=Q(content="computed", of_number__isnull=False) & ~Q(formula="")
                | ~Q(content="computed") & Q(formula="", of_number__isnull=True, base_number__isnull=True),
                violation_error_message="Cột tính phải có phép tính và cột để tính; cột khác thì để trống các ô ấy.",
            ),
            models.CheckConstraint(
                name="form_column_compared_has_a_base",
                condition=~Q(formula__in=["movement", "ratio"]) | Q(base_number__isnull=False),
                violation_error_message="Phép so sánh phải ghi cột để so với.",
            ),
            models.CheckConstraint(
                name="form_column_is_not_computed_from_itself",
                condition=(Q(of_number__isnull=True) | ~Q(of_number=F("number")))
                & (Q(base_number__isnull=True) | ~Q(base_number=F("number"))),
                violation_error_message="Cột không tính từ chính nó.",
            ),
        ]

    def __str__(self):
        return self.heading or f"cột {self.number}"


class FormPeriodQuerySet(models.QuerySet):
    def of_period(self, period):
        return self.filter(period_start=period.start, period_end=period.end)


class FormPeriod(Recorded):
    """What is set for a form in one period: the days its figures cover, its due day, its source, whether it is closed.

    The nominal period, the data window and the due day are three things: «năm 2022» may be counted from 15/12/2021 to
    14/12/2022 and be due on the 16th.
    """

    key_fields = ("form", "period_start", "period_end")

    form = models.ForeignKey(ReportForm, models.CASCADE, verbose_name="biểu", related_name="periods")
    period_start = models.DateField("từ ngày")
    period_end = models.DateField("đến ngày")
    counted_from = models.DateField("số liệu tính từ ngày", null=True, blank=True)
    counted_to = models.DateField("số liệu tính đến ngày", null=True, blank=True)
    due_on = models.DateField("hạn nộp", null=True, blank=True)
    source = models.ForeignKey(
        Source,
        models.PROTECT,
        verbose_name="nguồn của biểu",
        null=True,
        blank=True,
        related_name="form_periods",
        help_text="Ghi sẵn cho mọi số nhập trong biểu kỳ này mà chưa có nguồn.",
    )
    closed_at = models.DateTimeField("khóa lúc", null=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="người khóa",
        null=True,
        editable=False,
        related_name="closed_forms",
    )
    closed_because = TextLine("khóa vì", max_length=250, blank=True, editable=False)
    contact = TextLine(
        "hỏi ai", max_length=150, blank=True, help_text="Ai mở được kỳ này; để trống thì là đơn vị lập biểu."
    )

    objects = FormPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "kỳ của biểu"
        ordering = ["form", "-period_end", "period_start"]
        constraints = [
            models.UniqueConstraint(
                fields=["form", "period_start", "period_end"],
                name="form_period_once",
                violation_error_message="Kỳ này của biểu đã có.",
            ),
            models.CheckConstraint(
                name="form_period_ends_after_it_starts",
                condition=Q(period_end__gte=F("period_start")),
                violation_error_message="Ngày cuối kỳ phải từ ngày đầu kỳ trở đi.",
            ),
            models.CheckConstraint(
                name="form_period_window_is_ordered",
                condition=Q(counted_from__isnull=True)
                | Q(counted_to__isnull=True)
                | Q(counted_to__gte=F("counted_from")),
                violation_error_message="Ngày tính đến phải từ ngày tính từ trở đi.",
            ),
            models.CheckConstraint(
                name="form_period_closed_says_why",
                condition=Q(closed_at__isnull=True) | ~Q(closed_because=""),
                violation_error_message="Khóa kỳ thì phải ghi vì sao, để người nhập biết.",
            ),
        ]

    def __str__(self):
        return f"{self.form}, {self.period}"

    @property
    def period(self):
        """The nominal period, as a value that prints and steps."""
        return Period(self.period_start, self.period_end)


class FormExceptionQuerySet(models.QuerySet):
    def in_force(self, at=None):
        """Exceptions whose hour has not passed."""
        return self.filter(until__gt=at or timezone.now())


class FormException(models.Model):
    """Who may still type into a closed period, and until when."""

    form_period = models.ForeignKey(FormPeriod, models.CASCADE, verbose_name="kỳ của biểu", related_name="exceptions")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="tài khoản", related_name="form_exceptions"
    )
    until = models.DateTimeField("được nhập đến")
    reason = TextLine("vì sao", max_length=250)

    objects = FormExceptionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "ngoại lệ của kỳ khóa"
        ordering = ["form_period", "user"]
        constraints = [
            models.UniqueConstraint(
                fields=["form_period", "user"],
                name="form_exception_once",
                violation_error_message="Tài khoản này đã có ngoại lệ ở kỳ này: hãy sửa ngoại lệ ấy.",
            )
        ]

    def __str__(self):
        return f"{self.user}, {self.form_period}"


class FormPresence(models.Model):
    """Who has a form open in one period and place, and when they were last there; leaves no trail."""

    form = models.ForeignKey(ReportForm, models.CASCADE, related_name="+")
    place = models.ForeignKey(Place, models.CASCADE, related_name="+")
    period_start = models.DateField()
    period_end = models.DateField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "người đang mở biểu"
        default_permissions = []
        constraints = [
            models.UniqueConstraint(
                fields=["form", "place", "period_start", "period_end", "user"], name="form_presence_once"
            )
        ]

    def __str__(self):
        return f"{self.user}, {self.form}"


class FormReminder(models.Model):
    """The day on which an account was last reminded of its forms by mail; leaves no trail."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    on = models.DateField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = "thư nhắc biểu"
        default_permissions = []

    def __str__(self):
        return f"{self.user}, {self.on}"
