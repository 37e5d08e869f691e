"""The sheets under fixtures/ that this app reads, those others name first."""

from indicators import resources

SHEETS = [
    ("places.csv", resources.PlaceResource),
    ("offices.csv", resources.OfficeResource),
    ("units.csv", resources.UnitResource),
    ("topics.csv", resources.TopicResource),
    ("industries.csv", resources.IndustryResource),
    ("sources.csv", resources.SourceResource),
    ("indicators.csv", resources.IndicatorResource),
    ("report_forms.csv", resources.ReportFormResource),
    ("form_rows.csv", resources.FormRowResource),
    ("form_columns.csv", resources.FormColumnResource),
    ("form_periods.csv", resources.FormPeriodResource),
    ("figures.csv", resources.FigureResource),
    ("reported_values.csv", resources.ReportedValueResource),
]
