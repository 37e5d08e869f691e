"""What readers may ask of the power grid."""

import django_filters
from django.db.models import Exists, OuterRef

from config.pages.filters import AsOfFilterSet, FoldedSearchFilter, ValueFilter, YearFilter
from power.models import GridProject, PowerPlant, PowerTransformer, Substation


class VoltageFilter(ValueFilter):
    """Equipment of one nominal voltage."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label="Điện áp (kV)", **kwargs)


class SubstationFilter(AsOfFilterSet):
    tim = FoldedSearchFilter()
    dien_ap = VoltageFilter("nominal_voltage_kv")
    chu_so_huu = django_filters.ChoiceFilter("owner", label="Chủ sở hữu", choices=Substation.Owner)


class TransformerFilter(AsOfFilterSet):
    tim = FoldedSearchFilter("substation__folded")
    tram = django_filters.ModelChoiceFilter(
        label="Trạm biến áp",
        queryset=Substation.objects.public().filter(Exists(PowerTransformer.objects.filter(substation=OuterRef("pk")))),
        to_field_name="code",
        field_name="substation",
    )


class LineFilter(AsOfFilterSet):
    tim = FoldedSearchFilter()
    dien_ap = VoltageFilter("nominal_voltage_kv")


class PlantFilter(AsOfFilterSet):
    tim = FoldedSearchFilter()
    loai = django_filters.ChoiceFilter("type", label="Loại", choices=PowerPlant.Type)


class GridProjectFilter(AsOfFilterSet):
    tim = FoldedSearchFilter()
    nam = YearFilter("year")
    tinh_trang = django_filters.ChoiceFilter("status", label="Tình trạng", choices=GridProject.Status)
