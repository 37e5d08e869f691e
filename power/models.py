"""The power grid in the terms of IEC CIM: substations, transformers, lines, plants and grid works.

Voltages are kV, transformer ratings MVA, plant capacity MW, lengths km.
"""

from django.db import models
from django.db.models import Count, F, Q, Sum

from config.at_once import asked, at_once
from config.models import OpenQuerySet, Recorded, RegisterRow, YearlyQuerySet
from config.values.fields import FoldedText, Quantity, TextLine, Year
from indicators.models import place_field, source_field


def in_service_on(day):
    """Commissioned by a day and not yet decommissioned on it."""
    return Q(commissioned_on__lte=day) & (Q(decommissioned_on__isnull=True) | Q(decommissioned_on__gt=day))


def service_dates_are_ordered(name):
    return models.CheckConstraint(
        name=name,
        condition=Q(decommissioned_on__isnull=True)
        | Q(commissioned_on__isnull=True)
        | Q(decommissioned_on__gte=F("commissioned_on")),
        violation_error_message="Ngày ngừng vận hành phải sau ngày đưa vào vận hành.",
    )


class EquipmentQuerySet(OpenQuerySet):
    def as_of(self, day):
        """Equipment in service on a day."""
        return self.filter(in_service_on(day))


# What reports say of substations, and the field it is counted from.
AUTOMATION = {"scada": "has_scada", "full_signals": "has_full_signals", "unmanned": "is_unmanned"}


class SubstationQuerySet(EquipmentQuerySet):
    def summary(self, day):
        """How many substations and transformers serve on a day, their rating (MVA), and SCADA counts.

        Of each SCADA count `…_known` says of how many substations the answer is known at all.
        """
        return summary_told(at_once(**self.summary_questions(day)))

    def summary_questions(self, day):
        """What `summary` asks, for whoever asks more at once; `summary_told` reads the answers."""
        substations = self.as_of(day)
        transformers = PowerTransformer.objects.filter(substation__in=substations).as_of(day)
        counts = {name: Count("pk", filter=Q((field, True))) for name, field in AUTOMATION.items()}
        known = {f"{name}_known": Count(field) for name, field in AUTOMATION.items()}
        return {
            "serving": asked(substations, substations=Count("pk"), **counts, **known),
            "within": asked(transformers, transformers=Count("pk"), rated_mva=Sum("rated_mva")),
        }


def summary_told(answers):
    return answers["serving"][0] | answers["within"][0]


class Substation(RegisterRow):
    """A substation (trạm biến áp, TBA)."""

    class Owner(models.TextChoices):
        UTILITY = "utility", "ngành điện"
        CUSTOMER = "customer", "khách hàng"

    key_fields = ("code",)
    told_by = ("name", "nominal_voltage_kv")

    code = TextLine("mã trạm", max_length=40, unique=True)
    name = TextLine("tên trạm biến áp", max_length=200)
    nominal_voltage_kv = Quantity("điện áp danh định (kV)")
    owner = models.CharField("chủ sở hữu", max_length=10, choices=Owner, default=Owner.UTILITY)
    place = place_field()
    commune = TextLine("xã, phường", max_length=120, blank=True)
    commissioned_on = models.DateField("ngày vận hành", null=True, blank=True)
    decommissioned_on = models.DateField("ngày ngừng vận hành", null=True, blank=True)
    has_scada = models.BooleanField("kết nối SCADA", null=True, blank=True)
    has_full_signals = models.BooleanField("đủ tín hiệu SCADA", null=True, blank=True)
    is_unmanned = models.BooleanField("không người trực", null=True, blank=True)
    source = source_field()
    folded = FoldedText(of=("code", "name", "commune"))

    objects = SubstationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "trạm biến áp"
        ordering = ["-nominal_voltage_kv", "name"]
        constraints = [
            service_dates_are_ordered("substation_dates_are_ordered"),
            models.CheckConstraint(
                name="substation_full_signals_need_scada",
                condition=~Q(has_full_signals=True) | Q(has_scada=True),
                violation_error_message="Trạm đủ tín hiệu SCADA thì phải có kết nối SCADA.",
            ),
        ]

    def __str__(self):
        return self.name


class TransformerQuerySet(EquipmentQuerySet):
    def as_of(self, day):
        """Transformers in service on a day; none serves in a substation that does not."""
        return super().as_of(day).filter(substation__in=Substation.objects.as_of(day))


class PowerTransformer(Recorded):
    """A power transformer (máy biến áp, MBA: T1, T2) of a substation."""

    key_fields = ("substation", "name")

    substation = models.ForeignKey(Substation, models.CASCADE, verbose_name="trạm biến áp", related_name="transformers")
    name = TextLine("tên máy", max_length=20, help_text="như T1, T2")
    rated_mva = Quantity("công suất định mức (MVA)")
    voltages = TextLine("các cấp điện áp (kV)", max_length=40, blank=True, help_text="như 110/35/22")
    commissioned_on = models.DateField("ngày vận hành", null=True, blank=True)
    decommissioned_on = models.DateField("ngày ngừng vận hành", null=True, blank=True)

    objects = TransformerQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "máy biến áp"
        ordering = ["substation", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["substation", "name"],
                name="transformer_once_a_substation",
                violation_error_message="Trạm đã có máy mang tên này.",
            ),
            models.CheckConstraint(
                name="transformer_rating_is_positive",
                condition=Q(rated_mva__gt=0),
                violation_error_message="Công suất định mức phải lớn hơn 0.",
            ),
            service_dates_are_ordered("transformer_dates_are_ordered"),
        ]

    def __str__(self):
        return f"{self.substation} {self.name}"


class Line(RegisterRow):
    """A power line (đường dây)."""

    key_fields = ("code",)
    told_by = ("name", "nominal_voltage_kv")

    code = TextLine("mã đường dây", max_length=40, unique=True)
    name = TextLine("tên đường dây", max_length=200)
    nominal_voltage_kv = Quantity("điện áp danh định (kV)")
    circuits = models.PositiveSmallIntegerField("số mạch", default=1)
    conductor = TextLine("dây dẫn", max_length=60, blank=True, help_text="như AC185, ACSR240/32")
    length_km = Quantity("chiều dài (km)", null=True, blank=True)
    commissioned_on = models.DateField("ngày vận hành", null=True, blank=True)
    decommissioned_on = models.DateField("ngày ngừng vận hành", null=True, blank=True)
    source = source_field()
    folded = FoldedText(of=("code", "name", "conductor"))

    objects = EquipmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "đường dây"
        ordering = ["-nominal_voltage_kv", "name"]
        constraints = [
            models.CheckConstraint(
                name="line_has_a_circuit_and_a_length",
                condition=Q(circuits__gte=1) & (Q(length_km__isnull=True) | Q(length_km__gt=0)),
                violation_error_message="Đường dây có ít nhất một mạch và chiều dài lớn hơn 0.",
            ),
            service_dates_are_ordered("line_dates_are_ordered"),
        ]

    def __str__(self):
        return self.name


class PowerPlant(RegisterRow):
    """A power plant (nhà máy điện); capacity is MW, never MVA."""

    class Type(models.TextChoices):
        HYDRO = "hydro", "thủy điện"
        SOLAR = "solar", "điện mặt trời"
        WIND = "wind", "điện gió"
        BIOMASS = "biomass", "điện sinh khối"
        WASTE = "waste", "điện rác"
        THERMAL = "thermal", "nhiệt điện"

    key_fields = ("code",)

    code = TextLine("mã nhà máy", max_length=40, unique=True)
    name = TextLine("tên nhà máy điện", max_length=200)
    type = models.CharField("loại nhà máy", max_length=10, choices=Type)
    installed_capacity_mw = Quantity("công suất đặt (MW)")
    place = place_field()
    commune = TextLine("xã, phường", max_length=120, blank=True)
    commissioned_on = models.DateField("ngày vận hành", null=True, blank=True)
    decommissioned_on = models.DateField("ngày ngừng vận hành", null=True, blank=True)
    source = source_field()
    folded = FoldedText(of=("code", "name", "commune"))

    objects = EquipmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "nhà máy điện"
        ordering = ["-installed_capacity_mw", "name"]
        constraints = [
            models.CheckConstraint(
                name="plant_capacity_is_positive",
                condition=Q(installed_capacity_mw__gt=0),
                violation_error_message="Công suất đặt phải lớn hơn 0.",
            ),
            service_dates_are_ordered("plant_dates_are_ordered"),
        ]

    def __str__(self):
        return self.name


class GridProject(RegisterRow):
    """A work on the grid (công trình lưới điện): what, when, how much, how far."""

    class Status(models.TextChoices):
        PREPARING = "preparing", "chuẩn bị đầu tư"
        BUILDING = "building", "đang thi công"
        ENERGISED = "energised", "đã đóng điện"
        SETTLED = "settled", "đã quyết toán"
        STOPPED = "stopped", "dừng thực hiện"

    key_fields = ("code",)

    code = TextLine("mã công trình", max_length=40, unique=True)
    name = TextLine("tên công trình", max_length=250)
    year = Year("năm")
    nominal_voltage_kv = Quantity("điện áp danh định (kV)", null=True, blank=True)
    capital_billion_vnd = Quantity("vốn đầu tư (tỷ đồng)", null=True, blank=True)
    status = models.CharField("tình trạng", max_length=10, choices=Status)
    place = place_field()
    source = source_field()
    folded = FoldedText(of=("code", "name"))

    objects = YearlyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "công trình lưới điện"
        ordering = ["-year", "code"]
        constraints = [
            models.CheckConstraint(
                name="grid_project_capital_is_not_negative",
                condition=Q(capital_billion_vnd__isnull=True) | Q(capital_billion_vnd__gte=0),
                violation_error_message="Vốn đầu tư không thể âm.",
            )
        ]

    def __str__(self):
        return self.name
