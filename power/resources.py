"""Sheets of the grid."""

import re

from config.sheets.across import Across, leave_out
from config.sheets.belonging import Belonging, unfold_list
from config.sheets.resources import RecordedResource, sheet_of
from power.models import GridProject, Line, PowerPlant, PowerTransformer, Substation

GridProjectResource = sheet_of(GridProject)
PowerPlantResource = sheet_of(PowerPlant)
# What a list of works of the grid holds.
WORKS = ("power.Substation", "power.PowerTransformer", "power.Line")


class SubstationResource(RecordedResource):
    """Substations, also in a list of works that holds lines too: a row is what its filled columns say."""

    shared_with = WORKS
    own_words = ("trạm biến áp", "mva")
    sister_words = ("chiều dài", "loại dây")

    class Meta(RecordedResource.Meta):
        model = Substation

    def arrange(self, plan):
        leave_out(plan, ["mva", "chiều dài", "loại dây"])


class LineResource(RecordedResource):
    """Lines, also in a list of works that holds substations too."""

    shared_with = WORKS
    own_words = ("chiều dài", "loại dây", "dây dẫn")
    sister_words = ("trạm biến áp", "mva")

    class Meta(RecordedResource.Meta):
        model = Line

    def arrange(self, plan):
        leave_out(plan, ["mva"])


_RATINGS = re.compile(r"(?:(?P<count>\d)\s*[x×*]\s*)?(?P<rating>\d{1,4}(?:,\d{1,2})?)")


def transformers(cell):
    """The transformers that a cell of ratings stands for: «2x63» is T1 and T2 of 63 MVA each, «40+25» of 40 and 25."""
    text = f"{cell:g}".replace(".", ",") if isinstance(cell, int | float) else str(cell).strip()
    parts = [_RATINGS.fullmatch(part.strip().removesuffix("MVA").strip()) for part in text.split("+")]
    if not all(parts):
        # Refused where it is read, as no number.
        return [{None: text, "name": "T1"}]
    ratings = [part["rating"] for part in parts for _ in range(int(part["count"] or 1))]
    return [{None: rating, "name": f"T{number}"} for number, rating in enumerate(ratings, start=1)]


class PowerTransformerResource(RecordedResource):
    """Power transformers, also as a list of works has them: their ratings in one cell of the substation."""

    shared_with = WORKS

    class Meta(RecordedResource.Meta):
        model = PowerTransformer

    def unfold(self, sheets, choices, user):
        across = [Across(("mva",), fills="rated_mva", rows=transformers)]
        return unfold_list(self, Belonging("substation", SubstationResource(), across), sheets, choices)
