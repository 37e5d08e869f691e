"""What licences to mine add up to on a day."""

from django.db.models import Count, Q, Sum

from config.at_once import asked, at_once
from projects.models import MiningLicence

INVENTED = Count("pk", filter=Q(site__is_demonstration=True))
SITES = Count("site", distinct=True)


def told_of_minerals(sites, licences, in_force):
    """How many sites there are, and what `by_validity` and `by_mineral` say of the licences; one question."""
    capacity = {"capacity": Sum("capacity_per_year"), "with_capacity": Count("capacity_per_year")}
    counts = {"licences": Count("pk"), "sites": SITES, "invented": INVENTED}
    told = at_once(
        sites=asked(sites, count=Count("pk")),
        validities=asked(licences, "validity_then", **counts),
        minerals=asked(in_force, "site__mineral", "quantity_unit", **capacity, **counts),
    )
    return told["sites"][0]["count"], by_validity(told["validities"]), by_mineral(told["minerals"])


def by_validity(answers):
    """How many licences of a `with_validity` set, and on how many sites, are in each state; every state is told."""
    counted = {answer["validity_then"]: answer for answer in answers}
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


def by_mineral(answers):
    """Of licences in force: sites, licences and capacity a year of each mineral, in each unit it is licensed in.

    `with_capacity` says of how many licences the capacity is known; amounts of different units are never added.
    """
    lines = [
        {
            "label": answer["site__mineral"],
            "unit": answer["quantity_unit"],
            "licences": answer["licences"],
            "sites": answer["sites"],
            "capacity": answer["capacity"],
            "with_capacity": answer["with_capacity"],
            "is_demonstration": answer["invented"] > 0,
        }
        for answer in answers
    ]
    return sorted(lines, key=lambda line: (line["unit"], -(line["capacity"] or 0), line["label"]))
