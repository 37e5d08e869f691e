"""How many products were recognised, by round, level and group."""

from django.db.models import Count, Q

from projects.models import TypicalProduct


def counted(products):
    """How many products each year, level and group has: one question, from which the page adds up."""
    rows = products.order_by().values("year", "level", "group")
    rows = rows.annotate(products=Count("pk"), invented=Count("pk", filter=Q(is_demonstration=True)))
    return list(rows.order_by("year", "level", "group"))


def by_round(cells):
    """Each round's products at each level; the latest round first."""
    return [
        {
            "year": year,
            **{level.value: _told(cells, year=year, level=level)["products"] for level in TypicalProduct.Level},
            **_told(cells, year=year),
        }
        for year in sorted({cell["year"] for cell in cells}, reverse=True)
    ]


def by_group(cells):
    """Each group's products, the largest group first."""
    lines = [{"code": group.value, "label": group.label, **_told(cells, group=group)} for group in TypicalProduct.Group]
    return sorted(lines, key=lambda line: -line["products"])


def _told(cells, **chosen):
    rows = [cell for cell in cells if all(cell[name] == value for name, value in chosen.items())]
    return {
        "products": sum(row["products"] for row in rows),
        "is_demonstration": any(row["invented"] for row in rows),
    }
