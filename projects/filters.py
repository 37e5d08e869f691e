"""What readers may ask of the registers of projects."""

from functools import reduce
from operator import or_

import django_filters
from django.db.models import Exists, OuterRef, Q

from config.pages.filters import AsOfFilterSet, BookFilterSet, FoldedSearchFilter, ValueFilter, YearFilter
from config.pages.kept import kept
from indicators.models import Industry, Place
from projects.models import (
    ContentLine,
    Estate,
    EstateStatus,
    FundSource,
    InvestmentProject,
    MiningLicence,
    ProjectStatus,
    SchemeStep,
    TypicalProduct,
)

UNRECORDED = "chua-ghi"
LINEAGE = ["industry" + "__parent" * steps for steps in range(5)]
LOCATIONS = [("zone", "trong khu công nghiệp"), ("cluster", "trong cụm công nghiệp"), ("outside", "ngoài khu, cụm")]


@kept
def industries_in_use():
    """Industries that projects name and those above them, by code: one code of two versions of VSIC is one choice."""
    named = Industry.objects.filter(_named_by_projects("industry")).order_by("code", "version")
    codes = {}
    for industry in named.select_related("parent__parent__parent__parent"):
        while industry:
            codes[industry.code] = str(industry)
            industry = industry.parent
    return sorted(codes.items(), key=lambda choice: (not choice[0].isalpha(), choice[0]))


@kept
def places_in_use():
    """Places that projects are recorded in."""
    return list(Place.objects.filter(_named_by_projects("place")).order_by("name").values_list("code", "name"))


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
    dia_ban = django_filters.ChoiceFilter(
        "place__code",
        label="Địa bàn",
        choices=places_in_use,
        null_label="chưa ghi địa bàn",
        null_value=UNRECORDED,
    )
    nganh = django_filters.ChoiceFilter(
        label="Ngành",
        choices=industries_in_use,
        null_label="chưa ghi ngành",
        null_value=UNRECORDED,
        method="by_industry",
    )
    hinh_thuc = django_filters.ChoiceFilter("form", label="Hình thức", choices=InvestmentProject.Form)
    nam = YearFilter("certificate_on__year", label="Năm cấp phép")

    def by_location(self, queryset, name, value):
        if value == "outside":
            return queryset.filter(estate__isnull=True)
        return queryset.filter(estate__kind=value)

    def by_industry(self, queryset, name, value):
        """Projects of an industry or of one below it; those that name none where that is asked."""
        if value == UNRECORDED:
            return queryset.filter(industry__isnull=True)
        return queryset.filter(reduce(or_, [Q(**{f"{path}__code": value}) for path in LINEAGE]))


class EstateFilter(AsOfFilterSet):
    tim = FoldedSearchFilter()
    loai = django_filters.ChoiceFilter("kind", label="Loại", choices=Estate.Kind)
    trang_thai = django_filters.ChoiceFilter("status_then", label="Trạng thái", choices=EstateStatus.Status)


class MineralSiteFilter(AsOfFilterSet):
    tim = FoldedSearchFilter()
    khoang_san = ValueFilter("mineral", label="Khoáng sản")
    hieu_luc = django_filters.ChoiceFilter(
        label="Giấy phép", choices=MiningLicence.Validity, method="leave", empty_label="còn hiệu lực"
    )

    def licences(self):
        """All licences issued by the day on the sites asked for, with their validity then."""
        return MiningLicence.objects.filter(site__in=self.whenever()).with_validity(self.day)

    def listed(self):
        """Of these, the ones of the validity asked for; those in force unless told."""
        asked = getattr(self.form, "cleaned_data", {}).get("hieu_luc")
        return self.licences().filter(validity_then__in=[asked] if asked else MiningLicence.IN_FORCE)


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
