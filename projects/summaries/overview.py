"""What the overview says of these registers on a day; every number is a question to the rows, never typed."""

from django.db.models import Count, Max, Min, Q, Sum
from django.urls import reverse

from config.values.numbers import format_number
from indicators.summaries import Count as Told
from indicators.summaries import Register, Summary, counted
from projects.models import (
    Estate,
    EstateStatus,
    ExtensionBudget,
    ExtensionScheme,
    InvestmentProject,
    MineralSite,
    ProjectStatus,
    TypicalProduct,
)
from projects.summaries.extension import span


def of_day(day):
    """What the overview asks of these registers on a day."""
    return [_projects(day), _estates(day), _minerals(day), _extension(day), _products(day)]


def _projects(day):
    lasting, passing = InvestmentProject.objects.public().parts_as_of(day)
    operating = Count("pk", filter=Q(status_then=ProjectStatus.Status.OPERATING))
    questions = {"lasting": counted(lasting, operating=operating), "passing": counted(passing, operating=operating)}
    return Register(questions, _tell_projects)


def _tell_projects(lasting, passing):
    projects = {name: None if value is None else value + passing[name] for name, value in lasting.items()}
    part = f"{format_number(projects['operating'])} đã đi vào sản xuất kinh doanh"
    return Summary(
        title="Dự án đầu tư",
        address=reverse("project-list"),
        counts=[Told("dự án", projects["known"], part="" if projects["known"] is None else part)],
        shows_demonstration=projects["invented"] > 0,
    )


def _estates(day):
    there = Q(status_then__isnull=False) & ~Q(status_then=EstateStatus.Status.DROPPED)
    founded = there & ~Q(status_then=EstateStatus.Status.PLANNED)
    said = {}
    for kind in Estate.Kind:
        said[kind.value] = Count("pk", filter=there & Q(kind=kind))
        said[f"{kind}_founded"] = Count("pk", filter=founded & Q(kind=kind))
    return Register({"estates": counted(Estate.objects.public().as_of(day), **said)}, _tell_estates)


def _tell_estates(estates):
    return Summary(
        title="Khu, cụm công nghiệp",
        address=reverse("estate-list"),
        counts=[
            Told(kind.label, None)
            if estates["known"] is None
            else Told(kind.label, estates[kind], part=f"{format_number(estates[f'{kind}_founded'])} đã thành lập")
            for kind in Estate.Kind
        ],
        shows_demonstration=estates["invented"] > 0,
    )


def _minerals(day):
    return Register({"sites": counted(MineralSite.objects.public().as_of(day))}, _tell_minerals)


def _tell_minerals(sites):
    return Summary(
        title="Khoáng sản",
        address=reverse("mineral-list"),
        counts=[Told("điểm mỏ có giấy phép còn hiệu lực", sites["known"])],
        shows_demonstration=sites["invented"] > 0,
    )


def _extension(day):
    budgets = ExtensionBudget.objects.public().as_of(day)
    span = {"first": Min("year"), "last": Max("year"), "allocated": Sum("allocated")}
    schemes = ExtensionScheme.objects.public().as_of(day)
    return Register({"budgets": counted(budgets, **span), "schemes": counted(schemes)}, _tell_extension)


def _tell_extension(budgets, schemes):
    first, last = budgets["first"], budgets["last"]
    years = "" if first is None else span(first, last)
    return Summary(
        title="Khuyến công",
        address=reverse("extension"),
        counts=[
            Told("kinh phí được giao", budgets["allocated"], "triệu đồng", years),
            Told("đề án đã phê duyệt", schemes["known"]),
        ],
        shows_demonstration=bool(budgets["invented"] or schemes["invented"]),
    )


def _products(day):
    products = TypicalProduct.objects.public().as_of(day).filter(level=TypicalProduct.Level.PROVINCE)
    of_round = products.filter(year=products.order_by("-year").values("year")[:1])
    return Register({"products": counted(of_round, round=Max("year"))}, _tell_products)


def _tell_products(products):
    latest = products["round"]
    return Summary(
        title="Sản phẩm công nghiệp nông thôn tiêu biểu",
        address=reverse("product-list"),
        counts=[Told("sản phẩm cấp tỉnh", products["known"], part=f"kỳ bình chọn {latest}" if latest else "")],
        shows_demonstration=products["invented"] > 0,
    )
