"""What the power grid counts for figures: on the last day of a period, or over its years."""

from decimal import Decimal

from django.db.models import Count, F, Q, Sum

from indicators.counts import Question, Register, RegisterCount, having, years_of
from indicators.models import Unit
from power.models import AUTOMATION, GridProject, Line, PowerTransformer, Substation
from power.summaries import VOLTAGE_KV

DIMENSION = Unit.Dimension
OF_THE_VOLTAGE = Q(nominal_voltage_kv=VOLTAGE_KV)


def ask_substations(where, period):
    register = where.of(Substation.objects)
    groups = (
        register.as_of(period.end)
        .filter(OF_THE_VOLTAGE)
        .order_by()
        .values("is_demonstration")
        .annotate(
            rows=Count("pk"),
            **{name: Count("pk", filter=Q((field, True))) for name, field in AUTOMATION.items()},
            **{f"with_{name}": Count(field) for name, field in AUTOMATION.items()},
        )
    )
    return Question(register, groups)


def ask_transformers(where, period):
    register = where.of(Substation.objects)
    substations = register.as_of(period.end).filter(OF_THE_VOLTAGE)
    groups = (
        PowerTransformer.objects.filter(substation__in=substations.values("pk"))
        .as_of(period.end)
        .order_by()
        .values(is_demonstration=F("substation__is_demonstration"))
        .annotate(rows=Count("pk"), mva=Sum("rated_mva"), with_mva=Count("rated_mva"))
    )
    return Question(register, groups)


def ask_lines(where, period):
    register = where.of(Line.objects, path=None)
    lines = register.as_of(period.end).filter(OF_THE_VOLTAGE).order_by().values("is_demonstration")
    return Question(register, lines.annotate(rows=Count("pk"), km=Sum("length_km"), with_km=Count("length_km")))


def ask_works(where, period):
    years = years_of(period)
    if years is None:
        return None
    register = where.of(GridProject.objects)
    groups = (
        register.filter(year__range=years)
        .order_by()
        .values("nominal_voltage_kv", "is_demonstration")
        .annotate(rows=Count("pk"), vnd=Sum("capital_billion_vnd"), with_vnd=Count("capital_billion_vnd"))
    )
    return Question(register, groups)


SCADA = {"scada": "kết nối SCADA", "full_signals": "đủ tín hiệu SCADA", "unmanned": "không người trực"}


def declared():
    """All that the grid counts."""
    substations = Register("Trạm biến áp", ask_substations)
    transformers = Register("Máy biến áp", ask_transformers)
    lines = Register("Đường dây", ask_lines)
    works = Register("Công trình lưới điện", ask_works)
    high = f"{VOLTAGE_KV} kV"
    billion = {"dimension": DIMENSION.VND, "factor": Decimal(10**9)}
    return [
        RegisterCount("substations-110", f"trạm biến áp {high} đang vận hành", substations, having()),
        *(
            RegisterCount(f"substations-110-{name.replace('_', '-')}", f"trạm biến áp {high} {word}", substations,
                          having(), of=name)
            for name, word in SCADA.items()
        ),
        RegisterCount("transformers-110", f"máy biến áp ở các trạm {high}", transformers, having()),
        RegisterCount("transformers-110-mva", f"dung lượng máy biến áp ở các trạm {high}", transformers, having(),
                      of="mva", dimension=DIMENSION.APPARENT_POWER, factor=Decimal(1000)),
        RegisterCount("lines-110-km", f"chiều dài đường dây {high} đang vận hành", lines, having(), of="km",
                      dimension=DIMENSION.LENGTH, factor=Decimal(1000)),
        RegisterCount("grid-works", "công trình lưới điện trong năm", works, having()),
        RegisterCount("grid-works-110", f"công trình lưới điện {high} trong năm", works,
                      having(nominal_voltage_kv=VOLTAGE_KV)),
        RegisterCount("grid-capital", "vốn đầu tư công trình lưới điện trong năm", works, having(), of="vnd",
                      **billion),
    ]  # fmt: skip
