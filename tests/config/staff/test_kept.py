"""A session that ended takes nothing typed with it: it is sent again, by who typed it and by nobody else."""

import re
import time
from datetime import timedelta
from html import unescape

import pytest
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from config.staff.idle import RENEWED
from config.staff.kept import SALT
from indicators.models import Place
from tests import makers
from tests.staff_forms import typed

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
LOGIN = "/quan-tri/login/"
PASSWORD = "Đúng-mật-khẩu-9"
OURS = {"Origin": "http://testserver"}
RIGHTS = ["indicators.view_place", "indicators.change_place", "indicators.add_place"]


def person(username):
    return makers.make_user(*RIGHTS, username=username, password=PASSWORD)


def browser():
    return Client(enforce_csrf_checks=True)


def token_on(page):
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode())[1]


def hidden(page):
    """Every hidden field of the form of a page, in order."""
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page.content.decode())
    return [(unescape(name), unescape(value)) for name, value in found if name != "csrfmiddlewaretoken"]


def sign_in(client, username, page=None, password=PASSWORD):
    """Log in on a page that has the form, with whatever it carries."""
    page = page or client.get(LOGIN)
    sent = dict(hidden(page)) | {"username": username, "password": password, "csrfmiddlewaretoken": token_on(page)}
    return client.post(LOGIN, sent)


def open_form(client):
    """A form of a place, as it stands open: its address, its boxes with their token."""
    address = reverse("admin:indicators_place_change", args=[makers.make_place(name="Xã cũ").pk])
    page = client.get(address)
    return address, typed(page) | {"csrfmiddlewaretoken": token_on(page)}


def sign_in_elsewhere(client, username):
    """Log in again, in another tab, after the session ended."""
    end_session(client)
    assert sign_in(client, username).status_code == 302


def end_session(client):
    """What an idle hour does: the row is past its end, the browser lets the cookie go."""
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    del client.cookies["sessionid"]


@pytest.fixture
def lan():
    return person("lan")


@pytest.fixture
def client(lan):
    client = browser()
    assert sign_in(client, "lan").status_code == 302
    return client


# The end


def test_a_session_ends_after_the_idle_time(client, settings):
    cookie = client.cookies["sessionid"]
    assert cookie["max-age"] == settings.SESSION_COOKIE_AGE == 3600
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    answer = client.get("/quan-tri/?xem=1")
    assert answer.status_code == 302
    assert answer["Location"] == f"{LOGIN}?next=/quan-tri/%3Fxem%3D1"


@pytest.mark.every_engine
def test_a_request_moves_the_end_at_most_once_a_minute(client):
    Session.objects.update(expire_date=timezone.now() + timedelta(minutes=2))
    client.get("/quan-tri/")
    assert Session.objects.get().expire_date < timezone.now() + timedelta(minutes=3)
    session = client.session
    session[RENEWED] = int(time.time()) - 61
    session.save()
    Session.objects.update(expire_date=timezone.now() + timedelta(minutes=2))
    client.get("/quan-tri/jsi18n/")
    client.get("/quan-tri/")
    assert Session.objects.get().expire_date > timezone.now() + timedelta(minutes=55)


def test_public_pages_ask_nothing_of_the_session(client):
    session = client.session
    session[RENEWED] = 0
    session.save()
    before = Session.objects.get().session_data
    answer = client.get("/")
    assert "sessionid" not in answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert Session.objects.get().session_data == before


# What was typed


def test_what_was_typed_is_written_after_a_new_login(client):
    address, boxes = open_form(client)
    end_session(client)
    answer = client.post(address, boxes | {"name": "Xã «mới» & <đẹp>\nhai dòng"})
    assert answer.status_code == 403
    assert "không mất gì" in answer.content.decode()
    answer = sign_in(client, "lan", answer)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Gửi lại những gì đã gõ" in page
    assert f'action="{address}"' in page
    assert "<dt>Tên địa bàn</dt>" in page
    assert "no-store" in answer["Cache-Control"]
    answer = client.post(address, dict(hidden(answer)) | {"csrfmiddlewaretoken": token_on(answer)})
    assert answer.status_code == 302
    assert Place.objects.get().name == "Xã «mới» & <đẹp> hai dòng"


def test_every_value_is_kept_in_its_order_the_empty_ones_too(client):
    address, boxes = open_form(client)
    end_session(client)
    sent = boxes | {"nhieu": ["b", "", "a", "b"], "trong": "", "dau": "  hai cách  "}
    answer = sign_in(client, "lan", client.post(f"{address}?_changelist_filters=q%3Dx&_popup=1", sent))
    fields = hidden(answer)
    assert [value for name, value in fields if name == "nhieu"] == ["b", "", "a", "b"]
    assert ("trong", "") in fields
    assert ("dau", "  hai cách  ") in fields
    assert f'action="{address}?_changelist_filters=q%3Dx&amp;_popup=1"' in answer.content.decode()
    assert len(fields) == len(boxes) - 1 + 6


def test_a_wrong_password_in_between_loses_nothing(client):
    address, boxes = open_form(client)
    end_session(client)
    answer = client.post(address, boxes | {"name": "Xã mới"})
    answer = sign_in(client, "lan", answer, password="sai")
    assert answer.status_code == 200
    for _ in range(4):
        answer = sign_in(client, "lan", answer, password="sai")
    assert answer.status_code == 429
    answer = client.post(LOGIN, dict(hidden(answer)) | {"csrfmiddlewaretoken": token_on(answer)})
    assert ("name", "Xã mới") not in hidden(answer)
    AccessAttempt.objects.all().delete()
    assert ("name", "Xã mới") in hidden(sign_in(client, "lan", answer))


def test_twenty_thousand_fields_are_kept(client):
    address, boxes = open_form(client)
    end_session(client)
    many = {f"truong-{number}": f"giá trị {number}" for number in range(19_900)}
    answer = sign_in(client, "lan", client.post(address, boxes | many))
    fields = hidden(answer)
    assert set(many.items()) <= set(fields)
    assert client.post(address, dict(fields) | {"csrfmiddlewaretoken": token_on(answer)}).status_code == 302


def test_a_file_cannot_be_carried_and_the_page_says_which(client):
    address, boxes = open_form(client)
    end_session(client)
    answer = client.post(address, boxes | {"tep": SimpleUploadedFile("so-lieu.xlsx", b"x")})
    assert "so-lieu.xlsx" in answer.content.decode()
    assert "so-lieu.xlsx" in sign_in(client, "lan", answer).content.decode()


def test_passwords_are_never_carried(lan, client):
    lan.is_superuser = True
    lan.save()
    new = reverse("admin:auth_user_add")
    sent = {"username": "moi", "password1": "Bí-mật-1", "password2": "Bí-mật-1"}
    sent["csrfmiddlewaretoken"] = token_on(client.get(new))
    end_session(client)
    answer = client.post(new, sent)
    carried = signing.loads(dict(hidden(answer))["kept"], salt=SALT)
    assert "username=moi" in carried[2]
    assert "password" not in str(carried)
    for name, given in [("password_change", []), ("auth_user_password_change", [lan.pk]), ("logout", [])]:
        answer = client.post(reverse(f"admin:{name}", args=given), sent)
        assert answer.status_code == 302, name


# Whose it was


def test_another_person_is_told_and_nothing_is_sent(client):
    person("binh")
    address, boxes = open_form(client)
    end_session(client)
    answer = sign_in(client, "binh", client.post(address, boxes | {"name": "Của Lan"}))
    page = answer.content.decode()
    assert "do người khác gõ" in page
    assert "Của Lan" not in page
    assert f'action="{address}"' not in page


def test_a_form_of_somebody_who_logged_in_before_is_still_theirs(client):
    """The other one's log-in changed the token: what Lan typed is neither lost to her nor offered to him."""
    person("binh")
    address, boxes = open_form(client)
    sign_in_elsewhere(client, "binh")
    answer = client.post(address, boxes | {"name": "Của Lan"}, headers=OURS)
    assert answer.status_code == 403
    assert "do người khác gõ" in answer.content.decode()
    end_session(client)
    answer = client.post(address, boxes | {"name": "Của Lan"}, headers=OURS)
    assert ("name", "Của Lan") in hidden(sign_in(client, "lan", answer))


def test_a_form_opened_before_one_logged_in_again_elsewhere_comes_back(client):
    address, boxes = open_form(client)
    sign_in_elsewhere(client, "lan")
    answer = client.post(address, boxes | {"name": "Xã mới"}, headers=OURS)
    assert answer.status_code == 403
    assert ("name", "Xã mới") in hidden(answer)
    answer = client.post(address, dict(hidden(answer)) | {"csrfmiddlewaretoken": token_on(answer)})
    assert answer.status_code == 302
    assert Place.objects.get().name == "Xã mới"


# What another site could try


@pytest.mark.parametrize(
    "headers",
    [{}, {"Origin": "https://ke-la.example"}, {"Origin": "null"}, OURS | {"Sec-Fetch-Site": "cross-site"}],
    ids=["nothing", "another", "null", "cross"],
)
def test_what_another_site_sends_is_not_offered_to_be_sent_again(client, headers):
    address, boxes = open_form(client)
    sign_in_elsewhere(client, "lan")
    answer = client.post(address, boxes | {"name": "Giả"}, headers=headers)
    assert answer.status_code == 403
    assert "Biểu mẫu đã hết hạn" in answer.content.decode()
    assert "Giả" not in answer.content.decode()


def test_a_form_whose_owner_nothing_tells_is_not_offered_either(client):
    address, boxes = open_form(client)
    answer = client.post(address, boxes | {"name": "Giả", "csrfmiddlewaretoken": "a" * 64}, headers=OURS)
    assert "Biểu mẫu đã hết hạn" in answer.content.decode()
    del client.cookies["browser"]
    end_session(client)
    answer = sign_in(client, "lan", client.post(address, boxes))
    assert "Không rõ ai đã gõ" in answer.content.decode()


def test_a_carried_field_that_we_did_not_sign_is_thrown_away(client):
    forged = signing.dumps(["/quan-tri/", 1, "a=b", []], salt="khác")
    end_session(client)
    page = client.get(LOGIN)
    sent = {"username": "lan", "password": PASSWORD, "kept": forged, "csrfmiddlewaretoken": token_on(page)}
    assert client.post(LOGIN, sent)["Location"] == "/quan-tri/"


def test_only_addresses_of_staff_are_kept(client):
    answer = client.post("/so-lieu/", {"a": "b"}, headers=OURS)
    assert "Biểu mẫu đã hết hạn" in answer.content.decode()


def test_a_login_page_opened_before_another_login_starts_anew(client):
    page = client.get("/quan-tri/password_change/")
    sent = {"username": "lan", "password": PASSWORD, "csrfmiddlewaretoken": token_on(page)}
    sign_in_elsewhere(client, "lan")
    answer = client.post(LOGIN, sent, headers=OURS)
    assert (answer.status_code, answer["Location"]) == (302, LOGIN)
