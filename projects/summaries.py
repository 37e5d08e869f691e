"""What the registers add up to on a day; every number is a question to the rows, never typed."""

from django.db.models import Count, Q, Sum
from django.urls import reverse

from config.values.numbers import format_number
from indicators import summaries as overview
from indicators.measures import mean_rate, share
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

LOCATION_LABELS = {
    Estate.Kind.ZONE: "Trong khu công nghiệp",
    Estate.Kind.CLUSTER: "Trong cụm công nghiệp",
    None: "Ngoài khu, cụm công nghiệp",
}
SUMS = ["land_ha", "capital_billion_vnd", "capital_million_usd", "workers"]


def projects_by_location(projects):
    """Counts and sums of an `as_of` set by where the projects lie, and the total as the last row.

    A sum leaves out the projects whose amount nobody has given.
    """
    rows = (
        projects.order_by()
        .values("estate__kind")
        .annotate(
            projects=Count("pk"),
            operating=Count("pk", filter=Q(status_then=ProjectStatus.Status.OPERATING)),
            **{f"sum_{name}": Sum(name) for name in SUMS},
        )
    )
    by_kind = {row["estate__kind"]: row for row in rows}
    lines = [_location_row(label, by_kind.get(kind, {})) for kind, label in LOCATION_LABELS.items()]
    return [*lines, {**_added(lines), "label": "Tổng số"}]


def _location_row(label, row):
    sums = {name: row.get(f"sum_{name}") for name in SUMS}
    projects, operating = row.get("projects", 0), row.get("operating", 0)
    return {"label": label, "projects": projects, "operating": operating, "share": share(operating, projects), **sums}


def _added(lines):
    added = {name: sum(line[name] for line in lines) for name in ["projects", "operating"]}
    for name in SUMS:
        known = [line[name] for line in lines if line[name] is not None]
        added[name] = sum(known) if known else None
    return {**added, "share": share(added["operating"], added["projects"])}


def estates_by_kind(estates):
    """How many zones and clusters there are, established and operating, their areas and occupancy (sum over sum).

    The area is that of the established ones: what is only planned has none to add.
    """
    rows = [row for row in estates if row.status_then != EstateStatus.Status.DROPPED]
    lines = []
    for kind, label in [(Estate.Kind.ZONE, "Khu công nghiệp"), (Estate.Kind.CLUSTER, "Cụm công nghiệp")]:
        of_kind = [row for row in rows if row.kind == kind]
        rented = [row for row in of_kind if row.industrial_then is not None and row.leased_then is not None]
        established = [row for row in of_kind if row.status_then != EstateStatus.Status.PLANNED]
        areas = [row.established_then for row in established if row.established_then is not None]
        lines.append(
            {
                "label": label,
                "estates": len(of_kind),
                "founded": len(established),
                "operating": sum(row.status_then == EstateStatus.Status.OPERATING for row in of_kind),
                "established": sum(areas) if areas else None,
                "with_area": len(areas),
                "occupancy": mean_rate([row.leased_then for row in rented], [row.industrial_then for row in rented]),
                "with_occupancy": len(rented),
            }
        )
    return lines


def budgets_by_year(day):
    """What each year and fund source was allocated, and what schemes took of it; the total last (million VND).

    Schemes count from the day they were approved; of disbursed and settled money only the last amount is known.
    """
    budgets = list(ExtensionBudget.objects.public().as_of(day).with_use(day).order_by("year", "fund"))
    lines = [
        {
            "year": budget.year,
            "fund": budget.get_fund_display(),
            "allocated": budget.allocated,
            "committed": budget.committed,
            "disbursed": budget.disbursed,
            "settled": budget.settled,
            "used": share(budget.committed, budget.allocated),
            "is_demonstration": budget.is_demonstration,
            "use_is_demonstration": budget.use_is_demonstration,
        }
        for budget in budgets
    ]
    if not lines:
        return []
    marks = ["is_demonstration", "use_is_demonstration"]
    total = {"year": None, "fund": "Tổng số", **{mark: any(line[mark] for line in lines) for mark in marks}}
    for name in ["allocated", "committed", "disbursed", "settled"]:
        known = [line[name] for line in lines if line[name] is not None]
        total[name] = sum(known) if known else None
        total[f"with_{name}"] = len(known)
    total["budgets"] = len(lines)
    total["used"] = share(total["committed"], total["allocated"])
    return [*lines, total]


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
            for label, line in zip(["khu công nghiệp", "cụm công nghiệp"], estates_by_kind(rows), strict=True)
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
