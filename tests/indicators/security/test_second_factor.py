"""The second step of a log-in: turned on with a code, asked for at every address, each code good once."""

import re
import time
from html import unescape
from io import StringIO
from urllib.parse import unquote

import pytest
from axes.models import AccessAttempt
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from config.staff.roles import sync
from indicators.models import AuditEntry, BookSettings, SecondFactor
from tests import makers
from tests.processes import until
from tests.test_rights import addresses

pytestmark = pytest.mark.django_db
STAFF, LOGIN = "/quan-tri/", "/quan-tri/login/"
SECURITY, STEP = "/quan-tri/auth/user/bao-mat/", "/quan-tri/auth/user/bao-mat/ma/"
PASSWORD = "Đúng-mật-khẩu-9"


@pytest.fixture
def lan():
    return makers.make_user(username="lan", password=PASSWORD, is_superuser=True)


def sign_in(username="lan", client=None, **more):
    client = client or Client()
    return client, client.post(LOGIN, {"username": username, "password": PASSWORD, **more})


def code_of(user, steps=0):
    """What the phone shows, or will in so many half minutes."""
    device = TOTPDevice.objects.get(user=user)
    return f"{totp(device.bin_key, t0=-30 * steps):06d}"


def fresh(user):
    """A while later: no code is used up any more, no wait runs."""
    TOTPDevice.objects.filter(user=user).update(last_t=-1, throttling_failure_count=0)
    StaticDevice.objects.filter(user=user).update(throttling_failure_count=0)


def turn_on(client, user):
    """Through the pages; gives the recovery codes."""
    client.post(SECURITY, {"start": "yes"})
    page = client.post(SECURITY, {"confirm": "yes", "code": code_of(user)}).content.decode()
    fresh(user)
    return re.findall(r"<li><code>(\w{4}-\w{4})</code>", page)


@pytest.fixture
def codes(lan):
    """Lan has a second factor; these are her recovery codes."""
    return turn_on(sign_in()[0], lan)


def is_open(client):
    return client.get(STAFF).status_code == 200


# On and off


def test_it_is_turned_on_with_a_code_of_the_phone_and_shows_ten_codes_once(lan):
    client, _ = sign_in()
    assert client.get(SECURITY).status_code == 200
    assert not TOTPDevice.objects.exists()
    page = client.post(SECURITY, {"start": "yes"}).content.decode()
    assert "<svg" in page
    assert re.search(r"(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}", page)
    assert not re.search(r"<svg[^>]* style=|<(?:path|g|svg)[^>]* class=\"seg", page)
    wrong = f"{(int(code_of(lan)) + 1) % 10**6:06d}"
    assert "Mã không khớp" in client.post(SECURITY, {"confirm": "yes", "code": wrong}).content.decode()
    assert not SecondFactor.objects.exists()
    fresh(lan)
    answer = client.post(SECURITY, {"confirm": "yes", "code": code_of(lan)})
    page = answer.content.decode()
    shown = re.findall(r"<li><code>(\w{4}-\w{4})</code>", page)
    assert len(set(shown)) == 10
    file = unquote(unescape(re.search(r'href="data:text/plain;charset=utf-8,([^"]*)" download', page)[1]))
    assert [line for line in file.splitlines() if "-" in line] == shown
    assert "no-store" in answer["Cache-Control"]
    assert is_open(client)
    again = client.get(SECURITY).content.decode()
    assert shown[0] not in again
    assert "<svg class" not in again.replace('<svg xmlns="http://www.w3.org/2000/svg" class="base-svgs">', "")


def test_the_pages_of_it_are_for_staff_alone(client):
    for address in (SECURITY, STEP):
        assert client.get(address)["Location"].startswith(LOGIN)
    client.force_login(makers.make_user(is_staff=False))
    for address in (SECURITY, STEP):
        assert client.post(address, {"start": "yes"})["Location"].startswith(LOGIN)
    assert not TOTPDevice.objects.exists()


def test_turning_it_off_or_making_new_codes_asks_for_the_password(lan, codes):
    client, _ = sign_in()
    client.post(STEP, {"code": code_of(lan)})
    for button in ("off", "renew"):
        page = client.post(SECURITY, {button: "yes", "password": "sai"}).content.decode()
        assert "Mật khẩu không đúng." in page
    assert AccessAttempt.objects.get().failures_since_start == 2
    page = client.post(SECURITY, {"renew": "yes", "password": PASSWORD}).content.decode()
    assert codes[0] not in page
    assert StaticToken.objects.count() == 10
    assert client.post(SECURITY, {"off": "yes", "password": PASSWORD}).status_code == 302
    assert [model.objects.count() for model in (SecondFactor, TOTPDevice, StaticToken)] == [0, 0, 0]
    assert is_open(client)
    assert is_open(sign_in()[0])


# The second step


def test_after_the_password_a_code_is_asked_for_and_leads_to_the_page_wanted(lan, codes):
    client, answer = sign_in(next="/quan-tri/indicators/place/")
    assert answer["Location"] == f"{STEP}?next=%2Fquan-tri%2Findicators%2Fplace%2F"
    page = client.get(answer["Location"]).content.decode()
    assert 'autocomplete="one-time-code"' in page
    assert 'inputmode="numeric"' in page
    assert "Số liệu" not in page.partition("<main")[2]
    code = code_of(lan)
    answer = client.post(STEP, {"code": f" {code[:3]} {code[3:]}", "next": "/quan-tri/indicators/place/"})
    assert answer["Location"] == "/quan-tri/indicators/place/"
    assert is_open(client)


@pytest.mark.parametrize("address", ["https://ke-la.example/", "//ke-la.example", "javascript:alert(1)"])
def test_a_code_leads_to_no_other_site(lan, codes, address):
    client, _ = sign_in()
    assert client.post(STEP, {"code": code_of(lan), "next": address})["Location"] == STAFF


def test_a_code_is_good_once(lan, codes):
    code = code_of(lan)
    first, second = sign_in()[0], sign_in()[0]
    assert first.post(STEP, {"code": code}).status_code == 302
    assert "đã dùng rồi" in second.post(STEP, {"code": code}).content.decode()
    assert is_open(first)
    assert not is_open(second)


def test_a_recovery_code_is_good_once_however_it_is_typed_and_says_how_many_are_left(lan, codes):
    client, _ = sign_in()
    assert client.post(STEP, {"recovery": codes[0].upper().replace("-", " ")}).status_code == 302
    assert "còn 9 mã" in client.get(STAFF).content.decode()
    client, _ = sign_in()
    client.post(STEP, {"recovery": codes[0]})
    assert not is_open(client)
    assert StaticToken.objects.count() == 9


def test_codes_of_another_person_open_nothing(lan, codes):
    binh = makers.make_user(username="binh", password=PASSWORD)
    theirs = turn_on(sign_in("binh")[0], binh)
    client, _ = sign_in()
    client.post(STEP, {"recovery": theirs[0]})
    fresh(lan)
    client.post(STEP, {"code": code_of(binh)})
    assert not is_open(client)


def test_wrong_codes_wait_and_count_with_wrong_passwords(lan, codes):
    client, _ = sign_in()
    client.post(STEP, {"code": "000000"})
    assert "đợi 1 giây" in client.post(STEP, {"code": code_of(lan)}).content.decode()
    for number in range(4):
        fresh(lan)
        # The password alone clears nothing: the log-in is not done.
        answer = client.post(STEP, {"code": f"00000{number}"})
        status = sign_in(client=client)[1].status_code
    assert (answer.status_code, status) == (429, 429)
    assert "Hãy đợi <strong>15 phút</strong>" in answer.content.decode()
    fresh(lan)
    assert client.post(STEP, {"code": code_of(lan)}).status_code == 429
    assert not is_open(client)


@pytest.mark.parametrize("nonsense", ["", " ", "abc", "１２３４５６", "9" * 40, "a\x00b", "-1", "đđđđđđ"])
def test_nonsense_for_a_code_is_told(lan, codes, nonsense):
    client, _ = sign_in()
    for name in ("code", "recovery"):
        assert client.post(STEP, {name: nonsense}).status_code == 200
        fresh(lan)
    assert not is_open(client)


@pytest.mark.long
@pytest.mark.sqlite
def test_no_address_of_staff_is_open_between_the_password_and_the_code(lan, codes, settings):
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "tests.unrendered.Undrawn"]
    client, _ = sign_in()
    own, seen = {LOGIN, STEP, SECURITY, "/quan-tri/logout/"}, 0
    for address in sorted(set(addresses())):
        if not address.startswith(STAFF) or address in own:
            continue
        seen += 1
        assert client.get(address).status_code in {302, 404}, address
        answer = client.post(address, {"post": "yes", "action": "delete_selected"})
        assert answer.status_code in {302, 403, 404}, address
        assert answer.status_code != 302 or answer["Location"].startswith(LOGIN), address
    assert seen > 150
    assert client.get(SECURITY)["Location"].startswith(STEP)
    assert client.post(SECURITY, {"off": "yes", "password": PASSWORD})["Location"].startswith(STEP)
    for name in ("jsi18n", "autocomplete"):
        assert client.get(reverse(f"admin:{name}")).status_code == 302
    client.post("/quan-tri/logout/")
    assert "_auth_user_id" not in client.session


def test_sessions_that_were_open_elsewhere_are_asked_too_once_it_is_on(lan):
    elsewhere, _ = sign_in()
    assert is_open(elsewhere)
    turn_on(sign_in()[0], lan)
    assert not is_open(elsewhere)


def test_what_was_typed_is_carried_through_the_second_step(lan, codes):
    client, _ = sign_in()
    client.post(STEP, {"code": code_of(lan)})
    form = reverse("admin:indicators_place_add")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get(form).content.decode())[1]
    del client.cookies["sessionid"]
    page = client.post(form, {"name": "Xã mới", "csrfmiddlewaretoken": token}).content.decode()
    kept = re.search(r'name="kept" value="([^"]+)"', page)[1]
    _, answer = sign_in(client=client, kept=kept)
    assert "Bước hai" in answer.content.decode()
    kept = re.search(r'name="kept" value="([^"]+)"', answer.content.decode())[1]
    assert 'name="kept"' in client.post(STEP, {"code": "000000", "kept": kept}).content.decode()
    fresh(lan)
    page = client.post(STEP, {"code": code_of(lan), "kept": kept}).content.decode()
    assert 'name="name" value="Xã mới"' in page
    assert "Gửi lại những gì đã gõ" in page


# By role


@pytest.fixture
def clerk():
    sync()
    user = makers.make_user("indicators.view_figure", username="binh", password=PASSWORD)
    user.groups.add(Group.objects.get(name="Lãnh đạo duyệt"))
    return user


def demand(name="Lãnh đạo duyệt"):
    settings, _ = BookSettings.objects.get_or_create(pk=1)
    settings.second_factor_roles.add(Group.objects.get(name=name))


def test_a_role_that_demands_it_lets_nothing_else_be_done_until_it_is_on(clerk):
    demand()
    client, answer = sign_in("binh", next="/quan-tri/indicators/figure/")
    assert answer["Location"].startswith(SECURITY)
    assert "bật xong mới làm được việc khác" in client.get(answer["Location"]).content.decode()
    assert client.get("/quan-tri/indicators/figure/")["Location"].startswith(LOGIN)
    assert client.get("/quan-tri/login/?next=/quan-tri/")["Location"].startswith(SECURITY)
    assert "Bắt đầu bật" in client.post(SECURITY, {"go": "yes"}).content.decode()
    turn_on(client, clerk)
    answer = client.post(SECURITY, {"go": "yes", "next": "/quan-tri/indicators/figure/"})
    assert answer["Location"] == "/quan-tri/indicators/figure/"
    assert client.get(answer["Location"]).status_code == 200
    page = client.post(SECURITY, {"off": "yes", "password": PASSWORD}).content.decode()
    assert "không tắt được" in page
    assert SecondFactor.objects.exists()


def test_a_role_that_demands_it_reaches_those_at_work_already_and_no_others(clerk):
    client, _ = sign_in("binh")
    assert is_open(client)
    demand("Người công bố")
    assert is_open(client)
    demand()
    assert not is_open(client)


def test_an_administrator_demands_it_on_the_settings_screen_and_the_trail_says_so(clerk, admin_client):
    change = reverse("admin:indicators_booksettings_change", args=[1])
    group = Group.objects.get(name="Lãnh đạo duyệt")
    assert admin_client.post(change, {"second_factor_roles": [group.pk]}).status_code == 302
    assert list(BookSettings.get().second_factor_roles.all()) == [group]
    table = BookSettings.second_factor_roles.through._meta.db_table
    assert AuditEntry.objects.get(table=table).user.username == "admin"


# A lost phone, and what is told


def test_an_administrator_takes_it_off_and_the_history_of_the_account_says_who(lan, codes, admin_client):
    entry = reverse("admin:auth_user_entry", args=[lan.pk])
    assert "Gỡ xác thực hai bước" in admin_client.get(entry).content.decode()
    assert admin_client.post(entry, {"take_off": "yes"}).status_code == 302
    assert is_open(sign_in()[0])
    history = admin_client.get(reverse("admin:auth_user_history", args=[lan.pk])).content.decode()
    assert "xác thực hai bước" in history
    deletion = AuditEntry.objects.get(table=SecondFactor._meta.db_table, action="D")
    assert (deletion.user.username, deletion.owner_row) == ("admin", lan.pk)


def test_opening_a_login_also_ends_the_wait_for_the_next_code(lan, codes, admin_client):
    TOTPDevice.objects.update(throttling_failure_count=9, throttling_failure_timestamp=timezone.now())
    admin_client.post(reverse("admin:auth_user_entry", args=[lan.pk]), {"unlock": "yes"})
    assert sign_in()[0].post(STEP, {"code": code_of(lan)}).status_code == 302
    TOTPDevice.objects.update(throttling_failure_count=9, throttling_failure_timestamp=timezone.now())
    admin_client.post(reverse("admin:auth_user_locks"), {"account": "lan"})
    assert TOTPDevice.objects.get().throttling_failure_count == 0


def test_a_command_takes_it_off_when_no_administrator_is_left_to_ask(lan, codes):
    with pytest.raises(CommandError, match="khong-co"):
        call_command("take_off_second_factor", "khong-co")
    call_command("take_off_second_factor", "lan", stdout=StringIO())
    assert is_open(sign_in()[0])


def test_who_may_not_change_an_account_takes_nothing_off(lan, codes, client):
    client.force_login(makers.make_user("auth.view_user", "auth.change_user"))
    assert client.post(reverse("admin:auth_user_entry", args=[lan.pk]), {"take_off": "yes"}).status_code == 403
    assert SecondFactor.objects.exists()


def test_no_secret_stands_in_the_trail_or_on_a_screen(lan, codes, admin_client):
    key = TOTPDevice.objects.get().key
    trail = str(list(AuditEntry.objects.values_list("before", "after")))
    secrets = {key, *StaticToken.objects.values_list("token", flat=True)}
    assert not any(secret in trail for secret in secrets)
    pages = [reverse("admin:auth_user_entry", args=[lan.pk]), reverse("admin:auth_user_change", args=[lan.pk])]
    for address in pages:
        assert not any(secret in admin_client.get(address).content.decode() for secret in secrets)
    assert not {"otp_totp", "otp_static", "axes"} & {model._meta.app_label for model in screens()}


def screens():
    return [model for model in apps.get_models() if admin.site.is_registered(model)]


def test_a_phone_half_a_minute_late_is_let_in_and_one_two_minutes_late_is_not(lan, codes):
    client, _ = sign_in()
    # Given at the very end of a half minute, a code would be a whole one older when it arrives.
    until(lambda: time.time() % 30 < 27)
    assert client.post(STEP, {"code": code_of(lan, steps=-1)}).status_code == 302
    fresh(lan)
    TOTPDevice.objects.update(drift=0)
    client, _ = sign_in()
    client.post(STEP, {"code": code_of(lan, steps=-4)})
    assert not is_open(client)
