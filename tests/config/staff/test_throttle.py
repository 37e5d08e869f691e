"""Who guesses passwords waits; who is only near one who guesses does not."""

import logging
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.core.management import call_command
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from config.staff.throttle import OF_ACCOUNT, OF_ADDRESS, client_address
from tests import makers

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
LOGIN = "/quan-tri/login/"
RIGHT = "Đúng-mật-khẩu-9"


@pytest.fixture
def lan():
    return makers.make_user(username="lan", password=RIGHT)


def send(client, username, password="sai", **headers):
    return client.post(LOGIN, {"username": username, "password": password}, **headers)


def fail(username, times=5, client=None, **headers):
    for _ in range(times):
        answer = send(client or Client(), username, **headers)
    return answer


def is_in(answer):
    return answer.status_code == 302


def test_the_fifth_wrong_password_shuts_the_login_and_the_page_says_for_how_long(lan, client):
    assert fail("lan", 4, client).status_code == 200
    answer = send(client, "lan")
    page = answer.content.decode()
    assert answer.status_code == 429
    assert 890 <= int(answer["Retry-After"]) <= 900
    assert "Hãy đợi <strong>15 phút</strong>" in page
    assert "người quản trị" in page
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert send(client, "lan", RIGHT).status_code == 429


def test_an_account_that_is_not_there_is_answered_alike(db, client):
    assert fail("khong-co", 4, client).status_code == 200
    assert send(client, "khong-co").status_code == 429


def test_a_wait_ends_by_itself_and_further_tries_make_it_no_longer(lan):
    fail("lan")
    last = AccessAttempt.objects.get().attempt_time
    fail("lan", 3)
    assert AccessAttempt.objects.get().attempt_time == last
    assert AccessAttempt.objects.get().failures_since_start == 5
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=15, seconds=1))
    assert is_in(send(Client(), "lan", RIGHT))


def test_a_right_login_clears_the_failures_of_that_account_there_alone(lan):
    makers.make_user(username="binh", password=RIGHT)
    fail("lan", 4)
    fail("lan", 4, REMOTE_ADDR="203.0.113.9")
    fail("binh", 4)
    assert is_in(send(Client(), "lan", RIGHT))
    assert set(AccessAttempt.objects.values_list("username", "ip_address")) == {
        ("lan", "203.0.113.9"),
        ("binh", "127.0.0.1"),
    }


def test_one_who_guesses_does_not_shut_out_a_colleague_behind_the_same_address(lan):
    fail("binh")
    assert is_in(send(Client(), "lan", RIGHT))


def test_many_accounts_tried_from_one_address_shut_it_for_strangers(lan):
    for number in range(OF_ADDRESS):
        answer = send(Client(), f"nguoi-{number}")
    assert answer.status_code == 429
    assert send(Client(), "lan", RIGHT).status_code == 429
    assert is_in(send(Client(), "lan", RIGHT, REMOTE_ADDR="203.0.113.9"))


def test_one_account_tried_from_many_addresses_is_shut_for_strangers(lan):
    for number in range(OF_ACCOUNT):
        answer = send(Client(), "lan", REMOTE_ADDR=f"203.0.113.{number}")
    assert answer.status_code == 429
    assert send(Client(), "lan", RIGHT, REMOTE_ADDR="198.51.100.1").status_code == 429


def test_the_browser_an_account_has_used_is_shut_by_no_stranger(lan):
    own = Client()
    assert is_in(send(own, "lan", RIGHT))
    own.post("/quan-tri/logout/")
    for number in range(OF_ADDRESS):
        send(Client(), f"nguoi-{number}")
    fail("lan", OF_ACCOUNT, REMOTE_ADDR="203.0.113.9")
    fail("lan")
    assert send(Client(), "lan", RIGHT).status_code == 429
    assert is_in(send(own, "lan", RIGHT))


def test_a_known_browser_is_shut_by_its_own_failures_wherever_it_is_and_for_that_account_alone(lan):
    makers.make_user(username="binh", password=RIGHT)
    own = Client()
    send(own, "lan", RIGHT)
    for number in range(5):
        answer = send(own, "lan", REMOTE_ADDR=f"203.0.113.{number}")
    assert answer.status_code == 429
    assert is_in(send(own, "binh", RIGHT))


def test_a_forged_browser_is_a_stranger(lan):
    own, forger = Client(), Client()
    send(own, "lan", RIGHT)
    cookie = own.cookies["browser"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/quan-tri/")
    forger.cookies["browser"] = cookie.value[:-3] + "abc"
    fail("lan", 5)
    assert send(forger, "lan", RIGHT).status_code == 429


def test_what_is_kept_of_a_failure_holds_no_password_and_nothing_else_that_was_sent(lan, client):
    client.post(f"{LOGIN}?next=/quan-tri/?q=bi-mat", {"username": "lan", "password": "Mật-khẩu-gõ", "note": "riêng"})
    kept = str(AccessAttempt.objects.values().get())
    assert "lan" in kept
    assert not any(word in kept for word in ["Mật-khẩu-gõ", "riêng", "bi-mat"])


def test_the_log_has_one_line_for_a_login_shut_and_no_password(lan, caplog):
    caplog.set_level(logging.INFO)
    fail("lan", 8)
    lines = [record for record in caplog.records if record.name in {"book.login"} or record.name.startswith("axes")]
    assert [(line.name, line.account, line.address) for line in lines] == [("book.login", "lan", "127.0.0.1")]


# Whose address it is


def address_of(behind_proxy, settings, **meta):
    settings.BEHIND_PROXY = behind_proxy
    return client_address(RequestFactory().get("/", **meta))


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("1.1.1.1, 203.0.113.7", "203.0.113.7"),
        ("<script>,203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("", "10.0.0.2"),
        ("không phải địa chỉ", "0.0.0.0"),
    ],
)
def test_our_proxy_is_believed_about_the_last_address_alone(settings, forwarded, address):
    assert address_of(True, settings, HTTP_X_FORWARDED_FOR=forwarded, REMOTE_ADDR="10.0.0.2") == address


def test_without_a_proxy_the_header_is_a_visitors_invention(settings):
    assert address_of(False, settings, HTTP_X_FORWARDED_FOR="1.1.1.1", REMOTE_ADDR="10.0.0.2") == "10.0.0.2"


@pytest.mark.parametrize("behind_proxy", [True, False])
def test_a_forged_header_does_not_dodge_the_throttle(lan, settings, behind_proxy):
    settings.BEHIND_PROXY = behind_proxy
    real = ", 198.51.100.4" if behind_proxy else ""
    for number in range(5):
        answer = send(Client(), "lan", headers={"X-Forwarded-For": f"203.0.113.{number}{real}"})
    assert answer.status_code == 429


# The administrator's way out


@pytest.fixture
def administrator(client):
    client.force_login(makers.make_user("auth.view_user", "auth.change_user"))
    return client


def test_an_administrator_sees_what_is_shut_and_opens_it(lan, administrator):
    fail("lan")
    locks = reverse("admin:auth_user_locks")
    assert locks in administrator.get("/quan-tri/").content.decode()
    page = administrator.get(locks).content.decode()
    assert "tài khoản, từ một địa chỉ" in page
    assert "127.0.0.1" in page
    administrator.post(locks, {"account": "lan", "address": "127.0.0.1"})
    assert "Không có gì bị khóa." in administrator.get(locks).content.decode()
    assert is_in(send(Client(), "lan", RIGHT))


def test_an_address_is_opened_without_the_accounts_tried_from_it(administrator):
    for number in range(OF_ADDRESS):
        send(Client(), f"nguoi-{number}")
    locks = reverse("admin:auth_user_locks")
    assert "mọi tài khoản, từ máy lạ ở một địa chỉ" in administrator.get(locks).content.decode()
    administrator.post(locks, {"account": "", "address": "127.0.0.1"})
    assert not AccessAttempt.objects.exists()


def test_an_account_has_the_button_on_its_own_page(lan, administrator):
    fail("lan")
    entry = reverse("admin:auth_user_entry", args=[lan.pk])
    assert entry in administrator.get(reverse("admin:auth_user_change", args=[lan.pk])).content.decode()
    assert "Mở khóa đăng nhập" in administrator.get(entry).content.decode()
    administrator.post(entry, {"unlock": "yes"})
    assert not AccessAttempt.objects.exists()


def test_only_who_may_change_an_account_opens_it(lan, client):
    fail("lan")
    client.force_login(makers.make_user("auth.view_user"))
    assert client.post(reverse("admin:auth_user_locks"), {"account": "lan"}).status_code == 403
    assert client.post(reverse("admin:auth_user_entry", args=[lan.pk]), {"unlock": "yes"}).status_code == 403
    client.force_login(makers.make_user("auth.view_user", "auth.change_user"))
    boss = makers.make_user(is_superuser=True)
    assert client.get(reverse("admin:auth_user_entry", args=[boss.pk])).status_code == 403
    for nonsense in ["9" * 40, "abc", "0"]:
        assert client.get(f"/quan-tri/auth/user/{nonsense}/dang-nhap/").status_code == 404
    assert AccessAttempt.objects.exists()


def test_when_every_administrator_is_locked_out_a_command_opens(lan, capsys):
    fail("lan")
    call_command("axes_reset_username", "lan")
    assert is_in(send(Client(), "lan", RIGHT))
