"""Typical rural industrial products (sản phẩm CNNT tiêu biểu) and kinds of handicraft."""

from django.db import models

from config.models import OpenQuerySet, RegisterRow, YearlyQuerySet
from config.values.fields import FoldedText, TextLine, Year
from indicators.models import place_field, source_field
from projects.models.owners import owner_kind_field, shown_owner_field


class TypicalProduct(RegisterRow):
    """A product recognised in one round, at one level."""

    class Group(models.TextChoices):
        CRAFT = "craft", "thủ công mỹ nghệ"
        FOOD = "food", "chế biến nông, lâm, thủy sản và thực phẩm"
        MACHINERY = "machinery", "thiết bị, máy móc, dụng cụ, phụ tùng cơ khí"
        OTHER = "other", "khác"

    class Level(models.TextChoices):
        DISTRICT = "district", "cấp huyện (trước 2025)"
        COMMUNE = "commune", "cấp xã"
        PROVINCE = "province", "cấp tỉnh"
        REGION = "region", "cấp khu vực"
        NATION = "nation", "cấp quốc gia"

    key_fields = ("code",)
    told_by = ("name", "producer", "year")

    code = TextLine("mã sản phẩm", max_length=40, unique=True)
    name = TextLine("tên sản phẩm", max_length=250)
    producer = TextLine("cơ sở sản xuất", max_length=250, blank=True)
    producer_kind = owner_kind_field("cơ sở sản xuất")
    producer_shown = shown_owner_field("producer", "cơ sở sản xuất")
    group = models.CharField("nhóm sản phẩm", max_length=10, choices=Group)
    level = models.CharField("cấp bình chọn", max_length=10, choices=Level)
    year = Year("năm bình chọn")
    decision = TextLine("quyết định công nhận", max_length=200, blank=True)
    place = place_field()
    source = source_field()
    folded = FoldedText(of=("code", "name", "producer"), kept_back={"producer": "producer_kind"})

    objects = YearlyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "sản phẩm CNNT tiêu biểu"
        ordering = ["-year", "level", "code"]

    def __str__(self):
        return self.name


class HandicraftQuerySet(OpenQuerySet):
    def as_of(self, day):
        """Kinds made by the year of a day; a kind whose first year nobody knows counts always."""
        return self.filter(models.Q(since_year__isnull=True) | models.Q(since_year__lte=day.year))


class HandicraftKind(RegisterRow):
    """A kind of handicraft product made in the province (loại sản phẩm tiểu thủ công nghiệp)."""

    key_fields = ("code",)

    code = TextLine("mã loại", max_length=40, unique=True)
    name = TextLine("loại sản phẩm tiểu thủ công nghiệp", max_length=200)
    since_year = Year("có từ năm", null=True, blank=True)
    source = source_field()
    folded = FoldedText(of=("code", "name"))

    objects = HandicraftQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "loại sản phẩm tiểu thủ công nghiệp"
        ordering = ["code"]

    def __str__(self):
        return self.name
