"""The power grid as readers see it."""

from urllib.parse import urlencode

import django_tables2 as tables
from django.urls import reverse

from config.pages.tables import BookTable, DayColumn, NumberColumn, YearColumn, YesNoColumn
from config.values.dates import format_date
from power.models import GridProject, Line, PowerPlant, PowerTransformer, Substation


def machines_of(record, table):
    """The list of the transformers in a substation on the day of its table; none where it has none."""
    if not record.transformers_then:
        return None
    return f"{reverse('transformer-list')}?{urlencode({'tram': record.code, 'ngay': format_date(table.day)})}"


class SubstationTable(BookTable):
    caption = "Trạm biến áp"

    name = tables.Column(verbose_name="Trạm biến áp")
    nominal_voltage_kv = NumberColumn(verbose_name="Điện áp (kV)")
    transformers_then = NumberColumn(verbose_name="Số máy biến áp", linkify=machines_of)
    rated_mva_then = NumberColumn(verbose_name="Công suất (MVA)")
    has_scada = YesNoColumn(verbose_name="SCADA")
    has_full_signals = YesNoColumn(verbose_name="Đủ tín hiệu")
    is_unmanned = YesNoColumn(verbose_name="Không người trực")
    owner = tables.Column()
    commissioned_on = DayColumn(verbose_name="Vận hành từ")
    commune = tables.Column()
    source = tables.Column()

    essential = ("nominal_voltage_kv", "transformers_then", "rated_mva_then")
    only_in_download = ("commune", "source")

    class Meta(BookTable.Meta):
        model = Substation
        fields = [
            "name", "nominal_voltage_kv", "transformers_then", "rated_mva_then", "has_scada", "has_full_signals",
            "is_unmanned", "owner", "commissioned_on", "commune", "source",
        ]  # fmt: skip
        order_by = ("-nominal_voltage_kv", "name")

    def __init__(self, data, *, day, **kwargs):
        super().__init__(data, **kwargs)
        self.day = day


class TransformerTable(BookTable):
    caption = "Máy biến áp"

    substation = tables.Column(verbose_name="Trạm biến áp", order_by="substation__name")
    name = tables.Column(verbose_name="Máy biến áp")
    rated_mva = NumberColumn(verbose_name="Công suất định mức (MVA)")
    voltages = tables.Column()
    commissioned_on = DayColumn(verbose_name="Vận hành từ")

    essential = ("name", "rated_mva")

    class Meta(BookTable.Meta):
        model = PowerTransformer
        fields = ["substation", "name", "rated_mva", "voltages", "commissioned_on"]
        order_by = ("substation", "name")


class LineTable(BookTable):
    caption = "Đường dây"

    name = tables.Column()
    nominal_voltage_kv = NumberColumn(verbose_name="Điện áp (kV)")
    circuits = NumberColumn(verbose_name="Số mạch")
    conductor = tables.Column()
    length_km = NumberColumn(verbose_name="Chiều dài (km)")
    commissioned_on = DayColumn(verbose_name="Vận hành từ")
    source = tables.Column()

    essential = ("nominal_voltage_kv", "length_km")

    class Meta(BookTable.Meta):
        model = Line
        fields = ["name", "nominal_voltage_kv", "circuits", "conductor", "length_km", "commissioned_on", "source"]
        order_by = ("-nominal_voltage_kv", "name")


class PlantTable(BookTable):
    caption = "Nhà máy điện"

    name = tables.Column()
    type = tables.Column(verbose_name="Loại")
    installed_capacity_mw = NumberColumn(verbose_name="Công suất đặt (MW)")
    commune = tables.Column()
    commissioned_on = DayColumn(verbose_name="Vận hành từ")
    source = tables.Column()

    essential = ("type", "installed_capacity_mw")

    class Meta(BookTable.Meta):
        model = PowerPlant
        fields = ["name", "type", "installed_capacity_mw", "commune", "commissioned_on", "source"]
        order_by = ("-installed_capacity_mw", "name")


class GridProjectTable(BookTable):
    caption = "Công trình lưới điện"

    name = tables.Column()
    year = YearColumn(verbose_name="Năm")
    nominal_voltage_kv = NumberColumn(verbose_name="Điện áp (kV)")
    capital_billion_vnd = NumberColumn(verbose_name="Vốn (tỷ đồng)")
    status = tables.Column()
    source = tables.Column()

    essential = ("year", "status", "capital_billion_vnd")

    class Meta(BookTable.Meta):
        model = GridProject
        fields = ["name", "year", "nominal_voltage_kv", "capital_billion_vnd", "status", "source"]
        order_by = ("-year", "name")
