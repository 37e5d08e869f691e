"""What licences to mine add up to on a day."""

from django.db.models import Count, Q, Sum

from projects.models import MiningLicence

INVENTED = Count("pk", filter=Q(site__is_demonstration=True))


def by_validity(licences):
    """How many licences of a `with_validity` set, and on how many sites, are in each state; every state is told."""
    rows = licences.order_by().values("validity_then")
    counted = {
        row["validity_then"]: row
        for row in rows.annotate(licences=Count("pk"), sites=Count("site", distinct=True), invented=INVENTED)
    }
    return [
        {
            "code": state.value,
            "label": state.label,
            "licences": counted.get(state, {}).get("licences", 0),
            "sites": counted.get(state, {}).get("sites", 0),
            "is_demonstration": counted.get(state, {}).get("invented", 0) > 0,
        }
        for state in MiningLicence.Validity
    ]


def by_mineral(licences):
    """Of licences in force: sites, licences and capacity a year of each mineral, in each unit it is licensed in.

    `with_capacity` says of how many licences the capacity is known; amounts of different units are never added.
    """
    rows = licences.order_by().values("site__mineral", "quantity_unit")
    counted = rows.annotate(
        licences=Count("pk"),
        sites=Count("site", distinct=True),
        capacity=Sum("capacity_per_year"),
        with_capacity=Count("capacity_per_year"),
        invented=INVENTED,
    )
    lines = [
        {
            "label": row["site__mineral"],
            "unit": row["quantity_unit"],
            "licences": row["licences"],
            "sites": row["sites"],
            "capacity": row["capacity"],
            "with_capacity": row["with_capacity"],
            "is_demonstration": row["invented"] > 0,
        }
        for row in counted
    ]
    return sorted(lines, key=lambda line: (line["unit"], -(line["capacity"] or 0), line["label"]))
