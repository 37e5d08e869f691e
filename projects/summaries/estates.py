"""What zones and clusters add up to on a day."""

from config.values.dates import year_ends
from indicators.measures import mean_rate, share
from projects.models import Estate, EstateArea, EstateStatus


def by_kind(estates):
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


def occupancies(estates):
    """Of each zone and cluster whose industrial land is known: that land, what of it is leased (ha) and the share.

    The fullest come first; one dropped from planning has no land to let.
    """
    lines = [
        {
            "code": row.code,
            "label": row.name,
            "leased": row.leased_then,
            "industrial": row.industrial_then,
            "occupancy": share(row.leased_then, row.industrial_then),
            "is_demonstration": row.is_demonstration,
        }
        for row in estates
        if row.industrial_then and row.status_then != EstateStatus.Status.DROPPED
    ]
    return sorted(lines, key=lambda line: (line["leased"] is None, -(line["occupancy"] or 0), line["label"]))


def land_over_years(areas, day):
    """Of one estate's dated areas: its industrial land and what of it was leased (ha) by the end of each year."""
    kinds = {EstateArea.Kind.INDUSTRIAL: "industrial", EstateArea.Kind.LEASED: "leased"}
    told = sorted((row for row in areas if row.kind in kinds and row.on <= day), key=lambda row: row.on)
    if not told:
        return []
    lines = []
    for until in year_ends(told[0].on.year, day):
        known = {kinds[row.kind]: row.hectares for row in told if row.on <= until}
        leased, industrial = known.get("leased"), known.get("industrial")
        lines.append(
            {"until": until, "industrial": industrial, "leased": leased, "occupancy": share(leased, industrial)}
        )
    return lines
