"""A weak password is refused at every door where one is set."""

import getpass
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.management import CommandError, call_command
from django.urls import reverse

from indicators.management.commands.prepare import Command as Prepare
from tests import makers

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
WEAK = ["ngan", "12345678901", "password", "nguyenvanlan"]
STRONG = "Sông-Đà-mùa-lũ-7"
OLD = "Mật-khẩu-cũ-1"


@pytest.fixture
def lan():
    return makers.make_user(username="nguyenvanlan", password=OLD)


def complaints(answer):
    return str(answer.context["form"].errors if "form" in answer.context else answer.context["adminform"].form.errors)


@pytest.mark.parametrize("weak", WEAK)
def test_of_a_new_account(admin_client, weak):
    address = reverse("admin:auth_user_add")
    sent = {"username": "nguyenvanlan", "is_staff": "on", "password1": weak, "password2": weak}
    answer = admin_client.post(address, sent)
    assert "password2" in complaints(answer)
    assert not get_user_model().objects.filter(username="nguyenvanlan").exists()
    assert admin_client.post(address, sent | {"password1": STRONG, "password2": STRONG}).status_code == 302


@pytest.mark.parametrize("weak", WEAK)
def test_given_by_an_administrator(admin_client, lan, weak):
    address = reverse("admin:auth_user_password_change", args=[lan.pk])
    assert "password2" in complaints(admin_client.post(address, {"password1": weak, "password2": weak}))
    assert admin_client.post(address, {"password1": STRONG, "password2": STRONG}).status_code == 302
    lan.refresh_from_db()
    assert lan.check_password(STRONG)


@pytest.mark.every_engine
@pytest.mark.parametrize("weak", WEAK)
def test_of_ones_own(client, lan, weak):
    client.force_login(lan)
    sent = {"old_password": OLD, "new_password1": weak, "new_password2": weak}
    address = reverse("admin:password_change")
    assert "new_password2" in complaints(client.post(address, sent))
    assert client.post(address, sent | {"new_password1": STRONG, "new_password2": STRONG}).status_code == 302


@pytest.mark.parametrize("weak", WEAK)
def test_given_to_createsuperuser(monkeypatch, weak):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", weak)
    told = {"username": "nguyenvanlan", "email": "a@vi-du.vn", "interactive": False, "verbosity": 0}
    with pytest.raises(CommandError, match="[Mm]ật khẩu"):
        call_command("createsuperuser", **told)
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", STRONG)
    call_command("createsuperuser", **told)
    assert get_user_model().objects.get().check_password(STRONG)


@pytest.mark.parametrize("weak", WEAK)
def test_typed_for_changepassword(monkeypatch, lan, weak):
    monkeypatch.setattr(getpass, "getpass", lambda prompt: weak)
    with pytest.raises(CommandError, match="nguyenvanlan"):
        call_command("changepassword", "nguyenvanlan", stdout=StringIO(), stderr=StringIO())
    lan.refresh_from_db()
    assert lan.check_password(OLD)


def test_the_account_of_a_first_start_has_a_strong_one(capsys):
    Prepare()._make_account()
    password = capsys.readouterr().out.split("mật khẩu: ")[1].split()[0]
    validate_password(password, get_user_model().objects.get())
