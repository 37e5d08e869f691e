"""Sheets of the vocabulary, the indicators and their figures."""

from config.resources import RecordedResource
from indicators.models import (
    Figure,
    Indicator,
    Industry,
    Office,
    Place,
    ReportedValue,
    Source,
    Topic,
    Unit,
)


class FigureResource(RecordedResource):
    class Meta(RecordedResource.Meta):
        model = Figure


class IndicatorResource(RecordedResource):
    class Meta(RecordedResource.Meta):
        model = Indicator


class IndustryResource(RecordedResource):
    class Meta(RecordedResource.Meta):
        model = Industry


class OfficeResource(RecordedResource):
    class Meta(RecordedResource.Meta):
        model = Office


class PlaceResource(RecordedResource):
    class Meta(RecordedResource.Meta):
        model = Place


class ReportedValueResource(RecordedResource):
    class Meta(RecordedResource.Meta):
        model = ReportedValue


class SourceResource(RecordedResource):
    class Meta(RecordedResource.Meta):
        model = Source


class TopicResource(RecordedResource):
    class Meta(RecordedResource.Meta):
        model = Topic


class UnitResource(RecordedResource):
    class Meta(RecordedResource.Meta):
        model = Unit
