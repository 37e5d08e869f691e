"""Charts that leave the site: files that stand alone, and the one page others may frame."""

import base64
import re
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.urls import reverse

from config.pages.charts.files import png_file
from config.pages.charts.letters import font_of
from tests import makers
from tests.indicators.pages import pages, published

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def exports():
    """An indicator whose name would break out of a file, with two years and their source."""
    indicator = makers.make_indicator(name="Kim ngạch <xuất khẩu> & «gia công»")
    place, source = makers.make_place(name="tỉnh Hòa Bình (cũ)"), makers.make_source(title="Niên giám & báo cáo")
    for year, value in [(2020, 100), (2022, 144)]:
        published(indicator=indicator, place=place, year=year, value=value, source=source)
    published(indicator=indicator, place=place, year=2023, value=9, in_doubt=True, note="sai", source=source)
    return indicator


def address(indicator, ending, axis="nam"):
    (place,) = {figure.place.code for figure in indicator.figures.all()}
    return reverse("chart-file", args=[indicator.code, place, axis, ending])


@pytest.mark.every_engine
def test_a_chart_is_a_file_with_its_colours_its_heading_its_source_and_its_address(client, exports):
    answer = client.get(address(exports, "svg"))
    assert answer["Content-Disposition"] == (
        'attachment; filename="kim-ngach-xuat-khau-gia-cong-tinh-hoa-binh-cu-nam.svg"'
    )
    drawn = answer.content.decode()
    words = "\n".join(ElementTree.fromstring(drawn).itertext())
    for shown in [
        "Kim ngạch <xuất khẩu> & «gia công», tỉnh Hòa Bình (cũ)",
        "Bình quân tăng 20,0 %/năm, 2020-2022.",
        "Không vẽ: năm 2023 (còn nghi vấn).",
        "Nguồn số liệu: Niên giám & báo cáo.",
        f"http://testserver/chi-tieu/{exports.code}/",
    ]:
        assert shown in words
    assert ".drawn .column-1 { fill: #0b5d4b" in drawn
    assert "var(" not in drawn


def test_a_file_brings_its_letters_and_is_xml_whatever_a_name_holds(client, exports):
    with connection.cursor() as sql:
        name = "Kim\x01 ngạch\x08\ufffe điện tử"
        sql.execute("UPDATE indicators_indicator SET name = %s WHERE id = %s", [name, exports.pk])
    drawn = client.get(address(exports, "svg")).content.decode()
    assert "Kim\ufffd ngạch\ufffd\ufffd điện tử, tỉnh Hòa Bình (cũ)" in ElementTree.fromstring(drawn).itertext()
    fonts = [base64.b64decode(font) for font in re.findall('data:font/woff;base64,([^"]+)', drawn)]
    assert [font[:4] for font in fonts] == [b"wOFF", b"wOFF"]
    assert len(drawn) < 30_000
    assert len(font_of(400, "a")) < len(font_of(400, "aấ")) < len(font_of(400, "aấệữ"))
    assert client.get(address(exports, "png")).status_code == 200


def test_the_picture_is_lettered_whatever_fonts_the_machine_has(client, exports):
    answer = client.get(address(exports, "png"))
    assert answer["Content-Type"] == "image/png"
    width, height = (int.from_bytes(answer.content[at : at + 4]) for at in (16, 20))
    assert (width, height > 600) == (2 * 648, True)
    with_letters = png_file('<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30">%s</svg>')
    letters = '<text y="20" font-family="Be Vietnam Pro">Ữ Ợ ỷ đ</text>'
    assert len(png_file(f'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30">{letters}</svg>')) > len(
        with_letters
    )


def test_what_is_no_chart_is_no_file(client, exports):
    hidden = makers.make_indicator(is_public=False)
    figure = published(indicator=hidden, year=2020)
    published(indicator=hidden, place=figure.place, year=2021)
    assert client.get(address(exports, "svg", axis="quy")).status_code == 404
    assert client.get(address(hidden, "png")).status_code == 404
    assert client.get(reverse("embed", args=[hidden.code])).status_code == 404


def test_one_page_may_be_framed_and_no_other(client, exports):
    framed = client.get(reverse("embed", args=[exports.code]))
    assert "X-Frame-Options" not in framed
    assert "frame-ancestors *" in framed["Content-Security-Policy"]
    assert "script-src 'self'" in framed["Content-Security-Policy"]
    page = framed.content.decode()
    assert "144" in page
    assert page.count("<svg") == 2
    assert f'href="http://testserver/chi-tieu/{exports.code}/"' in page
    for other in [*pages(), reverse("compare"), address(exports, "svg"), "/khong-co/", "/quan-tri/"]:
        answer = client.get(other)
        assert answer["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    own = client.get(reverse("indicator", args=[exports.code])).content.decode()
    assert 'title="Kim ngạch &amp;lt;xuất khẩu&amp;gt; &amp;amp; «gia công»"' in own
    assert f"&lt;iframe src=&quot;http://testserver/nhung/chi-tieu/{exports.code}/&quot;".replace("&quot;", '"') in own


def test_a_frame_shows_the_place_it_was_asked_for_and_says_when_there_is_nothing(client):
    indicator = makers.make_indicator()
    for name, year in [("Xã Mới", 2022), ("Xã Cũ", 2020)]:
        published(indicator=indicator, place=makers.make_place(name=name, code=f"ma-{year}"), year=year)
    frame = reverse("embed", args=[indicator.code])
    assert "Xã Mới" in client.get(frame).content.decode()
    assert "Xã Cũ" in client.get(frame, {"dia_ban": "ma-2020"}).content.decode()
    assert "Xã Mới" in client.get(frame, {"dia_ban": "<x>"}).content.decode()
    empty = client.get(reverse("embed", args=[makers.make_indicator().code])).content.decode()
    assert "chưa có số liệu công bố" in empty
