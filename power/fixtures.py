"""The sheets under fixtures/ that this app reads, those others name first."""

from power import resources

SHEETS = [
    ("substations.csv", resources.SubstationResource),
    ("power_transformers.csv", resources.PowerTransformerResource),
    ("lines.csv", resources.LineResource),
    ("power_plants.csv", resources.PowerPlantResource),
    ("grid_projects.csv", resources.GridProjectResource),
]
