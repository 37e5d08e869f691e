"""What the overview says of these registers on a day; every number is a question to the rows, never typed."""

from django.db.models import Count, Q, Sum
from django.urls import reverse

from config.values.numbers import format_number
from indicators import summaries as overview
from projects.models import (
    Estate,
    ExtensionBudget,
    ExtensionScheme,
    InvestmentProject,
    MineralSite,
    ProjectStatus,
    TypicalProduct,
)
from projects.summaries.estates import by_kind


def of_day(day):
    """What the overview says of these registers on a day."""
    return [_of_projects(day), _of_estates(day), _of_minerals(day), _of_extension(day), _of_products(day)]


def known_count(rows):
    """How many rows there are; None where the register is empty: a list nobody brought in is not a count of 0."""
    return rows.count() or (0 if rows.model.objects.exists() else None)


def _of_projects(day):
    projects = InvestmentProject.objects.public().as_of(day)
    operating = Count("pk", filter=Q(status_then=ProjectStatus.Status.OPERATING))
    found = projects.aggregate(all=Count("pk"), operating=operating)
    known = found["all"] or (0 if InvestmentProject.objects.exists() else None)
    part = "" if known is None else f"{format_number(found['operating'])} đã đi vào sản xuất kinh doanh"
    return overview.Summary(
        title="Dự án đầu tư",
        address=reverse("project-list"),
        counts=[overview.Count("dự án", known, part=part)],
        shows_demonstration=projects.demonstration().exists(),
    )


def _of_estates(day):
    rows = list(Estate.objects.public().as_of(day))
    nobody_filled = not rows and not Estate.objects.exists()
    return overview.Summary(
        title="Khu, cụm công nghiệp",
        address=reverse("estate-list"),
        counts=[
            overview.Count(label, None)
            if nobody_filled
            else overview.Count(label, line["estates"], part=f"{format_number(line['founded'])} đã thành lập")
            for label, line in zip(["khu công nghiệp", "cụm công nghiệp"], by_kind(rows), strict=True)
        ],
        shows_demonstration=any(row.is_demonstration for row in rows),
    )


def _of_minerals(day):
    sites = MineralSite.objects.public().as_of(day)
    return overview.Summary(
        title="Khoáng sản",
        address=reverse("mineral-list"),
        counts=[overview.Count("điểm mỏ có giấy phép còn hiệu lực", known_count(sites))],
        shows_demonstration=sites.demonstration().exists(),
    )


def _of_extension(day):
    budgets = ExtensionBudget.objects.public().as_of(day)
    schemes = ExtensionScheme.objects.public().as_of(day)
    years = sorted(set(budgets.values_list("year", flat=True)))
    span = f"các năm {years[0]}–{years[-1]}" if years[1:] else f"năm {years[0]}" if years else ""
    return overview.Summary(
        title="Khuyến công",
        address=reverse("extension"),
        counts=[
            overview.Count(
                "kinh phí được giao", budgets.aggregate(total=Sum("allocated"))["total"], "triệu đồng", span
            ),
            overview.Count("đề án đã phê duyệt", known_count(schemes)),
        ],
        shows_demonstration=budgets.demonstration().exists() or schemes.demonstration().exists(),
    )


def _of_products(day):
    products = TypicalProduct.objects.public().as_of(day).filter(level=TypicalProduct.Level.PROVINCE)
    latest = products.order_by("-year").values_list("year", flat=True).first()
    of_round = products.filter(year=latest)
    return overview.Summary(
        title="Sản phẩm công nghiệp nông thôn tiêu biểu",
        address=reverse("product-list"),
        counts=[
            overview.Count("sản phẩm cấp tỉnh", known_count(of_round), part=f"kỳ bình chọn {latest}" if latest else "")
        ],
        shows_demonstration=of_round.demonstration().exists(),
    )
