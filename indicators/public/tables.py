"""The public tables of figures, topics and sources."""

from functools import cache
from itertools import compress

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from config.pages.cells import made_of
from config.pages.tables import BookTable, DayColumn, NumberColumn
from config.values.numbers import format_number
from indicators import wording
from indicators.glossary import SLUGS
from indicators.models import Source, Version
from indicators.periods import Period

KIND_NOTE = (
    "Loại số liệu theo Luật Thống kê 2015: ước tính (kỳ chưa kết thúc), sơ bộ (chưa thẩm định xong), chính thức; "
    "mục tiêu và kế hoạch là số phải đạt, không phải số đã đạt."
)
MISSING_NOTE = "Ô trống là không có số liệu, không phải bằng 0."


class PeriodColumn(tables.Column):
    """The nominal period; sorted by its end, then by its start."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("order_by", ("period_end", "period_start"))
        kwargs.setdefault("attrs", {"td": {"class": "nowrap"}})
        super().__init__(*args, **kwargs)

    @made_of("period_start", "period_end")
    def value(self, start, end):
        return str(Period(start, end))


@cache
def term_address(word):
    """Where a word is explained; empty for one that is not."""
    return f"{reverse('terms')}#{SLUGS[word]}" if word in SLUGS else ""


def term_link(word):
    """A word that leads to what it means, where that is written."""
    address = term_address(str(word))
    return format_html('<a class="term" href="{}">{}</a>', address, word) if address else word


def kind_tag(figure):
    word = figure.get_kind_display()
    return format_html('<a class="tag tag-kind-{}" href="{}">{}</a>', figure.kind, term_address(word), word)


def flag_tags(figure):
    """The figure's flags, each a word in a frame that leads to what it means."""
    flags = ((term_address(words), words) for words in wording.flags(figure))
    return format_html_join(" ", '<a class="tag tag-doubt" href="{}">{}</a>', flags)


def source_link(source, locator=""):
    """The source's title, linked to where it is published, and the place in it."""
    title = source.title
    if source.url.startswith(("https://", "http://")):
        title = format_html('<a href="{}" rel="noopener external">{}</a>', source.url, source.title)
    where = format_html(' <small class="where">{}</small>', locator) if locator else ""
    return format_html("{}{}", title, where)


class FigureTable(BookTable):
    """Figures one by one, each with everything a reader needs to quote it."""

    caption = "Số liệu"
    indicator = tables.Column(order_by="indicator__name", attrs={"th": {"class": "wide"}, "td": {"class": "wide"}})
    code = tables.Column("mã chỉ tiêu", accessor="indicator__code")
    place = tables.Column(order_by="place__name")
    period = PeriodColumn(verbose_name="kỳ")
    period_start = DayColumn()
    period_end = DayColumn()
    kind = tables.Column("loại", order_by="kind")
    amount = tables.Column(
        "số liệu", accessor="value", order_by="value", empty_values=(), exclude_from_export=True,
        attrs={"th": {"class": "number"}, "td": {"class": "number"}},
    )  # fmt: skip
    qualifier = tables.Column()
    value = NumberColumn()
    upper = NumberColumn()
    unit = tables.Column("đơn vị", accessor="indicator__unit", orderable=False, attrs={"td": {"class": "unit"}})
    as_printed = tables.Column()
    flags = tables.Column("dấu hiệu", accessor="pk", orderable=False)
    note = tables.Column("ghi chú", empty_values=(), orderable=False, attrs={"td": {"class": "text"}})
    source = tables.Column("nguồn", order_by="source__title", empty_values=(), attrs={"td": {"class": "text"}})
    locator = tables.Column()
    url = tables.Column("địa chỉ nguồn", accessor="source__url")

    essential = ("period", "kind", "amount", "unit", "note")
    only_in_download = (
        "code",
        "place",
        "period_start",
        "period_end",
        "qualifier",
        "value",
        "upper",
        "as_printed",
        "flags",
        "locator",
        "url",
    )
    meanings = {
        "code": "Không đổi khi tên chỉ tiêu được viết lại.",
        "period": "Kỳ như người đọc gọi; hai cột «Từ ngày», «Đến ngày» là cùng kỳ ấy.",
        "kind": "Mục tiêu, kế hoạch là số phải đạt; ước tính, sơ bộ, chính thức là số đã đạt.",
        "qualifier": "«Đúng bằng», hay cách nguồn nói không hẳn đúng bằng: khoảng, trên, dưới, gần, từ … đến ….",
        "value": "Số không làm tròn, theo đơn vị ở cột «Đơn vị»; để trống khi không có số, 0 là số 0 đã báo cáo.",
        "upper": "Chỉ có ở số dạng khoảng «từ … đến …».",
        "as_printed": "Con số đúng như nguồn in, giữ nguyên dấu chấm, phẩy.",
        "flags": "Điều phải biết trước khi trích: " + ", ".join(wording.FLAGS.values()) + ".",
        "locator": "Trang, bảng, mục của tài liệu nguồn.",
    }

    class Meta(BookTable.Meta):
        model = Version
        fields = ()
        row_attrs = {"id": lambda record: f"so-{record.figure_id}"}

    def render_indicator(self, record):
        address = reverse("indicator", args=[record.indicator.code])
        return format_html(
            '<a href="{}">{}</a> <small class="where">{}</small>', address, record.indicator, record.place
        )

    @made_of("indicator__name")
    def value_indicator(self, name):
        return name

    def render_kind(self, record):
        return kind_tag(record)

    def value_kind(self, value):
        return value

    def render_amount(self, record):
        shown = wording.amount(record.value, record.qualifier, record.upper)
        if record.value is None and record.as_printed:
            return format_html('{} <small class="where">nguồn in «{}»</small>', shown, record.as_printed)
        return shown

    @made_of(*wording.FLAGS)
    def value_flags(self, *raised):
        return "; ".join(compress(wording.FLAGS.values(), raised)) or None

    def render_note(self, record):
        told = f"{flag_tags(record)} {format_html('{}', record.note)}".strip()
        return mark_safe(told or f'<span class="missing">{self.default}</span>')

    def value_note(self, value):
        return value or None

    def render_source(self, record):
        return source_link(record.source, record.locator) if record.source else self.default

    @made_of("source__title")
    def value_source(self, title):
        return title


class OneIndicatorTable(FigureTable):
    """The figures of one indicator, whose name and unit stand above the table."""

    class Meta(FigureTable.Meta):
        sequence = ("period", "place", "...")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("indicator", "unit"):
            self.columns.hide(name)
        self.columns.show("place")

    def render_amount(self, record):
        """Linked to the page of its version, the address a citation stays good at."""
        address = reverse("version", args=[record.indicator.code, record.figure_id, record.number])
        return format_html('<a class="quiet" href="{}">{}</a>', address, super().render_amount(record))


class TopicTable(BookTable):
    """The file of a topic: parts under their wholes, each with its latest figure and what it is on its way to."""

    caption = "Chỉ tiêu và số liệu mới nhất"
    name = tables.Column("chỉ tiêu")
    unit = tables.Column("đơn vị")
    place = tables.Column("địa bàn")
    qualifier = tables.Column("dạng giá trị", accessor="figure__get_qualifier_display")
    value = NumberColumn("giá trị", accessor="figure__value")
    upper = NumberColumn("giá trị trên", accessor="figure__upper")
    as_printed = tables.Column("in trong nguồn", accessor="figure__as_printed")
    kind = tables.Column("loại")
    period = tables.Column("kỳ")
    movement = tables.Column("thay đổi")
    goal = tables.Column("kế hoạch, mục tiêu")
    remarks = tables.Column("lưu ý")
    source = tables.Column("nguồn", accessor="figure__source__title")
    locator = tables.Column("vị trí trong nguồn", accessor="figure__locator")
    url = tables.Column("địa chỉ nguồn", accessor="figure__source__url")
    note = tables.Column("ghi chú", accessor="figure__note")
    code = tables.Column("mã chỉ tiêu", accessor="indicator__code")

    only_in_download = ("qualifier", "value", "upper", "as_printed", "note", "code", "source", "locator", "url")
    meanings = {name: FigureTable.meanings[name] for name in ("code", "kind", "qualifier", "value", "upper", "locator")}

    class Meta(BookTable.Meta):
        orderable = False

    def value_name(self, record):
        return f"{'– ' * record.level}{record.name}"

    def value_kind(self, record):
        return record.figure.get_kind_display()

    def value_remarks(self, record):
        return "; ".join(wording.flags(record.figure)) or None


class SourceTable(BookTable):
    """The documents figures are taken from."""

    caption = "Nguồn tài liệu"
    title = tables.Column()
    issued_on = DayColumn()
    figure_count = NumberColumn("số liệu công khai")
    url = tables.Column(orderable=False)

    class Meta(BookTable.Meta):
        model = Source
        fields = ("title", "number", "issuer", "issued_on", "genre", "figure_count", "url")

    def render_title(self, record):
        return source_link(record)

    def value_title(self, value):
        return value

    def render_figure_count(self, record, value):
        if not value:
            return format_number(value)
        return format_html('<a href="{}?nguon={}">{}</a>', reverse("figure-list"), record.code, value)

    def value_figure_count(self, value):
        return value

    def render_url(self, value):
        return format_html('<span class="address">{}</span>', value)

    def value_url(self, value):
        return value
