"""Sheets of the grid."""

from config.sheets.resources import sheet_of
from power.models import GridProject, Line, PowerPlant, PowerTransformer, Substation

GridProjectResource = sheet_of(GridProject)
LineResource = sheet_of(Line)
PowerPlantResource = sheet_of(PowerPlant)
PowerTransformerResource = sheet_of(PowerTransformer)
SubstationResource = sheet_of(Substation)
