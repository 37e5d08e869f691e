"""What readers may search of the registers of projects."""

from django.utils import timezone

from config.search.declared import Searched, page_of, place_in
from projects.models import Estate, ExtensionScheme, HandicraftKind, InvestmentProject, MineralSite, TypicalProduct


def _in_list(model):
    """The rows that the list shows today: they have no page but it."""
    return lambda: model.objects.public().as_of(timezone.localdate())


SEARCHED = [
    Searched(
        "Dự án", InvestmentProject, InvestmentProject.objects.public, ("code", "name", "investor_shown", "commune"),
        page_of("project"), details=("investor_shown", "commune"), list_name="project-list",
    ),
    Searched(
        "Khu, cụm công nghiệp", Estate, Estate.objects.public, ("code", "name", "communes", "investor_shown"),
        page_of("estate"), details=("communes", "investor_shown"), list_name="estate-list",
    ),
    Searched(
        "Điểm mỏ", MineralSite, _in_list(MineralSite), ("code", "name", "mineral", "commune"),
        place_in("mineral-list"), details=("mineral", "commune"), list_name="mineral-list",
    ),
    Searched(
        "Đề án khuyến công", ExtensionScheme, ExtensionScheme.objects.public,
        ("code", "name", "implementer_shown"), page_of("scheme"), details=("implementer_shown",), list_name="extension",
    ),
    Searched(
        "Sản phẩm tiêu biểu", TypicalProduct, TypicalProduct.objects.public, ("code", "name", "producer_shown"),
        place_in("product-list"), details=("producer_shown", "year"), list_name="product-list",
    ),
    Searched(
        "Sản phẩm tiểu thủ công nghiệp", HandicraftKind, _in_list(HandicraftKind), ("code", "name"),
        place_in("handicraft-list"), list_name="handicraft-list",
    ),
]  # fmt: skip
