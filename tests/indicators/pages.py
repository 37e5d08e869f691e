"""The public pages of figures, as a reader asks for them."""

from django.urls import reverse

from indicators.models import Figure, State
from tests import makers

# What every page says of the corrected figure: the figure, its unit, its degree, what is doubtful about it.
PRINTED = "khoảng 1.243,57"
TOLD = [PRINTED, "triệu kWh", "6 tháng đầu năm 2023", "sơ bộ", "đứt chuỗi", "độ tin cậy thấp"]


def published(**fields):
    return makers.make_figure(state=State.APPROVED, **fields)


def corrected():
    """A figure with all that one can carry, corrected once, and those of two years before."""
    indicator = makers.make_indicator(
        name="Điện thương phẩm",
        name_en="Electricity sold",
        unit=makers.make_unit(name="triệu kWh"),
        topic=makers.make_topic(name="Điện", name_en="Electricity"),
    )
    given = {"indicator": indicator, "place": makers.make_place(name="tỉnh Hòa Bình (cũ)", code="hb")}
    given |= {"kind": "preliminary", "source": makers.make_source(title="Niên giám «2023»")}
    for year, value in [(2021, "1090"), (2022, "1180.25")]:
        published(period=f"6 tháng đầu năm {year}", value=value, **given)
    figure = published(
        period="6 tháng đầu năm 2023",
        value="1234.5",
        qualifier="~",
        is_break=True,
        is_unreliable=True,
        note="Cộng không khớp.",
        locator="Bảng 12; trang 3",
        **given,
    )
    Figure.objects.filter(pk=figure.pk).update(value="1243.57", state=State.SUBMITTED)
    figure.refresh_from_db()
    (version,) = makers.approve(figure, released=False, reason="Gõ nhầm")
    makers.make_release(version, title="Đính chính tháng 9", code="dinh-chinh", kind="correction")
    return figure


def read(client, name, *args, **query):
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def pages(**fields):
    """The address of every public page of figures, with rows behind each."""
    figure = published(source=makers.make_source(), reported=[{}], **fields)
    names = ["overview", "topic-list", "figure-list", "source-list", "guide"]
    return [
        *map(reverse, names),
        reverse("topic", args=[figure.indicator.topic.code]),
        reverse("indicator", args=[figure.indicator.code]),
    ]
