"""What is measured, where and when, and every figure of it."""

from indicators.models.figures import Figure, Indicator, Kind, Qualifier, ReportedValue, State
from indicators.models.trail import AuditEntry
from indicators.models.vocabulary import Industry, Office, Place, Source, Topic, Unit

__all__ = [
    "AuditEntry",
    "Figure",
    "Indicator",
    "Industry",
    "Kind",
    "Office",
    "Place",
    "Qualifier",
    "ReportedValue",
    "Source",
    "State",
    "Topic",
    "Unit",
]
