"""Differences between what a sheet prints and what comes of computing it, written into the notes of figures."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from indicators.models import Figure, FormPeriod
from indicators.periods import Period
from tests import makers
from tests.indicators.sheets.test_remembered import upload, write
from tests.workbooks.making import book

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

HEAD = [
    "Tên sản phẩm",
    "Đơn vị tính",
    "Tháng 1/2026",
    "Ước tháng 2/2026",
    "Cộng dồn 2 tháng 2026",
    "So tháng trước (%)",
]
LINE = ["Xi măng trắng", "tấn", 100, 110, 230, 150]
SUM = "2 tháng 2026 ghi 230, cộng các tháng được 210"
RATIO = "«So tháng trước (%)» ghi 150, tính lại được 110,00 %"


@pytest.fixture(autouse=True)
def import_folder(settings, tmp_path):
    settings.IMPORT_FOLDER = tmp_path / "imports"


@pytest.fixture
def cement(client):
    user = makers.make_user(*(f"indicators.{verb}_figure" for verb in ("view", "add", "change")), is_superuser=True)
    client.force_login(user)
    makers.make_place(code="T1", name="tỉnh Một", level="province")
    ton = makers.make_unit(name="tấn", code="t-an", dimension="mass")
    return makers.make_indicator(code="xm", name="Xi măng trắng", unit=ton, measure="flow")


def seen(client, *boxes, title="Biểu tháng 2"):
    """The preview of the sheet, looked at again with these boxes ticked."""
    page = upload(client, SimpleUploadedFile(f"{title}.xlsx", book([["SẢN PHẨM"], HEAD, LINE])))
    said = {"token": page.context["question"], "layout-seen": "Biểu 1", "layout-place": "T1"}
    return client.post(reverse("admin:indicators_figure_answer"), said | dict.fromkeys(boxes, "on"))


def notes():
    return {str(figure.period): figure.note for figure in Figure.objects.all()}


def test_a_difference_becomes_the_note_of_its_figure_only_where_it_is_ticked(client, cement):
    page = seen(client)
    boxes = re.findall(r'name="(layout-note[^"]*)"(?! checked)> ([^<]+)<', page.text)
    assert boxes == [
        ("layout-notes", "ghi cả 2 chỗ"),
        ("layout-note-F3-1", f"ô F3 (số ở ô D3): {RATIO}"),
        ("layout-note-E3-1", f"ô E3: {SUM}"),
    ]
    write(client, page)
    assert set(notes().values()) == {""}
    page = seen(client, "layout-note-E3-1")
    assert 'name="layout-note-E3-1" checked' in page.text
    assert "Ghi chú: <del>—</del>" in page.text
    write(client, page)
    assert notes() == {
        "tháng 1/2026": "",
        "tháng 2/2026": "",
        "2 tháng 2026": f"Tệp «Biểu tháng 2.xlsx», ô E3: {SUM}.",
    }


@pytest.mark.every_engine
def test_what_is_noted_is_added_to_the_note_that_stands_there_and_never_twice(client, cement):
    period = Period.first_months(2026, 2)
    place = makers.indicators.Place.objects.get(code="T1")
    kept = {"indicator": cement, "place": place, "period_start": period.start, "period_end": period.end}
    makers.make_figure(**kept, kind="estimate", value=230, note="Theo báo cáo nhanh.")
    write(client, seen(client, "layout-notes"))
    found = notes()
    assert found["2 tháng 2026"] == f"Theo báo cáo nhanh.\nTệp «Biểu tháng 2.xlsx», ô E3: {SUM}."
    assert found["tháng 2/2026"] == f"Tệp «Biểu tháng 2.xlsx», ô F3: {RATIO}."
    page = seen(client, "layout-notes", title="Biểu tháng 2 (gửi lại)")
    assert page.context["token"] is None
    assert notes() == found


def test_a_note_is_held_to_closed_periods_as_any_change(client, cement):
    write(client, seen(client))
    place = makers.indicators.Place.objects.get(code="T1")
    form = makers.make_report_form(cement, places=[place], frequency="month", columns=[{"kind": "estimate"}])
    period = Period.month(2026, 2)
    closed = {"closed_at": timezone.now(), "closed_because": "đã nộp báo cáo", "contact": "chị Hoa"}
    FormPeriod.objects.create(form=form, period_start=period.start, period_end=period.end, **closed)
    page = seen(client, "layout-note-F3-1")
    assert "đã khóa" in page.text
    assert page.context["token"] is None
    assert "đã khóa" not in seen(client).text
