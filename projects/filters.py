"""What readers may ask of the registers of projects."""

import django_filters
from django.db.models import Exists, OuterRef

from config.pages.filters import AsOfFilterSet, BookFilterSet, FoldedSearchFilter, YearFilter
from config.pages.kept import kept
from indicators.models import Industry
from projects.models import (
    ContentLine,
    Estate,
    EstateStatus,
    FundSource,
    InvestmentProject,
    ProjectStatus,
    SchemeStep,
    TypicalProduct,
)

LOCATIONS = [("zone", "trong khu công nghiệp"), ("cluster", "trong cụm công nghiệp"), ("outside", "ngoài khu, cụm")]


@kept
def industries_in_use():
    """Industries that projects name, by code: the same code of two versions of VSIC is one choice."""
    named = Industry.objects.filter(_named_by_projects("industry")).order_by("code", "version")
    return list({industry.code: str(industry) for industry in named}.items())


@kept
def estates_in_use():
    """Estates in which projects lie."""
    return list(Estate.objects.public().filter(_named_by_projects("estate")).values_list("code", "name"))


def _named_by_projects(field):
    """Whether some project names a row of a small table: asked of each of these, not of all projects."""
    return Exists(InvestmentProject.objects.filter(**{field: OuterRef("pk")}))


class ProjectFilter(AsOfFilterSet):
    tim = FoldedSearchFilter("folded", "estate__folded")
    vi_tri = django_filters.ChoiceFilter(label="Vị trí", choices=LOCATIONS, method="by_location")
    khu = django_filters.ChoiceFilter("estate__code", label="Khu, cụm", choices=estates_in_use)
    trang_thai = django_filters.ChoiceFilter("status_then", label="Trạng thái", choices=ProjectStatus.Status)
    nganh = django_filters.ChoiceFilter("industry__code", label="Ngành", choices=industries_in_use)
    hinh_thuc = django_filters.ChoiceFilter("form", label="Hình thức", choices=InvestmentProject.Form)
    nam = YearFilter("certificate_on__year", label="Năm cấp phép")

    def by_location(self, queryset, name, value):
        if value == "outside":
            return queryset.filter(estate__isnull=True)
        return queryset.filter(estate__kind=value)


class EstateFilter(AsOfFilterSet):
    tim = FoldedSearchFilter()
    loai = django_filters.ChoiceFilter("kind", label="Loại", choices=Estate.Kind)
    trang_thai = django_filters.ChoiceFilter("status_then", label="Trạng thái", choices=EstateStatus.Status)


class MineralSiteFilter(AsOfFilterSet):
    tim = FoldedSearchFilter()
    khoang_san = django_filters.AllValuesFilter("mineral", label="Khoáng sản")


class SchemeFilter(AsOfFilterSet):
    tim = FoldedSearchFilter()
    nam = YearFilter(method="by_year")
    noi_dung = django_filters.ModelChoiceFilter(
        label="Nội dung",
        queryset=ContentLine.objects.all(),
        to_field_name="code",
        field_name="content",
    )
    nguon = django_filters.ChoiceFilter(label="Nguồn kinh phí", choices=FundSource, method="by_fund")
    trang_thai = django_filters.ChoiceFilter(
        "status_then",
        label="Bước",
        choices=[choice for choice in SchemeStep.Status.choices if choice[0] in SchemeStep.COMMITTED],
    )

    def by_year(self, queryset, name, value):
        return queryset.filter(first_year__lte=value, last_year__gte=value)

    def by_fund(self, queryset, name, value):
        return queryset.filter(funding__fund=value).distinct()


class ProductFilter(BookFilterSet):
    tim = FoldedSearchFilter()
    nam = YearFilter("year", label="Năm bình chọn")
    cap = django_filters.ChoiceFilter("level", label="Cấp bình chọn", choices=TypicalProduct.Level)
    nhom = django_filters.ChoiceFilter("group", label="Nhóm", choices=TypicalProduct.Group)


class HandicraftFilter(AsOfFilterSet):
    tim = FoldedSearchFilter()
