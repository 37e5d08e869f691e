"""What the power grid adds up to on a day; every number is a question to the rows, never typed."""

from django.db.models import Case, Count, F, Q, Sum, Value, When
from django.db.models.functions import ExtractYear, Greatest, Least
from django.urls import reverse

from config.at_once import asked, at_once
from config.pages.kept import kept
from config.values.dates import year_ends
from config.values.numbers import format_number
from indicators.measures import share
from indicators.summaries import Count as Told
from indicators.summaries import Register, Summary, counted
from power.models import AUTOMATION, Line, PowerPlant, PowerTransformer, Substation, summary_told

VOLTAGE_KV = 110
NEVER = 10_000  # a year past every calendar
INVENTED = {"invented": Count("pk", filter=Q(is_demonstration=True))}


def told_of_substations(serving, whenever, day):
    """What their page says of substations: of those that serve on a day, and of the same on other days by year.

    Shares are of those whose answer is known.
    """
    told = at_once(
        **serving.summary_questions(day),
        stations=_stations(whenever, day),
        machines=_machines(whenever, day),
    )
    counts = summary_told(told)
    counts |= {f"{name}_share": share(counts[name], counts[f"{name}_known"]) for name in AUTOMATION}
    return counts, _over_years(told["stations"], day), _over_years(told["machines"], day)


@kept
def told_of_all_substations(day):
    """The same of all public substations."""
    substations = Substation.objects.public()
    return told_of_substations(substations.as_of(day), substations, day)


def _stations(substations, day):
    """Substations in service at the end of each year and on the day, by voltage."""
    return _question(substations, "nominal_voltage_kv", day, stations=Count("pk"), **INVENTED)


def _machines(substations, day):
    """Transformers in service at the end of each year and on the day, and their rating (MVA), by voltage of the place.

    Like `summary`: a transformer serves where its substation does.
    """
    machines = PowerTransformer.objects.filter(substation__in=substations.order_by().values("pk"))
    invented = Count("pk", filter=Q(substation__is_demonstration=True))
    amounts = {"machines": Count("pk"), "rated_mva": Sum("rated_mva"), "invented": invented}
    return _question(machines, "substation__nominal_voltage_kv", day, owners=("", "substation__"), **amounts)


def lines_over_years(lines, day):
    """Lines in service at the end of each year and on the day, and their length (km), by voltage.

    `with_length` says of how many lines the length is known.
    """
    amounts = {"lines": Count("pk"), "km": Sum("length_km"), "with_length": Count("length_km")}
    return _over_years(at_once(lines=_question(lines, "nominal_voltage_kv", day, **amounts, **INVENTED))["lines"], day)


@kept
def all_lines_over_years(day):
    """The same of all public lines."""
    return lines_over_years(Line.objects.public(), day)


def plants_by_type(plants):
    """Plants in service by type and their capacity (MW), the most powerful type first."""
    rows = plants.order_by().values("type").annotate(plants=Count("pk"), mw=Sum("installed_capacity_mw"), **INVENTED)
    labels = dict(PowerPlant.Type.choices)
    lines = [
        {
            "code": row["type"],
            "label": labels[row["type"]],
            "plants": row["plants"],
            "mw": row["mw"],
            "is_demonstration": row["invented"] > 0,
        }
        for row in rows
    ]
    return sorted(lines, key=lambda line: -line["mw"])


def works_by_year(works):
    """Works of each year by status, and their capital (billion VND); `with_capital` of them have one given."""
    amounts = {
        "works": Count("pk"),
        "capital": Sum("capital_billion_vnd"),
        "with_capital": Count("capital_billion_vnd"),
    }
    lines = {}
    for row in works.order_by().values("year", "status").annotate(**amounts, **INVENTED).order_by("year"):
        line = lines.setdefault(
            row["year"],
            {
                "year": row["year"],
                "statuses": {},
                "works": 0,
                "capital": None,
                "with_capital": 0,
                "is_demonstration": False,
            },
        )
        line["statuses"][row["status"]] = row["works"]
        line["works"] += row["works"]
        line["with_capital"] += row["with_capital"]
        line["is_demonstration"] |= row["invented"] > 0
        if row["capital"] is not None:
            line["capital"] = (line["capital"] or 0) + row["capital"]
    return list(lines.values())


def _question(rows, voltage, day, *, owners=("",), **amounts):
    """A question for `_over_years`: one answer for all dated equipment that came and went in the same years."""
    begun, ended = [], []
    for owner in owners:
        rows = rows.filter(**{f"{owner}commissioned_on__lte": day})
        begun.append(ExtractYear(f"{owner}commissioned_on"))
        gone = When(**{f"{owner}decommissioned_on__lte": day}, then=ExtractYear(f"{owner}decommissioned_on"))
        ended.append(Case(gone, default=Value(NEVER)))
    spans = {"voltage": F(voltage), "begun": _of_all(Greatest, begun), "ended": _of_all(Least, ended)}
    return asked(rows.annotate(**spans), *spans, **amounts)


def _of_all(function, years):
    return function(*years) if len(years) > 1 else years[0]


def _over_years(answers, day):
    """What was in service at the end of each year up to a day, and on the day: by voltage."""
    first = min((group["begun"] for group in answers), default=day.year + 1)
    return [{"until": until, "by_voltage": _in_service(answers, until.year)} for until in year_ends(first, day)]


def _in_service(groups, year):
    """By voltage, the amounts of what had begun by the end of a year and not ended; None where none is known."""
    told = {}
    for group in groups:
        if group["begun"] <= year < group["ended"]:
            amounts = group.keys() - {"voltage", "begun", "ended"}
            line = told.setdefault(group["voltage"], dict.fromkeys(amounts))
            for name in amounts:
                if group[name] is not None:
                    line[name] = (line[name] or 0) + group[name]
    return told


def of_day(day):
    """What the overview asks of the grid on a day: the 110 kV substations, which reports count."""
    substations = Substation.objects.public().filter(nominal_voltage_kv=VOLTAGE_KV).as_of(day)
    machines = PowerTransformer.objects.filter(substation__in=substations).as_of(day)
    serving = asked(machines, count=Count("pk"), rated_mva=Sum("rated_mva"))
    return [Register({"substations": counted(substations), "machines": serving}, _tell)]


def _tell(substations, machines):
    part = f"{format_number(machines['count'])} máy, {format_number(machines['rated_mva'])} MVA"
    known = substations["known"]
    return Summary(
        title="Lưới điện",
        address=reverse("power"),
        counts=[Told(f"trạm biến áp {VOLTAGE_KV} kV", known, part="" if known is None else part)],
        shows_demonstration=substations["invented"] > 0,
    )
