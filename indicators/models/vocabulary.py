"""The words everyone shares: places, offices, units, topics, industries and source documents."""

from django.db import models
from django.db.models import F, Q

from config.models import Recorded
from config.values.fields import FoldedText, Prose, TextLine
from indicators.place_names import also_written


class PlaceQuerySet(models.QuerySet):
    def within(self, place):
        """A place and all that lies under it, however deep; a query for each level."""
        return self.filter(pk__in=self.ids_within(place))

    def ids_within(self, place) -> set[int]:
        found = level = {place.pk}
        while level := set(self.filter(parent__in=level).values_list("pk", flat=True)) - found:
            found = found | level
        return found


class Place(Recorded):
    """An area or site a figure or a row is about; provinces begin and end, so names carry dates."""

    class Level(models.TextChoices):
        PROVINCE = "province", "tỉnh"
        DISTRICT = "district", "huyện, thành phố (trước 2025)"
        COMMUNE = "commune", "xã, phường"
        SITE = "site", "khu, cụm, công trình"

    key_fields = ("code",)
    # What lists write for a place: «H. Kim Bôi», «Kim Bôi».
    also_written = staticmethod(also_written)

    code = TextLine("mã địa bàn", max_length=40, unique=True)
    name = TextLine("tên địa bàn", max_length=200)
    level = models.CharField("cấp", max_length=20, choices=Level)
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name="thuộc", null=True, blank=True, related_name="children"
    )
    valid_from = models.DateField("hiệu lực từ", null=True, blank=True)
    valid_to = models.DateField("hiệu lực đến", null=True, blank=True)
    folded = FoldedText(of=("code", "name"))

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "địa bàn"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="place_ends_after_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_from__isnull=True) | Q(valid_to__gte=F("valid_from")),
                violation_error_message="Ngày hết hiệu lực phải sau ngày có hiệu lực.",
            )
        ]

    def __str__(self):
        return self.name

    def stands_on(self, day):
        """Whether the place has begun by a day and not ended before it."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or self.valid_to >= day)


class Office(Recorded):
    """A room of the department that answers for figures, or another agency whose figures are quoted."""

    key_fields = ("code",)

    code = TextLine("mã đơn vị", max_length=40, unique=True)
    name = TextLine("tên đơn vị", max_length=200)
    is_external = models.BooleanField("cơ quan ngoài Sở", default=False)
    # Of each register section of the staff site, whether this office answers for it (see indicators.rights).
    keeps_projects = models.BooleanField("giữ sổ dự án đầu tư", default=False)
    keeps_estates = models.BooleanField("giữ sổ khu, cụm công nghiệp", default=False)
    keeps_minerals = models.BooleanField("giữ sổ khoáng sản", default=False)
    keeps_extension = models.BooleanField("giữ sổ khuyến công, tiểu thủ công nghiệp", default=False)
    keeps_power = models.BooleanField("giữ sổ điện", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "phòng, đơn vị phụ trách"
        ordering = ["is_external", "name"]

    def __str__(self):
        return self.name


class Unit(Recorded):
    """A unit of measure; conversion is possible only inside one dimension, by the factors to its base."""

    class Dimension(models.TextChoices):
        VND = "vnd", "tiền đồng Việt Nam (gốc: đồng)"
        USD = "usd", "tiền đô la Mỹ (gốc: USD)"
        ENERGY = "energy", "điện năng (gốc: kWh)"
        APPARENT_POWER = "apparent_power", "công suất biểu kiến (gốc: kVA)"
        ACTIVE_POWER = "active_power", "công suất tác dụng (gốc: kW)"
        VOLTAGE = "voltage", "điện áp (gốc: V)"
        LENGTH = "length", "chiều dài (gốc: m)"
        AREA = "area", "diện tích (gốc: m²)"
        MASS = "mass", "khối lượng (gốc: kg)"
        VOLUME = "volume", "thể tích (gốc: m³)"
        PRODUCT = "product", "số sản phẩm (gốc: sản phẩm)"
        COUNT = "count", "số đếm theo đơn vị riêng"
        PERCENT = "percent", "phần trăm"
        POINT = "point", "điểm phần trăm"
        PERCENT_A_YEAR = "percent_a_year", "phần trăm một năm"
        INCOME = "income", "thu nhập bình quân (gốc: đồng/người/tháng)"
        INTERRUPTION_TIME = "interruption_time", "thời gian mất điện (gốc: phút/khách hàng)"
        INTERRUPTION_COUNT = "interruption_count", "số lần mất điện (gốc: lần/khách hàng)"
        TIMES = "times", "số lần"

    key_fields = ("code",)

    code = TextLine("mã đơn vị tính", max_length=40, unique=True)
    name = TextLine("đơn vị tính", max_length=60, unique=True)
    dimension = models.CharField("đại lượng", max_length=30, choices=Dimension)
    factor = models.DecimalField(
        "hệ số về đơn vị gốc",
        max_digits=20,
        decimal_places=6,
        default=1,
        help_text="1 đơn vị này bằng bao nhiêu đơn vị gốc của đại lượng: 1 tỷ đồng = 1000000000 đồng.",
    )

    class Meta:
        verbose_name = verbose_name_plural = "đơn vị tính"
        ordering = ["dimension", "factor", "name"]
        constraints = [
            models.CheckConstraint(
                name="unit_factor_is_positive",
                condition=Q(factor__gt=0),
                violation_error_message="Hệ số quy đổi phải lớn hơn 0.",
            )
        ]

    def __str__(self):
        return self.name


class Topic(Recorded):
    """A group of indicators as readers look for them."""

    key_fields = ("code",)

    code = models.SlugField("mã chủ đề", max_length=40, unique=True)
    name = TextLine("tên chủ đề", max_length=120, unique=True)
    name_en = TextLine("tên tiếng Anh", max_length=120, blank=True)
    description = Prose("mô tả", blank=True)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "chủ đề"
        ordering = ["position", "name"]

    def __str__(self):
        return self.name


class Industry(Recorded):
    """A line of the Vietnam Standard Industrial Classification (VSIC), with the version it belongs to."""

    key_fields = ("version", "code")

    code = TextLine("mã ngành VSIC", max_length=10)
    version = TextLine("phiên bản VSIC", max_length=10, default="2018")
    name = TextLine("tên ngành", max_length=250)
    level = models.PositiveSmallIntegerField("cấp ngành", help_text="1 là cấp cao nhất (B, C, D, E).")
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name="thuộc ngành", null=True, blank=True, related_name="children"
    )
    folded = FoldedText(of=("code", "name"))

    class Meta:
        verbose_name = verbose_name_plural = "ngành kinh tế (VSIC)"
        ordering = ["version", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "code"],
                name="industry_once_a_version",
                violation_error_message="Mã ngành đã có trong phiên bản VSIC này.",
            )
        ]

    def __str__(self):
        return f"{self.code} {self.name}"


class Source(Recorded):
    """A document figures are taken from, or the legal basis of a row."""

    class Genre(models.TextChoices):
        REPORT = "report", "báo cáo"
        RESOLUTION = "resolution", "nghị quyết"
        DECISION = "decision", "quyết định"
        LAW = "law", "luật, nghị định, thông tư"
        YEARBOOK = "yearbook", "niên giám thống kê"
        PRESS = "press", "báo chí, trang tin"
        OTHER = "other", "khác"

    key_fields = ("code",)

    code = TextLine("mã nguồn", max_length=40, unique=True)
    title = TextLine("tên tài liệu", max_length=300)
    genre = models.CharField("loại tài liệu", max_length=20, choices=Genre, default=Genre.OTHER)
    number = TextLine("số, ký hiệu", max_length=80, blank=True)
    issuer = TextLine("cơ quan ban hành", max_length=200, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    url = TextLine("địa chỉ đã đăng", max_length=400, blank=True)
    note = Prose("ghi chú", blank=True)
    folded = FoldedText(of=("code", "title", "number"))

    class Meta:
        verbose_name = verbose_name_plural = "nguồn tài liệu"
        ordering = ["code"]

    def __str__(self):
        return self.title


def place_field():
    """Where a row lies, as far as it is known."""
    return models.ForeignKey(Place, models.PROTECT, verbose_name="địa bàn", null=True, blank=True)


def source_field(**relation):
    """The document a row is taken from, as far as it is known."""
    return models.ForeignKey(Source, models.PROTECT, verbose_name="nguồn", null=True, blank=True, **relation)
