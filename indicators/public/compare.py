"""The page that compares: what an address asks for, what of it can be shown, and what is wrong with it in words."""

from django.db.models import Exists, OuterRef
from django.shortcuts import render

from config.pages.downloads import download
from config.pages.outgoing import FILE_FORMATS
from config.pages.views import home_of, public_page, site
from indicators import wording
from indicators.models import Indicator, Version
from indicators.public.comparing import APART, INDEX, TOGETHER, WAYS, Comparison, common_axes
from indicators.public.highlights import TOPIC_ORDER
from indicators.public.pictures import TYPES, picture
from indicators.public.tables import KIND_NOTE, MISSING_NOTE, FigureTable
from indicators.series import all_series

TITLE = "So sánh chỉ tiêu"
MOST = 4
LONGEST_QUOTE = 40
NOT_THIS_WAY = {
    INDEX: "Không tính được chỉ số: phải có một kỳ mà mọi chuỗi đều có số đúng, lớn hơn 0, và đều là lượng.",
    TOGETHER: "Không vẽ chung một trục được: đơn vị tính khác nhau.",
}


class Question:
    """What the address asks, read against what is public; `complaints` are sentences on what it asks in vain."""

    def __init__(self, request):
        self.complaints = []
        self.choices = list(choosable())
        self.indicators = self._chosen(request.GET.getlist("chi_tieu"))
        figures = Version.objects.public().filter(indicator__in=[one.pk for one in self.indicators])
        self.series = all_series(figures.select_related("indicator__unit", "place") if self.indicators else [])
        self.places = sorted({one.place for one in self.series}, key=lambda place: place.code)
        self.chosen_places = self._places(request.GET.getlist("dia_ban"))
        self.named = self._named() if self.indicators else []
        self.axes = common_axes([series for _, series in self.named])
        self.axis = self._one_of(request, "ky", {axis.slug: axis for axis in self.axes}, "loại kỳ chung nào")
        self.comparison = Comparison(self.named, self.axis) if self.axis else None
        ways = self.comparison.ways if self.comparison else []
        self.way = self._one_of(request, "cach", {way: way for way in ways}, "cách so sánh nào hợp với các chuỗi này")
        self._say_what_is_missing()

    @property
    def boxes(self):
        """The code in each box of the form: one more than is chosen, two at least."""
        codes = [indicator.code for indicator in self.indicators]
        return [*codes, *[""] * max(2 - len(codes), 1)][:MOST]

    def _chosen(self, codes):
        by_code = {indicator.code: indicator for indicator in self.choices}
        codes = each_once(codes)
        self._complain_of(code for code in codes if code not in by_code)
        known = [by_code[code] for code in codes if code in by_code]
        if len(known) > MOST:
            self.complaints.append(f"Mỗi lần so sánh nhiều nhất {MOST} chỉ tiêu; dưới đây là {MOST} chỉ tiêu đầu.")
        return known[:MOST]

    def _complain_of(self, codes):
        for code in list(codes)[:MOST]:
            self.complaints.append(f"Không có số liệu công khai của chỉ tiêu mang mã «{code[:LONGEST_QUOTE]}».")

    def _places(self, codes):
        by_code = {place.code: place for place in self.places}
        codes = each_once(codes)
        for code in [code for code in codes if code not in by_code][:MOST]:
            self.complaints.append(f"Các chỉ tiêu đã chọn không có số liệu ở địa bàn mang mã «{code[:LONGEST_QUOTE]}».")
        return [by_code[code] for code in codes if code in by_code]

    def _named(self):
        """The series compared with their names: places of one indicator, or indicators of one place."""
        if len(self.indicators) == 1:
            wanted = [one for one in self.series if one.place in (self.chosen_places or self.places)]
            if len(wanted) > MOST:
                self.complaints.append(f"Mỗi lần so sánh nhiều nhất {MOST} địa bàn; dưới đây là {MOST} địa bàn đầu.")
            self.chosen_places = [one.place for one in wanted[:MOST]]
            return [(one.place.name, one) for one in wanted[:MOST]]
        place = next(iter(self.chosen_places), None) or max(self.places, key=self._worth, default=None)
        if len(self.chosen_places) > 1:
            self.complaints.append(f"Nhiều chỉ tiêu thì so sánh ở một địa bàn: dưới đây là {place.name}.")
        self.chosen_places = [place] if place else []
        by_indicator = {one.indicator.pk: one for one in self.series if one.place == place}
        self._complain_of_gaps(place, by_indicator)
        return [(one.name, by_indicator[one.pk]) for one in self.indicators if one.pk in by_indicator]

    def _worth(self, place):
        there = [series for series in self.series if series.place == place]
        return len(there), sum(len(series.periods) for series in there)

    def _complain_of_gaps(self, place, by_indicator):
        for indicator in self.indicators:
            if place and indicator.pk not in by_indicator:
                self.complaints.append(f"«{indicator.name}» không có số liệu của {place.name}.")

    def _one_of(self, request, name, options, what):
        """What the address asks for under a name, the first option where it asks for nothing or for nonsense."""
        asked = request.GET.get(name, "").strip()
        if asked and asked not in options and options:
            self.complaints.append(NOT_THIS_WAY.get(asked) or f"«{asked[:LONGEST_QUOTE]}» không phải {what}.")
        return options.get(asked) or next(iter(options.values()), None)

    def _say_what_is_missing(self):
        if not self.indicators:
            return
        if len(self.named) < 2:
            self.complaints.append(
                "Chỉ có một chuỗi để vẽ: hãy chọn thêm một chỉ tiêu, hoặc một chỉ tiêu có số liệu của nhiều địa bàn."
            )
        elif self.comparison is None:
            self.complaints.append(
                "Các chuỗi đã chọn không có kỳ cùng loại (năm với năm, quý với quý) nên không so sánh được."
            )


def each_once(codes):
    """The codes that an address names, without those that are empty."""
    return [code for code in dict.fromkeys(code.strip() for code in codes) if code]


def choosable():
    """Public indicators that have a public figure, by topic."""
    has_figures = Exists(Version.objects.public().filter(indicator=OuterRef("pk"), value__isnull=False))
    return Indicator.objects.public().filter(has_figures).select_related("topic")


def remarks_on(question):
    """How the picture is to be read."""
    comparison, way = question.comparison, question.way
    if way == INDEX:
        base = comparison.axis.label(comparison.base)
        yield (
            f"Mỗi chuỗi được chia cho số của chính nó ở kỳ {base}, kỳ đầu tiên mọi chuỗi đều có số: {base} = 100. "
            "Chỉ số cho thấy tăng giảm, không cho thấy lớn nhỏ; tính từ sau lần đứt chuỗi gần nhất."
        )
    if way == APART and len({one.unit for one in comparison.drawn}) > 1:
        yield "Đơn vị tính khác nhau nên mỗi chuỗi một biểu đồ, một thang riêng; trục thời gian là chung."
    if len({one.series.place.pk for one in comparison.drawn}) > 1:
        yield (
            "Mỗi địa bàn, kể cả tỉnh trước và sau sáp nhập, là một chuỗi riêng: đặt cạnh nhau để xem, không nối "
            "với nhau, không tính tăng giảm từ địa bàn này sang địa bàn kia."
        )
    if len({one.series.indicator.price_basis for one in comparison.drawn} - {""}) > 1:
        yield "Các chỉ tiêu tính theo loại giá khác nhau: xem định nghĩa ở trang từng chỉ tiêu."
    for one in comparison.drawn:
        if one.left_out:
            told = (f"{figure.period.phrase} ({', '.join(wording.flags(figure))})" for figure in one.left_out)
            yield f"Không vẽ của «{one.name}»: {', '.join(told)}."
    for one in comparison.missing:
        yield f"«{one.name}» không có số ở loại kỳ này."


def heading_of(question, drawing):
    """What a picture alone must say: the indicator of places, or the place of indicators, beside the names drawn."""
    if len(question.indicators) == 1:
        return f"{question.indicators[0].name}: {drawing.title}"
    return f"{drawing.title}, {question.chosen_places[0].name}"


def file_asked(request, question, drawings, remarks):
    """The file of the drawing the address asks for by its number, None where it asks for a page."""
    ending, number = request.GET.get("tai"), request.GET.get("hinh", "1")
    if ending not in TYPES or number not in {str(place) for place in range(1, len(drawings) + 1)}:
        return None
    drawing = drawings[int(number) - 1]
    names = site(request)
    source = f"{names['site_name']}, {names['site_line']}: {home_of(request)}{request.path}?{address_of(request)}"
    heading = heading_of(question, drawing)
    return picture(drawing, ending, heading=heading, notes=[*remarks, source], name=heading)


def rows_asked(request, comparison, remarks):
    """The file of the figures that are compared, None where the address asks for a page."""
    figures = Version.objects.public().filter(pk__in=[figure.pk for one in comparison.drawn for figure in one.figures])
    table = FigureTable(figures.order_by(*TOPIC_ORDER, "period_end", "period_start"))
    return download(request, table, title=TITLE, notes=[KIND_NOTE, MISSING_NOTE, *remarks])


def address_of(request):
    """What the page was asked for, without the file."""
    query = request.GET.copy()
    for name in ("tai", "hinh"):
        query.pop(name, None)
    return query.urlencode()


@public_page
def compare(request):
    question = Question(request)
    context = {"title": TITLE, "question": question}
    if question.comparison:
        context["canonical"] = f"{request.path}?{address_of(request)}"
        drawings, remarks = question.comparison.drawings(question.way), list(remarks_on(question))
        if answer := file_asked(request, question, drawings, remarks):
            return answer
        if answer := rows_asked(request, question.comparison, remarks):
            return answer
        context |= {
            "endings": list(FILE_FORMATS),
            "drawings": drawings,
            "remarks": remarks,
            "query": address_of(request),
            "ways": [(way, WAYS[way]) for way in question.comparison.ways],
        }
    return render(request, "indicators/compare.html", context)
