"""What the power grid adds up to on a day; every number is a question to the rows, never typed."""

from django.urls import reverse

from config.values.numbers import format_number
from indicators import summaries as overview
from indicators.measures import share
from power.models import AUTOMATION, Substation

VOLTAGE_KV = 110


def of_substations(substations, day):
    """Counts and rating of the substations that serve on a day; shares are of those whose answer is known."""
    counts = substations.summary(day)
    return counts | {f"{name}_share": share(counts[name], counts[f"{name}_known"]) for name in AUTOMATION}


def of_day(day):
    """What the overview says of the grid on a day: the 110 kV substations, which reports count."""
    substations = Substation.objects.public().filter(nominal_voltage_kv=VOLTAGE_KV)
    counts = substations.summary(day)
    # A register nobody filled is not a count of 0.
    known = counts["substations"] or (0 if Substation.objects.exists() else None)
    part = (
        f"{format_number(counts['transformers'])} máy, {format_number(counts['rated_mva'])} MVA"
        if known is not None
        else ""
    )
    return [
        overview.Summary(
            title="Lưới điện",
            address=reverse("power"),
            counts=[overview.Count(f"trạm biến áp {VOLTAGE_KV} kV", known, part=part)],
            shows_demonstration=substations.as_of(day).demonstration().exists(),
        )
    ]
