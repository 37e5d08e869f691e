"""What khuyến công money and schemes add up to (million VND)."""

from django.db.models import Count, Q, Sum

from config.at_once import asked, at_once
from indicators.measures import known_sum, share
from projects.models import ExtensionBudget, ExtensionScheme, SchemeFunding
from projects.models.extension import BUDGET_SOURCES


def budgets(day):
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
        total[name] = known_sum(line[name] for line in lines)
        total[f"with_{name}"] = sum(line[name] is not None for line in lines)
    total["budgets"] = len(lines)
    total["years"] = span(lines[0]["year"], lines[-1]["year"])
    total["used"] = share(total["committed"], total["allocated"])
    return [*lines, total]


def span(first, last):
    """«các năm 2020–2023», «năm 2020»."""
    return f"năm {first}" if first == last else f"các năm {first}–{last}"


def by_content(schemes, published):
    """How many schemes each kind of work has, with the support approved for them; and what else is asked in one."""
    chosen = schemes.order_by().values("pk")
    contents = ExtensionScheme.objects.filter(pk__in=chosen)
    funding = SchemeFunding.objects.filter(scheme__in=chosen, fund__in=BUDGET_SOURCES)
    told = at_once(
        contents=asked(
            contents,
            "content__code",
            "content__name",
            schemes=Count("pk"),
            invented=Count("pk", filter=Q(is_demonstration=True)),
        ),
        money=asked(funding, "scheme__content__code", support=Sum("committed")),
        published=published,
    )
    money = {row["scheme__content__code"]: row["support"] for row in told["money"]}
    lines = [
        {
            "code": row["content__code"],
            "label": row["content__name"],
            "schemes": row["schemes"],
            "support": money.get(row["content__code"]),
            "is_demonstration": row["invented"] > 0,
        }
        for row in told["contents"]
    ]
    return sorted(lines, key=lambda line: (-line["schemes"], line["label"] or "")), told["published"]
