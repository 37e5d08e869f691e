"""The second step of a log-in: codes of a phone (TOTP) and recovery codes, over django-otp.

Its tables hold the secrets and leave no trail; that an account has a second factor, and since when, is a row of ours
that does.
"""

from base64 import b32encode
from datetime import timedelta

import segno
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import OuterRef
from django.utils import timezone
from django.utils.safestring import mark_safe
from django_otp import verify_token
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from indicators.gathered import AreThere
from indicators.models import BookSettings, SecondFactor

CODES = 10
DIGITS = 6


def with_standing(accounts):
    """Accounts, each with whether it has a second factor, and whether a role it holds demands one."""
    required = BookSettings.second_factor_roles.through.objects.filter(group__user=OuterRef("pk"))
    on = SecondFactor.objects.filter(user=OuterRef("pk"))
    return accounts.annotate(factor_is_on=AreThere(on), factor_is_required=AreThere(required))


def standing_of(user):
    """Whether an account has a second factor now, and whether a role it holds demands one."""
    accounts = with_standing(get_user_model().objects.filter(pk=user.pk))
    return accounts.values_list("factor_is_on", "factor_is_required").get()


def begin(user):
    """A new secret, good for nothing until a code of it is shown."""
    TOTPDevice.objects.filter(user=user, confirmed=False).delete()
    return TOTPDevice.objects.create(user=user, name="ứng dụng xác thực", confirmed=False)


def begun(user):
    return TOTPDevice.objects.filter(user=user, confirmed=False).first()


@transaction.atomic
def turn_on(user, code):
    """Fix the secret by a code of it; gives the device, None where the code is not of it."""
    device = begun(user)
    if device is None or not verify_token(user, device.persistent_id, clean(code)):
        return None
    TOTPDevice.objects.filter(user=user, confirmed=True).delete()
    TOTPDevice.objects.filter(pk=device.pk).update(confirmed=True)
    now = timezone.now()
    SecondFactor.objects.update_or_create(user=user, defaults={"since": now, "codes_made_at": now})
    return TOTPDevice.objects.get(pk=device.pk)


@transaction.atomic
def make_codes(user):
    """Ten recovery codes, each good once, in the place of those before; nobody can read them again."""
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="mã dự phòng")
    codes = [StaticToken.random_token() for _ in range(CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    SecondFactor.objects.filter(user=user).update(codes_made_at=timezone.now())
    return [f"{code[:4]}-{code[4:]}" for code in codes]


def codes_left(user):
    return StaticToken.objects.filter(device__user=user).count()


@transaction.atomic
def turn_off(user):
    """Take the second factor off an account, with all its secrets."""
    SecondFactor.objects.filter(user=user).delete()
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()


def clean(code):
    """A code as it was made: people type blanks and dashes into it."""
    return "".join(character for character in code if character.isascii() and character.isalnum()).lower()


def device_for(user, code):
    """What a code would be of: six digits of the phone, anything else of the recovery codes."""
    kind = TOTPDevice if len(code) == DIGITS and code.isdecimal() else StaticDevice
    return kind.objects.filter(user=user, confirmed=True).first()


def accepted(user, code):
    """The device a code opens, once; None where it opens none."""
    code = clean(code)
    device = device_for(user, code)
    return device and verify_token(user, device.persistent_id, code)


def seconds_to_wait(user, code):
    """After a wrong code the next is looked at a little later each time."""
    device = device_for(user, clean(code))
    allowed, why = device.verify_is_allowed() if device else (True, None)
    return 0 if allowed else max(-(-(why["locked_until"] - timezone.now()) // timedelta(seconds=1)), 1)


def forgive(user):
    """Let the next code be looked at, however many were wrong."""
    for kind in (TOTPDevice, StaticDevice):
        kind.objects.filter(user=user).update(throttling_failure_count=0, throttling_failure_timestamp=None)


def secret_of(device):
    """The secret as a person types it into the app: groups of four letters."""
    text = b32encode(device.bin_key).decode()
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def picture_of(device):
    """The square code as SVG: plain shapes, black on white in the dark too, or a camera does not read it."""
    drawn = segno.make(device.config_url, error="m", micro=False)
    return mark_safe(drawn.svg_inline(omitsize=True, dark="#000", light="#fff", svgclass=None, lineclass=None))
