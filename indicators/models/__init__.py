"""What is measured, where and when, and every figure of it."""

from indicators.models.book import BookSettings
from indicators.models.figures import Figure, Kind, Qualifier, ReportedValue, State
from indicators.models.forms import (
    FormColumn,
    FormException,
    FormPeriod,
    FormPresence,
    FormReminder,
    FormRow,
    ReportForm,
)
from indicators.models.imports import SheetImport
from indicators.models.indicators import Indicator
from indicators.models.layouts import FormLayout, SheetLayout
from indicators.models.people import Posting, TablePresence
from indicators.models.releases import Release, ReleaseItem, WarningRead
from indicators.models.security import SecondFactor
from indicators.models.trail import AuditEntry, TableChange
from indicators.models.versions import ReportedInVersion, Version
from indicators.models.vocabulary import Industry, Office, Place, Source, Topic, Unit, place_field, source_field

__all__ = [
    "AuditEntry",
    "BookSettings",
    "Figure",
    "FormColumn",
    "FormException",
    "FormLayout",
    "FormPeriod",
    "FormPresence",
    "FormReminder",
    "FormRow",
    "Indicator",
    "Industry",
    "Kind",
    "Office",
    "Place",
    "Posting",
    "Qualifier",
    "Release",
    "ReleaseItem",
    "ReportForm",
    "ReportedInVersion",
    "ReportedValue",
    "SecondFactor",
    "SheetImport",
    "SheetLayout",
    "Source",
    "State",
    "TableChange",
    "TablePresence",
    "Topic",
    "Unit",
    "Version",
    "WarningRead",
    "place_field",
    "source_field",
]
