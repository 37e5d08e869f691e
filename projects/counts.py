"""What the registers of projects count for figures: on the last day of a period, or over its years."""

from decimal import Decimal
from functools import partial

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, F, OuterRef, Q, Sum
from django.utils.text import slugify

from config.values.text import unmarked
from indicators.counts import Question, Register, RegisterCount, having, years_of
from indicators.models import Unit
from projects.models import (
    ContentLine,
    Estate,
    EstateStatus,
    ExtensionBudget,
    ExtensionScheme,
    HandicraftKind,
    InvestmentProject,
    MineralSite,
    MiningLicence,
    ProjectStatus,
    SchemeFunding,
    SchemeStep,
    TypicalProduct,
)
from projects.models.extension import BUDGET_SOURCES

DIMENSION = Unit.Dimension
MILLION, BILLION, HECTARE = Decimal(10**6), Decimal(10**9), Decimal(10**4)
Kind, Form = Estate.Kind, InvestmentProject.Form

# Investment


def ask_projects(where, period):
    register = where.of(InvestmentProject.objects)
    groups = (
        register.as_of(period.end)
        .order_by()
        .values("status_then", "estate__kind", "form", "is_demonstration")
        .annotate(
            rows=Count("pk"),
            vnd=Sum("capital_billion_vnd"),
            with_vnd=Count("capital_billion_vnd"),
            usd=Sum("capital_million_usd"),
            with_usd=Count("capital_million_usd"),
        )
    )
    return Question(register, groups)


def of_projects():
    register = Register("Dự án đầu tư", ask_projects)
    operating = {"status_then": ProjectStatus.Status.OPERATING}
    zones, clusters = {"estate__kind": Kind.ZONE}, {"estate__kind": Kind.CLUSTER}
    foreign, domestic = {"form": Form.FOREIGN}, {"form": Form.DOMESTIC}
    vnd = {"of": "vnd", "dimension": DIMENSION.VND, "factor": BILLION}
    usd = {"of": "usd", "dimension": DIMENSION.USD, "factor": MILLION}

    def of(code, label, wanted, **amount):
        return RegisterCount(code, label, register, having(**wanted), **amount)

    return [
        of("projects", "dự án", {}),
        of("projects-operating", "dự án đã đi vào sản xuất kinh doanh", operating),
        of("zone-projects", "dự án trong khu công nghiệp", zones),
        of("zone-projects-operating", "dự án trong khu công nghiệp đã sản xuất kinh doanh", zones | operating),
        of("zone-projects-foreign", "dự án FDI trong khu công nghiệp", zones | foreign),
        of("zone-projects-domestic", "dự án trong nước trong khu công nghiệp", zones | domestic),
        of("zone-capital-foreign", "vốn đăng ký của dự án FDI trong khu công nghiệp", zones | foreign, **usd),
        of("zone-capital-domestic", "vốn đăng ký của dự án trong nước trong khu công nghiệp", zones | domestic, **vnd),
        of("cluster-projects", "dự án trong cụm công nghiệp", clusters),
        of("cluster-projects-operating", "dự án trong cụm công nghiệp đã sản xuất kinh doanh", clusters | operating),
        of("cluster-capital", "vốn đăng ký của dự án trong cụm công nghiệp", clusters, **vnd),
    ]


# Zones and clusters

AREAS = {
    "planned": ("planned_then", "diện tích quy hoạch"),
    "established": ("established_then", "diện tích thành lập"),
    "industrial": ("industrial_then", "đất công nghiệp"),
}
PLANNED = frozenset(EstateStatus.Status.values) - {EstateStatus.Status.DROPPED}
ESTABLISHED = PLANNED - {EstateStatus.Status.PLANNED}


def ask_estates(where, period):
    register = where.of(Estate.objects)
    names = [name for name, _ in AREAS.values()]
    rows = register.as_of(period.end).values("kind", "status_then", "is_demonstration", *names)
    return Question(register, rows, lambda told: [{"rows": 1, **row, **_areas_of(row)} for row in told])


def _areas_of(row):
    """The areas of one estate as those of a group of one."""
    known = {name: row[name] is not None for name, _ in AREAS.values()}
    return {name: row[name] or 0 for name in known} | {f"with_{name}": int(has) for name, has in known.items()}


def of_estates():
    register = Register("Khu, cụm công nghiệp", ask_estates)
    statuses = [
        ("planned", "trong quy hoạch, kể cả đã thành lập", PLANNED),
        ("established", "đã thành lập", ESTABLISHED),
        ("operating", "đang hoạt động", {EstateStatus.Status.OPERATING}),
    ]
    for kind in Kind:
        for code, label, status in statuses:
            keep = having(kind=kind, status_then=status)
            yield RegisterCount(f"{kind.value}s-{code}", f"{kind.label} {label}", register, keep)
        for code, (name, label) in AREAS.items():
            keep = having(kind=kind, status_then=PLANNED if code == "planned" else ESTABLISHED)
            of_which = "trong quy hoạch" if code == "planned" else "đã thành lập"
            yield RegisterCount(
                f"{kind.value}-area-{code}",
                f"{label} của các {kind.label} {of_which}",
                register,
                keep,
                of=name,
                dimension=DIMENSION.AREA,
                factor=HECTARE,
            )


# Minerals


def ask_sites(where, period):
    register = where.of(MineralSite.objects)
    sites = register.as_of(period.end).order_by().values("is_demonstration").annotate(rows=Count("pk"))
    return Question(register, sites)


def ask_licences(where, period):
    register = where.of(MineralSite.objects)
    licences = (
        MiningLicence.objects.filter(site__in=register.values("pk"))
        .as_of(period.end)
        .order_by()
        .values(is_demonstration=F("site__is_demonstration"))
        .annotate(rows=Count("pk"), area=Sum("area_ha"), with_area=Count("area_ha"))
    )
    return Question(register, licences)


def of_minerals():
    sites, licences = Register("Khoáng sản", ask_sites), Register("Khoáng sản", ask_licences)
    return [
        RegisterCount("mineral-sites", "điểm mỏ có giấy phép còn hiệu lực", sites, having()),
        RegisterCount("mining-licences", "giấy phép khai thác còn hiệu lực", licences, having()),
        RegisterCount(
            "mining-area",
            "diện tích theo giấy phép khai thác còn hiệu lực",
            licences,
            having(),
            of="area",
            dimension=DIMENSION.AREA,
            factor=HECTARE,
        ),
    ]


# Khuyến công

AMOUNTS = {"committed": "hỗ trợ phê duyệt", "disbursed": "giải ngân, tạm ứng"}


def ask_budgets(where, period):
    years = years_of(period)
    if years is None:
        return None
    register = where.of(ExtensionBudget.objects, path=None)
    rows = register.filter(year__range=years).order_by().values("year", "fund", "is_demonstration", "allocated")
    return Question(register, rows, partial(_with_silent_years, years))


def _with_silent_years(years, rows):
    """Of a year and fund without a row nobody said that nothing was allocated."""
    groups = [{"rows": 1, "with_allocated": 1, **row} for row in rows]
    told = {(group["year"], group["fund"]) for group in groups if not group["is_demonstration"]}
    silent = [
        {"rows": 1, "with_allocated": 0, "fund": fund, "is_demonstration": False}
        for year in range(years[0], years[1] + 1)
        for fund in BUDGET_SOURCES
        if (year, fund) not in told
    ]
    return [*groups, *silent]


def ask_schemes(where, period):
    years = years_of(period)
    if years is None:
        return None
    register = where.of(ExtensionScheme.objects, path=None)
    money = SchemeFunding.objects.filter(scheme=OuterRef("pk"))
    approval = SchemeStep.objects.filter(
        scheme=OuterRef("pk"), status=SchemeStep.Status.APPROVED, on__range=(period.start, period.end)
    )
    runs = Q(first_year__lte=years[1], last_year__gte=years[0])
    groups = (
        register.as_of(period.end)
        .annotate(
            runs=ExpressionWrapper(runs, BooleanField()),
            was_approved=Exists(approval),
            **{fund.value: Exists(money.filter(fund=fund)) for fund in BUDGET_SOURCES},
        )
        .order_by()
        .values("runs", "was_approved", *(fund.value for fund in BUDGET_SOURCES), "is_demonstration")
        .annotate(rows=Count("pk"))
    )
    return Question(register, groups)


def ask_money(where, period):
    years = years_of(period)
    if years is None:
        return None
    register = where.of(ExtensionScheme.objects, path=None)
    lines = (
        SchemeFunding.objects.filter(scheme__in=register.as_of(period.end).values("pk"), year__range=years)
        .order_by()
        .values("fund", "scheme__content__code", is_demonstration=F("scheme__is_demonstration"))
        .annotate(
            rows=Count("pk"),
            # Before the sums, which take the names of the fields.
            **{f"with_{name}": Count(name) for name in AMOUNTS},
            **{name: Sum(name) for name in AMOUNTS},
        )
    )
    return Question(register, lines, _by_content)


def _by_content(groups):
    return [group | {"content": slug_of(group["scheme__content__code"] or "")} for group in groups]


def of_extension(codes):
    million = {"dimension": DIMENSION.VND, "factor": MILLION}
    budgets = Register("Kinh phí khuyến công được giao", ask_budgets)
    yield RegisterCount("budget", "kinh phí khuyến công được giao", budgets, having(), of="allocated", **million)
    for fund in BUDGET_SOURCES:
        keep = having(fund=fund)
        label = f"kinh phí được giao, {fund.label}"
        yield RegisterCount(f"budget-{fund.value}", label, budgets, keep, of="allocated", **million)
    schemes = Register("Đề án khuyến công", ask_schemes)
    yield RegisterCount("schemes", "đề án triển khai trong kỳ", schemes, having(runs=True))
    yield RegisterCount("schemes-approved", "đề án được phê duyệt trong kỳ", schemes, having(was_approved=True))
    for fund in BUDGET_SOURCES:
        keep = having(runs=True, **{fund.value: True})
        yield RegisterCount(f"schemes-{fund.value}", f"đề án triển khai trong kỳ, {fund.label}", schemes, keep)
    yield from of_money(Register("Kinh phí của đề án khuyến công", ask_money), million, codes)


def of_money(register, million, codes):
    """The money of schemes, of each fund source in all and by the content lines the law pays for."""
    is_asked = codes is None or any(code.startswith(tuple(AMOUNTS)) for code in codes)
    contents = [(slug_of(line.code), line.name) for line in ContentLine.objects.all()] if is_asked else []
    for amount, word in AMOUNTS.items():
        for fund in BUDGET_SOURCES:
            label = f"{word}, {fund.label}"
            code = f"{amount}-{fund.value}"
            yield RegisterCount(code, label, register, having(fund=fund), of=amount, **million)
            for slug, name in contents:
                keep = having(fund=fund, content=slug)
                yield RegisterCount(f"{code}-{slug}", f"{label}: {name}", register, keep, of=amount, **million)


def slug_of(code) -> str:
    """The code of a content line as the code of a count has it."""
    return slugify(unmarked(code))


# Products


def ask_products(where, period):
    years = years_of(period)
    if years is None:
        return None
    register = where.of(TypicalProduct.objects)
    rows = register.filter(year__range=years).order_by()
    return Question(register, rows.values("level", "is_demonstration").annotate(rows=Count("pk")))


def ask_handicrafts(where, period):
    register = where.of(HandicraftKind.objects, path=None)
    kinds = register.as_of(period.end).order_by().values("is_demonstration").annotate(rows=Count("pk"))
    return Question(register, kinds)


def of_products():
    products = Register("Sản phẩm CNNT tiêu biểu", ask_products)
    kinds = Register("Tiểu thủ công nghiệp", ask_handicrafts)
    dimension = {"dimension": DIMENSION.PRODUCT}
    return [
        *(
            RegisterCount(f"products-{level.value}", f"sản phẩm được bình chọn {level.label}", products,
                          having(level=level), **dimension)
            for level in TypicalProduct.Level
        ),
        RegisterCount("handicraft-kinds", "loại sản phẩm tiểu thủ công nghiệp", kinds, having()),
    ]  # fmt: skip


def declared(codes=None):
    """All that these registers count; of the contents of khuyến công only where one of these codes may speak of one."""
    return [*of_projects(), *of_estates(), *of_minerals(), *of_extension(codes), *of_products()]
