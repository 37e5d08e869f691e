"""The registers of projects as readers see them; personal fields have no column here."""

from decimal import ROUND_HALF_UP, Decimal
from urllib.parse import urlencode

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst

from config.pages.cells import made_of
from config.pages.tables import BookTable, ChoiceColumn, DayColumn, NumberColumn, YearColumn
from config.values.dates import format_date
from config.values.numbers import format_number
from indicators.measures import share
from projects.models import (
    EstateStatus,
    HandicraftKind,
    InfrastructureSupport,
    InvestmentProject,
    MiningLicence,
    ProjectStatus,
    SchemeStep,
    TypicalProduct,
)

# A name or a sentence, which needs room.
WIDE = {"th": {"class": "wide"}, "td": {"class": "wide"}}


HUNDREDTH = Decimal("0.01")


class ProjectTable(BookTable):
    caption = "Dự án đầu tư"

    name = tables.Column(linkify=lambda record: reverse("project", args=[record.code]), attrs=WIDE)
    investor = tables.Column(accessor="investor_shown")
    estate = tables.Column(
        verbose_name="Vị trí", default="ngoài khu, cụm", order_by=("estate__name", "commune"), empty_values=(None,)
    )
    industry = tables.Column(verbose_name="Ngành", order_by="industry__code", attrs=WIDE)
    status_then = ChoiceColumn(verbose_name="Trạng thái", choices=ProjectStatus.Status.choices)
    certificate_on = DayColumn(verbose_name="Ngày cấp giấy chứng nhận")
    capital_billion_vnd = NumberColumn(verbose_name="Vốn đăng ký (tỷ đồng)")
    capital_million_usd = NumberColumn(verbose_name="Vốn đăng ký (triệu USD)")
    land_ha = NumberColumn(verbose_name="Đất (ha)")
    workers = NumberColumn(verbose_name="Lao động")
    source = tables.Column()

    essential = ("estate", "status_then", "capital_billion_vnd")
    only_in_download = ("code", "form", "country", "certificate_number", "commune", "capacity", "source")

    class Meta(BookTable.Meta):
        model = InvestmentProject
        fields = [
            "name", "investor", "estate", "industry", "status_then", "certificate_on",
            "capital_billion_vnd", "capital_million_usd", "land_ha", "workers",
            "code", "form", "country", "certificate_number", "commune", "capacity", "source",
        ]  # fmt: skip
        sequence = fields
        order_by = ("-certificate_on", "name")


def projects_of(record, table):
    """The list of the projects in an estate on the day of its table; none where it has none."""
    if not record.projects_then:
        return None
    return f"{reverse('project-list')}?{urlencode({'khu': record.code, 'ngay': format_date(table.day)})}"


class ProjectCountColumn(NumberColumn):
    """How many projects lie in an estate; marked where invented ones are among them and the estate itself is real."""

    def render(self, value, record):
        if record.invented_then and not record.is_demonstration:
            return format_html('{} <span class="tag tag-demo">minh họa</span>', format_number(value))
        return format_number(value)


class EstateTable(BookTable):
    caption = "Khu, cụm công nghiệp"

    name = tables.Column(verbose_name="Tên", linkify=lambda record: reverse("estate", args=[record.code]), attrs=WIDE)
    kind = tables.Column(verbose_name="Loại")
    status_then = ChoiceColumn(verbose_name="Trạng thái", choices=EstateStatus.Status.choices)
    communes = tables.Column()
    established_then = NumberColumn(verbose_name="Diện tích (ha)")
    industrial_then = NumberColumn(verbose_name="Đất công nghiệp (ha)")
    leased_then = NumberColumn(verbose_name="Đã cho thuê (ha)")
    occupancy = NumberColumn(verbose_name="Tỷ lệ lấp đầy (%)", empty_values=(), orderable=False)
    projects_then = ProjectCountColumn(verbose_name="Số dự án", linkify=projects_of)
    operating_then = ProjectCountColumn(verbose_name="Đã đi vào sản xuất")
    invented_then = NumberColumn(verbose_name="Dự án minh họa trong số dự án")
    source = tables.Column(verbose_name="Nguồn")

    essential = ("status_then", "occupancy", "projects_then")
    only_in_download = ("invented_then", "source")

    class Meta(BookTable.Meta):
        order_by = ("-kind", "name")

    def __init__(self, data, *, day, **kwargs):
        super().__init__(data, **kwargs)
        self.day = day

    def render_occupancy(self, record):
        return format_number(self.value_occupancy(record), decimals=2)

    @made_of("leased_then", "industrial_then")
    def value_occupancy(self, leased, industrial):
        """Of two decimals on the page and in the file alike."""
        found = share(leased, industrial)
        return None if found is None else found.quantize(HUNDREDTH, ROUND_HALF_UP)


class SupportTable(BookTable):
    caption = "Hỗ trợ hạ tầng cụm công nghiệp"

    clusters = tables.Column(verbose_name="Cụm được hỗ trợ", accessor="estates", orderable=False)
    first_year = YearColumn(verbose_name="Từ năm")
    last_year = YearColumn(verbose_name="Đến năm")
    amount_million_vnd = NumberColumn(verbose_name="Kinh phí (triệu đồng)")
    legal_basis = tables.Column(verbose_name="Căn cứ")
    source = tables.Column(verbose_name="Nguồn")
    note = tables.Column(verbose_name="Ghi chú", orderable=False)
    is_downloadable = False

    essential = ("first_year", "last_year", "amount_million_vnd")

    class Meta(BookTable.Meta):
        model = InfrastructureSupport
        fields = ["clusters", "first_year", "last_year", "amount_million_vnd", "legal_basis", "source", "note"]

    def render_clusters(self, value):
        return "; ".join(estate.name for estate in value.all())


class LicenceTable(BookTable):
    caption = "Giấy phép khai thác khoáng sản"

    site = tables.Column(verbose_name="Điểm mỏ", order_by="site__name")
    mineral = tables.Column(verbose_name="Khoáng sản", accessor="site__mineral")
    commune = tables.Column(verbose_name="Xã, phường", accessor="site__commune")
    number = tables.Column(verbose_name="Số giấy phép")
    holder = tables.Column(verbose_name="Đơn vị được cấp phép", accessor="holder_shown")
    issued_on = DayColumn(verbose_name="Ngày cấp")
    expires_on = DayColumn(verbose_name="Hết hạn")
    area_ha = NumberColumn(verbose_name="Diện tích (ha)")
    reserve = NumberColumn(verbose_name="Trữ lượng")
    capacity_per_year = NumberColumn(verbose_name="Công suất một năm")
    quantity_unit = tables.Column(verbose_name="Đơn vị tính")
    source = tables.Column(verbose_name="Nguồn", accessor="site__source")

    essential = ("mineral", "expires_on")
    only_in_download = ("source",)

    class Meta(BookTable.Meta):
        model = MiningLicence
        fields = [
            "site", "mineral", "commune", "number", "holder", "issued_on", "expires_on", "area_ha", "reserve",
            "capacity_per_year", "quantity_unit", "source",
        ]  # fmt: skip
        order_by = "site"


class SchemeTable(BookTable):
    caption = "Đề án khuyến công"

    name = tables.Column(
        verbose_name="Tên đề án", linkify=lambda record: reverse("scheme", args=[record.code]), attrs=WIDE
    )
    content = tables.Column(verbose_name="Nội dung", order_by="content__position", attrs=WIDE)
    first_year = YearColumn(verbose_name="Từ năm")
    last_year = YearColumn(verbose_name="Đến năm")
    status_then = ChoiceColumn(verbose_name="Bước", choices=SchemeStep.Status.choices)
    support = NumberColumn(verbose_name="Hỗ trợ phê duyệt (triệu đồng)")
    counterpart = NumberColumn(verbose_name="Vốn đối ứng (triệu đồng)")
    disbursed = NumberColumn(verbose_name="Giải ngân (triệu đồng)")
    settled = NumberColumn(verbose_name="Quyết toán (triệu đồng)")
    code = tables.Column(verbose_name="Mã đề án")
    source = tables.Column(verbose_name="Nguồn")

    essential = ("first_year", "status_then", "support")
    only_in_download = ("code", "source")

    class Meta(BookTable.Meta):
        order_by = ("first_year", "name")


class ProductTable(BookTable):
    caption = "Sản phẩm công nghiệp nông thôn tiêu biểu"

    name = tables.Column()
    producer = tables.Column(accessor="producer_shown")
    group = tables.Column(verbose_name="Nhóm")
    level = tables.Column()
    year = YearColumn(verbose_name="Năm")
    decision = tables.Column()
    source = tables.Column()

    essential = ("producer", "level", "year")

    class Meta(BookTable.Meta):
        model = TypicalProduct
        fields = ["name", "producer", "group", "level", "year", "decision", "source"]
        order_by = ("-year", "name")


class HandicraftTable(BookTable):
    caption = "Loại sản phẩm tiểu thủ công nghiệp"

    name = tables.Column(verbose_name="Loại sản phẩm")
    since_year = YearColumn(verbose_name="Có từ năm")
    source = tables.Column(verbose_name="Nguồn")

    class Meta(BookTable.Meta):
        model = HandicraftKind
        fields = ["name", "since_year", "source"]
        order_by = "name"

    def render_name(self, value):
        return capfirst(value)
