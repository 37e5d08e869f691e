"""Sheets of the grid."""

from config.sheets.resources import RecordedResource, sheet_of
from power.models import GridProject, Line, PowerPlant, PowerTransformer, Substation

GridProjectResource = sheet_of(GridProject)
PowerPlantResource = sheet_of(PowerPlant)
PowerTransformerResource = sheet_of(PowerTransformer)


class SubstationResource(RecordedResource):
    """Substations, also in a list of works that holds lines too: a row is what its filled columns say."""

    own_words = ("trạm biến áp", "mva")
    sister_words = ("chiều dài", "loại dây")

    class Meta(RecordedResource.Meta):
        model = Substation


class LineResource(RecordedResource):
    """Lines, also in a list of works that holds substations too."""

    own_words = ("chiều dài", "loại dây", "dây dẫn")
    sister_words = ("trạm biến áp", "mva")

    class Meta(RecordedResource.Meta):
        model = Line
