"""What investment projects add up to: on a day by where they lie and what they make, and from year to year."""

from collections import Counter
from datetime import date, timedelta

from django.db import connection
from django.db.models import Count, Q, Sum
from django.db.models.functions import ExtractYear

from config.models import holding
from config.one_process import by_one_process
from config.pages.kept import kept
from config.values.dates import year_ends
from indicators.measures import known_sum, share
from projects.models import Estate, InvestmentProject, ProjectStatus
from projects.named import named, section_of

LOCATION_LABELS = {
    Estate.Kind.ZONE: "Trong khu công nghiệp",
    Estate.Kind.CLUSTER: "Trong cụm công nghiệp",
    None: "Ngoài khu, cụm công nghiệp",
}
SUMS = ["land_ha", "capital_billion_vnd", "capital_million_usd", "workers"]
COUNTS = ["projects", "operating", "invented"]
# Each status of each year is counted by a range of an index: to group all rows takes five times as long.
TURNS = """
    WITH years(number, since, until) AS (VALUES {years}), statuses(status) AS (VALUES {statuses}), invented AS (
        SELECT one.status, one."on", one.until FROM projects_projectstatus AS one
        JOIN projects_investmentproject AS project ON project.id = one.project_id WHERE project.is_demonstration
    )
    SELECT number, status,
        (SELECT count(*) FROM projects_projectstatus AS one
            WHERE one.status = statuses.status AND one."on" BETWEEN since AND years.until),
        (SELECT count(*) FROM projects_projectstatus AS one
            WHERE one.status = statuses.status AND one.until BETWEEN since AND years.until),
        EXISTS (SELECT 1 FROM invented WHERE invented.status = statuses.status
            AND invented."on" <= years.until AND (invented.until IS NULL OR invented.until > years.until))
    FROM years CROSS JOIN statuses
"""


def cells(*parts):
    """The projects of an `as_of` set, or of its parts, by all they are told apart by, in one question.

    The functions below add cells up; each part has cells of its own. A sum leaves out the projects whose amount
    nobody has given. The section is the highest line of VSIC above the industry a project names.
    """
    said = {
        "projects": Count("pk"),
        "operating": Count("pk", filter=Q(status_then=ProjectStatus.Status.OPERATING)),
        "invented": Count("pk", filter=Q(is_demonstration=True)),
        **{f"sum_{name}": Sum(name) for name in SUMS},
    }
    # Grouped by ids, the database joins and sorts no names to each of its rows. What came to be named in this very
    # moment may be missing among the names of this version.
    names = named()
    sections = {pk: section_of(row) for pk, row in names["industry"].items()}
    first, *others = [part.order_by().values("estate", "place", "industry").annotate(**said) for part in parts]
    return [
        row
        | {name: names[name].get(row[name]) for name in ("estate", "place")}
        | {"section": sections.get(row["industry"])}
        for row in (first.union(*others, all=True) if others else first)
    ]


@kept
def cells_of_all(day):
    """The cells of all public projects on a day."""
    with by_one_process():
        return cells(*InvestmentProject.objects.public().parts_as_of(day))


def by_location(rows):
    """In zones, in clusters, outside both, and the total as the last line."""
    lines = [
        {"code": kind or "outside", "label": label, **_added([row for row in rows if _kind(row) == kind])}
        for kind, label in LOCATION_LABELS.items()
    ]
    return [*lines, {"code": None, "label": "Tổng số", **_added(rows)}]


def _kind(row):
    return row["estate"] and row["estate"]["kind"]


def by_estate(rows):
    """By the zone or cluster they lie in; those outside are left out."""
    return _by([row for row in rows if row["estate"]], "estate")


def by_place(rows):
    """By the place they are recorded in; those of no place under None."""
    return _by(rows, "place")


def by_section(rows):
    """By section of VSIC; those of no industry under None."""
    return _by(rows, "section")


def over_years(projects, day):
    """How many of the projects were alive and how many operated at the end of each year, and on the day itself.

    The database gives one line for all statuses that began and ended in the same years, however many rows there are.
    """
    invented = InvestmentProject.objects.demonstration().values("pk")
    spans = (
        ProjectStatus.objects.filter(project__in=projects.order_by().values("pk"), on__lte=day)
        .order_by()
        .values("status", begun=ExtractYear("on"), ended=ExtractYear("until"))
        .annotate(
            rows=Count("pk"),
            held=Count("pk", filter=holding(day)),
            invented=Count("pk", filter=Q(project__in=invented)),
        )
    )
    alive = [span for span in spans if span["status"] != ProjectStatus.Status.ENDED]
    first = min((span["begun"] for span in spans), default=day.year + 1)
    return [_stood(alive, until, "held" if until == day else "rows") for until in year_ends(first, day)]


def _stood(alive, until, counted):
    """What the statuses come to that held at the end of a year or, `held`, on the day itself."""
    held = [span for span in alive if span["begun"] <= until.year]
    if counted == "rows":
        held = [span for span in held if until.year < (span["ended"] or until.year + 1)]
    return {
        "until": until,
        "projects": sum(span[counted] for span in held),
        "operating": sum(span[counted] for span in held if span["status"] == ProjectStatus.Status.OPERATING),
        "is_demonstration": any(span["invented"] and span[counted] for span in held),
    }


@kept
def all_over_years(day):
    """The same of all public projects, of which statuses are counted by ranges of indexes."""
    begun, standing, lines = 0, Counter(), []
    for until, turned in _turns(day).items():
        begun += sum(came for came, _, _ in turned.values())
        standing.update({status: came - went for status, (came, went, _) in turned.items()})
        if begun:
            lines.append(
                {
                    "until": until,
                    "projects": sum(standing[status] for status in ProjectStatus.ALIVE),
                    "operating": standing[ProjectStatus.Status.OPERATING],
                    "is_demonstration": any(turned[status][2] for status in ProjectStatus.ALIVE),
                }
            )
    return lines


def _turns(day):
    """By year-end and status: how many have come since the year-end before, how many have gone, if one is invented."""
    ends = year_ends(date.min.year, day)
    since = [date.min, *(end + timedelta(days=1) for end in ends[:-1])]
    years = [
        told
        for number, span in enumerate(zip(since, ends, strict=True))
        for told in (number, *map(connection.ops.adapt_datefield_value, span))
    ]
    question = TURNS.format(
        years=", ".join(["(%s, %s, %s)"] * len(ends)), statuses=", ".join(["(%s)"] * len(ProjectStatus.Status))
    )
    found = {end: {} for end in ends}
    with connection.cursor() as cursor:
        cursor.execute(question, [*years, *ProjectStatus.Status.values])
        for number, status, *turned in cursor.fetchall():
            found[ends[number]][status] = turned
    return found


def disbursed(rows):
    """Of one project's dated disbursements: what was spent by the end of each, VND and USD apart; None before any."""
    lines, spent = [], {"billion_vnd": None, "million_usd": None}
    for row in rows:
        for name in spent:
            if (amount := getattr(row, name)) is not None:
                spent[name] = (spent[name] or 0) + amount
        lines.append({"on": row.on, **spent})
    return lines


def _by(rows, axis):
    """The cells added up by one axis, the most projects first; what nobody recorded last."""
    groups, labels = {}, {}
    for row in rows:
        told = row[axis] or {"code": None, "label": None}
        groups.setdefault(told["code"], []).append(row)
        labels.setdefault(told["code"], told["label"])
    lines = [{"code": code, "label": labels[code], **_added(group)} for code, group in groups.items()]
    return sorted(lines, key=lambda line: (line["code"] is None, -line["projects"], line["label"] or ""))


def _added(rows):
    added = {name: sum(row[name] for row in rows) for name in COUNTS}
    added |= {name: known_sum(row[f"sum_{name}"] for row in rows) for name in SUMS}
    added["is_demonstration"] = added["invented"] > 0
    return {**added, "share": share(added["operating"], added["projects"])}
