"""Where a reader builds a table: what the address asks for, what of it there is, and what is wrong, in words."""

from collections import Counter
from urllib.parse import urlencode

from django.db.models import F, Q
from django.shortcuts import render
from django.utils import timezone

from config.pages.charts.table import table_file
from config.pages.downloads import download
from config.pages.outgoing import FILE_FORMATS
from config.pages.views import home_of, public_page, site
from config.values.numbers import format_number
from config.values.text import fold
from indicators.models import Kind, Place, Version
from indicators.public.asked_years import FORMS, USUAL, AskedYears, YearsError
from indicators.public.compare import choosable, each_once
from indicators.public.crossed import MOST_LINES, Crossed
from indicators.public.highlights import TOPIC_ORDER
from indicators.public.pictures import file_of
from indicators.public.tables import KIND_NOTE, MISSING_NOTE, FigureTable

TITLE = "Lập bảng số liệu"
MOST_INDICATORS, MOST_PLACES, MOST_FIGURES = 30, 30, 2_000
MOST_QUOTED, LONGEST_QUOTE = 3, 40
STANDARD_YEARS = "moi-nhat-5"
BY_YEAR, ALL_PERIODS = "nam", "moi-ky"
PERIOD_WAYS = {BY_YEAR: "cả năm (và ngày 31/12)", ALL_PERIODS: "mọi kỳ: quý, tháng, 6 tháng, giai đoạn…"}
ACROSS, DOWN = "ngang", "doc"
TURNS = {ACROSS: "kỳ ở cột, chỉ tiêu ở dòng", DOWN: "kỳ ở dòng, chỉ tiêu ở cột"}
# A whole year, or its last day, at which a stock is counted.
CLOSES_A_YEAR = Q(period_end__month=12, period_end__day=31) & (
    Q(period_start=F("period_end"))
    | Q(period_start__month=1, period_start__day=1, period_start__year=F("period_end__year"))
)


class Question:
    """What the address asks, read against what is public; `complaints` are sentences on what it asks in vain."""

    def __init__(self, query):
        self.complaints = []
        self.choices = list(choosable())
        by_code = {indicator.code: indicator for indicator in self.choices}
        self.indicators = self._known(query, "chi_tieu", by_code, "chỉ tiêu", MOST_INDICATORS)
        self.years = self._years(query)
        self.period_way = self._one_of(query, "ky", PERIOD_WAYS)
        self.turn = self._one_of(query, "xoay", TURNS)
        self.kinds = self._known(query, "loai", dict(Kind.choices), "loại số liệu", len(Kind), pick=lambda code: code)
        self.words = query.get("tim", "").strip()[:100]
        self.places, self.chosen_places = [], []
        if self.indicators:
            self.places = self._places()
            by_code = {place.code: place for place in self.places}
            self.chosen_places = self._known(query, "dia_ban", by_code, "địa bàn có số", MOST_PLACES)

    def _known(self, query, name, known, what, most, pick=None):
        """What the address names of what there is, each once, at most so many."""
        codes = each_once(query.getlist(name))
        for code in [code for code in codes if code not in known][:MOST_QUOTED]:
            self.complaints.append(f"Không có {what} mang mã «{code[:LONGEST_QUOTE]}» nên bỏ qua.")
        found = [code for code in codes if code in known]
        if len(found) > most:
            self.complaints.append(f"Mỗi bảng nhiều nhất {most} {what}; dưới đây là {most} {what} đầu.")
        return [pick(code) if pick else known[code] for code in found[:most]]

    def _years(self, query):
        text = query.get("cac_nam", "").strip() or query.get("nam", "").strip() or STANDARD_YEARS
        try:
            return AskedYears.parse(text)
        except YearsError as error:
            self.complaints.append(f"{error} Bảng dưới đây lấy {USUAL[STANDARD_YEARS]}.")
            return AskedYears.parse(STANDARD_YEARS)

    def _one_of(self, query, name, options):
        asked = query.get(name, "").strip()
        if asked and asked not in options:
            self.complaints.append(f"Không có lựa chọn «{asked[:LONGEST_QUOTE]}» nên bỏ qua.")
        return asked if asked in options else next(iter(options))

    def _places(self):
        figures = Version.objects.public().filter(indicator__in=[one.pk for one in self.indicators])
        return list(Place.objects.filter(pk__in=figures.values("place")))

    @property
    def is_turned(self):
        return self.turn == DOWN

    @property
    def topics(self):
        """(topic, its indicators that the search finds or that are chosen) for the form."""
        words = fold(self.words).split()
        chosen = {indicator.pk for indicator in self.indicators}
        groups = {}
        for indicator in self.choices:
            if indicator.pk in chosen or all(word in indicator.folded for word in words):
                groups.setdefault(indicator.topic, []).append(indicator)
        of_topic = Counter(indicator.topic_id for indicator in self.indicators)
        return [(topic, indicators, of_topic[topic.pk]) for topic, indicators in groups.items()]

    def figures(self):
        """The public figures asked for; what does not fit into one table is told and left out."""
        if not self.indicators:
            return Version.objects.none()
        found = Version.objects.public().filter(indicator__in=[one.pk for one in self.indicators])
        if self.chosen_places:
            found = found.filter(place__in=self.chosen_places)
        if self.period_way == BY_YEAR:
            found = found.filter(CLOSES_A_YEAR)
        found = found.filter(kind__in=self.kinds) if self.kinds else found.current()
        return self._of_years(found).order_by(*TOPIC_ORDER, "period_end", "period_start", "maturity", "kind")

    def _of_years(self, found):
        counts = Counter(found.order_by().values_list("period_end__year", flat=True))
        years = self.years.of(counts, timezone.localdate().year)
        if sum(counts[year] for year in years) > MOST_FIGURES:
            self.complaints.append(
                f"Bảng này có hơn {format_number(MOST_FIGURES)} số nên không lập: hãy chọn ít chỉ tiêu, "
                "địa bàn hay năm hơn, hoặc lấy cả bảng ở trang «Dữ liệu mở»."
            )
            return found.none()
        if not years:
            self.complaints.append(
                "Không có số công khai nào như thế: hãy chọn năm khác, loại khác, hoặc «mọi kỳ» thay cho cả năm."
            )
        return found.filter(period_end__year__in=years)


@public_page
def build_table(request):
    """A table a reader chose, as a page or a file; the address is the table."""
    question = Question(request.GET)
    figures = question.figures()
    crossed = Crossed(
        figures.prefetch_related("indicator__unit", "place", "source"),
        kinds=bool(question.kinds),
        by_year=question.period_way == BY_YEAR,
    )
    if len(crossed.lines) > MOST_LINES:
        question.complaints.append(
            f"Bảng có hơn {MOST_LINES} dòng nên không lập: hãy chọn ít chỉ tiêu hay địa bàn hơn."
        )
        figures, crossed = figures.none(), Crossed([], kinds=False, by_year=True)
    if crossed.lines:
        question.complaints += left_out(question.indicators, crossed.lines)
    before = [crossed.sheet(turned=question.is_turned)] if crossed.lines else []
    if request.GET.get("tai") == "svg" and crossed.lines:
        return drawn_table(request, question, crossed)
    if answer := download(request, FigureTable(figures), title=TITLE, notes=[KIND_NOTE, MISSING_NOTE], before=before):
        return answer
    context = {
        "title": TITLE,
        "question": question,
        "crossed": crossed,
        "query": address_of(request),
        "canonical": request.path + (f"?{address_of(request)}" if crossed.lines else ""),
        "compared": urlencode([("chi_tieu", one.code) for one in question.indicators]),
        "usual_years": USUAL,
        "typed_years": "" if question.years.text in USUAL else question.years.text,
        "year_forms": FORMS,
        "kinds": Kind.choices,
        "period_ways": PERIOD_WAYS,
        "turns": TURNS,
        "most": MOST_INDICATORS,
        "endings": [*FILE_FORMATS, "svg"],
    }
    return render(request, "indicators/build_table.html", context)


def left_out(indicators, lines):
    """What tells which of the chosen indicators have no line in the table, if any."""
    held = {line.indicator.pk for line in lines}
    names = [f"«{one.name}»" for one in indicators if one.pk not in held]
    if not names:
        return []
    more = f" và {len(names) - MOST_QUOTED} chỉ tiêu khác" if len(names) > MOST_QUOTED else ""
    return [
        f"{', '.join(names[:MOST_QUOTED])}{more} không có số như đã chọn nên không ở trong bảng: hãy chọn năm khác, "
        "loại khác, hoặc «mọi kỳ» thay cho cả năm."
    ]


def drawn_table(request, question, crossed):
    """The table as a picture, with the sources and the address that a reader of it alone needs."""
    heads, worded, rows = crossed.told(turned=question.is_turned)
    sources = [f"Nguồn: {'; '.join(source.title for source in crossed.sources)}."] if crossed.sources else []
    names = site(request)
    address = f"{home_of(request)}{request.path}?{address_of(request)}"
    notes = [*crossed.remarks, *sources, f"{names['site_name']}, {names['site_line']}: {address}"]
    return file_of(table_file(heads, rows, worded=worded, title="Bảng tự lập", notes=notes), "svg", name=TITLE)


def address_of(request):
    """What the page was asked for, without the search of the form and without a file."""
    query = request.GET.copy()
    for name in ("tai", "tim"):
        query.pop(name, None)
    return query.urlencode()
