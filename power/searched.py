"""What readers may search of the power grid: what its lists show today."""

from django.utils import timezone

from config.search.declared import Searched, place_in
from power.models import GridProject, Line, PowerPlant, Substation


def _in_list(model):
    return lambda: model.objects.public().as_of(timezone.localdate())


SEARCHED = [
    Searched(
        "Trạm biến áp", Substation, _in_list(Substation), ("code", "name", "commune"), place_in("power"),
        details=("commune",), list_name="power",
    ),
    Searched(
        "Đường dây", Line, _in_list(Line), ("code", "name", "conductor"), place_in("line-list"),
        details=("conductor",), list_name="line-list",
    ),
    Searched(
        "Nhà máy điện", PowerPlant, _in_list(PowerPlant), ("code", "name", "commune"), place_in("plant-list"),
        details=("commune",), list_name="plant-list",
    ),
    Searched(
        "Công trình lưới điện", GridProject, _in_list(GridProject), ("code", "name"), place_in("grid-project-list"),
        list_name="grid-project-list",
    ),
]  # fmt: skip
