"""Who asks: the account of a request comes in one query with all that is asked of it at every page of staff."""

from functools import cache

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Group
from django.db.models import F, OuterRef, Value
from django.db.models.functions import Concat
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.middleware import OTPMiddleware
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from indicators.gathered import AreThere, gathered
from indicators.rights import EVERYWHERE
from indicators.security.second_factor import with_standing

User = get_user_model()
# Where permissions are given: to the account itself, and to the groups it is in.
GIVEN = {
    "own_permissions": (User.user_permissions.through, "user"),
    "group_permissions": (Group.permissions.through, "group__user"),
}
DEVICES = {kind._meta.label_lower: kind for kind in (TOTPDevice, StaticDevice)}


@cache
def accounts():
    """Accounts with what they may do, where they work, and how they show who they are; asked anew by each filter.

    Nothing of it outlives the request: a role that is taken away counts at the next one.
    """
    named = Concat(F("permission__content_type__app_label"), Value("."), F("permission__codename"))
    given = {name: gathered(model.objects.filter(**{to: OuterRef("pk")}), named) for name, (model, to) in GIVEN.items()}
    devices = {
        f"{kind._meta.model_name}_ids": gathered(kind.objects.filter(user=OuterRef("pk"), confirmed=True), F("pk"))
        for kind in DEVICES.values()
    }
    is_everywhere = AreThere(Group.objects.filter(user=OuterRef("pk"), name__in=EVERYWHERE))
    known = with_standing(User.objects.select_related("posting__office"))
    return known.annotate(is_everywhere=is_everywhere, **given, **devices)


class Accounts(ModelBackend):
    """Django's own accounts, asked for as a whole."""

    def get_user(self, user_id):
        user = accounts().filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None

    def get_all_permissions(self, user_obj, obj=None):
        if obj is not None or user_obj.is_superuser or not hasattr(user_obj, "own_permissions"):
            return super().get_all_permissions(user_obj, obj)
        # Kept with the account, which each request reads anew.
        if not hasattr(user_obj, "_perm_cache"):
            user_obj._perm_cache = {name for given in GIVEN for name in getattr(user_obj, given) or []}
        return user_obj._perm_cache


class SecondStepMiddleware(OTPMiddleware):
    """Tells whether the session has shown a code, by the devices that came with the account."""

    def _verify_user_sync(self, request, user):
        self._init_user_fields(user)
        if user.is_authenticated:
            told = request.session.get(DEVICE_ID_SESSION_KEY)
            user.otp_device = self._finalize_device(request, user, device_of(user, told) if told else None)
        return user


def device_of(user, persistent_id):
    """The device of an account that a session names, without its secret; None where the account has none such."""
    label, _, pk = persistent_id.rpartition("/")
    kind = DEVICES.get(label)
    ids = kind and getattr(user, f"{kind._meta.model_name}_ids", None)
    if not ids or not pk.isdecimal() or int(pk) not in ids:
        return None
    return kind.from_db(user._state.db, ["id", "user_id", "confirmed"], [int(pk), user.pk, True])
