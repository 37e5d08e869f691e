"""What is said of several boxes of a form at once."""

import json
import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.models import AuditEntry, Figure
from tests import makers

pytestmark = pytest.mark.django_db


@pytest.fixture
def form(db):
    return makers.make_report_form(*(makers.make_indicator() for _ in range(3)), columns=[{"kind": "official"}])


@pytest.fixture
def figures(form):
    """Figures in the first two rows; the third is empty."""
    place = form.places.get()
    rows = list(form.rows.order_by("position"))[:2]
    return [
        makers.make_figure(indicator=row.indicator, place=place, year=2022, value=value, note=f"cũ {value}")
        for row, value in zip(rows, (5, 7), strict=True)
    ]


def address(form):
    names = [f"o-{row.pk}-1" for row in form.rows.order_by("position")]
    return reverse("admin:indicators_reportform_cell", args=[form.code], query={"ky": "2022", "o": names})


def seen_on(page):
    return unescape(re.search(r'name="_seen" value="([^"]*)"', page.content.decode())[1])


def test_what_is_filled_in_is_said_of_each_number_and_the_rest_stays(admin_client, form, figures):
    source = makers.make_source()
    page = admin_client.get(address(form))
    assert "Ghi cho 2 số liệu trong 3 ô" in page.content.decode()
    assert "1 ô chưa có số nào được lưu nên không ghi gì." in page.content.decode()
    sent = {"_seen": seen_on(page), "source": source.pk, "is_unreliable": "1"}
    answer = admin_client.post(address(form), sent, headers={"Sec-Fetch-Dest": "empty"})
    assert "Đã ghi 2 số liệu." in answer.content.decode()
    boxes = json.loads(unescape(re.search(r'data-boxes="([^"]*)"', answer.content.decode())[1]))
    assert [told["shown"] for told in boxes.values()] == ["5", "7"]
    assert all("flagged" in told["tone"] for told in boxes.values())
    for figure, value in zip(figures, (5, 7), strict=True):
        figure.refresh_from_db()
        assert (figure.source, figure.is_unreliable, figure.note, figure.value) == (source, True, f"cũ {value}", value)
    assert Figure.objects.count() == 2


def test_one_number_that_may_not_say_it_leaves_all_as_they_were(admin_client, form, figures):
    Figure.objects.filter(pk=figures[1].pk).update(note="")
    page = admin_client.get(address(form))
    answer = admin_client.post(address(form), {"_seen": seen_on(page), "in_doubt": "1"})
    row = form.rows.order_by("position")[1]
    assert f"«{row}»: Số liệu còn nghi vấn phải ghi rõ vì sao" in unescape(answer.content.decode())
    assert not Figure.objects.filter(in_doubt=True).exists()
    admin_client.post(address(form), {"_seen": seen_on(answer), "in_doubt": "1", "note": "Hai nguồn nói khác nhau"})
    assert Figure.objects.filter(in_doubt=True, note="Hai nguồn nói khác nhau").count() == 2


def test_what_others_wrote_meanwhile_is_looked_at_first(admin_client, form, figures):
    page = admin_client.get(address(form))
    Figure.objects.filter(pk=figures[0].pk).update(note="của người khác")
    answer = admin_client.post(address(form), {"_seen": seen_on(page), "note": "của tôi"})
    assert "vừa được người khác ghi" in answer.content.decode()
    assert not Figure.objects.filter(note="của tôi").exists()
    admin_client.post(address(form), {"_seen": seen_on(answer), "note": "của tôi"})
    assert Figure.objects.filter(note="của tôi").count() == 2


def test_an_approved_number_waits_to_be_approved_again(admin_client, form, figures):
    makers.approve(figures[0])
    page = admin_client.get(address(form))
    admin_client.post(address(form), {"_seen": seen_on(page), "note": "Sửa lời", "change_reason": "Rõ hơn"})
    states = dict(Figure.objects.values_list("pk", "state"))
    assert states[figures[0].pk] == "draft"
    assert list(Figure.objects.order_by("pk").values_list("change_reason", flat=True)) == ["Rõ hơn", ""]
    assert figures[0].versions.get().note == "cũ 5"


def test_nothing_said_is_told_and_writes_nothing(admin_client, form, figures):
    before = AuditEntry.objects.count()
    page = admin_client.get(address(form))
    answer = admin_client.post(address(form), {"_seen": seen_on(page)})
    assert "Chưa ghi gì" in answer.content.decode()
    assert AuditEntry.objects.count() == before


def test_boxes_of_nobody_s_own_are_refused(form, figures):
    reader = makers.make_user("indicators.view_figure", "indicators.view_reportform")
    client = Client()
    client.force_login(reader)
    assert client.get(address(form)).status_code == 403
    assert client.post(address(form), {"note": "x"}).status_code == 403
    assert not Figure.objects.filter(note="x").exists()


def test_fifty_boxes_ask_as_often_as_five(admin_client):
    given = {"unit": makers.make_unit(), "topic": makers.make_topic()}
    source = makers.make_source()

    def counts(rows):
        form = makers.make_report_form(
            *(makers.make_indicator(**given) for _ in range(rows)), columns=[{"kind": "official"}]
        )
        place = form.places.get()
        for row in form.rows.all():
            makers.make_figure(indicator=row.indicator, place=place, year=2022, released=False, source=source)
        where = address(form)
        sent = {"source": makers.make_source().pk, "in_doubt": "1"}
        with CaptureQueriesContext(connection) as asked:
            refused = admin_client.post(where, sent | {"_seen": seen_on(admin_client.get(where))})
        assert unescape(refused.content.decode()).count("phải ghi rõ vì sao") == min(rows, 6)
        with CaptureQueriesContext(connection) as written:
            answer = admin_client.post(where, sent | {"_seen": seen_on(refused), "note": "Hai nguồn nói khác nhau"})
        assert f"Đã ghi {rows} số liệu." in answer.content.decode()
        return len(asked), len(written)

    # The session is renewed once a minute.
    admin_client.get(reverse("admin:index"))
    assert counts(5) == counts(50)
    assert Figure.objects.filter(note="Hai nguồn nói khác nhau", in_doubt=True).count() == 55


def test_more_boxes_than_an_address_holds_are_not_found(admin_client, form, figures):
    assert admin_client.get(f"{address(form)}{'&o=o-1-1'.join(map(str, range(600)))}").status_code == 404
