"""Sheets of the grid."""

from config.sheets.resources import RecordedResource
from power.models import (
    GridProject,
    Line,
    PowerPlant,
    PowerTransformer,
    Substation,
)


class GridProjectResource(RecordedResource):
    class Meta(RecordedResource.Meta):
        model = GridProject


class LineResource(RecordedResource):
    class Meta(RecordedResource.Meta):
        model = Line


class PowerPlantResource(RecordedResource):
    class Meta(RecordedResource.Meta):
        model = PowerPlant


class PowerTransformerResource(RecordedResource):
    class Meta(RecordedResource.Meta):
        model = PowerTransformer


class SubstationResource(RecordedResource):
    class Meta(RecordedResource.Meta):
        model = Substation
