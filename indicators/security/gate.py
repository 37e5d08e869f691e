"""What stands between the password and the staff site: a code where the account has a second factor, else setting
one up where a role demands it. The site asks here at every address (config.staff.site)."""

from django.urls import reverse

from config.staff.site import Step
from indicators.security import pages
from indicators.security.second_factor import standing_of


def next_step(request):
    """What this person must do first, None when nothing is missing."""
    user = request.user
    # Right after the password django-otp has not looked at the account yet.
    if hasattr(user, "is_verified") and user.is_verified():
        return None
    # Who gives the password right now did not come with it.
    is_told = hasattr(user, "factor_is_on")
    is_on, is_required = (user.factor_is_on, user.factor_is_required) if is_told else standing_of(user)
    if is_on:
        return Step(reverse("admin:auth_user_second_step"), pages.ask_for_code)
    return Step(reverse("admin:auth_user_security"), pages.ask_to_set_up) if is_required else None
