"""The usual way: django-import-export as it comes, and as its documentation tunes it for large files."""

import tablib
from import_export.fields import Field
from import_export.formats.base_formats import XLSX
from import_export.resources import ModelResource
from import_export.widgets import DateWidget, ForeignKeyWidget

from indicators.models import Figure, Indicator, Place, Source
from indicators.resources import FigureResource
from tests.bench.book import Records, lines


class StockImportResource(ModelResource):
    """The columns of the sheet of the bench, each looked up as its documentation says, and nothing tuned."""

    indicator = Field("indicator", "indicator", ForeignKeyWidget(Indicator, "code"))
    place = Field("place", "place", ForeignKeyWidget(Place, "code"))
    source = Field("source", "source", ForeignKeyWidget(Source, "code"))
    period_start = Field("period_start", "period_start", DateWidget("%Y-%m-%d"))
    period_end = Field("period_end", "period_end", DateWidget("%Y-%m-%d"))

    class Meta:
        model = Figure
        fields = ("indicator", "place", "period_start", "period_end", "kind", "value", "source", "locator")
        import_id_fields = ("indicator", "place", "period_start", "period_end", "kind")


class PeerResource(StockImportResource):
    """Bulk writes, no diffs, no look-up of rows that are known to be new: «Bulk imports» of its documentation."""

    class Meta(StockImportResource.Meta):
        use_bulk = True
        batch_size = 1000
        skip_diff = True
        force_init_instance = True


class StockResource(ModelResource):
    """The columns of our own sheet, and nothing tuned."""

    class Meta:
        model = Figure
        fields = [path.replace("_id", "__code") for path in FigureResource().paths_out()]


def peer_file(rows):
    resource = StockResource()
    XLSX().export_data(resource.export(resource.get_queryset()[:rows]))


def peer_dataset(rows):
    periods = Records().periods
    found = tablib.Dataset(headers=PeerResource.Meta.fields)
    for indicator, place, period, _, value, source, locator in lines(rows):
        found.append([indicator, place, *periods[period], "official", value, source, locator])
    return found
