"""The public lists of the grid, for the catalogue: as they stand today."""

from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from config.pages.datasets import Dataset
from power import tables
from power.models import GridProject, Line, PowerPlant, PowerTransformer, Substation


def declared():
    today = timezone.localdate()
    machines = PowerTransformer.objects.public().as_of(today)
    return [
        Dataset(
            "tram-bien-ap",
            "Trạm biến áp",
            "Trạm biến áp đang vận hành: điện áp, số máy, công suất, mức độ tự động hóa.",
            reverse("power"),
            tables.SubstationTable(Substation.objects.public().as_of(today), day=today),
        ),
        Dataset(
            "may-bien-ap",
            "Máy biến áp",
            "Máy biến áp đang vận hành và công suất định mức.",
            reverse("transformer-list"),
            tables.TransformerTable(machines.annotate(is_demonstration=F("substation__is_demonstration"))),
        ),
        Dataset(
            "duong-day",
            "Đường dây",
            "Đường dây đang vận hành: điện áp, số mạch, dây dẫn, chiều dài.",
            reverse("line-list"),
            tables.LineTable(Line.objects.public().as_of(today)),
        ),
        Dataset(
            "nha-may-dien",
            "Nhà máy điện",
            "Nhà máy điện đang vận hành và công suất đặt.",
            reverse("plant-list"),
            tables.PlantTable(PowerPlant.objects.public().as_of(today)),
        ),
        Dataset(
            "cong-trinh-luoi-dien",
            "Công trình lưới điện",
            "Công trình đầu tư lưới điện: năm, vốn, tình trạng.",
            reverse("grid-project-list"),
            tables.GridProjectTable(GridProject.objects.public().as_of(today)),
        ),
    ]
