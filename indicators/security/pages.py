"""The pages of one's own second step: asking for a code, and turning the second factor on and off."""

from urllib.parse import quote

import django_otp
from axes.handlers.proxy import AxesProxyHandler
from django import forms
from django.contrib import admin, messages
from django.contrib.auth import authenticate
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from config.staff.kept import Kept
from indicators.security import second_factor

OF_LIST = "Danh sách mã dự phòng của tài khoản {} ở Sổ số liệu ngành Công Thương. Mỗi mã dùng một lần.\n\n{}\n"


def only_staff(view):
    """For members of staff who have given their password, whatever else is still asked of them."""

    @never_cache
    def page(request):
        user = request.user
        if not (user.is_active and user.is_staff):
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        return view(request)

    return page


def address_after(request):
    """Where the person wanted to go: a page of this site, or the start."""
    told = request.POST.get("next") or request.GET.get("next") or ""
    is_here = url_has_allowed_host_and_scheme(told, {request.get_host()}, require_https=request.is_secure())
    return told if is_here else reverse("admin:index")


def shown(request, template, **context):
    return render(request, template, {**admin.site.each_context(request), **context})


# The second step of a log-in


class CodeForm(forms.Form):
    """Six digits, or a recovery code where the phone is not at hand."""

    code = forms.CharField(
        label="Mã 6 số trong ứng dụng xác thực",
        required=False,
        max_length=20,
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}),
    )
    recovery = forms.CharField(
        label="Mã dự phòng",
        required=False,
        max_length=20,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}),
    )

    @property
    def given(self):
        return self.cleaned_data.get("recovery") or self.cleaned_data.get("code") or ""


def ask_for_code(request, address, kept=None, form=None):
    title = "Bước hai của đăng nhập"
    carried = {"next": address, "kept": kept}
    return shown(request, "admin/second_step.html", title=title, form=form or CodeForm(), **carried)


@only_staff
def second_step(request):
    """The page between the password and the staff site, for accounts with a second factor."""
    address, kept = address_after(request), Kept.read(request)
    if admin.site.next_step(request) is None:
        return redirect(address)
    if request.method != "POST":
        return ask_for_code(request, address)
    form = CodeForm(request.POST)
    form.full_clean()
    device = code_accepted(request, form)
    if device is None:
        return ask_for_code(request, address, kept, form)
    django_otp.login(request, device)
    if isinstance(device, second_factor.StaticDevice):
        left = second_factor.codes_left(request.user)
        messages.warning(request, f"Đã dùng một mã dự phòng, còn {left} mã. Lập mã mới ở «Bảo mật đăng nhập».")
    return admin.site.entered(request, address, kept)


def code_accepted(request, form):
    """The device whose code was given; else the form says why not, and the failure counts like a wrong password."""
    user, credentials = request.user, {"username": request.user.get_username()}
    if not AxesProxyHandler.is_allowed(request, credentials):
        request.axes_locked_out, request.axes_credentials = True, credentials
        return None
    if not second_factor.clean(form.given):
        form.add_error(None, "Chưa gõ mã.")
        return None
    if wait := second_factor.seconds_to_wait(user, form.given):
        form.add_error(None, f"Vừa có mã sai: đợi {wait} giây rồi gõ mã mới.")
        return None
    device = second_factor.accepted(user, form.given)
    if device is None:
        form.add_error(None, "Mã không đúng, đã dùng rồi hoặc đã hết hạn. Đợi ứng dụng hiện mã mới rồi gõ lại.")
        AxesProxyHandler.user_login_failed(__name__, credentials, request)
    return device


# One's own second factor


@only_staff
def security(request):
    """Turning one's own second factor on and off; before the code of one that is on, nothing here can be reached."""
    is_on, is_required = second_factor.standing_of(request.user)
    if is_on and not request.user.is_verified():
        return redirect(f"{reverse('admin:auth_user_second_step')}?next={quote(request.get_full_path())}")
    buttons = {"go": go_on} | ({"renew": renew, "off": off} if is_on else {"start": start, "confirm": confirm})
    pressed = next((act for name, act in buttons.items() if name in request.POST), None)
    if pressed:
        return pressed(request, is_required)
    return security_page(request, is_on, is_required)


def ask_to_set_up(request, address, kept=None):
    return security_page(request, False, True, next=address, kept=kept)


def security_page(request, is_on, is_required, *, error="", **carried):
    device = None if is_on else second_factor.begun(request.user)
    carried = {"next": address_after(request), "kept": Kept.read(request)} | carried
    return shown(
        request,
        "admin/security.html",
        title="Bảo mật đăng nhập",
        is_on=is_on,
        is_required=is_required,
        factor=second_factor.SecondFactor.objects.filter(user=request.user).first(),
        left=second_factor.codes_left(request.user) if is_on else 0,
        picture=second_factor.picture_of(device) if device else "",
        secret=second_factor.secret_of(device) if device else "",
        error=error,
        **carried,
    )


def start(request, is_required):
    second_factor.begin(request.user)
    return security_page(request, False, is_required)


def confirm(request, is_required):
    device = second_factor.turn_on(request.user, request.POST.get("code", "")[:20])
    if device is None:
        error = "Mã không khớp. Đợi ứng dụng hiện mã mới rồi gõ lại; xem đồng hồ của điện thoại có đúng giờ không."
        return security_page(request, False, is_required, error=error)
    django_otp.login(request, device)
    return codes_page(request)


def renew(request, is_required):
    return codes_page(request) if gives_password(request) else wrong_password(request, is_required)


def off(request, is_required):
    if is_required:
        error = "Vai trò của tài khoản bắt buộc xác thực hai bước nên không tắt được."
        return security_page(request, True, is_required, error=error)
    if not gives_password(request):
        return wrong_password(request, is_required)
    second_factor.turn_off(request.user)
    messages.success(request, "Đã tắt xác thực hai bước; từ nay đăng nhập chỉ hỏi mật khẩu.")
    return redirect("admin:auth_user_security")


def go_on(request, is_required):
    """From the codes to the page the person wanted, once nothing is asked of them any more."""
    if admin.site.next_step(request):
        return security_page(request, False, is_required)
    return admin.site.entered(request, address_after(request), Kept.read(request))


def gives_password(request):
    """Asked of the door itself, where wrong ones count."""
    password = request.POST.get("password", "")
    return authenticate(request, username=request.user.get_username(), password=password) is not None


def wrong_password(request, is_required):
    return security_page(request, True, is_required, error="Mật khẩu không đúng.")


def codes_page(request):
    """The recovery codes, shown this once."""
    codes = second_factor.make_codes(request.user)
    text = OF_LIST.format(request.user.get_username(), "\n".join(codes))
    return shown(
        request,
        "admin/recovery_codes.html",
        title="Mã dự phòng",
        codes=codes,
        file=f"data:text/plain;charset=utf-8,{quote(text)}",
        next=address_after(request),
        kept=Kept.read(request),
    )
