"""What readers may ask of the registers of projects."""

from functools import partial, reduce
from operator import or_

import django_filters
from django.db.models import Q

from config.pages.filters import AsOfFilterSet, BookFilterSet, FoldedSearchFilter, ValueFilter, YearFilter
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
from projects.named import choices_of, choices_of_industries

UNRECORDED = "chua-ghi"
LINEAGE = ["industry" + "__parent" * steps for steps in range(5)]
LOCATIONS = [("zone", "trong khu công nghiệp"), ("cluster", "trong cụm công nghiệp"), ("outside", "ngoài khu, cụm")]


class ProjectFilter(AsOfFilterSet):
    tim = FoldedSearchFilter("folded", "estate__folded")
    vi_tri = django_filters.ChoiceFilter(label="Vị trí", choices=LOCATIONS, method="by_location")
    khu = django_filters.ChoiceFilter("estate__code", label="Khu, cụm", choices=partial(choices_of, "estate"))
    trang_thai = django_filters.ChoiceFilter("status_then", label="Trạng thái", choices=ProjectStatus.Status)
    dia_ban = django_filters.ChoiceFilter(
        "place__code",
        label="Địa bàn",
        choices=partial(choices_of, "place"),
        null_label="chưa ghi địa bàn",
        null_value=UNRECORDED,
    )
    nganh = django_filters.ChoiceFilter(
        label="Ngành",
        choices=choices_of_industries,
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

    @property
    def validities(self):
        """Those asked for, of licences in force unless told."""
        asked = self.said.get("hieu_luc")
        return [asked] if asked else MiningLicence.IN_FORCE

    def listed(self):
        """Of these, the ones of the validity asked for."""
        return self.licences().filter(validity_then__in=self.validities)


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
