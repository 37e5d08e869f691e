"""The living page of components: what public pages are made of, by the templates and rules they are made by.

For whoever builds pages. All it shows is made up here; no row of the book is read for it.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import django_tables2 as tables
from django import forms
from django.conf import settings
from django.contrib import admin
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from config.pages.charts.bars import bars
from config.pages.charts.columns import columns
from config.pages.charts.lines import lines
from config.pages.charts.progress import progress
from config.pages.charts.sparkline import sparkline
from config.pages.charts.values import Bound, Goal, Item, Point, Strand
from config.pages.panels import Line, bar_panel
from config.pages.tables import BookTable, DayColumn, NumberColumn, configure
from config.values.forms import DayField, QuantityField

FIRST_YEAR = 2019
TIMES = {year: str(year) for year in range(FIRST_YEAR, FIRST_YEAR + 5)}
ROWS = 60


@dataclass(frozen=True)
class Filled:
    """A filter form as pages hand it to its template, filled in with what it cannot take."""

    form: forms.Form
    is_active: bool = True


@dataclass(frozen=True)
class Shown:
    """A chart with its name and the name of what draws it."""

    name: str
    drawn_by: str
    drawing: object


class SampleFilter(forms.Form):
    """One field of each kind a filter has."""

    words = forms.CharField(label="Tìm tên, mã", required=False)
    kind = forms.ChoiceField(
        label="Loại", choices=[("", "Tất cả"), ("khu", "khu công nghiệp"), ("cum", "cụm công nghiệp")], required=False
    )
    day = DayField(label="Tính đến ngày", required=False)
    least = QuantityField(label="Từ bao nhiêu ha", max_digits=9, decimal_places=2, required=False)


class SampleTable(BookTable):
    """A list with a head, words, numbers, a day, folded on a phone, of several pages."""

    name = tables.Column("Tên")
    kind = tables.Column("Loại")
    hectares = NumberColumn(verbose_name="Diện tích (ha)")
    on = DayColumn(verbose_name="Từ ngày")
    note = tables.Column("Ghi chú", orderable=False)

    caption = "Khu, cụm dựng để xem"
    essential = ["kind", "hectares"]
    is_downloadable = False

    class Meta(BookTable.Meta):
        per_page = 5


@never_cache
def components(request):
    """The page, there for a developer's machine and for superusers alone."""
    is_superuser = admin.site.has_permission(request) and request.user.is_superuser
    if not (settings.DEBUG or is_superuser):
        raise Http404
    context = {
        "title": "Các thành phần của trang",
        "filters": Filled(SampleFilter({"words": "lương sơn", "day": "31/02/2024", "least": "1.234"})),
        "table": configure(request, SampleTable(sample_rows())),
        "charts": sample_charts(),
        "panels": [sample_panel()],
        "spark": sparkline([Decimal(number) for number in (3, 5, 4, 7, 9)], title="Năm năm gần đây"),
        "degrees": {
            "target": "mục tiêu",
            "plan": "kế hoạch",
            "estimate": "ước tính",
            "preliminary": "sơ bộ",
            "official": "chính thức",
        },
    }
    return render(request, "components.html", context)


def sample_rows():
    return [
        {
            "name": f"Cụm công nghiệp số {number}",
            "kind": "cụm công nghiệp",
            "hectares": Decimal(number) * Decimal("12.5") if number % 4 else None,
            "on": date(2020, 1, 1 + number % 28),
            "note": "Lời ghi dài thì xuống dòng, trên điện thoại gập lại. " * (number % 3),
            "is_demonstration": number == 2,
        }
        for number in range(1, ROWS + 1)
    ]


def sample_charts():
    """A chart of each kind, with the marks it may bear."""
    words = {"description": "Số dựng để xem.", "unit": "tỷ đồng"}
    one = _strand("Giá trị", 100, 120, None, 90, 130)
    marked = Strand("Giá trị", [*one.points[:3], *_marked_points()])
    several = [_strand(f"Chuỗi {number}", *(number * 10 + at * 3 for at in range(5))) for number in range(1, 5)]
    goals = [Goal(FIRST_YEAR + 4, Decimal(150), "kế hoạch năm 2023: 150 tỷ đồng")]
    items = [Item("Công nghiệp chế biến", Decimal(41)), Item("Khai khoáng", Decimal(12)), Item("Điện, nước", None)]
    let = [Item("Khu Lương Sơn", Decimal("72.5"), Decimal(83), is_estimate=True)]
    part = {"title": "So với kế hoạch", "description": "Số dựng để xem."}
    drawings = [
        ("Cột: ước tính, mức trên, kế hoạch", "columns", columns([marked], TIMES, title="Cột", goals=goals, **words)),
        ("Cột cạnh nhau", "columns", columns(several[:2], TIMES, title="Cột cạnh nhau", **words)),
        ("Cột chồng", "columns(stacked=True)", columns(several, TIMES, title="Cột chồng", stacked=True, **words)),
        ("Đường một chuỗi", "lines", lines([marked], TIMES, title="Đường", goals=goals, **words)),
        ("Đường nhiều chuỗi", "lines", lines(several, TIMES, title="Nhiều đường", **words)),
        ("Thanh ngang", "bars", bars(items, title="Thanh", total=Decimal(53), **words)),
        ("Thanh của phần trong toàn bộ", "bars", bars(let, title="Lấp đầy", description="Số dựng để xem.", unit="ha")),
        ("Mức đạt", "progress", progress(Decimal(72), Decimal(100), is_estimate=True, **part)),
    ]
    return [Shown(*one) for one in drawings]


def _strand(name, *values):
    """A series of the sample years, None for a gap."""
    known = [None if value is None else Decimal(value) for value in values]
    return Strand(
        name, [Point(FIRST_YEAR + at, value, str(value), f"{name}: {value}") for at, value in enumerate(known)]
    )


def _marked_points():
    """A bound from which the series begins anew, and an estimate."""
    yield Point(FIRST_YEAR + 3, Decimal(90), "trên 90", "năm 2022: trên 90", bound=Bound.OVER, begins_anew=True)
    yield Point(FIRST_YEAR + 4, Decimal(130), "130", "năm 2023, ước tính: 130", is_estimate=True)


def sample_panel():
    rows = [Line("Lương Sơn", [12]), Line("Kim Bôi", [7], is_demonstration=True), Line("Lạc Thủy", [3])]
    return bar_panel("Dự án theo địa bàn", head="Địa bàn", heads=["dự án"], lines=rows, unit="dự án")
