"""The public lists of these registers, for the catalogue: as they stand today."""

from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from config.pages.datasets import Dataset
from projects import tables
from projects.models import (
    Estate,
    ExtensionScheme,
    HandicraftKind,
    InvestmentProject,
    MineralSite,
    MiningLicence,
    TypicalProduct,
)


def declared():
    today = timezone.localdate()
    licences = MiningLicence.objects.filter(site__in=MineralSite.objects.public()).as_of(today)
    return [
        Dataset(
            "du-an",
            "Dự án đầu tư",
            "Dự án sản xuất công nghiệp: nơi đặt, ngành, trạng thái, vốn đăng ký, đất, lao động; lấy được ở một ngày "
            "bất kỳ.",
            reverse("project-list"),
            tables.ProjectTable(InvestmentProject.objects.public().as_of(today)),
        ),
        Dataset(
            "khu-cum",
            "Khu, cụm công nghiệp",
            "Khu, cụm công nghiệp: diện tích, tỷ lệ lấp đầy, số dự án; lấy được ở một ngày bất kỳ.",
            reverse("estate-list"),
            tables.EstateTable(Estate.objects.public().as_of(today), day=today),
        ),
        Dataset(
            "khoang-san",
            "Giấy phép khai thác khoáng sản",
            "Giấy phép còn hiệu lực: điểm mỏ, đơn vị được cấp, thời hạn, trữ lượng, công suất.",
            reverse("mineral-list"),
            tables.LicenceTable(licences.annotate(is_demonstration=F("site__is_demonstration"))),
        ),
        Dataset(
            "khuyen-cong",
            "Đề án khuyến công",
            "Đề án khuyến công đã phê duyệt: nội dung, bước, kinh phí phê duyệt, giải ngân, quyết toán.",
            reverse("extension"),
            tables.SchemeTable(ExtensionScheme.objects.public().as_of(today)),
        ),
        Dataset(
            "san-pham-tieu-bieu",
            "Sản phẩm công nghiệp nông thôn tiêu biểu",
            "Sản phẩm được công nhận qua các kỳ bình chọn.",
            reverse("product-list"),
            tables.ProductTable(TypicalProduct.objects.public().as_of(today)),
        ),
        Dataset(
            "tieu-thu-cong",
            "Loại sản phẩm tiểu thủ công nghiệp",
            "Các loại sản phẩm tiểu thủ công nghiệp làm ra trong tỉnh.",
            reverse("handicraft-list"),
            tables.HandicraftTable(HandicraftKind.objects.public().as_of(today)),
        ),
    ]
