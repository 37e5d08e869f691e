"""What investment projects add up to: on a day by where they lie and what they make, and from year to year."""

from django.db.models import Count, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from config.pages.kept import kept
from config.values.dates import year_ends
from indicators.measures import known_sum, share
from projects.models import Estate, InvestmentProject, ProjectStatus

LOCATION_LABELS = {
    Estate.Kind.ZONE: "Trong khu công nghiệp",
    Estate.Kind.CLUSTER: "Trong cụm công nghiệp",
    None: "Ngoài khu, cụm công nghiệp",
}
SUMS = ["land_ha", "capital_billion_vnd", "capital_million_usd", "workers"]
COUNTS = ["projects", "operating", "invented"]
ANCESTORS = ["industry" + "__parent" * steps for steps in (4, 3, 2, 1, 0)]
AXES = ["estate__kind", "estate__code", "estate__name", "place__code", "place__name", "section", "section_name"]


def cells(projects):
    """The projects of an `as_of` set by all they are told apart by, in one question; the functions below add cells up.

    A sum leaves out the projects whose amount nobody has given. The section is the highest line of VSIC above the
    industry a project names.
    """
    sections = {
        "section": Coalesce(*[f"{path}__code" for path in ANCESTORS]),
        "section_name": Coalesce(*[f"{path}__name" for path in ANCESTORS]),
    }
    rows = projects.order_by().annotate(**sections).values(*AXES)
    return list(
        rows.annotate(
            projects=Count("pk"),
            operating=Count("pk", filter=Q(status_then=ProjectStatus.Status.OPERATING)),
            invented=Count("pk", filter=Q(is_demonstration=True)),
            **{f"sum_{name}": Sum(name) for name in SUMS},
        )
    )


@kept
def cells_of_all(day):
    """The cells of all public projects on a day."""
    return cells(InvestmentProject.objects.public().as_of(day))


def by_location(rows):
    """In zones, in clusters, outside both, and the total as the last line."""
    lines = [
        {"code": kind or "outside", "label": label, **_added([row for row in rows if row["estate__kind"] == kind])}
        for kind, label in LOCATION_LABELS.items()
    ]
    return [*lines, {"code": None, "label": "Tổng số", **_added(rows)}]


def by_estate(rows):
    """By the zone or cluster they lie in; those outside are left out."""
    return _by([row for row in rows if row["estate__code"]], "estate__code", "estate__name")


def by_place(rows):
    """By the place they are recorded in; those of no place under None."""
    return _by(rows, "place__code", "place__name")


def by_section(rows):
    """By section of VSIC; those of no industry under None."""
    return _by(rows, "section", "section_name")


def over_years(projects, day):
    """How many of the projects were alive and how many operated at the end of each year, and on the day itself.

    Counted from what each dated status changed: the database gives the changes of a year, whatever the number of rows.
    """
    earlier = ProjectStatus.objects.filter(project=OuterRef("project"), on__lt=OuterRef("on")).order_by("-on")
    changes = (
        ProjectStatus.objects.filter(project__in=projects.order_by().values("pk"), on__lte=day)
        .order_by()
        .annotate(before=Subquery(earlier.values("status")[:1]))
        .values("on__year", "before", "status")
        .annotate(rows=Count("pk"), invented=Count("pk", filter=Q(project__is_demonstration=True)))
    )
    told = [
        {
            "year": change["on__year"],
            "projects": change["rows"] * (_is_alive(change["status"]) - _is_alive(change["before"])),
            "operating": change["rows"] * (_is_operating(change["status"]) - _is_operating(change["before"])),
            "invented": change["invented"],
        }
        for change in changes
    ]
    first = min((change["year"] for change in told), default=day.year + 1)
    return [_stood(told, until) for until in year_ends(first, day)]


@kept
def all_over_years(day):
    """The same of all public projects."""
    return over_years(InvestmentProject.objects.public(), day)


def _stood(changes, until):
    """What the changes up to a day come to."""
    past = [change for change in changes if change["year"] <= until.year]
    return {
        "until": until,
        "projects": sum(change["projects"] for change in past),
        "operating": sum(change["operating"] for change in past),
        "is_demonstration": any(change["invented"] for change in past),
    }


def disbursed(rows):
    """Of one project's dated disbursements: what was spent by the end of each, VND and USD apart; None before any."""
    lines, spent = [], {"billion_vnd": None, "million_usd": None}
    for row in rows:
        for name in spent:
            if (amount := getattr(row, name)) is not None:
                spent[name] = (spent[name] or 0) + amount
        lines.append({"on": row.on, **spent})
    return lines


def _is_alive(status):
    return status is not None and status != ProjectStatus.Status.ENDED


def _is_operating(status):
    return status == ProjectStatus.Status.OPERATING


def _by(rows, code, name):
    """The cells added up by one axis, the most projects first; what nobody recorded last."""
    groups = {}
    for row in rows:
        groups.setdefault(row[code], []).append(row)
    lines = [{"code": key, "label": group[0][name], **_added(group)} for key, group in groups.items()]
    return sorted(lines, key=lambda line: (line["code"] is None, -line["projects"], line["label"] or ""))


def _added(rows):
    added = {name: sum(row[name] for row in rows) for name in COUNTS}
    added |= {name: known_sum(row[f"sum_{name}"] for row in rows) for name in SUMS}
    added["is_demonstration"] = added["invented"] > 0
    return {**added, "share": share(added["operating"], added["projects"])}
